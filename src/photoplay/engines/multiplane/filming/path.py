"""From the plan's moves to a camera path: a pose for every instant, C2-smooth, at rest on the photograph once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from photoplay.director.plan import CameraMove, Plan
from photoplay.director.vocabulary.kinds import Direction, MoveKind, Pace
from photoplay.engines.multiplane.filming.camera import Pose
from photoplay.engines.multiplane.filming.easing import progress, smootherstep
from photoplay.engines.multiplane.filming.handheld import wander

Array = NDArray[np.float64]


class Target(NamedTuple):
    """What a move is about: what dollies head for, orbits turn about and zooms keep in place."""

    inverse_depth: float
    x: float = 0.0
    """Right of the photograph's axis, over the distance."""
    y: float = 0.0
    """Below it, likewise."""
    named: bool = False
    """Whether the prompt names it: the camera then turns to it, and goes as far as it takes to come nearer."""

    def nearer_to(self, about: float, share: float) -> "Target":
        """Return the target on a stage with a `share` of its depth, brought nearer to inverse depth `about`."""
        return self._replace(inverse_depth=about + (self.inverse_depth - about) * share)

    @property
    def heading(self) -> tuple[float, float]:
        """Where on the photograph the camera goes towards it: right and down, over the distance."""
        return _within(self.x, FARTHEST_HEADING), _within(self.y, FARTHEST_HEADING)

    @property
    def reach(self) -> float:
        """How much further than usual the camera goes in or out: what is far would else hardly grow."""
        return _within(USUAL_DEPTH / self.inverse_depth, FARTHEST_REACH, 1.0) if self.named else 1.0


Shape = Callable[[Array, Target], list[Array | float]]
"""Takes how far a move has gone, 0 to its size and beyond, signed, and its target; gives the seven of a pose."""

FARTHEST_HEADING = 0.2
"""How far off the photograph's axis the camera itself goes; further off it only turns."""
USUAL_DEPTH = 0.55
"""Inverse depth of a thing that grows as dollies are meant to enlarge what they head for."""
FARTHEST_REACH = 1.5
CENTRING = 0.4
"""Share of its way to the middle of the picture that a named target is turned by."""
FARTHEST_TURN = 0.09
"""Radians that a usual move turns by for that."""
TURN_ZOOM = 0.8
"""Zoom in, per radian turned: an operator closes in so as not to look past the photograph."""
OVER = 0.1
"""How far a camera that rises or sinks goes forward meanwhile to come over, or down to, a named target."""
HELD = 0.25
"""Share of its parallax by which a sideways move past something holds what is behind it: more would be an orbit."""
TURNS = frozenset(
    {
        MoveKind.STATIC,
        MoveKind.PAN,
        MoveKind.TILT,
        MoveKind.ROLL,
        MoveKind.ZOOM,
        MoveKind.HANDHELD,
        MoveKind.RACK_FOCUS,
    }
)
"""Moves in which the camera stays about where it is, so that next to nothing is uncovered."""
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


def _truck(r: Array, target: Target) -> list[Array | float]:
    x = 0.13 * r
    return [x, 0, 0, -HELD * np.arctan(x * target.inverse_depth) if target.named else 0, 0, 0, 0]


def _pedestal(r: Array, target: Target) -> list[Array | float]:
    y = -0.10 * r
    if not target.named:
        return [0, y, 0, 0, 0, 0, 0]
    z = OVER * np.abs(r)
    return [_sideways(target, z), y, z, 0, HELD * np.arctan(y * target.inverse_depth), 0, 0]


def _dolly(r: Array, target: Target) -> list[Array | float]:
    yaw, pitch, zoom = _turning(r, target)
    return [*_towards(target, 0.28 * target.reach * r), yaw, pitch, 0, zoom]


def _zoom(r: Array, target: Target) -> list[Array | float]:
    zoom = np.where(r > 0, 0.26, 0.14) * r
    yaw, pitch = _keeping(target, zoom)
    turn, lift, closer = _turning(r, target)
    return [0, 0, 0, yaw + turn, pitch + lift, 0, zoom + closer]


def _dolly_zoom(r: Array, target: Target) -> list[Array | float]:
    z = 0.32 * r
    zoom = np.log(np.maximum(1.0 - z * target.inverse_depth, 0.2))
    return [*_towards(target, z), *_keeping(target, zoom), 0, zoom]


def _orbit(r: Array, target: Target) -> list[Array | float]:
    yaw = 0.12 * r
    aside, ahead = target.heading[0] / target.inverse_depth, 1.0 / target.inverse_depth
    x = aside * (1.0 - np.cos(yaw)) - ahead * np.sin(yaw)
    z = ahead * (1.0 - np.cos(yaw)) + aside * np.sin(yaw)
    return [x, 0, z, yaw, 0, 0, 0]


