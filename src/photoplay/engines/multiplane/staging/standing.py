"""What stands on the ground: at one depth from foot to top, and at the ground's own depth where it touches it."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, Picture, disc, remap, resize, soften
from photoplay.engines.multiplane.staging.straight import Lines, drawn, held, straightened
from photoplay.sight.figures import ANIMALS, PERSON, VEHICLES
from photoplay.sight.scene import Scene

FEET = 0.12
"""How far above its lowest point a thing may touch the ground, as a share of its height."""
CUT_OFF = 0.02
"""How near the picture's lower edge a thing is cut off by it, as a share of the picture's height."""
SMALLEST = 0.001
"""Share of the picture under which a part of a matte is a speck without feet."""
MOST_STEP = 0.2
"""How much nearer than the ground at its foot a thing may seem, in inverse depth, and still stand there.

One that seems farther than that ground does stand on it: nothing is seen through the ground.
"""
CONTACT = 0.025
"""How far around a foot the ground keeps to its depth, as a share of the long side."""
BLEND, BLEND_PLANTS = 0.008, 0.03
"""How softly a thing that stands within a layer is set off from it, as a share of the long side, and from plants: they
would be drawn out beside it otherwise, and nobody knows how wide a crown is."""
BLEND_POSTS = 0.002
"""The same for posts: things right beside them stay where they are."""
POST = 0.02
"""How far beside an upright line nothing is drawn along as plants are, likewise."""
OUTLINE = 0.01
"""How near a thing its own outline lies, likewise."""
WIDTH = 0.015
"""Half of how far apart two edges of one post may lie, likewise."""
MOST_LED = 0.015
"""Inverse depth by which a post may be brought from where it is seen to its foot, which may be another thing's."""
SAMPLES = 96

LIVING = ("people", "animals")
"""Regions of what stands upright."""
UPRIGHT = {PERSON, "traffic light", "stop sign", "parking meter", "fire hydrant"} | ANIMALS | VEHICLES
"""Things that stand upright."""
LARGEST_BOX = 0.12
"""Share of the picture up to which a box alone says well enough where a thing is."""
CUT_OUT = 0.01
"""Share of the picture from which what a vehicle's box holds besides it is told apart: boxes are wide."""
CORE = 0.25
"""Share of a box to each of its sides, but for half as much below, that may be of something else."""
AROUND = 0.25
"""How far around a box what is not in it is looked at, as a share of its sides."""
CUTS = 3
LEAST_LEFT = 0.5
"""Share of a box that a vehicle fills at least."""
MOST_HELD = 0.3
"""Share of a box that the matte of a layer before may fill: more, and what the box is of stands on that layer."""
BESIDE = 0.01
"""How far from the mattes of the layers before it something must stand in the backdrop, as a share of the long side."""


def standing_within(scene: Scene, size: tuple[int, int], apart: tuple[Floats, ...]) -> tuple[Floats, ...]:
    """Return where in the backdrop of `scene` things stand upright, 0 or 1, at `size`, (columns, rows), far to near.

    Args:
        apart: the mattes, at `size`, of the figures that do not stay in the backdrop.
    """
    columns, rows = size
    found = [scene.regions[name] for name in LIVING if name in scene.regions]
    found += [figure.alpha for figure in scene.figures]
    masks = [(resize(mask, size) > 0.5).astype(np.float32) for mask in found]
    before = [*apart] if scene.matte is None else [resize(scene.matte, size), *apart]
    picture = resize(scene.picture, size)
    for thing in scene.things:
        left, top, right, bottom = thing.box
        if (right - left) * (bottom - top) < LARGEST_BOX and thing.name in UPRIGHT:
            y = slice(round(top * rows), round(bottom * rows))
            x = slice(round(left * columns), round(right * columns) + 1)
            if any(float(alpha[y, x].mean()) > MOST_HELD for alpha in before):
                continue
            mask = np.zeros((rows, columns), np.float32)
            large = (right - left) * (bottom - top) > CUT_OUT and thing.name in VEHICLES
            mask[y, x] = _outlined(picture, y, x) if large else 1.0
            masks.append(mask)
    for alpha in before:
        near = cv2.dilate((alpha > 0.1).astype(np.uint8), disc(BESIDE * max(size))) > 0
        for mask in masks:
            mask[near] = 0.0
    return tuple(sorted((mask for mask in masks if mask.any()), key=_foot))


