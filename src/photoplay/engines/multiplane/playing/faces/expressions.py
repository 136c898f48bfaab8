"""How a face moves as it smiles or raises its brows: patterns from a few of its landmarks, smooth in between."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, Picture, remap
from photoplay.engines.multiplane.playing.faces.landmarks import (
    BELOW_BROW,
    BROWS,
    CHEEKS,
    CHIN,
    FOREHEAD,
    LIPS,
    LOWER,
    MOUTH,
    NOSE,
    NOSE_LINE,
    UPPER,
    Sketch,
)
from photoplay.engines.multiplane.playing.swings import ramp
from photoplay.sight.faces import OVAL

Pulls = Sequence[tuple[int, float, float]]
"""Landmarks, and how far each goes to the right of the face and down, in widths between the eyes' outer corners."""

SPREAD = 0.27
"""Over what distance a landmark draws its surroundings along, in such widths."""
STIFF = 0.03
"""How little a landmark gives way to its neighbours."""
CROSSED = 0.18
"""Step of brightness down a nose's bridge, over its mean, from which there are glasses on it."""
SMILING = (0.58, 0.78)
"""Width of a mouth, in such widths, at which a smile is free to grow, and at which it is complete."""


def smile(sketch: Sketch) -> Pulls:
    """Return how a face moves as it smiles: corners of the mouth up and out, cheeks and lower lids up."""
    far = 0.065 * room_to_smile(sketch)
    pulls = [(MOUTH[0], -0.75 * far, -0.8 * far), (MOUTH[1], 0.75 * far, -0.8 * far)]
    pulls += [(CHEEKS[0], -0.06 * far, -0.42 * far), (CHEEKS[1], 0.06 * far, -0.42 * far)]
    pulls += [(lid[index], 0.0, -0.16 * far) for lid in LOWER for index in (3, 4, 5)]
    pulls += [(lid[index], 0.0, 0.0) for lid in LOWER for index in (0, -1)]
    pulls += [(lid[4], 0.0, 0.02 * far) for lid in UPPER]
    pulls += [(index, 0.0, 0.04 * far) for index in LIPS]
    return [*pulls, (NOSE, 0.0, 0.0), (CHIN, 0.0, 0.0)]


def raise_brows() -> Pulls:
    """Return how a face moves as it raises its brows: they and the skin above go up, the lids hardly."""
    far = 0.042
    pulls = [
        (index, 0.0, -share * far)
        for brow in BROWS
        for index, share in zip(brow, (0.7, 0.95, 1.0, 0.95, 0.75), strict=True)
    ]
    pulls += [(lid[index], 0.0, -0.12 * far) for lid in UPPER for index in (2, 4, 6)]
    pulls += [(lid[index], 0.0, -0.5 * far) for lid in BELOW_BROW for index in (2, 4, 6)]
    pulls += [(lid[index], 0.0, 0.0) for lid in LOWER for index in (0, 2, 4, 6, 8)]
    return [*pulls, (FOREHEAD, 0.0, -0.1 * far), (NOSE, 0.0, 0.0)]


def room_to_smile(sketch: Sketch) -> float:
    """Return how much of a smile a face has left, 0.3 where it smiles broadly, to 1."""
    wide = float(np.linalg.norm(sketch.points[MOUTH[1]] - sketch.points[MOUTH[0]])) / sketch.width
    return 1.0 - 0.7 * float(np.clip((wide - SMILING[0]) / (SMILING[1] - SMILING[0]), 0.0, 1.0))


def pattern(sketch: Sketch, pulls: Pulls, nodes: Floats) -> Floats:
    """Return the shift in pixels at `nodes`, frame coordinates, shape (rows, columns, 2), that `pulls` ask for.

    Radial basis functions, a Gaussian at each landmark; 0 from the outline of the face on.
    """
    places = sketch.points[[index for index, *_ in pulls]].astype(np.float64)
    wanted = np.array([shift for _, *shift in pulls]) @ np.array([sketch.right, sketch.down])
    spread = SPREAD * sketch.width
    among = _gaussians(places[:, None] - places, spread) + STIFF * np.eye(len(places))
    weights = np.linalg.solve(among, wanted * sketch.width)
    shift = _gaussians(nodes[:, :, None].astype(np.float64) - places, spread) @ weights
    return np.asarray(shift * _within(sketch, nodes)[..., None], np.float32)


def wears_glasses(sketch: Sketch, picture: Picture) -> bool:
    """Whether something crosses the bridge of the nose: the line down it, shape (rows, columns, 3), is not smooth."""
    places = sketch.points[list(NOSE_LINE)]
    steps = np.linspace(0, len(places) - 1, 48)
    line = np.stack([np.interp(steps, np.arange(len(places)), places[:, axis]) for axis in (0, 1)], axis=-1)
    across = np.linspace(-0.03, 0.03, 5)[None, :, None] * sketch.width * sketch.right
    light = remap(picture, np.asarray(line[:, None] + across, np.float32), cv2.BORDER_REPLICATE).mean(
        axis=(1, 2)
    )
    return float(np.abs(light[3:] - light[:-3]).max()) > CROSSED * float(light.mean())


def _gaussians(away: NDArray[np.float64], spread: float) -> NDArray[np.float64]:
    return np.asarray(np.exp(-(away**2).sum(axis=-1) / spread**2))


def _within(sketch: Sketch, nodes: Floats) -> Floats:
    """Return 1 well within the outline of a face, 0 from it on."""
    outline = sketch.points[list(OVAL)]
    middle = outline.mean(axis=0)
    turn = np.arctan2(*(outline - middle).T[::-1])
    order = np.argsort(turn)
    radius = np.linalg.norm(outline - middle, axis=-1)[order]
    away = nodes - middle
    edge = np.interp(np.arctan2(away[..., 1], away[..., 0]), turn[order], radius, period=2 * np.pi)
    share = np.linalg.norm(away, axis=-1) / np.maximum(edge, 1.0)
    return ramp(share.astype(np.float32), 1.0, 0.72)
