"""Which camera move a clip shows, told from its pictures alone.

The tracks of a clip are explained in two steps. First a camera that only turns and zooms is fitted to them
(yaw, pitch, roll and focal length, robustly; exact for a scene of any depth). What is left is parallax: its
direction at a point p of the picture is (-Tx + Tz px, -Ty + Tz py) for a camera travelling along T, whatever
the depths are, so T follows from an eigenvector (after Longuet-Higgins and Prazdny 1980; Rieger and Lawton
1985). No parallax: the camera panned, tilted, rolled or zoomed. Parallax along x, y or z: it travelled.
Where near and far then move against each other, the camera also turned (or zoomed) to hold its subject.

Judged as one, since pictures cannot tell them apart without the scene's depths:

- dolly, tracking and aerial in or out: travel ahead
- orbit clockwise and tracking left; orbit counterclockwise and tracking right: sideways, turning back
- crane and aerial up or down: upwards, turning back; and pedestal, which they come close to over far scenes
- static and rack focus: no motion

Which of two things moving against each other is nearer, pictures alone cannot tell either (the Necker cube's
ambiguity): things low or central in the frame are taken to be near.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.metrics import Floats, Tracks
from photoplay.director.plan import Direction, MoveKind

D = Direction
Move = tuple[MoveKind, Direction | None]

STATIC = 0.004
"""Displacement, as a share of the long side, under which a camera stands still."""
PARALLAX = 0.2
"""Share of the displacement that must be parallax where a camera travels."""
AGAINST = 0.25
"""Share of the largest displacement that some point goes the other way where a camera turns back."""
FIT_ROUNDS = 12
YAW, PITCH, ROLL, ZOOM = range(4)


@dataclass(frozen=True)
class Motion:
    """What a clip's tracks say about its camera. Lengths are shares of the frame's long side.

    Attributes:
        shift: 90th percentile of the displacements from the first frame to the last.
        wander: length of the mean track's path over its largest distance from the start.
        turn: yaw right, pitch up, roll clockwise (radians) and zoom (logarithm) of the fitted camera.
        parallax: 90th percentile of what the turn leaves unexplained.
        heading: unit vector of travel: right, down, ahead; its sign is not known.
        low: 5th percentile of the displacement along the heading's main axis, the turn about it included.
        high: 95th percentile of the same.
        nearness: correlation of that displacement with nearness as taken from the place in the frame.
    """

    shift: float
    wander: float
    turn: Floats
    parallax: float
    heading: Floats
    low: float
    high: float
    nearness: float


def measure(tracks: Tracks) -> Motion:
    """Return what `tracks` say about the camera."""
    focal = max(tracks.size)
    path = (tracks.positions[:, tracks.trusted] - (np.array(tracks.size) - 1) / 2) / focal
    start, end = path[0], path[-1]
    turn = _fit_turn(start, end)
    rest = end - turned(start, turn)
    heading = _heading(start, rest)
    along = _along(start, rest, turn, int(np.abs(heading).argmax()))
    low, high = np.percentile(along, [5, 95])
    return Motion(
        shift=_size(end - start),
        wander=_wander(path.mean(axis=1)),
        turn=turn,
        parallax=_size(rest),
        heading=heading,
        low=float(low),
        high=float(high),
        nearness=float(np.corrcoef(along, _nearness(start))[0, 1]),
    )


def _size(offsets: Floats) -> float:
    return float(np.percentile(np.linalg.norm(offsets, axis=-1), 90))


def _wander(path: Floats) -> float:
    reach = np.linalg.norm(path - path[0], axis=1).max()
    return float(np.linalg.norm(np.diff(path, axis=0), axis=1).sum() / max(reach, 1e-6))


def _nearness(points: Floats) -> Floats:
    x, y = (points / np.abs(points).max(axis=0)).T
    return np.asarray(y - x**2, np.float64)


def turned(points: Floats, turn: Floats) -> Floats:
    """Return where `points`, shape (n, 2), go when the camera yaws, pitches, rolls and zooms by `turn`.

    Focal length 1; yaw to the right, pitch up, roll clockwise, in this order, in radians.
    """
    (sy, sp, sr), (cy, cp, cr) = np.sin(turn[:ZOOM]), np.cos(turn[:ZOOM])
    x, y, z = points[:, 0], points[:, 1], np.ones(len(points))
    x, z = cy * x - sy * z, sy * x + cy * z
    y, z = cp * y + sp * z, -sp * y + cp * z
    x, y = cr * x + sr * y, -sr * x + cr * y
    return np.asarray(np.exp(turn[ZOOM]) * np.stack([x / z, y / z], axis=-1), np.float64)


def _fit_turn(start: Floats, end: Floats) -> Floats:
    """Fit a turn by Gauss-Newton steps, reweighted as a Cauchy loss asks."""
    turn = np.zeros(4)
    for _ in range(FIT_ROUNDS):
        here = turned(start, turn)
        rest = end - here
        off = np.linalg.norm(rest, axis=1)
        weights = np.repeat(1.0 / (1.0 + (off / max(2.0 * float(np.median(off)), 1e-3)) ** 2), 2)
        slopes = [(turned(start, turn + nudge) - here).ravel() / 1e-5 for nudge in 1e-5 * np.eye(4)]
        matrix = np.stack(slopes, axis=-1)
        weighted = matrix * weights[:, None]
        turn = turn + np.linalg.solve(weighted.T @ matrix + 1e-9 * np.eye(4), weighted.T @ rest.ravel())
    return turn


def _heading(points: Floats, rest: Floats) -> Floats:
    """Return the heading T that `rest` is most parallel to: |rest x (-Txy + Tz p)| is least in the mean."""
    spread = np.sqrt((points**2).sum(axis=1).mean())
    across = np.column_stack(
        [rest[:, 1], -rest[:, 0], (rest[:, 0] * points[:, 1] - rest[:, 1] * points[:, 0]) / spread]
    )
    _, vectors = np.linalg.eigh(across.T @ across)
    return np.asarray(vectors[:, 0], np.float64)


def _along(points: Floats, rest: Floats, turn: Floats, axis: int) -> Floats:
    """Return how far each point moves as travel right, down or ahead moves it, shape (n,)."""
    own = (YAW, PITCH, ZOOM)[axis]
    without = turn.copy()
    without[own] = 0.0
    moved = rest + turned(points, turn) - turned(points, without)
    if axis < 2:
        return -moved[:, axis]
    radius = np.maximum((points**2).sum(axis=1), 0.01)
    return np.asarray((moved * points).sum(axis=1) / radius, np.float64)


def name(motion: Motion) -> Move:
    """Return the move that `motion` shows, as the one that stands for all that look like it."""
    if motion.shift < STATIC:
        return MoveKind.STATIC, None
    if motion.parallax < PARALLAX * motion.shift:
        return _turning(motion)
    axis = int(np.abs(motion.heading).argmax())
    weaker, stronger = sorted((abs(motion.low), abs(motion.high)))
    against = motion.low * motion.high < 0 and weaker > AGAINST * stronger
    ahead = motion.nearness > 0 if against else motion.high + motion.low > 0
    kinds = _AGAINST if against else _TRAVEL
    kind, forth, back = kinds[axis]
    return kind, forth if ahead else back


_TRAVEL = (
    (MoveKind.TRUCK, D.RIGHT, D.LEFT),
    (MoveKind.PEDESTAL, D.DOWN, D.UP),
    (MoveKind.DOLLY, D.IN, D.OUT),
)
_AGAINST = (
    (MoveKind.ORBIT, D.COUNTERCLOCKWISE, D.CLOCKWISE),
    (MoveKind.CRANE, D.DOWN, D.UP),
    (MoveKind.DOLLY_ZOOM, D.IN, D.OUT),
)
_TURNS = (
    (MoveKind.PAN, D.RIGHT, D.LEFT),
    (MoveKind.TILT, D.UP, D.DOWN),
    (MoveKind.ROLL, D.CLOCKWISE, D.COUNTERCLOCKWISE),
    (MoveKind.ZOOM, D.IN, D.OUT),
)


def _turning(motion: Motion) -> Move:
    reach = motion.turn * (1.0, 1.0, 0.4, 0.4)
    axis = int(np.abs(reach).argmax())
    kind, forth, back = _TURNS[axis]
    return kind, forth if reach[axis] > 0 else back
