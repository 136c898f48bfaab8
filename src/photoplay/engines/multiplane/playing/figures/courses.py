"""How bodies move with time: breaths, steps, hops and slow wanders, each 0 at rest."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, floats
from photoplay.engines.multiplane.filming.easing import smootherstep
from photoplay.engines.multiplane.playing.pulses import Wander
from photoplay.engines.multiplane.playing.timing import Timing


@dataclass(frozen=True)
class Waves:
    """Patterns that come and go by wanders, each of its own size."""

    timing: Timing
    sizes: Floats
    wanders: tuple[Wander, ...]

    def __call__(self, time: float) -> Floats:
        """Return the strength of each pattern at `time`, in seconds."""
        presence = self.timing.presence(time) * self.timing.strength
        clock = self.timing.clock(time)
        return self.sizes * floats(*(presence * wander.at(clock) for wander in self.wanders))


@dataclass(frozen=True)
class Breath:
    """One pattern that swells with every breath, none quite as deep or as long as the one before."""

    timing: Timing
    period: float
    phase: float
    depth: Wander
    rhythm: Wander

    def __call__(self, time: float) -> Floats:
        """Return its strength at `time`, in seconds: 0 exhaled, about 1 inhaled."""
        clock = self.timing.clock(time)
        uneven = np.sin(np.pi * time / self.timing.duration) * self.rhythm.at(clock)
        turn = 2.0 * np.pi * (clock / self.period + self.phase) + uneven
        share = 0.5 - 0.5 * np.cos(turn - 0.4 * np.sin(turn))
        depth = 1.0 + 0.2 * self.depth.at(clock)
        return floats(self.timing.presence(time) * self.timing.strength * depth * share)


@dataclass(frozen=True)
class Gait:
    """Two patterns: up with every step, and to the side with every other."""

    timing: Timing
    rate: float
    """Steps in a second."""
    sizes: Floats
    phase: float
    wander: Wander

    def __call__(self, time: float) -> Floats:
        """Return the strength of both at `time`, in seconds."""
        clock = self.timing.clock(time)
        turn = np.pi * self.rate * clock + self.phase + 0.25 * self.wander.at(clock)
        presence = self.timing.presence(time) * self.timing.strength
        return self.sizes * floats(-0.5 * np.cos(2.0 * turn) * presence, np.sin(turn) * presence)


@dataclass(frozen=True)
class Hops:
    """Two patterns: up with every hop, and a little to the side for good."""

    timing: Timing
    times: NDArray[np.float64]
    size: float

    def __call__(self, time: float) -> Floats:
        """Return the strength of both at `time`, in seconds."""
        since = (abs(self.timing.clock(time)) - self.times) / 0.36
        inside = np.clip(since, 0.0, 1.0)
        height = float((16.0 * (inside * (1.0 - inside)) ** 2).sum())
        presence = self.timing.presence(time) * self.timing.strength * self.size
        return floats(presence * height, 0.0)


@dataclass(frozen=True)
class Eased:
    """One pattern that comes and stays, never quite still."""

    timing: Timing
    size: float
    seconds: float
    wander: Wander

    def __call__(self, time: float) -> Floats:
        """Return its strength at `time`, in seconds."""
        since = np.array(abs(time - self.timing.rest) - max(self.timing.start - self.timing.rest, 0.0))
        come = float(smootherstep(since / self.seconds))
        wandering = 0.06 * self.wander.at(self.timing.clock(time))
        presence = self.timing.presence(time) * self.timing.strength
        return floats(self.size * presence * (come + wandering))
