from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from photoplay.arrays import Floats, Picture
from photoplay.director.plan import Effect
from photoplay.director.vocabulary.kinds import Direction, EffectKind
from photoplay.engines.multiplane.playing.performance import Performance
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.swings import nodes_of
from photoplay.engines.multiplane.playing.timing import Timing
from photoplay.engines.multiplane.playing.wind.cloth import cloth
from tests.engines.multiplane.playing.light.lit import seen_from
from tests.engines.multiplane.playing.people import at
from tests.engines.multiplane.playing.stages import setting_of

WIDTH, HEIGHT = 480, 288
LINE, HEM = 60, 150
LEFT, RIGHT = 100, 380
TIMES = np.arange(1.0, 5.0, 0.1)
Shift = Callable[[float], Floats]


def effect(subject: str = "the laundry", **more: object) -> Effect:
    return Effect.model_validate({"kind": EffectKind.CLOTH, "subject": subject, "end": 5, **more})


def sheet(scale: int = 1, hem: int = HEM) -> Floats:
    y, x = np.mgrid[: HEIGHT * scale, : WIDTH * scale] / scale
    return np.asarray((y > LINE) & (y < hem) & (x > LEFT) & (x < RIGHT), np.float32)


def hung(scale: int = 1, hem: int = HEM, matte: Floats | None = None, **regions: Floats) -> Setting:
    """Return a light sheet on a line before a dark wall."""
    mask = sheet(scale, hem)
    picture = np.full((*mask.shape, 3), 70, np.uint8)
    picture[mask > 0.5] = (200, 190, 170)
    depth = np.full(mask.shape, 0.4, np.float32)
    return setting_of(picture, regions={"cloth": mask, **regions}, inverse_depth=depth, matte=matte)


def played(setting: Setting, cue: Effect | None = None, strength: float = 1.0) -> Performance | None:
    cue = effect() if cue is None else cue
    return cloth(cue, setting, replace(Timing.of(cue, setting.plan, setting.rest), strength=strength))


def moving(setting: Setting, cue: Effect | None = None, strength: float = 1.0) -> Shift:
    performance = played(setting, cue, strength)
    assert performance is not None
    (act,) = performance.acts[0].displacements
    return lambda time: act.shift(nodes_of(setting), time)


def swings(shift: Shift) -> Floats:
    squares = np.mean([(shift(float(time)) ** 2).sum(axis=-1) for time in TIMES], axis=0)
    return np.asarray(np.sqrt(squares), np.float32)


def shaded(setting: Setting, time: float, strength: float = 1.0) -> Picture:
    performance = played(setting, strength=strength)
    assert performance is not None
    frame = setting.scene.picture.copy()
    performance.light[0].apply(frame, seen_from(setting), time)
    return frame


@pytest.fixture(scope="module")
def setting() -> Setting:
    return hung()


def test_is_exactly_still_at_rest(setting: Setting) -> None:
    assert not moving(setting)(0.0).any()
    assert np.array_equal(shaded(setting, 0.0), setting.scene.picture)


def test_the_hem_swings_the_line_does_not(setting: Setting) -> None:
    moved = swings(moving(setting))
    middle = (LEFT + RIGHT) / 2
    assert moved[at(setting, middle, HEM - 10)] > 0.5
    assert moved[at(setting, middle, HEM - 10)] > 1.5 * moved[at(setting, middle, LINE + 20)]
    assert moved[at(setting, middle, LINE - 12)] < 0.05


def test_the_wall_stays(setting: Setting) -> None:
    moved = swings(moving(setting))
    assert moved[: at(setting, 0, LINE - 12)[0]].max() < 0.05
    assert moved[at(setting, 0, HEM + 30)[0] :].max() < 0.05
    assert moved[:, : at(setting, LEFT - 30, 0)[1]].max() < 0.05


def test_tears_nothing(setting: Setting) -> None:
    shift = moving(setting, strength=2.0)
    for time in TIMES[::4]:
        x, y = np.moveaxis(shift(float(time)) / setting.canvas.spacing, -1, 0)
        assert max(float(np.abs(np.diff(x, axis=1)).max()), float(np.abs(np.diff(y, axis=0)).max())) < 0.75
        assert max(float(np.abs(np.diff(x, axis=0)).max()), float(np.abs(np.diff(y, axis=1)).max())) < 1.0


def test_folds_are_lit_on_the_cloth_alone(setting: Setting) -> None:
    change = shaded(setting, 2.3).astype(int) - setting.scene.picture
    inside = sheet() > 0.5
    assert change[inside].max() > 2
    assert change[inside].min() < -2
    assert np.abs(change[: LINE - 12]).max() == 0
    assert np.abs(change[HEM + 20 :]).max() == 0
    assert np.abs(change[inside].mean()) < 6.0


def test_grows_with_strength(setting: Setting) -> None:
    place = at(setting, 240, HEM - 10)
    sizes = [float(swings(moving(setting, strength=each))[place]) for each in (0.0, 0.5, 1.0, 2.0)]
    assert sizes[0] == 0.0
    assert np.diff(sizes).min() > 0.0


def test_is_the_same_again_and_in_any_size(setting: Setting) -> None:
    assert np.array_equal(moving(setting)(2.3), moving(setting)(2.3))
    large = hung(scale=2)
    small = swings(moving(setting))[at(setting, 240, HEM - 10)]
    double = swings(moving(large))[at(large, 480, 2 * HEM - 20)]
    assert double / 2.0 == pytest.approx(small, rel=0.35)


@pytest.mark.parametrize(("direction", "sign"), [(Direction.LEFT, -1), (Direction.RIGHT, 1)])
def test_leans_with_the_wind(direction: Direction, sign: int, setting: Setting) -> None:
    shift = moving(setting, effect(direction=direction, end=60))
    place = at(setting, 240, HEM - 10)
    assert sign * np.mean([shift(float(time))[place][0] for time in np.arange(1.0, 60.0, 0.3)]) > 0.1


def test_what_is_not_seen_to_hang_is_left_alone() -> None:
    people = np.zeros((HEIGHT, WIDTH), np.float32)
    people[HEM - 4 :] = 1.0
    assert played(hung(hem=HEIGHT)) is None
    assert played(hung(people=people)) is None
    assert played(hung(matte=sheet())) is None
    assert played(setting_of(np.full((HEIGHT, WIDTH, 3), 90, np.uint8))) is None


def test_flags_and_what_somebody_wears_are_left_alone(setting: Setting) -> None:
    aside = np.zeros((HEIGHT, WIDTH), np.float32)
    aside[200:, :60] = 1.0
    assert played(setting, effect("flags")) is None
    assert played(hung(people=aside), effect("her dress")) is None
    assert played(hung(people=aside), effect("the laundry")) is not None
