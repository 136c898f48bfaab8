from dataclasses import replace

import numpy as np
import pytest

from photoplay.arrays import Floats, Picture
from photoplay.director.plan import Effect
from photoplay.director.vocabulary.kinds import EffectKind
from photoplay.engines.multiplane.filming.acts import Pass
from photoplay.engines.multiplane.filming.camera import Pose
from photoplay.engines.multiplane.playing.air.fireworks import Fireworks, fireworks
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing
from tests.engines.multiplane.playing.light.lit import seen_from
from tests.engines.multiplane.playing.stages import setting_of

WIDTH, HEIGHT, SKYLINE = 480, 288, 200
TIMES = np.arange(0.2, 5.0, 0.2)
CUE = Effect.model_validate({"kind": EffectKind.FIREWORKS, "end": 5})


def town(
    level: int = 20, scale: int = 1, seed: int = 3, skyline: int = SKYLINE, rest: float = 0.0
) -> Setting:
    picture = np.full((HEIGHT * scale, WIDTH * scale, 3), level, np.uint8)
    picture[skyline * scale :] = 50
    sky = np.zeros(picture.shape[:2], np.float32)
    sky[: skyline * scale] = 1.0
    return setting_of(picture, regions={"sky": sky}, seed=seed, rest=rest)


def burst(setting: Setting, strength: float = 1.0) -> Pass:
    timing = replace(Timing.of(CUE, setting.plan, setting.rest), strength=strength)
    performance = fireworks(CUE, setting, timing)
    assert performance is not None
    return performance.air[0]


def frame(setting: Setting, time: float, strength: float = 1.0, pose: Pose | None = None) -> Picture:
    shown = setting.scene.picture.copy()
    burst(setting, strength).apply(shown, seen_from(setting, pose), time)
    return shown


def light(setting: Setting, time: float, strength: float = 1.0, pose: Pose | None = None) -> Floats:
    added = frame(setting, time, strength, pose).astype(np.float32) - setting.scene.picture
    return np.asarray(added.mean(axis=-1), np.float32)


@pytest.mark.parametrize("rest", [0.0, 5.0])
def test_at_rest_the_frame_is_the_photograph(rest: float) -> None:
    setting = town(rest=rest)
    assert np.array_equal(frame(setting, rest), setting.scene.picture)


def test_bursts_light_up_the_sky_and_nothing_else() -> None:
    setting = town()
    sums = [light(setting, float(time)) for time in TIMES]
    assert max(float((each > 60).mean()) for each in sums) > 0.002
    assert max(float(each[SKYLINE + 12 :].max()) for each in sums) == 0.0
    assert min(float(each.min()) for each in sums) >= 0.0


def test_sparks_slow_down_and_fall() -> None:
    setting = town()
    each = burst(setting)
    assert isinstance(each, Fireworks)
    seen, place = seen_from(setting), each.places[0]
    ages = (0.0, 0.3, 0.6, 1.2, 1.8)
    at = [each._sparks(seen, place, each.largest, age, each.chances[0], hangs=False) for age in ages]
    widths = [float(np.ptp(points[:, 0])) for points in at]
    heights = [float(points[:, 1].mean()) for points in at]
    assert widths[0] == pytest.approx(0.0, abs=1e-3)
    assert widths[1] > 0.5 * widths[4] > 0.0
    assert np.diff(heights, 2).min() > 0.0
    assert heights[4] > heights[0] + 0.1 * each.largest


def test_they_keep_their_place_in_the_sky_while_the_camera_travels() -> None:
    setting = town()
    time = max(TIMES, key=lambda time: float(light(setting, float(time)).sum()))
    still, aside = (light(setting, float(time), pose=pose) for pose in (None, Pose(x=0.05)))
    columns = np.arange(WIDTH)
    before, after = (float((each.sum(axis=0) * columns).sum() / each.sum()) for each in (still, aside))
    assert after == pytest.approx(before, abs=3.0)


def test_more_of_them_the_stronger() -> None:
    setting = town()
    sums = [sum(float(light(setting, t, each).sum()) for t in TIMES) for each in (0.0, 0.5, 1.0, 1.6)]
    assert sums[0] == 0.0
    assert np.diff(sums).min() > 0.0


def test_the_same_again_and_others_for_another_seed() -> None:
    assert np.array_equal(frame(town(), 2.0), frame(town(), 2.0))
    assert not np.array_equal(frame(town(), 2.0), frame(town(seed=4), 2.0))


def test_as_bright_in_any_size() -> None:
    small, large = (
        float(np.mean([light(town(scale=scale), float(t)).mean() for t in TIMES[::3]])) for scale in (1, 2)
    )
    assert large == pytest.approx(small, rel=0.35)


@pytest.mark.parametrize("setting", [town(level=140), town(skyline=8)], ids=["day", "no sky"])
def test_none_by_day_or_without_room(setting: Setting) -> None:
    assert fireworks(CUE, setting, Timing.of(CUE, setting.plan, 0.0)) is None
