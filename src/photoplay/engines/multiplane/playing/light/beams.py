"""Light with a shape: a sweep over surfaces, shafts in the air, glow around lamps, flares in the lens."""

from dataclasses import dataclass

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, floats, remap, soften
from photoplay.director.plan import Light
from photoplay.director.vocabulary.kinds import Direction
from photoplay.engines.multiplane.filming.easing import smootherstep
from photoplay.engines.multiplane.filming.seen import Seen
from photoplay.engines.multiplane.filming.warp import Grid, Relief
from photoplay.engines.multiplane.playing.exposure import at_nodes, expose, luma, screen, smoothstep, sparkle
from photoplay.engines.multiplane.playing.light.sources import (
    Source,
    as_colour,
    brightest,
    facing,
    lamps_in,
    subject_of,
    sun,
)
from photoplay.engines.multiplane.playing.performance import Performance
from photoplay.engines.multiplane.playing.pulses import Wander, grown
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing

PASSING = 4.2
"""Seconds that a sweep takes to cross the frame."""
BEAM_WIDTH = 0.075
"""Of a sweep, as a share of the frame's long side."""
FAINT = 0.01
"""What of a beam is not worth drawing."""
BENT = 0.3
"""How far a sweep is ahead where a surface faces it, as such a share."""
SWEPT = 0.85
"""How much brighter it makes what it passes."""
GLOSS = 1.0
"""How much more what shines already."""
NEARBY = 0.0075
"""Deviation of what a gleam outshines, as a share of the long side."""
DIMMED = 0.2
"""How much darker it is elsewhere, so that the beam is seen."""
BESIDE = 0.45
"""How much of a sweep falls on what is not the subject."""
HALVINGS = 6
"""Steps of the shafts' blur towards the light: 2 to the power of them samples."""
DIFFUSE = 0.15
"""Of the light in a shaft, what comes from beyond the picture, whatever stands in its way."""
SHAFTS = 0.48
"""How far towards white the strongest shaft lies."""
BREATH = (0.12, 0.5)
"""Hertz between which a glow breathes."""
BLOOM = 0.42
LEAST_LAMP = 0.7
"""Brightness from which a lamp may flare in the lens."""
SUNNY, STUDIO, SHAFT = (1.0, 0.86, 0.62), (1.0, 0.97, 0.92), (1.0, 0.91, 0.72)
GHOSTS = (
    (0.45, 0.028, (0.55, 0.8, 1.0)),
    (0.75, 0.05, (0.6, 1.0, 0.7)),
    (1.3, 0.035, (1.0, 0.7, 0.45)),
    (1.62, 0.085, (0.7, 0.75, 1.0)),
)
"""Reflections within a lens: how far along the line through its middle, how large, and of what colour."""


def sweep(cue: Light, setting: Setting, timing: Timing) -> Performance:
    """A soft beam passes over the scene, sooner where a surface faces it, and kindles what is glossy."""
    slopes = facing(setting)
    subject = subject_of(setting)
    weight = np.ones_like(setting.depth) if subject is None else BESIDE + (1.0 - BESIDE) * subject
    field = np.dstack([slopes, weight.astype(np.float32)])
    leftward = cue.direction is Direction.LEFT
    return Performance(light=(_Sweep(setting.field(field), leftward, timing),))


@dataclass(frozen=True)
class _Sweep:
    field: Relief
    """Which way surfaces face, and how much of the beam they get."""
    leftward: bool
    timing: Timing

    def place(self, time: float) -> tuple[float, float]:
        """Return where across the frame the beam is, in shares of its width, and how slanted it is."""
        passing = PASSING / self.timing.tempo
        since = max(abs(time - self.timing.rest) - 0.1, 0.0)
        count, share = divmod(since / passing, 1.0)
        along = -0.35 + 1.7 * share
        back = (int(count) % 2 == 1) != self.leftward
        return (1.0 - along if back else along), (-0.28 if back else 0.28)

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        presence = self.timing.presence(time)
        if presence == 0.0:
            return
        across, down, weight = np.moveaxis(self.field.sample(seen.source), -1, 0)
        view = seen.grid.view
        x, y = np.moveaxis(seen.source, -1, 0)
        at, slant = self.place(time)
        towards = np.sign(slant)
        away = (x - at * view.width) / view.focal + slant * (y - view.centre[1]) / view.focal
        away = away + BENT * (across * towards + 0.4 * down)
        beam = 0.75 * np.exp(-((away / BEAM_WIDTH) ** 2)) + 0.35 * np.exp(-((away / (3.0 * BEAM_WIDTH)) ** 2))
        strength = presence * self.timing.strength
        lit = strength * weight * np.maximum(beam - FAINT, 0.0)
        small = at_nodes(frame, seen.grid)
        around = soften(small, NEARBY * max(small.shape))
        gleam = np.minimum(GLOSS * lit, 2.0)
        sparkle(frame, seen.grid, around, as_colour(np.maximum(gleam - FAINT, 0.0), STUDIO))
        gain = np.exp(-np.minimum(strength, 1.5) * DIMMED) * (1.0 + as_colour(1.35 * SWEPT * lit, STUDIO))
        expose(frame, seen.grid, gain.astype(np.float32))


