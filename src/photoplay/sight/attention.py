"""Where people look in a photograph (UNISAL, Droste et al. 2020)."""

import numpy as np

from photoplay.arrays import Floats, Picture, resize
from photoplay.sight.features import normalised
from photoplay.sight.networks import Network

SIZE = (416, 256)
"""Columns and rows that the network sees."""


def where_people_look(picture: Picture, network: Network) -> Floats:
    """Return how much each place of `picture` draws the eye, shape (256, 416), 1 where most."""
    log_density = np.asarray(network(normalised(resize(picture, SIZE))[None]), np.float32)[0, 0, 0]
    density: Floats = np.exp(log_density - log_density.max())
    return density
