"""Soft shapes and streaks on a plate."""

import numpy as np
import pytest

from photoplay.arrays import Floats, Picture
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.playing.air.splats import Plate, Splats, bubble, leaf, oval, petal, slip

VIEW = View(640, 384)


def _shape(
    x: float, y: float, radius: float, colour: tuple[float, ...] = (1, 1, 1, 1), **more: object
) -> Splats:
    axes = (radius * np.eye(2, dtype=np.float32))[None]
    return Splats(
        np.array([[x, y]], np.float32),
        axes,
        np.array([0.5], np.float32),
        np.array([colour], np.float32),
        **more,  # type: ignore[arg-type]
    )


def _drawn(*shapes: Splats, ground: int = 0, view: View = VIEW) -> Picture:
    frame = np.full((view.height, view.width, 3), ground, np.uint8)
    plate = Plate(view)
    for each in shapes:
        plate.splat(each)
    plate.lay(frame)
    return frame


def _middle(picture: Picture) -> tuple[float, float]:
    weight = picture.astype(np.float64).sum(axis=-1)
    rows, columns = np.mgrid[: weight.shape[0], : weight.shape[1]]
    return float((weight * columns).sum() / weight.sum()), float((weight * rows).sum() / weight.sum())


@pytest.mark.parametrize("x", [100.0, 100.25, 100.5, 100.8])
@pytest.mark.parametrize("radius", [0.4, 1.5, 8.0])
def test_a_shape_is_where_it_is_told_to_the_fraction_of_a_pixel(x: float, radius: float) -> None:
    across, down = _middle(_drawn(_shape(x, 50.4, radius)))
    assert across == pytest.approx(x, abs=0.12)
    assert down == pytest.approx(50.4, abs=0.12)


def test_as_much_is_drawn_wherever_it_lies() -> None:
    sums = [float(_drawn(_shape(100 + part, 50, 0.8)).sum()) for part in np.linspace(0, 1, 6)]
    assert max(sums) < 1.12 * min(sums)


def test_area_grows_as_the_square_of_the_radius_even_under_a_pixel() -> None:
    small, double, large = (float(_drawn(_shape(100, 50, r)).sum()) for r in (0.3, 0.6, 6.0))
    assert double == pytest.approx(4 * small, rel=0.3)
    assert large == pytest.approx(400 * small, rel=0.5)


def test_what_covers_hides_and_what_shines_adds() -> None:
    matter = _drawn(_shape(100, 50, 8, (0.1, 0.1, 0.1, 1.0)), ground=200)[50, 100]
    light = _drawn(_shape(100, 50, 8, (0.1, 0.1, 0.1, 0.0)), ground=200)[50, 100]
    assert (np.abs(matter.astype(int) - 25) <= 2).all()
    assert (np.abs(light.astype(int) - 225) <= 2).all()


def test_nothing_changes_away_from_a_shape_or_without_one() -> None:
    assert (_drawn(ground=90) == 90).all()
    picture = _drawn(_shape(100, 50, 6), ground=90)
    picture[35:66, 85:116] = 90
    assert (picture == 90).all()


def test_a_shape_over_the_edge_is_cut_off() -> None:
    assert _drawn(_shape(-3, 50, 8)).any()
    assert not _drawn(_shape(-300, 50, 8)).any()


def test_a_plate_looks_alike_at_any_size() -> None:
    small = _drawn(_shape(100, 50, 6)).astype(np.float32)
    large = _drawn(_shape(200.5, 100.5, 12), view=View(1280, 768)).astype(np.float32)
    shrunk = large.reshape(384, 2, 640, 2, 3).mean(axis=(1, 3))
    assert np.abs(shrunk - small).max() < 25


@pytest.mark.parametrize("distance", [oval, leaf, petal, slip, bubble])
def test_every_shape_has_an_outline_at_about_one(distance: object) -> None:
    x, y = np.meshgrid(*2 * [np.linspace(-1.6, 1.6, 65, dtype=np.float32)])
    reach: Floats = distance(x, y)  # type: ignore[operator]
    assert reach[np.hypot(x, y) > 1.5].min() > 1.0
    assert (reach < 1.0).mean() > 0.02


def test_a_streak_reaches_from_its_tail_to_its_head() -> None:
    frame = np.zeros((384, 640, 3), np.uint8)
    plate = Plate(VIEW)
    white = np.ones((1, 4), np.float32)
    ends = (np.array([[100, 40]], np.float32), np.array([[110, 90]], np.float32))
    plate.streak(*ends, np.array([1.0], np.float32), white)
    plate.lay(frame)
    rows, columns = np.nonzero(frame.max(axis=-1) > 60)
    assert (rows.min(), rows.max()) == (pytest.approx(40, abs=2), pytest.approx(90, abs=2))
    assert (columns.min(), columns.max()) == (pytest.approx(100, abs=2), pytest.approx(110, abs=2))


def test_a_ring_is_hollow() -> None:
    frame = np.zeros((384, 640, 3), np.uint8)
    plate = Plate(VIEW)
    wide, high = np.array([20.0], np.float32), np.array([8.0], np.float32)
    plate.rings(np.array([[100, 50]], np.float32), wide, high, np.ones((1, 4), np.float32))
    plate.lay(frame)
    assert frame[50, 100].max() == 0
    assert frame[50, 118:123].max() > 150
    assert frame[56:61, 100].max() > 150
