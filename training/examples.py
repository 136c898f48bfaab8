"""What the heads learn from: views of photographs, stereo pairs and renders, as features with what is true of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Array, Floats, Picture, resize
from photoplay.sight.features import look_at_patches
from photoplay.sight.networks import Network
from training.labels import PARTS, WHOLES, Label

LONG_SIDE = 900
"""Of a photograph that features are taken of, in pixels."""
CROPS = (0.45, 0.9)
"""Least and most of each side that a view shows."""
STRETCH = 0.25
"""Most change of a view's aspect ratio, as a logarithm."""
TONE, TINT = 0.4, 0.15
"""Most change of a view's gamma and of its colours, as logarithms."""
GREY = 0.2
"""Share of the views that lose their colour."""


@dataclass(frozen=True)
class Known:
    """A picture and what is true of it; what is not known is nan."""

    picture: Picture
    """Shape (rows, columns, 3)."""
    inverse_depth: Floats
    """Shape (rows, columns), 0 at infinity, of any scale."""
    names: Floats
    """Shape (rows, columns, names): 1 where a region is, 0 where it is not; `NAMES` in their order."""


@dataclass(frozen=True)
class Example:
    """A view in patches."""

    tokens: NDArray[np.float16]
    """Shape (rows, columns, channels)."""
    inverse_depth: Floats
    """Shape (rows, columns); nan where less than half of a patch is known."""
    names: NDArray[np.float16]
    """Shape (rows, columns, names): the share of a patch; nan likewise."""


NAMES = (*WHOLES, *PARTS)


def photographs(folder: Path, labels: Path) -> Iterator[tuple[str, Known]]:
    """Read the photographs that have a label, by name."""
    for path in sorted(labels.glob("*.json")):
        label = Label.read(path)
        picture = _read(folder / label.photograph)
        height, width = picture.shape[:2]
        masks = label.masks(width, height)
        names = np.stack([masks[name] for name in NAMES], axis=-1).astype(np.float32)
        names[~names[..., : len(WHOLES)].any(axis=-1)] = np.nan
        yield label.photograph, Known(picture, label.inverse_depth(width, height), names)


def pairs(folder: Path) -> Iterator[tuple[str, Known]]:
    """Read what `training.stereo` wrote: depth, but no names."""
    for path in sorted(folder.glob("*.npz")):
        picture = _read(path.with_suffix(".jpg"))
        depth = np.load(path)["inverse_depth"].astype(np.float32)
        yield path.stem, Known(picture, depth, np.full((*depth.shape, len(NAMES)), np.nan, np.float32))


def renders(folder: Path) -> Iterator[tuple[str, Known]]:
    """Read what `training.scenes` wrote."""
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as content:
            depth, regions, parts = (content[key] for key in ("inverse_depth", "regions", "parts"))
        wholes = np.stack([regions == index + 1 for index in range(len(WHOLES))], axis=-1)
        flags = np.stack([parts >> index & 1 for index in range(len(PARTS))], axis=-1)
        names = np.concatenate([wholes, flags], axis=-1).astype(np.float32)
        names[regions == 0] = np.nan
        yield path.stem, Known(_read(path.with_suffix(".jpg")), depth.astype(np.float32), names)


def views(known: Known, count: int, network: Network, chance: np.random.Generator) -> Iterator[Example]:
    """Look at `known` as it is, mirrored, and at `count` - 2 parts of it, some mirrored, in other tones."""
    for index in range(count):
        part = known if index < 2 else _cropped(known, chance)
        if index == 1 or (index > 1 and chance.random() < 0.5):
            part = Known(*(np.ascontiguousarray(layer[:, ::-1]) for layer in vars(part).values()))
        picture = part.picture if index < 2 else _toned(part.picture, chance)
        tokens = look_at_patches(picture, network).tokens
        rows, columns = tokens.shape[:2]
        depth = _shrunk(part.inverse_depth[..., None], (columns, rows))[..., 0]
        names = _shrunk(part.names, (columns, rows))
        yield Example(tokens.astype(np.float16), depth, names.astype(np.float16))


def _read(path: Path) -> Picture:
    picture = cv2.imread(str(path))
    if picture is None:
        raise SystemExit(f"There is no picture {path}.")
    scale = min(LONG_SIDE / max(picture.shape[:2]), 1.0)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2RGB), np.uint8)


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
