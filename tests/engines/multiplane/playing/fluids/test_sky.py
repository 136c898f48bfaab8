import cv2
import numpy as np
import pytest

from photoplay.arrays import Floats, Picture
from photoplay.director.plan import Effect
from photoplay.director.vocabulary.kinds import Direction, EffectKind
from photoplay.engines.multiplane.filming.acts import Fluid
from photoplay.engines.multiplane.playing.fluids.sky import PLAYERS
from photoplay.engines.multiplane.playing.performance import Performance
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing
from tests.engines.multiplane.playing.stages import setting_of
from tests.scenes import landscape

WIDTH, HEIGHT = 640, 360
SKYLINE = 200
MAST = (slice(150, SKYLINE), slice(318, 321))


def overcast(clouds: float = 25.0) -> Picture:
    """Return a cloudy sky over dark land, and a thin mast before it."""
    noise = np.random.default_rng(2).normal(0.0, 1.0, (HEIGHT, WIDTH)).astype(np.float32)
    soft = np.asarray(cv2.GaussianBlur(noise, (0, 0), 14.0), np.float32)
    sky = 170.0 + clouds * soft / soft.std()
    picture = np.repeat(sky[..., None], 3, axis=2)
    picture[SKYLINE:] = landscape(WIDTH, HEIGHT)[SKYLINE:] // 3
    picture[MAST] = 30.0
    return np.asarray(picture.clip(0, 255), np.uint8)


def stage(cue: Effect, picture: Picture | None = None) -> Setting:
    region = np.zeros((HEIGHT // 2, WIDTH // 2), np.float32)
    region[: SKYLINE // 2] = 1.0
    return setting_of(overcast() if picture is None else picture, cue, regions={"sky": region})


def play(cue: Effect, setting: Setting) -> Fluid:
    performance = PLAYERS[cue.kind](cue, setting, Timing.of(cue, setting.plan, setting.rest))
    assert isinstance(performance, Performance)
    (fluid,) = performance.acts[0].fluids
    return fluid


def moved(fluid: Fluid, places: list[tuple[float, float]]) -> Floats:
    """Return how far the first look has come between two early moments, in pixels."""
    first, second = (fluid.current.phases(np.array([places], np.float32), time)[0][0] for time in (0.6, 1.2))
    return np.asarray((second - first)[0], np.float32)


def test_clouds_drift_to_the_right_and_faster_overhead() -> None:
    cue = Effect(kind=EffectKind.CLOUDS, end=5)
    fluid = play(cue, stage(cue))
    high, low = (moved(fluid, [(x, y) for x in np.linspace(20, 620, 9)]) for y in (20.0, 190.0))
    assert (high[:, 0] > 0.0).all()
    assert (low[:, 0] > 0.0).all()
    assert high.mean(axis=0)[0] > 2.0 * low.mean(axis=0)[0]


def test_clouds_drift_where_the_prompt_says() -> None:
    cue = Effect(kind=EffectKind.CLOUDS, direction=Direction.LEFT, end=5)
    assert moved(play(cue, stage(cue)), [(320.0, 20.0)])[0, 0] < -1.0


def test_at_rest_nothing_has_moved() -> None:
    cue = Effect(kind=EffectKind.CLOUDS, end=5)
    (one, _), (_, weight) = play(cue, stage(cue)).current.phases(np.array([[[320, 20]]], np.float32), 0.0)
    assert not one.any()
    assert not np.any(weight)


def test_the_land_and_what_stands_before_the_sky_are_left_alone() -> None:
    cue = Effect(kind=EffectKind.CLOUDS, end=5)
    cover = play(cue, stage(cue)).cover.texels
    assert (cover[10:140] == 255).mean() > 0.99
    assert cover[SKYLINE + 2 :].max(initial=0) == 0
    assert cover[MAST].max() == 0


def test_the_mast_does_not_drift_along() -> None:
    cue = Effect(kind=EffectKind.CLOUDS, end=5)
    streaming = play(cue, stage(cue)).stack.levels[0].texels
    assert streaming[155 : SKYLINE - 5, 310:330, :3].min() > 90


def test_a_clear_sky_has_no_clouds() -> None:
    cue = Effect(kind=EffectKind.CLOUDS, end=5)
    clear = overcast(clouds=0.0)
    clear[:SKYLINE] = np.linspace(120, 220, SKYLINE, dtype=np.uint8)[:, None, None]
    setting = stage(cue, clear)
    assert PLAYERS[cue.kind](cue, setting, Timing.of(cue, setting.plan, 0.0)) is None


def test_without_a_sky_nobody_plays() -> None:
    cue = Effect(kind=EffectKind.CLOUDS, end=5)
    setting = setting_of(overcast(), cue)
    assert PLAYERS[cue.kind](cue, setting, Timing.of(cue, setting.plan, 0.0)) is None


def test_the_stronger_the_faster() -> None:
    far = []
    for amount in (0.3, 0.6, 1.0, 2.0):
        cue = Effect(kind=EffectKind.CLOUDS, amount=amount, end=5)
        far.append(float(moved(play(cue, stage(cue)), [(320.0, 20.0)])[0, 0]))
    assert far == sorted(far)


@pytest.mark.parametrize("duration", [5.0, 10.0])
def test_the_loop_closes(duration: float) -> None:
    cue = Effect(kind=EffectKind.CLOUDS, end=duration)
    region = np.ones((HEIGHT // 2, WIDTH // 2), np.float32)
    setting = setting_of(overcast(), cue, regions={"sky": region}, duration=duration)
    fluid = play(cue, setting)
    (one, light), (other, weight) = fluid.current.phases(np.array([[[320, 20]]], np.float32), duration)
    assert np.abs(np.where(weight > 0.5, other[..., 0], one[..., 0])).max() < 0.05
    assert min(float(np.min(light)), float(np.min(weight))) < 0.01
