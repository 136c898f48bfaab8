"""Fluids laid over their layer: two looks, carried along and mixed without losing contrast."""

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, remap
from photoplay.engines.multiplane.filming.acts import Fluid
from photoplay.engines.multiplane.filming.lens import Focus
from photoplay.engines.multiplane.filming.sampling import Sampler, Window
from photoplay.engines.multiplane.filming.warp import Relief


def pour(
    fluid: Fluid,
    relief: Relief,
    source: Floats,
    focus: Focus,
    time: float,
    sampler: Sampler,
    drawn: Picture,
    *,
    covers: bool,
) -> None:
    """Lay a fluid over its part of `drawn`, tile by tile.

    Args:
        relief: of the layer it is on.
        source: what the nodes see of that layer, in frame coordinates.
        drawn: the layer as the frame shows it, premultiplied, shape (rows, columns, 4).
        covers: whether the layer is opaque all over.
    """
    window = sampler.window(fluid.cover, source, 0.0)
    if window is None:
        return
    (first, _), (second, weight) = fluid.current.phases(source, time)
    weight = np.broadcast_to(np.asarray(weight, np.float32), source.shape[:2])
    mean = remap(fluid.mean.texels, fluid.mean.coordinates(source), cv2.BORDER_REPLICATE)
    looks = (source - first, source - second, weight, mean.astype(np.float32))
    for whole in sampler.tiles(window):
        cover = sampler.texels(fluid.cover, source, whole, cv2.BORDER_CONSTANT)
        left, top, width, height = cv2.boundingRect(cover)
        if width == 0:
            continue
        cover = cover[top : top + height, left : left + width]
        y, x = whole[0].start + top, whole[1].start + left
        tile = (slice(y, y + height), slice(x, x + width))
        streamed = _stream(sampler, fluid, relief, looks, focus, tile)
        target = drawn[tile]
        if not covers:
            streamed = np.asarray(cv2.cvtColor(_with_alpha_of(streamed, target), cv2.COLOR_RGBA2mRGBA))
        if int(cover.min()) == 255:
            target[:] = streamed
            continue
        share = cover.astype(np.float32) / np.float32(255.0)
        target[:] = cv2.blendLinear(streamed, np.ascontiguousarray(target), share, 1.0 - share)


def _stream(
    sampler: Sampler,
    fluid: Fluid,
    relief: Relief,
    looks: tuple[Floats, Floats, Floats, Floats],
    focus: Focus,
    tile: Window,
) -> Picture:
    """Return what a tile of the frame shows of a fluid, opaque.

    Two looks half a turn apart are mixed about their mean so that contrast does not sag between them: with
    weights a and b it is divided by the root of a^2 + b^2 (Holynski et al. 2021 blend without it).

    Args:
        looks: at the nodes: the source of either look, the weight of the second, the mean.
    """
    first, second, weight, mean = looks
    size = (tile[0].stop - tile[0].start, tile[1].stop - tile[1].start, 4)
    one = np.empty(size, np.uint8)
    sampler.sample(fluid.stack, relief, first, focus, tile, cv2.BORDER_REFLECT_101, one)
    b = sampler.grid.full(weight, *tile)
    if float(b.max()) == 0.0:
        return one
    other = np.empty_like(one)
    sampler.sample(fluid.stack, relief, second, focus, tile, cv2.BORDER_REFLECT_101, other)
    mixed = _mixed(other, one, b)
    around = cv2.convertScaleAbs(sampler.grid.full(mean, *tile))
    most = np.float32(np.sqrt(2.0))
    raised = np.asarray(cv2.addWeighted(mixed, float(most), around, float(1.0 - most), 0.0), np.uint8)
    norm = np.sqrt(weight * weight + (1.0 - weight) ** 2)
    share = np.asarray((1.0 / norm - 1.0) / (most - 1.0), np.float32)
    return _mixed(raised, mixed, sampler.grid.full(share, *tile))


def _mixed(one: Picture, other: Picture, share: Floats) -> Picture:
    """Return `share`, shape (rows, columns), of `one` over the rest of `other`, both opaque; changes their alpha.

    By way of premultiplication: OpenCV's blendLinear takes more than twice as long.
    """
    weight = cv2.convertScaleAbs(share, alpha=255.0)
    cv2.insertChannel(weight, one, 3)
    cv2.insertChannel(cv2.bitwise_not(weight), other, 3)
    part, rest = (cv2.cvtColor(picture, cv2.COLOR_RGBA2mRGBA) for picture in (one, other))
    return np.asarray(cv2.add(part, rest), np.uint8)


def _with_alpha_of(picture: Picture, other: Picture) -> Picture:
    """Return `picture` with the alpha of `other`, both of shape (rows, columns, 4)."""
    shown = picture.copy()
    cv2.insertChannel(cv2.extractChannel(other, 3), shown, 3)
    return shown
