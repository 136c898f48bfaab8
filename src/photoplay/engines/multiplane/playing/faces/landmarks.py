"""A face by its landmarks, as it lies in the frame.

Numbers are those of the face mesh (Kartynnik et al. 2019; the iris after Ablavatski et al. 2020). "First" is the eye or
the mouth's corner on the left of a face that looks at the camera.
"""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from photoplay.arrays import Floats, floats
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.sight.faces import OVAL, Face

UPPER = ((33, 246, 161, 160, 159, 158, 157, 173, 133), (263, 466, 388, 387, 386, 385, 384, 398, 362))
"""Edge of either eye's upper lid, from the outer corner to the inner."""
LOWER = ((33, 7, 163, 144, 145, 153, 154, 155, 133), (263, 249, 390, 373, 374, 380, 381, 382, 362))
CREASE = ((130, 247, 30, 29, 27, 28, 56, 190, 243), (359, 467, 260, 259, 257, 258, 286, 414, 463))
"""Where an upper lid folds when it opens."""
BELOW_BROW = ((226, 113, 225, 224, 223, 222, 221, 189, 244), (446, 342, 445, 444, 443, 442, 441, 413, 464))
BROWS = ((46, 53, 52, 65, 55), (276, 283, 282, 295, 285))
"""Either brow, from its tail to the nose."""
IRIS = ((468, 469, 470, 471, 472), (473, 474, 475, 476, 477))
"""The middle of either iris and four places on its rim."""
MOUTH = (61, 291)
"""Corners."""
LIPS = (0, 13, 14, 17)
"""Their middles, from the top down."""
CHEEKS = (50, 280)
"""The tops of the cheeks."""
FOREHEAD, CHIN, NOSE, BRIDGE = 10, 152, 1, 168
NOSE_LINE = (8, 168, 6, 197)
"""Down the bridge of a nose, from between the brows."""


@dataclass(frozen=True)
class Sketch:
    """A face as it lies in the frame."""

    layer: int
    """The layer that shows most of it."""
    points: Floats
    """The landmarks in frame coordinates, shape (478, 2)."""

    @classmethod
    def of(cls, face: Face, setting: Setting) -> Self:
        """Return the sketch of `face`."""
        points = face.landmarks * floats(setting.view.width, setting.view.height) - floats(0.5)
        mask = np.zeros(setting.canvas.size[::-1], np.uint8)
        outline = np.rint(points[list(OVAL)] / setting.canvas.spacing - 0.5).astype(np.int32)
        cv2.fillPoly(mask, [outline], 1.0)
        shares = [float((mask * share).sum()) for share in setting.shown]
        return cls(int(np.argmax(shares)), np.asarray(points, np.float32))

    @property
    def right(self) -> Floats:
        """Unit vector from the first eye to the second."""
        along = self.points[263] - self.points[33]
        return np.asarray(along / np.linalg.norm(along), np.float32)

    @property
    def down(self) -> Floats:
        """Unit vector across it, towards the chin."""
        x, y = self.right
        return floats(-y, x)

    @property
    def width(self) -> float:
        """Pixels between the outer corners of the eyes."""
        return float(np.linalg.norm(self.points[263] - self.points[33]))

    @property
    def turned(self) -> float:
        """How narrow one half of it is over the other: 1 for a face that looks at the camera, 0 in profile."""
        middle, *sides = (self.points[[BRIDGE, 33, 263]] @ self.right).tolist()
        halves = sorted(abs(side - middle) for side in sides)
        return float(halves[0] / max(halves[1], 1e-3))
