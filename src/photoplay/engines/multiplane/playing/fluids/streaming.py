"""Fluids cut out of a layer: what streams, carried on beyond its edge, and where it is seen."""

from collections.abc import Callable

import cv2
import numpy as np

from photoplay.arrays import Floats, Mask, Picture, disc, floats, resize, soften
from photoplay.engines.multiplane.filming.acts import Current, Fluid
from photoplay.engines.multiplane.filming.lens import BlurStack
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.staging.depth import spread_outward
from photoplay.engines.multiplane.staging.layers import Texture
from photoplay.sight.guided import Guide

SMALL = 420
"""Nodes along the long side at which a region's edge is fitted to the picture."""
REACH, CONTRAST = 0.012, 1.5e-3
"""Of the filter that fits it: how far it looks, over the long side, and the squared contrast of an edge."""
INNER, OUTER = 0.9, 0.5
"""How surely a place belongs to a fluid where all of it streams, and where nothing does: its edge lies inside."""

CRISP = floats(-0.07, 1.14, -0.07)
"""Across and down: gives back what lookups at the frame's density take of detail, compared with a finer texture."""


def fluid_of(
    setting: Setting,
    layer: int,
    region: Floats,
    current: Current,
    way: tuple[float, float],
    apart: Callable[[Picture, Picture], Mask] | None = None,
    rim: float = 0.0,
    *,
    bent: bool = False,
) -> Fluid:
    """Return what streams on a layer.

    Args:
        layer: its index from the back.
        region: how surely a place belongs to it, 0 to 1, one value a node of the frame.
        current: what carries it.
        way: how far it is carried in a turn, across and down, in pixels.
        apart: from the layer's texture at the frame's density and the cover, 1 where something else is seen.
        rim: width of the edge that shows some of what is beyond, over the long side: it is not carried along.
        bent: whether waves bend its rows, so that a texture finer than the frame would be slow to look up: what is
            fetched from memory is of a few texels each time.
    """
    texture = setting.textures[layer]
    step, plain = round(texture.density), plain_of(texture)
    cover = cover_on(setting, region, plain, texture.origin)
    if apart is not None:
        free = 1 - apart(plain, cover)
        cover = np.asarray(cv2.GaussianBlur(cover * free, (3, 3), 0), np.uint8) * free
    left, top, width, height = cv2.boundingRect((cover > 0).astype(np.uint8))
    pad = round(max(way)) + 2
    rows = slice(max(top - pad, 0), min(top + height + pad, len(cover)))
    columns = slice(max(left - pad, 0), min(left + width + pad, cover.shape[1]))
    origin = (texture.origin[0] + columns.start, texture.origin[1] + rows.start)
    inside = np.ascontiguousarray(cover[rows, columns])
    carried = _carried_on(plain[rows, columns], inside, setting.view.focal, rim)
    if bent:
        streaming = Texture(_crisp(carried), origin, 1.0)
    else:
        fine = texture.texels[
            rows.start * step : rows.stop * step, columns.start * step : columns.stop * step
        ]
        streaming = Texture(_streaming(np.asarray(fine, np.uint8), carried), origin, texture.density)
    mean, density = _mean(carried, way)
    middle = (0.5 / density - 0.5, 0.5 / density - 0.5)
    return Fluid(
        BlurStack((streaming,), (0.0,)),
        Texture(mean, (origin[0] + middle[0], origin[1] + middle[1]), density),
        Texture(inside, origin, 1.0),
        current,
    )


def plain_of(texture: Texture) -> Picture:
    """Return the pixels of the frame that a layer's texture holds, shape (rows, columns, 4)."""
    step = round(texture.density)
    return np.ascontiguousarray(texture.texels[::step, ::step].astype(np.uint8, copy=False))


def cover_on(
    setting: Setting,
    region: Floats,
    plain: Picture,
    origin: tuple[float, float],
    sure: tuple[float, float] = (OUTER, INNER),
) -> Picture:
    """Return how much of `plain`, a layer's texture at the frame's density, streams: uint8, (rows, columns).

    The region's edge is fitted to the picture by a guided filter whose factors are found on a small copy (He and
    Sun 2015), and drawn in.

    Args:
        sure: how surely a place belongs to the region where nothing streams and where all of it does.
    """
    rows, columns = plain.shape[:2]
    scale = min(SMALL / setting.view.focal, 1.0)
    size = (max(round(columns * scale), 1), max(round(rows * scale), 1))
    x = (np.arange(size[0]) + 0.5) * columns / size[0] - 0.5 + origin[0]
    y = (np.arange(size[1]) + 0.5) * rows / size[1] - 0.5 + origin[1]
    rough = setting.field(region).sample(np.stack(np.meshgrid(x, y), axis=-1).astype(np.float32))
    near = np.asarray(cv2.dilate((rough > 0.05).astype(np.uint8), disc(REACH * SMALL)), np.float32)
    guide = resize(plain, size)[..., :3].astype(np.float32) / np.float32(255.0)
    gains, offset = Guide.of(guide, max(round(REACH * SMALL), 2), CONTRAST).fit(rough)
    fitted, near = (resize(each, (columns, rows), cv2.INTER_LINEAR) for each in (offset, near))
    for gain, channel in zip(gains, range(3), strict=True):
        colour = cv2.extractChannel(plain, channel).astype(np.float32) / np.float32(255.0)
        fitted += resize(gain, (columns, rows), cv2.INTER_LINEAR) * colour
    share = np.clip((fitted * near - sure[0]) / (sure[1] - sure[0]), 0.0, 1.0)
    opaque = plain[..., 3].astype(np.float32) / np.float32(255.0)
    return np.asarray(np.rint(255.0 * share * share * (3.0 - 2.0 * share) * opaque), np.uint8)


