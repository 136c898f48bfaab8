"""Sharper scores by the photograph's own prototypes: what is surely of a kind, and what surely is not.

Two patches of one sky look more alike than skies of two photographs; within one, a linear discriminant (Fisher 1936)
between the sure patches settles the doubtful ones.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats
from photoplay.sight.features import Features

SURELY_IN, SURELY_OUT = 1.0, -2.0
"""Scores, as logits, from which a patch is a prototype."""
LEAST_PATCHES = 8
SHRINKAGE = 0.3
"""Share of the mean variance added to each direction's."""
TRUST = 0.7
"""Weight of the discriminant against the score."""
SPAN = 10.0
"""Between the mean scores of the two sides' prototypes."""
HIGHEST = 97.0
"""Percentile of the scores of what is known to be there that counts as the highest, ..."""
RAISED = 3.0
"""... to which score that is raised, ..."""
NEXT_HIGHEST, LOWER = 0.5, 1.5
"""... how far below it a patch is among the first prototypes, and from how far it may be one of something else."""
MOST_LIKE, RAISED_FROM, LEAST_LIKE = 95.0, 90.0, 50.0
"""Percentiles of the scores of a part that is there: from which patches are it, which score is raised to 0, and up to
which patches are not it."""
ROUNDS = 3
"""In which the patches found become prototypes themselves."""

Chosen = NDArray[np.bool_]


def sharpened(scores: Floats, features: Features) -> Floats:
    """Return `scores`, logits of shape (rows, columns), with doubtful patches on the side of what they look like.

    Scores without enough sure patches on both sides are returned as they are.
    """
    flat = scores.ravel()
    inside, outside = flat > SURELY_IN, flat < SURELY_OUT
    if min(inside.sum(), outside.sum()) < LEAST_PATCHES:
        return scores
    side = _discriminant(features.principal, [inside, outside])
    return _mixed(flat, side[0] - side[1], inside, outside).reshape(scores.shape)


def found(scores: Floats, features: Features) -> Floats:
    """Return the scores, logits of shape (rows, columns), of a kind that is known to be somewhere in the photograph.

    The patches most like it are it, however low their scores: only their order is believed. What is likelier to be
    of one other kind than of all the rest together is that. Patches found so are the next round's prototypes. A kind
    that even its highest scores deny is not there after all: its scores are returned as they are.

    Args:
        scores: of every kind before a softmax, shape (kinds, rows, columns); the kind looked for comes first.
    """
    shape = scores.shape[1:]
    margins = np.stack(
        [_against_the_rest(scores.reshape(len(scores), -1), kind) for kind in range(len(scores))]
    )
    highest = float(np.percentile(margins[0], HIGHEST))
    if highest < SURELY_OUT:
        return np.asarray(margins[0].reshape(shape), np.float32)
    raised = mixed = np.asarray(margins[0] + max(RAISED - highest, 0.0), np.float32)
    inside = margins[0] > highest - NEXT_HIGHEST
    others = [(margin > 0.0) & (margins[0] < highest - LOWER) for margin in margins[1:]]
    places = features.principal
    for _ in range(1 + ROUNDS):
        others = [other for other in others if other.sum() >= LEAST_PATCHES]
        if inside.sum() < LEAST_PATCHES or not others:
            break
        sides = _discriminant(places, [inside, *others])
        rival = sides[1:].argmax(axis=0)
        mixed = _mixed(raised, sides[0] - sides[1:].max(axis=0), inside, np.any(others, axis=0))
        inside = mixed > SURELY_IN
        others = [(mixed < SURELY_OUT) & (rival == index) for index in range(len(others))]
    return mixed.reshape(shape)


def ranked(scores: Floats, features: Features) -> Floats:
    """Return the scores, logits of shape (rows, columns), of a part that is known to be somewhere in the photograph.

    As `found`, but against everything else at once: the patches most like it are it, those least like it are not. A
    part that even its highest scores deny is not there after all: its scores are returned as they are.
    """
    flat = scores.ravel()
    likely = float(np.percentile(flat, MOST_LIKE))
    inside, outside = flat > likely, flat < np.percentile(flat, LEAST_LIKE)
    if likely < SURELY_OUT:
        return scores
    raised = mixed = np.asarray(flat - np.percentile(flat, RAISED_FROM), np.float32)
    places = features.principal
    for _ in range(1 + ROUNDS):
        if min(inside.sum(), outside.sum()) < LEAST_PATCHES:
            break
        side = _discriminant(places, [inside, outside])
        mixed = _mixed(raised, side[0] - side[1], inside, outside)
        inside, outside = mixed > SURELY_IN, mixed < SURELY_OUT
    return mixed.reshape(scores.shape)


def _against_the_rest(scores: Floats, kind: int) -> Floats:
    """Return the logit of one kind's probability, shape (patches), where `scores` go through a softmax."""
    rest = np.logaddexp.reduce(np.delete(scores, kind, axis=0), axis=0)
    return np.asarray(scores[kind] - rest, np.float32)


def _discriminant(places: Floats, kinds: Sequence[Chosen]) -> Floats:
    """Return how much every patch looks like the prototypes of each of `kinds`, shape (kinds, patches).

    Logits, if all kinds were spread alike about their means.

    Args:
        places: shape (patches, components).
        kinds: which patches are prototypes, each of shape (patches).
    """
    means = np.stack([places[chosen].mean(axis=0) for chosen in kinds])
    within = np.concatenate([places[chosen] - mean for chosen, mean in zip(kinds, means, strict=True)])
    spread = within.T @ within / len(within)
    spread += SHRINKAGE * np.trace(spread) / len(spread) * np.eye(len(spread))
    along = np.linalg.solve(spread, means.T)
    return np.asarray((places @ along - (means.T * along).sum(axis=0) / 2.0).T, np.float32)


def _mixed(scores: Floats, side: Floats, inside: Chosen, outside: Chosen) -> Floats:
    """Return `scores` mixed with the `side` that patches are on, brought to a score's span; all of shape (patches)."""
    span = float(side[inside].mean() - side[outside].mean())
    return np.asarray((1.0 - TRUST) * scores + TRUST * SPAN / max(span, 1e-6) * side, np.float32)
