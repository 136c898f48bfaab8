"""What is known of a picture: photographs drawn on by hand, stereo pairs and renders, all in one form."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture
from photoplay.sight.names import PARTS, WHOLES
from training.labels import Label

LONG_SIDE = 900
"""Of a photograph that features are taken of, in pixels."""
NAMES = (*WHOLES, *PARTS)


@dataclass(frozen=True)
class Known:
    """A picture and what is true of it; what is not known is nan."""

    picture: Picture
    """Shape (rows, columns, 3)."""
    inverse_depth: Floats
    """Shape (rows, columns), 0 at infinity, of any scale."""
    names: Floats
    """Shape (rows, columns, names): 1 where a region is, 0 where it is not; `NAMES` in their order."""


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


def _read(path: Path) -> Picture:
    picture = cv2.imread(str(path))
    if picture is None:
        raise SystemExit(f"There is no picture {path}.")
    scale = min(LONG_SIDE / max(picture.shape[:2]), 1.0)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2RGB), np.uint8)
