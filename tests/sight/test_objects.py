import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photoplay.sight.objects import LEAST_SCORE, SIDE, Box, anchors, find_objects
from tests.scenes import FixedObjects, landscape

NAMES = ("person", "dining table", "dog")
PERSON, TABLE, DOG = range(3)
SQUARE = landscape(SIDE, SIDE)
sides = st.integers(40, 900)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network's file that is nothing but its labels."""
    file = tmp_path_factory.mktemp("objects") / "objects.tflite"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("labels.txt", "\n".join(NAMES))
    return file


@settings(max_examples=25)
@given(sides, sides, st.tuples(*4 * [st.floats(0, 1)]))
def test_a_box_comes_back_where_it_was_put_in_any_shape_of_picture(
    path: Path, width: int, height: int, shares: tuple[float, float, float, float]
) -> None:
    x, y, across, down = shares
    box = Box(0.6 * x, 0.6 * y, 0.6 * x + 0.2 + 0.2 * across, 0.6 * y + 0.2 + 0.2 * down)
    scale = SIDE / max(width, height)
    columns, rows = round(width * scale), round(height * scale)
    pixels = (box.left * columns, box.top * rows, box.right * columns, box.bottom * rows)
    (thing,) = find_objects(landscape(width, height), FixedObjects(path, (TABLE, 0.8, pixels)))
    assert thing.name == "dining table"
    assert thing.score == pytest.approx(0.8)
    assert thing.box == pytest.approx(box, abs=1e-3)


@settings(max_examples=25)
@given(sides, sides, st.lists(st.tuples(*4 * [st.floats(-100, 420)]), max_size=6))
def test_boxes_stay_inside_the_picture(
    path: Path, width: int, height: int, corners: list[tuple[float, float, float, float]]
) -> None:
    things = [
        (index % 3, 0.5 + 0.05 * index, (min(a, c), min(b, d), max(a, c) + 1, max(b, d) + 1))
        for index, (a, b, c, d) in enumerate(corners)
    ]
    found = find_objects(landscape(width, height), FixedObjects(path, *things))
    assert [thing.score for thing in found] == sorted((thing.score for thing in found), reverse=True)
    for thing in found:
        assert 0 <= thing.box.left <= thing.box.right <= 1
        assert 0 <= thing.box.top <= thing.box.bottom <= 1


def test_one_thing_found_twice_counts_once(path: Path) -> None:
    network = FixedObjects(path, (DOG, 0.6, (100, 100, 200, 200)), (DOG, 0.8, (104, 98, 203, 199)))
    (dog,) = find_objects(SQUARE, network)
    assert dog.score == pytest.approx(0.8)


def test_two_kinds_may_share_a_place_and_one_kind_be_in_two(path: Path) -> None:
    network = FixedObjects(
        path,
        (DOG, 0.6, (20, 100, 120, 200)),
        (PERSON, 0.9, (104, 98, 203, 199)),
        (DOG, 0.7, (102, 99, 201, 201)),
    )
    assert [thing.name for thing in find_objects(SQUARE, network)] == ["person", "dog", "dog"]


def test_what_is_unsure_is_left_out(path: Path) -> None:
    network = FixedObjects(
        path,
        (DOG, LEAST_SCORE - 0.01, (20, 100, 120, 200)),
        (PERSON, LEAST_SCORE + 0.01, (200, 98, 300, 199)),
    )
    assert [thing.name for thing in find_objects(SQUARE, network)] == ["person"]


def test_nothing_is_found_where_nothing_is(path: Path) -> None:
    assert find_objects(SQUARE, FixedObjects(path)) == ()


@pytest.mark.parametrize(("width", "height"), [(640, 320), (320, 640)])
def test_the_network_is_shown_the_picture_in_the_corner_of_a_square(
    path: Path, width: int, height: int
) -> None:
    network = FixedObjects(path)
    find_objects(landscape(width, height), network)
    (shown,) = network.shown
    assert shown.shape == (SIDE, SIDE, 3)
    inside, outside = np.s_[: height // 2, : width // 2], np.s_[height // 2 :, width // 2 :]
    assert shown[inside].astype(int).min() > 0
    assert not shown[outside].any()


def test_anchors_of_the_finest_level_come_first_row_by_row() -> None:
    around = anchors()
    assert around.shape == (19206, 4)
    assert around[0] == pytest.approx([4, 4, 24, 24])
    assert around[9, :2] == pytest.approx([4, 12])
    assert around[9 * SIDE // 8, :2] == pytest.approx([12, 4])
    heights, widths = around[:9, 2], around[:9, 3]
    assert heights * widths == pytest.approx(np.repeat(24.0**2 * 4.0 ** (np.arange(3) / 3), 3), rel=1e-5)
    assert (widths / heights) == pytest.approx(np.tile([1.0, 2.0, 0.5], 3), rel=1e-5)
