"""Fit the readout of water: `python -m training.water DATA`, whose photographs `training/README.md` fetches.

A ridge regression (Hoerl and Kennard 1970) on the features of patches. It learns from photographs alone, and its few
numbers generalise where the head, which also learns from renders, does not.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats
from photoplay.sight.networks import Backbone
from photoplay.sight.regions import WATER
from photoplay.weights import pull
from training import known
from training.examples import Example, views
from training.known import NAMES

READOUT = Path(__file__).parents[1] / "src" / "photoplay" / "sight" / "heads" / "water.npy"
LABELS = Path(__file__).parent / "labels"
RIDGE = 0.3
"""Added to each direction, as a share of the features' mean square."""
RARE = 3.0
"""What a patch of water counts for."""

Doubles = NDArray[np.float64]


def readout(pictures: Iterable[Example]) -> Floats:
    """Return the weights of all channels and, last, a constant: their sum over a patch is 1 on water and 0 elsewhere.

    Every picture counts alike, however many of its patches are known.
    """
    products, sums = np.zeros(()), np.zeros(())
    for picture in pictures:
        tokens, water = _known_patches(picture)
        if len(water):
            counts = np.where(water > 0.5, RARE, 1.0) / len(water)
            products = products + (tokens * counts[:, None]).T @ tokens
            sums = sums + (tokens * counts[:, None]).T @ water
    ridge = RIDGE * np.trace(products) / len(products) * np.eye(len(products))
    return np.linalg.solve(products + ridge, sums).astype(np.float32)


def _known_patches(picture: Example) -> tuple[Doubles, Doubles]:
    """Return the channels and a 1 of every known patch, shape (patches, channels + 1), and the share of its water."""
    names = picture.names.reshape(-1, len(NAMES))
    tokens = picture.tokens.reshape(len(names), -1)[~np.isnan(names[:, 0])].astype(np.float64)
    water = names[:, [NAMES.index(name) for name in WATER]].astype(np.float64).sum(axis=1)
    return np.pad(tokens, ((0, 0), (0, 1)), constant_values=1.0), water[~np.isnan(names[:, 0])]


def main() -> None:
    """Look at every photograph as it is, fit, and write the readout into the package."""
    parser = argparse.ArgumentParser(prog="python -m training.water", description=__doc__)
    parser.add_argument("data", type=Path, help="holds photographs/")
    parser.add_argument("--threads", type=int, default=0, help="0 takes every core")
    parser.add_argument("--output", type=Path, default=READOUT)
    options = parser.parse_args()
    network = Backbone(pull("dinov2"), options.threads)
    chance = np.random.default_rng(7)
    seen = (
        view
        for _, picture in known.photographs(options.data / "photographs", LABELS)
        for view in views(picture, 1, network, chance)
    )
    np.save(options.output, readout(seen))


if __name__ == "__main__":
    main()
