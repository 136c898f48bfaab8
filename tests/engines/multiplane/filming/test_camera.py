import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from photoplay.arrays import floats
from photoplay.engines.multiplane.filming.camera import Pose, Sightlines, View

VIEW = View(640, 360)
NEAR, FAR = 0.9, 0.15


def seen(pose: Pose, pixel: tuple[float, float], depth: float) -> NDArray[np.float64]:
    """Return the photograph's pixel that `pixel` shows if what it shows is at inverse `depth`."""
    lines = Sightlines.of(VIEW, pose, floats(pixel[0]), floats(pixel[1]))
    return np.asarray(lines.at(floats(depth)[None])[0, 0], np.float64)


def projected(pose: Pose, pixel: tuple[float, float], depth: float) -> NDArray[np.float64]:
    """Return where a pinhole camera at `pose` shows the point that the photograph has at `pixel`."""
    centre = np.array([319.5, 179.5])
    point = np.append((np.array(pixel) - centre) / 640, 1.0) / depth
    yaw, pitch, roll = (
        cv2.Rodrigues(np.array(axis, np.float64))[0]
        for axis in ((0, pose.yaw, 0), (pose.pitch, 0, 0), (0, 0, pose.roll))
    )
    x, y, z = (yaw @ pitch @ roll).T @ (point - np.array(pose[:3]))
    return np.asarray(640 * np.exp(pose.zoom) * np.array([x, y]) / z + centre)


def motion(pose: Pose, pixel: tuple[float, float], depth: float = 0.5) -> NDArray[np.float64]:
    """Return how the picture moves on the screen: x right, y down."""
    return np.subtract(projected(pose, pixel, depth), pixel)


shifts, turns = st.floats(-0.15, 0.15), st.floats(-0.12, 0.12)
poses = st.builds(Pose, shifts, shifts, st.floats(-0.3, 0.3), turns, turns, turns, st.floats(-0.35, 0.35))
pixels = st.tuples(st.floats(0, 639), st.floats(0, 359))


@given(poses, pixels, st.floats(0.05, 0.9))
def test_a_pixel_sees_the_point_that_pinhole_geometry_projects_there(
    pose: Pose, pixel: tuple[float, float], depth: float
) -> None:
    x, y = projected(pose, pixel, depth).tolist()
    assert seen(pose, (x, y), depth) == pytest.approx(pixel, abs=5e-3)


@given(pixels, st.floats(0, 1))
def test_at_rest_a_pixel_sees_itself(pixel: tuple[float, float], depth: float) -> None:
    assert seen(Pose(), pixel, depth) == pytest.approx(pixel, abs=1e-4)


@pytest.mark.parametrize(("width", "height"), [(640, 360), (360, 640), (500, 500)])
def test_focal_length_is_the_long_side(width: int, height: int) -> None:
    view = View(width, height)
    assert view.focal == max(width, height)
    assert view.centre == ((width - 1) / 2, (height - 1) / 2)


CENTRE, RIGHT, TOP = (319.5, 179.5), (600.0, 179.5), (319.5, 10.0)


def test_pan_right_moves_the_picture_left() -> None:
    assert motion(Pose(yaw=0.05), CENTRE)[0] < -10
    assert seen(Pose(yaw=0.05), CENTRE, 0.5)[0] > CENTRE[0] + 10


def test_tilt_up_moves_the_picture_down() -> None:
    assert motion(Pose(pitch=0.05), CENTRE)[1] > 10
    assert seen(Pose(pitch=0.05), CENTRE, 0.5)[1] < CENTRE[1] - 10


def test_roll_clockwise_turns_the_picture_counterclockwise() -> None:
    assert motion(Pose(roll=0.05), RIGHT)[1] < -10
    assert motion(Pose(roll=0.05), TOP)[0] < -5
    assert seen(Pose(roll=0.05), RIGHT, 0.5)[1] > RIGHT[1] + 10


def test_truck_right_moves_near_things_further_left() -> None:
    pose = Pose(x=0.05)
    assert motion(pose, CENTRE, NEAR)[0] < motion(pose, CENTRE, FAR)[0] < 0
    assert seen(pose, CENTRE, NEAR)[0] > seen(pose, CENTRE, FAR)[0] > CENTRE[0]


def test_pedestal_down_moves_near_things_further_up() -> None:
    pose = Pose(y=0.05)
    assert motion(pose, CENTRE, NEAR)[1] < motion(pose, CENTRE, FAR)[1] < 0
    assert seen(pose, CENTRE, NEAR)[1] > seen(pose, CENTRE, FAR)[1] > CENTRE[1]


def test_dolly_in_magnifies_near_things_more() -> None:
    pose = Pose(z=0.2)
    assert motion(pose, RIGHT, NEAR)[0] > motion(pose, RIGHT, FAR)[0] > 0
    assert seen(pose, RIGHT, NEAR)[0] < seen(pose, RIGHT, FAR)[0] < RIGHT[0]


def test_zoom_in_magnifies_near_and_far_alike() -> None:
    pose = Pose(zoom=0.2)
    assert motion(pose, RIGHT, NEAR)[0] > 10
    assert seen(pose, RIGHT, NEAR) == pytest.approx(seen(pose, RIGHT, FAR), abs=1e-3)
