"""When a part is played, how fast and how strongly."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from photoplay.director.plan import Action, Effect, Grade, Light, Plan
from photoplay.director.vocabulary.kinds import GradeKind, Pace
from photoplay.engines.multiplane.filming.easing import smootherstep

Cue = Action | Effect | Light | Grade

TEMPO = {Pace.VERY_SLOW: 0.4, Pace.SLOW: 0.65, Pace.NORMAL: 1.0, Pace.FAST: 1.6, Pace.WHIP: 2.4}
"""How much faster than usual a pace is."""
SLOWED, HASTENED = 0.5, 4.0
"""Tempo under slow motion and in a time lapse."""
EASING_IN, EASING_OUT = 0.9, 0.7
"""Seconds in which what is played fades in and out."""


@dataclass(frozen=True)
class Timing:
    """The seconds of one cue, as those who play it need them."""

    start: float
    end: float
    duration: float
    """Of the clip."""
    rest: float
    """When the frame must be the photograph itself, so that nothing has moved yet."""
    strength: float = 1.0
    """How large or strong, as a multiple of the usual: the cue's amount times the plan's amplitude."""
    tempo: float = 1.0
    """How fast, as a multiple of the usual."""

    @classmethod
    def of(cls, cue: Cue, plan: Plan, rest: float) -> Self:
        """Return the timing of a cue of `plan` on a stage that is the photograph at `rest`, in seconds."""
        tempo = TEMPO[cue.pace]
        kinds = {grade.kind for grade in plan.grades}
        tempo *= SLOWED if GradeKind.SLOW_MOTION in kinds else 1.0
        tempo *= HASTENED if GradeKind.TIME_LAPSE in kinds else 1.0
        return cls(cue.start, cue.end, plan.duration, rest, cue.amount * plan.amplitude, tempo)

    def presence(self, time: float) -> float:
        """Return how much of it is there at `time`, 0 to 1: none at rest, easing in and out within its seconds."""
        entered = (time - self.start) / min(EASING_IN, self.end - self.start)
        left = (
            1.0 if self.end >= self.duration else (self.end - time) / min(EASING_OUT, self.end - self.start)
        )
        rested = abs(time - self.rest) / EASING_IN
        steps = smootherstep(np.array([entered, left, rested]))
        return float(steps.min())

    @property
    def throughout(self) -> bool:
        """Whether it lasts as long as the clip."""
        return self.start <= 0.0 and self.end >= self.duration

    def under_way(self, time: float) -> float:
        """Return how much of what is always in motion there is at `time`, 0 to 1.

        What lasts as long as the clip moves from its first frame to its last, so that a loop has no pause.
        """
        return 1.0 if self.throughout else self.presence(time)

    def clock(self, time: float) -> float:
        """Return the seconds since rest as it counts them: faster or slower than the clip's, negative before rest."""
        return (time - self.rest) * self.tempo

    def looped(self, period: float) -> float:
        """Return the period next to `period`, in seconds, that goes into the clip a whole number of times."""
        return self.duration / max(round(self.duration / period), 1)
