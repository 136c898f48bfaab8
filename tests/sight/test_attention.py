import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.sight.attention import SIZE, where_people_look
from tests.scenes import FixedNetwork, landscape

Floats = NDArray[np.float32]
COLUMNS, ROWS = SIZE


def gaze(offset: float = 0.0) -> Floats:
    """Return a log density that peaks at column 100 and row 60."""
    y, x = np.mgrid[:ROWS, :COLUMNS]
    return np.asarray(offset - np.hypot(x - 100, y - 60) / 20, np.float32)[None, None, None]


@pytest.mark.parametrize(("width", "height"), [(320, 180), (180, 320), (301, 299)])
def test_is_1_where_the_eye_goes_first_and_falls_from_there(width: int, height: int) -> None:
    attention = where_people_look(landscape(width, height), FixedNetwork(gaze()))
    assert attention.shape == (ROWS, COLUMNS)
    assert attention[60, 100] == attention.max() == 1.0
    assert attention.min() >= 0.0
    assert (np.diff(attention[60, 100:]) < 0).all()


@pytest.mark.parametrize("offset", [-300.0, -5.0, 90.0, 2000.0])
def test_does_not_depend_on_the_scale_of_the_density(offset: float) -> None:
    one, other = (
        where_people_look(landscape(320, 180), FixedNetwork(gaze(shift))) for shift in (0.0, offset)
    )
    assert other == pytest.approx(one, abs=1e-3)


def test_the_network_is_shown_one_frame_of_a_film() -> None:
    network = FixedNetwork(gaze())
    where_people_look(np.full((200, 300, 3), 255, np.uint8), network)
    (shown,) = network.shown
    assert shown.shape == (1, 1, 3, ROWS, COLUMNS)
    assert 2.0 < shown.astype(np.float32).min() < shown.astype(np.float32).max() < 3.0
