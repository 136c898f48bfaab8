"""Skies by night."""

import numpy as np

from photoplay.arrays import Floats
from photoplay.engines.multiplane.playing.exposure import luma
from photoplay.engines.multiplane.playing.setting import Setting

NIGHT, EVENING = 0.34, 0.48
"""How bright most of a night's and of an evening's sky is at most, 0 to 1."""
LEAST_SKY = 0.08
"""Share of the frame under which there is too little sky for what is in it."""


def night_sky(setting: Setting, brightest: float = NIGHT) -> Floats | None:
    """Return where a sky is of which most is no brighter than `brightest`, 0 to 1, one value a node; None without."""
    sky = setting.region(["sky"])
    if sky is None or float((sky > 0.5).mean()) < LEAST_SKY:
        return None
    bright = float(np.percentile(luma(setting.guide)[sky > 0.5], 70))
    return sky if bright < brightest else None
