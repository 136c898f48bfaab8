"""Faces and their landmarks (BlazeFace, Bazarevsky et al. 2019; Face Mesh, Kartynnik et al. 2019)."""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, floats, resize
from photoplay.sight.networks import LiteNetwork
from photoplay.sight.objects import Box

DETECTOR_SIDE, MESH_SIDE = 128, 256
LEAST_SCORE = 0.5
LEAST_PRESENCE = 0.9
"""A dandelion reaches .79."""
MOST_OVERLAP = 0.3
AROUND = 1.5
"""Side of the square that landmarks are looked for in, in sides of the detector's box."""
HEAD = 1.1
"""Height of the square at the top of a person where a face is looked for, in widths of the person."""
OVAL = (
    *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377),
    *(152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
)
"""Landmarks around a face, in order."""
EYES = (
    (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246),
    (263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466),
)
"""Landmarks around each eye, in order."""


@dataclass(frozen=True)
class Face:
    """A human face."""

    landmarks: Floats
    """Shape (478, 2): x and y in shares of the picture's width and height."""

    @property
    def oval(self) -> Floats:
        """The outline of the face, shape (36, 2)."""
        return self.landmarks[list(OVAL)]

    @property
    def eyes(self) -> tuple[Floats, Floats]:
        """The outlines of the eyes, each of shape (16, 2)."""
        return self.landmarks[list(EYES[0])], self.landmarks[list(EYES[1])]

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle, in shares of the picture's width and height."""
        x, y = self.oval.mean(axis=0)
        return float(x), float(y)


def find_faces(
    picture: Picture, people: Iterable[Box], detector: LiteNetwork, mesh: LiteNetwork
) -> tuple[Face, ...]:
    """Return the faces in `picture`, the largest first.

    Args:
        picture: shape (rows, columns, 3).
        people: where people are known to be; small faces are found only there.
    """
    rows, columns = picture.shape[:2]
    windows = [(0, 0, columns, rows), *(_head(box, columns, rows) for box in people)]
    boxes = [box for window in windows for box in _detected(picture, window, detector)]
    faces: list[Face] = []
    for box in sorted(boxes, key=lambda box: -box[2]):
        landmarks = _landmarks(picture, box, mesh)
        if landmarks is not None and not any(_same(landmarks, face.landmarks) for face in faces):
            faces.append(Face(landmarks))
    return tuple(faces)


def _head(box: Box, columns: int, rows: int) -> tuple[int, int, int, int]:
    """Return the square at the top of a person: left, top, right, bottom in pixels."""
    width = (box.right - box.left) * columns
    side, middle = HEAD * width, (box.left + box.right) / 2 * columns
    left, top = max(middle - side / 2, 0), max(box.top * rows - 0.1 * side, 0)
    return round(left), round(top), min(round(left + side), columns), min(round(top + side), rows)


def _detected(picture: Picture, window: tuple[int, int, int, int], network: LiteNetwork) -> list[Floats]:
    """Return faces in a window: middle x and y, side, and the direction between the eyes, in pixels."""
    left, top, right, bottom = window
    part = picture[top:bottom, left:right]
    if min(part.shape[:2]) < 16:
        return []
    side = max(part.shape[:2])
    square = np.zeros((side, side, 3), np.uint8)
    square[: part.shape[0], : part.shape[1]] = part
    small = resize(square, (DETECTOR_SIDE, DETECTOR_SIDE)).astype(np.float32) / 127.5 - 1.0
    offsets, logits = network(small, "regressors", "classificators")
    scores = 1.0 / (1.0 + np.exp(-np.clip(logits[:, 0], -60.0, 60.0)))
    sure = scores > LEAST_SCORE
    near, shares = _anchors()[sure], offsets[sure] / floats(DETECTOR_SIDE)
    middles, sizes = shares[:, :2] + near, shares[:, 2:4]
    eyes = shares[:, 4:8].reshape(-1, 2, 2) + near[:, None]
    spans = np.concatenate([middles - sizes / 2, sizes], axis=1)
    kept = cv2.dnn.NMSBoxes(spans.tolist(), scores[sure].tolist(), LEAST_SCORE, MOST_OVERLAP)
    return [
        floats(*(middles[i] * side + (left, top)), sizes[i].max() * side, *(eyes[i, 1] - eyes[i, 0]))
        for i in np.ravel(kept).astype(int)
    ]


def _anchors() -> Floats:
    """Return the detector's anchors, shape (896, 2): x and y in shares of its square."""
    cells = [(16, 2), (8, 6)]
    grids = [
        np.stack(np.meshgrid(*2 * [(np.arange(n) + 0.5) / n], indexing="xy"), axis=-1).reshape(-1, 2)
        for n, _ in cells
    ]
    return np.concatenate(
        [grid.repeat(count, axis=0) for grid, (_, count) in zip(grids, cells, strict=True)]
    ).astype(np.float32)


def _landmarks(picture: Picture, box: Floats, network: LiteNetwork) -> Floats | None:
    """Return the landmarks of the face in `box`, upright or tilted, or None where it is no face after all."""
    x, y, side, across, down = box.tolist()
    angle, scale = np.arctan2(down, across), AROUND * side / MESH_SIDE
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    shift = np.array([x, y]) - turn @ np.full(2, MESH_SIDE / 2)
    matrix = np.concatenate([turn, shift[:, None]], axis=1)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    upright = cv2.warpAffine(picture, matrix, (MESH_SIDE, MESH_SIDE), flags=flags)
    points, presence = network(upright.astype(np.float32) / 255.0, "Identity", "Identity_1")
    if 1.0 / (1.0 + np.exp(-float(presence.ravel()[0]))) < LEAST_PRESENCE:
        return None
    found = points.reshape(-1, 3)[:, :2] @ turn.T + shift
    return np.asarray((found + 0.5) / (picture.shape[1], picture.shape[0]), np.float32)


def _same(one: Floats, other: Floats) -> bool:
    """Whether two sets of landmarks are of one face."""
    size = float(np.ptp(other, axis=0).max())
    return float(np.abs(one.mean(axis=0) - other.mean(axis=0)).max()) < 0.4 * size
