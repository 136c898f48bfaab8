"""The smallest Lipschitz majorant of an inverse-depth field."""

import cv2
import numpy as np

from photoplay.arrays import Floats


def lipschitz_majorant(field: Floats, across: float, down: float) -> Floats:
    """Return the smallest field that is nowhere below `field` and changes by at most so much per sample.

    The inverse warp's fixed point converges where the gradient of inverse depth times the parallax stays
    below one. Raising the far side of a step, never lowering the near side, keeps near things rigid and lets
    the background stretch. It is a grey dilation by a pyramid (Serra 1982), made of flat ones.

    Args:
        field: shape (rows, columns).
        across: greatest change per sample along a row; positive.
        down: the same along a column. The greater of the two is rounded down to a multiple of the less.
    """
    step = min(across, down)
    steps = int(np.ceil(float(np.ptp(field)) / step))
    slower = int(min(max(across, down) / step, steps + 1))
    raised, spread = field.copy(), field
    for sunk in range(1, steps + 1):
        both = 3 if sunk % slower == 0 else 1
        size = (both, 3) if across <= down else (3, both)
        spread = np.asarray(cv2.dilate(spread, np.ones(size, np.uint8)), np.float32)
        np.maximum(raised, spread - np.float32(sunk * step), out=raised)
    return raised
