"""Waves on open water, in perspective: they run over a plane towards the horizon."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from photoplay.arrays import Floats
from photoplay.engines.multiplane.filming.easing import smootherstep
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing

GRAVITY = 5.0
"""In heights of the eye per square second: about 2 m above the water."""
HORIZON = 0.012
"""How far above the water's farthest row its horizon lies, over the long side."""
SWELL, RIPPLES = (1.6, 5.0), (0.16, 0.9)
"""Wavelengths of a swell and of ripples, in heights of the eye."""
STEEPEST = 0.14
"""Most that a wave's shift changes from pixel to pixel."""
SHORTEST = 0.02
"""Length of the shortest wave that can be shown in the picture, over the long side."""
SETTLING = 1.4
"""Seconds in which waves come to differ from those of the photograph."""
HIGHEST = 0.0055
"""Most that a wave shifts anything, over the long side."""


@dataclass(frozen=True)
class Swell:
    """Sines of different lengths, running towards the viewer."""

    horizon: float
    """Row where the water would end, in pixels."""
    side: float
    centre: float
    canvas: Floats
    """The rows of the frame's nodes, below the horizon, over the long side; shape (rows, columns)."""
    lowest: float
    """How far below the horizon the water ends, over the long side."""
    waves: Floats
    """Shape (n, 5): wavenumber across and along, turns in a second, phase, height."""
    timing: Timing

    @classmethod
    def over(cls, setting: Setting, region: Floats, height: float, timing: Timing) -> Self:
        """Return the swell on the water of `region`: `height` 1 for a sea, 0 for ripples on still water."""
        side, spacing = setting.view.focal, setting.canvas.spacing
        rows = np.flatnonzero((region > 0.5).any(axis=1))
        horizon = float(rows[0]) * spacing - HORIZON * side
        down = np.maximum((np.arange(region.shape[0]) + 0.5) * spacing - horizon, 1.0) / side
        canvas = np.broadcast_to(down[:, None], region.shape).astype(np.float32)
        lowest = float(canvas[rows[-1], 0])
        chance = setting.chance(52)
        waves: list[tuple[float, ...]] = []
        for shortest, longest, count, tall in (
            (*SWELL, round(4 * height), 1.0),
            (*RIPPLES, 6, 1.0 if height == 0.0 else 0.5),
        ):
            for index in range(count):
                length = shortest * (longest / shortest) ** ((index + chance.random()) / count)
                number = 2.0 * np.pi / length
                aside = chance.normal(0.0, 0.3)
                rate = np.sqrt(GRAVITY * number) / (2.0 * np.pi)
                turns = max(round(rate * timing.tempo * timing.duration), 1) / timing.duration
                waves.append(
                    (
                        number * np.sin(aside),
                        number * np.cos(aside),
                        turns,
                        chance.random(),
                        tall / count**0.5,
                    )
                )
        return cls(horizon, side, setting.view.centre[0], canvas, lowest, np.array(waves, np.float32), timing)

    def nearness(self, slowest: float) -> Floats:
        """Return how fast a place comes nearer for its distance, about 1 where the water ends, one value a node."""
        usual = np.sqrt(self.canvas.max() * self.lowest)
        return np.asarray(np.clip((self.canvas / usual) ** 1.4, slowest, 1.5), np.float32)

    def shift(self, points: Floats, time: float) -> Floats:
        """Return how far waves have lifted what is at `points`, as `Displacement.shift` does.

        The height that the photograph has already, that of the waves at rest, is taken off while it is near.
        """
        apart = abs(time - self.timing.rest)
        near = min(apart, abs(self.timing.duration - apart)) / SETTLING
        still = 1.0 - float(smootherstep(np.array(near)))
        presence = self.timing.under_way(time)
        if presence == 0.0 or apart == 0.0:
            return np.zeros_like(points)
        down = np.maximum((points[..., 1] - np.float32(self.horizon)) / np.float32(self.side), 0.004)
        across = (points[..., 0] - np.float32(self.centre)) / np.float32(self.side)
        along = 1.0 / down
        lift = np.zeros(points.shape[:2], np.float32)
        for kx, kz, turns, phase, height in self.waves:
            length = np.float32(2.0 * np.pi) / kz * down * down
            shown = np.clip((length - SHORTEST) / SHORTEST, 0.0, 1.0)
            size = height * np.minimum(STEEPEST / (2.0 * np.pi) * length, HIGHEST) * shown
            place = (kx * across + kz) * along
            wave = np.sin(place + _turned(turns * time + phase))
            if still > 0.0:
                wave -= np.float32(still) * np.sin(place + _turned(turns * self.timing.rest + phase))
            lift += size * wave
        lift *= np.float32(presence * np.tanh(self.timing.strength) * 1.3 * self.side)
        return np.stack([0.25 * lift, lift], axis=-1)


def _turned(turns: float) -> np.float32:
    return np.float32(2.0 * np.pi * (turns % 1.0))
