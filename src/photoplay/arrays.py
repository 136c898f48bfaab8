"""The stage's arrays, and the few OpenCV calls it lives on with their types: OpenCV's own promise only a matrix."""

from typing import Any, TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Picture = NDArray[np.uint8]
"""Shape (rows, columns, 3) or, premultiplied and with alpha, (rows, columns, 4); sRGB."""
Mask = NDArray[np.uint8]
"""Shape (rows, columns), 1 or 0."""
Array = TypeVar("Array", bound=NDArray[Any])

FINE = 6.0
"""Deviation of a blur, in pixels, that is as good as a wider one: fewer pixels would show their squares."""


def floats(*values: float) -> Floats:
    """Return a vector."""
    return np.array(values, np.float32)


def resize(array: Array, size: tuple[int, int], how: int = cv2.INTER_AREA) -> Array:
    """Return `array` resampled to `size`, (columns, rows); `how` is an OpenCV interpolation."""
    return cast(Array, cv2.resize(array, size, interpolation=how))


def remap(array: Array, points: Floats, border: int, out: Array | None = None) -> Array:
    """Return `array` bilinearly sampled at `points`, shape (rows, columns, 2): x and y."""
    empty = cast(Floats, None)
    return cast(Array, cv2.remap(array, points, empty, cv2.INTER_LINEAR, dst=out, borderMode=border))


def affine(points: Floats, scale: float, shift: tuple[float, float]) -> Floats:
    """Return `scale` times `points`, shape (..., 2), plus `shift`.

    NumPy takes ten times as long for it, and for `scaled`: it has no quick way along an axis of two.
    """
    matrix = np.array([[scale, 0.0, shift[0]], [0.0, scale, shift[1]]])
    grid = points if points.ndim == 3 else points.reshape(1, -1, 2)
    return cast(Floats, cv2.transform(grid, matrix)).reshape(points.shape)


def scaled(vectors: Floats, shares: Floats) -> Floats:
    """Return `vectors`, shape (rows, columns, 2), each times its share, shape (rows, columns)."""
    return cast(Floats, cv2.multiply(vectors, cv2.merge((shares, shares))))


def soften(array: Array, deviation: float) -> Array:
    """Return `array` blurred by a Gaussian of `deviation` pixels, its shape kept; a wide one on fewer pixels."""
    step = int(deviation // FINE)
    if step < 2:
        return cast(Array, cv2.GaussianBlur(array, (0, 0), deviation).reshape(array.shape))
    rows, columns = array.shape[:2]
    small = resize(array, (-(-columns // step), -(-rows // step)))
    blurred = cv2.GaussianBlur(small, (0, 0), deviation * small.shape[1] / columns)
    return cast(Array, cv2.resize(blurred, (columns, rows)).reshape(array.shape))


def box(array: Array, reach: int) -> Array:
    """Return the mean of `array` over squares that reach `reach` pixels each way, its shape kept."""
    side = 2 * reach + 1
    return cast(Array, cv2.blur(array, (side, side)).reshape(array.shape))


def disc(reach: float) -> Mask:
    """Return a structuring element that reaches `reach` pixels, at least 1, each way."""
    side = 2 * max(round(reach), 1) + 1
    return cast(Mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
