"""The governor: the largest move under the one asked for that the stage can show without coming apart."""

import math
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, floats
from photoplay.director.vocabulary.kinds import LockKind, MoveKind
from photoplay.engines.multiplane.bends import Straights
from photoplay.engines.multiplane.filming.camera import Pose, Sightlines, View
from photoplay.engines.multiplane.filming.path import CameraPath, Path
from photoplay.engines.multiplane.filming.warp import Grid, Relief, parallax, see, stretch
from photoplay.engines.multiplane.staging.fill import Margins
from photoplay.engines.multiplane.staging.geometry import Geometry
from photoplay.progress import Part, Progress, unwatched

PLANNING = "Planning the camera path"
MOST_UNCOVERED = 0.045
"""Share of a frame that may be background invented behind the subject."""
MOST_STRETCH = 2.6
"""99th percentile of the ratio of local magnifications."""
LEAST_STRETCH = 1.7
"""The same where the negative prompt forbids distortion."""
MOST_BENT = 0.12
"""Angle, in radians, by which the most bent of the photograph's straight lines may bend on average."""
EASY_STRETCH, EASY_BENT = 1.9, 0.02
"""The same as far as nobody would notice."""
PUSHES = (0.0, 0.4, 0.8, 1.2, 1.6)
"""Compensating zooms tried, per radian of sideways excursion, before a move is made smaller."""
FOOT = 0.5
"""Share of the rim that may be invented under a subject cut off by the frame: bodies are not guessed well."""
LOOKS = 9
"""Instants at which a path is judged."""
COARSE_NODES = 80
HALVINGS = 6
"""Steps in which the largest gain is closed in on."""


class Limits(NamedTuple):
    """How much may be distorted."""

    stretch: float = MOST_STRETCH
    bent: float = MOST_BENT


LIMITS = Limits()
EASE = Limits(EASY_STRETCH, EASY_BENT)


@dataclass(frozen=True)
class Strain:
    """What a path asks of the stage, at its worst instant."""

    overshoot: tuple[float, ...]
    """Pixels seen beyond the frame's left, top, right and bottom."""
    foot: float
    """Pixels seen of a figure beyond the bottom of the frame."""
    uncovered: float
    """Share of a frame that is invented behind the subject and other figures."""
    stretch: float
    folded: bool
    bend: float = 0.0
    """How much straight lines bend, in radians."""

    def within(self, rim: float, most: Limits = LIMITS) -> bool:
        """Whether the stage bears it, given the pixels of rim it can invent on each side."""
        return self.in_sight(rim) and self.in_shape(most)

    def in_shape(self, most: Limits) -> bool:
        """Whether what is seen is neither distorted nor invented beyond what may be."""
        return (
            self.uncovered <= MOST_UNCOVERED
            and self.stretch <= most.stretch
            and self.bend <= most.bent
            and not self.folded
        )

    def in_sight(self, rim: float) -> bool:
        """Whether the camera looks no further beyond the photograph than can be invented."""
        return max(self.overshoot) <= rim and self.foot <= FOOT * rim

    def or_worse(self, other: "Strain") -> "Strain":
        """Return the worse of both in each respect."""
        return Strain(
            tuple(max(both) for both in zip(self.overshoot, other.overshoot, strict=True)),
            max(self.foot, other.foot),
            max(self.uncovered, other.uncovered),
            max(self.stretch, other.stretch),
            self.folded or other.folded,
            max(self.bend, other.bend),
        )


AT_EASE = Strain((0.0,) * 4, 0.0, 0.0, 1.0, folded=False)


@dataclass(frozen=True)
class Framing:
    """A path the stage bears, and what it needs for it."""

    path: CameraPath
    margins: Margins
    """What must be invented around the photograph."""
    magnification: float
    """The most that the path enlarges the subject; at least 1."""
    strain: Strain


