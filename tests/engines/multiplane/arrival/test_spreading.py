import numpy as np
import pytest

from photoplay.engines.multiplane.arrival.spreading import affine, along, nodes_of, spread, spread_affine

ROWS, COLUMNS = 60, 90
KNOWN = np.array([4.0, -1.0], np.float32)
POINTS = nodes_of(ROWS, COLUMNS, 2.0, (5.0, -3.0))
TREND = np.stack([3.0 + 0.1 * POINTS[..., 0], -2.0 - 0.05 * POINTS[..., 1]], axis=-1).astype(np.float32)


def test_nodes_lie_at_their_places() -> None:
    assert POINTS[0, 0].tolist() == [5.0, -3.0]
    assert POINTS[-1, -1].tolist() == [5.0 + 2 * (COLUMNS - 1), -3.0 + 2 * (ROWS - 1)]


class TestSpread:
    def test_keeps_what_is_known(self) -> None:
        weight = np.zeros((ROWS, COLUMNS), np.float32)
        weight[10:30, 20:50] = 1.0
        field = np.random.default_rng(0).normal(size=(ROWS, COLUMNS, 2)).astype(np.float32)
        assert spread(field, weight)[12:28, 22:48] == pytest.approx(field[12:28, 22:48], abs=1e-4)

    def test_a_constant_fills_everything(self) -> None:
        weight = np.zeros((ROWS, COLUMNS), np.float32)
        weight[5:9, 70:80] = 1.0
        field = np.where(weight[..., None] > 0, KNOWN, np.float32(1e3))
        assert np.abs(spread(field, weight) - KNOWN).max() < 0.02

    def test_between_two_values_it_is_smooth_and_within_them(self) -> None:
        weight = np.zeros((ROWS, COLUMNS), np.float32)
        weight[:, :10] = weight[:, -10:] = 1.0
        field = np.zeros((ROWS, COLUMNS, 1), np.float32)
        field[:, 45:] = 10.0
        filled = spread(field, weight)[..., 0]
        assert filled.min() >= -1e-3
        assert filled.max() <= 10.0 + 1e-3
        assert np.abs(np.diff(filled, axis=1)).max() < 2.0


def test_an_affine_field_is_found_and_carried_on() -> None:
    weight = np.zeros((ROWS, COLUMNS), np.float32)
    weight[20:40, 30:60] = 1.0
    noisy = np.where(weight[..., None] > 0, TREND, np.float32(500.0)).astype(np.float32)
    assert along(affine(noisy, weight, POINTS), POINTS) == pytest.approx(TREND, abs=1e-2)
    assert spread_affine(noisy, weight, POINTS) == pytest.approx(TREND, abs=1e-2)


@pytest.mark.parametrize("known", [np.s_[20:21, 30:31], np.s_[20:40, 30:31]])
def test_no_slope_is_made_up_where_too_little_is_known(known: tuple[slice, slice]) -> None:
    weight = np.zeros((ROWS, COLUMNS), np.float32)
    weight[known] = 1.0
    field = np.full((ROWS, COLUMNS, 2), 7.0, np.float32)
    assert along(affine(field, weight, POINTS), POINTS) == pytest.approx(field, abs=1e-3)


def test_of_nothing_there_is_nothing_to_carry_on() -> None:
    nothing = np.zeros((ROWS, COLUMNS), np.float32)
    assert not spread_affine(TREND, nothing, POINTS).any()
