"""Light that comes and goes: flames, lamps and neon that flicker, and lightning."""

from dataclasses import dataclass

import numpy as np

from photoplay.arrays import Floats, Picture, floats, soften
from photoplay.director.plan import Light
from photoplay.engines.multiplane.filming.seen import Seen
from photoplay.engines.multiplane.filming.warp import Relief
from photoplay.engines.multiplane.playing.exposure import (
    expose,
    luma,
    screen,
    smoothstep,
)
from photoplay.engines.multiplane.playing.light.sources import (
    Source,
    as_colour,
    brightest,
    distance,
    reach,
    shining,
    spots,
    sun,
)
from photoplay.engines.multiplane.playing.performance import Performance
from photoplay.engines.multiplane.playing.pulses import Strokes, Wander, grown
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing

FLAME, DAYLIGHT = (1.1, 8.0), (0.35, 3.0)
"""Hertz between which a flame flickers, and light that leaves or air break."""
FLICKERING = 0.24
"""How much a flame's light wavers, as a share of it."""
EVERYWHERE = 0.2
"""Of it, what reaches the farthest corner."""
EMBER = (0.75, 1.0, 1.3)
"""How much red, green and blue waver: a weak flame is a red one."""
BUZZ = 0.5
"""What a failing tube loses of its light."""
FLASHES = ((0.0, 1.0), (0.16, 0.6), (0.42, 0.85))
"""When the flashes of a burst strike, in seconds, and how brightly: fewer than three bursts' worth in a second
would harm those who are sensitive to light (WCAG 2.3.1: at most three flashes a second)."""
BURSTS_APART = 1.7
"""Seconds between bursts of lightning at least."""
STORM = 0.42
"""How much darker it is in a storm than in a bright photograph."""
COLD = (0.82, 0.92, 1.0)
NEON = {"neon", "sign", "signs", "tube", "screen"}
FLAMES = {
    "candle",
    "candles",
    "candlelight",
    "fire",
    "firelight",
    "campfire",
    "flame",
    "flames",
    "torch",
    "lamp",
}
SUNLIGHT = {"sun", "sunlight", "sunshine", "daylight"}
LEAST_LIT = 0.3
"""How surely something must shine for its light to be what flickers, not that of the brightest place."""


def flicker(cue: Light, setting: Setting, timing: Timing) -> Performance:
    """Flames, lamps and the light they give waver; neon fails for moments; sunlight trembles slowly."""
    words, chance = set(cue.subject.split()), setting.chance(31)
    lit = shining(setting)
    if words & NEON:
        return Performance(light=(_Neon.of(setting, timing, lit, chance),))
    sunny = bool(words & SUNLIGHT) or (sun(setting) is not None and not words & FLAMES)
    if sunny or float(lit.max()) < LEAST_LIT:
        lit = _at(setting, brightest(setting, warmth=0.7))
    wander = tuple(Wander.between(*(DAYLIGHT if sunny else FLAME), chance) for _ in range(3))
    near = np.float32(1.0) if sunny else _near(setting, lit)
    return Performance(light=(_Flicker(setting.field(_with_centre(setting, lit, near)), wander, timing),))


def _at(setting: Setting, source: Source) -> Floats:
    return np.asarray(np.exp(-((distance(setting, source) / 0.03) ** 2)), np.float32)


def _near(setting: Setting, lit: Floats) -> Floats:
    """Return how near each place is to what shines, 1 for as near to the viewer and 0 for the sky."""
    depth = setting.depth
    lamp = float((depth * lit).sum() / (lit.sum() + 1e-6))
    sky = setting.region(("sky", "clouds"))
    near = np.clip(depth / max(lamp, 1e-3), 0.0, 1.0)
    return np.asarray(near if sky is None else near * (1.0 - sky), np.float32)


def _with_centre(setting: Setting, lit: Floats, near: Floats | np.float32) -> Floats:
    """Return how strongly each place is lit, and which way it lies from the light, shape (rows, columns, 3).

    Args:
        near: what a place gets of light that falls everywhere, 0 to 1.
    """
    rows, columns = lit.shape
    across, down = np.meshgrid(np.arange(columns), np.arange(rows))
    total = float(lit.sum()) + 1e-6
    x, y = float((lit * across).sum()) / total, float((lit * down).sum()) / total
    side = max(rows, columns)
    falls = reach(lit, 0.16)
    warm = setting.guide[..., 0] - setting.guide[..., 2]
    taken = 0.75 + 0.25 * smoothstep(soften(np.asarray(warm, np.float32), 2.0), -0.1, 0.35)
    strength = (EVERYWHERE * near + (1.0 - EVERYWHERE) * falls) * taken
    return np.stack([strength, (across - x) / side, (down - y) / side], axis=-1).astype(np.float32)


