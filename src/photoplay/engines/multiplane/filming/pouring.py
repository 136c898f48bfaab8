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

HERE, OTHER, FIRST, SECOND = 1, 2, 4, 8
"""Bits of what is seen at a place: of a fluid, of what is not it, of the fluid's first look and of its second."""


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
    found = [_Streaming.of(fluid, relief, source, focus, time, sampler) for fluid in fluids]
    streams = [stream for stream in found if stream is not None]
    kinds = [np.full(source.shape[:2], HERE, np.uint8), *(stream.kind for stream in streams)]
    if covers:
        kinds = _not_hidden(kinds)
    for tile, shown in sampler.runs(window, np.dstack(kinds)):
        for index, kind in enumerate(shown.tolist()):
            part = sampler.around(kinds[index], HERE, tile) if kind & HERE else None
            if part and index:
                streams[index - 1].lay(part, kind, drawn, covers=covers)
            elif part:
                sampler.sample(stack, level, source, part, border, drawn[part])


def _not_hidden(kinds: Sequence[Picture]) -> list[Picture]:
    """Return what is seen at the nodes of a layer and its fluids, bottom to top, without what surely is hidden."""
    clear = np.full_like(kinds[0], 255)
    seen: list[Picture] = []
    for kind in reversed(kinds):
        seen.insert(0, kind & (clear | np.uint8(OTHER)))
        clear = np.where(kind & OTHER, clear, np.uint8(0))
    return seen


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
    kind: Picture
    """What is seen around each node: bits of HERE, OTHER, FIRST and SECOND."""

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
        kind = np.full(source.shape[:2], OTHER, np.uint8)
        least, most = (
            remap(rough.texels, rough.coordinates(near), cv2.BORDER_REPLICATE) for rough in fluid.bounds
        )
        ours, second = (
            np.where(factor[rows, columns] > 0, np.uint8(bit), np.uint8(0))
            for factor, bit in zip(factors, (FIRST, SECOND), strict=True)
        )
        ours = np.where(most > 0, ours | second | np.uint8(HERE), np.uint8(0))
        kind[rows, columns] = np.where(least < 255, ours | np.uint8(OTHER), ours)
        level = blur_level(fluid.stack, relief, source, focus)
        looks = (whole[0], factors[0]), (whole[1], factors[1])
        return cls(fluid, sampler, level, source, looks, excess, kind)

    def draw(self, tile: Window, kind: int, out: Picture) -> None:
        """Draw what a tile of some `kind` shows of it into `out`, opaque."""
        sampler = self.sampler
        for (seen, _), other in zip(self.looks, (SECOND, FIRST), strict=True):
            if not kind & other:
                self._sample(seen, tile, out)
                return
        factors = [sampler.grid.part(factor, *tile) for _, factor in self.looks]
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

    def lay(self, tile: Window, kind: int, drawn: Picture, *, covers: bool) -> None:
        """Lay it over its part of a tile, of some `kind`, of `drawn`, a layer as `pour` has it."""
        if covers:
            edge = self.sampler.around(self.kind, OTHER, tile)
            behind = drawn[edge].copy() if edge else None
            self.draw(tile, kind, drawn[tile])
            if edge and behind is not None:
                _lay_over(drawn[edge], behind, self._cover(edge))
            return
        target = drawn[tile]
        streamed = np.empty_like(target)
        self.draw(tile, kind, streamed)
        cv2.insertChannel(cv2.extractChannel(target, 3), streamed, 3)
        streamed = np.asarray(cv2.cvtColor(streamed, cv2.COLOR_RGBA2mRGBA), np.uint8)
        share = self._cover(tile).astype(np.float32) / np.float32(255.0)
        target[:] = cv2.blendLinear(streamed, np.ascontiguousarray(target), share, 1.0 - share)

    def _cover(self, tile: Window) -> Picture:
        return self.sampler.texels(self.fluid.cover, self.source, tile, cv2.BORDER_CONSTANT)

    def _sample(self, seen: Floats, tile: Window, out: Picture) -> None:
        self.sampler.sample(self.fluid.stack, self.level, seen, tile, cv2.BORDER_REFLECT_101, out)


def _lay_over(front: Picture, behind: Picture, share: Picture) -> None:
    """Let only `share`, shape (rows, columns), of `front` lie over `behind`, both opaque; changes both.

    By way of premultiplication: OpenCV's blendLinear takes more than twice as long.
    """
    cv2.insertChannel(share, front, 3)
    cv2.insertChannel(cv2.bitwise_not(share), behind, 3)
    for picture in (front, behind):
        cv2.cvtColor(picture, cv2.COLOR_RGBA2mRGBA, dst=picture)
    cv2.add(front, behind, dst=front)
