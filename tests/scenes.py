"""Small photographs and networks made of numbers, so that a test needs no file and no weights."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.sight.networks import Network

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]

RED = (200, 30, 30)


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


class OvalMatte(Network):
    """Sees the oval of `portrait` in any picture."""

    def __init__(self) -> None:
        super().__init__(Path("oval.onnx"), threads=1)

    def __call__(self, *inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        rows, columns = inputs[0].shape[2:]
        return oval(columns, rows)[None, None]


class GreenPaint(Network):
    """Fills every hole with green."""

    def __init__(self) -> None:
        super().__init__(Path("green.onnx"), threads=1)

    def __call__(self, *inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        planes, keep = inputs
        green = np.array([0, 255, 0], np.uint8)[None, :, None, None]
        return np.where(keep == 255, planes, green)
