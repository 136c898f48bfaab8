"""Water that flows, falls, rolls and ripples."""

from dataclasses import dataclass

import cv2
import numpy as np

from photoplay.arrays import Floats, floats, soften
from photoplay.director.honesty import Played
from photoplay.director.plan import Effect
from photoplay.director.vocabulary.kinds import Direction, EffectKind
from photoplay.engines.multiplane.filming.acts import Acts
from photoplay.engines.multiplane.playing.exposure import luma, smoothstep
from photoplay.engines.multiplane.playing.fluids.currents import Stir, Travel, stream
from photoplay.engines.multiplane.playing.fluids.streaming import banks, downhill, fluid_of, way_of
from photoplay.engines.multiplane.playing.fluids.swell import Swell
from photoplay.engines.multiplane.playing.performance import Performance, Player
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing

WATER = ("flowing_water", "still_water")
LEAST = 0.004
"""Share of the frame below which there is no water to speak of."""


@dataclass(frozen=True)
class Manner:
    """How a kind of water moves."""

    speed: float
    """Of what is nearest, over the long side, in a second."""
    period: float
    """Seconds of a turn."""
    slowest: float
    """Of the farthest, as a share of the nearest's speed."""


STREAM = Manner(speed=0.03, period=0.9, slowest=0.3)
FALLS = Manner(speed=0.06, period=0.6, slowest=0.25)
SEA = Manner(speed=0.03, period=1.7, slowest=0.14)
LAKE = Manner(speed=0.005, period=3.4, slowest=0.06)
TOWARDS = {
    Direction.LEFT: (-1.0, 0.0),
    Direction.RIGHT: (1.0, 0.0),
    Direction.UP: (0.0, -1.0),
    Direction.DOWN: (0.0, 1.0),
    Direction.OUT: (0.0, 1.0),
    Direction.NEAR: (0.0, 1.0),
    Direction.IN: (0.0, -1.0),
    Direction.FAR: (0.0, -1.0),
}
"""Where water goes, as seen in the picture."""


def flow(cue: Effect, setting: Setting, timing: Timing) -> Performance | None:
    """Water runs along its bed, fast where it is near, slow along its banks and around rocks."""
    region = _water(setting)
    if region is None:
        return None
    away = banks(setting, region)
    velocity = _course(setting, region, away, _headed(cue, region), 0.35)
    velocity *= _near(setting, region, STREAM.slowest)[..., None]
    return _running(setting, timing, region, velocity, STREAM, None)


def fall(_cue: Effect, setting: Setting, timing: Timing) -> Performance | None:
    """Water falls, the faster the farther it has fallen, along the streaks that it shows."""
    region = _water(setting)
    if region is None:
        return None
    away = banks(setting, region)
    velocity = _course(setting, region, away, floats(0.0, 1.0), 0.7)
    fallen = np.cumsum(region > 0.5, axis=0) / max(region.shape[0], 1)
    velocity *= (np.sqrt(0.3 + fallen) * _white(setting, region, FALLS.slowest))[..., None].astype(np.float32)
    return _running(setting, timing, region, velocity, FALLS, None)


def roll(cue: Effect, setting: Setting, timing: Timing) -> Performance | None:
    """A swell rolls in from the horizon, and what the water shows comes with it."""
    return _open_water(cue, setting, timing, SEA, 1.0)


def ripple(cue: Effect, setting: Setting, timing: Timing) -> Performance | None:
    """Small waves run over still water: reflections shimmer."""
    return _open_water(cue, setting, timing, LAKE, 0.0)


def _open_water(
    cue: Effect, setting: Setting, timing: Timing, manner: Manner, height: float
) -> Performance | None:
    region = _water(setting)
    if region is None:
        return None
    swell = Swell.over(setting, region, height, timing)
    along = floats(*TOWARDS[cue.direction]) if cue.direction else floats(0.12, 1.0)
    velocity = along * swell.nearness(manner.slowest)[..., None]
    velocity = velocity * np.minimum(banks(setting, region) / (0.02 * setting.view.focal), 1.0)[..., None]
    return _running(setting, timing, region, velocity.astype(np.float32), manner, swell.shift)


