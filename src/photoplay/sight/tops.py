"""Narrow tops: what stands before the sky up to its tip, a nose cone, a crown, a chimney, is sky nowhere."""

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, disc

WIDEST = 17
"""Pixels of the map, about two patches, up to which a top is narrow: a patch of its own shows more sky than it."""
LEAST_CONTRAST = 0.1
"""Of a top against the sky to both of its sides, in any colour, 0 to 1."""
LEAST_AREA = 4
"""Pixels of the map."""
GOES_ON = 0.8
"""Share of what is right below a top, as high again as it, that must not be sky: it is what the top belongs to."""
FREE = 0.8
"""Share of what is beside a top that must be sky: sky between two houses is narrow too."""
LEAST_FOOT = 0.5
"""Share of the columns of a top that end on what is not sky: what hangs by a thread is a cloud."""
GAP = 3
"""Pixels of the map, to each side, over which what is seen through belongs to its frame."""
SEAM = 2
"""Pixels of the map between a top and what it stands on: the edge of a mask is soft."""


def without_tops(sky: Floats, picture: Floats) -> Floats:
    """Return `sky` less the narrow tops in it of what stands on below for as long again.

    A mast that is mostly seen as sky stays so: half a mast would lean.

    Args:
        sky: its chance, shape (rows, columns), 0 to 1.
        picture: shape (rows, columns, 3), sRGB 0 to 1.
    """
    seen = sky > 0.5
    narrow = (_narrow(picture) & seen).astype(np.uint8)
    whole = (cv2.morphologyEx(narrow, cv2.MORPH_CLOSE, disc(GAP)) > 0) & seen
    count, labels, stats, _ = cv2.connectedComponentsWithStats(whole.astype(np.uint8))
    without = sky.copy()
    for part in range(1, count):
        left, top, width, height, area = stats[part]
        if area < LEAST_AREA or width > WIDEST:
            continue
        foot, beside = top + height + SEAM, slice(top, top + height)
        below = seen[foot : foot + height, left : left + width]
        sides = [seen[beside, max(left - WIDEST, 0) : left], seen[beside, left + width :][:, :WIDEST]]
        free = all(side.size and side.mean() > FREE for side in sides)
        stands = _stands(labels[:, left : left + width] == part, seen[:, left : left + width])
        if free and stands and len(below) == height and below.mean() < 1.0 - GOES_ON:
            without[labels == part] = 0.0
    return without


def _stands(inside: NDArray[np.bool_], sky: NDArray[np.bool_]) -> bool:
    """Return whether most columns of what is `inside` end on what is not `sky`; both of shape (rows, columns)."""
    columns = np.flatnonzero(inside.any(axis=0))
    under = len(inside) + SEAM - np.argmax(inside[::-1, columns], axis=0)
    return bool((~sky[np.minimum(under, len(sky) - 1), columns]).mean() > LEAST_FOOT)


def _narrow(picture: Floats) -> NDArray[np.bool_]:
    """Return where `picture` is brighter or darker, in any colour, than it is to both sides (top hats, Meyer 1979)."""
    across = np.ones((1, WIDEST), np.uint8)
    hats = [cv2.morphologyEx(picture, how, across) for how in (cv2.MORPH_TOPHAT, cv2.MORPH_BLACKHAT)]
    return np.asarray(np.max(hats, axis=(0, -1)) > LEAST_CONTRAST)
