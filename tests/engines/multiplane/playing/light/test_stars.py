from dataclasses import replace

import numpy as np
import pytest

from photoplay.arrays import Floats, Picture
from photoplay.director.plan import Effect
from photoplay.director.vocabulary.kinds import EffectKind
from photoplay.engines.multiplane.playing.light.stars import stars
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing
from tests.engines.multiplane.playing.light.lit import seen_from
from tests.engines.multiplane.playing.stages import setting_of

WIDTH, HEIGHT, SKYLINE = 640, 384, 240
LAMP = (320, 220)
"""Column and row of a lamp on a pole that stands out against the sky."""
PLACES = [(60 + 90 * (n % 7), 30 + 50 * (n // 7)) for n in range(21)]
"""Columns and rows of the stars."""
TIMES = np.arange(1.0, 5.0, 0.1)


def drawn(scale: int = 1, level: int = 20, places: list[tuple[int, int]] = PLACES) -> Picture:
    y, x = np.asarray(np.mgrid[: HEIGHT * scale, : WIDTH * scale], np.float64) / scale
    light = np.full(np.shape(y), float(level))
    light[y >= SKYLINE] = 60.0
    for column, row in places:
        light += 130.0 * np.exp(-((x - column) ** 2 + (y - row) ** 2) / (2 * 0.8**2))
    light[(np.abs(x - LAMP[0]) < 1) & (y >= LAMP[1]) & (y < SKYLINE)] = 60.0
    light[np.hypot(x - LAMP[0], y - LAMP[1]) < 4] = 240.0
    return np.repeat(light[..., None].clip(0, 255), 3, axis=-1).astype(np.uint8)


def night(scale: int = 1, **more: object) -> Setting:
    picture = drawn(scale, **more)  # type: ignore[arg-type]
    sky = np.zeros(picture.shape[:2], np.float32)
    sky[: SKYLINE * scale] = 1.0
    return setting_of(picture, regions={"sky": sky})


def frame(setting: Setting, time: float, strength: float = 1.0) -> Picture:
    cue = Effect.model_validate({"kind": EffectKind.STARS, "end": 5})
    timing = replace(Timing.of(cue, setting.plan, setting.rest), strength=strength)
    performance = stars(cue, setting, timing)
    assert performance is not None
    shown = setting.scene.picture.copy()
    performance.light[0].apply(shown, seen_from(setting), time)
    return shown


def courses(setting: Setting, strength: float = 1.0, scale: int = 1) -> Floats:
    """Return how bright each star is over time, shape (times, stars)."""
    frames = [frame(setting, float(time), strength)[..., 1].astype(np.float32) for time in TIMES]
    return np.array([[each[row * scale, column * scale] for column, row in PLACES] for each in frames])


@pytest.fixture(scope="module")
def setting() -> Setting:
    return night()


def test_at_rest_the_frame_is_the_photograph(setting: Setting) -> None:
    assert np.array_equal(frame(setting, 0.0), setting.scene.picture)


def test_every_star_twinkles_for_itself(setting: Setting) -> None:
    bright = courses(setting)
    assert bright.std(axis=0).min() > 5.0
    alike = np.asarray(np.corrcoef(bright.T))[np.triu_indices(len(PLACES), 1)]
    assert np.abs(alike).mean() < 0.4


def test_stars_keep_their_places_and_all_else_stays(setting: Setting) -> None:
    near = np.zeros((HEIGHT, WIDTH), bool)
    for column, row in PLACES:
        near[row - 4 : row + 5, column - 4 : column + 5] = True
    for time in (1.3, 2.4):
        shown = frame(setting, time)
        assert np.abs(shown.astype(int) - setting.scene.picture)[~near].max() <= 1
        for column, row in PLACES:
            part = shown[row - 3 : row + 4, column - 3 : column + 4, 0]
            assert part[3, 3] == part.max()


def test_grows_with_strength(setting: Setting) -> None:
    spreads = [float(courses(setting, each).std(axis=0).mean()) for each in (0.0, 0.5, 1.0)]
    assert spreads[0] == 0.0
    assert np.diff(spreads).min() > 1.0


def test_twinkles_alike_in_any_size(setting: Setting) -> None:
    small, large = courses(setting), courses(night(2), scale=2)
    assert large.std(axis=0).mean() == pytest.approx(small.std(axis=0).mean(), rel=0.4)


def test_neither_by_day_nor_without_stars() -> None:
    cue = Effect.model_validate({"kind": EffectKind.STARS, "end": 5})
    for each in (night(level=120), night(places=[]), setting_of(drawn())):
        assert stars(cue, each, Timing.of(cue, each.plan, 0.0)) is None
