"""Random choices in the words of a scene: odds, ranges, picks, scattered points and colours."""

import colorsys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Colour = tuple[float, float, float]
"""Linear red, green and blue, 0 to 1."""
T = TypeVar("T")


@dataclass(frozen=True)
class Dice:
    """A seeded source of choices."""

    rng: np.random.Generator

    @classmethod
    def seeded(cls, *seed: int) -> Self:
        """Return the dice of `seed`; the same numbers give the same choices."""
        return cls(np.random.default_rng(seed))

    def odds(self, of: float) -> bool:
        """Return true `of` the times (0 to 1)."""
        return bool(self.rng.random() < of)

    def between(self, low: float, high: float) -> float:
        """Return a number between `low` and `high`."""
        return float(self.rng.uniform(low, high))

    def near(self, middle: float, part: float = 0.15) -> float:
        """Return a number within `part` of `middle`, as a share of it."""
        return middle * self.between(1 - part, 1 + part)

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return int(self.rng.integers(low, high + 1))

    def pick(self, among: Sequence[T]) -> T:
        """Return one of `among`."""
        return among[self.whole(0, len(among) - 1)]

    def colour(
        self,
        hue: tuple[float, float] = (0, 1),
        depth: tuple[float, float] = (0.1, 0.7),
        value: tuple[float, float] = (0.1, 0.8),
    ) -> Colour:
        """Return a colour from ranges of hue, saturation (`depth`) and value, each 0 to 1."""
        return hsv(self.between(*hue) % 1.0, self.between(*depth), self.between(*value))

    def noise(self, points: Floats, size: float, octaves: int = 5, keep: float = 0.5) -> Floats:
        """Return smooth value noise, -1 to 1 about 0, at `points` (n, 2); `size` is the largest lump, in metres."""
        total = np.zeros(len(points))
        scale, gain = size, 1.0
        for _ in range(octaves):
            total += gain * _lattice(
                points / scale + self.rng.uniform(0, 97, 2), int(self.rng.integers(1 << 30))
            )
            scale, gain = scale * 0.47, gain * keep
        return total * (1 - keep)


def hsv(hue: float, saturation: float, value: float) -> Colour:
    """Return the linear colour of a hue, saturation and value, 0 to 1, value read as display brightness."""
    red, green, blue = (channel**2.2 for channel in colorsys.hsv_to_rgb(hue, saturation, value))
    return red, green, blue


def shaded(colour: Colour, by: float) -> Colour:
    """Return `colour` times `by`, cut at 1."""
    red, green, blue = (min(1.0, channel * by) for channel in colour)
    return red, green, blue


def _lattice(points: Floats, seed: int) -> Floats:
    corner = np.floor(points).astype(np.int64)
    part = points - corner
    part = part * part * (3 - 2 * part)
    values = [[_hashed(corner[:, 0] + i, corner[:, 1] + j, seed) for j in (0, 1)] for i in (0, 1)]
    left = values[0][0] * (1 - part[:, 1]) + values[0][1] * part[:, 1]
    right = values[1][0] * (1 - part[:, 1]) + values[1][1] * part[:, 1]
    return np.asarray(left * (1 - part[:, 0]) + right * part[:, 0], np.float64)


def _hashed(x: NDArray[np.int64], y: NDArray[np.int64], seed: int) -> Floats:
    mixed = (x * 374761393 + y * 668265263 + seed * 69069) & 0xFFFFFFFF
    mixed = ((mixed ^ (mixed >> 13)) * 1274126177) & 0xFFFFFFFF
    return ((mixed ^ (mixed >> 16)) & 0xFFFF) / 32767.5 - 1.0
