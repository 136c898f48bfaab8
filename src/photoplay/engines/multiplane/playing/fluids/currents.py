"""How fluids are carried: steady flow followed both ways, seen in two looks that take turns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, remap, scaled
from photoplay.engines.multiplane.filming.easing import smootherstep
from photoplay.engines.multiplane.filming.warp import Relief
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing

STEPS = 8
"""Steps in which a flow is followed over half a turn."""
CROSSING = 0.6
"""Share of the time in which both looks are seen, one giving way to the other: as few ghosts as show no jump."""
SETTLING = 1.5
"""Turns in which places come to take theirs at moments of their own: so slowly that nothing runs backwards."""
WANDERING = 9.0
"""Turns in which those moments may change as much as they differ."""
APART = 0.2
"""By how much of a turn places take theirs sooner or later than others, as a deviation."""
PATCH = 0.3
"""Wavelength of where they do, as a share of the long side."""
SURGE = 0.14
"""By how much of it a fluid's speed rises and falls over a clip."""
TICK = 1.0 / 60.0


@dataclass(frozen=True)
class Travel:
    """How far a fluid has come since rest: a whole number of turns by the end, so that the loop closes."""

    times: NDArray[np.float64]
    gone: NDArray[np.float64]
    """Seconds of travel at each of `times`, 0 at rest, negative before."""
    period: float
    """Seconds of travel in a turn."""
    duration: float
    """Of the clip, in seconds."""

    @classmethod
    def of(cls, timing: Timing, period: float) -> Self:
        """Return the travel within the seconds of a cue, a turn taking about `period` of them at the usual tempo."""
        times = np.arange(0.0, timing.duration + TICK, TICK)
        swell = np.sin(2.0 * np.pi * times / timing.duration - 0.7)
        pace = np.array([timing.under_way(float(time)) for time in times]) * (1.0 + SURGE * swell)
        gone = np.concatenate([[0.0], np.cumsum((pace[1:] + pace[:-1]) / 2.0) * TICK])
        gone -= np.interp(timing.rest, times, gone)
        whole = max(float(np.interp(timing.duration, times, np.abs(gone))), float(np.abs(gone[0])), TICK)
        return cls(times, gone, whole / max(round(whole * timing.tempo / period), 1), timing.duration)

    def seconds(self, time: float) -> float:
        """Return the seconds of travel since rest at `time`."""
        return float(np.interp(time, self.times, self.gone))

    def turns(self, time: float) -> float:
        """Return how many turns have been taken since rest at `time`."""
        return self.seconds(time) / self.period

    @property
    def whole(self) -> float:
        """How many turns are taken in all."""
        return float(np.ptp(self.gone)) / self.period

    def freedom(self, time: float) -> float:
        """Return how far the fluid is from both ends of its travel, where it must be the photograph; 0 to 1."""
        taken = abs(self.turns(time))
        settle = min(SETTLING, 0.5 * self.whole + 1e-6)
        shares = smootherstep(np.array([taken / settle, (self.whole - taken) / settle]))
        return float(shares.prod()) * settle / SETTLING


Stir = Callable[[Floats, float], Floats]
"""Moves a fluid besides its course, as `Displacement.shift` does; nothing at rest."""


@dataclass(frozen=True)
class Stream:
    """A current along a course; places take their turns at moments of their own, so that none is seen to."""

    course: Relief
    """Of how far a turn has carried, t in turns from -1/2 to 1/2: the factors of t and of t^2, each x and y."""
    bend: Relief
    """The factors of t^3, x and y, and when a place takes its turn: a pattern, and one that comes and goes."""
    travel: Travel
    stir: Stir | None = None

    def phases(self, points: Floats, time: float) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
        """Return two looks at the fluid, as `Current` has it.

        Each is carried from where it was half a turn before to where it will be half a turn later, and weighs most
        in the middle (Holynski et al. 2021). The moments differ from place to place (Vlachos 2010).
        """
        turns, freedom = self.travel.turns(time), self.travel.freedom(time)
        wander = np.sin(2.0 * np.pi * time / self.travel.duration) * min(self.travel.whole / WANDERING, 1.0)
        apart = APART * freedom
        course, bend = self.course.sample(points), self.bend.sample(points)
        when = np.asarray(
            cv2.transform(bend, np.array([[0.0, 0.0, apart, apart * wander, turns]])), np.float32
        )
        first, second = _turn(when + np.float32(0.5)), _turn(when)
        near = np.clip((0.5 - 2.0 * np.abs(first)) / CROSSING + 0.5, 0.0, 1.0)
        weight = np.asarray(near * near * (3.0 - 2.0 * near), np.float32)
        factors = _pair(course, 0), _pair(course, 2), _pair(bend, 0)
        one, other = _carried(factors, first), _carried(factors, second)
        if self.stir is not None:
            stirred = self.stir(points, time)
            one, other = one + stirred, other + stirred
        return (one, weight), (other, np.asarray(1.0 - weight, np.float32))


