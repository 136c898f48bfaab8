import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.engines.multiplane.staging.evening import evened, without_pits

Floats = NDArray[np.float32]
ROWS, COLUMNS = 136, 240
GROUND = np.repeat(np.linspace(0.2, 0.7, ROWS, dtype=np.float32)[:, None], COLUMNS, axis=1)


def stepped(near: float) -> Floats:
    field = np.full((ROWS, COLUMNS), 0.3, np.float32)
    field[:, :100] = near
    return field


def test_what_is_near_is_so_up_to_its_outline() -> None:
    field = evened(stepped(0.6))
    assert field[ROWS // 2, 99] == pytest.approx(0.6, abs=0.03)
    assert field[ROWS // 2, 115] == pytest.approx(0.3, abs=0.01)


def test_a_small_step_has_none() -> None:
    assert evened(stepped(0.32))[ROWS // 2, 99] == pytest.approx(0.31, abs=0.004)


def test_the_ground_stays_where_it_is() -> None:
    assert np.abs(evened(GROUND) - GROUND)[10:-10].max() < 0.01


def test_what_slides_a_little_from_foot_to_top_is_level() -> None:
    sliding = np.repeat(np.linspace(0.39, 0.41, ROWS, dtype=np.float32)[:, None], COLUMNS, axis=1)
    assert np.ptp(evened(sliding)[:, 50]) < 0.7 * np.ptp(sliding)


class TestPits:
    """A wall between a tree above it and the road below, farther than both."""

    HIGH, DEEP = np.s_[70:78, 60:120], np.s_[40:100, 160:220]

    def field(self) -> Floats:
        field = np.full((ROWS, COLUMNS), 0.5, np.float32)
        field[self.HIGH] = field[self.DEEP] = 0.3
        return field

    def test_what_is_low_stands_as_near_as_what_is_around_it(self) -> None:
        filled = without_pits(self.field(), np.ones((ROWS, COLUMNS), np.float32))
        assert filled[self.HIGH].min() == pytest.approx(0.5, abs=0.02)

    def test_a_view_between_two_things_stays_far(self) -> None:
        filled = without_pits(self.field(), np.ones((ROWS, COLUMNS), np.float32))
        assert filled[60:80, 180:200].max() == pytest.approx(0.3, abs=0.02)

    def test_what_has_a_name_stays_where_it_is(self) -> None:
        assert (without_pits(self.field(), np.zeros((ROWS, COLUMNS), np.float32)) == self.field()).all()
