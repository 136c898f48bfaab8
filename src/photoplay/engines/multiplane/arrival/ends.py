"""The two ends of a clip: what is known of both photographs, and of each in the other."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial
from typing import Self

import cv2
import numpy as np

from photoplay.arrays import Floats, disc, resize
from photoplay.engines.multiplane.arrival.camera import COARSE, Solved, motion_of, solve
from photoplay.engines.multiplane.arrival.counterparts import Found, find_counterparts
from photoplay.engines.multiplane.arrival.sharing import share
from photoplay.engines.multiplane.filming.camera import Pose
from photoplay.engines.multiplane.scouting import Scouting
from photoplay.engines.multiplane.staging.geometry import Geometry
from photoplay.parallel import side_by_side
from photoplay.progress import Progress, unwatched
from photoplay.sight.correspondence import Correspondence, Search

COMPARING = "Comparing both photographs"
MOVED = 0.006
"""Median distance, over the long side, from which the backdrop has moved as it does for a camera that travels."""
LEFT_OVER = 0.5
"""Share of that distance which a camera may leave unexplained: it was solved from elsewhere, too."""
AROUND = 0.012
"""What is around a figure that goes by itself, as a share of the long side."""


@dataclass(frozen=True)
class Ends:
    """Both photographs, and where the things of each are in the other."""

    opening: Scouting
    closing: Scouting
    found: Correspondence
    there: Solved | None
    """The camera that took the second photograph, as the first's stage has it."""
    back: Solved | None
    figures: Found
    alone: tuple[Floats, Floats]
    """Where figures are that go by themselves, in either photograph, 0 to 1."""

    @classmethod
    def same(cls, photograph: Scouting) -> Self:
        """Return both ends of a loop, which are one photograph."""
        view = photograph.geometry.view
        still, toneless = (np.zeros((view.height, view.width, n), np.float32) for n in (2, 3))
        surely = np.ones((view.height, view.width), np.float32)
        nothing = np.zeros((0, 4), np.float32)
        found = Correspondence(still, still, surely, surely, nothing, toneless, toneless)
        nobody = np.zeros_like(surely)
        return cls(photograph, photograph, found, None, None, Found({}, {}, 0), (nobody, nobody))

    @property
    def is_loop(self) -> bool:
        """Whether both photographs are one."""
        return self.opening is self.closing

    @property
    def solved(self) -> bool:
        """Whether cameras that moved explain what single places both photographs share."""
        return self._believed and all(each and each.unmoved > MOVED for each in (self.there, self.back))

    @property
    def _believed(self) -> bool:
        return all(each is not None and each.is_believed for each in (self.there, self.back))

    @property
    def from_elsewhere(self) -> bool:
        """Whether it is the camera that moved: what is behind the subject went where this camera sees it go."""
        if not (self.there and self.back and self._believed):
            return False
        sides = (
            (self.opening.geometry, self.there.pose, self.found.there, self.found.sure),
            (self.closing.geometry, self.back.pose, self.found.back, self.found.sure_back),
        )
        return all(_explains(*side) for side in sides)

    @classmethod
    def of(cls, opening: Scouting, closing: Scouting, found: Correspondence) -> Self:
        """Find the camera and the figures of one in the other."""
        figures = find_counterparts(
            (opening.scene, opening.geometry), (closing.scene, closing.geometry), found.sure, found.sure_back
        )
        there, back = _solved_both(opening, closing, found.matches)
        alone = _around(opening.geometry, figures.there), _around(closing.geometry, figures.back)
        sure, sure_back = found.sure * (1.0 - alone[0]), found.sure_back * (1.0 - alone[1])
        known = replace(found, sure=sure, sure_back=sure_back)
        return cls(opening, closing, known, there, back, figures, alone)


def _around(geometry: Geometry, figures: Collection[int]) -> Floats:
    """Return where `figures` are, 0 to 1, the frame's shape: of what goes by itself no place is followed."""
    view = geometry.view
    near = np.zeros((view.height, view.width), np.uint8)
    for index in figures:
        alpha = (geometry.cutouts[index].alpha > 0.05).astype(np.uint8)
        near = np.maximum(near, cv2.dilate(alpha, disc(AROUND * view.focal)))
    return near.astype(np.float32)


def compared(opening: Scouting, closing: Scouting, search: Search, progress: Progress = unwatched) -> Ends:
    """Find each of two photographs in the other.

    Where a camera explains the single places that match, what it would see leads the search: depth leads it farther
    than any one plane does.

    Args:
        search: begun in the pictures of both.
        progress: called before every step; raise to stop.
    """
    progress(COMPARING, 0.0)
    view = opening.geometry.view
    pairs = search.pairs(view.width, view.height)
    there, back = _solved_both(opening, closing, pairs)
    if there and back and there.is_believed and back.is_believed:
        search = search.led(
            motion_of(opening.geometry, there.pose), motion_of(closing.geometry, back.pose), view.width
        )
    progress(COMPARING, 0.4)
    found = search.found().resized(view.width, view.height)
    progress(COMPARING, 0.8)
    return Ends.of(*share(opening, closing, found), found)


def _solved_both(
    opening: Scouting, closing: Scouting, matches: Floats
) -> tuple[Solved | None, Solved | None]:
    turned = np.ascontiguousarray(matches[:, [2, 3, 0, 1]])
    return side_by_side(partial(_solved, opening, matches), partial(_solved, closing, turned))


def _solved(scouting: Scouting, matches: Floats) -> Solved | None:
    view = scouting.geometry.view
    depth = scouting.geometry.shown(view.height // COARSE, view.width // COARSE)
    column = np.clip(matches[:, 0] / COARSE, 0, depth.shape[1] - 1).astype(int)
    row = np.clip(matches[:, 1] / COARSE, 0, depth.shape[0] - 1).astype(int)
    return solve(view, matches, depth[row, column])


def _explains(geometry: Geometry, pose: Pose, motion: Floats, sure: Floats) -> bool:
    """Whether a camera's move explains how the backdrop moved, and it moved enough to tell."""
    seen = motion_of(geometry, pose)
    rows, columns = seen.shape[:2]
    free = np.ones((rows, columns), np.float32)
    for cutout in geometry.cutouts:
        free *= 1.0 - resize(cutout.alpha, (columns, rows))
    known = (resize(sure, (columns, rows)) > 0.5) & (free > 0.5)
    if not known.any():
        return False
    went = resize(motion, (columns, rows))[known]
    moved = float(np.median(np.linalg.norm(went, axis=-1)))
    missed = float(np.median(np.linalg.norm(went - seen[known], axis=-1)))
    return moved > MOVED * geometry.view.focal and missed < LEFT_OVER * moved
