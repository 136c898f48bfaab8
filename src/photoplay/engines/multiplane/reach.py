"""How far each camera move may go on a stage: the governor's verdicts as figures, without filming."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from photoplay.director.plan import CameraMove, Plan
from photoplay.director.vocabulary.kinds import DIRECTIONS, Direction, MoveKind
from photoplay.engines.multiplane.filming.camera import Pose, View
from photoplay.engines.multiplane.filming.path import CameraPath, Target
from photoplay.engines.multiplane.governor import (
    FOOT,
    MOST_BENT,
    MOST_STRETCH,
    MOST_UNCOVERED,
    Strain,
    govern,
)
from photoplay.engines.multiplane.shallows import depth_for
from photoplay.engines.multiplane.staging.geometry import Geometry
from photoplay.progress import Part, Progress, unwatched

SECONDS = 5.0
"""Length of the clip that a move by itself is judged in."""
INSTANTS = 61
"""Instants at which the size of a move is measured."""
PLACELESS = (MoveKind.STATIC, MoveKind.RACK_FOCUS)
"""Moves that need no room."""
NEARLY = 0.85
"""Share of a limit from which it counts as reached."""
SMALLER_TOGETHER = 0.02
"""Share of a move that has to be missing, next to what it may have alone, for others to be the cause."""


class Unit(StrEnum):
    """What the size of a move is measured in."""

    DEGREES = "degrees"
    DISTANCE = "distance to the target"
    WIDTH = "frame width"
    """That the target would cross."""
    HEIGHT = "frame height"
    """Likewise."""
    MAGNIFICATION = "magnification"


class Limit(StrEnum):
    """What keeps a move from being larger."""

    EDGE = "edge"
    """It would look further beyond the photograph than can be invented."""
    FOOT = "foot"
    """It would show too much of a subject below the frame."""
    HIDDEN = "hidden"
    """It would uncover too much of what the photograph hides."""
    STRETCH = "stretch"
    """It would stretch surfaces."""
    BEND = "bend"
    """It would bend what is straight."""
    FOLD = "fold"
    """It would fold surfaces over themselves."""
    OTHERS = "others"
    """The plan's other moves, together with it."""


@dataclass(frozen=True)
class Reach:
    """How far one camera move may go."""

    move: CameraMove
    share: float
    """The governor's share of the move's size, 0 to 1."""
    size: float
    """Of what is left of the move, in `unit`: degrees, a share, or a factor."""
    unit: Unit
    push_in: float
    """Magnification that keeps the camera from looking past the photograph meanwhile; 1 is none."""
    limit: Limit | None
    """None where the whole move is safe."""

    def figures(self) -> dict[str, object]:
        """Return every figure, ready for JSON."""
        return {
            "kind": self.move.kind.value,
            "direction": self.move.direction and self.move.direction.value,
            "target": self.move.target,
            "amount": self.move.amount,
            "share": round(self.share, 4),
            "size": round(self.size, 4),
            "unit": self.unit.value,
            "push_in": round(self.push_in, 4),
            "limit": self.limit and self.limit.value,
        }


def usual_paths(target: Target) -> list[CameraPath]:
    """Return a path for every camera move in every direction, at its usual size, each about `target`."""
    every = [(kind, way) for kind in MoveKind if kind not in PLACELESS for way in DIRECTIONS[kind] or (None,)]
    moves = [CameraMove(kind=kind, direction=way, end=SECONDS) for kind, way in every]
    return [CameraPath(Plan(duration=SECONDS, moves=(move,)), target) for move in moves]


def reaches_of(
    geometry: Geometry, path: CameraPath, rim: float, progress: Progress = unwatched
) -> tuple[Reach, ...]:
    """Return how far each move of `path` that needs room may go, together with the others.

    Args:
        rim: pixels beyond each side of the frame that can be invented.
        progress: called between the paths that are tried; raise to stop.
    """
    together = _reaches(geometry, path, rim, Part(progress, 0.0, 0.5))
    if len(together) < 2:
        return together
    found: list[Reach] = []
    for index, move in enumerate(path.plan.moves):
        if move.kind in PLACELESS:
            continue
        reach, share = together[len(found)], (index + 1) / len(path.plan.moves)
        alone = _reaches(geometry, _only(path, index), rim, Part(progress, 0.5 * share, 0.5 + 0.5 * share))[0]
        crowded = reach.share < alone.share - SMALLER_TOGETHER
        found.append(replace(reach, limit=Limit.OTHERS if crowded else alone.limit))
    return tuple(found)


