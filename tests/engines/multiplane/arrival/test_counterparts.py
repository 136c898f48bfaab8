import numpy as np

from photoplay.arrays import Floats, Picture
from photoplay.engines.multiplane.arrival.counterparts import find_counterparts
from photoplay.engines.multiplane.staging.geometry import Geometry, lay_out
from photoplay.sight.scene import Scene
from tests.scenes import RED, landscape, seen

SIZE = (240, 160)
BLUE = (30, 40, 200)


def figure(left: int, top: int, width: int, height: int) -> Floats:
    alpha = np.zeros(SIZE[::-1], np.float32)
    alpha[top : top + height, left : left + width] = 1.0
    return alpha


def stage(alpha: Floats, colour: tuple[int, int, int] = RED) -> tuple[Scene, Geometry]:
    picture: Picture = np.where(alpha[..., None] > 0, np.array(colour, np.uint8), landscape(*SIZE))
    scene = seen(picture, matte=alpha)
    return scene, lay_out(scene)


NOWHERE = np.zeros(SIZE[::-1], np.float32)


def test_a_figure_that_walked_on_goes_to_its_feet() -> None:
    first, second = stage(figure(40, 60, 30, 60)), stage(figure(150, 50, 36, 75))
    found = find_counterparts(first, second, NOWHERE, NOWHERE)
    feet = np.array([[54.5, 119.0]], np.float32)
    assert np.abs(feet + found.there[0].moved(feet) - [[167.5, 124.0]]).max() < 1.0
    head = np.array([[54.5, 60.0]], np.float32)
    assert np.abs(head + found.there[0].moved(head) - [[167.5, 50.0]]).max() < 1.5
    assert found.missing == 0


def test_there_and_back_undo_each_other() -> None:
    first, second = stage(figure(40, 60, 30, 60)), stage(figure(150, 50, 36, 75))
    found = find_counterparts(first, second, NOWHERE, NOWHERE)
    points = np.array([[10.0, 20.0], [100.0, 90.0]], np.float32)
    moved = points + found.there[0].moved(points)
    assert np.abs(moved + found.back[0].moved(moved) - points).max() < 1e-2


def test_one_that_is_followed_surely_needs_no_counterpart() -> None:
    sure = np.ones(SIZE[::-1], np.float32)
    found = find_counterparts(stage(figure(40, 60, 30, 60)), stage(figure(150, 50, 36, 75)), sure, sure)
    assert (found.there, found.back, found.missing) == ({}, {}, 0)


def test_another_figure_is_no_counterpart() -> None:
    first, second = stage(figure(40, 60, 30, 60)), stage(figure(150, 50, 36, 75), BLUE)
    found = find_counterparts(first, second, NOWHERE, NOWHERE)
    assert (found.there, found.missing) == ({}, 2)


def test_nor_is_one_of_quite_another_size() -> None:
    first, second = stage(figure(40, 60, 20, 30)), stage(figure(120, 30, 70, 110))
    assert find_counterparts(first, second, NOWHERE, NOWHERE).there == {}
