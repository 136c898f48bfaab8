"""Drawn fur with eyes in it."""

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture

SIZE = 480, 360
"""Columns and rows."""
EYES = ((170.0, 170.0), (290.0, 170.0))
ACROSS, DOWN = 26.0, 21.0
"""Half axes of their openings."""
Colour = tuple[int, int, int]
FUR, PUPIL = (190, 150, 105), (15, 15, 15)
GREEN, BROWN = (150, 165, 60), (70, 45, 25)
"""Irises."""


def fur() -> Picture:
    """Return a picture of nothing but fur."""
    noise = np.random.default_rng(4).normal(0.0, 9.0, (SIZE[1], SIZE[0], 1))
    return np.asarray(
        np.clip(np.array(FUR) + cv2.GaussianBlur(noise, (0, 0), 1.0)[..., None] * 2, 0, 255), np.uint8
    )


def with_eye(picture: Picture, x: float, y: float, scale: float = 1.0, iris: Colour = GREEN) -> Picture:
    """Return `picture` with an eye: an iris with a dark rim and a pupil."""
    drawn = picture.copy()
    for share, colour in ((1.0, PUPIL), (0.94, iris), (0.4, PUPIL)):
        axes = round(16 * share * scale * ACROSS), round(16 * share * scale * DOWN)
        middle = round(16 * x), round(16 * y)
        cv2.ellipse(drawn, middle, axes, 0.0, 0.0, 360.0, colour, -1, cv2.LINE_AA, 4)
    return drawn


def darkness(picture: Picture, x: float, y: float, side: float, patches: int) -> Floats:
    """Return how dark each patch is of a square of `picture`: 0 for fur, about 1 for an eye."""
    scale = patches / side
    matrix = np.array([[scale, 0, -(x - side / 2) * scale], [0, scale, -(y - side / 2) * scale]], np.float32)
    soft = cv2.GaussianBlur(picture, (0, 0), 0.5 / scale)
    small = cv2.warpAffine(soft, matrix, (patches, patches), borderMode=cv2.BORDER_REFLECT)
    return np.asarray(1.25 - small.mean(axis=-1) / 120.0, np.float32)
