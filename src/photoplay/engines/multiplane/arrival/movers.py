"""What is in another place, or gone, while the scene around it stays: found by what differs."""

from functools import partial

import cv2
import numpy as np

from photoplay.arrays import Floats, Mask, Picture, disc, resize, soften
from photoplay.engines.multiplane.arrival.spreading import spread
from photoplay.parallel import side_by_side
from photoplay.sight.correspondence import Correspondence
from photoplay.sight.figures import Figure
from photoplay.sight.flows import followed
from photoplay.sight.objects import Box
from photoplay.sight.scene import Scene

MOVER = "mover"
"""What a figure is called that no detector named."""
SAME, OTHER, SURELY_OTHER = 22.0, 45.0, 70.0
"""Differences of colour, in steps of 255, up to which a place is the same in both pictures, from which it is not, and
which what moved must reach: waves and leaves differ a little everywhere."""
MOST_DIFFERENT = 0.15
"""Share of a picture that may differ, for what does to be what moved."""
LEAST_AREA, MOST_AREA = 0.0012, 0.12
"""Of the picture, that something that moved covers."""
LEAST_SURE = 0.3
"""Share of it that must reach `SURELY_OTHER`."""
GAP = 0.003
"""Gaps within one figure, as a share of the long side."""
AROUND = 0.012
"""What around a difference is not looked at to know the background, as a share of the long side."""
PLATE_SIDE = 320
KNOWN = 0.4
"""Share of what moved that a figure found otherwise may cover."""


def find_movers(
    first: Scene, second: Scene, found: Correspondence
) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """Return what of either picture is not in its place in the other, with mattes from the difference."""
    return side_by_side(
        partial(_movers, first, second.picture, found.there, found.sure),
        partial(_movers, second, first.picture, found.back, found.sure_back),
    )


def _movers(scene: Scene, other: Picture, motion: Floats, sure: Floats) -> tuple[Figure, ...]:
    picture = scene.picture
    rows, columns = picture.shape[:2]
    side = max(rows, columns)
    brought = _brought(other, motion, sure)
    difference = soften(_apart(picture, brought), side / 1000.0)
    differs = (difference > SAME).astype(np.uint8)
    if float(differs.mean()) > MOST_DIFFERENT:
        return ()
    owned = differs * _owned(picture, brought, differs)
    closed = cv2.morphologyEx(owned, cv2.MORPH_CLOSE, disc(GAP * side))
    closed = cv2.morphologyEx(closed, cv2.MORPH_OPEN, disc(GAP * side / 3))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(closed)
    known = [figure.alpha for figure in scene.figures] + ([scene.matte] if scene.matte is not None else [])
    movers: list[Figure] = []
    for label in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[label])
        inside = labels == label
        if not LEAST_AREA <= area / (rows * columns) <= MOST_AREA:
            continue
        if float((difference[inside] > SURELY_OTHER).mean()) < LEAST_SURE:
            continue
        if any(float(alpha[inside].mean()) > KNOWN for alpha in known):
            continue
        box = Box(left / columns, top / rows, (left + width) / columns, (top + height) / rows)
        movers.append(Figure(MOVER, box, _matte(difference, inside, side)))
    return tuple(movers)


def _brought(other: Picture, motion: Floats, sure: Floats) -> Picture:
    """Return the other picture as this one has it, by the motion of what stays."""
    rows, columns = motion.shape[:2]
    known = motion[sure > 0.5]
    usual = np.median(known, axis=0) if len(known) else np.zeros(2)
    held = soften(sure, max(rows, columns) / 200.0)[..., None]
    staying = usual + held * (motion - usual)
    return followed(other, np.asarray(staying, np.float32))


def _apart(picture: Picture, other: Picture) -> Floats:
    return np.asarray(np.abs(picture.astype(np.float32) - other).max(axis=-1), np.float32)


def _owned(picture: Picture, other: Picture, differs: Mask) -> Mask:
    """Return where it is this picture that differs from what is behind, as its surroundings tell, not the other."""
    rows, columns = differs.shape
    scale = PLATE_SIDE / max(rows, columns)
    size = (round(columns * scale), round(rows * scale))
    around = cv2.dilate(differs, disc(AROUND * max(rows, columns)))
    free = 1.0 - resize(around.astype(np.float32), size)
    behind = resize(spread(resize(picture, size).astype(np.float32), free), (columns, rows), cv2.INTER_LINEAR)
    nearer = np.abs(picture - behind).max(axis=-1) - np.abs(other - behind).max(axis=-1)
    return (soften(np.asarray(nearer, np.float32), max(rows, columns) / 500.0) > 0.0).astype(np.uint8)


def _matte(difference: Floats, inside: Mask, side: int) -> Floats:
    """Return the matte of what moved: soft at its outline, without gaps."""
    near = cv2.dilate(inside.astype(np.uint8), disc(1))
    ramp = np.clip((difference - SAME) / (OTHER - SAME), 0.0, 1.0) * near
    solid = soften(cv2.erode(inside.astype(np.uint8), disc(1)).astype(np.float32), side / 1200.0)
    return np.asarray(np.maximum(ramp, solid), np.float32)
