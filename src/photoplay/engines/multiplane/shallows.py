"""How deep a stage may be: where a move would bend and stretch too much of it, it is laid out shallower first.

An affine change of inverse depth keeps planes planes, and nobody can tell how deep a photograph was; but a street
that orbits by a third of what was asked for is seen to hardly move.
"""

import numpy as np
from numpy.typing import NDArray

from photoplay.engines.multiplane.filming.path import TURNS, CameraPath
from photoplay.engines.multiplane.governor import EASE, PLANNING, govern
from photoplay.engines.multiplane.staging.geometry import Geometry
from photoplay.progress import Part, Progress, unwatched

DEPTHS = (1.0, 0.75, 0.55, 0.4)
"""Shares of the depth that are tried."""
WORTH = 0.6
"""How much a move gains by depth: it is seen as its size times the depth to the power of this."""


def depth_for(
    geometry: Geometry,
    path: CameraPath,
    times: NDArray[np.float64],
    rim: float,
    progress: Progress = unwatched,
) -> float:
    """Return the share of the depth of `geometry` at which the most is seen of `path` with ease.

    Args:
        times: when frames are taken, in seconds.
        rim: pixels beyond each side of the frame that can be invented.
        progress: called before every path that is tried; raise to stop.
    """
    travels = [index for index, move in enumerate(path.plan.moves) if move.kind not in TURNS]
    best, most = 1.0, 0.0
    for index, depth in enumerate(DEPTHS if travels else ()):
        if most >= depth**WORTH:
            break  # No gain is larger than 1.
        part = Part(progress, index / len(DEPTHS), (index + 1) / len(DEPTHS))
        part(PLANNING, 0.0)
        shallow, same = geometry.shallower(depth, path.target.inverse_depth), path.shallower(depth)
        gains = govern(shallow, same, times, rim, part, limits=EASE).path.gains
        size = min(gains[index] for index in travels)
        if size * depth**WORTH > most:
            best, most = depth, size * depth**WORTH
    return best