def _outlined(picture: Picture, y: slice, x: slice) -> Floats:
    """Return where a vehicle is in its box, 0 or 1, down to its foot (GrabCut, Rother et al. 2004).

    Args:
        picture: shape (rows, columns, 3); `y` and `x` are the box's rows and columns.
    """
    height, width = y.stop - y.start, x.stop - x.start
    up, aside = round(AROUND * height), round(AROUND * width)
    top, left = max(y.start - up, 0), max(x.start - aside, 0)
    crop = np.ascontiguousarray(picture[top : y.stop + up, left : x.stop + aside])
    inside = np.s_[y.start - top : y.stop - top, x.start - left : x.stop - left]
    kinds = np.full(crop.shape[:2], cv2.GC_BGD, np.uint8)
    kinds[inside] = cv2.GC_PR_FGD
    rim, sides = round(CORE * height), round(CORE * width)
    kinds[inside][rim : height - rim // 2, sides : width - sides] = cv2.GC_FGD
    cv2.setRNGSeed(0)
    cv2.grabCut(crop, kinds, (0, 0, 1, 1), np.zeros((1, 65)), np.zeros((1, 65)), CUTS, cv2.GC_INIT_WITH_MASK)
    found = cv2.dilate(np.maximum.accumulate(kinds[inside] & 1, axis=0), disc(1))
    return found.astype(np.float32) if found.mean() >= LEAST_LEFT else np.ones(found.shape, np.float32)


def _foot(mask: Floats) -> int:
    return int(np.flatnonzero(mask.any(axis=1))[-1])


@dataclass(frozen=True)
class Feet:
    """Where something touches the ground."""

    y: NDArray[np.intp]
    x: NDArray[np.intp]


def feet_of(alpha: Floats, hidden: Floats) -> Feet:
    """Return where what `alpha` shows touches the ground, in nodes of the map.

    Args:
        alpha: a matte, shape (rows, columns).
        hidden: likewise, of all that stands before: feet behind it are not seen.
    """
    rows = alpha.shape[0]
    count, labels, stats, _ = cv2.connectedComponentsWithStats((alpha > 0.5).astype(np.uint8))
    found = [np.empty((2, 0), np.intp)]
    for part in range(1, count):
        left, top, width, height, area = stats[part]
        if area < SMALLEST * alpha.size or top + height > (1.0 - CUT_OFF) * rows:
            continue
        inside = labels[top : top + height, left : left + width] == part
        lowest = height - 1 - np.argmax(inside[::-1], axis=0)
        columns = np.flatnonzero(lowest >= height - 1 - FEET * height)
        found.append(np.stack([lowest[columns] + top, columns + left]))
    y, x = np.concatenate(found, axis=1)
    below = np.minimum(y + 2, rows - 1)
    seen = hidden[below, x] < 0.5
    return Feet(y[seen], x[seen])


def on_its_feet(figure: Floats, ground: Floats, feet: Feet) -> tuple[Floats, Floats]:
    """Return the inverse depths of a figure and of the ground so that they meet at its feet.

    The figure as a whole moves to the ground's depth; what is left from foot to foot the ground follows nearby.
    """
    if not len(feet.y):
        return figure, ground
    below = np.minimum(feet.y + 1, ground.shape[0] - 1)
    step = float(np.median(figure[feet.y, feet.x] - ground[below, feet.x]))
    if step > MOST_STEP:
        return figure, ground
    moved = np.asarray(figure - np.float32(step), np.float32)
    touched = np.zeros_like(ground)
    touched[feet.y, feet.x] = 1.0
    reach = CONTACT * max(ground.shape)
    lacking = soften(touched * (moved - ground), reach / 2) / (soften(touched, reach / 2) + 1e-6)
    away = cv2.distanceTransform((touched == 0).astype(np.uint8), cv2.DIST_L2, 5)
    return moved, np.asarray(ground + lacking * np.exp(-((away / reach) ** 2)), np.float32)


def posts_up(field: Floats, lines: Lines) -> Floats:
    """Return `field`, inverse depth of shape (rows, columns), with posts and beams at the depth of their feet.

    They are what is shown by those of the `lines` that stand on a foot, and by what is between two of them.
    """
    if lines.stands is None or lines.feet is None or not lines.stands.any():
        return field
    side = max(field.shape)
    own = lines.only(lines.stands)
    ends, feet = (each * side - 0.5 for each in (own.ends, lines.feet[lines.stands]))
    along = np.linspace(ends[:, 0], ends[:, 1], SAMPLES, axis=1, dtype=np.float32)
    seen = remap(field, along, cv2.BORDER_REPLICATE).mean(axis=1)
    # What has one foot, a mast and its arms, has one depth.
    _, of_foot = np.unique(feet, axis=0, return_inverse=True)
    seen = (np.bincount(of_foot, own.lengths * seen) / np.bincount(of_foot, own.lengths))[of_foot]
    foot = remap(field, feet[:, None], cv2.BORDER_REPLICATE)[:, 0]
    depth = np.clip(foot, seen - MOST_LED, seen + MOST_LED)
    shown = np.zeros_like(field)
    for post in np.argsort(depth):
        cv2.polylines(shown, [np.rint(ends[post]).astype(np.int32)], False, float(depth[post]))
    edges = np.asarray(shown > 0.0, np.float32)
    reach = WIDTH * side
    between = soften(shown, reach) / np.maximum(soften(edges, reach), np.float32(1e-6))
    whole = cv2.morphologyEx(edges, cv2.MORPH_CLOSE, np.ones((1, 2 * round(reach) + 1), np.uint8))
    posts = np.where(edges > 0.0, shown, between)
    return blended(field, posts, np.asarray(whole, np.float32), BLEND_POSTS)


def standing_up(field: Floats, standing: tuple[Floats, ...], plants: Floats, lines: Lines) -> Floats:
    """Return `field`, inverse depth, with everything that is `standing` upright, and the `lines` beside it straight.

    Args:
        field: shape (rows, columns), as have all others.
        standing: where each thing is, 0 or 1, from far to near.
        plants: where trees and hedges are, 0 to 1.
    """
    side, anything = max(field.shape), np.maximum.reduce([np.zeros_like(field), *standing])
    own, lines = of_outlines(lines, anything)
    standing = tuple(out_to_its_edges(mask, own) for mask in standing)
    anything = np.maximum.reduce([anything, *standing])
    posts = drawn(lines.only(lines.upright > 0.5), (field.shape[0], field.shape[1]))
    firm = np.maximum(cv2.dilate(posts, disc(POST * side)), anything)
    leaves = soften(np.asarray(plants * (1.0 - firm), np.float32), BLEND * side)
    rigid = np.maximum(anything, posts) > 0.5
    for mask in standing:
        # Nothing else that stands is drawn along.
        field = np.where(rigid & (mask < 0.5), field, upright(field, mask, leaves))
    return straightened(field, lines, finely=True)


def of_outlines(lines: Lines, thing: Floats) -> tuple[Lines, Lines]:
    """Return those of `lines` that are on or along the outline of a `thing`, shape (rows, columns), and the others."""
    reach = disc(OUTLINE * max(thing.shape))
    apart = held(lines, np.asarray(cv2.dilate(thing, reach), np.float32)) < 0.5
    return lines.only(~apart), lines.only(apart)


def out_to_its_edges(mask: Floats, own: Lines) -> Floats:
    """Return the `mask` of a thing, 0 or 1, shape (rows, columns), with what lies up to its `own` edges."""
    reach = OUTLINE * max(mask.shape)
    near = cv2.dilate(mask, disc(reach))
    edges = drawn(own, (mask.shape[0], mask.shape[1])) * near
    across = np.ones((1, 2 * round(reach) + 1), np.uint8)
    return np.asarray(cv2.morphologyEx(np.maximum(mask, edges), cv2.MORPH_CLOSE, across), np.float32)


def upright(field: Floats, mask: Floats, plants: Floats) -> Floats:
    """Return `field`, inverse depth, with what `mask` shows at the depth of its foot in every column.

    People and animals in it no longer lean as the camera moves.

    Args:
        field: shape (rows, columns), as have the others.
        plants: where trees and hedges are beside it, 0 to 1.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats((mask > 0.5).astype(np.uint8))
    stood, where = field.copy(), np.zeros_like(field)
    for part in range(1, count):
        left, top, width, height, area = stats[part]
        if area < 4:
            continue
        y, x = slice(top, top + height), slice(left, left + width)
        inside = labels[y, x] == part
        lowest = height - 1 - np.argmax(inside[::-1], axis=0)
        foot = field[y, x][lowest, np.arange(width)]
        even = cv2.blur(foot[None], (2 * (width // 4) + 1, 1), borderType=cv2.BORDER_REPLICATE)
        stood[y, x] = np.where(inside, even, stood[y, x])
        where[y, x][inside] = 1.0
    firm, leafy = (blended(field, stood, where, softly) for softly in (BLEND, BLEND_PLANTS))
    return np.asarray(firm + (leafy - firm) * plants, np.float32)


def reflected(field: Floats, alpha: Floats, water: Floats) -> Floats:
    """Return `field` with the reflection in `water` of what `alpha` shows at the depth of what is reflected.

    All have shape (rows, columns). A mirror shows a thing as far away as it is, and so moves it as much.
    """
    rows = field.shape[0]
    count, labels, stats, _ = cv2.connectedComponentsWithStats((alpha > 0.5).astype(np.uint8))
    stood, where = field.copy(), np.zeros_like(field)
    for part in range(1, count):
        left, top, width, height, area = stats[part]
        # Water is nearer than what it shows: a narrower image would be drawn along with it.
        across = slice(max(left - width // 3, 0), left + width + width // 3)
        shore = top + height
        depth = min(height, rows - shore)
        if area < SMALLEST * alpha.size or depth <= 0:
            continue
        image = water[shore : shore + depth, across] > 0.5
        foot = field[shore - 1, labels[shore - 1] == part]
        stood[shore : shore + depth, across][image] = np.median(foot)
        where[shore : shore + depth, across][image] = 1.0
    return blended(field, stood, where)


def blended(field: Floats, stood: Floats, where: Floats, softly: float = BLEND) -> Floats:
    """Return `field` with `stood` in its place `where` it is 1, set off `softly`."""
    reach = softly * max(field.shape)
    share = np.clip(2.0 * soften(where, reach), 0.0, 1.0)
    known = soften(where, 2.0 * reach)
    carried = soften(stood * where, 2.0 * reach) / np.maximum(known, 1e-6)
    level = np.where(where > 0, stood, carried)
    return np.asarray(field * (1.0 - share) + level * share, np.float32)
