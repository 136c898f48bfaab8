import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.engines.multiplane.geometry import PIVOT_WITHOUT_SUBJECT, REACH, lay_out
from photoplay.engines.multiplane.warp import Relief
from tests.scenes import landscape, oval, portrait, seen

Floats = NDArray[np.float32]
SIZES = [(320, 180), (180, 320), (301, 299)]
every_size = pytest.mark.parametrize(("width", "height"), SIZES)


def on_frame(relief: Relief, width: int, height: int) -> Floats:
    """Return what `relief` has at each pixel of the frame."""
    pixels = np.stack(np.meshgrid(np.arange(width), np.arange(height)), axis=-1)
    return relief.sample(pixels.astype(np.float32))


@every_size
def test_without_a_subject_there_is_a_backdrop_alone(width: int, height: int) -> None:
    geometry = lay_out(seen(landscape(width, height)))
    assert (geometry.view.width, geometry.view.height) == (width, height)
    assert geometry.subject is geometry.matte is geometry.hole is None
    assert geometry.target.inverse_depth == PIVOT_WITHOUT_SUBJECT


@every_size
def test_matte_lies_where_the_subject_is(width: int, height: int) -> None:
    matte = lay_out(seen(portrait(width, height), oval(width, height))).matte
    assert matte
    assert np.abs(on_frame(matte, width, height) - oval(width, height)).mean() < 0.003


@every_size
def test_hole_is_the_subject_and_little_more(width: int, height: int) -> None:
    geometry = lay_out(seen(portrait(width, height), oval(width, height)))
    assert geometry.hole
    hole = on_frame(geometry.hole, width, height)
    touched = (oval(width, height) > 0.05).astype(np.uint8)
    assert hole[touched > 0].min() > 0.9
    assert not hole[cv2.dilate(touched, np.ones((15, 15), np.uint8)) == 0].any()


@every_size
def test_reliefs_reach_beyond_the_frame(width: int, height: int) -> None:
    geometry = lay_out(seen(portrait(width, height), oval(width, height)))
    for relief in (geometry.backdrop, geometry.subject, geometry.matte, geometry.hole):
        assert relief
        rows, columns = relief.values.shape
        (x, y), rim = relief.origin, (REACH - 0.01) * max(width, height)
        assert x <= -rim >= y
        assert x + (columns - 1) * relief.spacing >= width - 1 + rim
        assert y + (rows - 1) * relief.spacing >= height - 1 + rim


@every_size
def test_pivot_is_the_depth_of_the_subject(width: int, height: int) -> None:
    geometry = lay_out(seen(portrait(width, height), oval(width, height)))
    assert geometry.subject
    inside = on_frame(geometry.subject, width, height)[oval(width, height) > 0.9]
    assert inside.min() < geometry.target.inverse_depth < inside.max()
