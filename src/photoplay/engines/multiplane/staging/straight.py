"""Straight lines stay straight: inverse depth made linear along the lines of the photograph.

Along a straight line in space inverse depth is linear in the photograph, and where it is not the line bends as
the camera moves. What stands upright is at one depth from foot to top.
"""

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, Picture, disc, floats, remap, resize, soften

SEARCH_SIDE = 800
"""Long side at which lines are looked for, in pixels."""
LEAST_LENGTH = 0.05
"""Shortest line that is kept straight, as a share of the long side."""
MOST_LINES = 240
SAME_ANGLE = 0.035
"""Radians between two pieces of one line."""
SAME_OFFSET = 0.004
"""How far one piece's middle may lie off the other's line, and `SAME_GAP` how far apart they may be, as shares."""
SAME_GAP = 0.08
UPRIGHT = 0.12
"""Radians from the vertical within which a line is taken to stand upright."""
SAMPLES = 96
PASSES = 32
OTHER_DEPTH = 0.1
"""Difference of inverse depth from which what is beside a line belongs to something else."""
MOST_OF = 0.7
REACH = 0.015
"""How far beside a line depth is brought along, as a share of the long side, ..."""
FINE = 1 / 3
"""... how much of that where a step across a line is to be made good, in a quarter of the `PASSES`, ..."""
WITHIN = 2.0
"""... and within how many times as far it is no nearer or farther than the line or what was there."""
FARTHEST_FOOT, LONGEST_FOOT = 1.2, 0.2
"""How far below an upright line the ground may begin for it to stand there: shares of its length, of the long side."""
SAME_POST, LONGEST_POST = 0.006, 0.4
"""How far off a post's line its upper part may lie, and how far above its foot, or a mast's in the sky, as shares."""
ROOT = 0.01
"""How near the land, or another line, the end of one must lie that comes from there, as a share of the long side."""
TIP = 0.02
"""How far what stands reaches beyond its line's upper end, as a share of the long side."""
ARM = 0.012
"""How far to both of its sides an arm has sky, as a share of the long side."""


@dataclass(frozen=True)
class Lines:
    """Straight lines of a photograph."""

    ends: Floats
    """Shape (lines, 2, 2): x and y of both ends, in shares of the long side."""
    stands: NDArray[np.bool_] | None = None
    """Shape (lines): whether a line is all at the depth of its foot, ..."""
    feet: Floats | None = None
    """... shape (lines, 2), where what it belongs to stands on the ground."""

    def only(self, which: NDArray[np.bool_]) -> "Lines":
        """Return some of the lines."""
        stands = None if self.stands is None else self.stands[which]
        return Lines(self.ends[which], stands, None if self.feet is None else self.feet[which])

    @property
    def loose(self) -> "Lines":
        """Those that stand on no foot."""
        return self if self.stands is None else self.only(~self.stands)

    @property
    def lengths(self) -> Floats:
        """Lengths, in shares of the long side."""
        return np.asarray(np.linalg.norm(self.ends[:, 1] - self.ends[:, 0], axis=-1), np.float32)

    @property
    def upright(self) -> Floats:
        """1 where a line stands upright, fading to 0 where it leans by twice `UPRIGHT`."""
        run, rise = np.abs(self.ends[:, 1] - self.ends[:, 0]).T
        return np.asarray(np.clip(2.0 - np.arctan2(run, rise) / UPRIGHT, 0.0, 1.0), np.float32)


NO_LINES = Lines(np.zeros((0, 2, 2), np.float32))


def find_lines(picture: Picture) -> Lines:
    """Return the straight lines of `picture`, shape (rows, columns, 3) (LSD, von Gioi et al. 2010), longest first."""
    scale = SEARCH_SIDE / max(picture.shape[:2])
    size = (max(round(picture.shape[1] * scale), 1), max(round(picture.shape[0] * scale), 1))
    grey = cv2.cvtColor(resize(picture, size), cv2.COLOR_RGB2GRAY)
    found: Any = cv2.createLineSegmentDetector().detect(grey)[0]  # None where there are no lines
    pieces = np.reshape([] if found is None else found, (-1, 2, 2)).astype(np.float32) / np.float32(
        SEARCH_SIDE
    )
    long_enough = np.linalg.norm(pieces[:, 1] - pieces[:, 0], axis=-1) > LEAST_LENGTH / 2
    joined = _joined(pieces[long_enough])
    lines = Lines(joined[np.linalg.norm(joined[:, 1] - joined[:, 0], axis=-1) > LEAST_LENGTH])
    return Lines(lines.ends[np.argsort(-lines.lengths)[:MOST_LINES]])


def _joined(pieces: Floats) -> Floats:
    """Return `pieces`, shape (n, 2, 2), with those that continue each other made one, longest first."""
    lines, count = np.zeros_like(pieces), 0
    for piece in pieces[np.argsort(-np.linalg.norm(pieces[:, 1] - pieces[:, 0], axis=-1))]:
        continued = _continued(lines[:count], piece)
        if continued.any():
            line = lines[continued.argmax()]
            ends = np.concatenate([line, piece])
            along = ends @ (line[1] - line[0])
            line[:] = ends[[int(along.argmin()), int(along.argmax())]]
        else:
            lines[count] = piece
            count += 1
    return lines[:count]


