"""A network that makes the picture between two (RIFE, Huang et al. 2022), asked only from where it takes each place."""

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, floats, resize
from photoplay.sight.networks import Network

STEP = 32
"""Sides that the network sees are multiples of this many pixels."""
MIDDLE = 0.5
"""The time between two pictures at which it was taught most."""


def midway(first: Picture, second: Picture, scale: float, network: Network) -> tuple[Floats, Floats]:
    """Return from where in either picture each place of the one halfway comes, as shifts in pixels.

    Args:
        first: shape (rows, columns, 3), as is `second`.
        scale: the size at which the network looks, as a share of the pictures'.
    """
    rows, columns = first.shape[:2]
    width, height = (max(round(side * scale / STEP), 1) * STEP for side in (columns, rows))
    time = np.full((1, 1, height, width), MIDDLE, np.float32)
    flows = network(*(_planes(picture, width, height) for picture in (first, second)), time)
    shifts = np.asarray(flows[0], np.float32).transpose(1, 2, 0)
    whole = resize(np.ascontiguousarray(shifts), (columns, rows), cv2.INTER_LINEAR)
    whole *= floats(columns / width, rows / height, columns / width, rows / height)
    return np.ascontiguousarray(whole[..., :2]), np.ascontiguousarray(whole[..., 2:])


def _planes(picture: Picture, width: int, height: int) -> Floats:
    small = resize(picture, (width, height)).astype(np.float32) / np.float32(255.0)
    return np.ascontiguousarray(small.transpose(2, 0, 1)[None])
