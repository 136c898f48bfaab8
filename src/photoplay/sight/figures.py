"""Figures: people, animals, vehicles and other standing things, beside the subject, each with a matte of its own.

Matte networks look at a crop around what the detector names, a small one first, from farther off: what that is not sure
of need not be looked at again. What they do not agree on is left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, disc, resize, soften
from photoplay.progress import Progress, unwatched
from photoplay.sight.matte import (
    LOOKING,
    SALIENT_ENDS,
    Trust,
    salient_matte,
    snapped,
    without_specks,
)
from photoplay.sight.networks import Network, Networks
from photoplay.sight.objects import Box, Thing

PERSON = "person"
ANIMALS = frozenset({"bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe"})
VEHICLES = frozenset({"bicycle", "car", "motorcycle", "airplane", "bus", "truck", "boat"})
STANDING = frozenset({"bottle", "wine glass", "cup", "vase", "potted plant", "suitcase", "fire hydrant"})
KINDS = {PERSON} | ANIMALS | VEHICLES | STANDING
LEAST_SCORE = 0.5
"""How sure the detector must be of a thing that may get a matte."""
LEAST_AREA, MOST_AREA = 0.007, 0.5
"""Shares of the picture between which a figure's box must lie."""
MOST_FIGURES = 3
"""Beside the subject: each costs looks, and a layer."""
AROUND, FAR_OFF = 0.25, 0.5
"""Surroundings that a look shows on each side, closely and from farther off, as a share of the longer side."""
SLACK = 0.06
"""How far a figure may reach beyond its box, likewise."""
SAME_FIGURE = 0.15
"""Share of the smaller of two boxes that, shared at nearly one depth, makes them one figure."""
SAME_DEPTH = 0.2
LEAST_FILL, MOST_FILL = 0.17, 0.97
"""Shares of its box that a figure may fill."""
MOST_ASTRAY = 0.12
"""Share of a matte that may lie outside the box: more, and it is of something else."""
MOST_CUT = 0.03
"""Share of the line around a figure's place that may cross its matte: more, and it would be cut off there."""
MOST_UNSURE = 0.3
MOST_UNSURE_AT_A_GLANCE = 0.4
LEAST_ALIKE = 0.85
"""What both looks must share of what either sees."""
EDGE = 0.015
"""How far to either side of an edge depth is compared, as a share of the long side."""
FOOT = 0.25
"""Share of a figure's height from below where the ground may be as near as it is."""
LEAST_STEP = 0.02
LEAST_SET_OFF = 0.55
"""Share of the edge along which a figure must be nearer than its surroundings by `LEAST_STEP`."""
MOST_HELD = 0.5
"""Share of a figure from which it is taken for a part of what already has a matte."""


@dataclass(frozen=True)
class Figure:
    """Something that stands in the scene for itself."""

    name: str
    """What the detector calls it, such as "car"."""
    box: Box
    alpha: Floats
    """Its matte, the picture's shape, 0 to 1."""


def find_figures(
    picture: Picture,
    things: Sequence[Thing],
    subject: Floats | None,
    inverse_depth: Floats | None,
    networks: Networks,
    progress: Progress = unwatched,
) -> tuple[Figure, ...]:
    """Return the figures among the `things` in `picture`, shape (rows, columns, 3), the nearest first.

    Args:
        subject: the subject's matte, the picture's shape, or None; what it holds is no figure of its own.
        inverse_depth: 0 to 1, covering the picture at any size, or None; without it there are no figures.
        progress: called before every look; raise to stop.
    """
    glance, salient = networks.glance, networks.salient
    if inverse_depth is None or glance is None or salient is None:
        return ()
    taken = np.zeros(picture.shape[:2], np.float32) if subject is None else subject
    found: list[Figure] = []
    for thing in _candidates(things, taken, inverse_depth):
        alpha = _matte(picture, thing, taken, (glance, salient), progress)
        if alpha is not None and _is_set_off(alpha, taken, inverse_depth):
            found.append(Figure(thing.name, thing.box, alpha))
            taken = np.maximum(taken, alpha)
    return tuple(found)


def _candidates(things: Sequence[Thing], taken: Floats, inverse_depth: Floats) -> list[Thing]:
    """Return the largest things worth a matte, those in one place joined, the lowest and so the nearest first."""
    sure = [
        thing
        for thing in things
        if thing.name in KINDS and thing.score >= LEAST_SCORE and thing.box.area >= LEAST_AREA
    ]
    joined = list(_joined(sure, inverse_depth))
    free = [
        thing
        for thing in joined
        if thing.box.area <= MOST_AREA and float(_part(taken, thing.box).mean()) < MOST_HELD
    ]
    largest = sorted(free, key=lambda thing: -thing.box.area)[:MOST_FIGURES]
    return sorted(largest, key=lambda thing: -thing.box.bottom)


def _joined(things: Sequence[Thing], inverse_depth: Floats) -> Iterator[Thing]:
    left = list(things)
    while left:
        first = left.pop(0)
        while other := next((t for t in left if _is_one(first, t, inverse_depth)), None):
            left.remove(other)
            first = Thing(first.name, first.score, _around(first.box, other.box))
        yield first


def _is_one(thing: Thing, other: Thing, inverse_depth: Floats) -> bool:
    shared = thing.box.shared(other.box).area / min(thing.box.area, other.box.area)
    depths = [float(np.median(_part(inverse_depth, _core(t.box)))) for t in (thing, other)]
    return shared > SAME_FIGURE and abs(depths[0] - depths[1]) < SAME_DEPTH


