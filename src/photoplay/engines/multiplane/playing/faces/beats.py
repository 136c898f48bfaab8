"""When something short happens, again and again: each time it comes, stays a while and goes."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from photoplay.engines.multiplane.filming.easing import smootherstep
from photoplay.engines.multiplane.playing.timing import Timing

Span = tuple[float, float]
"""Seconds, from and to."""

APART = 0.03
"""Seconds between the moment of rest and anything that happens."""


@dataclass(frozen=True)
class Rhythm:
    """How something short happens, at the usual pace."""

    rise: float
    """Seconds in which it comes."""
    fall: float
    """Seconds in which it goes."""
    first: Span
    """Seconds until it happens first."""
    holds: Span
    """Seconds that it stays."""
    pauses: Span
    """Seconds between two times."""
    again: float = 0.0
    """Chance that it happens once more at once."""


@dataclass(frozen=True)
class Beats:
    """Every time that it happens within a cue, never at rest."""

    begins: NDArray[np.float64]
    """When each begins to come, in seconds of the clip."""
    ends: NDArray[np.float64]
    """When each begins to go."""
    rise: float
    fall: float

    @classmethod
    def of(cls, rhythm: Rhythm, timing: Timing, chance: np.random.Generator) -> Self:
        """Return the beats of a cue; what is under way as the clip ends just goes on."""
        pace = timing.tempo**0.5
        rise, fall = rhythm.rise / pace, rhythm.fall / pace
        at = timing.start + min(chance.uniform(*rhythm.first) / pace, 0.25 * (timing.end - timing.start))
        begins: list[float] = []
        ends: list[float] = []
        while at + rise < timing.end:
            stop = at + rise + chance.uniform(*rhythm.holds) / pace
            if stop + fall > timing.end and timing.end < timing.duration:
                stop = timing.end - fall
            if stop >= at + rise and not at - APART <= timing.rest <= stop + fall + APART:
                begins.append(at)
                ends.append(stop)
            once_more = chance.random() < rhythm.again
            at = stop + fall + (0.12 if once_more else chance.uniform(*rhythm.pauses)) / pace
        return cls(np.array(begins), np.array(ends), rise, fall)

    def each(self, time: float) -> NDArray[np.float64]:
        """Return how much of each there is at `time`, 0 to 1."""
        come, gone = (time - self.begins) / self.rise, (time - self.ends) / self.fall
        return smootherstep(come) - smootherstep(gone)

    def at(self, time: float) -> float:
        """Return how much of it there is at `time`, 0 to 1."""
        return float(self.each(time).max(initial=0.0))
