"""Pictures between two that show one scene a moment apart."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Self, cast

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, floats, remap, resize
from photoplay.sight.flows import Flows, followed, learned, places, searched
from photoplay.sight.networks import Network

WORKING_SIDE = 480
"""Pixels of the long side at which motion is looked for, in larger pictures too: it is small from moment to moment."""
APART = 2.0
"""Pixels by which the way there and back may miss and leave a third of the trust."""
LEAST_TRUST = 0.02
"""So that something is shown where neither picture is to be trusted."""


@dataclass(frozen=True)
class Between:
    """Two pictures of one size, shape (rows, columns, 3), and where each thing goes from one to the other.

    The motion is known on a grid as coarse as it was looked for.
    """

    first: Picture
    second: Picture
    there: Floats
    """Steps of the grid from where a thing is in the first to where it is in the second: x and y."""
    back: Floats
    """Likewise from the second to the first."""
    trust: Floats
    """How far `there` is to be trusted, 0 to 1: little where something is hidden."""
    trust_back: Floats

    @classmethod
    def of(cls, first: Picture, second: Picture, network: Network | None) -> Self:
        """Look for the motion, by a learned interpolator where there is one, else by dense search."""
        rows, columns = first.shape[:2]
        share = min(WORKING_SIDE / max(rows, columns), 1.0)
        size = (max(round(columns * share), 1), max(round(rows * share), 1))
        here, there = (resize(picture, size) if share < 1 else picture for picture in (first, second))
        flows = searched(here, there) if network is None else learned(here, there, 1.0, network)
        return cls(first, second, flows.there, flows.back, _trust(flows), _trust(flows.reversed()))

    def at(self, time: float) -> Picture:
        """Return the picture at `time`, 0 for the first and 1 for the second.

        Both are brought to where their things are then (the motion there is mixed of both ways', Jiang et al. 2018)
        and mixed by how near they are in time and how far their motion is to be trusted.
        """
        if time <= 0.0 or time >= 1.0:
            return self.first if time <= 0.0 else self.second
        near, far = np.float32(time), np.float32(1.0 - time)
        to_first = np.asarray(near * (near * self.back - far * self.there), np.float32)
        to_second = np.asarray(far * (far * self.there - near * self.back), np.float32)
        weight = far * (followed(self.trust, to_first) + np.float32(LEAST_TRUST))
        weight_back = near * (followed(self.trust_back, to_second) + np.float32(LEAST_TRUST))
        share = self._enlarged(np.asarray(weight / (weight + weight_back), np.float32))
        one = remap(self.first, self._points(to_first), cv2.BORDER_REPLICATE)
        other = remap(self.second, self._points(to_second), cv2.BORDER_REPLICATE)
        return cast(Picture, cv2.blendLinear(one, other, share, np.float32(1.0) - share))

    def carried(self, values: Floats) -> Floats:
        """Return `values` of the second picture at where its things are in the first, as far as that is known.

        Args:
            values: shape (rows, columns, 3).
        """
        brought = remap(values, self._points(self.there), cv2.BORDER_REPLICATE)
        trust = self._enlarged(self.trust)
        return cast(Floats, cv2.multiply(brought, cv2.merge((trust, trust, trust))))

    def _points(self, shifts: Floats) -> Floats:
        """Return the places to which `shifts`, in steps of the grid, lead from every pixel."""
        rows, columns = self.first.shape[:2]
        grown = floats(columns / shifts.shape[1], rows / shifts.shape[0])
        wide = self._enlarged(np.asarray(shifts * grown, np.float32))
        return cast(Floats, cv2.add(wide, _grid(rows, columns)))

    def _enlarged(self, field: Floats) -> Floats:
        rows, columns = self.first.shape[:2]
        if field.shape[:2] == (rows, columns):
            return field
        return resize(field, (columns, rows), cv2.INTER_LINEAR)


@lru_cache(maxsize=4)
def _grid(rows: int, columns: int) -> Floats:
    return places((rows, columns))


def _trust(flows: Flows) -> Floats:
    """Return how well the way back from where a thing goes leads to where it was."""
    missed = flows.there + followed(flows.back, flows.there)
    return np.asarray(np.exp(-np.linalg.norm(missed, axis=2) / APART), np.float32)
