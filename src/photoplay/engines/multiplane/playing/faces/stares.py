"""The eyes of animals as they lie on the stage."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, floats
from photoplay.engines.multiplane.playing.faces.eyes import Eye
from photoplay.engines.multiplane.playing.figures.performers import performers
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.sight.eyes import Animal

LEAST = 0.0125
"""Radius of an eye, as a share of the frame's long side: what is smaller plays no part."""
MEANT = 0.3
"""Share of somebody's mask on their eyes and between them, at least."""

Nodes = NDArray[np.intp]


@dataclass(frozen=True)
class Stare:
    """The eyes of one animal that are seen."""

    layer: int
    """The layer that shows them."""
    right: Floats
    """Unit vector to the right of its head, in the frame."""
    eyes: tuple[Eye, ...]


def stares(words: str, setting: Setting) -> Iterator[Stare]:
    """Give the eyes of the animals that `words`, the subject of a cue, mean, where all of them are seen well."""
    animals = [animal for animal in setting.scene.animals if animal.eyes]
    meant = performers(words, setting) if animals else ()
    for animal in animals:
        place = _between(animal, setting)
        if min(eye.radius for eye in animal.eyes) < LEAST * setting.view.focal:
            continue
        if not any(float(one.mask[place].min()) > MEANT for one in meant):
            continue
        layer = int(np.argmax([float(share[place].sum()) for share in setting.shown]))
        texture, right = setting.textures[layer], _right(animal)
        eyes = tuple(Eye.of_animal(eye, right, texture) for eye in animal.eyes)
        if all(eye.seen(np.asarray(texture.texels[eye.box], np.uint8)) for eye in eyes):
            yield Stare(layer, right, eyes)


def _between(animal: Animal, setting: Setting) -> tuple[Nodes, Nodes]:
    """Return the nodes, rows and columns, from one eye to the other: all of one head."""
    columns, rows = setting.canvas.size
    ends = animal.eyes[0].middle, animal.eyes[-1].middle
    line = np.linspace(*ends, 24) / setting.canvas.spacing
    x, y = np.floor(line.T).astype(int)
    return np.clip(y, 0, rows - 1), np.clip(x, 0, columns - 1)


def _right(animal: Animal) -> Floats:
    """Return the unit vector from the left eye to the right one; of a profile, along the picture."""
    if len(animal.eyes) < 2:
        return floats(1.0, 0.0)
    along = animal.eyes[1].middle - animal.eyes[0].middle
    return np.asarray(along / np.linalg.norm(along), np.float32)
