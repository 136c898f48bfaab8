"""Pictures between two that show one scene a moment apart."""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, floats, remap, resize
from photoplay.sight.flows import Flows, followed, learned, places, searched
from photoplay.sight.networks import Network

WORKING_SIDE = 640
"""Pixels of the long side at which motion is looked for, in larger pictures too."""
APART = 2.0
"""Pixels by which the way there and back may miss and leave a third of the trust."""
LEAST_TRUST = 0.02
"""So that something is shown where neither picture is to be trusted."""


@dataclass(frozen=True)
class Between:
    """Two pictures of one size, shape (rows, columns, 3), and where each thing goes from one to the other."""

    first: Picture
    second: Picture
    there: Floats
    """Pixels from where a thing is in the first to where it is in the second, shape (rows, columns, 2)."""
    back: Floats
    """Likewise from the second to the first."""
    trust: Floats
    """How far `there` is to be trusted, 0 to 1, shape (rows, columns): little where something is hidden."""
    trust_back: Floats

    @classmethod
    def of(cls, first: Picture, second: Picture, network: Network | None) -> Self:
        """Look for the motion, by a learned interpolator where there is one, else by dense search."""
        rows, columns = first.shape[:2]
        share = min(WORKING_SIDE / max(rows, columns), 1.0)
        size = (max(round(columns * share), 1), max(round(rows * share), 1))
        here, there = (resize(picture, size) if share < 1 else picture for picture in (first, second))
        flows = searched(here, there) if network is None else learned(here, there, 1.0, network)
        grown = floats(columns / size[0], rows / size[1])
        trusts = (_trust(one) for one in (flows, flows.reversed()))
        wide, wide_back = (_enlarged(flow * grown, (columns, rows)) for flow in (flows.there, flows.back))
        trust, trust_back = (_enlarged(one, (columns, rows)) for one in trusts)
        return cls(first, second, wide, wide_back, trust, trust_back)

    def at(self, time: float) -> Picture:
        """Return the picture at `time`, 0 for the first and 1 for the second.

        Both are brought to where their things are then (the motion there is mixed of both ways', Jiang et al. 2018)
        and mixed by how near they are in time and how far their motion is to be trusted.
        """
        if time <= 0.0 or time >= 1.0:
            return self.first if time <= 0.0 else self.second
        grid = places(self.there.shape)
        near, far = np.float32(time), np.float32(1.0 - time)
        to_first = np.asarray(grid + near * (near * self.back - far * self.there), np.float32)
        to_second = np.asarray(grid + far * (far * self.there - near * self.back), np.float32)
        one, other = (
            remap(picture, place, cv2.BORDER_REPLICATE)
            for picture, place in ((self.first, to_first), (self.second, to_second))
        )
        weight = far * (remap(self.trust, to_first, cv2.BORDER_REPLICATE) + np.float32(LEAST_TRUST))
        weight_back = near * (
            remap(self.trust_back, to_second, cv2.BORDER_REPLICATE) + np.float32(LEAST_TRUST)
        )
        share = (weight / (weight + weight_back))[..., None]
        mixed = one * share + other * (np.float32(1.0) - share)
        return np.asarray(np.rint(mixed), np.uint8)


def _trust(flows: Flows) -> Floats:
    """Return how well the way back from where a thing goes leads to where it was."""
    missed = flows.there + followed(flows.back, flows.there)
    return np.asarray(np.exp(-np.linalg.norm(missed, axis=2) / APART), np.float32)


def _enlarged(field: Floats, size: tuple[int, int]) -> Floats:
    rows, columns = field.shape[:2]
    return field if (columns, rows) == size else resize(np.asarray(field, np.float32), size, cv2.INTER_LINEAR)