def _matte(
    picture: Picture, thing: Thing, taken: Floats, networks: tuple[Network, Network], progress: Progress
) -> Floats | None:
    """Return the matte of `thing`, of the picture's shape, or None where there is none to rely on."""
    rows, columns = picture.shape[:2]
    longer = max((thing.box.right - thing.box.left) * columns, (thing.box.bottom - thing.box.top) * rows)

    def around(share: float) -> tuple[slice, slice]:
        return _window(_grown(thing.box, share * longer / columns, share * longer / rows), rows, columns)

    y, x = around(AROUND)
    inside = np.zeros((rows, columns), np.float32)
    inside[around(SLACK)] = 1.0
    inside, free = inside[y, x], 1.0 - taken[y, x]

    def seen(by: Network, share: float) -> Floats:
        window = around(share)
        found = np.zeros((rows, columns), np.float32)
        found[window] = salient_matte(np.ascontiguousarray(picture[window]), by)
        return _mostly(found[y, x], inside)

    glance, salient = networks
    progress(LOOKING, 0.0)
    first = seen(glance, FAR_OFF)
    if not _is_trusted(first, inside, free, MOST_UNSURE_AT_A_GLANCE):
        return None
    progress(LOOKING, 0.0)
    coarse = seen(salient, AROUND)
    alike = _alike(first, coarse, free * inside)
    if alike < LEAST_ALIKE or not _is_trusted(coarse, inside, free, MOST_UNSURE):
        return None
    snug = without_specks(snapped(np.ascontiguousarray(picture[y, x]), coarse, SALIENT_ENDS))
    alpha = np.zeros((rows, columns), np.float32)
    alpha[y, x] = snug * free * inside
    return alpha if (alpha > 0.5).sum() > LEAST_ALIKE * (coarse * free > 0.5).sum() else None


def _alike(first: Floats, second: Floats, where: Floats) -> float:
    """Return what two mattes share of what either sees `where` it counts."""
    sees, too = first * where > 0.5, second * where > 0.5
    return float((sees & too).sum()) / max(float((sees | too).sum()), 1.0)


def _mostly(alpha: Floats, inside: Floats) -> Floats:
    """Return `alpha` without its islands that lie for the greater part not `inside`: they are neighbours."""
    _, labels = cv2.connectedComponents((alpha > 0.1).astype(np.uint8))
    share = np.bincount(labels.ravel(), inside.ravel()) / np.maximum(np.bincount(labels.ravel()), 1)
    return np.where(share[labels] > 0.5, alpha, np.float32(0.0))


def _is_trusted(coarse: Floats, inside: Floats, free: Floats, most_unsure: float) -> bool:
    """Whether what is `free` of a `coarse` matte fills the place `inside` sensibly, and nothing besides."""
    alone = np.asarray(coarse * free, np.float32)
    sure = alone > 0.5
    within = float((sure & (inside > 0)).sum())
    clear = cv2.erode(free, disc(SLACK / 2 * max(free.shape))) > 0.9
    rim = clear & (inside > 0) & (cv2.erode(inside, disc(1)) == 0)
    held = 1.0 - float(sure.sum()) / max(float((coarse > 0.5).sum()), 1.0)
    return (
        LEAST_FILL <= within / max(float((inside > 0).sum()), 1.0) <= MOST_FILL
        and 1.0 - within / max(float(sure.sum()), 1.0) <= MOST_ASTRAY
        and float((sure & rim).sum()) <= MOST_CUT * max(float(rim.sum()), 1.0)
        and Trust.of(alone).unsure <= most_unsure
        and held <= 1.0 - LEAST_FILL
    )


def _is_set_off(alpha: Floats, taken: Floats, inverse_depth: Floats) -> bool:
    """Whether what `alpha` shows is nearer than what is around it along most of its edge, but for its foot."""
    size = (inverse_depth.shape[1], inverse_depth.shape[0])
    figure, before = resize(alpha, size) > 0.5, resize(taken, size) > 0.1
    reach = EDGE * max(size)
    kernel = disc(reach / 4)
    inside = cv2.erode(figure.astype(np.float32), kernel)
    outside = cv2.erode((~figure & ~before).astype(np.float32), kernel)
    near, far = (
        soften(inverse_depth * side, reach) / np.maximum(soften(side, reach), 1e-4)
        for side in (np.asarray(inside, np.float32), np.asarray(outside, np.float32))
    )
    edge = figure & (cv2.erode(figure.astype(np.uint8), disc(1)) == 0) & (soften(before * 1.0, reach) < 0.1)
    rows = np.flatnonzero(figure.any(axis=1))
    edge[rows[0] + int((1.0 - FOOT) * len(rows)) :] = False
    return bool(edge.any()) and float((near - far > LEAST_STEP)[edge].mean()) >= LEAST_SET_OFF


def _around(box: Box, other: Box) -> Box:
    return Box(*(min(pair) for pair in zip(box[:2], other[:2], strict=True)), *map(max, box[2:], other[2:]))


def _grown(box: Box, x: float, y: float) -> Box:
    return Box(
        max(box.left - x, 0.0), max(box.top - y, 0.0), min(box.right + x, 1.0), min(box.bottom + y, 1.0)
    )


def _core(box: Box) -> Box:
    return _grown(box, -0.2 * (box.right - box.left), -0.2 * (box.bottom - box.top))


def _window(box: Box, rows: int, columns: int) -> tuple[slice, slice]:
    """Return the pixels of `box`, at least one, in a picture of `rows` and `columns`."""
    top, left = min(int(box.top * rows), rows - 1), min(int(box.left * columns), columns - 1)
    return (
        slice(top, max(int(np.ceil(box.bottom * rows)), top + 1)),
        slice(left, max(int(np.ceil(box.right * columns)), left + 1)),
    )


def _part(field: Floats, box: Box) -> Floats:
    return field[_window(box, *field.shape)]
