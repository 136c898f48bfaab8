"""Things by their names: which of eighty everyday objects are in a photograph, and where.

EfficientDet-Lite0 (Tan, Pang and Le 2020), trained on COCO.
"""

import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, resize
from photoplay.sight.networks import LiteNetwork

SIDE = 320
LEAST_SCORE = 0.35
MOST_OVERLAP = 0.5
STRIDES = (8, 16, 32, 64, 128)
ANCHOR_SIDE = 3.0
"""Side of a level's smallest anchor, in strides."""
BOXES, SCORES = "StatefulPartitionedCall:0", "StatefulPartitionedCall:1"


class Box(NamedTuple):
    """A rectangle, in shares of the picture's width and height."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """Its share of the picture; 0 where nothing is inside."""
        return max(self.right - self.left, 0.0) * max(self.bottom - self.top, 0.0)

    def shared(self, other: "Box") -> "Box":
        """Return what lies in both, of area 0 where nothing does."""
        return Box(*map(max, self[:2], other[:2]), *map(min, self[2:], other[2:]))


@dataclass(frozen=True)
class Thing:
    """An object that was recognised."""

    name: str
    """In lower case, such as "dining table"."""
    score: float
    """0 to 1: how sure."""
    box: Box


def find_objects(picture: Picture, network: LiteNetwork) -> tuple[Thing, ...]:
    """Return the things in `picture`, shape (rows, columns, 3), the surest first."""
    rows, columns = picture.shape[:2]
    scale = SIDE / max(rows, columns)
    size = (max(round(columns * scale), 1), max(round(rows * scale), 1))
    square = np.zeros((SIDE, SIDE, 3), np.uint8)
    square[: size[1], : size[0]] = resize(picture, size)
    offsets, scores = network(square, BOXES, SCORES)
    sure = scores.max(axis=1) > LEAST_SCORE
    corners = _boxes(offsets[sure], anchors()[sure])
    best, kinds = scores[sure].max(axis=1), scores[sure].argmax(axis=1)
    spans = np.concatenate([corners[:, :2], corners[:, 2:] - corners[:, :2]], axis=1)
    kept = cv2.dnn.NMSBoxesBatched(spans.tolist(), best.tolist(), kinds.tolist(), LEAST_SCORE, MOST_OVERLAP)
    names = labels(network.path)
    edges = np.clip(corners / np.array([*size, *size]), 0.0, 1.0)
    found = [
        Thing(names[kinds[i]], float(best[i]), Box(*map(float, edges[i]))) for i in np.ravel(kept).astype(int)
    ]
    return tuple(sorted(found, key=lambda thing: -thing.score))


@cache
def labels(path: Path) -> tuple[str, ...]:
    """Return the names of the network's kinds, which travel at the end of its file."""
    return tuple(zipfile.ZipFile(path).read("labels.txt").decode().splitlines())


@cache
def anchors() -> Floats:
    """Return the network's anchors, shape (19206, 4): centre y and x, height and width in pixels of its square."""
    levels = []
    for stride in STRIDES:
        count = -(-SIDE // stride)
        middles = (np.arange(count) + 0.5) * stride
        y, x = np.meshgrid(middles, middles, indexing="ij")
        shapes = [
            (
                ANCHOR_SIDE * stride * 2 ** (octave / 3) / np.sqrt(aspect),
                ANCHOR_SIDE * stride * 2 ** (octave / 3) * np.sqrt(aspect),
            )
            for octave in range(3)
            for aspect in (1.0, 2.0, 0.5)
        ]
        levels.append(
            np.stack([[y, x, np.full_like(y, h), np.full_like(x, w)] for h, w in shapes])
            .transpose(2, 3, 0, 1)
            .reshape(-1, 4)
        )
    return np.concatenate(levels).astype(np.float32)


def _boxes(offsets: Floats, around: Floats) -> Floats:
    """Return left, top, right and bottom from `offsets`, as the detector codes them, to the anchors `around`."""
    y = offsets[:, 0] * around[:, 2] + around[:, 0]
    x = offsets[:, 1] * around[:, 3] + around[:, 1]
    height, width = np.exp(offsets[:, 2]) * around[:, 2], np.exp(offsets[:, 3]) * around[:, 3]
    return np.stack([x - width / 2, y - height / 2, x + width / 2, y + height / 2], axis=1)