def _only(path: CameraPath, index: int) -> CameraPath:
    """Return `path` with one of its moves."""
    gains, aims = path.gains[index : index + 1], path.aims[index : index + 1]
    plan = path.plan.model_copy(update={"moves": path.plan.moves[index : index + 1]})
    return replace(path, plan=plan, gains=gains, aims=aims)


def _reaches(geometry: Geometry, path: CameraPath, rim: float, progress: Progress) -> tuple[Reach, ...]:
    """Return how far each move that needs room may go."""
    times = np.linspace(0.0, path.plan.duration, INSTANTS)
    depth = depth_for(geometry, path, times, rim, Part(progress, 0.0, 0.6))
    geometry, path = geometry.shallower(depth, path.target.inverse_depth), path.shallower(depth)
    framing = govern(geometry, path, times, rim, Part(progress, 0.6, 1.0))
    governed, limit = framing.path, _nearest_limit(framing.strain, rim)
    calm = replace(governed, plan=path.plan.model_copy(update={"drift": 0.0}))
    found = []
    for index, move in enumerate(path.plan.moves):
        if move.kind in PLACELESS:
            continue
        alone = _only(calm, index)
        share = governed.gains[index] if governed.gains else 1.0
        poses, pushed = _poses(replace(alone, push=0.0), times), _poses(alone, times)
        nearness = (path.aims[index] if path.aims else path.target).inverse_depth
        size, unit = _size(move, poses, geometry.view, nearness)
        push_in = float(np.exp(np.abs(pushed[:, 6] - poses[:, 6]).max()))
        found.append(Reach(move, share, size, unit, push_in, limit if share < 1.0 else None))
    return tuple(found)


def _poses(path: CameraPath, times: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array(path.poses(times))


def _nearest_limit(strain: Strain, rim: float) -> Limit:
    """Return which limit of the governor a path is nearest to."""
    reached = {
        Limit.EDGE: max(strain.overshoot) / rim,
        Limit.FOOT: strain.foot / (FOOT * rim),
        Limit.HIDDEN: strain.uncovered / MOST_UNCOVERED,
        Limit.STRETCH: (strain.stretch - 1.0) / (MOST_STRETCH - 1.0),
        Limit.BEND: strain.bend / MOST_BENT,
    }
    nearest = max(reached, key=lambda limit: reached[limit])
    return nearest if reached[nearest] > NEARLY else Limit.FOLD


_MEASURED: Mapping[MoveKind, tuple[int, Unit]] = {
    MoveKind.PAN: (Pose._fields.index("yaw"), Unit.DEGREES),
    MoveKind.TILT: (Pose._fields.index("pitch"), Unit.DEGREES),
    MoveKind.ROLL: (Pose._fields.index("roll"), Unit.DEGREES),
    MoveKind.ORBIT: (Pose._fields.index("yaw"), Unit.DEGREES),
    MoveKind.HANDHELD: (Pose._fields.index("yaw"), Unit.DEGREES),
    MoveKind.ZOOM: (Pose._fields.index("zoom"), Unit.MAGNIFICATION),
    MoveKind.TRUCK: (Pose._fields.index("x"), Unit.WIDTH),
    MoveKind.PEDESTAL: (Pose._fields.index("y"), Unit.HEIGHT),
    MoveKind.CRANE: (Pose._fields.index("y"), Unit.HEIGHT),
}
_AHEAD = (Pose._fields.index("z"), Unit.DISTANCE)
_BESIDE = (Pose._fields.index("x"), Unit.DISTANCE)
_LIFT = (Pose._fields.index("y"), Unit.HEIGHT)


def _size(move: CameraMove, poses: NDArray[np.float64], view: View, nearness: float) -> tuple[float, Unit]:
    """Return how large a move is at its largest, and in what unit."""
    axis, unit = _MEASURED.get(move.kind, _AHEAD)
    if move.kind is MoveKind.TRACKING and move.direction in (Direction.LEFT, Direction.RIGHT):
        axis, unit = _BESIDE
    if move.kind is MoveKind.AERIAL and move.direction in (Direction.UP, Direction.DOWN):
        axis, unit = _LIFT
    most = float(poses[np.abs(poses[:, axis]).argmax(), axis])
    if unit is Unit.MAGNIFICATION:
        return float(np.exp(most)), unit
    scale = {
        Unit.DEGREES: 180.0 / np.pi,
        Unit.DISTANCE: nearness,
        Unit.WIDTH: nearness * view.focal / view.width,
        Unit.HEIGHT: nearness * view.focal / view.height,
    }[unit]
    return abs(most) * float(scale), unit
