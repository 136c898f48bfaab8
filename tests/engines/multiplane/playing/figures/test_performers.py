from dataclasses import replace

import numpy as np
import pytest

from photoplay.engines.multiplane.playing.figures.performers import around, performers
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.sight.objects import Box, Thing
from tests.engines.multiplane.playing.people import FEET, HEAD, HEIGHT, RADIUS, WIDTH, figure, person_setting
from tests.engines.multiplane.playing.stages import setting_of
from tests.scenes import landscape

APART = -70.0, 70.0


@pytest.fixture(scope="module")
def one() -> Setting:
    return person_setting()


@pytest.fixture(scope="module")
def two() -> Setting:
    return person_setting(across=APART)


def test_the_subject_is_on_its_layer_and_stands_on_its_feet(one: Setting) -> None:
    (somebody,) = performers("the woman", one)
    assert somebody.layers == (1,)
    assert somebody.name == "person"
    assert somebody.foot == pytest.approx((HEAD[0], FEET), abs=3.0)
    assert somebody.height == pytest.approx(FEET - HEAD[1] + RADIUS, abs=4.0)


def test_each_of_several_is_one(two: Setting) -> None:
    cast = performers("two women", two)
    assert sorted(round(each.foot[0] - HEAD[0], -1) for each in cast) == pytest.approx(list(APART))
    assert np.sum([each.share for each in cast], axis=0) == pytest.approx(1.0, abs=1e-3)
    assert all(each.mask[each.share < 0.1].max() < 0.1 for each in cast)


def test_the_one_who_is_meant_is_told_from_the_others(two: Setting) -> None:
    (somebody,) = performers("the woman on the left", two)
    assert somebody.foot[0] < WIDTH / 2
    right = (two.canvas.size[0] * 3) // 4
    assert somebody.share[60, right] < 0.1


@pytest.mark.parametrize("words", ["the dog", "the flag", "seeds"])
def test_nobody_plays_what_is_not_seen(one: Setting, words: str) -> None:
    assert performers(words, one) == ()


def test_nobody_named_or_a_rare_animal_is_the_subject(one: Setting) -> None:
    assert len(performers("the jellyfish", one)) == 1
    assert len(performers("", one)) == 1
    assert performers("", setting_of(landscape(WIDTH, HEIGHT))) == ()


def test_more_of_a_group_than_has_boxes() -> None:
    setting = person_setting(across=APART, faced=False)
    first = (setting.scene.things[0],)
    setting = replace(setting, scene=replace(setting.scene, things=first))
    assert len(performers("two women", setting)) == 2
    assert len(performers("the woman", setting)) == 1


def test_somebody_without_a_layer_moves_in_the_backdrop_and_little_around() -> None:
    plain = setting_of(landscape(WIDTH, HEIGHT), regions={"people": figure()})
    thing = Thing("person", 0.9, Box(124 / WIDTH, 44 / HEIGHT, 196 / WIDTH, 217 / HEIGHT))
    (somebody,) = performers("the man", replace(plain, scene=replace(plain.scene, things=(thing,))))
    assert somebody.layers == (0,)
    weight = somebody.weight(0)
    assert weight[somebody.mask > 0.9].min() > 0.85
    assert weight[:, :30].max() == 0.0


def test_around_falls_from_one_to_nothing(one: Setting) -> None:
    mask = np.zeros(one.canvas.size[::-1], np.float32)
    mask[60:100, 60:100] = 1.0
    near = around(one, mask, 20.0, 8.0)
    s = one.canvas.spacing
    assert near[80, 80] == pytest.approx(1.0)
    assert near[80, 99 + round(5.0 / s)] > 0.95
    assert near[80, 99 + round(24.0 / s)] == pytest.approx(0.0, abs=1e-3)


class TestHead:
    def test_by_landmarks(self, one: Setting) -> None:
        (somebody,) = performers("the woman", one)
        head = somebody.head
        assert head is not None
        assert head.nose is not None
        assert head.middle == pytest.approx((HEAD[0], HEAD[1]), abs=3.0)
        assert head.neck[1] > HEAD[1] + RADIUS - 4.0

    def test_by_the_narrowing_of_the_neck(self) -> None:
        (somebody,) = performers("the woman", person_setting(faced=False))
        head = somebody.head
        assert head is not None
        assert head.nose is None
        assert head.middle == pytest.approx(HEAD, abs=6.0)
        assert head.across == pytest.approx(RADIUS, abs=4.0)

    def test_of_an_animal_by_the_region_of_faces(self) -> None:
        y, x = np.mgrid[:HEIGHT, :WIDTH]
        body = np.asarray(np.hypot((x - 150) / 80, (y - 150) / 45) < 1, np.float32)
        face = np.asarray(np.hypot(x - 235, y - 110) < 24, np.float32)
        matte = np.asarray(np.maximum(body, face), np.float32)
        setting = setting_of(
            landscape(WIDTH, HEIGHT), matte=matte, inverse_depth=0.2 + 0.5 * matte, regions={"face": face}
        )
        dog = Thing("dog", 0.9, Box(70 / WIDTH, 86 / HEIGHT, 259 / WIDTH, 195 / HEIGHT))
        (somebody,) = performers("the dog", replace(setting, scene=replace(setting.scene, things=(dog,))))
        head = somebody.head
        assert head is not None
        assert head.middle == pytest.approx((235, 110), abs=4.0)
        assert head.neck[0] < 235

    def test_none_where_no_neck_is_seen(self) -> None:
        y, x = np.mgrid[:HEIGHT, :WIDTH]
        matte = np.asarray((np.abs(x - 160) < 30) & (np.abs(y - 120) < 90), np.float32)
        setting = setting_of(landscape(WIDTH, HEIGHT), matte=matte, inverse_depth=0.2 + 0.5 * matte)
        (somebody,) = performers("", setting)
        assert somebody.head is None
