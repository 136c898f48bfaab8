from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.engines.multiplane.bends import Straights
from photoplay.engines.multiplane.filming.camera import Pose, Sightlines
from photoplay.engines.multiplane.filming.warp import Relief
from photoplay.engines.multiplane.staging.geometry import Geometry, lay_out
from photoplay.engines.multiplane.staging.straight import Lines
from tests.scenes import landscape, oval, portrait, seen

SIZE = WIDTH, HEIGHT = 320, 180
POST = Lines(np.array([[[0.25, 0.05], [0.25, 0.5]]], np.float32))


def relief(of: Geometry, rows: NDArray[np.floating]) -> Relief:
    """Return the backdrop's relief with inverse depth `rows`, one a row of it."""
    values = np.repeat(rows[:, None], of.backdrop.values.shape[1], axis=1).astype(np.float32)
    return replace(of.backdrop, values=values)


@pytest.fixture(scope="module")
def geometry() -> Geometry:
    return replace(lay_out(seen(landscape(*SIZE), None)), firm=POST)


def bends(geometry: Geometry, rows: NDArray[np.floating], pose: Pose) -> float:
    return Straights.of(geometry, relief(geometry, rows), []).bend(pose)


def test_on_a_plane_lines_stay_straight_from_everywhere(geometry: Geometry) -> None:
    plane = np.linspace(0.2, 0.6, len(geometry.backdrop.values))
    for pose in (Pose(x=0.2), Pose(y=0.1, yaw=0.1), Pose(z=0.3, roll=0.2, zoom=0.1)):
        assert bends(geometry, plane, pose) < 0.002


def test_across_a_step_they_bend_the_more_the_farther_the_camera_goes(geometry: Geometry) -> None:
    step = np.where(np.arange(len(geometry.backdrop.values)) < len(geometry.backdrop.values) / 2, 0.3, 0.5)
    near, far, farther = (bends(geometry, step, Pose(x=x)) for x in (0.05, 0.1, 0.15))
    assert bends(geometry, step, Pose()) == 0
    assert 0.02 < near < far
    assert farther - far == pytest.approx(far - near, rel=0.1)


def test_what_nobody_sees_is_no_bend(geometry: Geometry) -> None:
    step = np.where(np.arange(len(geometry.backdrop.values)) < len(geometry.backdrop.values) / 2, 0.3, 0.31)
    assert bends(geometry, step, Pose(x=0.1)) == 0


def test_a_place_is_shown_where_the_sightline_that_meets_it_looks(geometry: Geometry) -> None:
    pose, depth = Pose(x=0.1, y=-0.05, z=0.2, yaw=0.05, pitch=0.03, roll=0.02, zoom=0.1), 0.4
    straights = Straights.of(geometry, relief(geometry, np.full(len(geometry.backdrop.values), depth)), [])
    shown = straights._seen_from(pose)[0, 5]
    met = Sightlines.of(geometry.view, pose, shown[:1], shown[1:]).at(np.full((1, 1), depth, np.float32))
    assert np.allclose(met[0, 0], straights.points[0, 5], atol=0.01)


def test_few_lines_say_nothing(geometry: Geometry) -> None:
    short = replace(geometry, firm=Lines(np.array([[[0.25, 0.2], [0.25, 0.3]]], np.float32)))
    step = np.where(np.arange(len(geometry.backdrop.values)) < len(geometry.backdrop.values) / 2, 0.2, 0.6)
    assert bends(short, step, Pose(x=0.2)) == 0
    assert bends(replace(geometry, firm=Lines(np.zeros((0, 2, 2), np.float32))), step, Pose(x=0.2)) == 0


def test_a_line_from_one_layer_to_the_next_is_not_followed() -> None:
    geometry = lay_out(seen(portrait(*SIZE), oval(*SIZE)))
    across = np.array([[[0.05, 0.28], [0.95, 0.28]]], np.float32)
    reliefs = [cutout.relief for cutout in geometry.cutouts]
    straights = Straights.of(replace(geometry, firm=Lines(across)), geometry.backdrop, reliefs)
    assert not len(straights.points)
