"""How much the photograph's straight lines bend as the camera leaves its viewpoint."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from photoplay.arrays import Floats, floats
from photoplay.engines.multiplane.filming.camera import Pose, View
from photoplay.engines.multiplane.filming.warp import Relief
from photoplay.engines.multiplane.staging.geometry import Geometry

SAMPLES = 17
"""Places along a line that are followed."""
LEAST_LENGTH = 0.4
"""Length of all lines, in long sides of the frame, under which they are too few to say anything."""
WORST = 0.05
"""Share of all straight lines, by length, whose bends are looked at: the most bent."""
UNSEEN = 0.002
"""Height of an arc over its chord that nobody sees, as a share of the long side."""
WHOLE = 0.05
"""How much of a layer's matte may change along a line that lies on one layer."""


@dataclass(frozen=True)
class Straights:
    """The photograph's straight lines that lie on one layer each, followed at `SAMPLES` places."""

    view: View
    points: Floats
    """Shape (lines, samples, 2): in frame coordinates."""
    depths: Floats
    """Shape (lines, samples): inverse depth."""

    @classmethod
    def of(cls, geometry: Geometry, backdrop: Relief, cutouts: list[Relief]) -> Self:
        """Return the firm lines of `geometry`, whose reliefs are `backdrop` and, from far to near, `cutouts`."""
        ends = geometry.firm.ends[:, :, None] * floats(geometry.view.focal) - floats(0.5)
        share = np.linspace(0.0, 1.0, SAMPLES, dtype=np.float32)[:, None]
        points = np.asarray(ends[:, 0] * (1.0 - share) + ends[:, 1] * share, np.float32)
        if not len(points):
            return cls(geometry.view, points, points[..., 0])
        depths, kept = backdrop.sample(points), np.ones(len(points), np.bool_)
        for cutout, relief in zip(geometry.cutouts, cutouts, strict=True):
            alpha = cutout.matte.sample(points)
            kept &= np.ptp(alpha, axis=1) < WHOLE
            depths = np.where(alpha > 0.5, relief.sample(points), depths)
        return cls(geometry.view, points[kept], depths[kept])

    def bend(self, pose: Pose) -> float:
        """Return how much the `WORST` lines bend on average: from its middle to its end, in radians.

        Of an arc that angle is four times its height over its length.
        """
        ends = self.points[:, -1] - self.points[:, 0]
        if np.linalg.norm(ends, axis=-1).sum() < LEAST_LENGTH * self.view.focal:
            return 0.0
        shown = self._seen_from(pose)
        chord = shown[:, -1:] - shown[:, :1]
        length = np.linalg.norm(chord, axis=-1)
        off = shown - shown[:, :1]
        height = np.abs(off[..., 0] * chord[..., 1] - off[..., 1] * chord[..., 0]) / np.maximum(length, 1e-6)
        seen = np.maximum(height.max(axis=1) - UNSEEN * self.view.focal, 0.0)
        bends = 4.0 * seen / np.maximum(length[:, 0], 1.0)
        order = np.argsort(-bends)
        share = length[order, 0] / length.sum()
        before = np.cumsum(share) - share
        weights = np.clip(WORST - before, 0.0, share)
        return float((bends[order] * weights).sum() / WORST)

    def _seen_from(self, pose: Pose) -> Floats:
        """Return where `pose` shows the samples, shape (lines, samples, 2), in frame coordinates."""
        view = self.view
        centre = floats(*view.centre)
        rays = np.concatenate(
            [(self.points - centre) / view.focal, np.ones_like(self.depths)[..., None]], axis=-1
        )
        # Seen from C, a point X / w lies where X - w C does.
        seen = (rays - self.depths[..., None] * floats(pose.x, pose.y, pose.z)) @ pose.rotation()
        lens = view.focal * np.exp(pose.zoom)
        return np.asarray(centre + lens * seen[..., :2] / np.maximum(seen[..., 2:], 1e-3), np.float32)
