"""Figures of one photograph found again in the other, where their parts cannot be followed: a person who walked on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture
from photoplay.engines.multiplane.arrival.carrying import Likeness
from photoplay.engines.multiplane.staging.geometry import Cutout, Geometry
from photoplay.sight.scene import Scene

MOST_GROWN = 1.8
"""How much larger or smaller one figure may be in the other picture."""
LEAST_ALIKE = 0.35
"""Overlap of the colours of two looks at one figure, 0 to 1."""
FOLLOWED = 0.45
"""Share of a figure that is surely found in the other picture, from which its own motion is known."""
BINS = 6
SIDE = 64
"""Height in pixels at which two looks are laid over each other."""


@dataclass(frozen=True)
class Found:
    """Which cut-outs of two stages are the same figure, by their indices, and how each goes to the other."""

    there: dict[int, Likeness]
    back: dict[int, Likeness]
    missing: int
    """Figures of either that are nowhere in the other."""


def find_counterparts(
    first: tuple[Scene, Geometry], second: tuple[Scene, Geometry], sure: Floats, sure_back: Floats
) -> Found:
    """Pair the cut-outs that cannot be followed by what is sure, in both (rows, columns), of either picture."""
    astray = [_astray(geometry, known) for (_, geometry), known in ((first, sure), (second, sure_back))]
    left, right = (
        [_Look.of(scene.picture, geometry.cutouts[index], index) for index in indices]
        for (scene, geometry), indices in zip((first, second), astray, strict=True)
    )
    there: dict[int, Likeness] = {}
    back: dict[int, Likeness] = {}
    for one, other in _best_first(left, right):
        if one.index in there or other.index in back:
            continue
        there[one.index] = one.towards(other)
        back[other.index] = there[one.index].inverse
    return Found(there, back, len(left) + len(right) - len(there) - len(back))


def _astray(geometry: Geometry, sure: Floats) -> list[int]:
    """Return the indices of cut-outs most of which is not surely found in the other picture."""
    return [
        index
        for index, cutout in enumerate(geometry.cutouts)
        if float(np.average(sure, weights=cutout.alpha + 1e-6)) < FOLLOWED
    ]


@dataclass(frozen=True)
class _Look:
    """One figure in one picture."""

    index: int
    colours: Floats
    foot: tuple[float, float]
    """The middle of its lower edge, in pixels."""
    height: float
    patch: Floats
    """The figure and as much beside its feet as it is high, on each side: shape (`SIDE`, 2 `SIDE`, 3)."""

    @classmethod
    def of(cls, picture: Picture, cutout: Cutout, index: int) -> Self:
        inside = cutout.alpha > 0.5
        y = np.flatnonzero(inside.any(axis=1))
        lab = cv2.cvtColor(picture, cv2.COLOR_RGB2LAB)
        counted = cv2.calcHist([lab], [0, 1, 2], inside.astype(np.uint8), [BINS] * 3, [0, 256] * 3)
        colours = np.asarray(counted / max(float(counted.sum()), 1.0), np.float32)
        middle = float(np.average(np.arange(inside.shape[1]), weights=inside.sum(axis=0) + 1e-9))
        top, bottom = (int(y[0]), int(y[-1])) if len(y) else (0, inside.shape[0] - 1)
        height = float(bottom - top + 1)
        shown = cutout.alpha[..., None] * (picture.astype(np.float32) - 128.0)
        pixels = height / SIDE
        onto = np.array([[pixels, 0, middle - height], [0, pixels, top]], np.float32)
        patch = cv2.warpAffine(shown, onto, (2 * SIDE, SIDE), flags=cv2.WARP_INVERSE_MAP | cv2.INTER_AREA)
        return cls(index, colours, (middle, float(bottom)), height, np.asarray(patch, np.float32))

    def alike(self, other: "_Look") -> float:
        """Return how much of its colours the other look shares; 0 where the sizes speak against it."""
        grown = max(self.height, other.height) / min(self.height, other.height)
        return 0.0 if grown > MOST_GROWN else float(np.minimum(self.colours, other.colours).sum())

    def towards(self, other: "_Look") -> Likeness:
        """Return how this look goes to the other's place: to its feet, and across to where it is most like it."""
        wide = cv2.copyMakeBorder(other.patch, 0, 0, SIDE // 2, SIDE // 2, cv2.BORDER_CONSTANT)
        fits = cv2.matchTemplate(wide, self.patch, cv2.TM_CCORR_NORMED)[0]
        aside = (int(np.argmax(fits)) - SIDE // 2) * other.height / SIDE
        return Likeness(other.height / self.height, self.foot, (other.foot[0] + aside, other.foot[1]))


def _best_first(left: list[_Look], right: list[_Look]) -> Iterator[tuple[_Look, _Look]]:
    pairs = [(one.alike(other), one, other) for one in left for other in right]
    for alike, one, other in sorted(pairs, key=lambda pair: -pair[0]):
        if alike >= LEAST_ALIKE:
            yield one, other
