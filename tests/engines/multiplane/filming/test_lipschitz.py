import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from photoplay.engines.multiplane.filming.lipschitz import lipschitz_majorant

Floats = NDArray[np.float32]

fields = arrays(
    np.float32,
    st.tuples(st.integers(1, 7), st.integers(1, 7)),
    elements=st.floats(0, 1, width=32),
)
limits = st.floats(0.02, 2.0)
ROUNDING = 1e-5


def pyramids(field: Floats, across: float, down: float) -> Floats:
    """Return the highest of the pyramids that stand on every sample, by looking at every pair of samples."""
    rows, columns = np.indices(field.shape).reshape(2, -1)
    fall = np.maximum(across * np.abs(columns[:, None] - columns), down * np.abs(rows[:, None] - rows))
    highest = (field.ravel() - fall).max(axis=1)
    return np.asarray(highest.reshape(field.shape), np.float32)


@given(fields, limits, st.integers(1, 4))
def test_is_the_smallest_majorant(field: Floats, limit: float, times: int) -> None:
    less, more = limit, limit * (times + 0.1)
    raised, turned = lipschitz_majorant(field, less, more), lipschitz_majorant(field, more, less)
    assert np.abs(raised - pyramids(field, less, less * times)).max() < ROUNDING
    assert np.abs(turned - pyramids(field, less * times, less)).max() < ROUNDING


@given(fields, limits, limits)
def test_is_nowhere_below_the_field_and_no_higher_than_its_top(
    field: Floats, across: float, down: float
) -> None:
    raised = lipschitz_majorant(field, across, down)
    assert (raised >= field).all()
    assert raised.max() == field.max()


@given(fields, limits, limits)
def test_changes_by_no_more_than_the_limits(field: Floats, across: float, down: float) -> None:
    raised = lipschitz_majorant(field, across, down)
    assert (np.abs(np.diff(raised, axis=1)) <= across + ROUNDING).all()
    assert (np.abs(np.diff(raised, axis=0)) <= down + ROUNDING).all()


@given(fields, limits, limits)
def test_leaves_a_gentle_field_as_it_is(field: Floats, across: float, down: float) -> None:
    raised = lipschitz_majorant(field, across, down)
    assert np.abs(lipschitz_majorant(raised, across, down) - raised).max() < ROUNDING


@given(fields)
def test_does_not_change_its_argument(field: Floats) -> None:
    before = field.copy()
    lipschitz_majorant(field, 0.05, 0.1)
    assert np.array_equal(field, before)
