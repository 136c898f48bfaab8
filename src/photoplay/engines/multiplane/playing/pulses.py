"""How light comes and goes with time: irregular, never repeating, the same for the same chance."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats
from photoplay.engines.multiplane.filming.easing import smootherstep
from photoplay.engines.multiplane.playing.timing import Timing

TONES = 9
"""Sines in a wander: enough that ten seconds show no period."""


def grown(timing: Timing, time: float, seconds: float) -> float:
    """Return how far something has grown at `time` that takes `seconds` to, 0 to 1: none at rest."""
    span = timing.end - timing.start
    entered = (time - timing.start) / min(seconds, span)
    left = 1.0 if timing.end >= timing.duration else (timing.end - time) / min(1.0, span)
    rested = abs(time - timing.rest) / min(seconds, span)
    return float(smootherstep(np.array([entered, left, rested])).min())


@dataclass(frozen=True)
class Wander:
    """Noise that is the stronger the slower it is (1/f), as flames and hands have it: about -2 to 2, mean 0."""

    rates: NDArray[np.float64]
    """Of its sines, in radians per second."""
    phases: NDArray[np.float64]
    weights: NDArray[np.float64]

    @classmethod
    def between(cls, slow: float, fast: float, chance: np.random.Generator) -> Self:
        """Return a wander of sines from `slow` to `fast`, in hertz."""
        steps = (np.arange(TONES) + chance.random(TONES)) / TONES
        rates = slow * (fast / slow) ** steps
        weights = (slow / rates) ** 0.5
        weights /= np.sqrt((weights**2).sum() / 2.0)
        return cls(2.0 * np.pi * rates, 2.0 * np.pi * chance.random(TONES), weights)

    def at(self, time: float) -> float:
        """Return its value at `time` in seconds."""
        return float((self.weights * np.sin(self.rates * time + self.phases)).sum())


@dataclass(frozen=True)
class Strokes:
    """Short events, each with a quick rise and a slower decay."""

    times: Floats
    """When each strikes, in seconds, shape (n,)."""
    heights: Floats
    rise: float
    """Seconds from nothing to its height."""
    decay: float
    """Seconds in which it falls to 1/e."""

    def each(self, time: float) -> Floats:
        """Return how much there is of each at `time`, shape (n,)."""
        since = time - self.times
        risen = smootherstep(np.asarray(since / self.rise, np.float64))
        faded = np.exp(-np.maximum(since - self.rise, 0.0) / self.decay)
        return np.asarray(self.heights * risen * faded, np.float32)

    def at(self, time: float) -> float:
        """Return the strongest of them at `time`."""
        return float(self.each(time).max(initial=0.0))
