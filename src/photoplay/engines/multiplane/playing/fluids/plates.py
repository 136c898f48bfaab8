"""Flames and what is behind them, parted."""

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, disc, soften
from photoplay.engines.multiplane.playing.exposure import smoothstep
from photoplay.engines.multiplane.staging.depth import spread_outward

FRINGE = 0.016
"""How far beyond where fire surely is flames may reach, over the long side."""
WARMER = (0.08, 0.3)
"""By how much more red than blue, of 1, a flame's fringe is than what is behind where it starts and where it is all."""
BURNING, HIDING = (0.04, 0.3), (0.2, 0.6)
"""By how much more light or warmth than what is behind, of 1, there is no flame and surely one, and by how much a flame
lets all of what is behind through, to which it adds its own light, and nothing."""
WHITE_HOT = (0.75, 0.95)
"""Red, of 1, from which light without warmth may be a flame's, and surely is: foam and pebbles shine less."""
FORLORN = 0.002
"""Weight of what is far beyond against what is known along a row, a share of the latter's beside it."""


def to_the_tips(part: Picture, cover: Picture, side: float) -> Picture:
    """Return `cover`, where flames surely are, with their white cores and as far out as they warm what is behind."""
    near = np.asarray(cv2.dilate((cover > 8).astype(np.uint8), disc(side * FRINGE)), np.float32)
    whole = part[..., :3].astype(np.float32) / np.float32(255.0)
    beyond = spread_outward(whole, 1.0 - near) if near.min() == 0.0 else whole
    warmer = (whole - beyond)[..., 0] - (whole - beyond)[..., 2]
    burning = near * smoothstep(warmer, *WARMER) * smoothstep(whole[..., 0], 0.4, 0.6)
    closed = cv2.morphologyEx(cover, cv2.MORPH_CLOSE, disc(side * FRINGE / 3.0))
    return np.asarray(np.maximum(closed, np.rint(255.0 * burning)), np.uint8)


def parted(part: Picture, cover: Picture, side: float, opaque: bool) -> tuple[Picture, Picture]:
    """Return what is behind the flames and the flames alone, both premultiplied: over each other they are `part`.

    Args:
        opaque: whether nothing is behind the layer.
    """
    share = cover.astype(np.float32)[..., None] / np.float32(255.0)
    whole = part.astype(np.float32)
    if opaque:
        known = 1.0 - np.asarray(cv2.dilate((cover > 8).astype(np.uint8), disc(side / 300.0)), np.float32)
        beyond = spread_outward(whole, known) if known.any() else whole
        carried = _mirrored(whole, known, beyond, side / 90.0)
        shining = _shining(whole, carried)
        behind = whole + smoothstep(shining, *BURNING) * (carried - whole)
    else:
        behind = whole * (1.0 - share)
    seen = share * smoothstep(shining, *HIDING) * whole[..., 3:] / np.float32(255.0) if opaque else share
    flame = np.clip(whole - (1.0 - seen) * behind, 0.0, 255.0)
    flame[..., 3:] = 255.0 * seen * (whole[..., 3:] / 255.0)
    return np.rint(np.clip(behind, 0.0, 255.0)).astype(np.uint8), np.rint(flame).astype(np.uint8)


def _shining(whole: Floats, behind: Floats) -> Floats:
    """Return by how much more light or warmth there is than `behind`, of 1, shape (rows, columns, 1)."""
    more = (whole - behind)[..., :3] / np.float32(255.0)
    white = more.max(axis=-1) * smoothstep(whole[..., 0] / np.float32(255.0), *WHITE_HOT)
    return np.asarray(np.maximum(white, more[..., 0] - more[..., 2])[..., None], np.float32)


def _mirrored(whole: Floats, known: Floats, beyond: Floats, large: float) -> Floats:
    """Return `whole`, carried on along the rows where it is not known, its detail mirrored.

    What lies behind flames, be it sea, sand or a wall, is much the same along a row.

    Args:
        beyond: the same where neither side of a row knows.
        large: size of what is no detail, in pixels.
    """
    width = known.shape[1]
    smooth = soften(whole * known[..., None], large) / (soften(known, large)[..., None] + np.float32(1e-3))
    detail = whole - smooth
    across = np.arange(width)
    before = np.maximum.accumulate(np.where(known > 0, across, -1), axis=1)
    after = np.minimum.accumulate(np.where(known > 0, across, width)[:, ::-1], axis=1)[:, ::-1]
    y, x = np.nonzero(known == 0)
    base, texture = beyond[y, x] * FORLORN, np.zeros((len(y), whole.shape[2]), np.float32)
    total, squares = np.full((2, len(y), 1), FORLORN, np.float32)
    for edge in (before[y, x], after[y, x]):
        there = 2 * edge - x
        at = np.clip(there, 0, width - 1)
        own = (there == at) * known[y, at]
        share = (own / (1.0 + np.abs(x - edge)))[:, None].astype(np.float32)
        base += share * smooth[y, at]
        texture += share * detail[y, at]
        total += share
        squares += share * share
    smooth[y, x] = base / total
    carried = whole.copy()
    carried[y, x] = soften(smooth, large / 4.0)[y, x] + texture / np.sqrt(squares)
    return np.asarray(carried, np.float32)
