"""Motions from one picture to another, both ways, as several methods see them."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Self

import cv2
import numpy as np

from photoplay.arrays import Array, Floats, Picture, remap
from photoplay.parallel import side_by_side
from photoplay.sight.interpolator import midway
from photoplay.sight.matching import Homography, inverse, moved
from photoplay.sight.networks import Network

PATCH, STRIDE = 8, 4
"""Of dense inverse search, in pixels, at full resolution: half as far off as the presets are at a half."""
INVERSIONS = 8
"""Steps in which a place between two pictures is found from its place in one of them."""
AFAR = 0.5
"""Size at which the network follows what moves far, as a share of the picture's."""
PLANE_HINT = 0.03
"""What it tells where nothing is sure that most of a picture moves as one plane."""
STILL = 2.0
"""Pixels that a corner must move for two pictures to be laid over each other."""


@dataclass(frozen=True)
class Flows:
    """Pixels from where a thing is in a picture to where it is in the other, each of shape (rows, columns, 2)."""

    there: Floats
    back: Floats
    hint: float = 1.0
    """How much it tells, 0 to 1, where nothing is sure: nothing if it tears."""

    def reversed(self) -> Self:
        """Return the flows from the second picture's side."""
        return replace(self, there=self.back, back=self.there)


def places(shape: tuple[int, ...]) -> Floats:
    """Return x and y of every pixel, shape (rows, columns, 2)."""
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    return np.dstack([x, y])


def followed(values: Array, flow: Floats) -> Array:
    """Return `values` of the other picture, at the place to which each pixel of this one goes."""
    return remap(values, np.asarray(places(flow.shape) + flow, np.float32), cv2.BORDER_REPLICATE)


def candidates(
    first: Picture, second: Picture, laid_over: Homography | None, network: Network | None
) -> list[Flows]:
    """Return what each method says of two pictures of one size.

    Args:
        laid_over: takes places in the first to places in the second, or None where nothing tells.
        network: an interpolator, or None.
    """
    moves = laid_over is not None and _moves(laid_over, first.shape)
    over = laid_over if moves else None

    def by_searching() -> list[Flows]:
        found = [searched(first, second)]
        return found if over is None else [*found, _searched_over(first, second, over)]

    def by_learning() -> list[Flows]:
        if network is None:
            return []
        near = (
            learned(first, second, 1.0, network)
            if over is None
            else _learned_over(first, second, over, network)
        )
        return [learned(first, second, AFAR, network), near]

    by_search, by_network = side_by_side(by_searching, by_learning) if network else (by_searching(), [])
    return [_laid(first.shape, laid_over), *by_search, *by_network]


def _moves(homography: Homography, shape: tuple[int, ...]) -> bool:
    corners = places(shape)[:: shape[0] - 1, :: shape[1] - 1]
    return bool(np.abs(moved(homography, corners) - corners).max() > STILL)


def _laid(shape: tuple[int, ...], homography: Homography | None) -> Flows:
    """Nothing but the one picture laid over the other."""
    grid = places(shape)
    if homography is None:
        return Flows(np.zeros_like(grid), np.zeros_like(grid), PLANE_HINT)
    there, back = (moved(way, grid) - grid for way in (homography, inverse(homography)))
    return Flows(there, back, PLANE_HINT)


def searched(first: Picture, second: Picture) -> Flows:
    """Dense inverse search (Kroeger et al. 2016), each way by itself."""
    return Flows(*side_by_side(partial(_search, first, second), partial(_search, second, first)), hint=0.0)


def _search(first: Picture, second: Picture) -> Floats:
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    search.setFinestScale(0)
    search.setPatchSize(PATCH)
    search.setPatchStride(STRIDE)
    here, there = (cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in (first, second))
    return np.asarray(search.calc(here, there, np.zeros((*here.shape, 2), np.float32)), np.float32)


def searched_from(first: Picture, second: Picture, there: Floats, back: Floats) -> Flows:
    """Search what is left after things go where a guess has them, in pixels, each of shape (rows, columns, 2)."""
    ways = partial(_search_from, first, second, there), partial(_search_from, second, first, back)
    return Flows(*side_by_side(*ways))


def _search_from(here: Picture, other: Picture, guess: Floats) -> Floats:
    left = _search(here, followed(other, guess))
    return np.asarray(left + followed(guess, left), np.float32)


def _searched_over(first: Picture, second: Picture, homography: Homography) -> Flows:
    """Search what is left after one picture is laid over the other."""
    there = partial(_search_over, first, second, homography)
    back = partial(_search_over, second, first, inverse(homography))
    return Flows(*side_by_side(there, back), hint=0.0)


def _search_over(here: Picture, other: Picture, homography: Homography) -> Floats:
    grid = places(here.shape)
    near = remap(other, moved(homography, grid), cv2.BORDER_REPLICATE)
    return moved(homography, grid + _search(here, near)) - grid


def learned(first: Picture, second: Picture, scale: float, network: Network) -> Flows:
    """Ask an interpolator from where in both pictures it would take each place of the one halfway between.

    Motion is what lies between the two; it belongs to where the place is in either picture, found by fixed-point
    iteration. Asked at the pictures' own times the network says less than half as well where things are.
    """
    before, after = midway(first, second, scale, network)
    motion = after - before
    return Flows(_brought(motion, before), _brought(-motion, after))


def _brought(values: Floats, source: Floats) -> Floats:
    """Return `values` known halfway at where `source` says that they come from."""
    grid = places(values.shape)
    place = grid - source
    for _ in range(INVERSIONS):
        place = (place + grid - remap(source, place, cv2.BORDER_REPLICATE)) / np.float32(2.0)
    return remap(values, place, cv2.BORDER_REPLICATE)


def _learned_over(first: Picture, second: Picture, homography: Homography, network: Network) -> Flows:
    grid = places(first.shape)
    near = remap(second, moved(homography, grid), cv2.BORDER_REPLICATE)
    left = learned(first, near, 1.0, network)
    there = moved(homography, grid + left.there) - grid
    over = moved(inverse(homography), grid)
    return Flows(there, over + remap(left.back, over, cv2.BORDER_REPLICATE) - grid)
