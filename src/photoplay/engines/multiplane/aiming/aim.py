"""What each move of a plan is aimed at on the stage: from the words of its target to a point in space."""

import numpy as np
from numpy.typing import NDArray

from photoplay.director.plan import CameraMove, Plan
from photoplay.director.vocabulary.kinds import MoveKind
from photoplay.engines.multiplane.aiming.targets import Place, find_target
from photoplay.engines.multiplane.aiming.wanted import goes_past
from photoplay.engines.multiplane.filming.path import Target
from photoplay.engines.multiplane.staging.geometry import FARTHEST_AIM, PIVOT_WITHOUT_SUBJECT, Geometry
from photoplay.sight.scene import Scene

LEAST_DEPTH, MOST_DEPTH = 0.2, 0.8
"""Inverse depth of what a camera can be aimed at."""
DRAWN = 0.5
"""How much attention draws the camera of a shot without a subject, 0 to 1."""
BESIDE = 0.5
"""How far beside a thing a camera that passes it heads, in widths of the thing from its edge."""
FARTHEST_BESIDE = 0.15
"""The most that this may be, as a share of the picture's width."""


def aims_of(plan: Plan, scene: Scene, geometry: Geometry) -> tuple[Target, ...]:
    """Return what each of the plan's moves is about: what it names, where that is seen, else the whole shot's."""
    usual = shot_target(scene, geometry)
    return tuple(_aim(move, scene, geometry) or usual for move in plan.moves)


def shot_target(scene: Scene, geometry: Geometry) -> Target:
    """Return what the whole shot is about: its subject or, mildly, what people look at where there is none."""
    if scene.matte is not None or scene.attention is None:
        return geometry.target
    rows, columns = scene.attention.shape
    weight = scene.attention / scene.attention.sum()
    x = float(weight.sum(axis=0) @ (np.arange(columns) + 0.5)) / columns
    y = float(weight.sum(axis=1) @ (np.arange(rows) + 0.5)) / rows
    depth = _depth_where(scene.attention > 0.5 * scene.attention.max(), geometry)
    across, down = (
        DRAWN * float(np.clip(offset, -FARTHEST_AIM, FARTHEST_AIM)) for offset in _offset(x, y, geometry)
    )
    return Target(PIVOT_WITHOUT_SUBJECT + DRAWN * (depth - PIVOT_WITHOUT_SUBJECT), across, down)


def _aim(move: CameraMove, scene: Scene, geometry: Geometry) -> Target | None:
    """Return where what a move names is, or None where it names nothing that is seen."""
    place = find_target(move.target, scene)
    if place is None:
        return None
    is_truck = move.kind is MoveKind.TRUCK
    depth = _depth_where(place.cover > 0, geometry)
    if is_truck or goes_past(move.target):
        depth = min(_depth_where(_around(place), geometry), depth)
        x = place.x if is_truck else _clear_of(place)
        return Target(depth, *_offset(x, place.y, geometry), named=True)
    return Target(depth, *_offset(place.x, place.y, geometry), named=True)


def _offset(x: float, y: float, geometry: Geometry) -> tuple[float, float]:
    """Return how far right of and below the photograph's axis a place is, over the distance."""
    view = geometry.view
    return (x - 0.5) * view.width / view.focal, (y - 0.5) * view.height / view.focal


def _depth_where(cover: NDArray[np.bool_], geometry: Geometry) -> float:
    depth = geometry.shown(*cover.shape)
    return float(np.clip(np.median(depth[cover]), LEAST_DEPTH, MOST_DEPTH))


def _around(place: Place) -> NDArray[np.bool_]:
    """Return what lies left and right of a thing, at its height; all that is not it where it fills the picture."""
    rows, columns = place.cover.shape
    box = place.box
    reach = (box.right - box.left) / 2
    y, x = (np.arange(rows)[:, None] + 0.5) / rows, (np.arange(columns)[None] + 0.5) / columns
    within = (x > box.left) & (x < box.right)
    beside: NDArray[np.bool_] = (
        (y > box.top) & (y < box.bottom) & (x > box.left - reach) & (x < box.right + reach) & ~within
    )
    return beside if beside.any() else place.cover == 0


def _clear_of(place: Place) -> float:
    """Return the x that a camera heads for to pass a thing where there is more room, as a share of the width."""
    box = place.box
    beside = min(BESIDE * (box.right - box.left), FARTHEST_BESIDE)
    return box.right + beside if box.left + box.right < 1.0 else box.left - beside
