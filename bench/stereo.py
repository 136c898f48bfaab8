"""The true view between the two pictures of scikit-image's motorcycle pair."""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage import data

from bench.metrics import Picture

FINER = 4
"""Columns per column of a picture as it is moved by its disparity."""
SAME = 12.0
"""Mean difference, in steps of 255, up to which a picture is the pair's own at another size."""


@dataclass(frozen=True)
class Stereo:
    """The left picture and its disparity, as measured by the makers of the pair (Scharstein et al. 2014)."""

    left: Picture
    disparity: NDArray[np.float32]
    """Pixels that a thing lies further left in the right picture, shape (rows, columns); 0 where unknown."""

    @classmethod
    def of(cls, first: Picture, second: Picture) -> Self | None:
        """Return the pair if `first` and `second` are its left and right picture, else None."""
        left, right, disparity = data.stereo_motorcycle()  # type: ignore[no-untyped-call]
        size = (left.shape[1], left.shape[0])
        for ours, theirs in ((first, left), (second, right)):
            small = cv2.resize(ours, size, interpolation=cv2.INTER_AREA)
            if np.abs(small.astype(np.float32) - theirs).mean() > SAME:
                return None
        return cls(left, np.nan_to_num(disparity, nan=0.0, posinf=0.0).astype(np.float32))

    def psnr(self, frame: Picture, share: float) -> float:
        """Return how like `frame` is to the view from `share` of the way to the right camera, in dB.

        Only where the left picture shows what is seen from there, and its disparity is known.
        """
        truth, known = self._view(share)
        size = (truth.shape[1], truth.shape[0])
        ours = cv2.resize(frame, size, interpolation=cv2.INTER_AREA).astype(np.float32)
        return float(10 * np.log10(255**2 / ((ours - truth)[known] ** 2).mean()))

    def _view(self, share: float) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        rows, columns = self.disparity.shape
        wide = (columns * FINER, rows)
        fine = cv2.resize(self.left, wide, interpolation=cv2.INTER_CUBIC).astype(np.float32)
        near = cv2.resize(self.disparity, wide, interpolation=cv2.INTER_NEAREST)
        y, x = np.nonzero(near > 0.0)
        order = np.argsort(near[y, x])  # What is nearer is drawn later, over what it hides.
        y, x = y[order], x[order]
        place = np.rint((x + 0.5) / FINER - 0.5 - share * near[y, x]).astype(int)
        inside = (place >= 0) & (place < columns)
        view = np.zeros((rows, columns, 3), np.float32)
        known = np.zeros((rows, columns), np.bool_)
        view[y[inside], place[inside]] = fine[y[inside], x[inside]]
        known[y[inside], place[inside]] = True
        return view, known
