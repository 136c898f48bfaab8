"""Which of two photographs shows at each place on the way from one to the other."""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, floats, remap, resize, soften
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.filming.easing import smootherstep
from photoplay.engines.multiplane.filming.renderer import SPACING
from photoplay.engines.multiplane.filming.seen import Seen
from photoplay.engines.multiplane.filming.warp import Grid
from photoplay.sight.correspondence import Correspondence

UNSURE = 0.08
"""What a place counts for that is seen in one photograph alone, against 1 for one that is found in both."""
MOST_GROWN = 4.0
GROWTH_SIDE = 0.004
"""Deviation within which growth is measured, as a share of the long side."""
FULLER = 1.5
"""How much it counts that one photograph shows a place larger: teeth show through lips that part, not at once."""
SOFT_EDGE = 0.02
"""Over which a photograph gives way at its own edge, as a share of the long side."""
DIFFERENT = 0.06
"""Difference of two frames around a place, 0 to 1, from which it goes over quickly: mixed, they would show double."""
QUICK = 0.07
"""Share of the clip in which what differs goes over from one to the other."""
CALM = 2.5
"""How much longer it takes in the backdrop: waves and leaves may mix, faces may not."""
SWAP = 0.06
"""The same where a figure goes by itself, whose two looks never lie over each other: mixed, it would show double."""
SLOW = 0.6
"""Share of the way over which what is the same does."""
BESIDE = np.ones((3, 3), np.uint8)
"""Nodes beside a figure that still show its edge."""


@dataclass(frozen=True)
class Blend:
    """How two stages, filmed from the same place, become one frame."""

    view: View
    sure: Floats
    """How surely a place of the first photograph is found in the second, 0 to 1, the frame's shape."""
    sure_back: Floats
    """Likewise of the second."""
    grown: Floats
    """How much larger a place of the first is in the second, by area, up to `MOST_GROWN` times either way."""
    grown_back: Floats
    """Likewise of the second in the first."""
    alone: Floats
    """Where figures of the first are that go by themselves, 0 to 1."""
    alone_back: Floats
    """Likewise of the second."""
    quick: float
    """Share of the way that is gone in `QUICK` of the clip where it is gone fastest."""
    swap: float
    """The same for `SWAP`."""

    @classmethod
    def of(
        cls, view: View, found: Correspondence, alone: tuple[Floats, Floats], quick: float, swap: float
    ) -> Self:
        """Return the blend of two photographs, given where the things of each are in the other.

        Args:
            alone: where figures go by themselves, in either photograph.
            quick: share of the way that is gone in `QUICK` of the clip.
            swap: and in `SWAP` seconds.
        """
        growths = _growth(found.there), _growth(found.back)
        return cls(view, found.sure, found.sure_back, *growths, *alone, quick, swap)

    def weight(self, first: Seen, second: Seen, share: float, unlike: Floats) -> Floats:
        """Return how much of the second photograph shows at the nodes, 0 to 1, at `share` of the way.

        Args:
            unlike: how much the two frames differ around each node, 0 to 1.
        """
        alone = np.maximum(self._at(self.alone, first.source), self._at(self.alone_back, second.source))
        # All of a figure goes over at once, be there another or the backdrop in the other photograph.
        alone = np.asarray(cv2.dilate(alone, BESIDE), np.float32)
        fuller = FULLER * (1.0 - alone)
        worth = self._worth(self.sure, first.source) * self._at(self.grown, first.source) ** -fuller
        before = (1.0 - share) * (worth + alone * (1.0 - worth))
        worth = (
            self._worth(self.sure_back, second.source) * self._at(self.grown_back, second.source) ** -fuller
        )
        after = share * (worth + alone * (1.0 - worth))
        leaning = after / (before + after)
        same = np.minimum(self._at(self.sure, first.source), self._at(self.sure_back, second.source))
        same = same * np.exp(-((unlike / DIFFERENT) ** 2))
        figures = np.maximum(_figures(first), _figures(second))
        quick = self.quick * (CALM + (1.0 - CALM) * figures)
        quick = quick + (self.swap - quick) * alone
        span = quick + (SLOW - quick) * same
        return soften(smootherstep((leaning - 0.5) / span + 0.5).astype(np.float32), 1.0)

    def mix(self, before: Picture, after: Picture, first: Seen, second: Seen, share: float) -> Picture:
        """Return one frame of two, each (rows, columns, 3), at `share` of the way."""
        rows, columns = (slice(0, self.view.height), slice(0, self.view.width))
        at_nodes = self.weight(first, second, share, _unlike(before, after, first.grid))
        weight = first.grid.full(at_nodes, rows, columns)
        rest = np.ascontiguousarray(1.0 - weight)
        return np.asarray(cv2.blendLinear(before, after, rest, np.ascontiguousarray(weight)), np.uint8)

    def _worth(self, sure: Floats, source: Floats) -> Floats:
        """Return what each node's look at a photograph counts for: little where unsure, nothing beyond its edge."""
        edge = SOFT_EDGE * self.view.focal
        last = floats(self.view.width - 1, self.view.height - 1)
        inside = (np.minimum(source, last - source).min(axis=-1) + SPACING) / edge
        return np.asarray((UNSURE + self._at(sure, source)) * np.clip(1.0 + inside, 1e-4, 1.0), np.float32)

    def _at(self, sure: Floats, source: Floats) -> Floats:
        return remap(sure, np.asarray(source, np.float32), cv2.BORDER_REPLICATE)


def _growth(motion: Floats) -> Floats:
    """Return by how much `motion`, shape (rows, columns, 2), makes each place larger, by area."""
    smooth = soften(motion, GROWTH_SIDE * max(motion.shape[:2]))
    across, down = np.gradient(smooth, axis=1), np.gradient(smooth, axis=0)
    area = (1.0 + across[..., 0]) * (1.0 + down[..., 1]) - across[..., 1] * down[..., 0]
    return np.asarray(np.clip(area, 1.0 / MOST_GROWN, MOST_GROWN), np.float32)


def _figures(seen: Seen) -> Floats:
    """Return how much of each node is something before the backdrop, 0 to 1."""
    covers = [layer.cover for layer in seen.layers[1:]]
    return np.asarray(np.max(covers, axis=0) if covers else np.zeros_like(seen.layers[0].cover), np.float32)


def _unlike(before: Picture, after: Picture, grid: Grid) -> Floats:
    """Return how much two frames differ around each node, 0 to 1."""
    away = cv2.cvtColor(cv2.absdiff(before, after), cv2.COLOR_RGB2GRAY)
    inner = (len(grid.xs) - 2, len(grid.ys) - 2)
    whole = (inner[0] * grid.spacing, inner[1] * grid.spacing)
    padded = cv2.copyMakeBorder(
        away, 0, whole[1] - away.shape[0], 0, whole[0] - away.shape[1], cv2.BORDER_REPLICATE
    )
    small = resize(padded, inner).astype(np.float32) / 255.0
    ringed = cv2.copyMakeBorder(small, 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    return np.asarray(cv2.dilate(ringed, np.ones((3, 3), np.uint8)), np.float32)
