"""The stage's layers: textures with premultiplied alpha, back to front.

A texture is sampled twice as finely as the frame, its even texels being the frame's own pixels: at rest a
bilinear lookup returns the photograph exactly, and in motion it stays as sharp as a bicubic one at a quarter
of the cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Array, Floats, Mask, Picture, affine, box, floats, resize
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.governor import Framing
from photoplay.engines.multiplane.staging.fill import LEAK, PAINTING, Margins, covered, extend, fill_behind
from photoplay.engines.multiplane.staging.geometry import HIDDEN
from photoplay.parallel import Beside, Later
from photoplay.progress import Part, Progress, unwatched
from photoplay.sight.networks import Networks
from photoplay.stills import Still

TEXELS = 2
"""Texels per pixel of the frame."""
HALFWAY_REACH = 4
"""Pixels on each side that an odd texel is interpolated from."""
CRISPNESS = 0.045
WORTHWHILE_DETAIL = 1.08
"""Magnification from which a texture is made from more of the still's pixels than the frame has."""


def _lanczos_halfway() -> Floats:
    away = np.arange(HALFWAY_REACH) + 0.5
    side = np.sinc(away) * np.sinc(away / HALFWAY_REACH)
    kernel = np.concatenate([side[::-1], side])
    return floats(*(kernel / kernel.sum()))


_HALFWAY, _UNMOVED = _lanczos_halfway(), floats(1.0)


@dataclass(frozen=True)
class Texture:
    """A picture in the photograph's plane."""

    texels: NDArray[np.uint8 | np.float32]
    """Shape (rows, columns, 4), premultiplied sRGB and alpha."""
    origin: tuple[float, float]
    """Frame coordinates of texel (0, 0)."""
    density: float = TEXELS
    """Texels per pixel of the frame."""

    def coordinates(self, source: Floats) -> Floats:
        """Return the texel coordinates of `source` points, shape (..., 2), in frame coordinates."""
        x, y = self.origin
        return affine(source, self.density, (-x * self.density, -y * self.density))


def paint(
    still: Still,
    picture: Picture,
    mattes: Sequence[Floats],
    framing: Framing,
    networks: Networks,
    progress: Progress = unwatched,
) -> tuple[Texture, ...]:
    """Return the textures of the stage of `still`, back to front: the backdrop, then one for each of `mattes`.

    Args:
        picture: the still at the frame's size, shape (rows, columns, 3).
        mattes: of what stands before the backdrop, each of the frame's shape, from far to near.
        framing: what the camera path needs: margins and magnification.
        progress: called before every fill and every texture; raise to stop.
    """
    margins = framing.margins
    view = View(picture.shape[1], picture.shape[0])
    rounds = _rounds([margins.pad(alpha, cv2.BORDER_REPLICATE) for alpha in mattes], view.focal)
    with Beside() as thread:
        detail = thread.start(partial(_detail, still, view, framing.magnification))
        photograph = extend(picture, margins, networks.inpaint, Part(progress, 0.0, 0.3))
        fine = thread.start(partial(_fine, photograph, detail, margins))
        fronts: list[Later[Texture]] = []
        for step, alphas in enumerate(rounds):
            part = Part(progress, 0.3 + 0.6 * step / len(rounds), 0.3 + 0.6 * (step + 1) / len(rounds))
            together = np.maximum.reduce(alphas)
            hole = covered(together, HIDDEN * view.focal)
            plate = fill_behind(photograph, together, hole, networks.inpaint, part)
            for alpha in alphas:
                front = thread.start(partial(_cut_out, photograph, fine, plate, alpha, margins))
                fronts.insert(0, front)
            fine = thread.start(partial(_replaced, fine, plate, hole))
            photograph = plate
        progress(PAINTING, 0.9)
        backdrop = _texture(fine.result(), None, margins, (0, 0))
        return (backdrop, *(front.result() for front in fronts))


def _rounds(mattes: list[Floats], side: float) -> list[list[Floats]]:
    """Return `mattes`, given from far to near, from near to far, those together that do not touch each other."""
    rounds: list[list[Floats]] = []
    hidden = np.zeros(mattes[0].shape, np.uint8) if mattes else None
    for alpha in reversed(mattes):
        around = covered(alpha, LEAK * side)
        if hidden is None or not rounds or (hidden & around).any():
            rounds.append([])
            hidden = np.zeros_like(around)
        rounds[-1].append(alpha)
        hidden |= around
    return rounds


def _replaced(fine: Later[Picture], plate: Picture, hole: Mask) -> Picture:
    """Return `fine` with what `hole` hides taken from `plate`, both of the frame's size."""
    replaced = fine.result().copy()
    hidden = np.asarray(cv2.dilate(hole, np.ones((5, 5), np.uint8)), np.uint8)
    left, top, width, height = cv2.boundingRect(hidden)
    y = slice(max(top - HALFWAY_REACH, 0), top + height + HALFWAY_REACH)
    x = slice(max(left - HALFWAY_REACH, 0), left + width + HALFWAY_REACH)
    behind = _doubled(plate[y, x])
    window = replaced[y.start * TEXELS :, x.start * TEXELS :][: behind.shape[0], : behind.shape[1]]
    there = resize(hidden[y, x], (behind.shape[1], behind.shape[0]), cv2.INTER_NEAREST)
    np.copyto(window, behind, where=there[..., None] > 0)
    return replaced


