"""From the plan's moves to a camera path: a pose for every instant, C2-smooth, at rest on the photograph once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from photoplay.director.plan import CameraMove, Plan
from photoplay.director.vocabulary.kinds import Direction, MoveKind, Pace
from photoplay.engines.multiplane.camera import Pose
from photoplay.engines.multiplane.easing import progress, smootherstep
from photoplay.engines.multiplane.handheld import wander

Array = NDArray[np.float64]


class Target(NamedTuple):
    """What the shot is about: what dollies head for, orbits turn about and zooms keep in place."""

    inverse_depth: float
    x: float = 0.0
    """Right of the photograph's axis, over the distance."""
    y: float = 0.0
    """Below it, likewise."""


Shape = Callable[[Array, Target], list[Array | float]]
"""Takes how far a move has gone, 0 to its size and beyond, signed, and its target; gives the seven of a pose."""

PACE_REACH = {Pace.VERY_SLOW: 0.45, Pace.SLOW: 0.7, Pace.NORMAL: 1.0, Pace.FAST: 1.3, Pace.WHIP: 1.3}
"""A slower move travels less far in the same time."""
FAST_SHARE = 0.6
"""Share of its time in which a fast move is done."""
WHIP_SECONDS = 0.45
DRIFT_SHARE = 0.3
"""Micro-drift as a share of a full handheld wander."""
_SIGN = {
    Direction.LEFT: -1.0,
    Direction.RIGHT: 1.0,
    Direction.UP: 1.0,
    Direction.DOWN: -1.0,
    Direction.IN: 1.0,
    Direction.OUT: -1.0,
    Direction.CLOCKWISE: 1.0,
    Direction.COUNTERCLOCKWISE: -1.0,
}


def _pan(r: Array, _target: Target) -> list[Array | float]:
    return [0, 0, 0, 0.095 * r, 0, 0, 0]


def _tilt(r: Array, _target: Target) -> list[Array | float]:
    return [0, 0, 0, 0, 0.075 * r, 0, 0]


def _roll(r: Array, _target: Target) -> list[Array | float]:
    return [0, 0, 0, 0, 0, 0.105 * r, 0]


def _truck(r: Array, _target: Target) -> list[Array | float]:
    return [0.13 * r, 0, 0, 0, 0, 0, 0]


def _pedestal(r: Array, _target: Target) -> list[Array | float]:
    return [0, -0.10 * r, 0, 0, 0, 0, 0]


def _dolly(r: Array, target: Target) -> list[Array | float]:
    z = 0.28 * r
    return [target.x * z, target.y * z, z, 0, 0, 0, 0]


def _zoom(r: Array, target: Target) -> list[Array | float]:
    zoom = np.where(r > 0, 0.26, 0.14) * r
    return [0, 0, 0, *_keeping(target, zoom), 0, zoom]


def _dolly_zoom(r: Array, target: Target) -> list[Array | float]:
    z = 0.32 * r
    zoom = np.log(np.maximum(1.0 - z * target.inverse_depth, 0.2))
    return [target.x * z, target.y * z, z, *_keeping(target, zoom), 0, zoom]


def _orbit(r: Array, target: Target) -> list[Array | float]:
    yaw = 0.12 * r
    aside, ahead = target.x / target.inverse_depth, 1.0 / target.inverse_depth
    x = aside * (1.0 - np.cos(yaw)) - ahead * np.sin(yaw)
    z = ahead * (1.0 - np.cos(yaw)) + aside * np.sin(yaw)
    return [x, 0, z, yaw, 0, 0, 0]


def _crane(r: Array, target: Target) -> list[Array | float]:
    y = -0.11 * r
    return [0, y, 0.05 * np.abs(r), 0, 0.65 * np.arctan(y * target.inverse_depth), 0, 0]


def _aerial(r: Array, _target: Target) -> list[Array | float]:
    return [0, -0.05 * r, 0.22 * r, 0, -0.025 * r, 0, 0]


def _aerial_lift(r: Array, target: Target) -> list[Array | float]:
    y = -0.12 * r
    return [0, y, 0.06 * r, 0, 0.5 * np.arctan(y * target.inverse_depth), 0, 0]


def _tracking(r: Array, target: Target) -> list[Array | float]:
    z = 0.20 * r
    return [target.x * z, target.y * z, z, 0, 0, 0, 0]


