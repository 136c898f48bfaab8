"""Textures looked up where the nodes of a grid see them, sharp or as far out of focus as they are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
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
TILE = 16, 192
"""Most nodes along the sides of what is worked on together, down and across: small enough to stay in the cache."""
BLOCK = 16, 16
"""Nodes along the sides of the blocks in which `runs` are cut, down and across."""

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
        least, most = _of_cells(texels, np.minimum), _of_cells(texels, np.maximum)
        within = (most > -reach) & (least < floats(columns, rows) + reach)
        inside = within[..., 0] & within[..., 1]
        if not inside.any():
            return None
        y, x = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
        s = self.grid.spacing
        return (
            slice(max((int(y[0]) - 1) * s, 0), min((int(y[-1]) + 1) * s, self.grid.view.height)),
            slice(max((int(x[0]) - 1) * s, 0), min((int(x[-1]) + 1) * s, self.grid.view.width)),
        )

    def nodes(self, window: Window) -> Window:
        """Return the rows and columns of nodes that the pixels of a window lie between."""
        s = self.grid.spacing
        rows, columns = (slice(side.start // s, -(-side.stop // s) + 2) for side in window)
        return rows, columns

    def sample(
        self,
        stack: BlurStack,
        level: Floats,
        source: Floats,
        window: Window,
        border: int,
        out: Picture,
    ) -> None:
        """Draw into `out` what a window shows of `stack`, of `source` and at the `level` of blur at the nodes."""
        if len(stack.levels) == 1:
            self.texels(stack.levels[0], source, window, border, out)
            return
        level = self.grid.part(level, *window)
        first = int(level.min())
        self.texels(stack.levels[first], source, window, border, out)
        for index in range(first + 1, int(np.ceil(level.max())) + 1):
            blurred = np.empty_like(out)
            self.texels(stack.levels[index], source, window, border, blurred)
            share = self.grid.grown(np.clip(level - (index - 1), 0.0, 1.0), *window)
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
        height, width = (side * self.grid.spacing for side in TILE)
        for top in range(rows.start, rows.stop, height):
            for left in range(columns.start, columns.stop, width):
                yield slice(top, min(top + height, rows.stop)), slice(left, min(left + width, columns.stop))

    def runs(self, window: Window, kinds: Picture) -> Iterator[tuple[Window, Picture]]:
        """Yield a window in tiles of one kind each, with that kind: all bits that any of its nodes has.

        Args:
            kinds: bits at the nodes, shape (rows, columns, n).
        """
        rows, columns = window
        height, width = (side * self.grid.spacing for side in BLOCK)
        part = self.grid.part(kinds, *window)
        cells = part[:-2] | part[1:-1] | part[2:]
        cells = cells[:, :-2] | cells[:, 1:-1] | cells[:, 2:]
        for axis, side in enumerate(BLOCK):
            cells = np.bitwise_or.reduceat(cells, np.arange(0, cells.shape[axis], side), axis=axis)
        for top, row in zip(range(rows.start, rows.stop, height), cells, strict=True):
            changes = np.flatnonzero((row[1:] != row[:-1]).any(axis=-1)) + 1
            for first, last in pairwise([0, *changes.tolist(), len(row)]):
                left, right = (columns.start + width * each for each in (first, last))
                tile = slice(top, min(top + height, rows.stop)), slice(left, min(right, columns.stop))
                yield tile, row[first]

    def around(self, kinds: Picture, bit: int, window: Window) -> Window | None:
        """Return the part of a window that lies beside nodes whose kind, shape (rows, columns), has a bit."""
        left, top, width, height = cv2.boundingRect(self.grid.part(kinds, *window) & np.uint8(bit))
        if not width:
            return None
        (rows, columns), s = window, self.grid.spacing
        return (
            slice(rows.start + max(top - 2, 0) * s, min(rows.start + (top + height) * s, rows.stop)),
            slice(
                columns.start + max(left - 2, 0) * s, min(columns.start + (left + width) * s, columns.stop)
            ),
        )


def _of_cells(nodes: Floats, least_or_most: Callable[[Floats, Floats], Floats]) -> Floats:
    """Return the least or most of the four nodes around each cell of a grid: between them no place has less or more."""
    of_rows = least_or_most(nodes[:-1], nodes[1:])
    return least_or_most(of_rows[:, :-1], of_rows[:, 1:])


def blur_level(stack: BlurStack, relief: Relief, source: Floats, focus: Focus) -> Floats:
    """Return the fractional level of blur at the grid's nodes; 0 where too little to see."""
    if len(stack.levels) == 1:
        return np.zeros(source.shape[:2], np.float32)
    radius = focus.aperture * np.abs(relief.sample(source) - floats(focus.depth))
    return stack.level(np.where(radius.max() < SHARP, floats(0.0), radius))
