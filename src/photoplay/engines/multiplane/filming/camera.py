"""The pinhole camera: where in the photograph a pixel of a frame looks.

Scene units: inverse depth `w` runs from 0 (infinity) to 1 (the nearest plane, at distance 1). Frame
coordinates are pixels of the frame, pixel centres at integers, x right, y down; the photograph's own view is
the pose of zeros. The focal length is the frame's long side, about a 35 mm lens.
"""

from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, affine, scaled


class Pose(NamedTuple):
    """Where the camera is and looks, relative to the photograph's own viewpoint."""

    x: float = 0.0
    """Truck, scene units to the right."""
    y: float = 0.0
    """Pedestal, scene units down."""
    z: float = 0.0
    """Dolly, scene units forward."""
    yaw: float = 0.0
    """Pan, radians to the right."""
    pitch: float = 0.0
    """Tilt, radians up."""
    roll: float = 0.0
    """Roll, radians clockwise."""
    zoom: float = 0.0
    """Natural logarithm of the focal length over the photograph's own."""

    def rotation(self) -> NDArray[np.float64]:
        """Return the 3 x 3 matrix that takes camera directions to scene directions."""
        (sy, sp, sr), (cy, cp, cr) = np.sin(self[3:6]), np.cos(self[3:6])
        yaw = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
        pitch = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
        roll = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
        return np.asarray(yaw @ pitch @ roll, dtype=np.float64)


@dataclass(frozen=True)
class View:
    """The photograph's own view: the frame's size and the camera's focal length in pixels."""

    width: int
    height: int

    @property
    def focal(self) -> float:
        """Focal length in pixels."""
        return float(max(self.width, self.height))

    @property
    def centre(self) -> tuple[float, float]:
        """The principal point, in frame coordinates."""
        return (self.width - 1) / 2, (self.height - 1) / 2


@dataclass(frozen=True)
class Sightlines:
    """For each target pixel, the source pixel it sees as a function of inverse depth: base + w * slope.

    A point at inverse depth w along the ray with direction (a, 1) from the camera at C projects into the
    photograph at a + w (C_xy - C_z a), times the focal length: a pixel's source is linear in w.
    """

    base: Floats
    """Shape (rows, columns, 2): what a pixel sees at infinity, in frame coordinates."""
    slope: Floats
    """Shape (rows, columns, 2): pixels the source moves per unit of inverse depth."""

    @classmethod
    def of(cls, view: View, pose: Pose, xs: Floats, ys: Floats) -> Self:
        """Return the sightlines of a grid of pixels: `xs` of shape (columns,), `ys` of shape (rows,)."""
        focal, (cx, cy) = view.focal, view.centre
        lens = focal * float(np.exp(pose.zoom))
        turn = pose.rotation().astype(np.float32)
        x, y = ((xs - cx) / lens)[None, :], ((ys - cy) / lens)[:, None]
        ahead = turn[2, 0] * x + turn[2, 1] * y + turn[2, 2]
        ray = np.empty((*ahead.shape, 2), np.float32)
        for axis in range(2):
            np.divide(turn[axis, 0] * x + turn[axis, 1] * y + turn[axis, 2], ahead, out=ray[..., axis])
        slope = affine(ray, -focal * pose.z, (focal * pose.x, focal * pose.y))
        return cls(base=affine(ray, focal, (cx, cy)), slope=slope)

    @classmethod
    def joined(cls, several: list[Self]) -> Self:
        """Return the sightlines of several grids as those of one, each below the last."""
        bases, slopes = zip(*((each.base, each.slope) for each in several), strict=True)
        return cls(np.concatenate(bases), np.concatenate(slopes))

    def at(self, inverse_depth: Floats) -> Floats:
        """Return the source pixels, shape (rows, columns, 2), seen at `inverse_depth`, shape (rows, columns)."""
        return self.base + scaled(self.slope, inverse_depth)
