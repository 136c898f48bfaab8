"""How a move starts and stops: smooth progress from 0 to 1, twice continuously differentiable and more."""

import numpy as np
from numpy.typing import NDArray

from photoplay.director.vocabulary.kinds import Easing

Array = NDArray[np.float64]

RAMPS = {
    Easing.EASE_IN_OUT: (0.42, 0.42),
    Easing.EASE_IN: (0.65, 0.10),
    Easing.EASE_OUT: (0.10, 0.65),
    Easing.LINEAR: (0.10, 0.10),
}
"""Shares of a move's time spent speeding up and slowing down."""


def smootherstep(x: Array) -> Array:
    """Return Perlin's quintic step of `x`, clipped to 0 to 1: first and second derivatives vanish at both ends."""
    x = np.clip(x, 0.0, 1.0)
    return x**3 * (x * (6.0 * x - 15.0) + 10.0)


def _ramp_distance(x: Array) -> Array:
    """Integral of `smootherstep` from 0 to `x`, for x from 0 to 1."""
    return x**4 * (x * (x - 3.0) + 2.5)


def progress(u: Array, easing: Easing) -> Array:
    """Return the share of a move done at the share `u` of its time, any shape.

    The speed rises and falls by smootherstep ramps with a steady stretch between, so position is three times
    continuously differentiable everywhere, also where it meets rest.
    """
    return ramped(u, *RAMPS[easing])


def ramped(u: Array, rise: float, fall: float) -> Array:
    """Return `progress` for any shares of the time, above 0, spent speeding up and slowing down."""
    u = np.clip(u, 0.0, 1.0)
    rising = rise * _ramp_distance(np.minimum(u / rise, 1.0))
    steady = np.clip(u - rise, 0.0, 1.0 - rise - fall)
    late = np.clip((u - (1.0 - fall)) / fall, 0.0, 1.0)
    falling = fall * (0.5 - _ramp_distance(1.0 - late))
    return (rising + steady + falling) / (1.0 - 0.5 * (rise + fall))
