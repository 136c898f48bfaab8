"""Snow, dust and bubbles."""

from dataclasses import dataclass

import numpy as np

from photoplay.arrays import Floats
from photoplay.director.plan import Effect
from photoplay.engines.multiplane.playing.air.breeze import farthest, wind
from photoplay.engines.multiplane.playing.air.flights import Swarm, Sway
from photoplay.engines.multiplane.playing.air.flying import MOST, Aloft, Flying, Look, Sight, Surroundings
from photoplay.engines.multiplane.playing.air.fog import Fog
from photoplay.engines.multiplane.playing.air.splats import bubble
from photoplay.engines.multiplane.playing.exposure import smoothstep
from photoplay.engines.multiplane.playing.performance import Performance
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing

FLAKES, MOTES, BUBBLES = 2200, 480, 70
"""How many there usually are, in and around the view."""
SNOWY_AIR = 0.075
"""Thickness of the air that far flakes make, per scene unit."""
OF_PLACE = 0.35
"""Share of a mote's hue that is of the place it floats before, grass or wood; the rest is the light's."""


def snow(cue: Effect, setting: Setting, timing: Timing) -> Performance:
    """Snow falls: many small flakes far away, few large soft ones close to the lens, and far away a pale veil."""
    chance = setting.chance(51)
    count = round(FLAKES * MOST)
    blowing = wind(cue, chance)
    sway = Sway.of(count, (0.035, 0.012), (0.12, 0.45), chance)
    nearness, speed = (farthest(setting), 2.6), (0.2 * blowing, 0.24)
    flight = Swarm.of(setting.view, count, nearness, 1.55, speed, 0.3, sway, chance)
    surroundings = Surroundings.of(setting)
    look = Look(0.0030, _Snow(surroundings.key), blur=0.003, focus=0.7, softness=0.6)
    chances = chance.random((count, 6)).astype(np.float32)
    thickness = SNOWY_AIR * timing.strength
    veil = Fog.of(setting, timing, chance, thickness=thickness, height=2.5, wind=blowing, rolling=0.0)
    return Performance(air=(veil, Aloft((Flying(flight, look, setting, timing, surroundings, chances),))))


@dataclass(frozen=True)
class _Snow:
    """Flakes are as white as the light around them lets them be."""

    key: float

    def __call__(self, sight: Sight) -> Floats:
        around = sight.around
        bright = np.float32(np.clip(0.32 + 0.75 * self.key, 0.0, 1.0))
        grey = around.mean(axis=1, keepdims=True)
        tint = 0.75 + 0.25 * around / np.maximum(grey, 0.05)
        lit = tint * (0.65 * bright + 0.35 * np.maximum(bright, grey + 0.25))
        return np.concatenate([np.clip(lit, 0.0, 1.0), np.full_like(grey, 0.9)], axis=1)


def dust(cue: Effect, setting: Setting, timing: Timing) -> Performance:
    """Motes float, and light up where light falls on them."""
    chance = setting.chance(52)
    count = round(MOTES * MOST)
    sway = Sway.of(count, (0.035, 0.03), (0.05, 0.2), chance)
    speed = (0.035 * wind(cue, chance), -0.008)
    flight = Swarm.of(setting.view, count, (farthest(setting, 0.25), 3.0), 1.5, speed, 0.8, sway, chance)
    surroundings = Surroundings.of(setting)
    look = Look(0.0019, _Dust(surroundings.key), 0.0, blur=0.003, focus=1.0, softness=0.5)
    chances = chance.random((count, 6)).astype(np.float32)
    return Performance(air=(Aloft((Flying(flight, look, setting, timing, surroundings, chances),)),))


@dataclass(frozen=True)
class _Dust:
    """Motes shine in the light around them, a little warmer and brighter."""

    key: float

    def __call__(self, sight: Sight) -> Floats:
        grey = sight.around.mean(axis=1, keepdims=True)
        hue = 1.0 + OF_PLACE * (sight.around / np.maximum(grey, 0.1) - 1.0)
        lit = hue * (0.5 * self.key + 0.4 * grey + 0.12)
        warm = np.clip(lit * np.array([1.15, 1.0, 0.8], np.float32), 0.0, 1.0)
        glint = 0.7 + 0.3 * sight.wave(0.15, 0.6)[:, None]
        golden = smoothstep(sight.around[:, :1] - sight.around[:, 2:], -0.12, 0.12)
        against = (0.4 + 0.6 * golden + 1.2 * np.maximum(0.4 - grey, 0.0)) * (1.0 - 0.65 * grey)
        return np.concatenate([warm, 0.9 * against * glint], axis=1)


def bubbles(cue: Effect, setting: Setting, timing: Timing) -> Performance:
    """Bubbles rise and wobble."""
    chance = setting.chance(53)
    count = round(BUBBLES * MOST)
    sway = Sway.of(count, (0.03, 0.01), (0.25, 0.7), chance)
    speed = (0.05 * wind(cue, chance), -0.12)
    flight = Swarm.of(setting.view, count, (farthest(setting, 0.3), 1.5), 1.5, speed, 0.5, sway, chance)
    look = Look(
        0.0085, _bubble, 0.1, blur=0.002, focus=0.8, softness=0.12, distance=bubble, uneven=0.7, streak=0.0
    )
    chances = chance.random((count, 6)).astype(np.float32)
    return Performance(
        air=(Aloft((Flying(flight, look, setting, timing, Surroundings.of(setting), chances),)),)
    )


def _bubble(sight: Sight) -> Floats:
    around = sight.around
    grey = around.mean(axis=1, keepdims=True)
    lit = np.clip(0.45 * around + 0.35 + 0.3 * grey, 0.0, 1.0)
    return np.concatenate([lit, np.full_like(grey, 0.55)], axis=1)
