"""Regions and depth drawn by hand on photographs: outlines in painter's order, made into masks and inverse depth.

Parts add to what they are drawn on; wholes replace it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.sight.names import PARTS, WHOLES

Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Drawn:
    """One outline."""

    name: str
    outline: Floats
    """Shape (corners, 2), in hundredths of the picture's width and height."""
    depth: Floats | None
    """Anchors, shape (n, 3): x, y as in the outline, and inverse depth of 100 where nearest; None is as below."""


@dataclass(frozen=True)
class Label:
    """All that is drawn on one photograph, back to front."""

    photograph: str
    drawn: tuple[Drawn, ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a label; raise `ValueError` with what is wrong with it."""
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return cls(content["photograph"], tuple(_drawn(item, path.name) for item in content["drawn"]))

    def masks(self, width: int, height: int) -> dict[str, Mask]:
        """Return where each name is, shape (height, width); what nothing is drawn on is in none of them."""
        found = {name: np.zeros((height, width), bool) for name in (*WHOLES, *PARTS)}
        for item in self.drawn:
            inside = _filled(item.outline, width, height)
            if item.name in WHOLES:
                for mask in found.values():
                    mask[inside] = False
            elif PARTS[item.name]:
                found[PARTS[item.name]][inside] = True
            found[item.name][inside] = True
        return found

    def inverse_depth(self, width: int, height: int) -> Floats:
        """Return inverse depth, 0 at infinity to 1 at the nearest, shape (height, width); nan where not drawn."""
        depth = np.full((height, width), np.nan, np.float32)
        for item in self.drawn:
            if item.depth is not None:
                inside = _filled(item.outline, width, height)
                depth[inside] = _plane(item.depth, width, height)[inside]
        return depth


def _drawn(item: dict[str, Any], where: str) -> Drawn:
    name = item["is"]
    if name not in WHOLES and name not in PARTS:
        raise ValueError(f"{where}: {name!r} is none of {', '.join((*WHOLES, *PARTS))}")
    outline = np.array(item["outline"], np.float32)
    if outline.ndim != 2 or outline.shape[1] != 2 or len(outline) < 3:
        raise ValueError(f"{where}: an outline of {name} needs at least three points [x, y]")
    given = item.get("depth")
    if given is None and name in WHOLES:
        raise ValueError(f"{where}: {name} needs a depth")
    if given is None:
        return Drawn(name, outline, None)
    anchors = [[50.0, 50.0, given]] if isinstance(given, int | float) else given
    return Drawn(name, outline, np.array(anchors, np.float32).reshape(-1, 3))


def _filled(outline: Floats, width: int, height: int) -> Mask:
    corners = np.rint(outline / 100.0 * (width, height) - 0.5).astype(np.int32)
    filled = np.zeros((height, width), np.uint8)
    cv2.fillPoly(filled, [corners], 1)
    return filled.astype(bool)


def _plane(anchors: Floats, width: int, height: int) -> Floats:
    """Return the plane of inverse depth through up to three anchors, or the nearest to more in least squares."""
    x, y, depth = anchors.T
    if len(anchors) == 1:
        return np.full((height, width), np.clip(depth[0] / 100.0, 0.0, 1.0), np.float32)
    centred = np.stack([x - x.mean(), y - y.mean()], axis=1)
    slope = np.linalg.lstsq(centred, depth - depth.mean(), rcond=None)[0]
    columns = (np.arange(width) + 0.5) * 100.0 / width - x.mean()
    rows = (np.arange(height) + 0.5) * 100.0 / height - y.mean()
    plane = depth.mean() + slope[0] * columns[None, :] + slope[1] * rows[:, None]
    low, high = depth.min(), depth.max()
    return np.asarray(np.clip(plane, low, high) / 100.0, np.float32)


def read_all(folder: Path) -> Iterable[Label]:
    """Read every label in `folder`, by name."""
    return [Label.read(path) for path in sorted(folder.glob("*.json"))]
