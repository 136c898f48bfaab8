"""Rain: streaks in the air, rings and splashes where it falls, and a veil far away."""

from dataclasses import dataclass

import numpy as np

from photoplay.arrays import Floats
from photoplay.director.plan import Effect
from photoplay.engines.multiplane.playing.air.breeze import farthest, wind
from photoplay.engines.multiplane.playing.air.flights import Swarm, Sway
from photoplay.engines.multiplane.playing.air.flying import (
    FAINTEST,
    FRAME_TIME,
    MOST,
    Aloft,
    Flying,
    Look,
    Sight,
    Surroundings,
)
from photoplay.engines.multiplane.playing.air.fog import Fog
from photoplay.engines.multiplane.playing.air.impacts import Impacts
from photoplay.engines.multiplane.playing.air.splats import Plate
from photoplay.engines.multiplane.playing.performance import Performance
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing

DROPS = 1900
"""How many there usually are, in and around the view."""
FALL = 3.2
"""Scene units per second."""
SHUTTER = 1.25
"""Length of a streak, as a multiple of what the shutter draws."""
LEAST_SHUTTER = 0.25
"""Share of a frame's time for which streaks are drawn at least, for drops that are points do not read as rain."""
WIDTH = 0.0009
"""Of a streak at inverse depth 1, as a share of the long side."""
WET_AIR = 0.06
"""Thickness of the air that far drops make, per scene unit."""
GLOOM = 0.16
"""How much darker it gets when it rains in a bright photograph."""


def rain(cue: Effect, setting: Setting, timing: Timing) -> Performance:
    """It rains: streaks, rings on water, splashes on the ground, a veil in the distance and a greyer light."""
    chance = setting.chance(57)
    count = round(DROPS * MOST)
    blowing = wind(cue, chance)
    sway = Sway.of(count, (0.0, 0.0), (0.1, 0.2), chance)
    speed = (0.28 * FALL * blowing, FALL)
    flight = Swarm.of(setting.view, count, (farthest(setting), 2.0), 1.4, speed, 0.06, sway, chance)
    surroundings = Surroundings.of(setting)
    look = Look(WIDTH, _Drops(surroundings.key), 0.35)
    chances = chance.random((count, 6)).astype(np.float32)
    thickness = WET_AIR * timing.strength
    veil = Fog.of(
        setting,
        timing,
        chance,
        thickness=thickness,
        height=2.5,
        wind=blowing,
        rolling=0.0,
        least=GLOOM * surroundings.key * min(timing.strength, 1.6),
        light=0.6,
    )
    drops = _Streaks(flight, look, setting, timing, surroundings, chances)
    impacts = [Impacts.on(setting, timing, surroundings, wet=wet) for wet in (True, False)]
    return Performance(air=(veil, Aloft((drops, *(each for each in impacts if each)))))


@dataclass(frozen=True)
class _Drops:
    """Drops are lenses: they show the sky, brighter than most of what is behind them."""

    key: float

    def __call__(self, sight: Sight) -> Floats:
        grey = sight.around.mean(axis=1, keepdims=True)
        lit = 0.4 * sight.around + 0.4 * self.key + 0.2
        return np.concatenate([np.clip(lit, 0.0, 1.0), 0.55 - 0.33 * grey], axis=1)


class _Streaks(Flying):
    """Drops drawn as the streaks that the shutter makes of them."""

    def render(self, sight: Sight, plate: Plate) -> None:
        """Draw the streaks of what is in `sight` on `plate`."""
        near = 1.0 / sight.ahead
        side = self.setting.view.focal
        width = self.look.radius * side * near
        way = sight.way(SHUTTER * max(self.setting.plan.lens.motion_blur, LEAST_SHUTTER) * FRAME_TIME)
        colours = self.look.paint(sight)
        soft = 1.0 / (1.0 + 0.9 * np.maximum(near - 0.9, 0.0))
        opacity = colours[:, 3] * sight.presence * sight.openness * soft * (0.55 + 0.45 * sight.chances[:, 0])
        shown = opacity > FAINTEST
        painted = np.concatenate(
            [colours[:, :3] * opacity[:, None], self.look.covering * opacity[:, None]], axis=1
        )[shown]
        heads, tails = sight.points[shown], (sight.points - way)[shown]
        plate.streak(tails, heads, width[shown].astype(np.float32), painted.astype(np.float32))
