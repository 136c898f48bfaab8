import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.arrays import Picture
from photoplay.sight.between import Between
from tests.scenes import MadeUpNetwork, landscape

WIDTH, HEIGHT, MOVED = 192, 128, 40
WIDE = landscape(WIDTH + 3 * MOVED, HEIGHT)
INNER = (slice(8, -8), slice(MOVED + 8, -MOVED - 8))


def window(x: int) -> Picture:
    return np.ascontiguousarray(WIDE[:, x : x + WIDTH])


class Drift(MadeUpNetwork):
    """Knows that everything has moved to the left."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def __call__(self, *inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        self.asked += 1
        rows, columns = inputs[0].shape[2:]
        half = MOVED / 2 * columns / WIDTH
        shifts = np.array([half, 0.0, -half, 0.0], np.float32)
        return np.broadcast_to(shifts[None, :, None, None], (1, 4, rows, columns))


@pytest.mark.parametrize("time", [0.25, 0.5, 0.75])
@pytest.mark.parametrize("network", [Drift(), None], ids=["learned", "searched"])
def test_what_is_between_is_where_it_is_then(time: float, network: Drift | None) -> None:
    first, second, truth = window(MOVED), window(2 * MOVED), window(MOVED + round(time * MOVED))
    asked = network.asked if network else 0
    between = Between.of(first, second, network)
    assert cv2.PSNR(between.at(time)[INNER], truth[INNER]) > 35
    assert network is None or network.asked == asked + 1


def test_the_pictures_themselves_are_at_the_ends() -> None:
    first, second = window(0), window(3)
    between = Between.of(first, second, None)
    assert between.at(0.0) is first
    assert between.at(1.0) is second


def test_values_of_the_second_are_brought_to_the_things_of_the_first() -> None:
    first, second = window(10), window(13)
    x = np.broadcast_to(np.arange(WIDTH, dtype=np.float32)[None, :, None], (HEIGHT, WIDTH, 3)).copy()
    carried = Between.of(first, second, None).carried(x)
    assert np.median(carried[INNER] - x[INNER]) == pytest.approx(-3.0, abs=0.5)


def test_what_is_hidden_in_the_second_is_not_carried() -> None:
    first = window(10)
    second = first.copy()
    second[40:90, 60:130] = window(150)[40:90, 60:130]
    ones = np.ones((HEIGHT, WIDTH, 3), np.float32)
    carried = Between.of(first, second, None).carried(ones)
    assert carried[:30].mean() > 0.9
    assert carried[50:80, 70:120].mean() < 0.6 * carried[:30].mean()


def test_large_pictures_are_searched_small() -> None:
    first, second = (np.asarray(cv2.resize(window(x), (1152, 768)), np.uint8) for x in (10, 12))
    between = Between.of(first, second, None)
    assert between.there.shape == (320, 480, 2)
    middle = between.at(0.5)
    assert middle.shape == first.shape
    truth = np.asarray(cv2.resize(window(11), (1152, 768)), np.uint8)
    inner = (slice(50, -50), slice(80, -80))
    assert cv2.PSNR(middle[inner], truth[inner]) > 30
