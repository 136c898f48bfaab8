"""Smooth noise that can be laid side by side without a seam."""

import cv2
import numpy as np

from photoplay.arrays import Floats, remap


def tile(side: int, coarsest: float, finest: float, roughness: float, chance: np.random.Generator) -> Floats:
    """Return a square of noise, mean 0 and deviation 1, that continues over its edges: its last row is its first.

    It is made of waves with random phases, their amplitude falling as frequency to the power of -`roughness`.

    Args:
        side: of the square, in nodes, not counting the last row.
        coarsest: waves per side of the longest waves, at least 1.
        finest: waves per side of the shortest, at most half of `side`.
        roughness: about 1 for crisp, 2 and more for soft noise.
    """
    across, down = np.meshgrid(np.fft.rfftfreq(side, 1.0 / side), np.fft.fftfreq(side, 1.0 / side))
    frequency = np.hypot(across, down)
    wanted = (frequency >= coarsest) & (frequency <= finest)
    heights = np.where(wanted, np.maximum(frequency, 1.0) ** -roughness, 0.0)
    waves = heights * np.exp(2j * np.pi * chance.random(frequency.shape))
    noise = np.fft.irfft2(waves, (side, side))
    return closed(np.asarray((noise - noise.mean()) / noise.std(), np.float32))


def closed(noise: Floats) -> Floats:
    """Return `noise` with its first row and column once more as its last."""
    return np.asarray(cv2.copyMakeBorder(noise, 0, 1, 0, 1, cv2.BORDER_WRAP), np.float32)


def look_up(noise: Floats, points: Floats) -> Floats:
    """Return a tile of `noise`, of one or more channels, at `points` in nodes, shape (rows, columns, 2)."""
    side = np.float32(len(noise) - 1)
    nodes = points - side * np.floor(points / side)
    return remap(noise, np.asarray(nodes, np.float32), cv2.BORDER_REPLICATE)
