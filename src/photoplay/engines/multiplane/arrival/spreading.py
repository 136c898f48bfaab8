"""Fields carried on from where they are known, over all that lies between and beyond."""

import cv2
import numpy as np

from photoplay.arrays import Floats, resize
from photoplay.sight.flows import places

LEAST_KNOWN = 1e-3
"""Weight under which a place takes all of its value from a coarser level."""


def spread(field: Floats, weight: Floats) -> Floats:
    """Return `field`, shape (rows, columns, channels), kept where `weight`, 0 to 1, is 1 and smooth where it is 0.

    What is known is averaged over ever larger squares until it fills everything, and brought back (the push-pull
    of Gortler et al., The Lumigraph, 1996).
    """
    channels = field.shape[2]
    known = np.dstack([field * weight[..., None], weight]).astype(np.float32)
    levels = [known]
    while max(levels[-1].shape[:2]) > 1:
        rows, columns = levels[-1].shape[:2]
        levels.append(resize(levels[-1], ((columns + 1) // 2, (rows + 1) // 2)))
    whole = levels[-1]
    value = whole[..., :channels] / np.maximum(whole[..., channels:], 1e-9)
    for level in reversed(levels[:-1]):
        coarse = resize(value, (level.shape[1], level.shape[0]), cv2.INTER_LINEAR).reshape(
            *level.shape[:2], channels
        )
        share = np.clip(level[..., channels:], 0.0, 1.0)
        own = level[..., :channels] / np.maximum(level[..., channels:], LEAST_KNOWN)
        value = coarse + share * (own - coarse)
    return np.asarray(value, np.float32)


def affine(field: Floats, weight: Floats, points: Floats) -> Floats:
    """Return the affine function of place nearest to `field` where `weight` says, at `points`.

    Args:
        field: shape (rows, columns, channels).
        weight: shape (rows, columns).
        points: shape (rows, columns, 2), the places of the field's values.

    Returns:
        Shape (3, channels): the constant, and what it gains per pixel right and down.
    """
    weights = weight.ravel().astype(np.float64)
    root, flat = np.sqrt(weights)[:, None], points.reshape(-1, 2)
    # About the middle of what is known, the least solution is the levellest: a single place tells no slope.
    middle = weights @ flat / max(float(weights.sum()), 1e-9)
    terms = np.column_stack([np.ones(len(flat)), flat - middle])
    values = field.reshape(len(flat), -1)
    found, *_ = np.linalg.lstsq(terms * root, values * root, rcond=None)
    found[0] -= middle @ found[1:]
    return np.asarray(found, np.float32)


def along(coefficients: Floats, points: Floats) -> Floats:
    """Return the values of an affine function, from `affine`, at `points`, shape (rows, columns, 2)."""
    return np.asarray(coefficients[0] + points @ coefficients[1:], np.float32)


def nodes_of(rows: int, columns: int, spacing: float, origin: tuple[float, float]) -> Floats:
    """Return the frame coordinates of nodes, shape (rows, columns, 2)."""
    x = origin[0] + spacing * np.arange(columns)
    y = origin[1] + spacing * np.arange(rows)
    return np.stack(np.meshgrid(x, y), axis=-1).astype(np.float32)


def spread_affine(field: Floats, weight: Floats, points: Floats | None = None) -> Floats:
    """Return `field` carried on from where `weight` says over all of it, as `spread`, about its affine trend.

    Its values are those of `points`, shape (rows, columns, 2), by default of its own pixels.
    """
    points = places(weight.shape) if points is None else points
    trend = along(affine(field, weight, points), points)
    return np.asarray(trend + spread(field - trend, weight), np.float32)
