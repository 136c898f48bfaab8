from dataclasses import replace

import numpy as np
import pytest

from photoplay.arrays import Floats
from photoplay.director.plan import Effect
from photoplay.director.vocabulary.kinds import Direction, EffectKind
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.swings import nodes_of
from photoplay.engines.multiplane.playing.timing import Timing
from photoplay.engines.multiplane.playing.wind.foliage import foliage
from photoplay.sight.objects import Box, Thing
from tests.engines.multiplane.playing.people import Shift, at
from tests.engines.multiplane.playing.stages import setting_of
from tests.scenes import landscape

WIDTH, HEIGHT = 320, 200
TIMES = np.arange(1.0, 5.0, 0.1)


def rectangle(left: int, top: int, right: int, bottom: int, scale: int = 1) -> Floats:
    mask = np.zeros((HEIGHT * scale, WIDTH * scale), np.float32)
    mask[top * scale : bottom * scale, left * scale : right * scale] = 1.0
    return mask


def effect(subject: str = "leaves", **more: object) -> Effect:
    return Effect.model_validate({"kind": EffectKind.FOLIAGE, "subject": subject, "end": 5, **more})


def played(cue: Effect, setting: Setting, layer: int = 0, strength: float = 1.0) -> Shift:
    timing = replace(Timing.of(cue, setting.plan, setting.rest), strength=strength)
    performance = foliage(cue, setting, timing)
    assert performance is not None
    nodes = nodes_of(setting)
    acts = performance.acts.get(layer)
    moving = acts.displacements if acts else ()
    return lambda time: np.sum([np.zeros_like(nodes), *(each.shift(nodes, time) for each in moving)], axis=0)


def swings(shift: Shift) -> Floats:
    """Return the root mean square of how far each node swings."""
    squares = np.mean([(shift(float(time)) ** 2).sum(axis=-1) for time in TIMES], axis=0)
    return np.asarray(np.sqrt(squares), np.float32)


def wood(scale: int = 1, **masks: Floats) -> Setting:
    """Return trees on the left, grass below."""
    regions = {
        "foliage": rectangle(0, 20, 150, 140, scale),
        "grass": rectangle(0, 160, WIDTH, HEIGHT, scale),
        **masks,
    }
    picture = np.full((HEIGHT * scale, WIDTH * scale, 3), (60, 110, 50), np.uint8)
    return setting_of(picture, regions=regions)


@pytest.fixture(scope="module")
def setting() -> Setting:
    return wood()


def test_is_exactly_still_at_rest_and_moves_after(setting: Setting) -> None:
    shift = played(effect(), setting)
    assert not shift(0.0).any()
    assert swings(shift)[at(setting, 70, 60)] > 0.0008 * WIDTH


def test_moves_what_grows_and_nothing_else(setting: Setting) -> None:
    moved = swings(played(effect(), setting))
    assert moved[:, at(setting, 180, 0)[1] :].max() < 1e-3
    assert moved[at(setting, 0, 150)[0]].max() < 1e-3


def test_leaves_leave_the_grass_alone_and_grass_the_leaves(setting: Setting) -> None:
    leaves, grass = (swings(played(effect(words), setting)) for words in ("leaves", "the grass"))
    tree, meadow = at(setting, 70, 70), at(setting, 200, 182)
    assert leaves[tree] > 0.2 > leaves[meadow]
    assert grass[meadow] > 0.15 > grass[tree]


def test_crowns_sway_more_than_what_is_near_their_foot(setting: Setting) -> None:
    moved = swings(played(effect(), setting))
    assert moved[at(setting, 70, 50)] > 1.3 * moved[at(setting, 70, 125)]


