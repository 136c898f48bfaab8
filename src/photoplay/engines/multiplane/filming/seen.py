"""What the camera sees in one frame, at the nodes of the warp's grid: which layer, where on it, how near."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from photoplay.arrays import Floats, floats, remap
from photoplay.engines.multiplane.filming.camera import Pose, Sightlines
from photoplay.engines.multiplane.filming.warp import Grid


@dataclass(frozen=True)
class SeenLayer:
    """One layer as the nodes see it, whatever stands before it."""

    source: Floats
    """Shape (rows, columns, 2): the places of the photograph, in frame coordinates."""
    depth: Floats
    """Shape (rows, columns): inverse depth there."""
    cover: Floats
    """Shape (rows, columns): how much of the view the layer takes up, 0 to 1; 1 all over for the backdrop."""


@dataclass(frozen=True)
class Seen:
    """One frame as its nodes see it."""

    grid: Grid
    pose: Pose
    lines: Sightlines
    layers: Sequence[SeenLayer]
    """Back to front."""

    @cached_property
    def depth(self) -> Floats:
        """Inverse depth of what is seen, shape (rows, columns)."""
        depth = self.layers[0].depth
        for layer in self.layers[1:]:
            depth = depth + layer.cover * (layer.depth - depth)
        return depth

    @cached_property
    def source(self) -> Floats:
        """The places of the photograph that are seen, shape (rows, columns, 2)."""
        source = self.layers[0].source
        for layer in self.layers[1:]:
            source = np.where((layer.cover > 0.5)[..., None], layer.source, source)
        return source

    def openness(self, points: Floats, inverse_depth: Floats) -> Floats:
        """Return how much is seen of small things in the air, 1 for all, 0 behind a layer; shape (n,).

        Args:
            points: shape (n, 2), where in the frame they are, in pixels.
            inverse_depth: of each, shape (n,).
        """
        first = floats(self.grid.xs[0], self.grid.ys[0])
        nodes = ((points - first) / floats(self.grid.spacing))[None].astype(np.float32)
        seen = np.ones(len(points), np.float32)
        for layer in self.layers:
            depth, cover = (
                remap(field, nodes, cv2.BORDER_REPLICATE)[0] for field in (layer.depth, layer.cover)
            )
            seen *= np.where(depth > inverse_depth, 1.0 - cover, 1.0).astype(np.float32)
        return seen
