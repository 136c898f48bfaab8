"""Single places found in both of two pictures, and what they say of how the one lies over the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, Picture
from photoplay.parallel import side_by_side

Homography = NDArray[np.float64]
"""Shape (3, 3): takes places in one picture to places in another."""

FEATURES = 6000
CONTRAST = 0.015
"""Of the weakest features: a third of the usual, for foliage and grass have few strong ones."""
RATIO = 0.85
"""A match must be this much nearer than the next best (Lowe 2004); both places must be each other's best."""
NEAR = 2.0
"""Pixels from where a model has it, up to which a match agrees with it."""
LEAST, LEAST_SHARE = 30, 0.3
"""Matches that must agree for a model to be believed, and the share of all."""
PLANE = 0.85
"""Share of the matches that agree on anything from which a homography says it all, and no parallax is there."""
TRIES = 2000


@dataclass(frozen=True)
class Matches:
    """What matching found."""

    pairs: Floats
    """Shape (n, 4): x, y in the first picture, x, y in the second; those that agree with one another."""
    homography: Homography | None
    """What most of them have in common, from the first picture to the second, where there is such."""

    @classmethod
    def none(cls) -> Self:
        """Nothing in common."""
        return cls(np.zeros((0, 4), np.float32), None)


def match(first: Picture, second: Picture) -> Matches:
    """Match SIFT features (Lowe 2004) and keep those that one camera explains (MAGSAC++, Barath et al. 2020)."""
    pairs = _pairs(first, second)
    if len(pairs) < LEAST:
        return Matches.none()
    here, there = np.ascontiguousarray(pairs[:, :2]), np.ascontiguousarray(pairs[:, 2:])
    homography, flat = cv2.findHomography(
        here, there, cv2.USAC_MAGSAC, NEAR, maxIters=TRIES, confidence=0.999
    )
    _, deep = cv2.findFundamentalMat(here, there, cv2.USAC_MAGSAC, NEAR / 2, 0.999, TRIES)
    on_plane, in_depth = (_agreeing(found, len(pairs)) for found in (flat, deep))
    most = max(on_plane.sum(), in_depth.sum())
    if most < max(LEAST, LEAST_SHARE * len(pairs)):
        return Matches.none()
    kept = on_plane if on_plane.sum() >= PLANE * most else in_depth
    if homography is None or on_plane.sum() < LEAST:
        return Matches(pairs[kept], None)
    laid_over = np.asarray(homography, np.float64)
    return Matches(pairs[kept], laid_over if _is_tame(laid_over, first.shape) else None)


def moved(homography: Homography, points: Floats) -> Floats:
    """Return where `points`, shape (.., 2), go."""
    flat = cv2.perspectiveTransform(points.reshape(-1, 1, 2), homography)
    return np.asarray(flat, np.float32).reshape(points.shape)


def inverse(homography: Homography) -> Homography:
    """Return the way back."""
    return np.asarray(np.linalg.inv(homography), np.float64)


def _pairs(first: Picture, second: Picture) -> Floats:
    (here, looks), (there, others) = side_by_side(partial(_spots, first), partial(_spots, second))
    if len(here) < 2 or len(there) < 2:
        return np.zeros((0, 4), np.float32)
    likeness = looks @ others.T
    each, best, best_back = np.arange(len(looks)), likeness.argmax(axis=1), likeness.argmax(axis=0)
    near = _apart(likeness[each, best])
    likeness[each, best] = -1.0
    next_near = _apart(likeness.max(axis=1))
    kept = (near < RATIO * next_near) & (best_back[best] == each)
    pairs = {(*here[index].pt, *there[best[index]].pt) for index in np.flatnonzero(kept).tolist()}
    return np.array(sorted(pairs), np.float32).reshape(-1, 4)


def _spots(picture: Picture) -> tuple[Sequence[cv2.KeyPoint], Floats]:
    finder = cv2.SIFT.create(FEATURES, contrastThreshold=CONTRAST)
    spots, looks = finder.detectAndCompute(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), None)
    return spots, _rooted(looks)


def _apart(likeness: Floats) -> Floats:
    return np.asarray(np.sqrt(np.maximum(2.0 - 2.0 * likeness, 0.0)), np.float32)


def _rooted(looks: NDArray[Any] | None) -> Floats:
    """Return descriptors whose product is their Hellinger kernel (RootSIFT, Arandjelovic and Zisserman 2012)."""
    if looks is None:
        return np.zeros((0, 128), np.float32)
    return np.asarray(np.sqrt(looks / np.maximum(looks.sum(axis=1, keepdims=True), 1e-9)), np.float32)


def _agreeing(found: NDArray[Any] | None, count: int) -> NDArray[np.bool_]:
    return np.zeros(count, np.bool_) if found is None else found.ravel() > 0


def _is_tame(homography: Homography, shape: tuple[int, ...]) -> bool:
    """Return whether the picture's corners stay a convex quadrilateral of a size like before."""
    rows, columns = shape[:2]
    corners = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    quadrilateral = moved(homography, corners)
    if not cv2.isContourConvex(quadrilateral) or np.linalg.det(homography[:2, :2]) <= 0:
        return False
    grown = cv2.contourArea(quadrilateral) / (rows * columns)
    return 1 / 9 < grown < 9
