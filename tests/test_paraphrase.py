"""Paraphrased camera moves: the choice without weights, and the whole where the weights can be had."""

import importlib.util
import time
from collections.abc import Sequence

import numpy as np
import pytest

from bench.paraphrase import CLAUSES, halves, rates
from photoplay.director.vocabulary.kinds import MoveKind
from photoplay.paraphrase.families import MARGIN, Families, Floats, choose
from photoplay.paraphrase.labelled import EXAMPLES, read_labelled
from photoplay.paraphrase.paraphraser import MODEL, TOKENIZER, Paraphraser, absence, load_paraphraser
from photoplay.paraphrase.wording import reduced
from photoplay.settings import get_settings
from photoplay.weights import ensure

KINDS = (MoveKind.DOLLY, MoveKind.ORBIT, None)
LENGTH = 512


@pytest.fixture(scope="session")
def paraphraser(pytestconfig: pytest.Config) -> Paraphraser:
    """A paraphraser with the real weights, fetched once into pytest's cache and kept there."""
    assert pytestconfig.cache
    pytest.importorskip("tokenizers")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PHOTOPLAY_WEIGHTS_DIR", str(pytestconfig.cache.mkdir("weights")))
        patch.delenv("PHOTOPLAY_OFFLINE")
        get_settings.cache_clear()
        ensure([MODEL, TOKENIZER])
        loaded, missing = load_paraphraser(), absence()
    get_settings.cache_clear()
    if loaded is None:
        pytest.skip(missing or "")
    return loaded.load()


def by_words(sentences: Sequence[str]) -> Floats:
    """Embed sentences by the words they share, so that a sentence of an example is its own nearest."""
    embeddings = np.zeros((len(sentences), LENGTH), np.float32)
    for number, sentence in enumerate(sentences):
        places = {sum(map(ord, word)) % LENGTH for word in sentence.split()}
        embeddings[number, list(places)] = len(places) ** -0.5
    return embeddings


class TestWording:
    @pytest.mark.parametrize(
        ("clause", "wording"),
        [
            ("our vantage point nears the door of the barn", "the camera nears the door of it"),
            ("We walk past the old red barn", "the camera walk past it"),
            ("she walks and we watch", "she walks and we watch"),
            ("the view sinks to the ground", "the camera sinks to the ground"),
            ("a wide view of a bay", "a wide view of it"),
            ("it leads to the", "it leads to the"),
            ("Closer, CLOSER … 🎬 to her-face!", "closer closer to it"),
            ("point at our vantage", "point at the camera"),
            ("🎬 …", ""),
        ],
    )
    def test_keeps_how_a_clause_moves(self, clause: str, wording: str) -> None:
        assert reduced(clause) == wording

    def test_long_places_are_cut_after_their_first_words(self) -> None:
        assert reduced("into the one two three four") == "into it four"


class TestChoice:
    def test_needs_a_clear_lead(self) -> None:
        ahead = np.array([0.5, 0.5 - 1.01 * MARGIN, 0.0], np.float32)
        close = np.array([0.5, 0.5 - 0.99 * MARGIN, 0.0], np.float32)
        assert choose(ahead, KINDS) is MoveKind.DOLLY
        assert choose(close, KINDS) is None
        assert choose(close, KINDS, margin=0.0) is MoveKind.DOLLY

    def test_no_move_can_win(self) -> None:
        assert choose(np.array([0.1, 0.0, 0.9], np.float32), KINDS) is None

    def test_families_are_learnt_whatever_their_order_and_size(self) -> None:
        labels = [None, *[MoveKind.ORBIT] * 9, MoveKind.DOLLY]
        embeddings = np.eye(3, dtype=np.float32)[[0, *[1] * 9, 2]]
        families = Families.learn(embeddings, labels)
        assert families.nearest(embeddings) == labels
        assert families.nearest(np.full((1, 3), 3**-0.5, np.float32)) == [None]
        assert families.scores(embeddings).sum(axis=1) == pytest.approx(1, abs=0.1)


class TestExamples:
    def test_every_move_has_some_and_so_has_no_move(self) -> None:
        families = [family for family, _ in read_labelled(EXAMPLES)]
        assert set(families) == {*MoveKind, None}
        assert min(families.count(kind) for kind in MoveKind) >= 8

    def test_none_is_among_the_labelled_clauses_or_written_twice(self) -> None:
        clauses = [clause for path in (EXAMPLES, CLAUSES) for _, clause in read_labelled(path)]
        assert len(set(map(reduced, clauses))) > 0.97 * len(clauses)
        assert len(set(clauses)) == len(clauses)


class TestAnyEmbedding:
    def test_an_example_calls_its_own_family(self) -> None:
        paraphraser = Paraphraser(by_words)
        assert paraphraser.family("Our viewpoint WITHDRAWS down the street!") is MoveKind.DOLLY
        assert paraphraser.family("the horse gallops over the meadow") is None

    def test_clauses_keep_their_places(self) -> None:
        paraphraser = Paraphraser(by_words)
        clauses = ["🎬", "we spiral about the barn", "镜头慢慢靠近她", "the framing is frozen in place", ""]
        assert paraphraser.families(clauses) == [None, MoveKind.ORBIT, None, MoveKind.STATIC, None]
        assert paraphraser.families([]) == []

    def test_a_negation_leaves_only_that_the_camera_stays(self) -> None:
        paraphraser = Paraphraser(by_words)
        assert paraphraser.family("the viewpoint never budges") is MoveKind.STATIC
        assert paraphraser.family("the shot never curls round the old oak") is None
        assert paraphraser.family("the shot curls round the old oak") is MoveKind.ORBIT


class TestMissing:
    def test_weights_are_named_and_not_fetched(self) -> None:
        assert load_paraphraser() is None
        assert absence() is not None
        if importlib.util.find_spec("tokenizers") is not None:
            assert f"'photoplay weights pull {MODEL} {TOKENIZER}'" in str(absence())

    def test_the_extra_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
        assert "photoplay[paraphrase]" in str(absence())
        assert load_paraphraser() is None


class TestWithWeights:
    def test_clauses_held_back_are_told_rightly(self, paraphraser: Paraphraser) -> None:
        _, held_back = halves(read_labelled(CLAUSES))
        proposed = paraphraser.families([entry.clause for entry in held_back])
        found = rates((entry.family for entry in held_back), proposed)
        assert found.precision >= 0.95
        assert found.recall > 0.35

    @pytest.mark.parametrize(
        ("clause", "family"),
        [
            ("the viewpoint eases ever nearer to the lighthouse", MoveKind.DOLLY),
            ("we find ourselves spiralling about the statue", MoveKind.ORBIT),
            ("a lighthouse above the sea", None),
            ("the dog runs nearer and nearer to the statue", None),
        ],
    )
    def test_a_clause_is_told_alone_as_with_others(
        self, clause: str, family: MoveKind | None, paraphraser: Paraphraser
    ) -> None:
        assert paraphraser.family(clause) is family
        assert paraphraser.families(["the camera " * 40, clause, "no"])[1] is family

    @pytest.mark.parametrize("clause", ["a" * 2500, "nearer " * 357, "é🎬’" * 800, "\x00\n" * 1250])
    def test_anything_is_read_quickly(self, clause: str, paraphraser: Paraphraser) -> None:
        paraphraser.family(clause)
        started = time.perf_counter()
        paraphraser.family(clause)
        assert time.perf_counter() - started < 0.5
