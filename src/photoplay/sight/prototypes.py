"""Sharper scores by the photograph's own prototypes: what is surely in a region, and what surely is not.

Two patches of one sky look more alike than skies of two photographs; within one, a linear discriminant (Fisher 1936)
between the sure patches settles the doubtful ones.
"""

import numpy as np

from photoplay.arrays import Floats
from photoplay.sight.features import Features

KEPT = 32
"""Principal components of the photograph's features that are looked at."""
SURELY_IN, SURELY_OUT = 1.0, -2.0
"""Scores, as logits, from which a patch is a prototype."""
LEAST_PATCHES = 8
SHRINKAGE = 0.3
"""Share of the mean variance added to each direction's."""
TRUST = 0.7
"""Weight of the discriminant against the score."""
SPAN = 10.0
"""Between the mean scores of the two kinds of prototypes."""


def sharpened(scores: Floats, features: Features) -> Floats:
    """Return `scores`, logits of shape (rows, columns), with doubtful patches on the side of what they look like.

    Scores without enough sure patches on both sides are returned as they are.
    """
    flat = scores.ravel()
    inside, outside = flat > SURELY_IN, flat < SURELY_OUT
    if min(inside.sum(), outside.sum()) < LEAST_PATCHES:
        return scores
    places = _principal(features)
    means = places[inside].mean(axis=0), places[outside].mean(axis=0)
    within = np.concatenate([places[inside] - means[0], places[outside] - means[1]])
    spread = within.T @ within / len(within)
    spread += SHRINKAGE * np.trace(spread) / len(spread) * np.eye(len(spread))
    along = np.linalg.solve(spread, means[0] - means[1])
    side = (places - (means[0] + means[1]) / 2.0) @ along
    side *= SPAN / max(float(side[inside].mean() - side[outside].mean()), 1e-6)
    mixed = (1.0 - TRUST) * flat + TRUST * side
    return np.asarray(mixed, np.float32).reshape(scores.shape)


def _principal(features: Features) -> Floats:
    """Return the principal components of every patch, shape (patches, `KEPT`)."""
    tokens = features.tokens.reshape(-1, features.tokens.shape[-1])
    centred = tokens - tokens.mean(axis=0)
    variances, axes = np.linalg.eigh(centred @ centred.T)
    return np.asarray(axes[:, -KEPT:] * np.sqrt(np.maximum(variances[-KEPT:], 0.0)), np.float32)