def govern(
    geometry: Geometry,
    path: CameraPath,
    times: NDArray[np.float64],
    rim: float,
    progress: Progress = unwatched,
    *,
    limits: Limits = LIMITS,
) -> Framing:
    """Return `path` made as small as need be.

    Every move is judged alone first, so that one move too large does not shrink its neighbours; then all
    together.

    Args:
        times: when frames are taken, in seconds.
        rim: pixels beyond each side of the frame that can be invented.
        progress: called before every path that is tried; raise to stop.
        limits: less where the negative prompt forbids distortion.
    """
    looks = np.linspace(times[0], times[-1], LOOKS)
    moves = path.plan.moves
    share = 1.0 / (len(moves) + 1)
    is_strict = any(lock.kind is LockKind.DISTORTION for lock in path.plan.locks)
    most = limits._replace(stretch=min(limits.stretch, LEAST_STRETCH)) if is_strict else limits

    @cache
    def fitting(gains: tuple[float, ...]) -> tuple[CameraPath, Strain] | None:
        for push in PUSHES:
            tried = replace(path, gains=gains, push=push)
            strain = _strain(geometry, tried.poses(looks), rim, most)
            if strain.within(rim, most):
                return tried, strain
            if strain.in_sight(rim):
                break
        return None

    def largest(gains: tuple[float, ...], progress: Progress) -> float:
        progress(PLANNING, 0.0)
        low, high = 0.0, 1.0
        if fitting(gains):
            return high
        for step in range(HALVINGS):
            progress(PLANNING, (step + 1) / (HALVINGS + 1))
            middle = (low + high) / 2
            low, high = (middle, high) if fitting(tuple(g * middle for g in gains)) else (low, middle)
        return low

    alone = tuple(
        1.0
        if move.kind in (MoveKind.STATIC, MoveKind.RACK_FOCUS)
        else largest(_only(index, len(moves)), Part(progress, index * share, (index + 1) * share))
        for index, move in enumerate(moves)
    )
    together = largest(alone, Part(progress, len(moves) * share, 1.0))
    still = (replace(path, gains=(0.0,) * len(moves)), _strain(geometry, [Pose()]))
    chosen, strain = fitting(tuple(gain * together for gain in alone)) or still
    return _framing(chosen, chosen, strain, looks, math.inf)


def judged(
    geometry: Geometry, asked: CameraPath, path: Path, times: NDArray[np.float64], rim: float
) -> Framing:
    """Return what `path`, which is given and not made smaller, needs; no more is invented around it than `rim`.

    Args:
        asked: the plan's own path, that `path` is made of.
    """
    looks = np.linspace(times[0], times[-1], LOOKS)
    return _framing(asked, path, _strain(geometry, path.poses(looks)), looks, rim)


def _framing(
    asked: CameraPath, path: Path, strain: Strain, looks: NDArray[np.float64], most: float
) -> Framing:
    sides = [min(side, most) for side in strain.overshoot]
    margins = Margins(*(math.ceil(side) + 2 if side > 0.5 else 0 for side in sides))
    nearest = max(aim.inverse_depth for aim in (asked.target, *asked.aims))
    growth = [math.exp(p.zoom) / max(1.0 - p.z * nearest, 0.2) for p in path.poses(looks)]
    return Framing(asked, margins, max(1.0, *growth), strain)


def _only(index: int, count: int) -> tuple[float, ...]:
    return tuple(1.0 if other == index else 0.0 for other in range(count))


def _strain(
    geometry: Geometry, poses: list[Pose], rim: float = math.inf, most: Limits | None = None
) -> Strain:
    """Return what `poses` ask of the stage; what it cannot bear is looked at no further than tells so.

    Args:
        rim: pixels beyond each side of the frame that can be invented.
        most: how much may be distorted; None to know all of it.
    """
    view = geometry.view
    grid = Grid(view, max(round(view.focal / COARSE_NODES), 1))
    moved = parallax(view, poses)
    backdrop = geometry.backdrop.limited(moved)
    reliefs = [cutout.relief.limited(moved) for cutout in geometry.cutouts]
    straights = Straights.of(geometry, backdrop, reliefs)
    strain = replace(AT_EASE, bend=max(straights.bend(pose) for pose in poses))
    for seen in _Seen.of(
        geometry, grid, sorted(poses, key=lambda pose: -sum(map(abs, pose))), backdrop, reliefs
    ):
        strain = strain.or_worse(seen.sights(geometry))
        if not strain.in_sight(rim):
            break
        if most is None or strain.in_shape(most):
            strain = strain.or_worse(seen.shapes(geometry))
    return strain


