"""Where rain falls: rings on water, splashes on the ground."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from photoplay.arrays import Floats
from photoplay.engines.multiplane.filming.seen import Seen
from photoplay.engines.multiplane.playing.air.flights import LEAST_AHEAD, projected
from photoplay.engines.multiplane.playing.air.flying import FAINTEST, MOST, Crowd, Surroundings
from photoplay.engines.multiplane.playing.air.splats import Plate, Splats
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing

WATER, GROUND = ("still_water", "flowing_water"), ("ground",)
SPLASHES = 150
"""How many rings or splashes there are on a quarter of the frame at once."""
PLACES = 997
"""Where they may be, one after the other."""
LASTING = (0.30, 0.55)
"""Seconds a ring lasts; a splash lasts half of it."""
SMALL = 0.006
"""Half the width under which rings and splashes get fainter, as a share of the long side."""
FLAT = 0.26
"""Height of a ring over its width."""


@dataclass(frozen=True)
class Impacts:
    """Where drops fall, one after the other: rings that widen on water, or small splashes on the ground."""

    setting: Setting
    timing: Timing
    surroundings: Surroundings
    places: Floats
    """Shape (PLACES, 3), in the scene."""
    lives: Floats
    births: Floats
    wet: bool

    @classmethod
    def on(cls, setting: Setting, timing: Timing, surroundings: Surroundings, *, wet: bool) -> Self | None:
        """Return what drops do on water, if `wet`, or on the ground; None where there is none."""
        mask = setting.region(WATER if wet else GROUND)
        if mask is None or float((mask > 0.6).mean()) < 0.01:
            return None
        chance = setting.chance(58, int(wet))
        depth = np.maximum(setting.depth, 0.12)
        weight = np.where(mask > 0.6, 1.0 / depth, 0.0).ravel()
        nodes = chance.choice(weight.size, PLACES, p=weight / weight.sum())
        row, column = np.divmod(nodes, mask.shape[1])
        spacing = setting.canvas.spacing
        (cx, cy), focal = setting.view.centre, setting.view.focal
        across = (column + chance.random(PLACES)) * spacing - cx
        down = (row + chance.random(PLACES)) * spacing - cy
        distance = 1.0 / depth.ravel()[nodes]
        places = np.stack([across / focal * distance, down / focal * distance, distance], axis=1)
        count = max(round(SPLASHES * MOST * min(float((mask > 0.6).mean()) / 0.25, 1.5)), 8)
        lives = chance.uniform(*LASTING, count) * (1.0 if wet else 0.5)
        return cls(
            setting,
            timing,
            surroundings,
            places.astype(np.float32),
            lives.astype(np.float32),
            chance.random(count).astype(np.float32),
            wet,
        )

    def draw(self, plate: Plate, seen: Seen, time: float) -> None:
        """Draw them on `plate` as they are at `time` in seconds."""
        count = len(self.lives)
        shown = Crowd(self.timing).shown(time, count)
        if not shown.any():
            return
        turn = self.timing.clock(time) / self.lives + self.births
        lap = np.floor(turn)
        age = (turn - lap).astype(np.float32)
        drawn = (np.arange(count) * 59 + lap.astype(np.int64) * 613) % len(self.places)
        places = self.places[drawn]
        points, ahead = projected(seen.grid.view, seen.pose, places)
        open_to = seen.openness(points, (1.0 / places[:, 2] + 0.06).astype(np.float32))
        size = (0.004 + 0.024 * age if self.wet else 0.0045 * (0.5 + 0.5 * age)) * self.setting.view.focal
        size = (size / np.maximum(ahead, 0.2)).astype(np.float32)
        flat = size * (FLAT if self.wet else 0.8)
        if not self.wet:
            points = points - np.stack([np.zeros_like(flat), flat], axis=1)
        around = self.surroundings.at(seen, points)
        lit = np.clip(0.7 * around + 0.3 * self.surroundings.key + 0.1, 0.0, 1.0)
        faint = (1.0 - age) ** 1.3 * np.minimum(age / 0.1, 1.0) * (0.34 if self.wet else 0.6)
        opacity = shown * open_to * faint
        opacity *= (ahead > LEAST_AHEAD) * np.minimum(size / (SMALL * self.setting.view.focal), 1.0)
        there = opacity > FAINTEST
        colours = np.concatenate([lit * opacity[:, None], 0.6 * opacity[:, None]], axis=1).astype(np.float32)[
            there
        ]
        if self.wet:
            plate.rings(points[there], size[there], flat[there], colours)
        else:
            axes = np.eye(2, dtype=np.float32) * np.stack([size, flat], axis=1)[there][:, None, :]
            plate.splat(Splats(points[there], axes, np.ones(len(axes), np.float32), colours))
