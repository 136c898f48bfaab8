"""What stands in masses, trees and hedges and houses: upright, nearly flat, and on the ground where that is seen.

Depth that a network sees slides from a trunk's foot to its crown, and wavers within it; both bend as the camera
moves. A mass is about as deep as it is high, which is little next to how far away it is.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, disc, soften
from photoplay.engines.multiplane.staging.standing import CUT_OFF, FEET, MOST_STEP, SMALLEST, blended

LEAST_NEARER = 0.07
"""Inverse depth by which something is nearer than what is beside it, if it stands out."""
WIDEST = 0.4
"""Share of the picture's width up to which something can stand out from what is beside it."""
LEAST_STEEP = 0.0085
"""Change of inverse depth from node to node, within `EDGE` of its sides, of something that is set off."""
EDGE = 0.0125
"""As a share of the long side."""
FRINGE = 0.008
"""How far beyond its outline a mass keeps its depth, as a share of the long side: twigs lie outside."""
STEP = 0.02
"""Change of inverse depth from node to node that parts one mass from the next."""
NEIGHBOURLY = 0.03
"""How far from a mass a place may lie that goes with it, as a share of the long side."""
MOST_ALONG = 0.7
"""Share of something that must lie so near a mass to be of it."""
LEAST_RISE = 0.1
"""How much nearer the lower half of what lies is than its upper half, in inverse depth."""
RELIEF = 0.025
"""Inverse depth by which a place within a mass stands out from what is around it, or back, at most."""
STEEPEST = 0.001
"""The same for what is narrow, per node that it is wide: it would grow or shrink sideways as the camera passes."""
ACROSS = 1 / 3
"""Deviation over which depth is evened out across a mass, as a share of its height."""
MOST_UNSURE_STEP = 0.1
"""`MOST_STEP` where it is not known what is below: a table's edge may be much nearer than what stands on it."""
FADE = 0.1
"""Share of the weight of where a foot is surest under which it counts less and less."""
FOOT = 0.1
"""How far below a mass the ground may begin for it to stand there, as a share of its height."""


def standing_out(field: Floats) -> Floats:
    """Return where something is set off and nearer than what is on both sides of it, 0 or 1; shapes (rows, columns).

    Ground, water and walls are about as near all along a row: what is nearer than its row, and not too wide, stands
    up from there, be it a flame, a bus or a pylon. What comes nearer without an edge is a bank or a hill.
    """
    reach = round(WIDEST * field.shape[1] / 2)
    apart = cv2.copyMakeBorder(field, 0, 0, reach, reach, cv2.BORDER_CONSTANT, value=0.0)
    wide = np.ones((1, 2 * reach + 1), np.uint8)
    beside = cv2.morphologyEx(apart, cv2.MORPH_OPEN, wide)[:, reach:-reach]
    count, labels = cv2.connectedComponents((field - beside > LEAST_NEARER).astype(np.uint8))
    across = np.abs(np.gradient(field, axis=1)).astype(np.float32)
    steep = cv2.dilate(across, np.ones((1, 2 * round(EDGE * max(field.shape)) + 1), np.uint8))
    out = np.zeros_like(field)
    for part in range(1, count):
        inside = labels == part
        sides = inside[:, 1:-1] & ~(inside[:, :-2] & inside[:, 2:])
        if sides.any() and float(np.median(steep[:, 1:-1][sides])) > LEAST_STEEP:
            out[inside] = 1.0
    return out


def along(out: Floats, mass: Floats) -> Floats:
    """Return those parts of what stands `out` beside a `mass` that lie along its outline: boughs, twigs, dormers.

    All have shape (rows, columns), 0 to 1. For most of them no such part is farther off than `NEIGHBOURLY`.
    """
    solid = mass > 0.5
    if not solid.any():
        return np.zeros_like(out)
    away = cv2.distanceTransform((~solid).astype(np.uint8), cv2.DIST_L2, 5)
    beside = ((out > 0.5) & ~solid).astype(np.uint8)
    count, labels = cv2.connectedComponents(beside)
    near = np.bincount(labels.ravel(), (away < NEIGHBOURLY * max(out.shape)).ravel(), count)
    lies_along = near > MOST_ALONG * np.bincount(labels.ravel(), minlength=count)
    lies_along[0] = False
    return np.asarray(lies_along[labels], np.float32)


