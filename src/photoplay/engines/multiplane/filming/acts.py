"""What moves within the picture, as the renderer knows it.

Everything is still at the stage's moment of rest: there the frame is the photograph.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture
from photoplay.engines.multiplane.filming.lens import BlurStack
from photoplay.engines.multiplane.filming.seen import Seen
from photoplay.engines.multiplane.staging.layers import Texture

BOUND, APART = 12, 8
"""Pixels around a place in which the least and the most of a fluid's cover are looked for, and between such places:
what is seen is at most 8 from the nodes around it, and they are at most 4 from such a place."""


class Displacement(Protocol):
    """Moves what lies on a layer, within the photograph's plane."""

    def shift(self, points: Floats, time: float) -> Floats:
        """Return how far what is seen at `points` has come, in pixels of the frame.

        At a point p is shown what the photograph has at p - shift. It must be smooth: its gradient well under 1.

        Args:
            points: shape (rows, columns, 2), in frame coordinates.
            time: in seconds from the start of the clip.

        Returns:
            Shape (rows, columns, 2), right and down.
        """
        ...


class Current(Protocol):
    """Carries a fluid along."""

    def phases(
        self, points: Floats, time: float
    ) -> tuple[tuple[Floats, Floats | float], tuple[Floats, Floats | float]]:
        """Return two looks at the fluid: how far each has carried what is seen at `points`, and its weight there.

        Shifts are as in `Displacement`; weights, of one value or shape (rows, columns), add up to 1; at rest the
        first look is unmoved and has all of it.
        """
        ...


@dataclass(frozen=True)
class Fluid:
    """A part of a layer that streams: two looks at it, carried along by a current, their contrast kept."""

    stack: BlurStack
    """What streams, opaque and carried on beyond its edge, so that nothing else is dragged in."""
    mean: Texture
    """The same without its detail, smooth from node to node, shape (rows, columns, 4), of any density."""
    cover: Texture
    """How much of a place it takes up: uint8, shape (rows, columns), of one density and origin of its own."""
    current: Current

    @cached_property
    def bounds(self) -> tuple[Texture, Texture]:
        """The least and the most of `cover` around each place, one value a node."""
        texels = cv2.copyMakeBorder(self.cover.texels, *(APART,) * 4, cv2.BORDER_REPLICATE)
        kernel = np.ones((2 * BOUND + 1,) * 2, np.uint8)
        density = self.cover.density / APART
        origin = (self.cover.origin[0] - 1.0 / density, self.cover.origin[1] - 1.0 / density)
        least, most = (
            np.asarray(how(texels, kernel), np.uint8)[::APART, ::APART] for how in (cv2.erode, cv2.dilate)
        )
        return Texture(least, origin, density), Texture(most, origin, density)


class Retouch(Protocol):
    """Changes a small part of a layer's sharp texture from frame to frame."""

    def paint(self, texture: Texture, time: float) -> None:
        """Paint the part anew, in place, as it is at `time` in seconds; calls come with any times in any order."""
        ...


class Pass(Protocol):
    """Something done to a whole frame once its layers are laid: air, light, grade."""

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        """Change `frame`, shape (rows, columns, 3), in place, as it is at `time` in seconds."""
        ...


@dataclass(frozen=True)
class Acts:
    """What moves on one layer."""

    displacements: tuple[Displacement, ...] = ()
    fluids: tuple[Fluid, ...] = ()
    retouches: tuple[Retouch, ...] = ()


STILL = Acts()
