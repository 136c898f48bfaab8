"""Proposes the family of a camera move for clauses that the director's lexicon does not know."""

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from photoplay.director.reading.language import language_of
from photoplay.director.vocabulary.kinds import Language, MoveKind
from photoplay.director.vocabulary.lexicon import NEGATORS
from photoplay.paraphrase.embedding import Embedder
from photoplay.paraphrase.families import Families, Floats
from photoplay.paraphrase.labelled import EXAMPLES, read_labelled
from photoplay.paraphrase.wording import reduced
from photoplay.weights import locate

MODEL, TOKENIZER = "minilm", "minilm-tokenizer"
"""The weights by the manifest's names."""


@dataclass(frozen=True)
class Paraphraser:
    """Knows the families of camera moves by examples; it learns them at its first question."""

    embed: Callable[[Sequence[str]], Floats]
    """Turns at least one sentence into vectors of length 1; what means the same lies close together."""

    def family(self, clause: str) -> MoveKind | None:
        """Return the family of the camera move that a clause of English calls, None if that is not clear.

        A clause with a negation calls no move, save that the camera stays.
        """
        return self.families([clause])[0]

    def families(self, clauses: Sequence[str]) -> list[MoveKind | None]:
        """Return the family of each clause; asked together they take half the time."""
        wordings = [reduced(clause) if language_of(clause) is Language.ENGLISH else "" for clause in clauses]
        asked = list(filter(None, wordings))
        nearest = iter(self._families.nearest(self.embed(asked)) if asked else ())
        return [_unless_negated(wording, next(nearest)) if wording else None for wording in wordings]

    def load(self) -> Self:
        """Learn the families now rather than at the first question."""
        _ = self._families
        return self

    @cached_property
    def _families(self) -> Families:
        labelled = read_labelled(EXAMPLES)
        embeddings = self.embed([reduced(clause) for _, clause in labelled])
        return Families.learn(embeddings, [family for family, _ in labelled])


def load_paraphraser(threads: int = 0) -> Paraphraser | None:
    """Return a paraphraser, None where its package or its weights are missing; nothing is downloaded."""
    model, tokenizer = locate(MODEL), locate(TOKENIZER)
    if absence() is not None or model is None or tokenizer is None:
        return None
    return Paraphraser(Embedder(model, tokenizer, threads))


def absence() -> str | None:
    """Return what is missing for paraphrases to be understood and how to have it, None if nothing is."""
    if importlib.util.find_spec("tokenizers") is None:
        return "Paraphrases are not understood without the extra photoplay[paraphrase]."
    missing = [name for name in (MODEL, TOKENIZER) if locate(name) is None]
    if missing:
        command = f"photoplay weights pull {' '.join(missing)}"
        return f"Paraphrases are not understood without weights: run '{command}'."
    return None


def _unless_negated(wording: str, family: MoveKind | None) -> MoveKind | None:
    return None if family is not MoveKind.STATIC and NEGATORS & set(wording.split()) else family
