"""Aerials, masts, lamps and twigs: what is thin before the sky and comes from the land is where the land is."""

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, Picture, disc, resize, soften

SEARCH_SIDE = 800
"""Long side at which thin things are looked for, in pixels."""
THIN = 9
"""Pixels there across, up to which a thing is thin."""
LEAST_CONTRAST = 15
"""Of it against what is to both of its sides, in any colour, of 255."""
TALL = 0.1
"""How far above what surely is land something stands on it, as a share of the long side."""
SMOOTH = 1 / 120
"""Deviation over which the depth of what stands is smoothed, likewise."""


def thin_things(picture: Picture, size: tuple[int, int]) -> Floats:
    """Return where `picture` shows what is thin: brighter or darker than both of its sides (top hats, Meyer 1979).

    Args:
        picture: shape (rows, columns, 3).
        size: columns and rows of the answer.

    Returns:
        1 where there is, and next to it, else 0; all that has a texture is full of it.
    """
    share = SEARCH_SIDE / max(picture.shape[:2])
    small = resize(
        picture, (max(round(picture.shape[1] * share), 1), max(round(picture.shape[0] * share), 1))
    )
    hats = [
        cv2.morphologyEx(small, how, np.ones(window, np.uint8))
        for window in ((1, THIN), (THIN, 1))
        for how in (cv2.MORPH_TOPHAT, cv2.MORPH_BLACKHAT)
    ]
    strongest = np.maximum.reduce(cv2.split(np.maximum.reduce(hats)))
    found = strongest > LEAST_CONTRAST
    return np.asarray(resize(found.astype(np.float32), size) > 0.0, np.float32)


def aerials(thin: Floats, sky: Floats) -> Floats:
    """Return the `thin` things in the `sky` that touch what is none, 0 or 1; all three of shape (rows, columns).

    What touches nothing is a bird, a star or a bright edge of a cloud.
    """
    land = sky < 0.5
    whole = ((thin > 0.0) & ~land).astype(np.uint8)
    _, parts = cv2.connectedComponents(whole)
    touching = np.unique(parts[cv2.dilate(land.astype(np.uint8), disc(1.0)) > 0])
    return np.asarray(np.isin(parts, touching[touching > 0]), np.float32)


def on_the_land(field: Floats, here: NDArray[np.bool_], land: NDArray[np.bool_]) -> Floats:
    """Return `field`, inverse depth, with what is `here` as near as the `land` right below it: it would lean otherwise.

    All have shape (rows, columns).
    """
    rows = np.arange(len(field))[:, None]
    below = np.minimum.accumulate(np.where(land, rows, 2 * len(field))[::-1], axis=0)[::-1]
    held = here & (below - rows <= TALL * max(field.shape))
    weight = held.astype(np.float32)
    stood = np.take_along_axis(field, np.minimum(below, len(field) - 1), axis=0)
    reach = SMOOTH * max(field.shape)
    even = soften(stood * weight, reach) / np.maximum(soften(weight, reach), np.float32(1e-6))
    return np.asarray(np.where(held, even, field), np.float32)
