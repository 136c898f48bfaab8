import numpy as np
import pytest

from photoplay.sight.tops import without_tops
from tests.scenes import Floats

ROWS, COLUMNS = 120, 180
HORIZON, SEEN_TO, TIP = 100, 50, 38
MIDDLE = slice(86, 94)
"""Columns of what stands before the sky."""
NIGHT, WHITE = 0.1, 0.8


def night(tip: int, foot: int = HORIZON) -> Floats:
    """Return a picture of something white from row `tip` to `foot`, before the night and dark land."""
    picture = np.full((ROWS, COLUMNS, 3), NIGHT, np.float32)
    picture[HORIZON:] = 0.0
    picture[tip:foot, MIDDLE] = WHITE
    return picture


def sky(down_to: int) -> Floats:
    """Return all above the horizon as sky, and what stands there only above the row `down_to`."""
    seen = np.zeros((ROWS, COLUMNS), np.float32)
    seen[:HORIZON] = 1.0
    seen[down_to:HORIZON, MIDDLE] = 0.0
    return seen


def test_the_top_of_what_stands_before_the_sky_is_none() -> None:
    seen = sky(SEEN_TO)

    found = without_tops(seen, night(TIP))

    assert not found[TIP:SEEN_TO, MIDDLE].any()
    found[TIP:SEEN_TO, MIDDLE] = 1.0
    assert np.array_equal(found, seen)


@pytest.mark.parametrize(
    ("picture", "seen"),
    [
        pytest.param(night(TIP), sky(90), id="a mast of which hardly the foot was seen"),
        pytest.param(night(TIP, 42), sky(SEEN_TO), id="a cloud over a tower"),
        pytest.param(night(ROWS), sky(SEEN_TO), id="no top at all"),
    ],
)
def test_sky_stays_before_what_does_not_go_on_below(picture: Floats, seen: Floats) -> None:
    assert np.array_equal(without_tops(seen, picture), seen)


def test_sky_between_two_houses_stays() -> None:
    picture, seen = night(TIP), sky(SEEN_TO)
    left, right = slice(MIDDLE.start - 40, MIDDLE.start), slice(MIDDLE.stop, MIDDLE.stop + 40)
    for house in (left, right):
        picture[TIP:, house] = 0.0
        seen[TIP:, house] = 0.0

    assert np.array_equal(without_tops(seen, picture), seen)
