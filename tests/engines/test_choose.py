from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from photoplay.engines import choose
from photoplay.engines.choose import EngineName, choose_engine
from photoplay.sight.networks import WANTED

Present = Callable[..., None]


def ignore(_weights: str, _done: int, _total: int | None) -> None:
    """Nobody watches."""


@pytest.fixture
def present(monkeypatch: pytest.MonkeyPatch) -> Iterator[Present]:
    """A function that makes some weights, by name, all that can be had."""

    def hold(*names: str) -> None:
        paths = {name: Path(f"{name}.onnx") for name in names}

        def ensure(_wanted: object, progress: choose.Fetching = ignore) -> dict[str, Path]:
            for name in names:
                progress(name, 5, 10)
            return paths

        monkeypatch.setattr(choose, "ensure", ensure)

    choose._multiplane.cache_clear()
    yield hold
    choose._multiplane.cache_clear()


@pytest.mark.parametrize("name", [EngineName.AUTO, EngineName.MULTIPLANE])
def test_multiplane_films_without_weights_and_says_what_is_missing(name: EngineName) -> None:
    engine, notes = choose_engine(name, ignore)
    assert engine.capabilities.name == "multiplane"
    (note,) = notes
    assert "photoplay weights pull" in note
    for loss in filter(None, WANTED.values()):
        assert loss in note


def test_nothing_to_say_with_all_weights(present: Present) -> None:
    present(*WANTED)
    assert choose_engine(EngineName.AUTO, ignore)[1] == ()


def test_only_what_is_lost_is_named(present: Present) -> None:
    present("silueta", "migan")
    (note,) = choose_engine(EngineName.AUTO, ignore)[1]
    assert WANTED["modnet"] in note
    assert WANTED["migan"] not in note
    assert WANTED["silueta"] not in note


@pytest.mark.parametrize("missing", WANTED)
def test_there_is_a_way_without_any_one_of_them_and_it_is_said(present: Present, missing: str) -> None:
    present(*(set(WANTED) - {missing}))
    engine, notes = choose_engine(EngineName.AUTO, ignore)
    assert engine.capabilities.name == "multiplane"
    assert [WANTED[missing] in note for note in notes] == ([True] if WANTED[missing] else [])


def test_one_sentence_names_all_that_is_lost(present: Present) -> None:
    present("dinov2", "unisal", "unisal-data")
    (note,) = choose_engine(EngineName.AUTO, ignore)[1]
    lost = {name for name, loss in WANTED.items() if loss and loss in note}
    assert lost == {"silueta", "u2netp", "modnet", "migan", "efficientdet", "face-landmarks", "rife"}


def test_fetching_is_reported(present: Present) -> None:
    present("silueta", "migan")
    seen: list[tuple[str, int, int | None]] = []
    choose_engine(EngineName.AUTO, lambda *report: seen.append(report))
    assert seen == [("silueta", 5, 10), ("migan", 5, 10)]


def test_one_engine_serves_as_long_as_the_weights_are_the_same(present: Present) -> None:
    present("silueta")
    first, again = (choose_engine(EngineName.AUTO, ignore)[0] for _ in range(2))
    present("silueta", "migan")
    assert first is again
    assert choose_engine(EngineName.AUTO, ignore)[0] is not first
