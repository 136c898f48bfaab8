"""When something short happens."""

import numpy as np
import pytest

from photoplay.engines.multiplane.playing.faces.beats import Beats, Rhythm
from photoplay.engines.multiplane.playing.timing import Timing

RHYTHM = Rhythm(0.1, 0.2, (0.3, 0.6), (0.1, 0.3), (0.5, 1.5), again=0.2)
MOMENTS = np.arange(0.0, 10.0, 0.01)


def _beats(
    seed: int = 0, start: float = 0.0, end: float = 10.0, rest: float = 0.0, tempo: float = 1.0
) -> Beats:
    return Beats.of(RHYTHM, Timing(start, end, 10.0, rest, tempo=tempo), np.random.default_rng(seed))


def _at(beats: Beats) -> np.ndarray:
    return np.array([beats.at(float(time)) for time in MOMENTS])


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("rest", [0.0, 10.0, 4.0])
def test_nothing_happens_at_rest(seed: int, rest: float) -> None:
    around = rest + np.array([-0.02, 0.0, 0.02])
    assert [_beats(seed, rest=rest).at(float(time)) for time in around] == [0.0, 0.0, 0.0]


def test_it_comes_wholly_and_goes_wholly_again_and_again() -> None:
    course = _at(_beats())
    assert course.max() == 1.0
    comes = (np.diff((course > 0.5).astype(int)) == 1).sum()
    goes = (np.diff((course > 0.0).astype(int)) == -1).sum()
    assert comes >= 4
    assert goes >= comes - 1


def test_pauses_differ() -> None:
    assert np.diff(_beats().begins).std() > 0.1


def test_it_keeps_to_its_seconds() -> None:
    for seed in range(5):
        course = _at(_beats(seed, start=2.0, end=5.0))
        happens = MOMENTS[course > 0.0]
        assert happens.min() >= 2.0
        assert happens.max() <= 5.0


def test_even_a_short_cue_has_one() -> None:
    assert all(len(_beats(seed, start=2.0, end=2.8).begins) == 1 for seed in range(5))


def test_it_moves_smoothly_and_faster_at_a_higher_tempo() -> None:
    slow, fast = _at(_beats(tempo=0.5)), _at(_beats(tempo=2.0))
    assert 0.0 < np.abs(np.diff(slow)).max() < np.abs(np.diff(fast)).max() < 0.4


def test_the_same_chance_gives_the_same_times() -> None:
    np.testing.assert_array_equal(_beats(3).begins, _beats(3).begins)
    assert not np.array_equal(_beats(3).begins[:3], _beats(4).begins[:3])
