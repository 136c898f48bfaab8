"""Frames of a model, at its own size and rate, as the frames that a shot asks for."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from photoplay.arrays import Picture, resize
from photoplay.sight.between import Between
from photoplay.sight.networks import Network

ALREADY_THERE = 0.02
"""Share of the step between two frames within which a frame is shown as it is."""


def retimed(frames: Sequence[Picture], count: int, network: Network | None) -> Iterator[Picture]:
    """Yield `count` frames spread evenly over `frames`, the first and the last of which stay what they are.

    Args:
        frames: two or more of one size, shape (rows, columns, 3).
        network: an interpolator, or None for dense search.
    """
    pair: Between | None = None
    of = -1
    for time in np.linspace(0.0, len(frames) - 1, count).tolist():
        index = min(int(time), len(frames) - 2)
        share = time - index
        if share < ALREADY_THERE or share > 1.0 - ALREADY_THERE:
            yield frames[index + round(share)]
            continue
        if pair is None or of != index:
            pair, of = Between.of(frames[index], frames[index + 1], network), index
        yield pair.at(share)


def eased(share: float) -> float:
    """Return `share` of a way, from 0 to 1, begun and ended at rest."""
    return share * share * (3.0 - 2.0 * share)


def at_size(frame: Picture, size: tuple[int, int]) -> Picture:
    """Return a frame at `size`, (width, height)."""
    if frame.shape[1::-1] == size:
        return frame
    larger = size[0] > frame.shape[1]
    return resize(frame, size, cv2.INTER_CUBIC if larger else cv2.INTER_AREA)
