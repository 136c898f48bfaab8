import itertools

import cv2
import numpy as np
import pytest

from photoplay.arrays import Picture
from photoplay.engines.generative.ends import DETAIL_SECONDS, TONE_SECONDS, End
from photoplay.engines.generative.joining import joined
from photoplay.engines.generative.retiming import at_size, retimed
from tests.scenes import landscape

WIDE = landscape(420, 120)


def window(x: float, height: int = 120, width: int = 160) -> Picture:
    """Return a picture of the wide landscape from `x` pixels on."""
    matrix = np.array([[1.0, 0.0, -x], [0.0, 1.0, 0.0]])
    return np.asarray(cv2.warpAffine(WIDE, matrix, (width, height), flags=cv2.INTER_CUBIC), np.uint8)


def place(picture: Picture) -> float:
    """Return from where on a window of the landscape was taken."""
    grey, wide = (cv2.cvtColor(one, cv2.COLOR_RGB2GRAY) for one in (picture[:, 8:-8], WIDE))
    scores = cv2.matchTemplate(wide, grey, cv2.TM_CCOEFF_NORMED)[0]
    best = int(np.argmax(scores[1:-1])) + 1
    before, at, after = (float(score) for score in scores[best - 1 : best + 2])
    return best - 8 + (before - after) / (2 * (before - 2 * at + after))


class TestRetimed:
    def test_the_ends_stay_and_motion_is_even(self) -> None:
        frames = [window(10 + 6 * index) for index in range(9)]
        clip = list(retimed(frames, 31, None))
        assert len(clip) == 31
        assert (clip[0] == frames[0]).all()
        assert (clip[-1] == frames[-1]).all()
        places = [place(frame) for frame in clip]
        assert np.allclose(places, np.linspace(10, 58, 31), atol=0.35)

    def test_what_is_between_is_one_picture_and_not_two(self) -> None:
        frames = [window(10), window(22)]
        middle = list(retimed(frames, 3, None))[1]
        double = cv2.addWeighted(frames[0], 0.5, frames[1], 0.5, 0)
        truth = window(16)
        inner = (slice(10, -10), slice(20, -20))
        assert cv2.PSNR(middle[inner], truth[inner]) > cv2.PSNR(double[inner], truth[inner]) + 10

    def test_as_many_frames_are_the_same_frames(self) -> None:
        frames = [window(10 + index) for index in range(5)]
        assert all((one == other).all() for one, other in zip(retimed(frames, 5, None), frames, strict=True))


class TestJoined:
    def test_two_runs_that_drift_apart_become_one_without_a_jump(self) -> None:
        first = [window(10 + 3 * index) for index in range(12)]
        second = [window(34 + 1.5 * index) for index in range(12)]
        clip = joined(first, second, 4, 16.0, None)
        assert len(clip) == 20
        steps = np.diff([place(frame) for frame in clip])
        assert steps[:6] == pytest.approx(3.0, abs=0.2)
        assert steps[-6:] == pytest.approx(1.5, abs=0.2)
        assert (steps > 0.3).all()
        assert (steps < 3.3).all()
        for frame in clip[8:12]:
            inner = (slice(10, -10), slice(20, -20))
            assert cv2.PSNR(frame[inner], window(place(frame))[inner]) > 28

    def test_the_second_begins_in_the_tones_of_the_first(self) -> None:
        first = [window(10 + 2 * index) for index in range(10)]
        second = [np.asarray(window(24 + 2 * index) * 0.9, np.uint8) for index in range(30)]
        clip = joined(first, second, 3, 16.0, None)
        levels = [float(frame[20:-20, 30:-30].mean()) for frame in clip]
        drifts = np.abs(np.diff(levels))
        assert levels[0] - levels[-1] > 8
        assert drifts.max() < 3


class TestEnd:
    @pytest.fixture
    def photograph(self) -> Picture:
        return window(30)

    @pytest.fixture
    def made(self, photograph: Picture) -> Picture:
        """What a decoder keeps of it: soft, and a little dark."""
        return np.asarray(cv2.GaussianBlur(photograph, (0, 0), 1.2) * 0.94, np.uint8)

    def test_the_end_is_the_photograph_and_far_away_nothing_is_done(
        self, photograph: Picture, made: Picture
    ) -> None:
        end = End.of(photograph, made)
        assert (end.given(made, 0.0) == photograph).all()
        assert (end.given(made, TONE_SECONDS) == made).all()

    def test_it_fades_without_a_jump(self, photograph: Picture, made: Picture) -> None:
        end = End.of(photograph, made)
        clip = [end.given(made, index / 30) for index in range(40)]
        steps = [float(np.abs(b.astype(int) - a).mean()) for a, b in itertools.pairwise(clip)]
        assert max(steps) < 0.25 * np.abs(photograph.astype(int) - made).mean()

    def test_detail_goes_along_with_what_it_belongs_to(self) -> None:
        photograph, moved = window(30), window(36)
        soft, later = (cv2.GaussianBlur(one, (0, 0), 1.2) for one in (photograph, moved))
        given = End.of(photograph, np.asarray(soft, np.uint8)).given(
            np.asarray(later, np.uint8), DETAIL_SECONDS / 10
        )
        inner = (slice(10, -10), slice(20, -20))
        assert cv2.PSNR(given[inner], moved[inner]) > cv2.PSNR(later[inner], moved[inner]) + 3


@pytest.mark.parametrize("size", [(160, 120), (80, 60), (320, 240)])
def test_frames_come_at_the_size_asked_for(size: tuple[int, int]) -> None:
    assert at_size(window(0), size).shape == (size[1], size[0], 3)
