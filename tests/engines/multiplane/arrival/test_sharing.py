import numpy as np

from photoplay.engines.multiplane.arrival.sharing import by_motion

ROWS, COLUMNS = 240, 360
EVERYWHERE = np.ones((ROWS, COLUMNS), np.float32)


def rectangle(top: int, bottom: int, left: int, right: int) -> np.ndarray:
    alpha = np.zeros((ROWS, COLUMNS), np.float32)
    alpha[top:bottom, left:right] = 1.0
    return alpha


BODY = rectangle(80, 200, 120, 240)
HANDLE = rectangle(66, 80, 200, 230)


def motion(nearer: np.ndarray) -> np.ndarray:
    """Return what a truck shows: everything goes left by 3 pixels, what is near by 15."""
    return np.dstack([-3.0 - 12.0 * nearer, np.zeros_like(nearer)]).astype(np.float32)


def test_a_part_that_moves_as_the_subject_does_is_its_own() -> None:
    matte = by_motion(BODY, motion(np.maximum(BODY, HANDLE)), EVERYWHERE)
    assert matte[68:78, 204:226].min() > 0.8
    assert matte[70:78, 130:180].max() < 0.2


def test_nothing_is_told_where_everything_moves_alike() -> None:
    assert by_motion(BODY, motion(np.zeros_like(BODY)), EVERYWHERE) is BODY


def test_nor_where_nothing_is_sure() -> None:
    assert by_motion(BODY, motion(np.maximum(BODY, HANDLE)), 0.0 * EVERYWHERE) is BODY


def test_what_moves_alike_far_away_is_something_else() -> None:
    other = rectangle(20, 50, 20, 60)
    matte = by_motion(BODY, motion(np.maximum(BODY, other)), EVERYWHERE)
    assert matte[20:50, 20:60].max() == 0.0
