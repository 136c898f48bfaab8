import numpy as np
import pytest

from photoplay.sight.colour import cloudiness, cut, flames

ROWS, COLUMNS = 60, 90
BLUE, WHITE, GREEN = (0.3, 0.5, 0.9), (0.9, 0.9, 0.92), (0.2, 0.4, 0.1)


def painted(**patches: tuple[float, float, float]) -> np.ndarray[tuple[int, int, int], np.dtype[np.float32]]:
    picture = np.empty((ROWS, COLUMNS, 3), np.float32)
    picture[:] = patches["rest"]
    picture[:20, :] = patches["top"]
    picture[5:15, 30:60] = patches["patch"]
    return picture + np.random.default_rng(1).normal(scale=0.01, size=picture.shape).astype(np.float32)


def test_clouds_stand_out_in_a_sky_of_any_blue() -> None:
    sky = np.zeros((ROWS, COLUMNS), np.float32)
    sky[:20] = 1.0
    for blue in (BLUE, (0.55, 0.7, 0.95)):
        clouds = cloudiness(painted(rest=GREEN, top=blue, patch=WHITE), sky)
        assert clouds[6:14, 32:58].min() > 0.8
        assert clouds[:20, :28].max() < 0.2
    assert cloudiness(painted(rest=GREEN, top=WHITE, patch=WHITE), sky).max() == 0.0
    assert cloudiness(painted(rest=GREEN, top=BLUE, patch=WHITE), np.zeros_like(sky)).max() == 0.0


@pytest.mark.parametrize(
    ("colour", "burns"),
    [((1.0, 0.55, 0.1), True), ((1.0, 0.85, 0.5), True), (WHITE, False), ((0.8, 0.65, 0.5), False)],
)
def test_flames_are_bright_and_far_from_white_and_sand(
    colour: tuple[float, float, float], burns: bool
) -> None:
    assert (flames(np.full((1, 1, 3), colour, np.float32))[0, 0] > 0) == burns


def test_a_cut_finds_the_edge_between_colours() -> None:
    picture = painted(rest=GREEN, top=BLUE, patch=BLUE)
    chance = (
        np.clip((28.0 - np.arange(ROWS)) / 20.0, 0.0, 1.0)[:, None].repeat(COLUMNS, axis=1).astype(np.float32)
    )
    assert np.abs((chance > 0.5).sum() - 20 * COLUMNS) > 1 * COLUMNS
    inside = cut(chance, picture) > 0.5
    assert inside[:19].all()
    assert not inside[21:].any()


def test_a_cut_stays_by_the_edge_it_moves() -> None:
    picture = painted(rest=GREEN, top=BLUE, patch=BLUE)
    picture[45:55, 30:60] = BLUE
    chance = np.where(np.arange(ROWS)[:, None] < 17, 0.97, 0.1).repeat(COLUMNS, axis=1).astype(np.float32)
    inside = cut(chance, picture) > 0.5
    assert inside[:19].all()
    assert not inside[21:].any()


def test_what_is_nowhere_sure_is_nowhere() -> None:
    chance = np.full((ROWS, COLUMNS), 0.4, np.float32)
    chance[:20] = 0.7
    assert cut(chance, painted(rest=GREEN, top=BLUE, patch=BLUE)).max() == 0.0


def test_what_is_everywhere_is_left_alone() -> None:
    chance = np.full((ROWS, COLUMNS), 0.97, np.float32)
    assert np.array_equal(cut(chance, painted(rest=GREEN, top=BLUE, patch=BLUE)), chance)
