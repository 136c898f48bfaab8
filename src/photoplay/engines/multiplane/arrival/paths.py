"""Camera paths that leave one photograph and end in another."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from photoplay.director.plan import CameraMove, Plan
from photoplay.director.vocabulary.kinds import MoveKind
from photoplay.engines.multiplane.filming.camera import Pose
from photoplay.engines.multiplane.filming.easing import ramped, smootherstep
from photoplay.engines.multiplane.filming.path import CameraPath, Path

Array = NDArray[np.float64]
RAMP = 0.25
"""Share of the clip in which what goes from one photograph to the other speeds up, and slows down."""
TURN = 0.2
"""Share of its way out in which a camera that comes back speeds up, and slows down."""
INSTANTS = 241
"""At which it is measured how far a camera has gone."""
SEEN = np.array([0.5, 0.5, 0.25, 1.0, 1.0, 0.3, 0.3])
"""How much is seen of each number of a pose, in long sides of the frame: a place halfway near, and off the middle."""
SETTLING = 0.35
"""Share of the clip in which a wandering camera comes to rest at its end; it starts where it is."""


@dataclass(frozen=True)
class Crossing:
    """How far the clip has come from the one photograph to the other, 0 to 1."""

    end: float
    """When the last frame is taken, in seconds."""

    def __call__(self, time: float) -> float:
        """Return the share of the way at `time`, in seconds."""
        return float(self.shares(np.array([time]))[0])

    def shares(self, times: Array) -> Array:
        """Return the same for many times."""
        return ramped(times / self.end, RAMP, RAMP)

    def most_in(self, seconds: float) -> float:
        """Return the most of the way that is gone in so many seconds."""
        starts = np.linspace(0.0, max(self.end - seconds, 0.0), 101)
        return float((self.shares(starts + seconds) - self.shares(starts)).max())


@dataclass(frozen=True)
class Returning:
    """A path that is at rest at both ends of the clip: moves go out and come back, a wandering camera settles.

    Where both photographs are taken from one place, there is nowhere else for the camera to end. Moves are gone
    through at one speed, whatever their own, and in their order: out in the first half, back in the second.
    """

    path: CameraPath
    end: float
    """When the last frame is taken, in seconds."""

    def poses(self, times: Array) -> list[Pose]:
        """See `Path`."""
        share = np.clip(times / self.end, 0.0, 1.0)
        away = ramped(1.0 - np.abs(2.0 * share - 1.0), TURN, TURN)
        seconds, gone = self._gone
        moved = np.array(self._moving.poses(np.interp(away, gone, seconds)))
        settled = smootherstep((self.end - times) / (SETTLING * self.end))
        strayed = np.array(_only(self.path, wandering=True).poses(times))
        return [Pose(*map(float, row)) for row in moved + settled[:, None] * strayed]

    @cached_property
    def _moving(self) -> CameraPath:
        return _only(self.path, wandering=False)

    @cached_property
    def _gone(self) -> tuple[Array, Array]:
        """Return instants, and which share of its way the moving camera has gone by then."""
        seconds = np.linspace(0.0, self.end, INSTANTS)
        steps = np.abs(np.diff(np.array(self._moving.poses(seconds)), axis=0)) @ SEEN
        gone = np.concatenate([[0.0], np.cumsum(steps)])
        return seconds, gone / gone[-1] if gone[-1] > 0.0 else seconds / self.end


@dataclass(frozen=True)
class Travelling:
    """A path that besides goes to where another photograph was taken, or comes from there."""

    path: Path
    goal: Pose
    """Where the other photograph was taken, relative to this one."""
    crossing: Crossing
    arrives: bool = False
    """Whether it comes from there, being here at the end, instead of leaving."""

    def poses(self, times: Array) -> list[Pose]:
        """See `Path`."""
        shares = self.crossing.shares(times)
        away = 1.0 - shares if self.arrives else shares
        travelled = np.array(self.path.poses(times)) + away[:, None] * np.array(self.goal)
        return [Pose(*map(float, row)) for row in travelled]


def _only(path: CameraPath, *, wandering: bool) -> CameraPath:
    """Return `path` with nothing but its wandering, handheld moves and drift, or without it."""

    def wanders(move: CameraMove) -> bool:
        return move.kind is MoveKind.HANDHELD

    kept = [index for index, move in enumerate(path.plan.moves) if wanders(move) is wandering]
    plan = path.plan.model_copy(
        update={
            "moves": tuple(path.plan.moves[index] for index in kept),
            "drift": path.plan.drift if wandering else 0.0,
        }
    )
    gains = tuple(path.gains[index] for index in kept) if path.gains else ()
    aims = tuple(path.aims[index] for index in kept) if path.aims else ()
    return replace(path, plan=plan, gains=gains, aims=aims)


def without_moves(plan: Plan) -> Plan:
    """Return `plan` with no camera move but a handheld one: the way between two photographs is the move."""
    kept = tuple(move for move in plan.moves if move.kind is MoveKind.HANDHELD)
    still = CameraMove(kind=MoveKind.STATIC, end=plan.duration)
    return plan.model_copy(update={"moves": kept or (still,), "drift": 0.0})