def _carried_on(plain: Picture, cover: Picture, side: float, rim: float) -> Picture:
    """Return `plain`, (rows, columns, 4), where it streams, its colours carried on elsewhere.

    Alpha is where it is its own.
    """
    rows, columns = cover.shape
    small = (max(columns // 2, 1), max(rows // 2, 1))
    sure = resize(cover, small)
    inner = (sure > 200).astype(np.uint8)
    if rim:
        inner = np.asarray(cv2.erode(inner, disc(rim * side / 2.0), borderValue=1), np.uint8)
    known = np.asarray(inner if inner.any() else sure >= sure.max(), np.float32)
    colour = resize(plain, small)[..., :3].astype(np.float32)
    spread = soften(spread_outward(colour, known), side / 500.0)
    beyond = resize(np.clip(spread, 0.0, 255.0).astype(np.uint8), (columns, rows), cv2.INTER_LINEAR)
    share = resize(known, (columns, rows), cv2.INTER_LINEAR)
    mixed = cv2.blendLinear(np.ascontiguousarray(plain[..., :3]), beyond, share, np.float32(1.0) - share)
    return np.dstack(
        [mixed, resize(np.rint(255.0 * known).astype(np.uint8), (columns, rows), cv2.INTER_LINEAR)]
    )


def _streaming(fine: Picture, carried: Picture) -> Picture:
    """Return `carried` with the detail of `fine`, a texture of its own density, where it is its own; opaque."""
    grown = resize(carried, (fine.shape[1], fine.shape[0]), cv2.INTER_LINEAR)
    share = cv2.extractChannel(grown, 3).astype(np.float32) / np.float32(255.0)
    streaming = cv2.blendLinear(np.ascontiguousarray(fine), grown, share, np.float32(1.0) - share)
    streaming[..., 3] = 255
    return np.asarray(streaming, np.uint8)


def _crisp(carried: Picture) -> Picture:
    """Return `carried`, opaque, as much crisper as bilinear lookups between its texels soften it on average."""
    crisp = cv2.sepFilter2D(carried, -1, CRISP, CRISP, borderType=cv2.BORDER_REPLICATE)
    crisp[..., 3] = 255
    return np.asarray(crisp, np.uint8)


def _mean(carried: Picture, way: tuple[float, float]) -> tuple[Picture, float]:
    """Return `carried` without what changes on its `way`, and its density.

    Two looks are half a turn apart: patterns that are smaller than that do not meet themselves.
    """
    across, down = (max(0.3 * each, 0.08 * max(way), 1.0) for each in way)
    shrink = max(round(min(across, down) / 2.0), 1)
    size = (max(carried.shape[1] // shrink, 1), max(carried.shape[0] // shrink, 1))
    smooth = cv2.GaussianBlur(resize(carried, size), (0, 0), across / shrink, sigmaY=down / shrink)
    return np.asarray(smooth, np.uint8), size[0] / carried.shape[1]


def way_of(velocity: Floats, region: Floats, seconds: float) -> tuple[float, float]:
    """Return how far a fluid of `region` is carried at most in `seconds`, across and down, in pixels."""
    inside = np.abs(velocity[region > 0.5])
    across, down = np.percentile(inside, 98, axis=0) * seconds
    return float(across), float(down)


def banks(setting: Setting, region: Floats) -> Floats:
    """Return how far inside `region` each node is, in pixels; the frame's own edges are no banks."""
    inside = (region > 0.5).astype(np.uint8)
    wide = cv2.copyMakeBorder(inside, 2, 2, 2, 2, cv2.BORDER_REPLICATE)
    away = cv2.distanceTransform(wide, cv2.DIST_L2, 5)[2:-2, 2:-2]
    return np.asarray(away * setting.canvas.spacing, np.float32)


def downhill(away: Floats) -> Floats:
    """Return the unit direction, (rows, columns, 2), in which `away`, smooth, rises fastest."""
    smooth = soften(away, 1.5)
    slope = np.dstack([cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)])
    return np.asarray(slope / (np.linalg.norm(slope, axis=-1, keepdims=True) + floats(1e-4)), np.float32)
