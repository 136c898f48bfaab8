"""What colour alone can tell, where it is known what to look for."""

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats

EXTREMES = (5.0, 95.0)
"""Percentiles of red over blue in a sky that are taken for clear and for cloud."""
LEAST_CONTRAST = 0.2
LEAST_RED, LEAST_HEAT = 0.8, 0.35
"""Red, and red less blue, from which a colour may be a flame's."""
REACH = 8
"""Pixels of the map, nearly a patch's side, within which of a region's edge colours tell where it is."""
SURE = 0.95
"""Chance from which a place's colours are the region's wherever the place is."""
LEAST_SEEDS = 50
CUTS = 2
TRUST = 0.8
"""Weight of the cut against the chance."""
HOTTEST = 6.0
FIRMNESS = 40.0
"""Of a flame's score, by each unit of colour."""


def cloudiness(picture: Floats, sky: Floats) -> Floats:
    """Return how much of a cloud each place would be if it were sky, 0 to 1.

    The ratio of red to blue tells clouds from clear sky (Long et al. 2006), here against the picture's own; where it is
    the same all over, haze cannot be told from clouds, and there are none.

    Args:
        picture: shape (rows, columns, 3), sRGB 0 to 1.
        sky: where sky is, shape (rows, columns), 0 to 1.
    """
    ratio = picture[..., 0] / np.maximum(picture[..., 2], 1e-3)
    if not (sky > 0.5).any():
        return np.zeros_like(ratio)
    clear, cloudy = np.percentile(ratio[sky > 0.5], EXTREMES)
    if cloudy - clear < LEAST_CONTRAST:
        return np.zeros_like(ratio)
    halfway = (clear + cloudy) / 2.0
    return np.asarray(np.clip(2.0 * (ratio - halfway) / (cloudy - clear) + 0.5, 0.0, 1.0), np.float32)


def flames(picture: Floats) -> Floats:
    """Return a score, as a logit, of being a flame if there is fire at all: bright, red over green over blue."""
    red, green, blue = np.moveaxis(picture, -1, 0)
    hot = np.minimum.reduce([red - LEAST_RED, red - blue - LEAST_HEAT, red - green])
    return np.asarray(np.clip(FIRMNESS * hot, -HOTTEST, HOTTEST), np.float32)


def cut(chance: Floats, picture: Floats) -> Floats:
    """Return `chance`, of being in a region, its edge moved on to that of its colours (GrabCut, Rother et al. 2004).

    What is nowhere sure is nowhere.

    Args:
        chance: shape (rows, columns), 0 to 1.
        picture: shape (rows, columns, 3), sRGB 0 to 1.
    """
    inside = chance > 0.5
    within, beyond = (_inward(side) > REACH for side in (inside, ~inside))
    if (chance > SURE).sum() < LEAST_SEEDS:
        return np.zeros_like(chance)
    if beyond.sum() < LEAST_SEEDS:
        return chance
    marks = np.where(inside, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    marks[within | (chance > SURE)], marks[beyond] = cv2.GC_FGD, cv2.GC_BGD
    pixels = np.ascontiguousarray(np.rint(picture * 255.0), np.uint8)
    cv2.setRNGSeed(0)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(pixels, marks, (0, 0, 1, 1), *models, CUTS, cv2.GC_INIT_WITH_MASK)
    parted = ((marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD)).astype(np.float32)
    return np.asarray((1.0 - TRUST) * chance + TRUST * parted, np.float32)


def _inward(side: NDArray[np.bool_]) -> Floats:
    """Return how far, in pixels, places are within `side` from its edge."""
    return np.asarray(cv2.distanceTransform(side.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5), np.float32)