def _cut_out(
    photograph: Picture, fine: Later[Picture], plate: Picture, alpha: Floats, margins: Margins
) -> Texture:
    left, top, width, height = cv2.boundingRect((alpha > 0.01).astype(np.uint8))
    pad = 4
    y = slice(max(top - pad, 0), top + height + pad)
    x = slice(max(left - pad, 0), left + width + pad)
    colour = subject_colours(photograph[y, x], plate[y, x], alpha[y, x])
    texels = _doubled(colour)
    fine_alpha = np.clip(_doubled(alpha[y, x]), 0.0, 1.0)
    solid = (fine_alpha > 0.995).astype(np.uint8)
    rows, columns = texels.shape[:2]
    inner = fine.result()[y.start * TEXELS :, x.start * TEXELS :][:rows, :columns]
    cv2.copyTo(np.ascontiguousarray(inner), solid, texels)
    return _texture(texels, fine_alpha, margins, (x.start, y.start))


def subject_colours(
    picture: Picture, plate: Picture, alpha: Floats, progress: Progress = unwatched
) -> Picture:
    """Return the subject's own colours, free of what shows through its edge, all of shape (rows, columns, 3).

    Blur-fusion foreground estimation (Forte 2021), twice, then the colours that over `plate` give `picture`
    back, as far as colours can. What `progress` raises stops it.
    """
    image = picture.astype(np.float32)
    cover = alpha[..., None]
    front, behind = image, image
    for step, reach in enumerate((max(round(max(alpha.shape) / 12), 3), 6)):
        progress(PAINTING, step / 3)
        front, behind = _blur_fusion(image, front, behind, cover, reach)
    progress(PAINTING, 2 / 3)
    missing = image - cover * front - (1.0 - cover) * plate
    solid = np.clip((cover - 0.2) / 0.3, 0.0, 1.0)
    exact = front + solid * missing / np.maximum(cover, 0.2)
    return np.clip(np.where(cover > 0.995, image, exact) + 0.5, 0.0, 255.0).astype(np.uint8)


def _blur_fusion(
    image: Floats, front: Floats, behind: Floats, cover: Floats, reach: int
) -> tuple[Floats, Floats]:
    weight = box(cover, reach)
    front = box(front * cover, reach) / (weight + 1e-5)
    behind = box(behind * (1.0 - cover), reach) / (1.0 - weight + 1e-5)
    front = np.clip(front + cover * (image - cover * front - (1.0 - cover) * behind), 0.0, 255.0)
    return front, behind


def _detail(still: Still, view: View, magnified: float) -> Picture | None:
    """Return the frame's part of a texture from more of the still's pixels than the frame has, or None."""
    gain = min(magnified, still.width / view.width, 2.0)
    if gain < WORTHWHILE_DETAIL:
        return None
    rich = still.resized(round(view.width * gain), round(view.height * gain))
    ratio = rich.shape[1] / view.width / TEXELS
    shift = 0.5 * rich.shape[1] / view.width - 0.5
    return _resampled(rich, ratio, shift, (view.width * TEXELS, view.height * TEXELS))


def _fine(photograph: Picture, detail: Later[Picture | None], margins: Margins) -> Picture:
    fine, rich = _doubled(_crisped(photograph)), detail.result()
    if rich is not None:
        y, x = margins.top * TEXELS, margins.left * TEXELS
        fine[y : y + rich.shape[0], x : x + rich.shape[1]] = rich
    return fine


def _crisped(picture: Picture) -> Picture:
    """Return `picture` with the fine contrast raised that bilinear lookups between texels take away on average."""
    kernel = floats(-CRISPNESS, 1.0 + 2.0 * CRISPNESS, -CRISPNESS)
    return np.asarray(cv2.sepFilter2D(picture, -1, kernel, kernel, borderType=cv2.BORDER_REPLICATE), np.uint8)


def _doubled(picture: Array) -> Array:
    """Return `picture` sampled twice as finely: even samples are its own, odd ones Lanczos halfway between."""
    rows, columns = picture.shape[:2]
    fine = np.empty((rows * TEXELS, columns * TEXELS, *picture.shape[2:]), picture.dtype)
    across = _halfway(picture, axis=1)
    fine[::2, ::2], fine[::2, 1::2] = picture, across
    fine[1::2, ::2], fine[1::2, 1::2] = _halfway(picture, axis=0), _halfway(across, axis=0)
    return cast(Array, fine)


def _halfway(picture: Array, axis: int) -> Array:
    along_x, along_y = (_HALFWAY, _UNMOVED) if axis == 1 else (_UNMOVED, _HALFWAY)
    anchor = ((len(along_x) - 1) // 2, (len(along_y) - 1) // 2)
    border = cv2.BORDER_REPLICATE
    return cast(Array, cv2.sepFilter2D(picture, -1, along_x, along_y, anchor=anchor, borderType=border))


def _resampled(picture: Array, step: float, shift: float, size: tuple[int, int]) -> Array:
    """Return `size` (columns, rows) bicubic samples of `picture`, `step` pixels apart from `shift` on."""
    matrix = np.array([[step, 0.0, shift], [0.0, step, shift]])
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    resampled = cv2.warpAffine(picture, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return cast(Array, resampled)


def _texture(colour: Picture, alpha: Floats | None, margins: Margins, corner: tuple[int, int]) -> Texture:
    opacity = (
        np.full(colour.shape[:2], 255, np.uint8) if alpha is None else np.rint(alpha * 255).astype(np.uint8)
    )
    texels = np.dstack([colour, opacity])
    if alpha is not None:
        cv2.cvtColor(texels, cv2.COLOR_RGBA2mRGBA, dst=texels)
    return Texture(texels, (corner[0] - margins.left, corner[1] - margins.top))
