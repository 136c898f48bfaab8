"""What the photograph does not show: the background behind the subject, and a rim beyond the frame.

MI-GAN (Sargsyan et al. 2023) invents both where its weights are at hand; else colours are carried in smoothly
behind a subject, and the picture is mirrored beyond its frame.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.engines.multiplane.depth import spread_outward
from photoplay.engines.multiplane.networks import Network

Picture = NDArray[np.uint8]


class Margins(NamedTuple):
    """Pixels added around a frame."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0

    def pad(self, picture: NDArray[np.generic], border: int) -> NDArray[np.generic]:
        """Return `picture` with the margins added, as `border` (an OpenCV border type) has it."""
        return cv2.copyMakeBorder(picture, self.top, self.bottom, self.left, self.right, border)


def fill_hole(picture: Picture, hole: NDArray[np.uint8], network: Network | None) -> Picture:
    """Return `picture` with `hole` filled from around it.

    Args:
        picture: shape (rows, columns, 3).
        hole: shape (rows, columns), 1 where there is nothing to see; not everywhere.
    """
    if not hole.any():
        return picture
    if network is not None:
        return _inpainted(picture, hole, network)
    return _carried_in(picture, hole)


def extend(picture: Picture, margins: Margins, network: Network | None) -> Picture:
    """Return `picture` continued beyond its frame by `margins`."""
    if not any(margins):
        return picture
    mirrored = np.asarray(margins.pad(picture, cv2.BORDER_REFLECT_101), np.uint8)
    if network is None:
        return mirrored
    rim = np.asarray(margins.pad(np.zeros(picture.shape[:2], np.uint8), cv2.BORDER_CONSTANT), np.uint8)
    rows, columns = picture.shape[:2]
    rim[:] = 1
    rim[margins.top : margins.top + rows, margins.left : margins.left + columns] = 0
    return _inpainted(mirrored, rim, network)


def _inpainted(picture: Picture, hole: NDArray[np.uint8], network: Network) -> Picture:
    planes = np.ascontiguousarray(picture.transpose(2, 0, 1))[None]
    keep = np.where(hole > 0, np.uint8(0), np.uint8(255))[None, None]
    filled = np.asarray(network(planes, keep)[0], np.uint8).transpose(1, 2, 0)
    return np.where(hole[..., None] > 0, filled, picture)


def _carried_in(picture: Picture, hole: NDArray[np.uint8]) -> Picture:
    filled = spread_outward(picture.astype(np.float32), 1.0 - hole.astype(np.float32))
    filled = cv2.GaussianBlur(filled, (0, 0), 2.0)
    return np.where(hole[..., None] > 0, np.clip(filled, 0.0, 255.0).astype(np.uint8), picture)
