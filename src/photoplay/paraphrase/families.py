"""Which family of camera moves a sentence embedding belongs to, learnt from embedded examples."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from photoplay.director.vocabulary.kinds import MoveKind

Floats = NDArray[np.float32]

RIDGE = 0.5
MARGIN = 0.18
"""The least lead of a family's score over the next; chosen by `python -m bench.paraphrase`.

The scores of an embedding add up to about 1, so that one far from every family leads nowhere."""


@dataclass(frozen=True)
class Families:
    """A ridge regression from embeddings to families; what is no camera move is a family too."""

    kinds: tuple[MoveKind | None, ...]
    weights: Floats
    """Shape (length of an embedding + 1, families)."""

    @classmethod
    def learn(cls, embeddings: Floats, labels: Sequence[MoveKind | None]) -> Self:
        """Learn from the embeddings of examples, shape (examples, length), and what each calls."""
        kinds = tuple(dict.fromkeys(labels))
        own = np.array([kinds.index(label) for label in labels])
        targets = np.eye(len(kinds), dtype=np.float32)[own]
        counts = targets.sum(axis=0)
        # A family of many examples would win by its size alone.
        weighted = _with_constant(embeddings) * np.sqrt(counts.mean() / counts)[own, None]
        gram = weighted.T @ _with_constant(embeddings) + RIDGE * np.eye(weighted.shape[1], dtype=np.float32)
        return cls(kinds, np.linalg.solve(gram, weighted.T @ targets).astype(np.float32))

    def scores(self, embeddings: Floats) -> Floats:
        """Return how much each embedding belongs to each of `kinds`, shape (embeddings, families)."""
        return _with_constant(embeddings) @ self.weights

    def nearest(self, embeddings: Floats) -> list[MoveKind | None]:
        """Return each embedding's family, None where none is near enough or two are too close."""
        return [choose(scores, self.kinds) for scores in self.scores(embeddings)]


def choose(scores: Floats, kinds: Sequence[MoveKind | None], *, margin: float = MARGIN) -> MoveKind | None:
    """Return the kind of the best of at least two scores, if it is clearly ahead."""
    second, best = np.argsort(scores)[-2:]
    return kinds[best] if scores[best] - scores[second] >= margin else None


def _with_constant(embeddings: Floats) -> Floats:
    return np.concatenate([embeddings, np.ones((len(embeddings), 1), np.float32)], axis=1)
