"""Textures looked up where the nodes of a grid see them, sharp or as far out of focus as they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, Picture, floats, remap
from photoplay.engines.multiplane.filming.lens import BlurStack, Focus
from photoplay.engines.multiplane.filming.warp import Grid, Relief
from photoplay.engines.multiplane.staging.layers import Texture

SHARP = 0.35
"""Blur in pixels under which a layer is drawn sharp."""
TILE = 96
"""Nodes along the side of what is worked on together: large enough to be worth more threads than one."""

Window = tuple[slice, slice]
"""Rows and columns of the frame."""


@dataclass(frozen=True)
class Sampler:
    """Looks textures up for parts of the frame."""

    grid: Grid

    def window(self, texture: Texture, source: Floats, blur: float) -> Window | None:
        """Return the part of the frame where `texture`, blurred by so many pixels, can show."""
        texels = texture.coordinates(source)
        rows, columns = texture.texels.shape[:2]
        reach = blur * texture.density
        within = (texels > -reach) & (texels < floats(columns, rows) + reach)
        inside = within[..., 0] & within[..., 1]
        if not inside.any():
            return None
        y, x = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
        s = self.grid.spacing
        return (
            slice(max((int(y[0]) - 2) * s, 0), min((int(y[-1]) + 1) * s, self.grid.view.height)),
            slice(max((int(x[0]) - 2) * s, 0), min((int(x[-1]) + 1) * s, self.grid.view.width)),
        )

    def sample(
        self,
        stack: BlurStack,
        relief: Relief,
        source: Floats,
        focus: Focus,
        window: Window,
        border: int,
        out: Picture,
    ) -> None:
        """Draw into `out` what a window shows of `stack`, of `source` at the nodes, in or out of focus."""
        level = _blur_level(stack, relief, source, focus)
        first = int(level.min())
        self.texels(stack.levels[first], source, window, border, out)
        for index in range(first + 1, int(np.ceil(level.max())) + 1):
            blurred = np.empty_like(out)
            self.texels(stack.levels[index], source, window, border, blurred)
            share = self.grid.full(np.clip(level - (index - 1), 0.0, 1.0), *window)
            out[:] = cv2.blendLinear(
                out, blurred, np.ascontiguousarray(1.0 - share), np.ascontiguousarray(share)
            )

    def texels(
        self,
        texture: Texture,
        source: Floats,
        window: Window,
        border: int,
        out: Picture | None = None,
    ) -> NDArray[Any]:
        """Return the texels that a window shows, of `source` at the nodes."""
        nodes = texture.coordinates(self.grid.part(source, *window))
        return remap(texture.texels, self.grid.grown(nodes, *window), border, out)

    def tiles(self, window: Window) -> Iterator[Window]:
        """Yield a window in tiles."""
        rows, columns = window
        side = TILE * self.grid.spacing
        for top in range(rows.start, rows.stop, side):
            for left in range(columns.start, columns.stop, side):
                yield slice(top, min(top + side, rows.stop)), slice(left, min(left + side, columns.stop))


def _blur_level(stack: BlurStack, relief: Relief, source: Floats, focus: Focus) -> Floats:
    """Return the fractional level of blur at the grid's nodes; 0 where too little to see."""
    if len(stack.levels) == 1:
        return np.zeros(source.shape[:2], np.float32)
    radius = focus.aperture * np.abs(relief.sample(source) - floats(focus.depth))
    return stack.level(np.where(radius.max() < SHARP, floats(0.0), radius))
