"""Where in the photograph a named thing is: a face, an object, a region, all of a crowd, or the subject."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from photoplay.arrays import Floats, Mask, resize
from photoplay.engines.multiplane.aiming.wanted import ANIMALS, Part, Wanted, Which, read_target
from photoplay.engines.multiplane.staging.geometry import EYE_LEVEL
from photoplay.sight.faces import Face
from photoplay.sight.objects import Box, Thing
from photoplay.sight.scene import Scene

NODES = 128
"""Nodes along the long side of what a place covers."""
CORE = 0.35
"""Half axes of the oval in a thing's box that is surely the thing, in shares of the box."""
HEAD = 0.4
"""From the top of a person to the middle of the head, in widths of the person."""
LIPS = (13, 14)
"""Landmarks of a face at the middle of its lips."""
LEAST_REGION = 0.002
"""Share of the picture under which a region is not aimed at."""
ALIVE = ("person", *ANIMALS)


@dataclass(frozen=True)
class Place:
    """Where something is in a photograph."""

    x: float
    """Where on it a camera looks, in shares of the picture's width and height."""
    y: float
    box: Box
    cover: Mask
    """1 where it surely is, covering the picture at a size of its own; never empty."""

    @classmethod
    def of_box(cls, box: Box, scene: Scene, look: tuple[float, float] | None = None) -> Self:
        """Return the place of what fills `box`, looked at in its middle or at `look`."""
        cover = np.zeros(_size(scene)[::-1], np.uint8)
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        axes = CORE * (box.right - box.left), CORE * (box.bottom - box.top)
        columns, rows = _size(scene)
        centre = (min(int(x * columns), columns - 1), min(int(y * rows), rows - 1))
        cv2.ellipse(
            cover,
            centre,
            (max(int(axes[0] * columns), 1), max(int(axes[1] * rows), 1)),
            0,
            0,
            360,
            1,
            cv2.FILLED,
        )
        return cls(*(look or (x, y)), box, cover)

    @classmethod
    def of_mask(cls, mask: Mask, level: float | None = None) -> Self:
        """Return the place of `mask`, looked at in its centre of gravity or at a `level` of its height."""
        rows, columns = mask.shape
        left, top, width, height = cv2.boundingRect(mask)
        y, x = np.nonzero(mask)
        down = y.mean() + 0.5 if level is None else top + level * height
        box = Box(left / columns, top / rows, (left + width) / columns, (top + height) / rows)
        return cls(float((x.mean() + 0.5) / columns), float(down / rows), box, mask)


def find_target(words: str, scene: Scene) -> Place | None:
    """Return where what `words` name is in `scene`, or None where it is not seen there.

    Among several the one that the words tell apart is taken ("the man on the left"), else the one that shows most.
    """
    wanted = read_target(words)
    places = [] if wanted is None else _candidates(wanted, scene)
    if wanted is None or not places:
        return None
    return _together(places) if wanted.many else _chosen(places, wanted.which, scene)


def _candidates(wanted: Wanted, scene: Scene) -> list[Place]:
    """Return the places of everything in `scene` that may be meant."""
    if wanted.part is not None:
        return _parts(wanted, wanted.part, scene)
    if wanted.is_subject:
        return _subjects(scene)
    found = [_thing(thing, scene) for thing in scene.things if thing.name in wanted.things]
    if not found and "person" in wanted.things and scene.faces:
        return _parts(wanted, Part.FACE, scene)
    for name in wanted.regions:
        if not found and name in scene.regions:
            found = _pieces(scene.regions[name], scene)
    return found


def _size(scene: Scene) -> tuple[int, int]:
    """Return the columns and rows of what places cover."""
    rows, columns = scene.picture.shape[:2]
    scale = NODES / max(rows, columns)
    return max(round(columns * scale), 1), max(round(rows * scale), 1)


def _parts(wanted: Wanted, part: Part, scene: Scene) -> list[Place]:
    """Return the places of a part of the faces; of animals, or where no face is seen, those of their heads."""
    names = wanted.things or ALIVE
    if scene.faces and "person" in names:
        return [Place.of_box(_oval(face), scene, _point(face, part)) for face in scene.faces]
    return [_head(thing, scene) for thing in scene.things if thing.name in names and thing.name in ALIVE]


