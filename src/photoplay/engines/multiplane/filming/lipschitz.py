"""The smallest Lipschitz majorant of an inverse-depth field."""

import cv2
import numpy as np

from photoplay.arrays import Floats

_CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
_SQUARE = cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3))


def lipschitz_majorant(field: Floats, limit: float) -> Floats:
    """Return the smallest field that is nowhere below `field` and changes by at most `limit` per sample.

    The inverse warp's fixed point converges where the gradient of inverse depth times the parallax stays
    below one. Raising the far side of a step, never lowering the near side, keeps near things rigid and lets
    the background stretch. Distances are chamfer (1, sqrt 2), as a grey dilation by a cone (Borgefors 1986).

    Args:
        field: shape (rows, columns).
        limit: greatest change per sample along a row or column; positive.
    """
    reach = int(np.ceil(float(np.ptp(field)) / limit))
    raised = field.copy()
    for _ in range(reach):
        straight = cv2.dilate(raised, _CROSS) - np.float32(limit)
        diagonal = cv2.dilate(raised, _SQUARE) - np.float32(limit * np.sqrt(2.0))
        higher = np.maximum(np.maximum(straight, diagonal), raised)
        if np.array_equal(higher, raised):
            break
        raised = higher
    return np.asarray(raised, np.float32)
