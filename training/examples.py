"""What the heads learn from: views of pictures as features, with what is true of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Array, Floats, Picture, resize
from photoplay.sight.features import look_at_patches
from photoplay.sight.networks import Network
from training.known import Known
from training.weather import weathered

CROPS = (0.45, 0.9)
"""Least and most of each side that a view shows."""
STRETCH = 0.25
"""Most change of a view's aspect ratio, as a logarithm."""
TONE, TINT = 0.4, 0.15
"""Most change of a view's gamma and of its colours, as logarithms."""
GREY = 0.2
"""Share of the views that lose their colour."""
WEATHER = 0.5
"""Share of the views in other weather."""


@dataclass(frozen=True)
class Example:
    """A view in patches."""

    tokens: NDArray[np.float16]
    """Shape (rows, columns, channels)."""
    inverse_depth: Floats
    """Shape (rows, columns); nan where less than half of a patch is known."""
    names: NDArray[np.float16]
    """Shape (rows, columns, names): the share of a patch; nan likewise."""


def views(known: Known, count: int, network: Network, chance: np.random.Generator) -> Iterator[Example]:
    """Look at `known` as it is, mirrored, and at `count` - 2 parts of it, some mirrored, in other tones and weather."""
    for index in range(count):
        part = known if index < 2 else _cropped(known, chance)
        if index > 1 and chance.random() < WEATHER:
            part = weathered(part, chance)
        if index == 1 or (index > 1 and chance.random() < 0.5):
            part = Known(*(np.ascontiguousarray(layer[:, ::-1]) for layer in vars(part).values()))
        picture = part.picture if index < 2 else _toned(part.picture, chance)
        tokens = look_at_patches(picture, network).tokens
        rows, columns = tokens.shape[:2]
        depth = _shrunk(part.inverse_depth[..., None], (columns, rows))[..., 0]
        names = _shrunk(part.names, (columns, rows))
        yield Example(tokens.astype(np.float16), depth, names.astype(np.float16))


def _cropped(known: Known, chance: np.random.Generator) -> Known:
    rows, columns = known.picture.shape[:2]
    share, aspect = chance.uniform(*CROPS), np.exp(chance.uniform(-STRETCH, STRETCH))
    width, height = round(min(share * aspect, 1.0) * columns), round(min(share / aspect, 1.0) * rows)
    left, top = int(chance.integers(columns - width + 1)), int(chance.integers(rows - height + 1))
    window = slice(top, top + height), slice(left, left + width)
    return Known(*(np.ascontiguousarray(layer[window]) for layer in vars(known).values()))


def _toned(picture: Picture, chance: np.random.Generator) -> Picture:
    gamma, tint = np.exp(chance.uniform(-TONE, TONE)), np.exp(chance.uniform(-TINT, TINT, 3))
    toned = np.clip((picture / 255.0) ** gamma * tint * 255.0, 0.0, 255.0).astype(np.uint8)
    if chance.random() < GREY:
        toned[:] = cv2.cvtColor(toned, cv2.COLOR_RGB2GRAY)[..., None]
    return np.asarray(toned, np.uint8)


def _shrunk(layers: Array, size: tuple[int, int]) -> Floats:
    """Return the means of `layers`, shape (rows, columns, n), over patches, nan where mostly unknown."""
    there = np.isfinite(layers).astype(np.float32)
    filled = np.where(there > 0, layers, 0.0).astype(np.float32)
    sums, weight = (_each_resized(layers, size) for layers in (filled, there))
    return np.where(weight > 0.5, sums / np.maximum(weight, 1e-3), np.nan).astype(np.float32)


def _each_resized(layers: Floats, size: tuple[int, int]) -> Floats:
    """Return the layers resized one by one: OpenCV takes no more than four together."""
    return np.stack([resize(layer, size) for layer in np.moveaxis(layers, -1, 0)], axis=-1)
