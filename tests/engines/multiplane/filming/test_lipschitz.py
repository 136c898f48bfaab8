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


def cones(field: Floats, limit: float) -> Floats:
    """Return the highest of the cones that stand on every sample, by looking at every pair of samples."""
    rows, columns = np.indices(field.shape).reshape(2, -1)
    across = np.abs(rows[:, None] - rows)
    along = np.abs(columns[:, None] - columns)
    diagonal = np.minimum(across, along)
    distance = np.abs(across - along) + np.sqrt(2) * diagonal
    highest = (field.ravel() - limit * distance).max(axis=1)
    return np.asarray(highest.reshape(field.shape), np.float32)


@given(fields, limits)
def test_is_the_smallest_majorant(field: Floats, limit: float) -> None:
    assert np.abs(lipschitz_majorant(field, limit) - cones(field, limit)).max() < ROUNDING


@given(fields, limits)
def test_is_nowhere_below_the_field_and_no_higher_than_its_top(field: Floats, limit: float) -> None:
    raised = lipschitz_majorant(field, limit)
    assert (raised >= field).all()
    assert raised.max() == field.max()


@given(fields, limits)
def test_changes_by_no_more_than_the_limit(field: Floats, limit: float) -> None:
    raised = lipschitz_majorant(field, limit)
    for axis in range(2):
        assert (np.abs(np.diff(raised, axis=axis)) <= limit + ROUNDING).all()


@given(fields, limits)
def test_leaves_a_gentle_field_as_it_is(field: Floats, limit: float) -> None:
    raised = lipschitz_majorant(field, limit)
    assert np.abs(lipschitz_majorant(raised, limit) - raised).max() < ROUNDING


@given(fields)
def test_does_not_change_its_argument(field: Floats) -> None:
    before = field.copy()
    lipschitz_majorant(field, 0.05)
    assert np.array_equal(field, before)