def _turn(when: Floats) -> Floats:
    return when - np.floor(when) - np.float32(0.5)


def _pair(values: Floats, first: int) -> Floats:
    """Return two of four channels, from the `first`."""
    return np.ascontiguousarray(values[..., first : first + 2])


def _carried(factors: tuple[Floats, Floats, Floats], turn: Floats) -> Floats:
    one, two, three = factors
    return scaled(one + scaled(two + scaled(three, turn), turn), turn)


def stream(setting: Setting, velocity: Floats, travel: Travel, salt: int, stir: Stir | None = None) -> Stream:
    """Return the current of a steady flow.

    Args:
        velocity: shape (rows, columns, 2), one value a node of the frame: pixels in a second of travel.
        travel: how far it has come.
        salt: of its chance.
        stir: what else moves it.
    """
    spacing = np.float32(setting.canvas.spacing)
    one, two, three = (
        factor * spacing for factor in _factors(velocity * np.float32(travel.period) / spacing)
    )
    moments = [patches(setting, PATCH, salt + which) for which in (0, 1)]
    return Stream(
        setting.canvas.relief(np.dstack([one, two])),
        setting.canvas.relief(np.dstack([three, *moments])),
        travel,
        stir,
    )


def _factors(flow: Floats) -> list[Floats]:
    """Return how a steady flow carries over t turns: the factors of t, t^2 and t^3, each (rows, columns, 2), in nodes.

    The flow, nodes in a turn, is followed backwards step by step (Stam 1999), D(t + s) = s v + D(t) where it came from,
    and the way fitted by a cubic.
    """
    rows, columns = flow.shape[:2]
    nodes = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1).astype(np.float32)
    turns, ways = [], []
    for sign in (1.0, -1.0):
        step = flow * np.float32(0.5 * sign / STEPS)
        carried = np.zeros_like(flow)
        for count in range(1, STEPS + 1):
            carried = step + remap(carried, nodes - step, cv2.BORDER_REPLICATE)
            turns.append(0.5 * sign * count / STEPS)
            ways.append(carried)
    powers = np.array(turns)[:, None] ** np.array([1.0, 2.0, 3.0])
    fit = np.linalg.pinv(powers).astype(np.float32)
    return list(np.tensordot(fit, np.stack(ways), axes=1))


def patches(setting: Setting, wavelength: float, salt: int) -> Floats:
    """Return smooth noise, one value a node of the frame, mean 0 and deviation 1.

    Args:
        wavelength: as a share of the frame's long side.
        salt: of its chance.
    """
    columns, rows = setting.canvas.size
    side = max(columns, rows)
    x, y = np.arange(columns) / side, np.arange(rows) / side
    chance = setting.chance(51, salt)
    noise = np.zeros((rows, columns))
    for _ in range(7):
        angle, phase = chance.uniform(0.0, 2.0 * np.pi, 2)
        rate = 2.0 * np.pi / (wavelength * chance.uniform(0.7, 1.6))
        across, down = rate * np.cos(angle) * x + phase, rate * np.sin(angle) * y[:, None]
        noise += np.sin(across) * np.cos(down) + np.cos(across) * np.sin(down)
    return np.asarray((noise - noise.mean()) / (noise.std() + 1e-9), np.float32)
