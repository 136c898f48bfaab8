"""Depth as it was seen, evened out for a camera that moves: level along what stands, whole up to outlines."""

import cv2
import numpy as np

from photoplay.arrays import Floats, disc, soften

UPRIGHT = 0.3
"""How far along a column upright things keep one depth, as a share of the picture's height."""
SMOOTH = 1 / 120
"""Deviation over which depth is smoothed, as a share of the long side."""
BRIM = 0.0125
"""How far beyond its outline a thing keeps its depth, likewise: one and a half times as far as that."""
LEAST_BRIM = 0.03
"""Step in inverse depth, within `BRIM`, from which something has an outline; twice as much has it wholly."""
STEADY = 0.006
"""Change of inverse depth from row to row, at `NODES_DOWN` rows, that upright things stay well under."""
NODES_DOWN = 160
PIT = 0.1
"""Height up to which a place may be farther than what is above and below it and yet stand there, as a share of the
picture's height."""


def evened(field: Floats) -> Floats:
    """Return `field` with what stands upright at one depth from its foot to its top, so that it stays straight.

    Along a column depth is averaged as far as it changes little; ground rises towards the camera and is left alone.
    """
    rows = field.shape[0]
    rise = np.diff(field, axis=0)
    steady = np.exp(-np.abs(rise) / STEADY * rows / NODES_DOWN)
    link = np.float32(np.exp(-1.0 / (UPRIGHT * rows))) * steady
    total, weight = field.copy(), np.ones_like(field)
    for order in (range(1, rows), range(rows - 2, -1, -1)):
        sums, counts = field.copy(), np.ones_like(field)
        for row in order:
            before = row - 1 if order.step > 0 else row + 1
            along = link[min(row, before)]
            sums[row] += along * sums[before]
            counts[row] += along * counts[before]
        total += sums - field
        weight += counts - 1.0
    return soften(_outlined(total / weight), SMOOTH * max(field.shape))


def _outlined(field: Floats) -> Floats:
    """Return `field` with what is nearer than what is behind it as near up to beyond its outline.

    Smoothing lays an outline halfway down the step, and it would be stretched; it is what must stay rigid.
    """
    nearest = np.asarray(cv2.dilate(field, disc(BRIM * max(field.shape))), np.float32)
    step = nearest - field
    share = np.clip(step / LEAST_BRIM - 1.0, 0.0, 1.0)
    return np.asarray(field + step * share, np.float32)


def without_pits(field: Floats, nameless: Floats) -> Floats:
    """Return `field` with what is `nameless`, 0 to 1, no farther than what is both above and below it.

    Between a tree that was moved to the ground before it and that ground, walls and passers-by would lean otherwise.
    """
    column = np.ones((2 * round(PIT * field.shape[0] / 2) + 1, 1), np.uint8)
    filled = cv2.morphologyEx(field, cv2.MORPH_CLOSE, column, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(
        field + nameless * (soften(filled, SMOOTH * max(field.shape)) - field).clip(0.0), np.float32
    )