@dataclass(frozen=True)
class _Flicker:
    lit: Relief
    wander: tuple[Wander, ...]
    timing: Timing

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        presence = self.timing.presence(time)
        if presence == 0.0:
            return
        clock = self.timing.clock(time)
        light, left, up = (each.at(clock) for each in self.wander)
        strength, across, down = np.moveaxis(self.lit.sample(seen.source), -1, 0)
        wavers = np.tanh(0.75 * (light - 0.25 + 1.2 * (left * across + up * down)))
        share = FLICKERING * self.timing.strength * presence * strength * wavers
        expose(frame, seen.grid, np.exp(as_colour(share, EMBER)))


@dataclass(frozen=True)
class _Neon:
    lit: Relief
    """How much a place is lit by it."""
    drops: Strokes
    hum: Wander
    timing: Timing

    @classmethod
    def of(cls, setting: Setting, timing: Timing, lit: Floats, chance: np.random.Generator) -> "_Neon":
        guide = setting.guide
        vivid = smoothstep(guide.max(axis=-1) - guide.min(axis=-1), 0.3, 0.6) * smoothstep(
            guide.max(axis=-1), 0.6, 0.85
        )
        tubes = np.maximum(lit, vivid * spots(setting, 0.08))
        field = np.maximum(tubes, 0.45 * reach(np.asarray(tubes, np.float32), 0.06))
        times, time = [], timing.start + 0.6
        while time < timing.end:
            times += list(time + np.cumsum(chance.uniform(0.07, 0.2, chance.integers(2, 5))))
            time += chance.uniform(0.8, 2.2) / timing.tempo
        heights = chance.uniform(0.5, 1.0, len(times))
        drops = Strokes(floats(*times), floats(*heights), 0.03, 0.05)
        return cls(setting.field(field), drops, Wander.between(4.0, 13.0, chance), timing)

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        presence = self.timing.presence(time)
        if presence == 0.0:
            return
        loss = BUZZ * self.drops.at(time) + 0.03 * (1.0 + self.hum.at(time))
        share = self.timing.strength * presence * loss * np.clip(self.lit.sample(seen.source), 0.0, 1.0)
        expose(frame, seen.grid, as_colour(np.exp(-share), (1.0, 1.0, 1.0)))


def lightning(_cue: Light, setting: Setting, timing: Timing) -> Performance:
    """It darkens as before a storm; two or three times lightning lights up the sky and what is far."""
    chance = setting.chance(32)
    sky = setting.region(["sky", "clouds"])
    columns, rows = setting.canvas.size
    above = np.linspace(1.0, 0.0, rows, dtype=np.float32)[:, None].repeat(columns, axis=1)
    open_sky = above**2 * (1.0 - setting.depth) if sky is None else soften(sky, 2.0)
    far = (1.0 - setting.depth) ** 2
    bright = float(smoothstep(floats(float(luma(setting.guide).mean())), 0.12, 0.5)[0])
    bursts, time = [], timing.start + chance.uniform(0.9, 1.3)
    while time < timing.end - 0.3:
        bursts.append(time)
        time += max(BURSTS_APART, chance.uniform(1.8, 3.0) / timing.tempo)
    lights = tuple(_burst(at, index, chance) for index, at in enumerate(bursts))
    field = setting.field(np.stack([open_sky, far], axis=-1))
    return Performance(light=(_Lightning(field, lights, STORM * bright, timing),))


def _burst(at: float, index: int, chance: np.random.Generator) -> tuple[Strokes, float]:
    """Return the flashes of one burst, and where across the frame they strike."""
    count = int(chance.integers(2, 4))
    times = [at + when * chance.uniform(0.85, 1.2) for when, _ in FLASHES[:count]]
    heights = [height * chance.uniform(0.75, 1.0) for _, height in FLASHES[:count]]
    return Strokes(floats(*times), floats(*heights), 0.045, 0.14), float((0.2 + 0.6 * index) % 1.0)


@dataclass(frozen=True)
class _Lightning:
    field: Relief
    """Sky, and how far away it is."""
    bursts: tuple[tuple[Strokes, float], ...]
    storm: float
    timing: Timing

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        strength, duration = self.timing.strength, self.timing.duration
        dark = self.storm * min(strength, 1.5) * grown(self.timing, time, min(1.2, 0.4 * duration))
        presence = self.timing.presence(time)
        if presence == 0.0 and dark == 0.0:
            return
        sky, far = np.moveaxis(self.field.sample(seen.source), -1, 0)
        gain = np.exp(as_colour(np.full_like(sky, -dark) * (1.3 + 0.5 * sky), (1.2, 1.0, 0.8)))
        across = seen.source[..., 0] / seen.grid.view.width
        air = np.zeros_like(sky)
        flash = 0.0
        for strokes, place in self.bursts:
            height = presence * strength * strokes.at(time)
            if height > 0.002:
                flash = max(flash, height)
                near = np.exp(-(((across - place) / 0.3) ** 2))
                air = np.maximum(air, height * sky * (0.14 + 0.36 * near))
        if flash > 0.0:
            gain = gain * (1.0 + as_colour(flash * (0.22 + 0.75 * far) * (1.0 - 0.4 * sky), COLD))
        expose(frame, seen.grid, gain.astype(np.float32))
        screen(frame, seen.grid, as_colour(np.minimum(air, 0.6), COLD))
