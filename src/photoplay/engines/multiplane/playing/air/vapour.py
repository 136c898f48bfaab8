"""Fog, smoke and steam."""

import re

import cv2
import numpy as np

from photoplay.arrays import Floats
from photoplay.director.honesty import Played
from photoplay.director.plan import Effect
from photoplay.director.vocabulary.kinds import EffectKind
from photoplay.engines.multiplane.aiming.targets import Place, find_target
from photoplay.engines.multiplane.playing.air.breeze import wind
from photoplay.engines.multiplane.playing.air.fog import ROLLING, Fog, airlight
from photoplay.engines.multiplane.playing.air.plume import Plume, Vapour, curl, puffs
from photoplay.engines.multiplane.playing.performance import Performance, Player
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing
from photoplay.sight.objects import Box

HOT = ("cup", "bowl", "wine glass", "pizza", "sandwich", "hot dog", "oven", "bottle")
"""Things that steam."""
STEAM = Vapour(
    speed=1.1, height=2.3, breadth=0.75, spread=0.16, swirl=0.55, lean=0.0, opacity=0.9, threads=0.6
)
SMOKE = Vapour(
    speed=1.1, height=4.5, breadth=0.55, spread=0.4, swirl=0.55, lean=0.12, opacity=0.95, threads=0.22
)
LOW_SMOKE = (0.55, 0.3, 1.0)
"""How thick smoke is that comes from nowhere in particular, how high it lies and how uneven it is, as of `Fog`."""
LEAST_ALIVE = 0.4
"""Share of a box that is people or animals from which nothing steams there."""
_PLACED = re.compile(r"\b(?:from|off|over|above|around|of|out)\b")
"""Before the name of what smokes or steams."""
_OUT_OF = re.compile(r"\b(?:from|off|out)\b")


def fog(cue: Effect, setting: Setting, timing: Timing) -> Performance:
    """Fog comes up in the distance and drifts in banks."""
    return Performance(air=(_drifting(cue, setting, timing, 0.36, 0.5, ROLLING),))


def steam(cue: Effect, setting: Setting, timing: Timing) -> Performance | None:
    """Steam rises from the cup, the bowl or what else the prompt or the photograph has."""
    box = _box(cue, setting, HOT)
    if box is None or _alive(setting, box):
        return None
    mouth = Box(box.left, box.top, box.right, box.top + 0.62 * (box.bottom - box.top))
    return Performance(air=(_plume(setting, timing, mouth, STEAM, (0.6, 1.1)),))


def smoke(cue: Effect, setting: Setting, timing: Timing) -> Performance | None:
    """Smoke rises from a fire or from what the prompt names, else it drifts low through the picture."""
    fire = setting.region(["fire"])
    if fire is not None:
        flames = _hull(fire)
        tall = flames.bottom - flames.top
        tip = Box(flames.left, flames.top - 0.1 * tall, flames.right, flames.top + 0.45 * tall)
        return Performance(air=(_plume(setting, timing, tip, SMOKE, (0.8, 0.7)),))
    if not _OUT_OF.search(cue.phrase):
        return Performance(air=(_drifting(cue, setting, timing, *LOW_SMOKE),))
    box = _named(cue, setting)
    if box is None or _alive(setting, box):
        return None
    top = Box(box.left, box.top - 0.05, box.right, box.top + 0.25 * (box.bottom - box.top))
    return Performance(air=(_plume(setting, timing, top, SMOKE, (0.8, 0.7)),))


def _drifting(
    cue: Effect, setting: Setting, timing: Timing, thickness: float, height: float, rolling: float
) -> Fog:
    chance = setting.chance(61)
    blowing = wind(cue, chance)
    drift = float(np.sign(blowing)) * max(abs(blowing), 0.6)
    thick = thickness * timing.strength
    return Fog.of(setting, timing, chance, thickness=thick, height=height, wind=drift, rolling=rolling)


def _named(cue: Effect, setting: Setting) -> Box | None:
    """Return where the thing is that a cue says to smoke or steam."""
    for words in (*_PLACED.split(cue.phrase)[1:], cue.subject):
        place: Place | None = find_target(words, setting.scene) if words.strip() else None
        if place is not None:
            return place.box
    return None


def _box(cue: Effect, setting: Setting, names: tuple[str, ...]) -> Box | None:
    """Return where what a cue names is, else the largest thing of one of `names`, else the subject."""
    named = _named(cue, setting)
    if named is not None:
        return named
    found = [thing.box for thing in setting.scene.things if thing.name in names]
    if found:
        return max(found, key=lambda box: (box.right - box.left) * (box.bottom - box.top))
    matte = setting.scene.matte
    return None if matte is None else _hull(matte)


def _alive(setting: Setting, box: Box) -> bool:
    """Tell whether a person or an animal fills `box`."""
    living = setting.region(["people", "animals"])
    if living is None:
        return False
    columns, rows = setting.canvas.size
    inside = living[
        int(box.top * rows) : int(box.bottom * rows), int(box.left * columns) : int(box.right * columns)
    ]
    return inside.size > 0 and float(inside.mean()) > LEAST_ALIVE


def _hull(mask: Floats) -> Box:
    left, top, width, height = cv2.boundingRect((mask > 0.5).astype(np.uint8))
    rows, columns = mask.shape
    return Box(left / columns, top / rows, (left + width) / columns, (top + height) / rows)


def _plume(setting: Setting, timing: Timing, box: Box, vapour: Vapour, paint: tuple[float, float]) -> Plume:
    chance, (lift, grey) = setting.chance(62), paint
    view, (columns, rows) = setting.view, setting.canvas.size
    left, right = (int(np.clip(x * columns, 0, columns - 1)) for x in (box.left, box.right))
    low = int(np.clip(box.bottom * rows, 1, rows))
    high = int(np.clip(box.top * rows, 0, low - 1))
    around = setting.depth[high:low, left : right + 1]
    unit = 0.5 * (box.right - box.left) * view.width / vapour.breadth * 0.62
    foot = ((box.left + box.right) / 2 * view.width, (0.4 * box.top + 0.6 * box.bottom) * view.height)
    air = airlight(setting, local=0.8).astype(np.float32)
    bright = np.percentile(setting.guide, 90) * 255.0
    lit = air + np.float32(lift) * (np.float32(bright * grey) - air)
    return Plume(
        foot,
        unit,
        float(np.median(around)),
        float(around.max()) + 0.02,
        vapour,
        np.clip(lit, 0.0, 255.0).astype(np.uint8),
        curl(chance),
        puffs(chance),
        timing,
    )


PLAYERS: dict[Played, Player] = {
    EffectKind.FOG: fog,
    EffectKind.STEAM: steam,
    EffectKind.SMOKE: smoke,
}
"""Who plays what."""
