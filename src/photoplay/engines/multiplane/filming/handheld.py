"""A living camera: the small wander of a hand or of a good operator, smooth and seeded."""

import numpy as np
from numpy.typing import NDArray

from photoplay.engines.multiplane.filming.easing import smootherstep

SWAY = np.array([0.23, 0.41, 0.67])
"""Hertz: breathing and balance."""
TREMOR = np.array([1.3, 2.1, 3.2])
"""Hertz: steps and muscles."""
REACH = np.array([0.010, 0.010, 0.006, 0.0055, 0.0055, 0.0045, 0.0])
"""Half the widest swing of each coordinate of the pose: scene units, then radians."""
SETTLE = 0.8
"""Seconds over which the wander fades in, so that the first frame is the photograph."""


def wander(times: NDArray[np.float64], seed: int, *, tremor: float) -> NDArray[np.float64]:
    """Return the wander at `times` in seconds as poses, shape (times, 7).

    Args:
        times: shape (times,), from 0.
        seed: same seed, same wander.
        tremor: share of fast motion from 0 (drift) to 1 (handheld).
    """
    generator = np.random.default_rng(seed)
    hertz = np.concatenate([SWAY, TREMOR])
    weight = np.concatenate([1.0 / np.arange(1, 4), tremor * 0.35 / np.arange(1, 4)])
    phase = generator.uniform(0.0, 2.0 * np.pi, (len(REACH), len(hertz)))
    wave = np.sin(2.0 * np.pi * hertz * times[:, None, None] + phase) - np.sin(phase)
    settled = smootherstep(times / SETTLE)[:, None]
    path: NDArray[np.float64] = (wave * weight).sum(axis=-1) / weight.sum() * REACH * settled
    return path
