"""Values known in some places of a picture, carried on over all of it, up to the picture's own edges."""

import cv2
import numpy as np

from photoplay.arrays import Floats, resize

COARSEST = 12
"""Pixels of the shorter side at which carrying on begins: there everything is near."""
LEAST_STEPS, WORK = 12, 2400
"""Of relaxation at each size: where sides are small, and steps cheap, as many as WORK over the shorter side."""
EDGE = 9.0
"""Difference of colour, in steps of 255, that hinders."""
THROUGH = 0.01
"""What passes even the strongest edge."""
FAITH = 6.0
"""How much more a place keeps to what is surely known of it than to its four neighbours together."""


def carried_on(values: Floats, trust: Floats, guide: Floats) -> Floats:
    """Return `values` everywhere: near to what is trusted, and as smooth as the guide lets them be elsewhere.

    Minimises trust (u - values)^2 + edges |grad u|^2 by Jacobi steps, from a small picture to the large one
    (push-pull, Gortler et al. 1996, with the weights of anisotropic diffusion, Perona and Malik 1990).

    Args:
        values: shape (rows, columns, channels).
        trust: shape (rows, columns), 0 to 1.
        guide: shape (rows, columns, 3), 0 to 255.
    """
    rows, columns = trust.shape
    if min(rows, columns) <= COARSEST:
        total = max(float(trust.sum()), 1e-6)
        mean = (values * trust[..., None]).sum(axis=(0, 1)) / total
        found = np.broadcast_to(mean.astype(np.float32), values.shape).copy()
    else:
        half = ((columns + 1) // 2, (rows + 1) // 2)
        weight = resize(trust, half)
        mean = resize(values * trust[..., None], half) / np.maximum(weight, 1e-6)[..., None]
        found = resize(
            carried_on(np.asarray(mean, np.float32), weight, resize(guide, half)),
            (columns, rows),
            cv2.INTER_LINEAR,
        )
    return _relaxed(found, values, trust, guide)


def _relaxed(found: Floats, values: Floats, trust: Floats, guide: Floats) -> Floats:
    down, across = (_openness(np.diff(guide, axis=axis)) for axis in (0, 1))
    faith = (FAITH * trust)[..., None]
    given = faith * values
    total = faith + 1e-6
    total[1:] += down
    total[:-1] += down
    total[:, 1:] += across
    total[:, :-1] += across
    for _ in range(max(LEAST_STEPS, WORK // min(trust.shape))):
        pulled = given + np.float32(1e-6) * found
        pulled[1:] += down * found[:-1]
        pulled[:-1] += down * found[1:]
        pulled[:, 1:] += across * found[:, :-1]
        pulled[:, :-1] += across * found[:, 1:]
        found = pulled / total
    return found


def _openness(step: Floats) -> Floats:
    hindrance = np.square(step).sum(axis=-1, keepdims=True) / EDGE**2
    return np.asarray(THROUGH + (1 - THROUGH) * np.exp(-hindrance), np.float32)
