"""Colour carried over from one photograph to the other, so that nothing jumps as they change."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, remap
from photoplay.engines.multiplane.filming.seen import Seen

LEAST = 0.4
"""A difference too small to see, in steps of 255."""


@dataclass(frozen=True)
class Toned:
    """A photograph on its way to the colours of another; a `Pass`."""

    difference: Floats
    """What its colours lack to be the other's, smooth, shape (rows, columns, 3), in steps of 255."""
    share: Callable[[float], float]
    """Of the way, at a time in seconds."""

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        """See `Pass`."""
        share = self.share(time)
        lacking = share * remap(self.difference, np.asarray(seen.source, np.float32), cv2.BORDER_REPLICATE)
        if np.abs(lacking).max() < LEAST:
            return
        rows, columns = frame.shape[:2]
        whole = seen.grid.full(np.asarray(lacking, np.float32), slice(0, rows), slice(0, columns))
        frame[:] = cv2.add(frame, whole, dtype=cv2.CV_8U)
