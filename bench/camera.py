"""Which camera move a clip shows, told from its pictures alone.

A camera that only turns and zooms is fitted to the clip's tracks first (yaw, pitch, roll, focal length;
exact for a scene of any depth). If it explains them, the camera panned, tilted, rolled or zoomed. What it
leaves is parallax, the mark of a camera that travels. Along a heading T, a point p can only move in the
direction (-Tx + Tz px, -Ty + Tz py), whatever its depth (Longuet-Higgins and Prazdny 1980). So for each of
many headings a turn is fitted to what the tracks do across that direction, where parallax has no say (the
subspace method of Heeger and Jepson 1992); the heading that leaves least is the camera's, and its turn,
told by the picture's keystone, is free of parallax.

Judged as one, since their pictures are too alike:

- dolly, tracking and aerial, in or out: travel ahead
- orbit clockwise and tracking left; orbit counterclockwise and tracking right: travel sideways, turning back
- crane and aerial, up or down: travel upwards, turning back

Which of two things is nearer no picture can tell for sure: those low or central in the frame are taken to be
near. That tells a dolly zoom from a dolly, and a scene from the same scene turned inside out.
"""

from dataclasses import dataclass

import numpy as np

from bench import metrics
from bench.metrics import NOISE, Floats, Tracks
from photoplay.director.vocabulary.kinds import DIRECTIONS, Direction, MoveKind

D = Direction
Move = tuple[MoveKind, Direction | None]

