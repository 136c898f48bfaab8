import numpy as np
import pytest

from photoplay.arrays import floats
from photoplay.engines.multiplane.playing.pulses import Strokes, Wander, grown
from photoplay.engines.multiplane.playing.timing import Timing


def test_nothing_has_grown_at_rest_and_all_of_it_in_time() -> None:
    timing = Timing(start=0.0, end=5.0, duration=5.0, rest=0.0)
    grown_to = [grown(timing, time, 2.0) for time in np.linspace(0, 5, 60)]
    assert grown_to[0] == 0.0
    assert grown_to[-1] == 1.0
    assert (np.diff(grown_to) >= 0.0).all()
    assert grown(timing, 1.0, 2.0) == pytest.approx(0.5)


def test_what_has_grown_goes_again_before_a_rest_at_the_end() -> None:
    timing = Timing(start=0.0, end=5.0, duration=5.0, rest=5.0)
    assert grown(timing, 5.0, 2.0) == 0.0
    assert grown(timing, 2.5, 2.0) == 1.0


def test_what_ends_within_the_clip_is_gone_then() -> None:
    timing = Timing(start=1.0, end=3.0, duration=5.0, rest=0.0)
    assert grown(timing, 0.9, 1.0) == 0.0
    assert grown(timing, 2.0, 1.0) == 1.0
    assert grown(timing, 3.1, 1.0) == 0.0


def test_a_wander_is_even_and_never_repeats() -> None:
    wander = Wander.between(1.0, 8.0, np.random.default_rng(4))
    values = np.array([wander.at(time) for time in np.arange(0, 10, 1 / 30)])
    assert abs(values.mean()) < 0.2
    assert 0.7 < values.std() < 1.3
    first, second = values[:150], values[150:]
    assert np.corrcoef(first, second)[0, 1] < 0.5


def test_the_same_chance_gives_the_same_wander() -> None:
    one, other = (Wander.between(1.0, 8.0, np.random.default_rng(4)) for _ in range(2))
    assert one.at(3.21) == other.at(3.21)


def test_strokes_rise_fast_and_fall_slowly() -> None:
    strokes = Strokes(floats(1.0, 3.0), floats(1.0, 0.5), rise=0.05, decay=0.2)
    assert strokes.at(0.99) == 0.0
    assert strokes.at(1.05) == pytest.approx(1.0)
    assert strokes.at(1.25) == pytest.approx(np.exp(-1), abs=0.01)
    assert strokes.at(3.05) == pytest.approx(0.5, abs=0.01)
    assert np.abs(np.diff([strokes.at(time) for time in np.arange(0, 4, 0.001)])).max() < 0.05
