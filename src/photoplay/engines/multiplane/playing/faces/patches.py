"""A window of a layer's texture that is painted anew for every frame, one stroke over the other."""

from dataclasses import dataclass, replace
from typing import Protocol, Self

import numpy as np

from photoplay.arrays import Picture
from photoplay.engines.multiplane.filming.acts import Retouch
from photoplay.engines.multiplane.staging.layers import Texture

Box = tuple[slice, slice]
"""Rows and columns of a texture."""


class Stroke(Protocol):
    """Changes what a window shows."""

    @property
    def order(self) -> int:
        """What is of a higher order lies over what is of a lower."""
        ...

    def paint(self, window: Picture, time: float) -> None:
        """Change `window`, shape (rows, columns, 4), in place, as it is at `time` in seconds; nothing at rest."""
        ...


@dataclass(frozen=True)
class Patch:
    """A window of a texture and what is painted over it."""

    box: Box
    pristine: Picture
    """What the photograph has there, shape (rows, columns, 4)."""
    strokes: tuple[Stroke, ...]
    """In the order in which they are painted."""

    @classmethod
    def of(cls, texture: Texture, box: Box, *strokes: Stroke) -> Self:
        """Return the patch of a window that is still as the photograph has it."""
        pristine = np.array(texture.texels[box], np.uint8)
        return cls(box, pristine, tuple(sorted(strokes, key=lambda stroke: stroke.order)))

    def joined(self, other: Retouch) -> Self | None:
        """Return what does both, or None where `other` paints another window."""
        if not isinstance(other, Patch) or other.box != self.box:
            return None
        strokes = sorted((*self.strokes, *other.strokes), key=lambda stroke: stroke.order)
        return replace(self, strokes=tuple(strokes))

    def paint(self, texture: Texture, time: float) -> None:
        """Paint the window as it is at `time`, as `Retouch` has it."""
        window = np.asarray(texture.texels[self.box], np.uint8)
        window[:] = self.pristine
        for stroke in self.strokes:
            stroke.paint(window, time)
