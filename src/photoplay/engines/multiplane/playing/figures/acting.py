"""From performers to a performance: patterns on every layer that shows them, and on water that mirrors them."""

from collections.abc import Callable, Iterable

import cv2
import numpy as np

from photoplay.arrays import Floats, remap
from photoplay.engines.multiplane.filming.acts import Acts, Displacement
from photoplay.engines.multiplane.playing.figures.performers import Performer
from photoplay.engines.multiplane.playing.performance import Performance
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.swings import Course, Swing

WATER = "still_water"
LEAST_MIRRORED = 0.25
"""Share of the place below somebody's feet that must be still water to mirror them."""

Patterns = Callable[[Performer], Floats]
"""Gives the patterns of a performer: shape (patterns, rows, columns, 2), one shift a node, everywhere."""


def perform(
    cast: Iterable[Performer], patterns: Patterns, course: Callable[[Performer, int], Course]
) -> Performance | None:
    """Return what `cast` does, or None where there is nobody.

    Args:
        patterns: of each performer, as if everything moved along.
        course: of each performer and its number: no two move in step.
    """
    acts: dict[int, tuple[Displacement, ...]] = {}
    for number, one in enumerate(cast):
        moved, how = patterns(one), course(one, number)
        for layer in one.layers:
            weight = one.weight(layer)[None, ..., None]
            acts[layer] = (*acts.get(layer, ()), Swing.of(one.setting, moved * weight, how))
        below = _mirrored(one.setting, moved, one)
        if below is not None:
            acts[0] = (*acts.get(0, ()), Swing.of(one.setting, below, how))
    if not acts:
        return None
    return Performance({layer: Acts(displacements) for layer, displacements in acts.items()})


def _mirrored(setting: Setting, patterns: Floats, performer: Performer) -> Floats | None:
    """Return the patterns of a performer's image in still water below its feet, or None where there is none."""
    water = setting.region([WATER])
    if water is None or 0 in performer.layers:
        return None
    rows, columns = water.shape
    foot = performer.box[3] / setting.canvas.spacing
    x, y = np.meshgrid(np.arange(columns, dtype=np.float32), np.arange(rows, dtype=np.float32))
    above = np.stack([x, np.float32(2.0 * foot) - y], axis=-1).astype(np.float32)
    place = remap(performer.mask, above, cv2.BORDER_CONSTANT) * (y > foot)
    if float((place * water).sum()) < LEAST_MIRRORED * float(place.sum() + 1.0):
        return None
    weight = remap(performer.weight(0), above, cv2.BORDER_CONSTANT) * water * np.clip(y - foot, 0.0, 1.0)
    images = [remap(each, above, cv2.BORDER_REPLICATE) * np.array([1, -1]) for each in patterns]
    return np.asarray(np.stack(images) * weight[None, ..., None], np.float32)
