"""Where the second photograph was taken, as seen from the first: the camera solved from what both show."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, floats
from photoplay.engines.multiplane.filming.camera import Pose, View
from photoplay.engines.multiplane.filming.warp import Relief
from photoplay.engines.multiplane.staging.geometry import Geometry

Array = NDArray[np.float64]
LEAST_MATCHES = 24
"""Fewer leave the seven numbers of a camera to chance."""
ITERATIONS = 40
TOLERANCES = (0.12, 0.04, 0.015, 0.006)
"""Errors at which a match counts half, as shares of the long side, ever smaller so as not to stop at a wrong camera
(graduated non-convexity, Blake and Zisserman 1987); not too small, for estimated depth is not exact."""
LEAST_GAIN, MOST_DAMPING = 1e-7, 1e6
"""When a search ends."""
RELUCTANCE = np.array([0.06, 0.06, 0.06, 0.04, 0.04, 0.12, 0.25])
"""How much the numbers of a pose count against it, in long sides per unit: roll and zoom are seldom the reason."""
STEP = 1e-5
FARTHEST = np.array([0.8, 0.8, 0.8, 0.7, 0.7, 0.7, 0.9])
"""The most of each number that is believed."""
COARSE = 4
"""Pixels of the frame per pixel at which a camera's motion is told."""
UNEXPLAINED = 0.35
"""Share of its way that a camera may leave unexplained to be believed."""
STEPS = 8
"""Of the fixed point that finds what a place on the screen shows."""


@dataclass(frozen=True)
class Solved:
    """A camera, and how well it explains what both photographs show."""

    pose: Pose
    error: float
    """The median distance between where things are and where this camera sees them, over the long side."""
    unmoved: float
    """The same for a camera that has not moved."""

    @property
    def is_believed(self) -> bool:
        """Whether it explains what a camera that has not moved does not."""
        return self.error < UNEXPLAINED * self.unmoved


def project(view: View, pose: Pose, points: Array, inverse_depth: Array) -> Array:
    """Return where a camera at `pose` sees what the photograph has at `points`, shape (n, 2), in pixels."""
    centre, focal = np.array(view.centre), view.focal
    rays = np.column_stack([(points - centre) / focal, np.ones(len(points))])
    relative = rays - inverse_depth[:, None] * np.array([pose.x, pose.y, pose.z])
    seen = relative @ pose.rotation()
    ahead = np.maximum(seen[:, 2:], 1e-3)
    return np.asarray(centre + focal * np.exp(pose.zoom) * seen[:, :2] / ahead, np.float64)


def solve(view: View, matches: Floats, inverse_depth: Floats) -> Solved | None:
    """Return the camera that sees things where the second photograph has them; None where too few are known.

    Minimises the Geman-McClure error of the matches by Levenberg-Marquardt from a camera that has not moved; depth is
    taken as it was estimated.

    Args:
        matches: shape (n, 4), x and y in the first, x and y in the second, in pixels of the frame.
        inverse_depth: of each, in the first, shape (n,).
    """
    if len(matches) < LEAST_MATCHES:
        return None
    here, there = matches[:, :2].astype(np.float64), matches[:, 2:].astype(np.float64)
    depth = inverse_depth.astype(np.float64)

    def misses(numbers: Array) -> Array:
        return (project(view, Pose(*numbers), here, depth) - there) / view.focal

    numbers = np.zeros(7)
    for tolerance in TOLERANCES:
        numbers = _least(misses, numbers, tolerance)
    best = np.clip(numbers, -FARTHEST, FARTHEST)
    error, unmoved = (float(np.median(np.linalg.norm(misses(n), axis=1))) for n in (best, np.zeros(7)))
    return Solved(Pose(*map(float, best)), error, unmoved)


Misses = Callable[[Array], Array]
"""How far a camera of so many numbers sees things from where they are, shape (n, 2), over the long side."""


def _cost(misses: Array, numbers: Array, tolerance: float) -> float:
    squared = (misses**2).sum(axis=1)
    robust = squared / (squared + tolerance**2)
    return float(robust.mean() + ((RELUCTANCE * numbers) ** 2).sum() / tolerance)


def _least(misses: Misses, start: Array, tolerance: float) -> Array:
    """Return the numbers near `start` that miss least."""
    numbers, damping = start.copy(), 1e-3
    cost = _cost(misses(numbers), numbers, tolerance)
    held = np.diag(RELUCTANCE**2 / tolerance)
    for _ in range(ITERATIONS):
        now = misses(numbers)
        weight = (tolerance / ((now**2).sum(axis=1) + tolerance**2)) ** 2
        slope = np.stack(
            [(misses(numbers + STEP * unit) - now).ravel() / STEP for unit in np.eye(len(numbers))], axis=1
        )
        weighted = slope * np.repeat(weight, 2)[:, None] / len(weight)
        normal = weighted.T @ slope + held
        downhill = weighted.T @ now.ravel() + held @ numbers
        tried = numbers - np.linalg.solve(normal + damping * np.diag(np.diag(normal)), downhill)
        then = _cost(misses(tried), tried, tolerance)
        if then >= cost:
            damping *= 6.0
            if damping > MOST_DAMPING:
                break
            continue
        done = cost - then < LEAST_GAIN
        numbers, cost, damping = tried, then, damping / 4.0
        if done:
            break
    return numbers


def motion_of(geometry: Geometry, pose: Pose) -> Floats:
    """Return how far everything in a photograph goes on the screen as the camera goes to `pose`, in pixels.

    Its shape is (rows, columns, 2), coarser than the frame by `COARSE`.
    """
    view = geometry.view
    rows, columns = view.height // COARSE, view.width // COARSE
    x = (np.arange(columns) + 0.5) * view.width / columns - 0.5
    y = (np.arange(rows) + 0.5) * view.height / rows - 0.5
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    depth = geometry.shown(rows, columns).ravel().astype(np.float64)
    moved = project(view, pose, points, depth) - points
    return np.asarray(moved.reshape(rows, columns, 2), np.float32)


def shown_at(view: View, pose: Pose, relief: Relief, points: Floats) -> Floats:
    """Return what of the photograph a camera at `pose` shows at `points` of the screen, both (rows, columns, 2).

    By fixed point on `relief`, limited for the way to `pose`.
    """
    centre, focal = floats(*view.centre), floats(view.focal)
    rays = (points - centre) / (focal * floats(np.exp(pose.zoom)))
    turn = pose.rotation().astype(np.float32)
    ahead = rays @ turn[2, :2] + turn[2, 2]
    a = np.stack([(rays @ turn[axis, :2] + turn[axis, 2]) / ahead for axis in range(2)], axis=-1)
    slope = focal * (floats(pose.x, pose.y) - floats(pose.z) * a)
    base = np.asarray(focal * a + centre, np.float32)
    depth = relief.sample(base)
    for _ in range(STEPS):
        depth = relief.sample(np.asarray(base + slope * depth[..., None], np.float32))
    return np.asarray(base + slope * depth[..., None], np.float32)