def rays(_cue: Light, setting: Setting, timing: Timing) -> Performance:
    """Shafts of light come from the sun, or fall from above where it is brightest, through whatever lets light pass."""
    columns, rows = setting.canvas.size
    source = sun(setting)
    if source is None:
        high = soften(luma(setting.guide[: rows // 3]).mean(axis=0, keepdims=True), columns / 40.0)
        x = float(high.argmax()) / columns * setting.view.width
        source = Source(x, -0.35 * setting.view.height, 0.0, 0.0)
    light = luma(setting.guide)
    level = max(float(np.percentile(light, 97)), 0.15)
    place = (source.x / setting.canvas.spacing, source.y / setting.canvas.spacing)
    usual = float(np.percentile(_towards(_open(light, level), place), 90))
    chance = setting.chance(41)
    wander = tuple(Wander.between(0.08, 0.6, chance) for _ in range(3))
    return Performance(light=(_Rays(source, level, max(usual, 0.05), wander, _ring(chance), timing),))


def _open(light: Floats, level: float) -> Floats:
    """Return where light comes through, 0 to 1, of how bright places look."""
    return np.asarray(DIFFUSE + (1.0 - DIFFUSE) * smoothstep(light, 0.4 * level, level), np.float32)


def _ring(chance: np.random.Generator) -> Floats:
    """Return how strong shafts are by their angle, shape (2, 512), two patterns that close on themselves."""
    noise = np.zeros((2, 512), np.float32)
    for count, weight in ((23, 0.5), (47, 0.35), (97, 0.2)):
        coarse = chance.uniform(-1.0, 1.0, (2, count)).astype(np.float32)
        at = np.arange(512) / 512 * count
        share = smoothstep(np.asarray(at % 1.0, np.float32), 0.0, 1.0)
        first, second = coarse[:, at.astype(int)], coarse[:, (at.astype(int) + 1) % count]
        noise += weight * (first + share * (second - first))
    return noise


@dataclass(frozen=True)
class _Rays:
    source: Source
    level: float
    """How bright the photograph's brightest places are."""
    usual: float
    """How much light reaches along a strong shaft."""
    wander: tuple[Wander, ...]
    spokes: Floats
    timing: Timing

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        grown_to = grown(self.timing, time, 1.6)
        if grown_to == 0.0:
            return
        clock = self.timing.clock(time)
        x, y = self.source.on_screen(seen.grid.view, seen.pose)
        light = _open(luma(at_nodes(frame, seen.grid)), self.level)
        place = (
            (x - float(seen.grid.xs[0])) / seen.grid.spacing,
            (y - float(seen.grid.ys[0])) / seen.grid.spacing,
        )
        shafts = np.clip(_towards(light, place) / self.usual, 0.0, 1.3) * (1.0 - 0.55 * seen.depth)
        away_x = seen.grid.xs[None, :] - np.float32(x)
        away_y = seen.grid.ys[:, None] - np.float32(y)
        angle = np.arctan2(away_y, away_x) / (2.0 * np.pi) % 1.0
        length = np.hypot(away_x, away_y) / seen.grid.view.focal
        turns = [angle * 512.0 + 5.0 * wander.at(clock) for wander in self.wander[:2]]
        pattern = sum(_around(ring, turn) for ring, turn in zip(self.spokes, turns, strict=True))
        pattern = np.clip(0.5 + 1.1 * np.asarray(pattern), 0.06, 1.5)
        pulse = 1.0 + 0.08 * self.wander[2].at(clock)
        fades = np.exp(-1.1 * np.maximum(length - 0.15, 0.0)) * (0.45 + 0.55 * smoothstep(length, 0.0, 0.15))
        air = SHAFTS * self.timing.strength * grown_to * pulse * shafts * pattern * fades
        screen(frame, seen.grid, as_colour(np.clip(air, 0.0, 0.7), SHAFT))


def _around(ring: Floats, turns: Floats) -> Floats:
    low = np.floor(turns)
    share = np.asarray(turns - low, np.float32)
    first, second = ring[low.astype(int) % 512], ring[(low.astype(int) + 1) % 512]
    return np.asarray(first + share * (second - first), np.float32)


def _towards(light: Floats, centre: tuple[float, float]) -> Floats:
    """Return the mean of `light`, one value a node, on the way from each node to `centre`, the nearer the more.

    Volumetric light scattering as a post-process (Mitchell 2007), its samples taken in doubling steps.
    """
    rows, columns = light.shape
    nodes = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1).astype(np.float32)
    way = floats(*centre) - nodes
    share = 0.9 / 2**HALVINGS
    for _ in range(HALVINGS):
        moved = remap(light, nodes + way * np.float32(share), cv2.BORDER_REPLICATE)
        light = np.asarray(0.5 * (light + moved), np.float32)
        share *= 2.0
    return light


def glow(_cue: Light, setting: Setting, timing: Timing) -> Performance | None:
    """What shines blooms, and its bloom breathes."""
    level = float(np.percentile(luma(setting.guide), 98.5))
    if level < 0.3:
        return None
    breath = Wander.between(*BREATH, setting.chance(42))
    return Performance(light=(_Glow(level, breath, timing),))


@dataclass(frozen=True)
class _Glow:
    level: float
    breath: Wander
    timing: Timing

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        strength = grown(self.timing, time, 1.4) * self.timing.strength
        if strength == 0.0:
            return
        strength *= 0.75 + 0.35 * np.tanh(self.breath.at(self.timing.clock(time)))
        screen(frame, seen.grid, BLOOM * np.float32(strength) * bloom(frame, seen.grid, self.level))


def bloom(frame: Picture, grid: Grid, level: float) -> Floats:
    """Return the light around what is bright, shape (nodes, nodes, 3), 0 to 1.

    Args:
        level: from which something is bright, 0 to 1.
    """
    small = at_nodes(frame, grid)
    bright = small * smoothstep(luma(small), 0.72 * level, level)[..., None]
    side = max(bright.shape)
    near, far = soften(bright, 0.012 * side), soften(bright, 0.05 * side)
    return np.asarray(np.clip(0.45 * near + 0.75 * far, 0.0, 1.0), np.float32)


def flare(_cue: Light, setting: Setting, timing: Timing) -> Performance | None:
    """The sun or the brightest lamp flares in the lens, and its reflections answer to the camera."""
    source = sun(setting) or _lamp(setting)
    if source is None:
        return None
    wander = tuple(Wander.between(0.1, 0.8, setting.chance(43)) for _ in range(2))
    return Performance(light=(_Flare(source, wander, timing),))


def _lamp(setting: Setting) -> Source | None:
    """Return the brightest lamp that is not low down, where things that only look bright lie."""
    rows, columns = setting.depth.shape
    high = np.linspace(1.0, 0.0, rows, dtype=np.float32)[:, None].repeat(columns, axis=1)
    lamps = np.asarray(lamps_in(setting) * smoothstep(high, 0.35, 0.55), np.float32)
    source = brightest(setting, within=lamps)
    return source if float(lamps.max()) > 0.5 and source.brightness > LEAST_LAMP else None


@dataclass(frozen=True)
class _Flare:
    source: Source
    wander: tuple[Wander, ...]
    timing: Timing

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        strength = grown(self.timing, time, 1.4) * self.timing.strength
        if strength == 0.0:
            return
        grid, view = seen.grid, seen.grid.view
        x, y = self.source.on_screen(view, seen.pose)
        clock = self.timing.clock(time)
        outside = max(-x, x - view.width, -y, y - view.height, 0.0) / view.focal
        strength *= float(1.0 - smootherstep(np.array(outside / 0.1)))
        strength *= 1.0 + 0.1 * self.wander[0].at(clock)
        away_x = (grid.xs[None, :] - np.float32(x)) / np.float32(view.focal)
        away_y = (grid.ys[:, None] - np.float32(y)) / np.float32(view.focal)
        away = np.hypot(away_x, away_y)
        angle = np.arctan2(away_y, away_x)
        star = (np.abs(np.cos(3.0 * angle + 0.15 * self.wander[1].at(clock))) ** 24) * np.exp(-away / 0.1)
        halo = 0.8 * np.exp(-((away / 0.06) ** 2)) + 0.4 * np.exp(-away / 0.2) + 0.45 * star
        streak = 0.42 * np.exp(-((away_y / 0.009) ** 2)) * np.exp(-np.abs(away_x) / 0.22)
        light = as_colour(halo, SUNNY) + as_colour(streak, (0.7, 0.85, 1.0))
        cx, cy = view.centre
        for along, size, colour in GHOSTS:
            ghost_x, ghost_y = x + along * 2.0 * (cx - x) / 1.6, y + along * 2.0 * (cy - y) / 1.6
            off = np.hypot(grid.xs[None, :] - np.float32(ghost_x), grid.ys[:, None] - np.float32(ghost_y))
            disc = 1.0 - smoothstep(np.asarray(off / view.focal, np.float32), 0.75 * size, 1.1 * size)
            light = light + as_colour(0.13 * disc, colour)
        screen(frame, grid, np.clip(0.7 * np.float32(strength) * light, 0.0, 0.9).astype(np.float32))