STATIC = 0.003
"""Displacement, as a share of the long side, under which a camera stands still."""
PARALLAX = 0.12
"""Share of the displacement that must be parallax where a camera travels."""
TURNING_BACK = 0.4
"""Turn against the travel, as a share of the parallax, from which a camera holds its subject in the frame."""
_BACK = (-1.0, 1.0)
"""Which way, yaw right and pitch up, a camera that travels right and down turns back."""
WANDERING = 2.0
"""Length of a handheld camera's path over its reach."""
HEADINGS = 80
PLAINER = 1.2
"""Headings along an axis are taken if they leave at most so many times what the best one leaves."""
INSIDE_OUT = 0.05
"""Error added to a fit that turns the scene inside out."""
SMALLER = 0.5
"""Cost of a radian: over flat ground many a turn and travel look alike, and the smaller turn is the likelier."""
LEAST_SCALING = 0.02
"""Change of the picture's size that counts as coming nearer or going away."""
FARTHEST_FIXED = 0.9
"""How far from the middle, in long sides, a camera that comes nearer may leave a point in its place: beside one
that goes sideways nothing stays, though it may push in a little."""
DAMPING = 1e-3
FIT_ROUNDS = 12
YAW, PITCH, ROLL, ZOOM = range(4)
_TRAVEL = (
    (MoveKind.TRUCK, D.RIGHT, D.LEFT),
    (MoveKind.PEDESTAL, D.DOWN, D.UP),
    (MoveKind.DOLLY, D.IN, D.OUT),
)
_HOLDING = (
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
_ALIKE: dict[Move, Move] = {
    (MoveKind.TRACKING, D.IN): (MoveKind.DOLLY, D.IN),
    (MoveKind.TRACKING, D.OUT): (MoveKind.DOLLY, D.OUT),
    (MoveKind.TRACKING, D.LEFT): (MoveKind.ORBIT, D.CLOCKWISE),
    (MoveKind.TRACKING, D.RIGHT): (MoveKind.ORBIT, D.COUNTERCLOCKWISE),
    (MoveKind.AERIAL, D.IN): (MoveKind.DOLLY, D.IN),
    (MoveKind.AERIAL, D.OUT): (MoveKind.DOLLY, D.OUT),
    (MoveKind.AERIAL, D.UP): (MoveKind.CRANE, D.UP),
    (MoveKind.AERIAL, D.DOWN): (MoveKind.CRANE, D.DOWN),
}
SENTENCES = {
    MoveKind.STATIC: "The camera is static.",
    MoveKind.PAN: "The camera pans {}.",
    MoveKind.TILT: "The camera tilts {}.",
    MoveKind.ROLL: "The camera rolls {}.",
    MoveKind.TRUCK: "The camera trucks {}.",
    MoveKind.PEDESTAL: "The camera pedestals {}.",
    MoveKind.DOLLY: "The camera dollies {}.",
    MoveKind.ZOOM: "The camera zooms {}.",
    MoveKind.DOLLY_ZOOM: "A dolly zoom {}.",
    MoveKind.ORBIT: "The camera orbits {}.",
    MoveKind.CRANE: "The camera cranes {}.",
    MoveKind.AERIAL: "An aerial shot, flying {}.",
    MoveKind.HANDHELD: "A handheld shot.",
    MoveKind.TRACKING: "A tracking shot, moving {}.",
    MoveKind.RACK_FOCUS: "Rack focus to the {}.",
}
SPOKEN = {D.NEAR: "foreground", D.FAR: "background"}


@dataclass(frozen=True)
class Motion:
    """What a clip's tracks say about its camera. Lengths are shares of the frame's long side.

    Attributes:
        shift: the largest displacement from the first frame (90th percentile of the tracks).
        wander: length of the mean track's path over `shift`.
        turn: yaw right, pitch up, roll clockwise (radians) and zoom (natural logarithm).
        parallax: what no turn explains (90th percentile of the tracks).
        axis: 0 where the camera travels sideways, 1 up or down, 2 ahead or back.
        travel: mean displacement by travel right, down or ahead; for ahead, that by zoom is included.
        nearness: correlation of that displacement with nearness as taken from the place in the frame.
    """

    shift: float
    wander: float
    turn: Floats
    parallax: float
    axis: int
    travel: float
    nearness: float


def named_moves() -> dict[str, str]:
    """Every camera move as an English prompt, by a name such as "dolly-in"."""
    moves = {}
    for kind, directions in DIRECTIONS.items():
        for direction in directions or (None,):
            name = spelled(kind, direction)
            moves[name] = SENTENCES[kind].format(SPOKEN.get(direction, direction) if direction else "")
    return moves


def spelled(kind: MoveKind, direction: Direction | None) -> str:
    """Return the name of a move, such as "dolly-in"."""
    return "-".join(filter(None, [kind.replace("_", "-"), direction]))


def standing_for(kind: MoveKind, direction: Direction | None) -> Move:
    """Return the move that stands for all that look like this one."""
    return _ALIKE.get((kind, direction), (kind, direction))


def agrees(seen: Move, kind: MoveKind, direction: Direction | None, scale: float, fixed: float = 0.0) -> bool:
    """Whether the move `seen` is the one asked for.

    A dolly is judged by whether it enlarges or shrinks the picture about something in it: towards a subject off
    the middle, or over a single tilted surface, its parallax alone cannot be told from that of other moves. A dolly
    zoom that is not named so is judged by its surroundings: going in, it shrinks them.

    Args:
        scale: how much larger the picture is at the end, by a similarity fitted to the tracks.
        fixed: how far from the middle of the picture that leaves a point in its place, as a share of the long side.
    """
    asked = standing_for(kind, direction)
    enlarges = scale > 1.0 + LEAST_SCALING and fixed < FARTHEST_FIXED
    shrinks = scale < 1.0 - LEAST_SCALING and fixed < FARTHEST_FIXED
    if asked[0] is MoveKind.DOLLY:
        return enlarges if asked[1] is D.IN else shrinks
    if asked[0] is MoveKind.DOLLY_ZOOM and seen != asked:
        return shrinks if asked[1] is D.IN else enlarges
    return seen == asked


def shows(tracks: Tracks, kind: MoveKind, direction: Direction | None) -> bool:
    """Whether `tracks` show the move asked for; too few of them show nothing."""
    if tracks.trusted.sum() < metrics.FEWEST:
        return False
    fit = metrics.mean_similarity(tracks)
    fixed = metrics.fixed(fit, tracks.size)
    return agrees(name(measure(tracks)), kind, direction, metrics.scale(fit), fixed)


def measure(tracks: Tracks) -> Motion:
    """Return what `tracks` say about the camera."""
    focal = max(tracks.size)
    path = (tracks.positions[:, tracks.trusted] - (np.array(tracks.size) - 1) / 2) / focal
    start, end = path[0], path[-1]
    shift = max(_largest(points - start) for points in path)
    mean_path = np.linalg.norm(np.diff(path.mean(axis=1), axis=0), axis=1).sum()
    turn = _fit_turn(start, end, np.broadcast_to(np.eye(2), (len(start), 2, 2)))
    parallax = _largest(end - turned(start, turn))
    axis, travel, nearness = 0, 0.0, 0.0
    if parallax > PARALLAX * shift > PARALLAX * STATIC:
        heading, turn = _heading(start, end)
        axis = int(np.abs(heading).argmax())
        along = np.sign(heading[axis]) * _along(start, end, turn, heading)
        travel, nearness = float(along.mean()), float(np.corrcoef(along, _nearness(start))[0, 1])
    return Motion(shift, float(mean_path) / max(shift, NOISE), turn, parallax, axis, travel, nearness)


def name(motion: Motion) -> Move:
    """Return the move that `motion` shows, as the one that stands for all that look like it."""
    if motion.shift < STATIC:
        return MoveKind.STATIC, None
    if motion.wander > WANDERING:
        return MoveKind.HANDHELD, None
    if motion.parallax < PARALLAX * motion.shift:
        reach = motion.turn * (1.0, 1.0, 0.4, 0.4)
        axis = int(np.abs(reach).argmax())
        return _one_of(_TURNS[axis], reach[axis] > 0)
    if motion.axis == 2:
        holding = motion.nearness * motion.travel < 0
        return _one_of((_HOLDING if holding else _TRAVEL)[2], motion.nearness > 0)
    back = motion.turn[motion.axis] * _BACK[motion.axis] * np.sign(motion.travel)
    holding = back > TURNING_BACK * abs(motion.travel)
    return _one_of((_HOLDING if holding else _TRAVEL)[motion.axis], motion.travel > 0)


def _one_of(choice: tuple[MoveKind, Direction, Direction], forth: bool) -> Move:
    kind, ahead, back = choice
    return kind, ahead if forth else back


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


def _largest(offsets: Floats) -> float:
    return float(np.percentile(np.linalg.norm(offsets, axis=-1), 90))


def _nearness(points: Floats) -> Floats:
    x, y = (points / np.abs(points).max(axis=0)).T
    return np.asarray(y - x**2, np.float64)


def _fit_turn(start: Floats, end: Floats, looks: Floats) -> Floats:
    """Fit a turn by Gauss-Newton steps, reweighted as a Cauchy loss asks.

    Args:
        looks: shape (n, k, 2); the directions in which each point's error counts.
    """

    def error(turn: Floats) -> Floats:
        return np.asarray((looks @ (end - turned(start, turn))[..., None])[..., 0], np.float64)

    turn = np.zeros(4)
    for _ in range(FIT_ROUNDS):
        here = error(turn)
        spread = max(2.0 * float(np.median(np.abs(here))), NOISE / 2)
        weights = 1.0 / (1.0 + (here / spread) ** 2).ravel()
        slopes = [(here - error(turn + nudge)).ravel() / 1e-5 for nudge in 1e-5 * np.eye(4)]
        matrix = np.stack(slopes, axis=-1)
        weighted = matrix * weights[:, None]
        turn = turn + np.linalg.solve(weighted.T @ matrix + DAMPING * np.eye(4), weighted.T @ here.ravel())
    return turn


def _heading(start: Floats, end: Floats) -> tuple[Floats, Floats]:
    """Return the unit vector (right, down, ahead) the camera travels along, up to its sign, and its turn."""
    fits = []
    for heading in (*np.eye(3), *_hemisphere()):
        direction = _directions(start, heading)
        across = np.stack([-direction[:, 1], direction[:, 0]], axis=-1)[:, None]
        turn = _fit_turn(start, end, across)
        error = (across[:, 0] * (end - turned(start, turn))).sum(axis=-1)
        if _is_inside_out(start, _along(start, end, turn, heading), heading):
            error = error + INSIDE_OUT
        cost = np.log1p((error / NOISE) ** 2).mean() + SMALLER * np.linalg.norm(turn)
        fits.append((float(cost), heading, turn))
    plain, best = (min(some, key=lambda fit: fit[0]) for some in (fits[:3], fits))
    chosen = plain if plain[0] < PLAINER * best[0] + 1e-3 else best
    if np.abs(chosen[1]).argmax() == 2:  # on a slanting way ahead, a zoom passes for travel
        chosen = fits[2]
    return chosen[1:]


def _is_inside_out(start: Floats, along: Floats, heading: Floats) -> bool:
    """Whether the travel sideways or upwards that a fit implies would move far things more than near ones."""
    nearness = np.corrcoef(along, _nearness(start))[0, 1]
    return bool(np.abs(heading).argmax() < 2 and nearness * along.mean() < 0)


def _hemisphere() -> Floats:
    """Return HEADINGS unit vectors spread evenly ahead: Fibonacci's spiral, shape (HEADINGS, 3)."""
    steps = np.arange(HEADINGS) + 0.5
    ahead = steps / HEADINGS
    angles = np.pi * (1 + np.sqrt(5)) * steps
    across = np.sqrt(1 - ahead**2)
    return np.stack([across * np.cos(angles), across * np.sin(angles), ahead], axis=-1)


def _directions(points: Floats, heading: Floats) -> Floats:
    """Return unit vectors, shape (n, 2): where points move when the camera travels along `heading`."""
    moved = heading[2] * points - heading[:2]
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-6), np.float64)


def _along(start: Floats, end: Floats, turn: Floats, heading: Floats) -> Floats:
    """Return how far each point moves by travel along `heading`, shape (n,).

    Where that goes mainly ahead, it is how far the point moves from the centre, by travel or by zoom.
    """
    if np.abs(heading).argmax() == 2:
        turn, heading = turn * (1.0, 1.0, 1.0, 0.0), np.array([0.0, 0.0, 1.0])
    moved = (end - turned(start, turn)) * _directions(start, heading)
    return np.asarray(moved.sum(axis=-1), np.float64)
