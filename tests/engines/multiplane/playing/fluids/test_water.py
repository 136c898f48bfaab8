from collections.abc import Callable

import numpy as np
import pytest

from photoplay.arrays import Floats
from photoplay.director.plan import Effect
from photoplay.director.vocabulary.kinds import Direction, EffectKind
from photoplay.engines.multiplane.filming.acts import Fluid
from photoplay.engines.multiplane.playing.fluids.swell import Swell
from photoplay.engines.multiplane.playing.fluids.water import PLAYERS
from photoplay.engines.multiplane.playing.performance import Performance
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing
from tests.engines.multiplane.playing.stages import setting_of
from tests.scenes import landscape

WIDTH, HEIGHT = 320, 192
BED = (slice(60, 192), slice(110, 210))
KINDS = (EffectKind.FLOW, EffectKind.WATERFALL, EffectKind.WAVES, EffectKind.RIPPLE)


def stage(cue: Effect, *, scale: int = 1, rest: float = 0.0) -> Setting:
    """Return a stream that comes from the middle of a landscape down to its lower edge, near there."""
    width, height = WIDTH * scale, HEIGHT * scale
    region = np.zeros((HEIGHT, WIDTH), np.float32)
    region[BED] = 1.0
    depth = np.linspace(0.1, 0.9, height, dtype=np.float32)[:, None].repeat(width, axis=1)
    regions = {"flowing_water": region}
    return setting_of(landscape(width, height), cue, inverse_depth=depth, regions=regions, rest=rest)


def play(cue: Effect, setting: Setting) -> Fluid:
    performance = PLAYERS[cue.kind](cue, setting, Timing.of(cue, setting.plan, setting.rest))
    assert isinstance(performance, Performance)
    (fluid,) = performance.acts[0].fluids
    return fluid


def carried(fluid: Fluid, time: float, places: list[tuple[float, float]]) -> tuple[Floats, Floats, Floats]:
    """Return the shifts of both looks, and the weight of the second, at `places`, x and y in pixels."""
    (one, _), (other, weight) = fluid.current.phases(np.array([places], np.float32), time)
    return one[0], other[0], np.asarray(weight, np.float32)[0]


MIDDLE, LOWER, UPPER, EDGE = (160.0, 140.0), (160.0, 180.0), (160.0, 75.0), (112.0, 140.0)


def test_without_water_nobody_plays() -> None:
    cue = Effect(kind=EffectKind.FLOW, end=5)
    setting = setting_of(landscape(WIDTH, HEIGHT), cue)
    assert PLAYERS[cue.kind](cue, setting, Timing.of(cue, setting.plan, 0.0)) is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rest", [0.0, 5.0])
def test_at_rest_it_is_the_photograph(kind: EffectKind, rest: float) -> None:
    cue = Effect(kind=kind, end=5)
    one, _, weight = carried(play(cue, stage(cue, rest=rest)), rest, [MIDDLE, LOWER, UPPER])
    assert not one.any()
    assert not weight.any()


@pytest.mark.parametrize("kind", [EffectKind.FLOW, EffectKind.WATERFALL, EffectKind.WAVES])
def test_water_comes_down_and_nearer(kind: EffectKind) -> None:
    cue = Effect(kind=kind, end=5)
    velocity = speed_of(play(cue, stage(cue)), [MIDDLE, LOWER, UPPER])
    assert (velocity[:, 1] > 0.5).all()
    assert velocity[1, 1] > velocity[2, 1]
    assert (np.abs(velocity[:, 0]) < 0.5 * velocity[:, 1]).all()


def speed_of(fluid: Fluid, places: list[tuple[float, float]]) -> Floats:
    """Return the usual velocity at `places` over half a second of steps, pixels a second."""
    steps = []
    for time in np.arange(1.5, 3.5, 1 / 60):
        (before, _, light), (after, _, later) = (carried(fluid, t, places) for t in (time, time + 1 / 60))
        steps.append(np.where(((light < 0.5) & (later < 0.5))[:, None], (after - before) * 60, np.nan))
    return np.asarray(np.nanmedian(np.stack(steps), axis=0), np.float32)


def test_water_is_slow_at_its_banks() -> None:
    cue = Effect(kind=EffectKind.FLOW, end=5)
    velocity = speed_of(play(cue, stage(cue)), [MIDDLE, EDGE])
    assert np.linalg.norm(velocity[1]) < 0.6 * np.linalg.norm(velocity[0])


def test_water_goes_where_the_prompt_says() -> None:
    cue = Effect(kind=EffectKind.FLOW, direction=Direction.LEFT, end=5)
    velocity = speed_of(play(cue, stage(cue)), [MIDDLE])
    assert velocity[0, 0] < -0.5
    assert abs(velocity[0, 1]) < abs(velocity[0, 0])