@dataclass(frozen=True)
class _Seen:
    """What the nodes of a grid see from one pose."""

    grid: Grid
    behind: Floats
    """The backdrop's source, without the outer ring of nodes, as are the following."""
    fronts: list[Floats]
    """The sources of the cut-outs, from far to near."""
    alphas: list[Floats]

    @classmethod
    def of(
        cls, geometry: Geometry, grid: Grid, poses: list[Pose], backdrop: Relief, reliefs: list[Relief]
    ) -> list[Self]:
        """Return what is seen from each of `poses`, all worked out at once: their grids are small."""
        lines = Sightlines.joined([grid.sightlines(pose) for pose in poses])
        behind, *fronts = (see(relief, lines) for relief in (backdrop, *reliefs))
        alphas = [cutout.matte.sample(front) for cutout, front in zip(geometry.cutouts, fronts, strict=True)]

        def of_pose(values: Floats, index: int) -> Floats:
            return np.split(values, len(poses))[index][1:-1, 1:-1]

        return [
            cls(
                grid,
                of_pose(behind, index),
                [of_pose(front, index) for front in fronts],
                [of_pose(alpha, index) for alpha in alphas],
            )
            for index in range(len(poses))
        ]

    def sights(self, geometry: Geometry) -> Strain:
        """Return how far beyond the photograph it looks."""
        everywhere = _inside(self.grid)
        behind = _overshoot(self.behind, everywhere, geometry.view)
        beyond = [
            _overshoot(front, everywhere & (alpha > 0.05), geometry.view)
            for front, alpha in zip(self.fronts, self.alphas, strict=True)
        ]
        worst = np.maximum.reduce([behind, *beyond])
        return replace(
            AT_EASE,
            overshoot=tuple(worst.tolist()),
            foot=max((float(each[3]) for each in beyond), default=0.0),
        )

    def shapes(self, geometry: Geometry) -> Strain:
        """Return how much it uncovers, stretches and folds."""
        clear = np.prod([1.0 - alpha for alpha in self.alphas], axis=0)
        bared = np.zeros(self.behind.shape[:2], np.float32)
        plain = 0.0 if geometry.plain is None else geometry.plain.sample(self.behind)
        layers = [(self.behind, np.broadcast_to(clear * (1.0 - plain) > 0.5, bared.shape))]
        for cutout, front, alpha in zip(geometry.cutouts, self.fronts, self.alphas, strict=True):
            # What shows of the hole without parallax is the matte's soft edge, which no move uncovers.
            bared += cutout.hole.sample(self.behind) - cutout.hole.sample(front)
            layers.append((front, alpha > 0.5))
        ratio, folded = 1.0, False
        for source, visible in layers:
            seen = visible[:-1, :-1]
            if seen.any():
                shape, area = stretch(source, self.grid.spacing)
                ratio = max(ratio, float(np.percentile(shape[seen], 99)))
                folded |= bool((area[seen] <= 0.0).any())
        return replace(AT_EASE, uncovered=float((bared * clear).mean()), stretch=ratio, folded=folded)


def _inside(grid: Grid) -> NDArray[np.bool_]:
    """Return which nodes, but for the outer ring, lie on the frame."""
    return (grid.ys[1:-1, None] <= grid.view.height - 1) & (grid.xs[None, 1:-1] <= grid.view.width - 1)


def _overshoot(source: Floats, visible: NDArray[np.bool_], view: View) -> Floats:
    """Return how far `visible` sources lie beyond the frame: left, top, right, bottom, in pixels, not below 0."""
    if not visible.any():
        return np.zeros(4, np.float32)
    ends = [cv2.minMaxLoc(axis, visible.view(np.uint8))[:2] for axis in cv2.split(source)]
    (left, right), (top, bottom) = ends
    return np.maximum(floats(-left, -top, right - (view.width - 1), bottom - (view.height - 1)), floats(0.0))
