"""The setting: the stage as those who play on it know it."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from photoplay.arrays import Floats, resize
from photoplay.director.plan import Plan
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.filming.warp import Relief
from photoplay.engines.multiplane.staging.geometry import Canvas, Geometry
from photoplay.engines.multiplane.staging.layers import Texture
from photoplay.sight.scene import Scene

LEAST_SHARE = 0.02
"""Share of a place that a layer must show to play a part in it."""


@dataclass(frozen=True)
class Setting:
    """A stage before it is filmed."""

    scene: Scene
    """What is seen in the photograph; its picture is the frame."""
    geometry: Geometry
    textures: tuple[Texture, ...]
    """Of the layers, sharp, back to front."""
    plan: Plan
    rest: float
    """When the frame must be the photograph itself, in seconds."""
    seed: int

    @property
    def view(self) -> View:
        """The frame."""
        return self.geometry.view

    @cached_property
    def canvas(self) -> Canvas:
        """The nodes that cover the frame."""
        spacing = self.geometry.backdrop.spacing
        return Canvas((round(self.view.width / spacing), round(self.view.height / spacing)), spacing)

    def chance(self, *salt: int) -> np.random.Generator:
        """Return the chance of one player: the same for a seed and `salt`."""
        return np.random.default_rng([self.seed, *salt])

    def field(self, mask: Floats) -> Relief:
        """Return `mask`, which covers the picture at any size, as a field over the frame and beyond."""
        return self.canvas.relief(resize(np.asarray(mask, np.float32), self.canvas.size))

    def region(self, names: Collection[str]) -> Floats | None:
        """Return where any of the regions `names` is, 0 to 1, one value a node of the frame; None where nowhere."""
        found = [self.scene.regions[name] for name in names if name in self.scene.regions]
        if not found:
            return None
        masks = np.stack([resize(mask, self.canvas.size) for mask in found])
        return np.asarray(masks.max(axis=0), np.float32)

    @cached_property
    def shown(self) -> tuple[Floats, ...]:
        """How much each layer shows of the photograph, back to front, 0 to 1, one value a node of the frame."""
        clear = np.ones(self.canvas.size[::-1], np.float32)
        shares: list[Floats] = []
        for cutout in reversed(self.geometry.cutouts):
            alpha = resize(cutout.alpha, self.canvas.size)
            shares.insert(0, alpha * clear)
            clear = clear * (1.0 - alpha)
        return clear, *shares

    def layers_of(self, mask: Floats) -> tuple[int, ...]:
        """Return the layers that show a notable share of what `mask`, one value a node of the frame, is about."""
        total = float(mask.sum()) + 1e-6
        return tuple(
            index
            for index, share in enumerate(self.shown)
            if float((mask * share).sum()) / total > LEAST_SHARE
        )

    @property
    def depth(self) -> Floats:
        """Inverse depth of what the photograph shows, one value a node of the frame."""
        columns, rows = self.canvas.size
        return self.geometry.shown(rows, columns)

    @property
    def guide(self) -> Floats:
        """The photograph at the nodes of the frame, shape (rows, columns, 3), sRGB 0 to 1."""
        small = cv2.resize(self.scene.picture, self.canvas.size, interpolation=cv2.INTER_AREA)
        return np.asarray(small, np.float32) / np.float32(255.0)
