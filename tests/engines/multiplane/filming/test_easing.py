import numpy as np
import pytest

from photoplay.director.vocabulary.kinds import Easing
from photoplay.engines.multiplane.filming.easing import RAMPS, progress, smootherstep

every_easing = pytest.mark.parametrize("easing", Easing)


def test_every_easing_has_its_ramps() -> None:
    assert set(RAMPS) == set(Easing)


@every_easing
def test_goes_from_0_to_1_and_never_back(easing: Easing) -> None:
    done = progress(np.linspace(-0.5, 1.5, 2001), easing)
    assert done[0] == 0.0
    assert done[-1] == pytest.approx(1.0, abs=1e-12)
    assert (np.diff(done) >= 0.0).all()
    assert (np.diff(done)[505:1495] > 0.0).all()


@every_easing
def test_speed_and_acceleration_vanish_where_it_meets_rest(easing: Easing) -> None:
    step = 1e-3
    ends = np.array([[0.0], [1.0]]) + step * np.array([-1, 0, 1])
    done = progress(ends, easing)
    assert np.abs(np.diff(done) / step).max() < 1e-4
    assert np.abs(np.diff(done, 2) / step**2).max() < 0.02


@every_easing
def test_third_derivative_is_bounded(easing: Easing) -> None:
    """A jump in position, speed or acceleration would grow as the step shrinks."""
    coarse, fine = (
        np.abs(np.diff(progress(np.arange(-0.1, 1.1, step), easing), 3)).max() / step**3
        for step in (1e-3, 1e-4)
    )
    assert fine < 1.1 * coarse


def test_easings_lean_where_their_names_say() -> None:
    halfway = {easing: float(progress(np.array(0.5), easing)) for easing in Easing}
    assert halfway[Easing.EASE_IN] == pytest.approx(1 - halfway[Easing.EASE_OUT])
    assert halfway[Easing.EASE_IN] < 0.4
    assert halfway[Easing.EASE_IN_OUT] == pytest.approx(0.5)
    assert halfway[Easing.LINEAR] == pytest.approx(0.5)


def test_linear_keeps_one_speed_but_for_its_ends() -> None:
    speed = np.diff(progress(np.linspace(0.12, 0.88, 100), Easing.LINEAR))
    assert np.ptp(speed) < 1e-9


def test_smootherstep_is_perlins() -> None:
    assert smootherstep(np.array([-1.0, 0.0, 0.25, 0.5, 1.0, 2.0])) == pytest.approx(
        [0.0, 0.0, 0.103515625, 0.5, 1.0, 1.0]
    )
