"""Smooth bodies: limbs and lumps melted into one surface by an exponential smooth union of their distances."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from skimage.measure import marching_cubes

from training.scenes.chance import Colour, Floats
from training.scenes.meshes import Codes, Mesh
from training.scenes.names import Name

Point = tuple[float, float, float]


@dataclass(frozen=True)
class Limb:
    """A round cone from `start` to `end`."""

    start: Point
    end: Point
    thick: float
    """Radius at the start, metres."""
    thin: float
    """Radius at the end, metres."""
    colour: Colour
    squash: Point = (1.0, 1.0, 1.0)
    """How much it is stretched along x, y and z about its middle."""
    name: Name | None = None
    """What it shows; None is as the paint says."""

    @property
    def _middle(self) -> Floats:
        return np.asarray((np.asarray(self.start) + np.asarray(self.end)) / 2, np.float64)

    def distance(self, points: Floats) -> Floats:
        """Return the distance (metres, negative inside) of points (..., 3)."""
        stretch = np.asarray(self.squash)
        start = (np.asarray(self.start) - self._middle) / stretch
        along = (np.asarray(self.end) - self._middle) / stretch - start
        own = (points - self._middle) / stretch - start
        part = np.clip(own @ along / (along @ along + 1e-12), 0, 1)
        gap = (
            np.linalg.norm(own - part[..., None] * along, axis=-1)
            - self.thick
            - (self.thin - self.thick) * part
        )
        return np.asarray(gap * stretch.min(), np.float64)

    def bounds(self, room: float) -> tuple[Floats, Floats]:
        """Return the lowest and highest corner of a box about it, `room` metres wider."""
        ends = np.array([self.start, self.end])
        reach = max(self.thick, self.thin) * np.asarray(self.squash) + room
        return ends.min(axis=0) - reach, ends.max(axis=0) + reach


def body(limbs: Sequence[Limb], step: float, melt: float = 0.02) -> Mesh:
    """Return the surface of `limbs`: cells of `step` metres, joints rounded by about `melt` metres."""
    room = 3 * melt + 2 * step
    boxes = [limb.bounds(room) for limb in limbs]
    low = np.min([box[0] for box in boxes], axis=0)
    shape = np.ceil((np.max([box[1] for box in boxes], axis=0) - low) / step).astype(int) + 1
    total = np.zeros(tuple(shape))
    for limb, (start, end) in zip(limbs, boxes, strict=True):
        first = np.floor((start - low) / step).astype(int)
        last = np.minimum(np.ceil((end - low) / step).astype(int) + 1, shape)
        axes = [low[i] + step * np.arange(first[i], last[i]) for i in range(3)]
        points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
        total[tuple(slice(a, b) for a, b in zip(first, last, strict=True))] += np.exp(
            -limb.distance(points) / melt
        )
    field = -melt * np.log(total + np.exp(-room / melt))
    vertices, triangles, _, _ = marching_cubes(field, 0.0)  # type: ignore[no-untyped-call]
    vertices = vertices * step + low
    faces = np.concatenate([triangles, np.full((len(triangles), 1), -1)], axis=1)
    return Mesh(vertices, faces.astype(np.int32), True, *_surface(limbs, vertices))


def _surface(limbs: Sequence[Limb], vertices: Floats) -> tuple[Floats, Codes]:
    nearest = np.full(len(vertices), np.inf)
    colours, names = np.zeros((len(vertices), 3)), np.zeros(len(vertices), np.uint16)
    for limb in limbs:
        gap = limb.distance(vertices)
        closer = gap < nearest
        nearest[closer], colours[closer] = gap[closer], limb.colour
        names[closer] = limb.name.code if limb.name else 0
    return colours, names
