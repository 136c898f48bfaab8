"""What the photograph does not show: the background behind the subject, and a rim beyond the frame.

MI-GAN (Sargsyan et al. 2023) invents both where its weights are at hand; else colours are carried in smoothly
behind a subject, and the picture is mirrored beyond its frame.
"""

from typing import NamedTuple, cast

import cv2
import numpy as np

from photoplay.arrays import (
    Array,
    Floats,
    Mask,
    Picture,
    disc,
    floats,
    resize,
    soften,
)
from photoplay.engines.multiplane.staging.depth import spread_outward
from photoplay.progress import Progress, unwatched
from photoplay.sight.networks import Network


class Margins(NamedTuple):
    """Pixels added around a frame."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0

    def pad(self, picture: Array, border: int) -> Array:
        """Return `picture` with the margins added, as `border` (an OpenCV border type) has it."""
        sides = self.top, self.bottom, self.left, self.right
        return cast(Array, cv2.copyMakeBorder(picture, *sides, border))


PAINTING = "Painting what the camera will see"
LEAK = 0.013
"""How far from a subject its colours may leak into the background, as a share of the long side."""
RIM = 0.07
"""How far behind a subject's edge the camera can look; detail fades out from there to twice as deep, likewise."""
NETWORK_SIDE = 768
NARROW = 0.02
"""Share of the long side up to which a margin may be mirrored: nobody sees it for what it is."""
SMALLEST_SOURCE = 0.01
"""Share of the picture under which an island of background within a subject gives no colours to the fill."""


def fill_behind(
    picture: Picture, alpha: Floats, hole: Mask, network: Network | None, progress: Progress = unwatched
) -> Picture:
    """Return `picture` without its subject: a plate of the background.

    Smooth colours from well outside the subject fill the hole; as deep as the camera can look, a network gives it
    detail. Deeper it stays smooth: in the middle of large holes networks invent things.

    Args:
        picture: shape (rows, columns, 3).
        alpha: the subject's matte, shape (rows, columns).
        hole: shape (rows, columns), 1 where the picture is not to be trusted; elsewhere it is kept.
        progress: called before and after the network; raise to stop.
    """
    progress(PAINTING, 0.0)
    side = max(alpha.shape)
    known = _without_islands(1 - covered(alpha, LEAK * side))
    if not known.any():
        return picture
    plate = _carried_in(picture, known)
    if network is not None:
        progress(PAINTING, 0.2)
        detailed = _detailed(plate, known, network)
        progress(PAINTING, 0.85)
        plate = _plausible(detailed, plate, known)
    share = cv2.blur(hole.astype(np.float32), (5, 5))[..., None]
    mixed: Floats = plate * share + picture * (1.0 - share)
    return np.rint(mixed).astype(np.uint8)


def _detailed(plate: Picture, known: Mask, network: Network) -> Picture:
    """Return `plate` with detail invented in what is not `known`, fading out where the camera cannot look."""
    depth = np.asarray(cv2.distanceTransform(1 - known, cv2.DIST_L2, 5), np.float32) / (
        RIM * max(known.shape)
    )
    share = np.clip(2.0 - depth, 0.0, 1.0)[..., None]
    mixed: Floats = _inpainted(plate, 1 - known, network) * share + plate * (1.0 - share)
    return np.rint(mixed).astype(np.uint8)


