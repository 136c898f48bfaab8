"""Fluids laid over their layer: two looks, carried along and mixed without losing contrast."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, remap
from photoplay.engines.multiplane.filming.acts import Fluid
from photoplay.engines.multiplane.filming.lens import BlurStack, Focus
from photoplay.engines.multiplane.filming.sampling import Sampler, Window, blur_level
from photoplay.engines.multiplane.filming.warp import Relief


def pour(
    stack: BlurStack,
    fluids: Sequence[Fluid],
    relief: Relief,
    source: Floats,
    focus: Focus,
    time: float,
    sampler: Sampler,
    window: Window,
    drawn: Picture,
    *,
    covers: bool,
) -> None:
    """Draw what a window shows of a layer and its fluids, tile by tile; nothing that a fluid hides.

    Args:
        stack: of the layer without its fluids.
        relief: of the layer.
        source: what the nodes see of it, in frame coordinates.
        drawn: the layer as the frame shows it, premultiplied, shape (rows, columns, 4).
        covers: whether the layer is opaque all over.
    """
    border = cv2.BORDER_REFLECT_101 if covers else cv2.BORDER_CONSTANT
    level = blur_level(stack, relief, source, focus)
    streams = sampler.each(lambda fluid: _Streaming.of(fluid, relief, source, focus, time, sampler), fluids)

    def draw(tile: Window) -> None:
        shown = [stream for stream in streams if stream is not None and stream.shows(tile)]
        solid = max((index for index, stream in enumerate(shown) if stream.hides(tile)), default=0)
        shown = shown[solid:]
        if covers and shown and shown[0].hides(tile):
            shown.pop(0).draw(tile, drawn[tile])
        else:
            sampler.sample(stack, level, source, tile, border, drawn[tile])
        for stream in shown:
            stream.lay(tile, drawn, covers=covers)

    sampler.each(draw, sampler.tiles(window))


@dataclass(frozen=True)
class _Streaming:
    """A fluid as the frame shows it at one instant.

    Two looks half a turn apart are mixed about their mean so that contrast does not sag between them: with weights
    a and b it is divided by the root of a^2 + b^2 (Holynski et al. 2021 blend without it). What that is more than the
    mean of the looks is taken off them half and half, so that neither falls below black.
    """

    fluid: Fluid
    sampler: Sampler
    level: Floats
    """Of blur, at the nodes, as are all of the following."""
    source: Floats
    looks: tuple[tuple[Floats, Picture], tuple[Floats, Picture]]
    """The source of either look and its factor, 0 to 255; together 1 to the root of 2 times as much."""
    excess: Picture
    """Half of what their factors are more than 1, of the mean: shape (rows, columns, 4)."""
    least: Floats
    """How much of what is around each node it surely takes up, 0 to 255."""
    most: Floats

    @classmethod
    def of(
        cls,
        fluid: Fluid,
        relief: Relief,
        source: Floats,
        focus: Focus,
        time: float,
        sampler: Sampler,
    ) -> Self | None:
        """Return `fluid` where the nodes see it on a layer of `relief`, or None where they do not."""
        window = sampler.window(fluid.cover, source, 0.0)
        if window is None:
            return None
        rows, columns = sampler.nodes(window)
        near = np.ascontiguousarray(source[rows, columns])
        (first, _), (second, b) = fluid.current.phases(near, time)
        b = np.broadcast_to(np.asarray(b, np.float32), near.shape[:2])
        a = np.float32(1.0) - b
        norm = np.sqrt(a * a + b * b)
        a, b = a / norm, b / norm
        mean = remap(fluid.mean.texels, fluid.mean.coordinates(near), cv2.BORDER_REPLICATE)
        excess = np.zeros((*source.shape[:2], 4), np.uint8)
        excess[rows, columns] = np.rint(mean * ((a + b - np.float32(1.0)) / np.float32(2.0))[..., None])
        whole = [np.zeros_like(source) for _ in range(2)]
        factors = [np.zeros(source.shape[:2], np.uint8) for _ in range(2)]
        for index, (shift, factor) in enumerate(((first, a), (second, b))):
            whole[index][rows, columns] = near - shift
            factors[index][rows, columns] = np.rint(factor * np.float32(255.0))
        bounds = [np.zeros(source.shape[:2], np.float32) for _ in range(2)]
        for bound, rough in zip(bounds, fluid.bounds, strict=True):
            bound[rows, columns] = remap(rough.texels, rough.coordinates(near), cv2.BORDER_REPLICATE)
        level = blur_level(fluid.stack, relief, source, focus)
        looks = (whole[0], factors[0]), (whole[1], factors[1])
        return cls(fluid, sampler, level, source, looks, excess, *bounds)

    def shows(self, tile: Window) -> bool:
        """Return whether some of a tile may be of it."""
        return bool(self.sampler.grid.part(self.most, *tile).any())

    def hides(self, tile: Window) -> bool:
        """Return whether all of a tile surely is."""
        return float(self.sampler.grid.part(self.least, *tile).min()) == 255.0

    def draw(self, tile: Window, out: Picture) -> None:
        """Draw what a tile of the frame shows of it into `out`, opaque."""
        sampler = self.sampler
        factors = [sampler.grid.part(factor, *tile) for _, factor in self.looks]
        for (seen, _), other in zip(self.looks, reversed(factors), strict=True):
            if not other.any():
                self._sample(seen, tile, out)
                return
        excess = sampler.grid.full(self.excess, *tile)
        halves: list[Picture] = []
        for (seen, _), factor in zip(self.looks, factors, strict=True):
            look = np.empty_like(out)
            self._sample(seen, tile, look)
            cv2.insertChannel(sampler.grid.grown(factor, *tile), look, 3)
            cv2.cvtColor(look, cv2.COLOR_RGBA2mRGBA, dst=look)
            cv2.subtract(look, excess, dst=look)
            halves.append(look)
        cv2.add(halves[0], halves[1], dst=out)

    def lay(self, tile: Window, drawn: Picture, *, covers: bool) -> None:
        """Lay it over its part of a tile of `drawn`, a layer as `pour` has it."""
        if not covers and self.hides(tile):
            cover = np.full(drawn[tile].shape[:2], 255, np.uint8)
        else:
            cover = self.sampler.texels(self.fluid.cover, self.source, tile, cv2.BORDER_CONSTANT)
        left, top, width, height = cv2.boundingRect(cover)
        if width == 0:
            return
        cover = np.ascontiguousarray(cover[top : top + height, left : left + width])
        y, x = tile[0].start + top, tile[1].start + left
        part = (slice(y, y + height), slice(x, x + width))
        streamed = np.empty((height, width, 4), np.uint8)
        self.draw(part, streamed)
        target = drawn[part]
        if covers:
            target[:] = _over(streamed, target, cover)
            return
        cv2.insertChannel(cv2.extractChannel(target, 3), streamed, 3)
        streamed = np.asarray(cv2.cvtColor(streamed, cv2.COLOR_RGBA2mRGBA), np.uint8)
        share = cover.astype(np.float32) / np.float32(255.0)
        target[:] = cv2.blendLinear(streamed, np.ascontiguousarray(target), share, 1.0 - share)

    def _sample(self, seen: Floats, tile: Window, out: Picture) -> None:
        self.sampler.sample(self.fluid.stack, self.level, seen, tile, cv2.BORDER_REFLECT_101, out)


def _over(front: Picture, behind: Picture, share: Picture) -> Picture:
    """Return `share`, shape (rows, columns), of `front` over `behind`, both opaque; changes `front`.

    By way of premultiplication: OpenCV's blendLinear takes more than twice as long.
    """
    cv2.insertChannel(share, front, 3)
    rest = behind.copy()
    cv2.insertChannel(cv2.bitwise_not(share), rest, 3)
    for picture in (front, rest):
        cv2.cvtColor(picture, cv2.COLOR_RGBA2mRGBA, dst=picture)
    return np.asarray(cv2.add(front, rest), np.uint8)
