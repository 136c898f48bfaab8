from dataclasses import replace

import numpy as np
import pytest

from photoplay.arrays import Floats
from photoplay.director.plan import Effect
from photoplay.director.vocabulary.kinds import Direction, EffectKind
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.swings import nodes_of
from photoplay.engines.multiplane.playing.timing import Timing
from photoplay.engines.multiplane.playing.wind.hair import hair
from tests.engines.multiplane.playing.people import (
    FEET,
    HEAD,
    HEIGHT,
    RADIUS,
    WIDTH,
    Shift,
    at,
    face_at,
    figure,
    person_setting,
)
from tests.engines.multiplane.playing.stages import setting_of
from tests.scenes import landscape

TIMES = np.arange(1.0, 5.0, 0.1)
BROWN, SKIN, COAT = (90, 55, 30), (225, 180, 160), (30, 60, 150)
END = 235.0, 150.0
"""On the strands that stream to the right."""


def effect(**more: object) -> Effect:
    return Effect.model_validate({"kind": EffectKind.HAIR, "subject": "her hair", "end": 5, **more})


def long_haired(scale: int = 1) -> Setting:
    """Return somebody in a coat whose long hair streams to the right, before a grey wall."""
    rows, columns = HEIGHT * scale, WIDTH * scale
    y, x = np.mgrid[:rows, :columns] / scale
    streaming = (x > HEAD[0] + 10) & (x < 265) & (np.abs(y - HEAD[1] - 0.9 * (x - HEAD[0])) < 26)
    crown = np.hypot(x - HEAD[0], y - HEAD[1]) < RADIUS + 10
    locks = (streaming & (y < 175)) | (crown & (y < HEAD[1] + 14))
    face = np.hypot(x - HEAD[0], y - HEAD[1] - 4) < 17
    matte = np.maximum(figure(float(scale)), (locks | crown).astype(np.float32))
    picture = np.full((rows, columns, 3), 128, np.uint8)
    picture[figure(float(scale)) > 0.5] = COAT
    picture[(y < 106) & (np.abs(x - HEAD[0]) < 12)] = SKIN
    picture[locks] = BROWN
    picture[face] = SKIN
    noise = np.random.default_rng(2).integers(-6, 7, (HEIGHT, WIDTH, 1)).repeat(scale, 0).repeat(scale, 1)
    picture = (picture.astype(int) + noise).clip(0, 255).astype(np.uint8)
    setting = setting_of(
        picture, matte=matte.astype(np.float32), inverse_depth=0.2 + 0.5 * matte.astype(np.float32)
    )
    things = person_setting().scene.things
    faces = (face_at(HEAD[0], HEAD[1] + 4, 17.0),)
    return replace(setting, scene=replace(setting.scene, things=things, faces=faces))


def played(cue: Effect, setting: Setting, layer: int = 1, strength: float = 1.0) -> Shift:
    timing = replace(Timing.of(cue, setting.plan, setting.rest), strength=strength)
    performance = hair(cue, setting, timing)
    assert performance is not None
    (moving,) = performance.acts[layer].displacements
    return lambda time: moving.shift(nodes_of(setting), time)


def swings(shift: Shift) -> Floats:
    squares = np.mean([(shift(float(time)) ** 2).sum(axis=-1) for time in TIMES], axis=0)
    return np.asarray(np.sqrt(squares), np.float32)


@pytest.fixture(scope="module")
def setting() -> Setting:
    return long_haired()


def test_is_exactly_still_at_rest_and_streams_after(setting: Setting) -> None:
    shift = played(effect(), setting)
    assert not shift(0.0).any()
    assert swings(shift)[at(setting, *END)] > 0.5


def test_neither_the_face_nor_the_coat_moves(setting: Setting) -> None:
    moved = swings(played(effect(), setting))
    top, left = at(setting, HEAD[0] - 14, HEAD[1] - 6)
    bottom, right = at(setting, HEAD[0] + 14, HEAD[1] + 18)
    assert moved[top:bottom, left:right].max() < 0.05
    assert moved[at(setting, HEAD[0] - 15, FEET - 20)] < 0.05


def test_ends_are_looser_than_roots(setting: Setting) -> None:
    moved = swings(played(effect(), setting))
    assert moved[at(setting, *END)] > 2.0 * moved[at(setting, HEAD[0] + 30, HEAD[1] + 10)]


def test_strands_beyond_the_matte_go_along(setting: Setting) -> None:
    behind = swings(played(effect(), setting, layer=0))
    assert behind[at(setting, *END)] > 0.3
    assert behind[:, : at(setting, 100, 0)[1]].max() < 0.05


def test_tears_nothing(setting: Setting) -> None:
    shift = played(effect(), setting, strength=2.0)
    inside = setting.shown[1] > 0.5
    for time in TIMES[::4]:
        moved = shift(float(time)) / setting.canvas.spacing
        assert np.abs(np.diff(moved, axis=0)).max(axis=-1)[inside[1:]].max() < 0.6


def test_grows_with_strength(setting: Setting) -> None:
    sizes = [
        float(swings(played(effect(), setting, strength=each))[at(setting, *END)])
        for each in (0.0, 0.5, 1.0, 2.0)
    ]
    assert sizes[0] == 0.0
    assert np.diff(sizes).min() > 0.0


def test_is_the_same_again_and_in_any_size(setting: Setting) -> None:
    shift, again = (played(effect(), setting) for _ in range(2))
    assert np.array_equal(shift(2.3), again(2.3))
    large = long_haired(scale=2)
    small, double = (
        swings(shift)[at(setting, *END)],
        swings(played(effect(), large))[at(large, 2 * END[0], 2 * END[1])],
    )
    assert double / 2.0 == pytest.approx(small, rel=0.25)


@pytest.mark.parametrize(("direction", "sign"), [(Direction.LEFT, -1), (Direction.RIGHT, 1), (None, 1)])
def test_leans_with_the_wind_or_the_way_it_streams(
    direction: Direction | None, sign: int, setting: Setting
) -> None:
    shift = played(effect(direction=direction), setting)
    lean = np.mean([shift(float(time))[at(setting, *END)][0] for time in np.arange(1.0, 60.0, 0.3)])
    assert sign * lean > 0.05


def test_nobody_s_hair() -> None:
    empty = setting_of(landscape(WIDTH, HEIGHT))
    cue = effect()
    assert hair(cue, empty, Timing.of(cue, empty.plan, 0.0)) is None
