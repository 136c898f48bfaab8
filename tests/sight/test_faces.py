import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from photoplay.sight.faces import Face, find_faces
from photoplay.sight.objects import Box
from tests.scenes import EyeDetector, EyeMesh, Picture, with_eyes

WIDTH, HEIGHT = 480, 360
SIZE = np.array([WIDTH, HEIGHT])


def grey(width: int = WIDTH, height: int = HEIGHT) -> Picture:
    return np.full((height, width, 3), 128, np.uint8)


def eyes_at(x: float, y: float, gap: float, tilt: float = 0.0) -> NDArray[np.float64]:
    """Return the middles of two eyes `gap` apart around a place, turned clockwise by `tilt` radians."""
    half = gap / 2 * np.array([np.cos(tilt), np.sin(tilt)])
    return np.array([[x - half[0], y - half[1]], [x + half[0], y + half[1]]])


def found(picture: Picture, *people: Box) -> tuple[Face, ...]:
    return find_faces(picture, people, EyeDetector(), EyeMesh())


def middles(face: Face) -> NDArray[np.float32]:
    return np.array([eye.mean(axis=0) for eye in face.eyes])


@settings(max_examples=25)
@given(st.floats(100, 380), st.floats(100, 260), st.floats(36, 80), st.floats(-1.2, 1.2))
def test_the_landmarks_of_a_tilted_face_are_turned_back(x: float, y: float, gap: float, tilt: float) -> None:
    eyes, mesh = eyes_at(x, y, gap, tilt), EyeMesh()
    (face,) = find_faces(with_eyes(grey(), eyes), [], EyeDetector(), mesh)
    assert middles(face) * SIZE == pytest.approx(eyes, abs=1.5)
    assert np.array(face.centre) * SIZE == pytest.approx(eyes.mean(axis=0), abs=1.5)
    assert np.hypot(*(face.oval * SIZE - eyes.mean(axis=0)).T) == pytest.approx(gap, rel=0.05)
    (upright,) = mesh.seen
    assert abs(upright[1, 1] - upright[0, 1]) < 0.12 * (upright[1, 0] - upright[0, 0])


@pytest.mark.parametrize(("width", "height"), [(600, 250), (250, 600), (300, 300)])
def test_a_face_is_found_in_any_shape_of_picture(width: int, height: int) -> None:
    eyes = eyes_at(0.6 * width, 0.4 * height, 60)
    (face,) = found(with_eyes(grey(width, height), eyes))
    assert middles(face) * (width, height) == pytest.approx(eyes, abs=1.5)
    assert face.landmarks.shape == (478, 2)
    assert face.oval.shape == (36, 2)
    assert [eye.shape for eye in face.eyes] == [(16, 2), (16, 2)]


def test_nobody_is_found_where_nobody_is() -> None:
    assert found(grey(), Box(0.2, 0.2, 0.6, 0.9)) == ()


@pytest.mark.parametrize(("presence", "count"), [(2.0, 0), (2.4, 1)])
def test_what_the_mesh_is_not_sure_of_is_no_face(presence: float, count: int) -> None:
    picture = with_eyes(grey(), eyes_at(200, 150, 60))
    assert len(find_faces(picture, [], EyeDetector(), EyeMesh(presence))) == count


@pytest.mark.parametrize("sizes", [(50, 80), (80, 50)])
def test_neighbours_are_two_faces_the_largest_first(sizes: tuple[int, int]) -> None:
    one, other = eyes_at(130, 150, sizes[0]), eyes_at(320, 200, sizes[1])
    faces = found(with_eyes(with_eyes(grey(), one), other, face=1))
    largest, smallest = (one, other) if sizes[0] > sizes[1] else (other, one)
    assert len(faces) == 2
    assert middles(faces[0]) * SIZE == pytest.approx(largest, abs=1.5)
    assert middles(faces[1]) * SIZE == pytest.approx(smallest, abs=1.5)


def test_a_small_face_is_found_only_where_a_person_is_known_to_be() -> None:
    eyes = eyes_at(500, 300, 20)
    picture = with_eyes(grey(1000, 1000), eyes)
    assert found(picture) == ()
    assert found(picture, Box(0.1, 0.2, 0.3, 0.9)) == ()
    (face,) = found(picture, Box(0.4, 0.25, 0.6, 0.9))
    assert middles(face) * 1000 == pytest.approx(eyes, abs=1.5)


def test_a_face_found_in_the_picture_and_in_two_people_counts_once() -> None:
    picture, mesh = with_eyes(grey(1000, 1000), eyes_at(500, 320, 100)), EyeMesh()
    people = [Box(0.3, 0.2, 0.7, 0.9), Box(0.35, 0.2, 0.75, 0.9)]
    assert len(find_faces(picture, people, EyeDetector(), mesh)) == 1
    assert len(mesh.seen) == 3


@pytest.mark.parametrize(
    "person",
    [Box(0.0, 0.0, 1.0, 1.0), Box(0.9, 0.9, 1.0, 1.0), Box(0.0, 0.5, 0.01, 1.0), Box(0.5, 0.5, 0.5, 0.9)],
    ids=["the whole picture", "a corner", "a sliver", "a line"],
)
def test_a_person_may_be_anywhere(person: Box) -> None:
    assert len(found(with_eyes(grey(), eyes_at(200, 150, 60)), person)) == 1
