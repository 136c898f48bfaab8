import numpy as np
from numpy.typing import NDArray

from photoplay.sight.features import Features
from photoplay.sight.prototypes import found, ranked, sharpened

ROWS, COLUMNS, CHANNELS = 20, 30, 64
LEFT = np.arange(COLUMNS)[None, :] < COLUMNS // 2
INSIDE = np.broadcast_to(LEFT, (ROWS, COLUMNS))


def features_of(kind: NDArray[np.int_]) -> Features:
    """Return features of patches, those of each of `kind` alike but for noise."""
    chance = np.random.default_rng(4)
    kinds = chance.normal(size=(int(kind.max()) + 1, CHANNELS))
    tokens = kinds[kind] + 0.3 * chance.normal(size=(ROWS, COLUMNS, CHANNELS))
    return Features(tokens.astype(np.float32))


def two_kinds() -> Features:
    """Return features of two kinds of patches, those on the left and those on the right, each with its own noise."""
    return features_of(INSIDE.astype(int))


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


STRIPS = np.repeat([0, 1, 2], [6, 7, 7])[:, None].repeat(COLUMNS, axis=1)
"""Which of three kinds, sky, lake and beach from top to bottom, every patch is."""


def three_scores(lake: float, beach_as_lake: float) -> NDArray[np.float32]:
    """Return scores of lake, sky and beach; a quarter of the lake scores `lake`, the rest as little as the beach."""
    scores = np.full((3, ROWS, COLUMNS), -3.0, np.float32)
    scores[1, STRIPS == 0] = 5.0
    scores[2, STRIPS > 0] = 0.0
    scores[0, STRIPS > 0] = beach_as_lake
    scores[0, 6:13, : COLUMNS // 4] = lake
    return scores


def test_what_is_known_to_be_there_is_found_however_low_it_scores() -> None:
    lake = STRIPS == 1
    scores = three_scores(lake=-0.5, beach_as_lake=-2.5)
    assert (scores[0] < scores[1:].max(axis=0)).all()
    assert np.array_equal(found(scores, features_of(STRIPS)) > 0, lake)


def test_where_it_scores_high_what_scores_less_may_be_something_else() -> None:
    scores = three_scores(lake=8.0, beach_as_lake=-0.5)
    assert np.array_equal(found(scores, features_of(STRIPS)) > 0, STRIPS == 1)


def test_what_even_its_highest_scores_deny_is_not_found() -> None:
    assert found(three_scores(lake=-4.0, beach_as_lake=-5.0), features_of(STRIPS)).max() < 0


def test_alone_in_the_picture_its_patches_are_raised() -> None:
    scores = np.zeros((3, ROWS, COLUMNS), np.float32)
    assert found(scores, features_of(np.zeros((ROWS, COLUMNS), int))).min() > 2.0


def test_of_a_part_that_is_there_only_the_order_of_its_scores_is_believed() -> None:
    cloth = STRIPS == 0
    scores = np.full((ROWS, COLUMNS), -4.0, np.float32)
    scores[cloth] = -2.2
    scores[:4, :12] = np.linspace(-1.2, -0.8, 12)
    scores -= np.linspace(0.0, 0.2, COLUMNS, dtype=np.float32)
    assert np.array_equal(ranked(scores, features_of(STRIPS)) > 0.0, cloth)


def test_a_part_that_all_its_scores_deny_is_not_there() -> None:
    scores = np.where(STRIPS == 0, -3.0, -6.0).astype(np.float32)
    assert np.array_equal(ranked(scores, features_of(STRIPS)), scores)
