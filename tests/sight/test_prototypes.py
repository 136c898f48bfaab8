import numpy as np

from photoplay.sight.features import Features
from photoplay.sight.prototypes import sharpened

ROWS, COLUMNS, CHANNELS = 20, 30, 64
LEFT = np.arange(COLUMNS)[None, :] < COLUMNS // 2
INSIDE = np.broadcast_to(LEFT, (ROWS, COLUMNS))


def two_kinds() -> Features:
    """Return features of two kinds of patches, those on the left and those on the right, each with its own noise."""
    chance = np.random.default_rng(4)
    kinds = chance.normal(size=(2, CHANNELS))
    tokens = kinds[INSIDE.astype(int)] + 0.3 * chance.normal(size=(ROWS, COLUMNS, CHANNELS))
    return Features(tokens.astype(np.float32))


def scored(inside: float, outside: float) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Return scores that are sure at the top and bottom edges only."""
    scores = np.where(INSIDE, inside, outside).astype(np.float32)
    scores[:4] = scores[-4:] = np.where(LEFT, 4.0, -5.0)
    return scores


def test_doubtful_patches_go_with_what_they_look_like() -> None:
    scores = scored(-0.5, -1.5)
    assert not np.array_equal(scores > 0, INSIDE)
    assert np.array_equal(sharpened(scores, two_kinds()) > 0, INSIDE)


def test_without_sure_patches_on_both_sides_nothing_changes() -> None:
    for scores in (np.full((ROWS, COLUMNS), 3.0, np.float32), np.full((ROWS, COLUMNS), -0.5, np.float32)):
        assert np.array_equal(sharpened(scores, two_kinds()), scores)
