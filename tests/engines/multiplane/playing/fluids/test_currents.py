import numpy as np
import pytest

from photoplay.director.plan import Effect
from photoplay.director.vocabulary.kinds import EffectKind
from photoplay.engines.multiplane.playing.fluids.currents import Stream, Travel, patches, stream
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing
from tests.engines.multiplane.playing.stages import setting_of
from tests.scenes import landscape

WIDTH, HEIGHT = 320, 180


@pytest.fixture(scope="module")
def setting() -> Setting:
    """A landscape in which something flows."""
    return setting_of(landscape(WIDTH, HEIGHT), Effect(kind=EffectKind.FLOW, end=5))


def river(setting: Setting, travel: Travel) -> Stream:
    """Return a current that goes 15 pixels a second to the right everywhere."""
    velocity = np.zeros((*setting.canvas.size[::-1], 2), np.float32)
    velocity[..., 0] = 15.0
    return stream(setting, velocity, travel, 1)


@pytest.mark.parametrize(("start", "end"), [(0.0, 5.0), (1.0, 4.0)])
@pytest.mark.parametrize("rest", [0.0, 5.0])
def test_travel_takes_whole_turns(start: float, end: float, rest: float) -> None:
    travel = Travel.of(Timing(start, end, 5.0, rest), 1.4)
    assert travel.turns(rest) == 0.0
    other = travel.turns(5.0 - rest)
    assert other == pytest.approx(round(other), abs=1e-6)
    assert abs(other) >= 1.0
    assert travel.freedom(rest) == travel.freedom(5.0 - rest) == 0.0
    assert travel.freedom(2.5) > 0.3


def test_what_lasts_as_long_as_the_clip_closes_its_loop_in_speed_too() -> None:
    travel = Travel.of(Timing(0.0, 5.0, 5.0, 0.0), 1.4)
    first, last = travel.turns(0.1), travel.whole - travel.turns(4.9)
    assert first == pytest.approx(last, rel=0.05)
    assert first == pytest.approx(0.1 * travel.whole / 5.0, rel=0.2)
    later = Travel.of(Timing(1.0, 4.0, 5.0, 0.0), 1.4)
    assert later.turns(1.05) < 0.01 * later.whole


def test_looks_are_mixed_for_a_share_of_the_time_and_never_jump(setting: Setting) -> None:
    current = river(setting, Travel.of(Timing(0.0, 5.0, 5.0, 0.0), 1.0))
    points = np.stack(np.meshgrid(np.arange(0, 320, 8), np.arange(0, 180, 8)), axis=-1).astype(np.float32)
    weights = np.stack([current.phases(points, float(time))[1][1] for time in np.arange(1.0, 4.0, 0.03)])
    assert 0.3 < float(((weights == 0.0) | (weights == 1.0)).mean()) < 0.5
    assert float(np.abs(np.diff(weights, axis=0)).max()) < 0.3


def test_travel_is_the_faster_the_higher_the_tempo() -> None:
    slow, fast = (Travel.of(Timing(0.0, 5.0, 5.0, 0.0, tempo=tempo), 1.4).whole for tempo in (0.5, 2.0))
    assert fast > 3.0 * slow


def test_either_look_goes_at_the_flow_s_own_speed(setting: Setting) -> None:
    current = river(setting, Travel.of(Timing(0.0, 5.0, 5.0, 0.0), 1.0))
    points = np.array([[[60, 60], [160, 90], [260, 120]]], np.float32)
    speeds = []
    for time in np.arange(1.0, 4.0, 0.05):
        (before, _), _ = current.phases(points, float(time))
        (after, _), _ = current.phases(points, float(time) + 0.02)
        speeds.append((after - before)[0, :, 0] / 0.02)
    assert np.median(speeds) == pytest.approx(15.0, rel=0.2)


def test_weights_add_up_and_places_take_turns_at_different_times(setting: Setting) -> None:
    current = river(setting, Travel.of(Timing(0.0, 5.0, 5.0, 0.0), 1.0))
    points = np.stack(np.meshgrid(np.arange(0, 320, 8), np.arange(0, 180, 8)), axis=-1).astype(np.float32)
    spreads = []
    for time in np.arange(1.5, 3.5, 0.11):
        (_, one), (_, other) = current.phases(points, float(time))
        assert one + other == pytest.approx(np.ones(points.shape[:2]), abs=1e-5)
        spreads.append(float(one.std()))
    assert np.mean(spreads) > 0.15


def test_no_look_is_torn_where_it_is_seen(setting: Setting) -> None:
    current = river(setting, Travel.of(Timing(0.0, 5.0, 5.0, 0.0), 1.0))
    points = np.stack(np.meshgrid(np.arange(0, 320, 4), np.arange(0, 180, 4)), axis=-1).astype(np.float32)
    for time in np.arange(0.1, 5.0, 0.17):
        for shift, weight in current.phases(points, float(time)):
            steps = np.abs(np.diff(shift[..., 0], axis=1)) / 4.0
            assert float(steps[np.minimum(weight[:, 1:], weight[:, :-1]) > 0.1].max(initial=0.0)) < 0.5


def test_patches_are_of_their_size_and_the_seed_s_own(setting: Setting) -> None:
    noise = patches(setting, 0.3, 1)
    assert noise.mean() == pytest.approx(0.0, abs=1e-5)
    assert noise.std() == pytest.approx(1.0, abs=1e-5)
    assert np.array_equal(noise, patches(setting, 0.3, 1))
    assert not np.array_equal(noise, patches(setting, 0.3, 2))
    assert np.abs(np.diff(noise, axis=1)).max() < 0.4