def _tracking_beside(r: Array, target: Target) -> list[Array | float]:
    x = 0.17 * r
    return [x, 0, 0, -0.75 * np.arctan(x * target.inverse_depth), 0, 0, 0]


def _keeping(target: Target, zoom: Array) -> tuple[Array, Array]:
    """Return the pan and tilt that keep `target` in its place on the screen while the lens zooms."""
    length = np.exp(zoom)
    yaw = np.arctan(target.x) - np.arctan(target.x / length)
    pitch = np.arctan(target.y / length) - np.arctan(target.y)
    return yaw, pitch


SHAPES: dict[MoveKind, Shape] = {
    MoveKind.PAN: _pan,
    MoveKind.TILT: _tilt,
    MoveKind.ROLL: _roll,
    MoveKind.TRUCK: _truck,
    MoveKind.PEDESTAL: _pedestal,
    MoveKind.DOLLY: _dolly,
    MoveKind.ZOOM: _zoom,
    MoveKind.DOLLY_ZOOM: _dolly_zoom,
    MoveKind.ORBIT: _orbit,
    MoveKind.CRANE: _crane,
    MoveKind.AERIAL: _aerial,
    MoveKind.TRACKING: _tracking,
}
_SIDEWAYS = (Direction.LEFT, Direction.RIGHT)
_UPWARDS = (Direction.UP, Direction.DOWN)


def _shape_of(move: CameraMove) -> Shape | None:
    if move.kind is MoveKind.TRACKING and move.direction in _SIDEWAYS:
        return _tracking_beside
    if move.kind is MoveKind.AERIAL and move.direction in _UPWARDS:
        return _aerial_lift
    return SHAPES.get(move.kind)


def _window(move: CameraMove) -> tuple[float, float]:
    """Return the seconds between which a move really travels: fast ones do it in less than their time."""
    span = move.end - move.start
    if move.pace is Pace.WHIP:
        length = min(WHIP_SECONDS, span)
        return move.start + 0.35 * (span - length), length
    return move.start, span * (FAST_SHARE if move.pace is Pace.FAST else 1.0)


@dataclass(frozen=True)
class CameraPath:
    """The camera's path through a clip."""

    plan: Plan
    target: Target
    seed: int = 0
    rest: float = 0.0
    """When the camera is where the photograph was taken, in seconds: the first instant, or the last to arrive there."""
    gains: tuple[float, ...] = ()
    """The governor's share of each move's size, 0 to 1, in the plan's order; empty means all of it."""
    push: float = 0.0
    """How much the camera zooms in per unit of sideways excursion, so as not to look past the photograph."""

    def poses(self, times: Array) -> list[Pose]:
        """Return the pose at each of `times`, seconds from the start of the clip."""
        travel = self._travels(np.append(times, self.rest))
        travel = travel[:-1] - travel[-1]
        travel[:, 6] += self.push * _excursion(travel)
        return [Pose(*map(float, row)) for row in travel]

    def _travels(self, times: Array) -> Array:
        total = DRIFT_SHARE * self.plan.drift * wander(times, self.seed, tremor=0.0)
        for index, move in enumerate(self.plan.moves):
            total = total + self._travel(move, self.gains[index] if self.gains else 1.0, times)
        return total

    def _travel(self, move: CameraMove, gain: float, times: Array) -> Array:
        size = move.amount * PACE_REACH[move.pace] * self.plan.amplitude * gain
        if move.kind is MoveKind.HANDHELD:
            fade = smootherstep((times - move.start) / 0.6) if move.start > 0 else np.ones_like(times)
            if move.end < self.plan.duration:
                fade = fade * smootherstep((move.end - times) / 0.6)
            return size * fade[:, None] * wander(times, self.seed, tremor=1.0)
        shape = _shape_of(move)
        if shape is None:
            return np.zeros((len(times), 7))
        start, length = _window(move)
        done = progress((times - start) / length, move.easing)
        sign = _SIGN[move.direction] if move.direction else 1.0
        columns = shape(sign * size * done, self.target)
        return np.stack([np.broadcast_to(np.asarray(c, np.float64), times.shape) for c in columns], axis=-1)


def _excursion(poses: Array) -> Array:
    """Return how far each pose has left the photograph's axis sideways: smooth, zero at rest."""
    weights = np.array([0.5, 0.5, 0.0, 1.0, 1.0, 0.5, 0.0])
    rounding = 0.01
    squared: Array = ((poses * weights) ** 2).sum(axis=-1)
    return np.sqrt(squared + rounding**2) - rounding
