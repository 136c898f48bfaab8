"""Flames laid over a frame, tile by tile."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, floats, remap
from photoplay.engines.multiplane.filming.sampling import Window
from photoplay.engines.multiplane.filming.seen import Seen
from photoplay.engines.multiplane.filming.warp import Grid
from photoplay.engines.multiplane.staging.layers import Texture


@dataclass(frozen=True)
class Look:
    """A look at flames, at the nodes."""

    texels: Floats
    """Shape (rows, columns, 2)."""
    shares: Picture
    """How much of their light, three times, and of what they hide is seen: shape (rows, columns, 4)."""
    most: Picture
    """1 where some of them may be, else 0."""

    @classmethod
    def empty(cls, grid: Grid) -> Self:
        """Return a look at nothing."""
        shape = len(grid.ys), len(grid.xs)
        whole = np.zeros((*shape, 2), np.float32)
        return cls(whole, np.zeros((*shape, 4), np.uint8), np.zeros(shape, np.uint8))


@dataclass(frozen=True)
class Blaze:
    """Lays flames over a frame."""

    grid: Grid
    flame: Texture
    bound: Texture
    gain: float

    def look(self, nodes: Window, source: Floats, share: Floats) -> Look:
        """Return a look at a `share`, 0 to 1, of what some of the nodes see at `source`.

        Flames stop hiding what is behind before they stop shining.
        """
        near = remap(self.bound.texels, self.bound.coordinates(source), cv2.BORDER_CONSTANT)
        light, hides = (np.rint(each * np.float32(255.0)).astype(np.uint8) for each in (share, share * share))
        look = Look.empty(self.grid)
        look.texels[nodes] = self.flame.coordinates(source)
        look.shares[nodes] = cv2.merge((light, light, light, hides))
        look.most[nodes] = (near > 0) & (light > 0)
        return look

    def lay(self, part: Picture, tile: Window, looks: Sequence[Look]) -> None:
        """Lay looks over a tile of the frame, in place: the brightest of them."""
        shown = []
        for look in looks:
            texels = remap(self.flame.texels, self.grid.full(look.texels, *tile), cv2.BORDER_CONSTANT)
            shown.append(cv2.multiply(texels, self.grid.full(look.shares, *tile), scale=1.0 / 255.0))
        blaze = cv2.max(shown[0], shown[-1])
        opaque = cv2.cvtColor(cv2.bitwise_not(cv2.extractChannel(blaze, 3)), cv2.COLOR_GRAY2RGB)
        behind = cv2.multiply(part, opaque, scale=1.0 / 255.0)
        shining = cv2.cvtColor(blaze, cv2.COLOR_RGBA2RGB)
        part[:] = cv2.addWeighted(behind, 1.0, shining, self.gain, 0.0)


def bound_of(flame: Texture) -> Texture:
    """Return the most that `flame` hides within two nodes of each place, one value a node."""
    step = 8
    most = cv2.dilate(cv2.extractChannel(flame.texels, 3), np.ones((4 * step + 1,) * 2, np.uint8))
    return Texture(np.asarray(most, np.uint8)[::step, ::step], flame.origin, flame.density / step)


def window_of(texture: Texture, source: Floats, seen: Seen) -> Window | None:
    """Return the part of the frame where `texture` can show, for what the nodes see."""
    texels = texture.coordinates(source)
    rows, columns = texture.texels.shape[:2]
    near = (texels > -8.0) & (texels < floats(columns + 8, rows + 8))
    within = near[..., 0] & near[..., 1]
    if not within.any():
        return None
    y, x = np.flatnonzero(within.any(axis=1)), np.flatnonzero(within.any(axis=0))
    s, view = seen.grid.spacing, seen.grid.view
    return (
        slice(max((int(y[0]) - 2) * s, 0), min((int(y[-1]) + 1) * s, view.height)),
        slice(max((int(x[0]) - 2) * s, 0), min((int(x[-1]) + 1) * s, view.width)),
    )
