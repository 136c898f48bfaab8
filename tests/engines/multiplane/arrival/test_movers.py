import numpy as np
import pytest

from photoplay.arrays import Picture
from photoplay.engines.multiplane.arrival.movers import find_movers
from tests.engines.multiplane.arrival.corresponding import moved_by
from tests.scenes import RED, landscape, seen

WIDTH, HEIGHT = 480, 300
STILL = moved_by(np.zeros((HEIGHT, WIDTH, 2), np.float32))


def walker(left: int) -> Picture:
    picture = landscape(WIDTH, HEIGHT)
    picture[140:230, left : left + 36] = RED
    return picture


def test_a_figure_that_walked_on_is_found_in_both_places() -> None:
    first, second = find_movers(seen(walker(80)), seen(walker(300)), STILL)
    for (mover,), left in ((first, 80), (second, 300)):
        truth = np.zeros((HEIGHT, WIDTH), np.float32)
        truth[140:230, left : left + 36] = 1.0
        inside = mover.alpha > 0.5
        assert (inside & (truth > 0)).sum() / (inside | (truth > 0)).sum() > 0.85


def test_places_that_touch_are_told_apart() -> None:
    first, second = find_movers(seen(walker(80)), seen(walker(112)), STILL)
    assert first[0].box.left * WIDTH == pytest.approx(80, abs=6)
    assert second[0].box.right * WIDTH == pytest.approx(148, abs=6)


def test_nothing_moves_between_equal_pictures() -> None:
    assert find_movers(seen(walker(80)), seen(walker(80)), STILL) == ((), ())


def test_a_little_difference_everywhere_is_no_mover() -> None:
    waves = np.random.default_rng(2).normal(scale=8.0, size=(HEIGHT, WIDTH, 3))
    rough = (walker(80) + waves).clip(0, 255).astype(np.uint8)
    assert find_movers(seen(walker(80)), seen(rough), STILL) == ((), ())


def test_another_scene_has_no_movers() -> None:
    assert find_movers(seen(walker(80)), seen(255 - walker(80)), STILL) == ((), ())


def test_what_has_a_matte_already_is_not_found_again() -> None:
    matte = np.zeros((HEIGHT, WIDTH), np.float32)
    matte[140:230, 80:116] = 1.0
    first, second = find_movers(seen(walker(80), matte=matte), seen(walker(300)), STILL)
    assert (len(first), len(second)) == (0, 1)