def _oval(face: Face) -> Box:
    low, high = face.oval.min(axis=0).tolist(), face.oval.max(axis=0).tolist()
    return Box(*low, *high)


def _point(face: Face, part: Part) -> tuple[float, float]:
    if part is Part.FACE:
        return face.centre
    points = np.concatenate(face.eyes) if part is Part.EYES else face.landmarks[list(LIPS)]
    x, y = points.mean(axis=0).tolist()
    return x, y


def _head(thing: Thing, scene: Scene) -> Place:
    """Return the place of somebody's head, at the top of them."""
    place = _thing(thing, scene)
    if thing.name != "person":
        return place
    box, (rows, columns) = thing.box, scene.picture.shape[:2]
    reach = HEAD * min((box.right - box.left) * columns / rows, (box.bottom - box.top) / 2)
    middle = box.top + reach
    head = Box(box.left, box.top, box.right, min(middle + reach, 1.0))
    return Place.of_box(head, scene, ((box.left + box.right) / 2, middle))


def _thing(thing: Thing, scene: Scene) -> Place:
    """Return the place of a thing, looked at in the face where it has one."""
    box = thing.box
    if thing.name == "person":
        for x, y in (face.centre for face in scene.faces):
            if box.left < x < box.right and box.top < y < (box.top + box.bottom) / 2:
                return Place.of_box(box, scene, (x, y))
    middle = (box.left + box.right) / 2
    level = EYE_LEVEL if thing.name in ALIVE else 0.5
    return Place.of_box(box, scene, (middle, box.top + level * (box.bottom - box.top)))


def _subjects(scene: Scene) -> list[Place]:
    """Return the place of the matte, or without one those of everybody."""
    if scene.matte is not None:
        mask = (resize(scene.matte, _size(scene)) > 0.5).astype(np.uint8)
        if mask.any():
            return [Place.of_mask(mask, EYE_LEVEL)]
    return [_thing(thing, scene) for thing in scene.things if thing.name in ALIVE]


def _pieces(region: Floats, scene: Scene) -> list[Place]:
    """Return the separate parts of a region, as far as they are large enough."""
    sure = (resize(region, _size(scene), cv2.INTER_LINEAR) > 0.5).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(sure)
    least = LEAST_REGION * sure.size
    large = [label for label in range(1, len(stats)) if stats[label, cv2.CC_STAT_AREA] >= least]
    return [Place.of_mask((labels == label).astype(np.uint8)) for label in large]


def _together(places: Sequence[Place]) -> Place:
    """Return the place of all `places` as one."""
    boxes = np.array([place.box for place in places])
    box = Box(*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())
    weights = [float(place.cover.sum()) for place in places]
    x, y = np.average([(place.x, place.y) for place in places], axis=0, weights=weights).tolist()
    return Place(x, y, box, np.max([place.cover for place in places], axis=0))


def _chosen(places: Sequence[Place], which: Which | None, scene: Scene) -> Place:
    """Return the one of `places` that is meant."""
    order: dict[Which | None, Callable[[Place], float]] = {
        Which.LEFT: lambda place: -place.x,
        Which.RIGHT: lambda place: place.x,
        Which.MIDDLE: lambda place: -abs(place.x - 0.5),
        Which.NEAR: lambda place: _nearness(place, scene),
        Which.FAR: lambda place: -_nearness(place, scene),
        None: lambda place: _prominence(place, scene),
    }
    return max(places, key=order[which])


def _nearness(place: Place, scene: Scene) -> float:
    """Return how near something is: its inverse depth where that is seen, else how far down it stands."""
    if scene.inverse_depth is None:
        return place.box.bottom
    return _mean_over(scene.inverse_depth, place)


def _prominence(place: Place, scene: Scene) -> float:
    """Return how much something shows: its size, weighted by how it draws the eye."""
    draw = 0.5 if scene.attention is None else _mean_over(scene.attention, place)
    return float(np.sqrt(place.cover.sum())) * (0.25 + draw)


def _mean_over(field: Floats, place: Place) -> float:
    rows, columns = place.cover.shape
    return float(resize(field, (columns, rows))[place.cover > 0].mean())
