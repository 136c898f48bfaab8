"""Self-supervised features: what every patch of a photograph looks like to a network trained on many."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from photoplay.arrays import Floats, Picture, floats, resize
from photoplay.sight.networks import Network

PATCH = 14
"""Pixels of a patch's side, as the network was trained."""
PATCHES = 920
"""Patches that a photograph is seen in: finer gains little and takes the square of the time."""
HURRIED_PATCHES = 576
"""The same where time counts more than looks."""
LEAST_SIDE = 8
CHANNELS = 384
"""Of each layer."""
KEPT = 32
"""Principal components of the photograph's features that are looked at, ..."""
SPARE, ITERATIONS = 12, 6
"""... how many more are sought, for those that are kept to be good, and how often they are brought nearer."""
MEAN, DEVIATION = floats(0.485, 0.456, 0.406), floats(0.229, 0.224, 0.225)
"""Of sRGB, 0 to 1, over ImageNet: what most networks expect to be taken away and divided by."""


@dataclass(frozen=True)
class Features:
    """What a photograph's patches look like."""

    tokens: Floats
    """Shape (rows, columns, channels): each layer of the network normalised to mean 0 and deviation 1 per patch."""

    @cached_property
    def principal(self) -> Floats:
        """The principal components of every patch, shape (patches, `KEPT`).

        By subspace iteration from a random start (Halko et al. 2011): all of them take ten times as long.
        """
        tokens = self.tokens.reshape(-1, self.tokens.shape[-1])
        centred = tokens - tokens.mean(axis=0)
        alike = centred @ centred.T
        chance = np.random.default_rng(0)
        basis = chance.standard_normal((len(alike), min(KEPT + SPARE, len(alike))), np.float32)
        for _ in range(ITERATIONS):
            basis = np.linalg.qr(alike @ basis)[0]
        variances, axes = np.linalg.eigh(basis.T @ alike @ basis)
        scale = np.sqrt(np.maximum(variances[-KEPT:], 0.0))
        return np.asarray(basis @ axes[:, -KEPT:] * scale, np.float32)


def look_at_patches(picture: Picture, network: Network, patches: int = PATCHES) -> Features:
    """Return the features of `picture`, shape (rows, columns, 3), in about so many `patches`."""
    rows, columns = grid_of(picture.shape[0], picture.shape[1], patches)
    small = resize(picture, (columns * PATCH, rows * PATCH))
    return Features(channels_of(np.asarray(network(normalised(small)), np.float32), rows, columns))


def channels_of(found: Floats, rows: int, columns: int) -> Floats:
    """Return what a network `found`, shape (1, 1 + patches, channels), as the tokens of `Features` have it."""
    layers = found[0, 1:].reshape(rows, columns, -1, CHANNELS)
    centred = layers - layers.mean(axis=-1, keepdims=True)
    unit = centred / (layers.std(axis=-1, keepdims=True) + 1e-6)
    return np.asarray(unit.reshape(rows, columns, -1), np.float32)


def grid_of(height: int, width: int, patches: int = PATCHES) -> tuple[int, int]:
    """Return the rows and columns of about so many `patches` for a picture of `height` and `width` pixels."""
    side = (patches / (height * width)) ** 0.5
    return max(round(height * side), LEAST_SIDE), max(round(width * side), LEAST_SIDE)


def normalised(picture: Picture) -> Floats:
    """Return `picture`, shape (rows, columns, 3), as ImageNet networks take it, shape (1, 3, rows, columns)."""
    planes = ((picture.astype(np.float32) / 255.0 - MEAN) / DEVIATION).transpose(2, 0, 1)
    return np.ascontiguousarray(planes[None])
