"""How light changes a frame: fields at the nodes of the warp's grid, laid over its pixels in one go.

All of it is in the frame's own sRGB values, from 0 to 1 in the formulas: what is made brighter rolls off towards
white and never reaches it, what is made darker keeps its colour.
"""

from collections.abc import Callable, Iterator
from functools import partial

import cv2
import numpy as np

from photoplay.arrays import Array, Floats, Picture, resize
from photoplay.engines.multiplane.filming.warp import Grid

UNSEEN = 0.5 / 255.0
"""What light makes no difference to any value."""
STRIP = 120_000
"""Pixels of a frame that are worked on together: their fields stay in the processor's cache."""
LUMA = np.array([0.299, 0.587, 0.114], np.float32)
"""Shares of red, green and blue in how bright a colour looks."""


def expose(frame: Picture, grid: Grid, gain: Floats) -> None:
    """Give `frame` more or less light, in place.

    A value v becomes g v where the gain g is under 1, and v + (g - 1) v (1 - v) where it is over: g times as bright
    in the shadows, white where it was white, and monotone for all g up to 2, beyond which no gain goes.

    Args:
        gain: shape (nodes, nodes, 3).
    """
    less, more = np.minimum(gain, np.float32(1.0)), np.clip(gain - 1.0, 0.0, 1.0).astype(np.float32)
    kept, given = (np.rint(255.0 * each).astype(np.uint8) for each in (less, more))
    for part, upsampled in _strips(frame, grid, less - np.float32(1.0)):
        cv2.multiply(part, upsampled(kept), dst=part, scale=1.0 / 255.0)
    for part, upsampled in _strips(frame, grid, more):
        room = cv2.multiply(part, cv2.bitwise_not(part), scale=1.0 / 255.0)
        cv2.add(part, cv2.multiply(room, upsampled(given), dst=room, scale=1.0 / 255.0), dst=part)


def screen(frame: Picture, grid: Grid, light: Floats) -> None:
    """Lay light that is in the air or in the lens over `frame`, in place: v + a (1 - v).

    Args:
        light: a, shape (nodes, nodes, 3), 0 to 1.
    """
    for part, upsampled in _strips(frame, grid, light):
        cv2.add(part, cv2.multiply(cv2.bitwise_not(part), upsampled(light), dtype=cv2.CV_8U), dst=part)


def sparkle(frame: Picture, grid: Grid, around: Floats, gain: Floats) -> None:
    """Make what is brighter than its surroundings more or less so, in place: v + k max(v - m, 0).

    Args:
        around: m, how bright it is around, shape (nodes, nodes, 3), 0 to 1.
        gain: k, shape (nodes, nodes, 3), from -1; it rolls off towards white as in `expose`.
    """
    level = np.rint(around * np.float32(255.0)).astype(np.float32)
    up, down = np.maximum(gain, np.float32(0.0)), np.maximum(-gain, np.float32(0.0))
    for part, upsampled in _strips(frame, grid, gain):
        glint = cv2.subtract(part, upsampled(level), dtype=cv2.CV_8U)
        room = cv2.multiply(glint, cv2.bitwise_not(part), scale=1.0 / 255.0, dtype=cv2.CV_32F)
        if float(down.max()) > UNSEEN:
            cv2.subtract(part, cv2.multiply(glint, upsampled(down), dtype=cv2.CV_8U), dst=part)
        if float(up.max()) > UNSEEN:
            cv2.add(part, cv2.multiply(room, upsampled(up), dst=room), dst=part, dtype=cv2.CV_8U)


def _strips(frame: Picture, grid: Grid, change: Floats) -> Iterator[tuple[Picture, Callable[[Array], Array]]]:
    """Yield the parts of `frame` that change, small enough for the cache, each with what brings fields to its size.

    Args:
        change: 0 where nothing is to be done, shape (nodes, nodes, 3).
    """
    changes = cv2.inRange(change, (-UNSEEN,) * 3, (UNSEEN,) * 3) == 0
    across = np.flatnonzero(changes.any(axis=0))
    if not across.size:
        return
    spacing, (height, width) = grid.spacing, frame.shape[:2]
    columns = slice(max(int(across[0]) - 2, 0) * spacing, min((int(across[-1]) + 1) * spacing, width))
    step = max(STRIP // (columns.stop - columns.start), 1)
    for top in range(0, height, step):
        rows = slice(top, min(top + step, height))
        if changes[rows.start // spacing : -(-rows.stop // spacing) + 2].any():
            yield frame[rows, columns], partial(grid.full, rows=rows, columns=columns)


def at_nodes(frame: Picture, grid: Grid) -> Floats:
    """Return what `frame` shows around each node, shape (nodes, nodes, 3), 0 to 1."""
    inner = (len(grid.xs) - 2, len(grid.ys) - 2)
    small = cv2.copyMakeBorder(resize(frame, inner), 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    return np.asarray(small, np.float32) / np.float32(255.0)


def luma(colours: Floats) -> Floats:
    """Return how bright `colours`, shape (..., 3), look."""
    return np.asarray(colours @ LUMA, np.float32)


def smoothstep(values: Floats, low: float, high: float) -> Floats:
    """Return 0 up to `low`, 1 from `high`, smooth between."""
    share = np.clip((values - low) / (high - low), 0.0, 1.0)
    return np.asarray(share * share * (3.0 - 2.0 * share), np.float32)
