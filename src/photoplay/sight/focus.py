"""Water out of focus is judged from farther off, where it looks sharp: waves are known by what blur takes away."""

from dataclasses import replace

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, resize, soften
from photoplay.sight.features import PATCH, PATCHES, look_at_patches
from photoplay.sight.head import Judgement, judge
from photoplay.sight.names import WHOLES
from photoplay.sight.networks import Network
from photoplay.sight.regions import WATER

HERE = [WHOLES.index(name) for name in WATER]
FARTHER = 4
"""Times fewer patches from farther off: each side is half as long."""
SHARP, BLURRED = 0.5, 0.25
"""Fine detail over detail twice as coarse from which a place is sharp, and up to which it is wholly blurred.

In photographs of sharp things all scales have about the same (Field 1987).
"""
NOISE = 4.0
"""Detail, in squared levels of grey, that says nothing: what is bare, like fog, is judged as what is blurred."""
AROUND = 2.0
"""Deviation over which detail is looked at, in patches."""
LEAST_BLURRED = 0.02
"""Share of the picture from which what is blurred, and may be water, is worth a second look."""
MAY_BE = 0.1
"""Probability of water from which there may be some: where it is smaller the second look has never found any."""


def in_focus(judgement: Judgement, picture: Picture, network: Network) -> Judgement:
    """Return `judgement` of `picture`, shape (rows, columns, 3), its water from farther off where that is blurred.

    Other regions look no truer from there.
    """
    rows, columns = judgement.water.shape
    blurred = blur(picture, rows, columns)
    near = _against_the_rest(judgement.wholes)
    may_be = np.logaddexp.reduce(near, axis=0) > np.log(MAY_BE / (1.0 - MAY_BE))
    if (blurred * may_be).mean() < LEAST_BLURRED:
        return judgement
    afar = judge(look_at_patches(picture, network, PATCHES // FARTHER))
    distant = _against_the_rest(afar.wholes), afar.water[None]
    far, far_opinion = (
        np.stack([resize(layer, (columns, rows), cv2.INTER_CUBIC) for layer in layers]) for layers in distant
    )
    wholes = judgement.wholes.copy()
    wholes[HERE] += blurred * (far - near)
    opinion = judgement.water + blurred * (far_opinion[0] - judgement.water)
    return replace(judgement, wholes=wholes, water=np.asarray(opinion, np.float32))


def _against_the_rest(wholes: Floats) -> Floats:
    """Return the scores of both kinds of water less that of being none, from scores of `WHOLES`."""
    rest = np.logaddexp.reduce(np.delete(wholes, HERE, axis=0), axis=0)
    return np.asarray(wholes[HERE] - rest, np.float32)


def blur(picture: Picture, rows: int, columns: int) -> Floats:
    """Return how much out of focus every patch of `picture` is, 0 to 1, shape (rows, columns)."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    fine, coarse = (
        _detail(resize(grey, (columns * side, rows * side)), rows, columns) for side in (PATCH, PATCH // 2)
    )
    return np.clip((SHARP - fine / (coarse + NOISE)) / (SHARP - BLURRED), 0.0, 1.0)


def _detail(grey: Floats, rows: int, columns: int) -> Floats:
    """Return the mean squared Laplacian of every patch and around it, shape (rows, columns)."""
    detail = cv2.Laplacian(grey, cv2.CV_32F).astype(np.float32) ** 2
    return soften(resize(detail, (columns, rows)), AROUND)
