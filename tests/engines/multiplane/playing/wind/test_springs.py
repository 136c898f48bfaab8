import numpy as np
import pytest

from photoplay.director.plan import Effect
from photoplay.director.vocabulary.kinds import EffectKind
from photoplay.engines.multiplane.playing.timing import Timing
from photoplay.engines.multiplane.playing.wind.springs import Blowing, Wind, parts_of, patches
from tests.engines.multiplane.playing.stages import plan_of

FOCAL = 1280.0
LEAVES = Effect(kind=EffectKind.FOLIAGE, end=10)


def wind_of(seed: int = 1, focal: float = FOCAL) -> Wind:
    return Wind.along((1.0, 0.0), focal, np.random.default_rng(seed))


def blowing(wind: Wind) -> Blowing:
    return Blowing(wind.rates, Timing.of(LEAVES, plan_of(LEAVES, duration=10), 0.0))


def swing_of(wind: Wind, own: float, x: float, times: np.ndarray, damping: float = 0.2) -> np.ndarray:
    """Return how far a spring at `x` swings at `times`."""
    late = wind.late(np.array([[[x, 0.0]]], np.float32))
    parts = parts_of(wind.answers(np.full((1, 1), own, np.float32), damping, late), 0.0)[:, 0, 0]
    course = blowing(wind)
    return np.array([course(float(time)) @ parts for time in times])


def test_springs_swing_half_their_size_on_the_whole() -> None:
    times = np.linspace(1.0, 10.0, 300)
    swings = [swing_of(wind_of(seed), 0.8, 0.0, times) for seed in range(6)]
    assert np.sqrt(np.mean(np.square(swings))) == pytest.approx(0.5, abs=0.12)
    assert abs(np.mean(swings)) < 0.1


def test_a_spring_swings_at_its_own_pace() -> None:
    times = np.linspace(1.0, 10.0, 600)
    crossings = [
        np.mean(
            [np.count_nonzero(np.diff(np.sign(swing_of(wind_of(s), own, 0.0, times, 0.1)))) for s in range(5)]
        )
        for own in (0.4, 1.6)
    ]
    assert crossings[1] > 1.8 * crossings[0]


def test_gusts_travel_with_the_wind() -> None:
    wind = wind_of()
    late = wind.late(np.array([[[0.0, 0.0], [100.0, 0.0]]], np.float32))[:, 0]
    assert (late[:, 1] > late[:, 0]).all()


def test_no_wind_at_rest_and_the_second_half_is_another() -> None:
    wind = wind_of()
    assert not blowing(wind)(0.0).any()
    times = np.linspace(1.0, 5.0, 100)
    first, second = swing_of(wind, 0.6, 0.0, times), swing_of(wind, 0.6, 0.0, times + 5.0)
    assert np.abs(first - second).max() > 0.4


def test_the_same_in_every_size_of_frame() -> None:
    small, large = (
        swing_of(wind_of(focal=focal), 0.7, 0.3 * focal, np.arange(1.0, 3.0, 0.1)) for focal in (640, 1920)
    )
    assert small == pytest.approx(large, abs=1e-3)


def test_patches_are_even_and_smooth() -> None:
    fields = patches((60, 40), 6.0, 3, np.random.default_rng(1))
    assert fields.shape == (3, 40, 60)
    assert fields.mean(axis=(1, 2)) == pytest.approx([0, 0, 0], abs=1e-4)
    assert fields.std(axis=(1, 2)) == pytest.approx([1, 1, 1], abs=1e-3)
    assert np.abs(np.diff(fields, axis=2)).max() < 1.5