def _crane(r: Array, target: Target) -> list[Array | float]:
    y, z = -0.11 * r, (OVER if target.named else 0.05) * np.abs(r)
    return [_sideways(target, z), y, z, 0, 0.65 * np.arctan(y * target.inverse_depth), 0, 0]


def _aerial(r: Array, target: Target) -> list[Array | float]:
    z = 0.22 * r
    return [_sideways(target, z), -0.05 * r, z, 0, -0.025 * r, 0, 0]


def _aerial_lift(r: Array, target: Target) -> list[Array | float]:
    y, z = -0.12 * r, 0.06 * r
    return [_sideways(target, z), y, z, 0, 0.5 * np.arctan(y * target.inverse_depth), 0, 0]


def _tracking(r: Array, target: Target) -> list[Array | float]:
    yaw, pitch, zoom = _turning(r, target)
    return [*_towards(target, 0.20 * target.reach * r), yaw, pitch, 0, zoom]


def _tracking_beside(r: Array, target: Target) -> list[Array | float]:
    x = 0.17 * r
    return [x, 0, 0, -0.75 * np.arctan(x * target.inverse_depth), 0, 0, 0]


def _towards(target: Target, z: Array) -> tuple[Array, Array, Array]:
    """Return the position that is `z` nearer to `target`."""
    across, down = target.heading
    return across * z, down * z, z


def _sideways(target: Target, z: Array) -> Array | float:
    """Return how far a camera that rises goes across to come over a named target."""
    return target.heading[0] * z if target.named else 0.0


def _turning(r: Array, target: Target) -> tuple[Array | float, Array | float, Array | float]:
    """Return the pan, tilt and zoom that bring a named `target` nearer to the middle, as the camera goes in."""
    if not target.named:
        return 0.0, 0.0, 0.0
    share = 2.0 * np.maximum(r, 0.0) / (1.0 + np.maximum(r, 0.0))
    yaw, pitch = (_within(CENTRING * offset, FARTHEST_TURN) for offset in (target.x, -target.y))
    return yaw * share, pitch * share, TURN_ZOOM * float(np.hypot(yaw, pitch)) * share


def _within(value: float, most: float, least: float | None = None) -> float:
    """Return `value` within `least`, or the negative of `most`, and `most`."""
    return min(max(value, -most if least is None else least), most)


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


class Path(Protocol):
    """Where the camera is through a clip."""

    def poses(self, times: Array) -> list[Pose]:
        """Return the pose at each of `times`, seconds from the start of the clip."""
        ...


@dataclass(frozen=True)
class CameraPath:
    """The camera's path through a clip, as a plan has it."""

    plan: Plan
    target: Target
    """What the whole shot is about."""
    seed: int = 0
    rest: float = 0.0
    """When the camera is where the photograph was taken, in seconds: the first instant, or the last to arrive there."""
    aims: tuple[Target, ...] = ()
    """What each move is about, in the plan's order; empty means `target`."""
    gains: tuple[float, ...] = ()
    """The governor's share of each move's size, 0 to 1, in the plan's order; empty means all of it."""
    push: float = 0.0
    """How much the camera zooms in per unit of sideways excursion, so as not to look past the photograph."""

    def shallower(self, share: float) -> "CameraPath":
        """Return the path on a stage with a `share` of its depth, all of it brought nearer to the target."""
        aims = tuple(aim.nearer_to(self.target.inverse_depth, share) for aim in self.aims)
        return replace(self, aims=aims)

    def poses(self, times: Array) -> list[Pose]:
        """See `Path`."""
        travel = self._travels(np.append(times, self.rest))
        travel = travel[:-1] - travel[-1]
        travel[:, 6] += self.push * _excursion(travel)
        return [Pose(*map(float, row)) for row in travel]

    def _travels(self, times: Array) -> Array:
        total = DRIFT_SHARE * self.plan.drift * wander(times, self.seed, tremor=0.0)
        for index, move in enumerate(self.plan.moves):
            gain = self.gains[index] if self.gains else 1.0
            aim = self.aims[index] if self.aims else self.target
            total = total + self._travel(move, gain, aim, times)
        return total

    def _travel(self, move: CameraMove, gain: float, aim: Target, times: Array) -> Array:
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
        columns = shape(sign * size * done, aim)
        return np.stack([np.broadcast_to(np.asarray(c, np.float64), times.shape) for c in columns], axis=-1)


def _excursion(poses: Array) -> Array:
    """Return how far each pose has left the photograph's axis sideways: smooth, zero at rest."""
    weights = np.array([0.5, 0.5, 0.0, 1.0, 1.0, 0.5, 0.0])
    rounding = 0.01
    squared: Array = ((poses * weights) ** 2).sum(axis=-1)
    return np.sqrt(squared + rounding**2) - rounding