def _plausible(invented: Picture, picture: Picture, known: Mask) -> Picture:
    """Return `invented` with no colour and no contrast that what is `known` of `picture` nearby does not have.

    Networks like to invent small bright things. Where local colour strays from a smooth continuation by more than
    the picture itself varies nearby, it is brought back; where fine contrast is stronger, it is turned down.
    """
    small = (max(known.shape[1] // 4, 1), max(known.shape[0] // 4, 1))
    seen = resize(known, small, cv2.INTER_NEAREST).astype(np.float32)[..., None]
    smooth = _carried_in(resize(picture, small), resize(known, small, cv2.INTER_NEAREST))
    expected, found = _lab(smooth, small), _lab(invented, small)
    fine = found - _soft(found, small, 0.008)
    contrast = np.sqrt(_soft(fine[..., :1] ** 2, small, 0.012))
    usual = np.sqrt(_around(fine[..., :1] ** 2, seen, small))
    tamed = found + (np.minimum(1.0, (1.2 * usual + 1.5) / (contrast + 1e-3)) - 1.0) * fine
    variation = np.sqrt(_around((expected - _around(expected, seen, small)) ** 2, seen, small))
    allowed = floats(1.5, 1.2, 1.2) * variation + floats(6.0, 4.0, 4.0)
    kept = expected + np.clip(tamed - expected, -allowed, allowed)
    before, after = (cv2.cvtColor(np.rint(c).astype(np.uint8), cv2.COLOR_LAB2RGB) for c in (found, kept))
    change = soften(after.astype(np.float32) - before, 0.7)
    grown = resize(change, (known.shape[1], known.shape[0]), cv2.INTER_LINEAR)
    return np.clip(invented + grown * (1 - known[..., None]), 0.0, 255.0).astype(np.uint8)


def _lab(picture: Picture, size: tuple[int, int]) -> Floats:
    return np.asarray(cv2.cvtColor(resize(picture, size), cv2.COLOR_RGB2LAB), np.float32)


def _soft(values: Floats, size: tuple[int, int], reach: float) -> Floats:
    """Return `values` blurred by a share of the long side."""
    return soften(values, reach * max(size))


def _around(values: Floats, seen: Floats, size: tuple[int, int]) -> Floats:
    """Return the mean of `values` over what is `seen` nearby."""
    return _soft(values * seen, size, 0.06) / (_soft(seen, size, 0.06) + 1e-4)


def covered(alpha: Floats, margin: float) -> Mask:
    """Return 1 where `alpha` covers anything or comes within `margin` pixels of it, else 0."""
    return np.asarray(cv2.dilate((alpha > 0.03).astype(np.uint8), disc(margin)), np.uint8)


def carried_behind(alpha: Floats, nearer: Floats) -> Floats:
    """Return the matte `alpha` carried on behind `nearer`, as deep as the camera can look; both (rows, columns).

    The silhouette goes on where it meets what hides it.
    """
    side = max(alpha.shape)
    hidden = covered(nearer, LEAK / 2 * side)
    shown = (alpha > 0.5) & (hidden == 0)
    if not (hidden[cv2.dilate(shown.astype(np.uint8), disc(2)) > 0]).any():
        return alpha
    carried = spread_outward(alpha, 1.0 - hidden.astype(np.float32))
    away = cv2.distanceTransform(1 - shown.astype(np.uint8), cv2.DIST_L2, 5)
    whole = np.clip((carried - 0.5) * 4.0 + 0.5, 0.0, 1.0) * (away < RIM * side)
    return np.asarray(np.where(hidden > 0, np.maximum(whole, alpha), alpha), np.float32)


def _without_islands(known: Mask) -> Mask:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(known)
    large = stats[:, cv2.CC_STAT_AREA] > SMALLEST_SOURCE * known.size
    large[0] = False
    kept: Mask = large[labels].astype(np.uint8)
    return kept


def extend(
    picture: Picture, margins: Margins, network: Network | None, progress: Progress = unwatched
) -> Picture:
    """Return `picture` continued beyond its frame by `margins`; what `progress` raises stops it.

    What is narrow is mirrored. Where one side alone is wide, the network is shown a square beside it, and so finer:
    what is narrower than a square it finishes with streaks.
    """
    if not any(margins):
        return picture
    mirrored = margins.pad(picture, cv2.BORDER_REFLECT_101)
    narrow = NARROW * max(picture.shape)
    wide = Margins(*(margin if margin > narrow else 0 for margin in margins))
    if network is None or not any(wide):
        return mirrored
    progress(PAINTING, 0.0)
    alone = sum(margin > 0 for margin in wide) == 1
    unknown = _beyond(mirrored, wide if alone else margins)
    window = _beside(unknown, min(picture.shape[:2])) if alone else np.s_[:, :]
    shown, hole = np.ascontiguousarray(mirrored[window]), np.ascontiguousarray(unknown[window])
    invented = _inpainted(shown, hole, network)
    progress(PAINTING, 0.85)
    mirrored[window] = _plausible(invented, shown, 1 - hole)
    return mirrored


def _beyond(padded: Picture, margins: Margins) -> Mask:
    """Return 1 in the `margins` of a `padded` picture, else 0."""
    rows, columns = padded.shape[:2]
    mask = np.ones((rows, columns), np.uint8)
    mask[margins.top : rows - margins.bottom, margins.left : columns - margins.right] = 0
    return mask


def _beside(mask: Mask, reach: int) -> tuple[slice, slice]:
    """Return the rows and columns within `reach` of the far side of what `mask` shows."""
    left, top, width, height = cv2.boundingRect(mask)
    return (
        slice(max(min(top, top + height - reach), 0), max(top + height, top + reach)),
        slice(max(min(left, left + width - reach), 0), max(left + width, left + reach)),
    )


def _inpainted(picture: Picture, hole: Mask, network: Network) -> Picture:
    """Return `picture` with `hole` invented; the network works at 512 pixels, so it is given no more than needed."""
    rows, columns = hole.shape
    scale = min(NETWORK_SIDE / max(rows, columns), 1.0)
    size = (round(columns * scale), round(rows * scale))
    small, gap = resize(picture, size), resize(hole, size) > 0
    planes = np.ascontiguousarray(small.transpose(2, 0, 1))[None]
    keep = np.where(gap, np.uint8(0), np.uint8(255))[None, None]
    filled = np.asarray(network(planes, keep)[0], np.uint8).transpose(1, 2, 0)
    grown = resize(np.ascontiguousarray(filled), (columns, rows), cv2.INTER_CUBIC)
    return np.where(hole[..., None] > 0, grown, picture)


def _carried_in(picture: Picture, known: Mask) -> Picture:
    """Return `picture` with smooth colours where it is not `known`; they are found on half of its pixels each way."""
    rows, columns = known.shape
    half = ((columns + 1) // 2, (rows + 1) // 2)
    seen = resize(known.astype(np.float32), half)
    share: Floats = np.maximum(seen, np.float32(1e-6))
    colours: Floats = resize((picture * known[..., None]).astype(np.float32), half) / share[..., None]
    spread = spread_outward(colours, np.minimum(seen * np.float32(4.0), np.float32(1.0)))
    soft = soften(spread, max(half) / 320)
    grown = resize(np.clip(soft, 0.0, 255.0).astype(np.uint8), (columns, rows), cv2.INTER_LINEAR)
    return np.where(known[..., None] > 0, picture, grown)
