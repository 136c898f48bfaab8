"""Fixed patterns of movement on a layer, each as strong as the moment says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import numpy as np

from photoplay.arrays import Floats, floats
from photoplay.engines.multiplane.filming.warp import Relief
from photoplay.engines.multiplane.playing.setting import Setting

EDGE = 0.035
"""How far from the picture's edge, as a share of its long side, what moves across it has come to rest."""

Course = Callable[[float], Floats]
"""Takes the time in seconds; how strong each pattern is then, shape (patterns,): all 0 at rest."""


def nodes_of(setting: Setting) -> Floats:
    """Return the frame coordinates of the nodes that cover the frame, shape (rows, columns, 2)."""
    columns, rows = setting.canvas.size
    x, y = np.meshgrid(np.arange(columns), np.arange(rows))
    return np.asarray((np.stack([x, y], axis=-1) + 0.5) * setting.canvas.spacing - 0.5, np.float32)


def ramp(x: Floats, low: float, high: float) -> Floats:
    """Return Perlin's quintic step of `x` from 0 at `low` to 1 at `high`; it falls where `low` is the greater."""
    share = np.clip((x - floats(low)) / floats(high - low), 0.0, 1.0)
    return np.asarray(share * share * share * (share * (6.0 * share - 15.0) + 10.0), np.float32)


@dataclass(frozen=True)
class Swing:
    """Moves a layer along patterns in the photograph's plane."""

    patterns: Floats
    """Shape (patterns, rows, columns, 2): shifts in pixels of the frame, one a node."""
    spacing: float
    """Pixels of the frame from node to node."""
    origin: tuple[float, float]
    """Frame coordinates of the first node."""
    course: Course

    @classmethod
    def of(cls, setting: Setting, patterns: Floats, course: Course) -> Self:
        """Return the swing of `patterns` over the frame, held so that nothing crosses the picture's edge.

        Args:
            patterns: shape (patterns, rows, columns, 2), one value a node of the frame.
            course: how strong each is.
        """
        nodes, view = nodes_of(setting), setting.view
        far = floats(view.width - 1, view.height - 1)
        within = np.minimum(nodes, far - nodes) + np.float32(0.5)
        held = patterns * ramp(within, 0.0, EDGE * view.focal)
        moving = (np.abs(held) > 1e-3).any(axis=(0, 3))
        y, x = (np.flatnonzero(moving.any(axis=axis)) for axis in (1, 0))
        if not len(y):
            y = x = np.zeros(1, int)
        top, left = max(int(y[0]) - 1, 0), max(int(x[0]) - 1, 0)
        part = held[:, top : int(y[-1]) + 2, left : int(x[-1]) + 2]
        first = nodes[top, left]
        origin = float(first[0]), float(first[1])
        return cls(np.ascontiguousarray(part, np.float32), setting.canvas.spacing, origin, course)

    def shift(self, points: Floats, time: float) -> Floats:
        """Return how far what is seen at `points` has come, as `Displacement` has it."""
        weights = self.course(time)
        if not weights.any():
            return np.zeros_like(points)
        field = np.einsum("p,pijk->ijk", weights.astype(np.float32), self.patterns)
        return Relief(field, self.spacing, self.origin).sample(points)
