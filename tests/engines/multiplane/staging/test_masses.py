import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.engines.multiplane.staging.masses import along, massed, standing_out

Floats = NDArray[np.float32]
ROWS, COLUMNS = 160, 240
GROUND = np.repeat(np.linspace(0.1, 0.7, ROWS, dtype=np.float32)[:, None], COLUMNS, axis=1)
NOWHERE = np.zeros_like(GROUND)
ABOVE, BESIDE = slice(40, 100), slice(100, 140)


def mask(rows: slice = ABOVE, columns: slice = BESIDE) -> Floats:
    where = np.zeros_like(GROUND)
    where[rows, columns] = 1.0
    return where


def raised(where: Floats, by: float = 0.15) -> Floats:
    return np.asarray(GROUND + np.float32(by) * where, np.float32)


class TestStandingOut:
    def test_what_is_nearer_than_its_row(self) -> None:
        assert (standing_out(raised(mask())) == mask()).mean() > 0.99

    def test_at_the_edge_of_the_picture_too(self) -> None:
        pylon = mask(slice(0, 120), slice(0, 30))
        assert (standing_out(raised(pylon)) == pylon).mean() > 0.98

    def test_ground_does_not(self) -> None:
        assert not standing_out(GROUND).any()

    def test_what_is_wide_does_not(self) -> None:
        assert not standing_out(raised(mask(columns=slice(40, 200)))).any()

    def test_what_swells_without_an_edge_does_not(self) -> None:
        swell = np.exp(-(((np.arange(COLUMNS) - 120) / 25) ** 2)).astype(np.float32)
        assert not standing_out(raised(np.repeat(swell[None], ROWS, axis=0))).any()


class TestAlong:
    CROWN = mask(slice(40, 100), slice(100, 140))

    def test_a_bough_beside_a_crown_is_of_it(self) -> None:
        bough = mask(slice(60, 100), slice(141, 145))
        assert np.array_equal(along(np.maximum(bough, self.CROWN), self.CROWN), bough)

    def test_a_bus_beside_it_is_not(self) -> None:
        assert not along(mask(slice(60, 100), slice(140, 190)), self.CROWN).any()

    def test_without_a_mass_nothing_is(self) -> None:
        assert not along(self.CROWN, NOWHERE).any()


class TestMassed:
    def test_it_is_upright(self) -> None:
        field, where = massed(raised(mask()), mask(), NOWHERE)
        assert np.ptp(raised(mask())[45:95, 120]) > 0.15
        assert np.ptp(field[45:95, 120]) < 0.06
        assert where[70, 120] == 1
        assert np.array_equal(field[70, :60], GROUND[70, :60])

    def test_it_stands_where_the_ground_is_seen(self) -> None:
        field, _ = massed(GROUND, mask(), mask(slice(100, ROWS), slice(0, COLUMNS)))
        assert field[70, 120] == pytest.approx(GROUND[104, 120], abs=0.05)

    def test_it_does_not_where_something_else_is_before_its_foot(self) -> None:
        field, _ = massed(GROUND, mask(), NOWHERE)
        assert field[70, 120] == pytest.approx(GROUND[70, 120], abs=0.03)

    def test_it_does_not_move_far_to_what_may_be_no_ground(self) -> None:
        table = GROUND.copy()
        table[101:] = 0.7
        field, _ = massed(table, mask(), NOWHERE, single=True)
        assert field[70, 120] == pytest.approx(GROUND[70, 120], abs=0.03)

    def test_what_is_single_comes_forward_to_what_is_below_but_not_back(self) -> None:
        for below in (-0.05, 0.05):
            field = np.full_like(GROUND, 0.4)
            field[100:] += below
            moved = float(massed(field, mask(), NOWHERE, single=True)[0][70, 120]) - 0.4
            assert moved == pytest.approx(max(below, 0.0), abs=0.02)

    def test_what_is_narrow_is_flatter_across(self) -> None:
        pole = np.full_like(GROUND, 0.3)
        pole[20:140, 112:128] = np.linspace(0.4, 0.6, 16)
        field, _ = massed(pole, mask(slice(20, 140), slice(112, 128)), NOWHERE)
        assert np.ptp(field[80, 114:126]) < 0.04

    def test_a_meadow_is_left_lying(self) -> None:
        meadow = mask(slice(60, ROWS), slice(0, COLUMNS))
        field, where = massed(GROUND, meadow, NOWHERE)
        assert np.array_equal(field, GROUND)
        assert not where.any()

    def test_a_bus_before_a_wall_keeps_its_own_depth(self) -> None:
        step = np.full_like(GROUND, 0.3)
        step[:, 120:] = 0.6
        field, _ = massed(step, mask(), NOWHERE, single=True)
        assert field[70, 105] == pytest.approx(0.3, abs=0.02)
        assert field[70, 135] == pytest.approx(0.6, abs=0.02)

    def test_specks_are_left_alone(self) -> None:
        field, where = massed(GROUND, mask(slice(50, 52), slice(50, 52)), NOWHERE)
        assert not where[:, :40].any()
        assert np.allclose(field, GROUND, atol=0.02)