def _continued(lines: Floats, piece: Floats) -> NDArray[np.bool_]:
    """Return which of `lines`, shape (n, 2, 2), `piece` continues."""
    steps = lines[:, 1] - lines[:, 0]
    lengths = np.linalg.norm(steps, axis=-1)
    x, y = (steps / lengths[:, None]).T
    other = piece[1] - piece[0]
    turns = np.abs(other[0] * y - other[1] * x) / np.linalg.norm(other)
    across, down = (piece - lines[:, :1]).transpose(2, 1, 0)
    along, aside = across * x + down * y, np.abs(across * y - down * x).max(axis=0)
    gaps = np.maximum(along.min(axis=0) - lengths, -along.max(axis=0))
    return np.asarray(
        (turns < SAME_ANGLE) & (aside < SAME_OFFSET + SAME_ANGLE * np.maximum(gaps, 0.0)) & (gaps < SAME_GAP)
    )


def grounded(lines: Lines, ground: Floats, sky: Floats) -> Lines:
    """Return `lines` with the upright ones led on to their feet: where the ground begins below, or where sky ends.

    A post's lower end is often lost before a hedge, a mast's in its lattice, and the tips of both are no straight
    lines: they would bend there as the camera moves.

    Args:
        ground: where ground is, shape (rows, columns), 0 to 1; `sky` likewise.
    """
    if not len(lines.ends):
        return lines
    side = max(ground.shape)
    order = np.argsort(lines.ends[..., 1], axis=1)
    ends = np.take_along_axis(lines.ends, order[..., None], axis=1)
    on = _directions(ends)
    steps = np.linspace(0.0, LONGEST_POST, round(LONGEST_POST * side) + 1, dtype=np.float32)
    points = ends[:, 1, None] + on[:, None] * steps[:, None]
    in_sky, on_ground = (
        remap(mask, points * side - 0.5, cv2.BORDER_REPLICATE) > 0.5 for mask in (sky, ground)
    )
    on_ground &= steps <= np.minimum(FARTHEST_FOOT * lines.lengths, LONGEST_FOOT)[:, None]
    below = (on_ground | (in_sky[:, :1] & ~in_sky)) & (points[..., 1] * side < ground.shape[0])
    stands = below.any(axis=1) & ~below[:, 0] & (lines.upright > 0.5)
    foot = np.argmax(below, axis=1)
    ends[stands, 1] = points[stands, foot[stands]]
    for upper in np.flatnonzero(~stands & (lines.upright > 0.5)):
        post = next((p for p in np.flatnonzero(stands) if _is_over(ends[upper], ends[p])), None)
        if post is not None:
            ends[upper, 1] = ends[post, 1]
            stands[upper] = True
    feet = ends[:, 1].copy()
    ends[:, 0] -= np.where(stands[:, None], TIP * _directions(ends), 0.0)
    for arm, mast in _arms(ends, stands, sky):
        at = int(np.linalg.norm(ends[arm] - ends[mast, 0], axis=-1).argmax())
        ends[arm] = ends[arm, [at, 1 - at]]
        stands[arm], feet[arm] = True, feet[mast]
    return Lines(np.where(stands[:, None, None], ends, lines.ends), stands, feet)


def _directions(ends: Floats) -> Floats:
    """Return the way from the first of `ends`, shape (lines, 2, 2), to the second, of length 1."""
    steps = ends[:, 1] - ends[:, 0]
    return np.asarray(steps / np.maximum(np.linalg.norm(steps, axis=-1, keepdims=True), 1e-6), np.float32)


def _arms(ends: Floats, stands: NDArray[np.bool_], sky: Floats) -> list[tuple[int, int]]:
    """Return which lines, before the sky alone, are held by the upper end of which that stand: lamps and signals."""
    aside = ARM * _directions(ends)[:, ::-1] * floats(-1.0, 1.0)
    free = np.min([held(Lines(ends + way[:, None]), sky) for way in (aside, -aside)], axis=0) > MOST_OF
    masts = np.flatnonzero(stands)
    tops = ends[masts, 0] + np.array([0.0, TIP], np.float32)[:, None, None] * _directions(ends[masts])
    arms: list[tuple[int, int]] = []
    for arm in np.flatnonzero(free & ~stands):
        gaps = np.linalg.norm(ends[arm, :, None, None] - tops, axis=-1).min(axis=(0, 1))
        if gaps.size and gaps.min() < ROOT:
            arms.append((int(arm), int(masts[gaps.argmin()])))
    return arms


def _is_over(upper: Floats, post: Floats) -> bool:
    """Whether an upright line is the upper part of a post that stands; the second ends are the lower ones."""
    across = (post[1, 0] - post[0, 0]) / max(float(post[1, 1] - post[0, 1]), 1e-6)
    aside = upper[:, 0] - (post[0, 0] + across * (upper[:, 1] - post[0, 1]))
    return float(np.abs(aside).max()) < SAME_POST and 0.0 < post[1, 1] - upper[1, 1] < LONGEST_POST


