"""Light of the day: the shadows of clouds, dusk and dawn."""

from dataclasses import dataclass

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, floats, remap, resize, soften
from photoplay.director.plan import Light
from photoplay.director.vocabulary.kinds import Direction
from photoplay.engines.multiplane.filming.seen import Seen
from photoplay.engines.multiplane.filming.warp import Relief
from photoplay.engines.multiplane.playing.exposure import expose, luma, screen, smoothstep
from photoplay.engines.multiplane.playing.light.sources import (
    as_colour,
    brightest,
    distance,
    facing,
    lamps_in,
    reach,
    sun,
)
from photoplay.engines.multiplane.playing.performance import Performance
from photoplay.engines.multiplane.playing.pulses import grown
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing

SHADE = (0.58, 0.5, 0.4)
"""What a cloud's shadow takes of red, green and blue: the sky still lights it."""
CLOUD = 0.34
"""Size of a cloud's shadow at middle distance, as a share of the frame's long side."""
WIND = 0.14
"""How far shadows travel in a second, as such a share."""
TILE = 256
SETTING = 0.85
"""Share of a cue's seconds after which day has become dusk, or dusk day."""
NIGHTFALL = (0.45, 0.46, 0.57)
"""What dusk leaves of the light on the ground, by colour."""
ZENITH, HORIZON = (0.30, 0.38, 0.58), (0.74, 0.52, 0.46)
"""What it leaves of the sky's."""
EVENING = (1.08, 0.95, 0.74)
"""The light halfway."""
RIM, CORE = (0.98, 0.6, 0.28), (1.0, 0.86, 0.58)
"""What it leaves of the sun's."""
SUN = 0.06
"""How far the sun outshines the sky, as a share of the frame's long side."""
LAMPLIGHT = (1.0, 0.72, 0.38)
SUNRISE = (1.0, 0.62, 0.3)


def cloud_shadow(cue: Light, setting: Setting, timing: Timing) -> Performance:
    """The shadows of clouds travel over the ground, in perspective; the sky has none."""
    sky = setting.region(["sky", "clouds"])
    ground = np.ones_like(setting.depth) if sky is None else smoothstep(1.0 - soften(sky, 1.0), 0.6, 1.0)
    leftward = cue.direction is Direction.LEFT
    tile = _clouds(setting.chance(51))
    return Performance(light=(_CloudShadow(setting.field(ground), tile, leftward, timing),))


def _clouds(chance: np.random.Generator) -> Floats:
    """Return noise that closes on itself, shape (TILE, TILE): 0 under open sky, 1 under a cloud."""
    noise = np.zeros((TILE, TILE), np.float32)
    for cells, weight in ((4, 1.0), (8, 0.5), (16, 0.22), (32, 0.08)):
        coarse = np.tile(chance.uniform(-1.0, 1.0, (cells, cells)).astype(np.float32), (3, 3))
        grown_up = resize(coarse, (3 * TILE, 3 * TILE), cv2.INTER_CUBIC)
        noise += weight * grown_up[TILE : 2 * TILE, TILE : 2 * TILE]
    low, high = np.percentile(noise, [45, 70])
    return smoothstep(noise, float(low), float(high))


@dataclass(frozen=True)
class _CloudShadow:
    ground: Relief
    tile: Floats
    leftward: bool
    timing: Timing

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        presence = self.timing.presence(time)
        if presence == 0.0:
            return
        view = seen.grid.view
        near = np.maximum(seen.depth, np.float32(0.06))
        across = (seen.source[..., 0] - view.centre[0]) / view.focal
        ahead = 0.45 * np.log(1.0 / near)
        travelled = WIND * self.timing.clock(time) * (-1.0 if self.leftward else 1.0)
        place = np.stack([across * (near / 0.5) ** -0.5 - travelled, ahead + 0.25 * travelled], axis=-1)
        cells = (place / (4.0 * CLOUD) * TILE).astype(np.float32)
        cloud = remap(self.tile, cells, cv2.BORDER_WRAP)
        shade = presence * self.timing.strength * cloud * self.ground.sample(seen.source)
        expose(frame, seen.grid, np.exp(-as_colour(shade, SHADE)))


def dusk(_cue: Light, setting: Setting, timing: Timing) -> Performance:
    """The sun goes: gold first, then the blue hour, warm along the horizon; what shines stays lit."""
    lamps, disc = soften(lamps_in(setting), 0.8), _sun(setting)
    sky, height = _sky(setting)
    field = setting.field(np.dstack([sky, height, lamps, disc]))
    share = min(1.0, 40.0 * float(lamps.mean()) + 0.3)
    aglow = setting.field(np.maximum(reach(lamps, 0.03) * share, 0.9 * reach(disc, 0.05)))
    shines = bool(max(lamps.max(), disc.max()) > 0.3)
    return Performance(light=(_Dusk(field, aglow, shines, timing),))


