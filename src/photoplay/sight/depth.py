"""How near things are: inverse depth by a network that was made for it, or by a small head of our own.

Both know depth only up to a scale; the head was trained to give the nearest thing 1 and infinity 0.
"""

import cv2
import numpy as np

from photoplay.arrays import Array, Floats, Picture, floats, resize
from photoplay.sight.features import normalised
from photoplay.sight.guided import guided
from photoplay.sight.head import Judgement
from photoplay.sight.networks import Network

SIDE = 384
"""Long side of a depth map."""
NETWORK_SIDE = 518
"""Long side of the picture that the depth network is shown, a multiple of its patch of 14."""
NETWORK_PATCH = 14
SPREAD = (0.5, 99.0)
"""Percentiles taken for the farthest and the nearest in a map without a scale."""
SNAP_REACH = 0.03
"""How far edges of the map may move onto edges of the picture, as a share of the long side."""
SNAP_CONTRAST = 0.06
"""Contrast of the picture that counts as an edge, 0 to 1."""
SNAP_PASSES = 3


def by_network(picture: Picture, network: Network) -> Floats:
    """Return inverse depth by Depth Anything V2 (Yang et al. 2024), 0 to 1, its long side `SIDE`."""
    rows, columns = picture.shape[:2]
    scale = NETWORK_SIDE / max(rows, columns) / NETWORK_PATCH
    size = [max(round(side * scale), 1) * NETWORK_PATCH for side in (columns, rows)]
    small = resize(picture, (size[0], size[1]))
    found = np.asarray(network(normalised(small)), np.float32)
    disparity = resize(found.reshape(found.shape[-2:]), small_size(picture))
    far, near = np.percentile(disparity, SPREAD)
    span: Floats = (disparity - floats(far)) / floats(max(near - far, 1e-6))
    return np.clip(span, 0.0, 1.0)


def by_head(picture: Picture, judgement: Judgement) -> Floats:
    """Return inverse depth as the head judged it, 0 to 1, its long side `SIDE`."""
    return snapped(np.clip(judgement.root, 0.0, 1.0) ** 2, picture)


def snapped(coarse: Floats, picture: Picture) -> Floats:
    """Return `coarse`, shape (rows, columns), at `SIDE`, its edges moved onto those of `picture`.

    Joint bilateral upsampling (Kopf et al. 2007) by repeated guided averages in colour.
    """
    size = small_size(picture)
    guide = resize(picture, size).astype(np.float32) / 255.0
    field = resize(coarse, size, cv2.INTER_CUBIC)
    for step in range(SNAP_PASSES):
        reach = max(round(SNAP_REACH * SIDE / 2**step), 2)
        field = guided(guide, field, reach, SNAP_CONTRAST**2)
    return np.clip(field, 0.0, 1.0)


def small_size(picture: Array) -> tuple[int, int]:
    """Return the columns and rows of what is seen in `picture`: its long side is `SIDE`."""
    scale = SIDE / max(picture.shape[:2])
    return max(round(picture.shape[1] * scale), 1), max(round(picture.shape[0] * scale), 1)