def within(lines: Lines, alpha: Floats) -> Lines:
    """Return those of `lines` that lie on what `alpha`, shape (rows, columns), shows for most of their length."""
    return Lines(lines.ends[held(lines, alpha) > MOST_OF])


def outside(lines: Lines, alpha: Floats) -> Lines:
    """Return those of `lines` that lie on it for less than a half."""
    return lines.only(held(lines, alpha) < 0.5)


def afloat(lines: Lines, flat: Floats) -> Lines:
    """Return `lines` with those that lie on what is `flat`, likewise, led to no foot: all of it has one already."""
    if lines.stands is None:
        return lines
    return replace(lines, stands=lines.stands & (held(lines, flat) <= MOST_OF))


def held(lines: Lines, alpha: Floats) -> Floats:
    """Return the share of each line that lies on what `alpha` shows."""
    share = np.linspace(0.1, 0.9, 9, dtype=np.float32)[:, None]
    ends = lines.ends[:, None]
    points = (ends[:, :, 0] * (1.0 - share) + ends[:, :, 1] * share) * max(alpha.shape) - 0.5
    if not len(points):
        return np.zeros(0, np.float32)
    return np.asarray(remap(alpha, points, cv2.BORDER_REPLICATE).mean(axis=1), np.float32)


def rooted(lines: Lines, sky: Floats) -> Lines:
    """Return those of `lines` that an end of joins to what is not `sky`, shape (rows, columns), or to such a line.

    A mast comes from the land, and an arm from its mast; a line with both ends in the sky is the edge of a cloud.
    """
    side = max(sky.shape)
    places = np.clip(np.rint(lines.ends * side - 0.5).astype(int), 0, np.array(sky.shape[::-1]) - 1)
    within_reach = disc(ROOT * side)
    land = sky < 0.5
    for _ in range(2):
        near = cv2.dilate(land.astype(np.uint8), within_reach) > 0
        held = near[places[..., 1], places[..., 0]].any(axis=1)
        land = land | (drawn(Lines(lines.ends[held]), (sky.shape[0], sky.shape[1])) > 0)
    return Lines(lines.ends[held])


def drawn(lines: Lines, shape: tuple[int, int]) -> Floats:
    """Return a map of `shape` (rows, columns), 1 on `lines` and next to them, else 0."""
    canvas = np.zeros(shape, np.float32)
    ends = np.rint(lines.ends * max(shape) - 0.5).astype(np.int32)
    return np.asarray(cv2.polylines(canvas, list(ends), isClosed=False, color=1.0, thickness=3), np.float32)


def straightened(field: Floats, lines: Lines, *, finely: bool = False) -> Floats:
    """Return `field`, inverse depth of shape (rows, columns), linear along `lines` and little changed elsewhere.

    Args:
        finely: whether steps across lines are made good on them alone, and not far beside them.
    """
    if not len(lines.ends):
        return field
    passes, reach = (PASSES // 4, FINE * REACH) if finely else (PASSES, REACH)
    side = max(field.shape)
    share = np.linspace(0.0, 1.0, SAMPLES, dtype=np.float32)[:, None]
    points = (lines.ends[:, None, 0] * (1.0 - share) + lines.ends[:, None, 1] * share) * side - 0.5
    x = np.clip(np.rint(points[..., 0]), 0, field.shape[1] - 1).astype(int)
    y = np.clip(np.rint(points[..., 1]), 0, field.shape[0] - 1).astype(int)
    weight = np.broadcast_to(lines.lengths[:, None], x.shape)

    def beside(values: Floats) -> Floats:
        scattered = np.zeros_like(field)
        np.add.at(scattered, (y, x), weight * values)
        return soften(scattered, reach * side)

    around = beside(np.ones_like(weight))
    held = around + 0.02 * float(around.max())
    linear, bent = np.zeros_like(weight), field
    for _ in range(passes):
        found = remap(bent, points, cv2.BORDER_REPLICATE)
        linear = _linear(found, lines)
        missing = beside(linear - found) / held
        other = (bent - beside(found) / np.maximum(around, 1e-6)) / OTHER_DEPTH
        bent = np.asarray(bent + missing * np.exp(-(other**2)), np.float32)
    # Beyond the end of a line all this swings past what either side of it has.
    least, most = field.copy(), field.copy()
    np.minimum.at(least, (y, x), linear)
    np.maximum.at(most, (y, x), linear)
    near = disc(WITHIN * REACH * side)
    return np.clip(bent, cv2.erode(least, near), cv2.dilate(most, near))


def _linear(along: Floats, lines: Lines) -> Floats:
    """Return the straight lines nearest to values `along` each of `lines`, shape (lines, samples); level if upright."""
    place = np.linspace(-1.0, 1.0, along.shape[1], dtype=np.float32)
    slope = (along @ place) / float(place @ place) * (1.0 - lines.upright)
    return np.asarray(along.mean(axis=1, keepdims=True) + slope[:, None] * place, np.float32)