def massed(field: Floats, mass: Floats, ground: Floats, *, single: bool = False) -> tuple[Floats, Floats]:
    """Return `field`, inverse depth, with what `mass` shows upright and nearly flat, and 1 where that is, else 0.

    All have shape (rows, columns), `mass` and `ground` 0 to 1. A mass keeps one depth along a column, changes little
    across as far as it is high, and has the depth of the `ground` where that is seen below it.

    Args:
        single: whether these are things rather than a street's front or a wood: parted by steps in depth, and each
            on what is below it though that be unknown.
    """
    near = cv2.dilate((mass > 0.5).astype(np.uint8), disc(FRINGE * max(field.shape))) > 0
    parts = _parts(near, field, STEP if single else np.inf)
    stood = field.copy()
    for part in range(1, int(parts.max()) + 1):
        columns = np.flatnonzero((parts == part).any(axis=0))
        across = slice(int(columns[0]), int(columns[-1]) + 1)
        inside, seen = parts[:, across] == part, field[:, across]
        if _lies(seen, inside):
            parts[parts == part] = 0
            continue
        even, step = _even(
            seen, inside.astype(np.float32), ground[:, across], MOST_UNSURE_STEP if single else 0.0
        )
        most = min(RELIEF, STEEPEST * len(columns))
        relief = most * np.tanh((seen - even) / most)
        stood[:, across] = np.where(inside, even + step + relief, stood[:, across])
    where = (parts > 0).astype(np.float32)
    return blended(field, stood, where), where


def _parts(mask: NDArray[np.bool_], field: Floats, step: float) -> NDArray[np.int32]:
    """Return which part of the `mask` each place belongs to, from 1, parted where `field` has steps; else 0."""
    down, right = np.gradient(field)
    cores = (mask & (np.hypot(down, right) < step)).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(cores)
    large = stats[:, cv2.CC_STAT_AREA] > SMALLEST * field.size
    large[0] = False
    labels = (np.cumsum(large) * large)[labels]
    if not large.any():
        return np.asarray(labels, np.int32)
    # Steps lie within what they set off: each place goes with the nearest part.
    away, nearest = cv2.distanceTransformWithLabels(
        (labels == 0).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    of_nearest = np.zeros(int(nearest.max()) + 1, np.int32)
    of_nearest[nearest[labels > 0]] = labels[labels > 0]
    return np.where(mask & (away < NEIGHBOURLY * max(field.shape)), of_nearest[nearest], 0)


def _lies(field: Floats, inside: NDArray[np.bool_]) -> bool:
    """Whether what is `inside` is a meadow or a field of flowers: cut off below, and nearer the lower it is."""
    rows = np.flatnonzero(inside.any(axis=1))
    if rows[-1] < (1.0 - CUT_OFF) * field.shape[0]:
        return False
    middle = int(rows.mean())
    upper, lower = field[:middle][inside[:middle]], field[middle:][inside[middle:]]
    return bool(upper.size and lower.size) and float(np.median(lower) - np.median(upper)) > LEAST_RISE


def _even(field: Floats, inside: Floats, ground: Floats, most_unsure: float) -> tuple[Floats, Floats]:
    """Return the depth of the mass that is `inside` every column, and by how much it must move to stand, (columns).

    Args:
        most_unsure: how far it may move to what is below it and may be no ground.
    """
    rows, columns = field.shape
    height = int(np.ptp(np.flatnonzero(inside.any(axis=1)))) + 1
    deviation = max(ACROSS * height, 1.0)

    def evened(values: Floats, weights: Floats, fade: float = 0.0) -> Floats:
        total, weight = (soften(row[None], deviation)[0] for row in (values * weights, weights))
        return np.asarray(total / np.maximum(weight, fade * weight.max() + 1e-6), np.float32)

    counts = inside.sum(axis=0)
    even = evened((field * inside).sum(axis=0) / np.maximum(counts, 1.0), counts)
    lowest = rows - 1 - np.argmax(inside[::-1] > 0, axis=0)
    across, reach = np.arange(columns), round(FOOT * height)
    below = lowest + 1 + np.arange(reach + 1)[:, None]
    grounded = (ground[np.minimum(below, rows - 1), across] > 0.5) & (below < rows)
    is_known = grounded.any(axis=0)
    foot = lowest + 1 + np.where(is_known, grounded.argmax(axis=0), reach)
    step = field[np.minimum(foot, rows - 1), across] - even
    # Nothing is seen through what is below, whatever that is; but that may well be farther away.
    unsure = (lowest >= lowest.max() - FEET * height) & (step > 0.0) & (step < most_unsure)
    stands = (counts > 0) & (foot < rows) & np.where(is_known, np.abs(step) < MOST_STEP, unsure)
    return even, evened(step, stands.astype(np.float32), FADE)