def _running(
    setting: Setting, timing: Timing, region: Floats, velocity: Floats, manner: Manner, stir: Stir | None
) -> Performance | None:
    """Return the performance of water at `velocity`, about 1 where it is fastest."""
    layers = [index for index in setting.layers_of(region) if index == 0 or _large(setting, region, index)]
    travel = Travel.of(timing, manner.period)
    speed = manner.speed * setting.view.focal * timing.tempo * float(np.tanh(timing.strength / 1.5) * 1.5)
    velocity = velocity * np.float32(speed)
    current = stream(setting, velocity, travel, 1, stir)
    way = way_of(velocity, region, travel.period)
    return Performance(
        {
            index: Acts(fluids=(fluid_of(setting, index, region, current, way, bent=stir is not None),))
            for index in layers
        }
    )


def _large(setting: Setting, region: Floats, layer: int) -> bool:
    return float((region * setting.shown[layer]).sum()) > 0.2 * float(region.sum())


def _water(setting: Setting) -> Floats | None:
    region = setting.region(WATER)
    return None if region is None or float((region > 0.5).mean()) < LEAST else region


def _headed(cue: Effect, region: Floats) -> Floats:
    """Return where the water goes: as the cue has it, else towards the viewer, or along a bank that bars its way."""
    if cue.direction:
        return floats(*TOWARDS[cue.direction])
    inside = region > 0.5
    wide = inside.any(axis=0).mean()
    open_below = inside[-3:].any(axis=0).mean() / max(float(wide), 1e-6)
    sides = min(inside[:, :3].any(), inside[:, -3:].any())
    if sides and open_below < 0.15:
        return floats(1.0, 0.15)
    return floats(0.0, 1.0)


def _near(setting: Setting, region: Floats, slowest: float) -> Floats:
    """Return how fast a place moves for its distance, 1 for the nearest."""
    depth = setting.depth
    most = max(float(np.percentile(depth[region > 0.5], 95)), 1e-3)
    return np.asarray(np.clip(depth / most, slowest, 1.0), np.float32)


def _white(setting: Setting, region: Floats, slowest: float) -> Floats:
    """Return how much faster water is for being white: `slowest` to 1; pools between falls are dark."""
    light = luma(setting.guide)
    usual, most = np.percentile(light[region > 0.5], [60, 90])
    white = np.maximum(smoothstep(light, float(usual), float(most) + 1e-3), smoothstep(light, 0.45, 0.75))
    return np.asarray(slowest + (1.0 - slowest) * soften(white, 2.0), np.float32)


def _course(setting: Setting, region: Floats, away: Floats, headed: Floats, streaks: float) -> Floats:
    """Return the way the water goes, shape (rows, columns, 2): about 1, less at its banks, and never across them.

    Args:
        away: how far each node is from the banks, in pixels.
        headed: where it goes where nothing else is known, a vector.
        streaks: how much it follows the streaks that it shows.
    """
    way = np.broadcast_to(headed / np.linalg.norm(headed), (*region.shape, 2))
    along, clear = _streaks(setting)
    along = along * np.sign((along * way).sum(axis=-1, keepdims=True) + 1e-6)
    way = way + (streaks * clear * region)[..., None] * (along - way)
    banked = 0.02 * setting.view.focal
    inward = downhill(away)
    near = np.clip(1.5 - away / banked, 0.0, 1.0)[..., None]
    weight = region[..., None] + np.float32(1e-3)
    for _ in range(3):
        across = (way * inward).sum(axis=-1, keepdims=True)
        way = way - near * across * inward
        way = soften(np.asarray(way * weight, np.float32), 3.0) / soften(np.asarray(weight, np.float32), 3.0)
    length = np.linalg.norm(way, axis=-1, keepdims=True)
    way = way / np.maximum(length, 0.5)
    profile = np.clip(away / banked, 0.0, 1.0)
    return np.asarray(way * (0.25 + 0.75 * profile * (2.0 - profile))[..., None], np.float32)


def _streaks(setting: Setting) -> tuple[Floats, Floats]:
    """Return the direction of streaks, unit vectors, and how clear they are, 0 to 1, from the structure tensor."""
    grey = cv2.cvtColor(setting.guide, cv2.COLOR_RGB2GRAY)
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    xx, xy, yy = (soften(np.asarray(v, np.float32), 4.0) for v in (across**2, across * down, down**2))
    angle = 0.5 * np.arctan2(2.0 * xy, xx - yy) + np.pi / 2.0
    clear = np.sqrt((xx - yy) ** 2 + 4.0 * xy**2) / (xx + yy + 1e-4)
    return np.dstack([np.cos(angle), np.sin(angle)]).astype(np.float32), np.asarray(clear, np.float32)


PLAYERS: dict[Played, Player] = {
    EffectKind.FLOW: flow,
    EffectKind.WATERFALL: fall,
    EffectKind.WAVES: roll,
    EffectKind.RIPPLE: ripple,
}
