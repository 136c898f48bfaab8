"""What each of two photographs of one scene tells about the mattes of the other."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Self

import cv2
import numpy as np

from photoplay.arrays import Floats, disc, remap, resize
from photoplay.engines.multiplane.arrival.movers import find_movers
from photoplay.engines.multiplane.arrival.spreading import spread_affine
from photoplay.engines.multiplane.scouting import Scouting
from photoplay.parallel import side_by_side
from photoplay.sight.correspondence import Correspondence
from photoplay.sight.figures import Figure
from photoplay.sight.flows import places
from photoplay.sight.matte import SMALLEST_SUBJECT, snapped

WORKING = 3
"""Pixels of the frame per pixel at which motions are compared."""
EDGE = 0.006
"""Band at a matte's outline where motion is not trusted, as a share of the long side: it mixes both."""
NEAR = 0.06
"""How far from a subject its missing parts are looked for, as a share of the long side."""
APART = 0.0025, 0.006
"""Difference of motion, in long sides, from which subject and surroundings can be told apart by it, and surely."""
ENDS = (0.25, 0.75)
"""Values of a matte that become 0 and 1 as it is moved onto the picture's edges."""


def share(first: Scouting, second: Scouting, found: Correspondence) -> tuple[Scouting, Scouting]:
    """Return both with the same things on layers of their own: the subject's mattes as one, and what moved between."""
    here, there = first.scene, second.scene
    mattes = (
        _joined(here.matte, there.matte, found.there, found.sure),
        _joined(there.matte, here.matte, found.back, found.sure_back),
    )
    movers = find_movers(here, there, found)
    return side_by_side(
        partial(_laid_out, first, mattes[0], found.there, found.sure, movers[0]),
        partial(_laid_out, second, mattes[1], found.back, found.sure_back, movers[1]),
    )


def _laid_out(
    scouting: Scouting, matte: Floats | None, motion: Floats, sure: Floats, movers: tuple[Figure, ...]
) -> Scouting:
    if matte is not None:
        moved = by_motion(matte, motion, sure)
        whole = matte if moved is matte else snapped(scouting.scene.picture, moved, ENDS)
        matte = whole if _is_subject(whole) else matte
    if matte is scouting.scene.matte and not movers:
        return scouting
    return scouting.relaid(replace(scouting.scene, matte=matte, figures=(*scouting.scene.figures, *movers)))


def _joined(own: Floats | None, other: Floats | None, motion: Floats, sure: Floats) -> Floats | None:
    """Return a matte with what the other picture's says of the places surely found there."""
    if other is None or not sure.any():
        return own
    place = places(motion.shape) + motion
    brought = sure * remap(other, np.asarray(place, np.float32), cv2.BORDER_CONSTANT)
    if own is None:
        return np.asarray(brought, np.float32) if _is_subject(brought) else None
    return np.asarray(np.maximum(own, brought), np.float32)


def _is_subject(matte: Floats) -> bool:
    """Whether there is enough that surely belongs to it."""
    return float((matte > 0.5).mean()) >= SMALLEST_SUBJECT


@dataclass(frozen=True)
class _Motions:
    """How far each place is from moving as the subject does, and as what is behind it."""

    as_subject: Floats
    as_behind: Floats
    apart: Floats
    """How far the two motions are from each other."""

    @classmethod
    def of(cls, matte: Floats, motion: Floats, sure: Floats, near: Floats) -> Self:
        band = disc(EDGE * max(matte.shape))
        inside = cv2.erode((matte > 0.9).astype(np.float32), band) * sure
        outside = cv2.erode((matte < 0.05).astype(np.float32), band) * sure * (1.0 - near)
        subject, behind = (
            spread_affine(motion, np.asarray(weight, np.float32)) for weight in (inside, outside)
        )
        away, around = (np.linalg.norm(motion - field, axis=-1) for field in (subject, behind))
        return cls(away, around, np.linalg.norm(subject - behind, axis=-1))


def by_motion(matte: Floats, motion: Floats, sure: Floats) -> Floats:
    """Return the matte of a subject with what moves as it does near it.

    Where the camera travelled, motion tells what stands apart better than one picture: thin parts come back. The
    very same matte is returned where subject and surroundings move alike.

    Args:
        matte: shape (rows, columns), 0 to 1.
        motion: to the other picture, in pixels, shape (rows, columns, 2).
        sure: of it, 0 to 1.
    """
    rows, columns = matte.shape
    size = (columns // WORKING, rows // WORKING)
    small, moved, known = resize(matte, size), resize(motion, size), resize(sure, size)
    near = cv2.dilate((small > 0.5).astype(np.float32), disc(NEAR * max(size)))
    motions = _Motions.of(small, moved, known, np.asarray(near, np.float32))
    least, surely = (share * max(rows, columns) for share in APART)
    trust = known * near * np.clip((motions.apart - least) / (surely - least), 0.0, 1.0)
    if float(trust.max()) < 0.5:
        return matte
    lean = np.clip((motions.as_behind - motions.as_subject) / np.maximum(motions.apart, 1e-3), -1.0, 1.0)
    voted = np.clip(0.5 + 1.2 * lean, 0.0, 1.0)
    whole = (columns, rows)
    vote, weight = (resize(np.asarray(each, np.float32), whole, cv2.INTER_LINEAR) for each in (voted, trust))
    return _attached(np.asarray(matte + weight * (vote - matte), np.float32), matte)


def _attached(grown: Floats, matte: Floats) -> Floats:
    """Return `grown` without islands that do not touch the surely known of `matte`."""
    _, labels = cv2.connectedComponents((grown > 0.2).astype(np.uint8))
    kept = np.unique(labels[matte > 0.8])
    return np.where(np.isin(labels, kept[kept > 0]), grown, np.float32(0.0)).astype(np.float32)
