import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoplay.engines.multiplane.filming.handheld import REACH, wander

TIMES = np.arange(300) / 30
seeds = st.integers(0, 2**63 - 1)
tremors = st.floats(0, 1)


@given(seeds, tremors)
def test_starts_at_rest(seed: int, tremor: float) -> None:
    path = wander(TIMES, seed, tremor=tremor)
    assert not path[0].any()
    assert np.abs(path[1]).max() < 1e-4


@given(seeds, tremors)
def test_stays_within_twice_its_reach(seed: int, tremor: float) -> None:
    """A wave may start at one end and swing to the other."""
    assert (np.abs(wander(TIMES, seed, tremor=tremor)) <= 2 * REACH + 1e-12).all()


@given(seeds)
def test_the_same_seed_gives_the_same_wander(seed: int) -> None:
    path = wander(TIMES, seed, tremor=1.0)
    assert np.array_equal(path, wander(TIMES, seed, tremor=1.0))
    assert not np.array_equal(path, wander(TIMES, seed ^ 1, tremor=1.0))


def test_an_instant_is_the_same_whatever_else_is_asked() -> None:
    assert wander(TIMES[90:], 3, tremor=1.0) == pytest.approx(wander(TIMES, 3, tremor=1.0)[90:])


def test_moves_in_every_way_but_zoom() -> None:
    moved = np.ptp(wander(TIMES, 3, tremor=1.0), axis=0)
    assert (moved[:6] > 0.3 * REACH[:6]).all()
    assert moved[6] == 0.0


def test_tremor_is_faster_than_drift() -> None:
    drift, handheld = (
        np.abs(np.diff(wander(TIMES, 3, tremor=tremor), 2, axis=0)).mean() for tremor in (0.0, 1.0)
    )
    assert handheld > 3 * drift
