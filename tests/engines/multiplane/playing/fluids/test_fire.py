from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from photoplay.arrays import Picture
from photoplay.director.plan import Effect, Light
from photoplay.director.vocabulary.kinds import EffectKind, LightKind
from photoplay.engines.multiplane.filming.camera import Pose
from photoplay.engines.multiplane.filming.lens import BlurStack, Focus
from photoplay.engines.multiplane.filming.renderer import Layer, Renderer
from photoplay.engines.multiplane.filming.warp import Parallax
from photoplay.engines.multiplane.playing.fluids.fire import PLAYERS
from photoplay.engines.multiplane.playing.performance import Performance
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing
from tests.engines.multiplane.playing.stages import setting_of

WIDTH, HEIGHT = 320, 240
CLOSED = Focus(depth=0.5, aperture=0.0)
FLAME = (slice(90, 180), slice(140, 180))


def campfire() -> Picture:
    """Return a night with one flame, a tongue that narrows upwards."""
    picture = np.full((HEIGHT, WIDTH, 3), 25, np.uint8)
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    tongue = (y > 90) & (y < 180) & (np.abs(x - 160) < (y - 85) * 0.2)
    picture[tongue] = np.stack([np.full_like(y, 250), 120 + y // 2, np.full_like(y, 40)], axis=-1)[tongue]
    return picture


def stage(cue: Effect, *lights: Light) -> Setting:
    region = (campfire()[..., 0] > 100).astype(np.float32)
    return setting_of(campfire(), cue, *lights, regions={"fire": region})


def play(cue: Effect, setting: Setting) -> Performance:
    performance = PLAYERS[cue.kind](cue, setting, Timing.of(cue, setting.plan, setting.rest))
    assert isinstance(performance, Performance)
    return performance


def film(cue: Effect, *, lit: bool = False) -> Renderer:
    setting = stage(cue)
    performance = play(cue, setting)
    stack = BlurStack.of(setting.textures[0], setting.view, 0.0)
    layer = Layer(setting.geometry.backdrop.limited(Parallax(1.0, 1.0)), stack, None, performance.acts[0])
    passes = performance.air + (performance.light if lit else ())
    renderer = Renderer(setting.view, [layer], 0.0, passes)
    renderer.match(setting.scene.picture)
    return renderer


BURN = Effect(kind=EffectKind.FLAMES, end=5)


def test_at_rest_it_is_the_photograph_whatever_was_drawn_before() -> None:
    renderer = film(BURN, lit=True)
    renderer.draw(Pose(), CLOSED, 2.0)
    assert np.array_equal(renderer.draw(Pose(), CLOSED, 0.0), campfire())


@pytest.mark.parametrize("times", [(0.0, 2.0), (2.0, 0.0)])
def test_one_thread_never_paints_over_what_another_films(times: tuple[float, float]) -> None:
    renderer = film(BURN)
    alone = [renderer.draw(Pose(), CLOSED, time) for time in times]
    with ThreadPoolExecutor(2) as pool:
        for _ in range(20):
            together = pool.map(lambda time: renderer.draw(Pose(), CLOSED, time), times)
            assert all(np.array_equal(*both) for both in zip(alone, together, strict=True))


def test_it_starts_from_the_photograph() -> None:
    early = film(BURN).draw(Pose(), CLOSED, 1 / 60).astype(int)
    assert np.abs(early - campfire()).mean() < 0.3


def test_flames_lick_and_what_is_around_stays() -> None:
    renderer = film(BURN)
    frames = np.stack([renderer.draw(Pose(), CLOSED, time) for time in np.arange(1.0, 2.0, 0.1)]).astype(int)
    change = np.abs(np.diff(frames, axis=0)).mean(axis=(0, -1))
    assert change[FLAME].mean() > 8.0
    change[40:200, 100:220] = 0.0
    assert change.max() == 0.0


def test_flames_are_rooted_and_tallest_at_the_top() -> None:
    renderer = film(BURN)
    frames = np.stack([renderer.draw(Pose(), CLOSED, time) for time in np.arange(1.0, 3.0, 0.05)])
    burning = frames[..., 0] > 140
    tips = np.array([np.flatnonzero(each.any(axis=1))[0] for each in burning])
    feet = np.array([np.flatnonzero(each.any(axis=1))[-1] for each in burning])
    assert np.ptp(tips) > 6
    assert np.ptp(feet) <= 1


def test_there_is_always_a_flame() -> None:
    renderer = film(BURN)
    core = [
        float(renderer.draw(Pose(), CLOSED, time)[150:170, 155:165, 0].mean())
        for time in np.arange(0.0, 3.0, 0.05)
    ]
    assert min(core) > 200


def test_the_stronger_the_higher() -> None:
    sizes = []
    for amount in (0.3, 0.8, 1.6):
        renderer = film(BURN.model_copy(update={"amount": amount}))
        frames = [renderer.draw(Pose(), CLOSED, time).astype(int) for time in np.arange(1.0, 2.0, 0.1)]
        sizes.append(float(np.abs(np.diff(np.stack(frames), axis=0)).mean()))
    assert sizes == sorted(sizes)


def test_its_light_flickers_unless_another_cue_does() -> None:
    flicker = Light(kind=LightKind.FLICKER, end=5)
    assert play(BURN, stage(BURN)).light
    assert not play(BURN, stage(BURN, flicker)).light


@pytest.mark.parametrize("regions", [{}, {"fire": np.zeros((24, 32), np.float32)}])
def test_without_fire_nobody_plays(regions: dict[str, np.ndarray]) -> None:
    setting = setting_of(campfire(), BURN, regions=regions)
    assert PLAYERS[BURN.kind](BURN, setting, Timing.of(BURN, setting.plan, 0.0)) is None


def test_it_is_the_same_every_time() -> None:
    first, second = [film(BURN, lit=True).draw(Pose(), CLOSED, 1.7) for _ in range(2)]
    assert np.array_equal(first, second)
