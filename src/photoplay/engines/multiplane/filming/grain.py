"""Grain of film, laid on finished frames."""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, soften
from photoplay.engines.multiplane.filming.camera import View

CRYSTAL = 0.7 / 1280
"""Deviation of a grain of silver, as a share of the frame's long side."""
A_SECOND = 24.0
"""How often grain changes, as film does."""
TILE_BEYOND = 128
"""Pixels that the tile of grain is larger than the frame, for it to be moved about."""
STRIP = 64
"""Rows whose grain is laid on together."""


@dataclass(frozen=True)
class Grain:
    """Grain that changes as film runs; strongest in middle greys, nothing in black and white."""

    tile: Floats
    """Of deviation 1, larger than the frame, shape (rows, columns, 3): the same in all colours."""
    seed: int

    @classmethod
    def of(cls, view: View, chance: np.random.Generator, seed: int) -> Self:
        """Return grain for frames of `view`.

        Args:
            chance: draws the crystals.
            seed: of how they are moved about.
        """
        rows, columns = view.height + TILE_BEYOND, view.width + TILE_BEYOND
        noise = chance.standard_normal((rows, columns), np.float32)
        fine = soften(noise, max(CRYSTAL * view.focal, 0.35))
        fine = fine - 0.6 * soften(fine, 4.0 * CRYSTAL * view.focal)
        fine /= float(fine.std())
        return cls(np.asarray(cv2.merge([fine, fine, fine]), np.float32), seed)

    def lay(self, frame: Picture, deviation: float, time: float) -> None:
        """Lay grain on `frame`, in place.

        Args:
            deviation: at middle grey, in steps of 255.
            time: of the frame, in seconds.
        """
        chance = np.random.default_rng([self.seed, int(np.floor(time * A_SECOND + 1e-6)) + 4096])
        down, across = chance.integers(0, TILE_BEYOND, 2)
        rows, columns = frame.shape[:2]
        for top in range(0, rows, STRIP):
            part = frame[top : top + STRIP]
            noise = self.tile[down + top : down + top + len(part), across : across + columns]
            room = cv2.multiply(part, cv2.bitwise_not(part), scale=1.0 / 255.0, dtype=cv2.CV_32F)
            cv2.multiply(room, noise, dst=room, scale=deviation / 64.0)
            cv2.add(part, room, dst=part, dtype=cv2.CV_8U)
