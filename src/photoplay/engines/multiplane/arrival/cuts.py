"""Match cuts: ways from one picture to another that has nothing in common with it, on finished frames."""

from typing import Protocol

from photoplay.director.plan import CameraMove, Plan
from photoplay.director.vocabulary.kinds import ArrivalKind, Direction, MoveKind, Pace
from photoplay.engines.engine import Frame
from photoplay.engines.multiplane.arrival.moving_cuts import Place, Push, Whip
from photoplay.engines.multiplane.arrival.optical_cuts import Dissolve, FocusPull, LightSweep, Straight
from photoplay.engines.multiplane.arrival.window import Brightness, Shoot, Window
from photoplay.engines.multiplane.filming.camera import View

MIDDLE: Place = (0.5, 0.5)

SECONDS: dict[ArrivalKind, tuple[float, float]] = {
    ArrivalKind.CUT: (0.0, 0.0),
    ArrivalKind.DISSOLVE: (0.25, 0.25),
    ArrivalKind.PUSH: (0.5, 0.45),
    ArrivalKind.WHIP: (0.3, 0.3),
    ArrivalKind.FOCUS: (0.6, 0.6),
    ArrivalKind.LIGHT: (0.55, 0.55),
}
"""How long each kind takes before the change and after it."""
_WAYS: dict[Direction, tuple[float, float]] = {
    Direction.LEFT: (-1.0, 0.0),
    Direction.RIGHT: (1.0, 0.0),
    Direction.UP: (0.0, -1.0),
    Direction.DOWN: (0.0, 1.0),
    Direction.CLOCKWISE: (-1.0, 0.0),
    Direction.COUNTERCLOCKWISE: (1.0, 0.0),
}
"""Which way the frame goes over the picture: right and down. An orbit clockwise carries the camera to its left."""
_SIDEWAYS = frozenset({MoveKind.PAN, MoveKind.TRUCK, MoveKind.TRACKING})
_UPRIGHT = frozenset({MoveKind.TILT, MoveKind.PEDESTAL, MoveKind.CRANE, MoveKind.AERIAL})
_ONWARD = frozenset({MoveKind.DOLLY, MoveKind.ZOOM, MoveKind.TRACKING, MoveKind.AERIAL, MoveKind.DOLLY_ZOOM})


class Cut(Protocol):
    """A way from one picture to the other."""

    @property
    def span(self) -> tuple[float, float]:
        """When it begins and ends, in seconds: before, only the first picture is seen, afterwards only the second."""

    def frame(self, time: float, before: Shoot, after: Shoot) -> Frame:
        """Return the frame at `time`, in seconds; outside of `span` one of the two, untouched.

        Args:
            time: in seconds.
            before: films the first picture at that time; called only if it is seen.
            after: films the second, likewise.
        """


def default_cut(plan: Plan, at: float | None = None) -> ArrivalKind:
    """Return the cut that goes on with what the camera does, at a time in seconds or in the middle of the clip."""
    move = move_at(plan, plan.duration / 2 if at is None else at)
    if move.direction in (Direction.IN, Direction.OUT) and move.kind in _ONWARD:
        return ArrivalKind.PUSH
    if move.direction in _WAYS and move.kind in _SIDEWAYS | _UPRIGHT:
        return ArrivalKind.WHIP
    return ArrivalKind.FOCUS


def without_whips(plan: Plan) -> Plan:
    """Return `plan` without the whip pans that a whip to the end image makes itself, so that it is not made twice."""
    kept = tuple(move for move in plan.moves if move.pace is not Pace.WHIP)
    still = CameraMove(kind=MoveKind.STATIC, end=plan.duration)
    return plan.model_copy(update={"moves": kept or (still,)})


def move_at(plan: Plan, at: float) -> CameraMove:
    """Return the camera move that a cut at `at`, in seconds, goes on with: one with a way to go, if there is one."""
    going = [move for move in plan.moves if move.start <= at <= move.end] or list(plan.moves)
    ways = [move for move in going if move.direction in _WAYS or move.kind in _ONWARD]
    return max(ways or going, key=lambda move: move.start)


def cut(
    kind: ArrivalKind,
    plan: Plan,
    view: View,
    *,
    at: float,
    towards: Place = MIDDLE,
    out_of: Place = MIDDLE,
    brightness: Brightness,
    seed: int = 0,
) -> Cut:
    """Return a cut of a kind, which goes the way the camera goes.

    Args:
        kind: one of `SECONDS`.
        plan: of the clip, for the camera's move around `at`.
        view: the frame.
        at: when the one picture gives way to the other, in seconds.
        towards: where the first's subject is, in shares of the frame's width and height.
        out_of: where the second's is: it begins where the first's was.
        brightness: the mean lumas around the change, see `window.mean_luma`.
        seed: of the shape of a light.

    Raises:
        KeyError: `kind` is no cut.
    """
    first, second = SECONDS[kind]
    window = Window(at - first, at, at + second)
    move = move_at(plan, at)
    right, down = _WAYS.get(move.direction or Direction.RIGHT, (1.0, 0.0))
    match kind:
        case ArrivalKind.PUSH:
            inward = move.direction is not Direction.OUT
            return Push(window, view, towards, out_of, inward, brightness)
        case ArrivalKind.WHIP:
            return Whip(window, view, right == 0.0, right + down > 0.0, brightness)
        case ArrivalKind.FOCUS:
            return FocusPull(window, view)
        case ArrivalKind.LIGHT:
            return LightSweep(window, view, (right, down), seed)
        case ArrivalKind.DISSOLVE:
            return Dissolve(window)
        case _:
            return Straight(at)
