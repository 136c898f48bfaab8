"""Grain carried from one photograph to the other."""

import cv2
import numpy as np
import pytest

from photoplay.arrays import Picture
from photoplay.director.plan import Note
from photoplay.engines.engine import Frame
from photoplay.engines.multiplane.arrival.grain import Grained, grain_of, grained
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.filming.grain import Grain
from photoplay.progress import Progress, unwatched

VIEW = View(640, 360)
TIMES = np.linspace(0.0, 5.0, 26)
AT = 2.6


def smooth() -> Picture:
    """Return a picture without detail: a slope of greys."""
    slope = np.linspace(60, 200, VIEW.width).round().astype(np.uint8)
    return np.repeat(np.tile(slope, (VIEW.height, 1))[..., None], 3, axis=2)


def grainy(deviation: float) -> Picture:
    picture = smooth()
    Grain.of(VIEW, np.random.default_rng(5), 1).lay(picture, deviation, 0.3)
    return picture


class Two:
    """Shows one picture, then another."""

    notes: tuple[Note, ...] = (Note(phrase="", text="told"),)

    def __init__(self, first: Picture, second: Picture) -> None:
        self.pictures = first, second

    def frame(self, index: int, progress: Progress = unwatched) -> Frame:
        progress("Filming", 1.0)
        return self.pictures[int(TIMES[index] >= AT)].copy()


def carried(first: Picture, second: Picture) -> list[float]:
    """Return the grain of every frame of a clip that goes from one to the other."""
    shooting = grained(Two(first, second), (first, second), TIMES, AT, VIEW, 3)
    assert shooting.notes == Two.notes
    frames = [shooting.frame(index) for index in range(len(TIMES))]
    np.testing.assert_array_equal(frames[0], first)
    np.testing.assert_array_equal(frames[-1], second)
    return [grain_of(frame) for frame in frames]


@pytest.mark.parametrize("deviation", [2.0, 5.0])
def test_grain_is_told_from_a_smooth_slope(deviation: float) -> None:
    assert grain_of(smooth()) < 0.3
    assert grain_of(grainy(deviation)) == pytest.approx(0.9 * deviation, rel=0.1)


def test_blown_out_and_black_pictures_have_none_to_tell() -> None:
    assert grain_of(np.full((360, 640, 3), 255, np.uint8)) == 0.0
    assert grain_of(np.zeros((360, 640, 3), np.uint8)) == 0.0


def test_detail_is_no_grain() -> None:
    depth = np.linspace(4.0, 60.0, VIEW.width)[None, :, None]  # leaves, the nearer the rougher
    noise = np.random.default_rng(2).uniform(-1.0, 1.0, (VIEW.height, VIEW.width, 1))
    assert grain_of(np.repeat(128 + depth * noise, 3, axis=2).astype(np.uint8)) == 0.0


@pytest.mark.parametrize("turned", [False, True])
def test_the_smoother_photograph_gets_the_grain_of_the_other_where_they_meet(turned: bool) -> None:
    pictures = smooth(), grainy(4.0)
    seen = carried(*(pictures[::-1] if turned else pictures))
    steps = np.abs(np.diff(seen))
    assert steps.max() < 0.25 * grain_of(pictures[1])
    middle = int(np.searchsorted(TIMES, AT))
    around = seen[middle - 1 : middle + 1]
    assert min(around) > 0.85 * max(around)


def test_photographs_of_like_grain_are_left_alone() -> None:
    shooting = Two(smooth(), cv2.flip(smooth(), 1).astype(np.uint8))
    assert grained(shooting, shooting.pictures, TIMES, AT, VIEW, 3) is shooting


def test_grain_runs_like_film() -> None:
    film = grained(Two(smooth(), grainy(4.0)), (smooth(), grainy(4.0)), TIMES, AT, VIEW, 3)
    assert isinstance(film, Grained)
    assert (film.frame(11) != film.frame(12)).any()
    np.testing.assert_array_equal(film.frame(12), film.frame(12))
