"""Small photographs and networks made of numbers, so that a test needs no file and no weights."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.sight.faces import EYES, OVAL
from photoplay.sight.features import CHANNELS, PATCH
from photoplay.sight.networks import LiteNetwork, Network
from photoplay.sight.objects import BOXES, SCORES, anchors
from photoplay.sight.scene import Scene

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]

RED = (200, 30, 30)
EYE_COLOURS = (((0, 230, 0), (0, 0, 230)), ((230, 230, 0), (0, 230, 230)))
"""Of the left and the right eye of two faces."""


def landscape(width: int, height: int) -> Picture:
    """Return a picture with shading and detail, never near black."""
    noise = np.random.default_rng(5)
    picture = np.full((height, width, 3), 130.0, np.float32)
    for cell, contrast in ((90, 70.0), (20, 30.0), (5, 15.0)):
        coarse = noise.uniform(-1.0, 1.0, (height // cell + 2, width // cell + 2, 3)).astype(np.float32)
        picture += contrast * cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return picture.clip(60, 250).astype(np.uint8)


def oval(width: int, height: int) -> Floats:
    """Return the matte of an upright oval in the middle of a picture, its edge four pixels soft."""
    y, x = np.mgrid[:height, :width]
    radius = 0.28 * min(width, height)
    distance = np.hypot(1.25 * (x - (width - 1) / 2), y - (height - 1) / 2)
    return np.asarray(((radius - distance) / 4 + 0.5).clip(0, 1), np.float32)


def portrait(width: int, height: int) -> Picture:
    """Return a landscape with a red oval before it."""
    alpha = oval(width, height)[..., None]
    mixed = alpha * np.array(RED, np.float32) + (1.0 - alpha) * landscape(width, height)
    return np.asarray(np.rint(mixed), np.uint8)


def seen(picture: Picture, matte: Floats | None = None, inverse_depth: Floats | None = None) -> Scene:
    """Return the scene of a picture in which nothing else is seen."""
    return Scene(picture=picture, matte=matte, inverse_depth=inverse_depth, attention=None)


class MadeUpNetwork(Network):
    """Has no file to load."""

    def __init__(self) -> None:
        super().__init__(Path("made-up.onnx"), threads=1)

    def load(self) -> None:
        """See `Network`."""


class OvalMatte(MadeUpNetwork):
    """Sees the oval of `portrait` in any picture."""

    def __call__(self, *inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        rows, columns = inputs[0].shape[2:]
        return oval(columns, rows)[None, None]


class GreenPaint(MadeUpNetwork):
    """Fills every hole with green."""

    def __call__(self, *inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        planes, keep = inputs
        green = np.array([0, 255, 0], np.uint8)[None, :, None, None]
        return np.where(keep == 255, planes, green)


class NoiseBackbone(MadeUpNetwork):
    """Sees something else in every patch, and keeps what it was shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[NDArray[np.generic]] = []

    def __call__(self, *inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        self.shown += inputs
        patches = inputs[0].shape[2] * inputs[0].shape[3] // PATCH**2
        return np.random.default_rng(patches).normal(size=(1, 1 + patches, 3 * CHANNELS)).astype(np.float32)


class FixedNetwork(MadeUpNetwork):
    """Gives one answer to everything, and keeps what it was shown."""

    def __init__(self, answer: NDArray[np.generic]) -> None:
        super().__init__()
        self.answer = answer
        self.shown: list[NDArray[np.generic]] = []

    def __call__(self, *inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        self.shown += inputs
        return self.answer


class FixedObjects(LiteNetwork):
    """Detects the same things in every picture, and keeps what it was shown."""

    def __init__(self, path: Path, *things: tuple[int, float, tuple[float, float, float, float]]) -> None:
        """Take of each thing its kind's number, its score, and left, top, right and bottom in the square's pixels."""
        super().__init__(path, threads=1)
        self.things = things
        self.shown: list[NDArray[np.generic]] = []

    def __call__(self, picture: NDArray[np.generic], *outputs: str) -> list[Floats]:
        self.shown.append(picture)
        around = anchors()
        offsets, scores = np.zeros_like(around), np.zeros((len(around), 90), np.float32)
        for kind, score, (left, top, right, bottom) in self.things:
            middle, size = np.array([top + bottom, left + right]) / 2, np.array([bottom - top, right - left])
            free = scores.max(axis=1) == 0
            near = int(np.argmin(np.abs(around[:, :2] - middle).sum(axis=1) + 1e6 * ~free))
            scores[near, kind] = score
            offsets[near, :2] = (middle - around[near, :2]) / around[near, 2:]
            offsets[near, 2:] = np.log(size / around[near, 2:])
        return [{BOXES: offsets, SCORES: scores}[name] for name in outputs]


def with_eyes(picture: Picture, eyes: NDArray[np.float64], face: int = 0) -> Picture:
    """Return `picture` with two coloured eyes, shape (2, 2): x and y of each in pixels."""
    drawn, radius = picture.copy(), np.hypot(*(eyes[1] - eyes[0])) / 5
    y, x = np.mgrid[: picture.shape[0], : picture.shape[1]]
    for (across, down), colour in zip(eyes, EYE_COLOURS[face], strict=True):
        drawn[np.hypot(x - across, y - down) < radius] = colour
    return drawn


def eyes_in(picture: Floats) -> list[NDArray[np.float64]]:
    """Return the pairs of eyes that are drawn in `picture`, 0 to 255, each of shape (2, 2)."""
    found = []
    for colours in EYE_COLOURS:
        places = [np.argwhere(np.abs(picture - colour).max(axis=-1) < 60) for colour in colours]
        if all(len(place) > 1 for place in places):
            found.append(np.array([place.mean(axis=0)[::-1] for place in places]))
    return found


class EyeDetector(LiteNetwork):
    """Detects the faces of `with_eyes` whose eyes are far enough apart, each at two of its anchors."""

    LEAST_GAP = 6.0

    def __init__(self) -> None:
        super().__init__(Path("eyes.tflite"), threads=1)

    def __call__(self, picture: NDArray[np.generic], *outputs: str) -> list[Floats]:
        offsets, logits = np.zeros((896, 16), np.float32), np.full((896, 1), -100.0, np.float32)
        for eyes in eyes_in(picture.astype(np.float32) * 127.5 + 127.5):
            gap, middle = float(np.hypot(*(eyes[1] - eyes[0]))), eyes.mean(axis=0)
            column, row = np.clip(middle // 8, 0, 15).astype(int)
            anchor, first = np.array([column + 0.5, row + 0.5]) * 8, (row * 16 + column) * 2
            if gap >= self.LEAST_GAP:
                offsets[first : first + 2, :8] = [*(middle - anchor), *2 * [2.2 * gap], *(eyes - anchor).flat]
                logits[first : first + 2, 0] = 4.0, 3.0
        return [{"regressors": offsets, "classificators": logits}[name] for name in outputs]


class EyeMesh(LiteNetwork):
    """Finds the landmarks of the face of `with_eyes` in the middle, and keeps the eyes that it saw."""

    def __init__(self, presence: float = 10.0) -> None:
        """Take how sure it is, before the logistic function."""
        super().__init__(Path("mesh.tflite"), threads=1)
        self.presence = presence
        self.seen: list[NDArray[np.float64]] = []

    def __call__(self, picture: NDArray[np.generic], *outputs: str) -> list[Floats]:
        middle = np.array(picture.shape[:2]) / 2
        eyes = min(
            eyes_in(picture.astype(np.float32) * 255.0),
            key=lambda eyes: float(np.abs(eyes.mean(axis=0) - middle).sum()),
        )
        self.seen.append(eyes)
        gap, points = np.hypot(*(eyes[1] - eyes[0])), np.zeros((478, 3), np.float32)
        points[:, :2] = eyes.mean(axis=0)
        for outline, centre, radius in (
            (OVAL, eyes.mean(axis=0), gap),
            *((*pair, gap / 8) for pair in zip(EYES, eyes, strict=True)),
        ):
            turn = np.linspace(0, 2 * np.pi, len(outline), endpoint=False)
            points[list(outline), :2] = centre + radius * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
        presence = np.array([[[self.presence]]], np.float32)
        return [{"Identity": points.reshape(1, 1, -1), "Identity_1": presence}[name] for name in outputs]
