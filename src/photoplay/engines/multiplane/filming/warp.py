"""The inverse warp: which source pixel each target pixel sees, by fixed point on a coarse grid."""

import math
from dataclasses import dataclass, replace
from typing import NamedTuple, Self, cast

import cv2
import numpy as np

from photoplay.arrays import Array, Floats, affine, floats, remap, resize, scaled
from photoplay.engines.multiplane.filming.camera import Pose, Sightlines, View
from photoplay.engines.multiplane.filming.lipschitz import lipschitz_majorant

CONVERGENCE = 0.7
"""Greatest gradient of inverse depth times parallax: the fixed point's error shrinks by this every step."""
STEPS = 6


class Parallax(NamedTuple):
    """The most pixels that any source moves per unit of inverse depth."""

    across: float
    down: float

    @property
    def reach(self) -> float:
        """Both together."""
        return math.hypot(self.across, self.down)


@dataclass(frozen=True)
class Relief:
    """A smooth inverse-depth field over a canvas that reaches beyond the frame."""

    values: Floats
    """Shape (rows, columns): inverse depth at the nodes."""
    spacing: float
    """Pixels of the frame from node to node."""
    origin: tuple[float, float]
    """Frame coordinates of the first node."""

    def sample(self, points: Floats) -> Floats:
        """Return inverse depth at `points`, shape (rows, columns, 2), in frame coordinates."""
        return remap(self.values, self.nodes(points), cv2.BORDER_REPLICATE)

    def nodes(self, points: Floats) -> Floats:
        """Return where `points`, in frame coordinates, lie among the nodes."""
        x, y = self.origin
        return affine(points, 1.0 / self.spacing, (-x / self.spacing, -y / self.spacing))

    def limited(self, parallax: Parallax) -> Self:
        """Return the relief made gentle enough for the fixed point to converge.

        Sources move along a line: a step in depth across their way stays as steep as it is.

        Args:
            parallax: of all of the camera's path.
        """
        across, down = (CONVERGENCE * self.spacing / max(most, 1e-3) for most in parallax)
        return replace(self, values=lipschitz_majorant(self.values, across, down))


@dataclass(frozen=True)
class Grid:
    """The coarse grid of target pixels, a ring of nodes wider than the frame, so that resizing lines up."""

    view: View
    spacing: int

    @property
    def xs(self) -> Floats:
        """Frame x of the columns."""
        return self._nodes(self.view.width)

    @property
    def ys(self) -> Floats:
        """Frame y of the rows."""
        return self._nodes(self.view.height)

    def _nodes(self, side: int) -> Floats:
        count = -(-side // self.spacing) + 2
        nodes = self.spacing * np.arange(-1, count - 1) + (self.spacing - 1) / 2
        return nodes.astype(np.float32)

    def sightlines(self, pose: Pose) -> Sightlines:
        """Return what the nodes see from `pose`."""
        return Sightlines.of(self.view, pose, self.xs, self.ys)

    def full(self, coarse: Array, rows: slice, columns: slice) -> Array:
        """Return `coarse` values, shape (nodes, nodes) or with channels, for each pixel of a window."""
        return self.grown(self.part(coarse, rows, columns), rows, columns)

    def part(self, coarse: Array, rows: slice, columns: slice) -> Array:
        """Return the `coarse` values that the pixels of a window lie between."""
        s = self.spacing
        part = coarse[
            rows.start // s : -(-rows.stop // s) + 2, columns.start // s : -(-columns.stop // s) + 2
        ]
        return cast(Array, part)

    def grown(self, part: Array, rows: slice, columns: slice) -> Array:
        """Return the values of a window's `part` for each of its pixels."""
        s = self.spacing
        size = (part.shape[1] * s, part.shape[0] * s)
        grown = resize(part, size, cv2.INTER_LINEAR)
        y, x = rows.start - (rows.start // s - 1) * s, columns.start - (columns.start // s - 1) * s
        return cast(Array, grown[y : y + rows.stop - rows.start, x : x + columns.stop - columns.start])


def see(relief: Relief, lines: Sightlines) -> Floats:
    """Return the source pixels, shape (rows, columns, 2), that `lines` meet on `relief`.

    Iterates w <- relief(base + w slope); `relief` must be limited for the lines' parallax.
    """
    base, slope = relief.nodes(lines.base), lines.slope / floats(relief.spacing)
    depth = np.full(base.shape[:2], relief.values.mean(), np.float32)
    for _ in range(STEPS):
        depth = remap(relief.values, base + scaled(slope, depth), cv2.BORDER_REPLICATE)
    return lines.at(depth)


def parallax(view: View, poses: list[Pose]) -> Parallax:
    """Return how far sources move over `poses`."""
    xs = np.linspace(0, view.width - 1, 3, dtype=np.float32)
    ys = np.linspace(0, view.height - 1, 3, dtype=np.float32)
    moves = [np.abs(Sightlines.of(view, pose, xs, ys).slope).max(axis=(0, 1)) for pose in poses]
    across, down = np.max(moves, axis=0)
    return Parallax(float(across), float(down))


def screen_shift(view: View, pose: Pose, other: Pose) -> float:
    """Return the most pixels that anything, near or far, moves on the screen between two poses."""
    xs = np.linspace(0, view.width - 1, 3, dtype=np.float32)
    ys = np.linspace(0, view.height - 1, 3, dtype=np.float32)
    here, there = Sightlines.of(view, pose, xs, ys), Sightlines.of(view, other, xs, ys)
    moved = [np.linalg.norm(here.at(depth) - there.at(depth), axis=-1).max() for depth in _NEAR_AND_FAR]
    return float(max(moved) * np.exp(max(pose.zoom, other.zoom)))


_NEAR_AND_FAR = (np.full((3, 3), 0.15, np.float32), np.full((3, 3), 0.9, np.float32))


def stretch(source: Floats, spacing: float) -> tuple[Floats, Floats]:
    """Return how a map distorts: largest over smallest local magnification, and the sign of its area.

    Args:
        source: shape (rows, columns, 2), source pixels.
        spacing: target pixels from node to node.

    Returns:
        The ratio of singular values (1 is rigid) and the determinant of the Jacobian (0 or less is a fold),
        each of shape (rows - 1, columns - 1).
    """
    dx = (source[:-1, 1:] - source[:-1, :-1]) / spacing
    dy = (source[1:, :-1] - source[:-1, :-1]) / spacing
    area = dx[..., 0] * dy[..., 1] - dx[..., 1] * dy[..., 0]
    half = ((dx**2).sum(-1) + (dy**2).sum(-1)) / 2
    spread = np.sqrt(np.maximum(half**2 - area**2, 0.0))
    ratio = np.sqrt((half + spread) / np.maximum(half - spread, 1e-9))
    return ratio, area