def test_trunks_stay_where_leaves_move() -> None:
    setting = wood()
    picture = landscape(WIDTH, HEIGHT)
    picture[:, 60:110] = np.where(np.arange(50)[None, :, None] // 3 % 2, 40, 150)
    trunk = replace(setting, scene=replace(setting.scene, picture=picture))
    moved = swings(played(effect(), trunk))
    assert moved[at(trunk, 85, 80)] < 0.25 * moved[at(trunk, 25, 80)]
    assert swings(played(effect("flowers"), trunk))[at(trunk, 85, 80)] > 2.0 * moved[at(trunk, 85, 80)]


def test_tears_nothing(setting: Setting) -> None:
    shift = played(effect(), setting, strength=2.0)
    for time in TIMES[::4]:
        moved = shift(float(time)) / setting.canvas.spacing
        assert max(np.abs(np.diff(moved, axis=axis)).max() for axis in (0, 1)) < 0.7


def test_grows_with_strength(setting: Setting) -> None:
    sizes = [float(swings(played(effect(), setting, strength=each)).max()) for each in (0.0, 0.5, 1.0, 2.0)]
    assert sizes[0] == 0.0
    assert np.diff(sizes).min() > 0.0


def test_is_the_same_again_and_in_any_size(setting: Setting) -> None:
    shift, again = (played(effect(), setting) for _ in range(2))
    assert np.array_equal(shift(2.3), again(2.3))
    small, large = swings(shift), swings(played(effect(), wood(scale=2)))
    assert large / 2.0 == pytest.approx(small, abs=0.12)


@pytest.mark.parametrize(("direction", "sign"), [(Direction.LEFT, -1), (Direction.RIGHT, 1)])
def test_the_wind_bends_what_grows_its_way(direction: Direction, sign: int, setting: Setting) -> None:
    shift = played(effect(direction=direction), setting)
    lean = np.mean([shift(float(time))[at(setting, 70, 60)][0] for time in np.arange(1.0, 60.0, 0.3)])
    assert sign * lean > 0.1


def test_the_head_of_a_flower_moves_as_one(setting: Setting) -> None:
    picture = np.full((HEIGHT, WIDTH, 3), (40, 90, 40), np.uint8)
    picture[60:85, 60:85] = (240, 200, 20)
    flowers = replace(setting, scene=replace(setting.scene, picture=picture))
    shift = played(effect("sunflowers"), flowers)
    top, left = at(flowers, 64, 64)
    for time in TIMES[::4]:
        moved = shift(float(time))
        inside = moved[top : top + 12, left : left + 12]
        beside = moved[top : top + 12, left + 25 : left + 37]
        assert np.ptp(inside, axis=(0, 1)).max() < 0.5 * np.ptp(beside, axis=(0, 1)).max() + 0.02


def test_nothing_grows() -> None:
    bare = setting_of(landscape(WIDTH, HEIGHT))
    cue = effect()
    assert foliage(cue, bare, Timing.of(cue, bare.plan, 0.0)) is None


class TestTheSubject:
    """A flower in a meadow, which has a layer of its own."""

    @pytest.fixture
    def flower(self) -> Setting:
        y, x = np.mgrid[:HEIGHT, :WIDTH]
        matte = np.asarray(np.hypot(x - 160, y - 70) < 35, np.float32)
        regions = {"foliage": rectangle(0, 10, WIDTH, HEIGHT)}
        return setting_of(
            landscape(WIDTH, HEIGHT), matte=matte, inverse_depth=0.2 + 0.5 * matte, regions=regions
        )

    def test_bends_on_its_stem_together_with_it(self, flower: Setting) -> None:
        front, behind = (played(effect("dandelions"), flower, layer) for layer in (1, 0))
        for time in TIMES[::4]:
            head, rim = front(float(time))[at(flower, 160, 70)], behind(float(time))[at(flower, 160, 70)]
            assert rim == pytest.approx(head, abs=0.02)
        moved, stem = swings(front), swings(behind)
        assert moved[at(flower, 160, 40)] > moved[at(flower, 160, 100)] > 0.3
        assert stem[at(flower, 160, 140)] > stem[at(flower, 160, 180)] > 0.05

    def test_an_animal_among_plants_is_none(self, flower: Setting) -> None:
        cat = Thing("cat", 0.9, Box(0.38, 0.15, 0.62, 0.55))
        scene = replace(flower.scene, things=(cat,))
        assert swings(played(effect("grass"), replace(flower, scene=scene), layer=1)).max() == 0.0