def _sky(setting: Setting) -> tuple[Floats, Floats]:
    """Return where the sky is, and how high a place is between horizon and zenith, both 0 to 1."""
    columns, rows = setting.canvas.size
    sky = setting.region(["sky", "clouds"])
    down = np.linspace(0.0, 1.0, rows, dtype=np.float32)[:, None].repeat(columns, axis=1)
    if sky is None:
        return np.zeros_like(down), 1.0 - down
    inside = down[sky > 0.5]
    horizon = float(np.percentile(inside, 97)) if inside.size else 0.5
    return soften(sky, 0.6), np.asarray(np.clip(1.0 - down / max(horizon, 0.05), 0.0, 1.0), np.float32)


def _sun(setting: Setting) -> Floats:
    """Return where the sun itself is seen, 0 to 1."""
    source = sun(setting)
    if source is None:
        return np.zeros_like(setting.depth)
    disc = np.exp(-((distance(setting, source) / SUN) ** 4)) * smoothstep(luma(setting.guide), 0.7, 0.97)
    return soften(np.asarray(disc, np.float32), 1.0)


@dataclass(frozen=True)
class _Dusk:
    field: Relief
    """Sky, how high, lamps and the sun."""
    aglow: Relief
    shines: bool
    """Whether there is anything to glow."""
    timing: Timing

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        span = SETTING * (self.timing.end - self.timing.start) / self.timing.tempo
        done = grown(self.timing, time, span)
        if done == 0.0:
            return
        level = np.float32(done * self.timing.strength)
        sky, height, lamps, sun = (
            each[..., None] for each in np.moveaxis(self.field.sample(seen.source), -1, 0)
        )
        warm, low = np.log(floats(*EVENING)), (1.0 - height) ** 2
        above = np.log(floats(*ZENITH)) + low * (np.log(floats(*HORIZON)) - np.log(floats(*ZENITH)))
        below = np.log(floats(*NIGHTFALL))
        light = level * (below + sky * (above - below))
        light = light + 4.0 * done * (1.0 - done) * self.timing.strength * warm * (0.4 + 0.6 * sky * low)
        core = np.log(floats(*RIM)) + sun**2 * (np.log(floats(*CORE)) - np.log(floats(*RIM)))
        light = light + sun * (level * core - light)
        light = light * (1.0 - 0.85 * lamps)
        expose(frame, seen.grid, np.exp(light).astype(np.float32))
        if self.shines:
            lit = smoothstep(floats(float(level)), 0.35, 1.0)[0] * 0.3 * self.aglow.sample(seen.source)
            screen(frame, seen.grid, as_colour(lit, LAMPLIGHT))


def dawn(_cue: Light, setting: Setting, timing: Timing) -> Performance:
    """The sun comes: a dark scene brightens, warm light strikes what faces it, the horizon glows."""
    light = luma(setting.guide)
    dark = 1.0 - float(smoothstep(floats(float(light.mean())), 0.2, 0.55)[0])
    columns, _ = setting.canvas.size
    source = brightest(setting, warmth=0.4)
    side = 1.0 if source.x > setting.view.centre[0] else -1.0
    slopes = facing(setting)
    sky, height = _sky(setting)
    towards = soften(np.asarray(side * slopes[..., 0] - 0.4 * slopes[..., 1], np.float32), 1.0)
    across = np.linspace(-1.0, 1.0, columns, dtype=np.float32)[None].repeat(len(sky), axis=0)
    from_side = np.asarray(0.5 + 0.5 * side * across, np.float32)
    field = setting.field(np.dstack([sky, height, towards, from_side]))
    return Performance(light=(_Dawn(field, dark, timing),))


@dataclass(frozen=True)
class _Dawn:
    field: Relief
    """Sky, how high, how far it faces the sun and lies on its side."""
    dark: float
    """How dark the photograph is, 0 to 1."""
    timing: Timing

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        span = SETTING * (self.timing.end - self.timing.start) / self.timing.tempo
        level = np.float32(grown(self.timing, time, span) * self.timing.strength)
        if level == 0.0:
            return
        sky, height, towards, beside = np.moveaxis(self.field.sample(seen.source), -1, 0)
        struck = (0.35 + 1.1 * towards) * (0.5 + 0.5 * beside) * (1.0 - sky)
        gain = as_colour(struck, (0.42, 0.2, -0.06)) + as_colour(1.0 - struck, (0.0, -0.03, -0.08))
        gain = gain + np.float32(0.55 * self.dark) * floats(1.0, 0.85, 0.7)
        expose(frame, seen.grid, np.exp(level * gain).astype(np.float32))
        low = (1.0 - height) ** 3
        air = level * (sky * low * (0.12 + 0.26 * beside) + (1.0 - sky) * 0.07 * beside * (1.0 - seen.depth))
        screen(frame, seen.grid, as_colour(np.clip(air, 0.0, 0.6), SUNRISE))