def test_only_water_is_covered() -> None:
    cue = Effect(kind=EffectKind.FLOW, end=5)
    cover = play(cue, stage(cue)).cover
    left, top = cover.origin
    frame = np.zeros((HEIGHT, WIDTH), np.uint8)
    rows, columns = cover.texels.shape
    frame[int(top) : int(top) + rows, int(left) : int(left) + columns] = cover.texels
    assert (frame[80:, 130:190] > 200).mean() > 0.95
    frame[BED] = 0
    assert frame.max() < 60


@pytest.mark.parametrize("kind", KINDS)
def test_the_stronger_the_faster(kind: EffectKind) -> None:
    sizes = []
    for amount in (0.25, 0.5, 1.0, 2.0):
        cue = Effect(kind=kind, amount=amount, end=5)
        fluid = play(cue, stage(cue))
        shifts = [carried(fluid, time, [MIDDLE, LOWER])[0] for time in np.arange(1.0, 4.0, 0.1)]
        sizes.append(float(np.abs(np.stack(shifts)).mean()))
    assert sizes == sorted(sizes)
    assert sizes[0] < 0.5 * sizes[-1]


@pytest.mark.parametrize("kind", KINDS)
def test_the_loop_closes(kind: EffectKind) -> None:
    cue = Effect(kind=kind, end=5)
    one, other, weight = carried(play(cue, stage(cue)), 5.0, [MIDDLE, UPPER])
    seen = np.where(weight[:, None] > 0.5, other, one)
    assert np.abs(seen).max() < 0.05
    assert np.minimum(weight, 1.0 - weight).max() < 0.01


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_folds(kind: EffectKind) -> None:
    cue = Effect(kind=kind, end=5)
    setting = stage(cue)
    current = play(cue, setting).current
    points = np.stack(np.meshgrid(np.arange(112, 208, 4), np.arange(70, 190, 4)), axis=-1).astype(np.float32)
    for time in np.arange(0.5, 5.0, 0.37):
        for shift, weight in current.phases(points, float(time)):
            source = points - shift
            dx, dy = (source[:-1, 1:] - source[:-1, :-1]) / 4, (source[1:, :-1] - source[:-1, :-1]) / 4
            area = dx[..., 0] * dy[..., 1] - dx[..., 1] * dy[..., 0]
            seen = np.asarray(weight, np.float32)[:-1, :-1] > 0.1
            assert float(area[seen].min(initial=1.0)) > 0.2


def test_sizes_scale_with_the_frame() -> None:
    cue = Effect(kind=EffectKind.FLOW, end=5)
    small = speed_of(play(cue, stage(cue)), [MIDDLE, LOWER])
    large = speed_of(play(cue, stage(cue, scale=2)), [(320.5, 280.5), (320.5, 360.5)])
    assert large / 2 == pytest.approx(small, abs=0.25 * float(np.abs(small).max()))


def test_it_is_the_same_every_time() -> None:
    cue = Effect(kind=EffectKind.WAVES, end=5)
    first, second = [carried(play(cue, stage(cue)), 2.3, [MIDDLE])[0] for _ in range(2)]
    assert np.array_equal(first, second)


@pytest.fixture
def swell() -> Callable[[float], Floats]:
    """The second look of rolling water over ten seconds."""
    cue = Effect(kind=EffectKind.WAVES, end=10)
    region = np.ones((HEIGHT, WIDTH), np.float32)
    region[:60] = 0.0
    setting = setting_of(landscape(WIDTH, HEIGHT), cue, regions={"flowing_water": region}, duration=10.0)
    fluid = play(cue, setting)
    return lambda time: carried(fluid, time, [MIDDLE, LOWER, (40.0, 150.0)])[0]


def test_ten_seconds_do_not_repeat(swell: Callable[[float], Floats]) -> None:
    halves = np.array([[swell(time), swell(time + 5.0)] for time in np.arange(1.0, 4.5, 0.25)])
    assert float(np.abs(halves[:, 0] - halves[:, 1]).mean()) > 0.3


@pytest.mark.parametrize("rest", [0.0, 5.0])
def test_waves_close_their_loop_in_speed_too(rest: float) -> None:
    cue = Effect(kind=EffectKind.WAVES, end=5)
    setting = stage(cue, rest=rest)
    region = setting.region(("flowing_water",))
    assert region is not None
    waves = Swell.over(setting, region, 1.0, Timing.of(cue, setting.plan, rest))
    points = np.array([[MIDDLE, LOWER, UPPER]], np.float32)
    lifts = [waves.shift(points, time)[..., 1] for time in (0.0, 0.03, 0.06, 4.94, 4.97, 5.0)]
    assert np.abs(lifts[0]).max() < 1e-4
    assert np.abs(lifts[-1]).max() < 1e-4
    entering, leaving = lifts[1] - lifts[0], lifts[-1] - lifts[-2]
    assert np.abs(entering).max() > 0.0
    assert entering == pytest.approx(leaving, abs=0.3 * float(np.abs(entering).max()))
