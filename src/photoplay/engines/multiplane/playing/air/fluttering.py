"""Petals, leaves and confetti: small flat things that tumble as they fall."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from photoplay.arrays import Floats, soften
from photoplay.director.plan import Effect
from photoplay.engines.multiplane.playing.air.breeze import farthest, wind
from photoplay.engines.multiplane.playing.air.flights import Swarm, Sway
from photoplay.engines.multiplane.playing.air.flying import (
    MOST,
    Aloft,
    Flying,
    Look,
    Sight,
    Surroundings,
    turns,
)
from photoplay.engines.multiplane.playing.air.splats import Distance, leaf, petal, slip
from photoplay.engines.multiplane.playing.exposure import luma
from photoplay.engines.multiplane.playing.performance import Performance
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing

Palette = Sequence[tuple[float, float, float]]

BLOSSOM: Palette = ((0.98, 0.86, 0.88), (0.97, 0.76, 0.81), (1.0, 0.93, 0.93))
ROSE: Palette = ((0.78, 0.10, 0.16), (0.68, 0.06, 0.12), (0.86, 0.20, 0.25))
AUTUMN: Palette = ((0.78, 0.45, 0.12), (0.70, 0.30, 0.10), (0.82, 0.62, 0.18), (0.55, 0.35, 0.14))
PAPER: Palette = (
    (0.92, 0.22, 0.25),
    (0.98, 0.80, 0.20),
    (0.20, 0.55, 0.90),
    (0.30, 0.75, 0.40),
    (0.93, 0.45, 0.75),
)
LEAST_SPOTS = 0.002
"""Share of the picture in bright spots from which petals are taken to be like these."""


@dataclass(frozen=True)
class _Kind:
    """What flutters; lengths as of `Look` and `Swarm`."""

    count: int
    radius: float
    slender: float
    tumbling: tuple[float, float]
    distance: Distance
    speed: tuple[float, float]
    """Right, in a full wind, and down."""
    swing: tuple[float, float]
    gloss: float
    """How much brighter and darker it gets as it turns."""


PETAL = _Kind(120, 0.0085, 0.62, (0.2, 0.7), petal, (0.26, 0.13), (0.10, 0.03), 0.14)
LEAF = _Kind(90, 0.0125, 0.5, (0.15, 0.6), leaf, (0.2, 0.18), (0.14, 0.03), 0.22)
SLIP = _Kind(320, 0.0062, 0.6, (0.7, 1.8), slip, (0.12, 0.32), (0.05, 0.02), 0.4)


def petals(cue: Effect, setting: Setting, timing: Timing) -> Performance:
    """Petals sail down the wind, in the colour of the photograph's own bright spots if it has some."""
    red = set(f"{cue.subject} {cue.phrase}".split()) & {"rose", "roses", "red"}
    palette = ROSE if red else _like_spots(setting, BLOSSOM)
    return _fluttering(PETAL, palette, cue, setting, timing, 54)


def leaves(cue: Effect, setting: Setting, timing: Timing) -> Performance:
    """Leaves fall, turning over: withered ones, with something of the photograph's foliage."""
    foliage = setting.region(["foliage"])
    palette = AUTUMN if foliage is None else _mixed(setting, foliage, AUTUMN, 0.3)
    return _fluttering(LEAF, palette, cue, setting, timing, 55)


def confetti(cue: Effect, setting: Setting, timing: Timing) -> Performance:
    """Confetti comes down, each slip glinting as it turns."""
    return _fluttering(SLIP, PAPER, cue, setting, timing, 56)


def _like_spots(setting: Setting, palette: Palette) -> Palette:
    guide = setting.guide
    light = luma(guide)
    spots = (light - soften(light, 0.02 * max(light.shape)) > 0.15).astype(np.float32)
    return _mixed(setting, spots, palette, 0.55) if float(spots.mean()) > LEAST_SPOTS else palette


def _mixed(setting: Setting, mask: Floats, palette: Palette, share: float) -> Palette:
    """Return `palette` with a share of the colour of what `mask` shows."""
    own = np.average(setting.guide.reshape(-1, 3), axis=0, weights=mask.ravel() + 1e-6)
    mixed = (1.0 - share) * np.array(palette) + share * own / max(float(own.max()), 0.3) * 0.95
    return [(float(red), float(green), float(blue)) for red, green, blue in mixed]


def _fluttering(
    kind: _Kind, palette: Palette, cue: Effect, setting: Setting, timing: Timing, salt: int
) -> Performance:
    chance = setting.chance(salt)
    count = round(kind.count * MOST)
    sway = Sway.of(count, kind.swing, (0.2, 0.55), chance)
    speed = (kind.speed[0] * wind(cue, chance), kind.speed[1])
    flight = Swarm.of(setting.view, count, (farthest(setting, 0.22), 2.2), 1.35, speed, 0.4, sway, chance)
    surroundings = Surroundings.of(setting)
    paint = _Paint(kind, np.asarray(palette, np.float32), surroundings.key)
    look = Look(
        kind.radius,
        paint,
        blur=0.0045,
        focus=0.75,
        softness=0.12,
        streak=0.0,
        distance=kind.distance,
        slender=kind.slender,
        tumbling=kind.tumbling,
    )
    chances = chance.random((count, 6)).astype(np.float32)
    return Performance(air=(Aloft((Flying(flight, look, setting, timing, surroundings, chances),)),))


@dataclass(frozen=True)
class _Paint:
    """Colours in the light around, brighter on the side that turns to it."""

    kind: _Kind
    palette: Floats
    key: float

    def __call__(self, sight: Sight) -> Floats:
        grey = sight.around.mean(axis=1, keepdims=True)
        light = np.clip(0.35 + 0.45 * self.key + 0.35 * grey, 0.15, 1.0)
        own = self.palette[(sight.chances[:, 5] * len(self.palette)).astype(np.int64) % len(self.palette)]
        tint = 0.7 + 0.3 * sight.around / np.maximum(grey, 0.1)
        _, tumble = turns(sight, self.kind.tumbling)
        facing = 1.0 + self.kind.gloss * np.sin(tumble + 0.6)[:, None]
        lit = np.clip(own * light * tint * facing, 0.0, 1.0)
        return np.concatenate([lit, np.full_like(grey, 0.96)], axis=1).astype(np.float32)
