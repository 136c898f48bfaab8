"""The stage's geometry alone: what the governor needs before a texture is made."""

from dataclasses import dataclass

import cv2
import numpy as np

from photoplay.arrays import Floats, resize
from photoplay.engines.multiplane.camera import View
from photoplay.engines.multiplane.depth import guess_depth, part
from photoplay.engines.multiplane.fill import covered
from photoplay.engines.multiplane.path import Target
from photoplay.engines.multiplane.straight import find_lines
from photoplay.engines.multiplane.warp import Relief
from photoplay.sight.scene import Scene

NODES = 240
"""Nodes along the long side of a relief: depth is smooth, so few are enough."""
REACH = 0.2
"""How far reliefs reach beyond the frame, as a share of its long side."""
HIDDEN = 0.004
"""How far the hole behind a subject reaches beyond its matte, as a share of the frame's long side."""
PIVOT_WITHOUT_SUBJECT = 0.48
EYE_LEVEL = 1 / 3
"""Where on a subject the camera looks, as a share of its height from its top."""
FARTHEST_AIM = 0.12
"""How far off the photograph's axis a target may lie, over the distance."""
PROMINENT = 0.1
"""Share of the frame from which a subject draws the whole of the camera's attention."""


@dataclass(frozen=True)
class Geometry:
    """Where things stand. Every relief covers the frame and `REACH` around it."""

    view: View
    backdrop: Relief
    subject: Relief | None
    matte: Relief | None
    """The subject's alpha, 0 to 1, in place of depth."""
    hole: Relief | None
    """1 where the backdrop is hidden by the subject and so invented, else 0."""

    @property
    def target(self) -> Target:
        """What the shot is about: the upper part of the subject, where faces are, else the middle of the picture."""
        if self.subject is None or self.matte is None:
            return Target(PIVOT_WITHOUT_SUBJECT)
        depth = float(np.average(self.subject.values, weights=self.matte.values + 1e-6))
        x, y = self._centre(self.matte)
        (cx, cy), focal = self.view.centre, self.view.focal
        offset = np.clip([(x - cx) / focal, (y - cy) / focal], -FARTHEST_AIM, FARTHEST_AIM)
        offset *= min(float(self._inside(self.matte).mean()) / PROMINENT, 1.0)
        return Target(depth, float(offset[0]), float(offset[1]))

    def _inside(self, relief: Relief) -> Floats:
        """Return the part of `relief` that lies on the frame."""
        beyond = round(-relief.origin[0] / relief.spacing)
        return relief.values[beyond:-beyond, beyond:-beyond]

    def _centre(self, matte: Relief) -> tuple[float, float]:
        """Return the frame coordinates of the matte's middle across, and of eye level on it."""
        inside = self._inside(matte)
        covered_rows = np.flatnonzero((inside > 0.5).any(axis=1))
        row = covered_rows[0] + EYE_LEVEL * (covered_rows[-1] - covered_rows[0])
        column = np.average(np.arange(inside.shape[1]), weights=inside.sum(axis=0))
        return float(column * matte.spacing), float(row * matte.spacing)


def lay_out(scene: Scene) -> Geometry:
    """Return the geometry of `scene`, whose picture is the frame itself."""
    picture, alpha = scene.picture, scene.matte
    rows, columns = picture.shape[:2]
    view = View(columns, rows)
    spacing = max(rows, columns) / NODES
    size = (round(columns / spacing), round(rows / spacing))
    matte = None if alpha is None else resize(alpha, size)
    seen = scene.inverse_depth
    depth = (
        guess_depth(resize(picture, size), matte)
        if seen is None
        else part(resize(seen, size), matte, find_lines(picture))
    )
    reach = round(REACH * NODES)

    def relief(field: Floats) -> Relief:
        wide = cv2.copyMakeBorder(field, reach, reach, reach, reach, cv2.BORDER_REPLICATE)
        first = (0.5 - reach) * spacing - 0.5
        return Relief(np.asarray(wide, np.float32), spacing, (first, first))

    if matte is None or depth.subject is None:
        return Geometry(view, relief(depth.backdrop), None, None, None)
    hidden = covered(matte, HIDDEN * NODES).astype(np.float32)
    return Geometry(view, relief(depth.backdrop), relief(depth.subject), relief(matte), relief(hidden))
