import numpy as np

from photoplay.arrays import Floats
from photoplay.sight.names import WHOLES
from training.examples import Example
from training.known import NAMES
from training.water import readout

ROWS, COLUMNS, CHANNELS = 6, 8, 5
WET = 2
"""The channel that tells water."""


def view(*, water: str = "still_water", known: bool = True, seed: int = 1) -> Example:
    """Return a view with water in its left half."""
    chance = np.random.default_rng(seed)
    tokens = chance.normal(size=(ROWS, COLUMNS, CHANNELS))
    tokens[..., WET] = -1.0
    tokens[:, : COLUMNS // 2, WET] = 1.0
    names = np.zeros((ROWS, COLUMNS, len(NAMES)), np.float16)
    names[:, : COLUMNS // 2, WHOLES.index(water)] = 1.0
    names[:, COLUMNS // 2 :, WHOLES.index("ground")] = 1.0
    if not known:
        tokens[..., WET] *= -1.0
        names[:] = np.nan
    return Example(tokens.astype(np.float16), np.zeros((ROWS, COLUMNS), np.float32), names)


def read(weights: Floats, picture: Example) -> Floats:
    return np.asarray(picture.tokens.astype(np.float32) @ weights[:-1] + weights[-1], np.float32)


def test_water_is_told_from_the_rest_whether_or_not_it_flows() -> None:
    weights = readout([view(), view(water="flowing_water", seed=2)])
    water = read(weights, view(seed=3))
    assert water[:, : COLUMNS // 2].min() > 0.6
    assert water[:, COLUMNS // 2 :].max() < 0.4
    assert np.abs(weights).argmax() == WET


def test_what_is_not_known_teaches_nothing() -> None:
    pictures = [view(), view(known=False, seed=2)]
    np.testing.assert_array_equal(readout(pictures), readout(pictures[:1]))
    assert readout(iter(pictures)).shape == (CHANNELS + 1,)
