"""What one stage's layers are carried along by, so that everything comes to where the other photograph has it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from photoplay.arrays import Floats, disc, floats, remap
from photoplay.engines.multiplane.arrival.camera import shown_at
from photoplay.engines.multiplane.arrival.spreading import nodes_of, spread_affine
from photoplay.engines.multiplane.filming.acts import Acts
from photoplay.engines.multiplane.filming.camera import Pose
from photoplay.engines.multiplane.filming.warp import Relief, parallax
from photoplay.engines.multiplane.staging.geometry import Geometry

STEPS = 4
"""Of the fixed point that finds what has been carried to a place."""
EDGE = 0.006
"""Band on either side of a layer's outline where motion is not trusted, as a share of the long side: it mixes both."""
LEAST_KNOWN = 0.04
"""Share of a layer whose motion must be sure for the layer to go by it."""


@dataclass(frozen=True)
class Carried:
    """A layer's picture on its way, as far as a clock says; a `Displacement`."""

    field: Floats
    """Shape (rows, columns, 2): how far each place goes in all, in pixels, at the nodes of a canvas."""
    spacing: float
    origin: tuple[float, float]
    share: Callable[[float], float]
    """Of the way, at a time in seconds."""

    def shift(self, points: Floats, time: float) -> Floats:
        """See `Displacement`: solves p + share * field(p) = point for what has come to each point."""
        share = self.share(time)
        shift = np.zeros_like(points)
        if share == 0.0:
            return shift
        for _ in range(STEPS):
            nodes = (points - shift - floats(*self.origin)) / floats(self.spacing)
            shift = share * remap(self.field, nodes.astype(np.float32), cv2.BORDER_REPLICATE)
        return np.asarray(shift, np.float32)


@dataclass(frozen=True)
class Likeness:
    """An affine change of place: where a figure goes whose parts cannot be followed."""

    scale: float
    before: tuple[float, float]
    """A place in the first picture, in pixels."""
    after: tuple[float, float]
    """The same place in the second."""

    @property
    def inverse(self) -> "Likeness":
        """The way back."""
        return Likeness(1.0 / self.scale, self.after, self.before)

    def moved(self, points: Floats) -> Floats:
        """Return how far each of `points`, shape (..., 2), goes."""
        goal = floats(*self.after) + floats(self.scale) * (points - floats(*self.before))
        return np.asarray(goal - points, np.float32)


def carry(
    geometry: Geometry,
    motion: Floats,
    sure: Floats,
    goal: Pose,
    share: Callable[[float], float],
    likenesses: Mapping[int, Likeness],
) -> tuple[Acts, ...]:
    """Return what carries each layer, back to front, on top of a camera that goes to `goal`.

    Args:
        motion: where things go, in pixels of the frame, the frame's shape and 2.
        sure: of that, 0 to 1, the frame's shape.
        likenesses: of cut-outs that go by themselves, by their index from the back.
    """
    backdrop = geometry.backdrop
    rows, columns = backdrop.values.shape
    points = nodes_of(rows, columns, backdrop.spacing, backdrop.origin)
    at_nodes = remap(np.dstack([motion, sure]), points, cv2.BORDER_CONSTANT)
    moved, known = np.ascontiguousarray(at_nodes[..., :2]), at_nodes[..., 2]
    most = parallax(geometry.view, [goal])
    fields: list[Floats] = []
    for index, (relief, shown) in enumerate(_layers(geometry)):
        alone = likenesses.get(index - 1)
        place = points + (moved if alone is None else alone.moved(points))
        went = shown_at(geometry.view, goal, relief.limited(most), np.asarray(place, np.float32)) - points
        behind = fields[0] if fields else None
        fields.append(_filled(went, known * shown, shown, points, behind) if alone is None else went)
    return tuple(
        Acts(displacements=(Carried(field, backdrop.spacing, backdrop.origin, share),)) for field in fields
    )


def _layers(geometry: Geometry) -> list[tuple[Relief, Floats]]:
    """Return each layer's inverse depth, and where it is seen for sure, at the nodes; back to front."""
    backdrop = geometry.backdrop
    free = np.ones(backdrop.values.shape, np.float32)
    band = disc(EDGE * geometry.view.focal / backdrop.spacing)
    layers: list[tuple[Relief, Floats]] = []
    for cutout in reversed(geometry.cutouts):
        alpha = cutout.matte.values * free
        layers.append(
            (cutout.relief, np.asarray(cv2.erode((alpha > 0.8).astype(np.float32), band), np.float32))
        )
        free = free - alpha
    layers.append((backdrop, np.asarray(cv2.erode((free > 0.95).astype(np.float32), band), np.float32)))
    return layers[::-1]


def _filled(moved: Floats, weight: Floats, shown: Floats, points: Floats, behind: Floats | None) -> Floats:
    """Return a layer's motion carried on over all of the canvas; that of what is `behind` where nothing is sure."""
    if weight.sum() < LEAST_KNOWN * max(float(shown.sum()), 1.0):
        return np.zeros_like(moved) if behind is None else behind
    return spread_affine(moved, weight, points)
