"""Cloth in the wind: what hangs swings from its line, the more the lower, and folds run over it."""

import cv2
import numpy as np

from photoplay.arrays import Floats, Mask, disc, resize, soften
from photoplay.director.plan import Effect
from photoplay.engines.multiplane.filming.acts import Acts
from photoplay.engines.multiplane.playing.performance import Performance
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.swings import ramp
from photoplay.engines.multiplane.playing.timing import Timing
from photoplay.engines.multiplane.playing.wind.billows import Billows, Cloth, Shading
from photoplay.engines.multiplane.playing.wind.springs import Wind

HANGS = 0.1
"""How far below where it is held hanging cloth swings most, in long sides of the frame."""
LEAST_DROP = 0.025
"""How far it comes down at least, likewise."""
FREE = 0.8
"""Share of its lower edge that must be seen in the air."""
BESIDE = 0.03
"""How far around cloth its surroundings give way, in long sides of the frame."""
LEAST = 0.01
"""Share of the frame under which cloth is not worth its wind."""
OTHERS = 0.5
"""Share of it that the subject's matte may cover: what a shot is about is hardly ever laundry or a curtain."""
ASIDE = {"flag", "banner", "pennant", "sail"}
"""Words for what is held at its side, by a pole or a mast that is not found."""
WORN = {
    "dress",
    "skirt",
    "robe",
    "gown",
    "cloak",
    "cape",
    "coat",
    "jacket",
    "scarf",
    "shawl",
    "sleeve",
    "veil",
    "hem",
}
"""Words for what somebody wears, if there is somebody."""


def cloth(cue: Effect, setting: Setting, timing: Timing) -> Performance | None:
    """Cloth that hangs swings and folds in the wind; flags and what somebody wears are left as they are."""
    chance = setting.chance(73)
    words = {form for word in cue.subject.lower().split() for form in (word, word.removesuffix("s"))}
    worn = words & WORN and setting.region(["people"]) is not None
    found = None if worn or words & ASIDE else _hanging(setting)
    if found is None:
        return None
    ways = {"left": -1.0, "right": 1.0}
    towards = ways.get(cue.direction or "", float(chance.choice([-1.0, 1.0])))
    wind = Wind.along((towards, 0.0), setting.view.focal, chance)
    billows = Billows.of(found, setting, wind, timing, chance)
    acts = {layer: Acts((billows.moving(setting),)) for layer in setting.layers_of(found.mask)}
    return Performance(acts, light=(Shading(billows.shade, billows.course, setting),))


def _hanging(setting: Setting) -> Cloth | None:
    """Return the cloth that hangs freely, or None where there is none."""
    region = setting.region(["cloth"])
    if region is None:
        return None
    people = setting.region(["people", "animals"])
    taken = np.zeros_like(region) if people is None else cv2.dilate(people, disc(2))
    clear = ((region > 0.5) & (taken < 0.3)).astype(np.uint8)
    sure = np.asarray(cv2.morphologyEx(clear, cv2.MORPH_OPEN, disc(1)), np.uint8)
    drop, focal = _drops(sure), setting.view.focal / setting.canvas.spacing
    hem = sure > 0
    hem[:-1] &= sure[1:] == 0
    free = hem & (drop > LEAST_DROP * focal)
    free[-2:] = False
    free[:-2] &= taken[2:] < 0.3
    if float(sure.mean()) < LEAST or float(free.sum()) < FREE * float(hem.sum()):
        return None
    matte = setting.scene.matte
    if matte is not None and float(resize(matte, setting.canvas.size)[sure > 0].mean()) > OTHERS:
        return None
    mask = sure.astype(np.float32)
    loose = soften(ramp(drop, 0.0, HANGS * focal) * mask, 1.5) / np.maximum(soften(mask, 1.5), 0.05)
    carried = _carried(np.asarray(loose * mask, np.float32), sure, BESIDE * focal)
    return Cloth(mask, np.asarray(carried * (1.0 - taken), np.float32))


def _drops(sure: Mask) -> Floats:
    """Return how far below the top of its piece each node of `sure` is, in nodes, within its column."""
    drop = np.zeros(sure.shape, np.float32)
    for row in range(1, len(sure)):
        drop[row] = (drop[row - 1] + 1.0) * sure[row] * sure[row - 1]
    return drop


def _carried(loose: Floats, sure: Mask, reach: float) -> Floats:
    """Return `loose` with what is below and beside giving way: none of it `reach` nodes away."""
    steps = max(round(reach), 3)
    upwards = np.zeros((2 * steps + 1, 2 * steps + 1), np.uint8)
    upwards[: steps + 1] = disc(steps)[: steps + 1]
    spread = np.where(sure > 0, loose, cv2.dilate(loose, upwards))
    away = np.asarray(cv2.distanceTransform(1 - sure, cv2.DIST_L2, 5), np.float32)
    return soften(np.asarray(spread * ramp(away, float(steps) + 0.5, 0.0), np.float32), 1.0)
