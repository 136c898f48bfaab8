from dataclasses import replace

import numpy as np
import pytest

from photoplay.director.plan import Action
from photoplay.director.vocabulary.kinds import ActionKind, Direction
from photoplay.engines.multiplane.playing.figures.bodies import PLAYERS
from photoplay.engines.multiplane.playing.figures.courses import Breath
from photoplay.engines.multiplane.playing.pulses import Wander
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.swings import nodes_of
from photoplay.engines.multiplane.playing.timing import Timing
from tests.engines.multiplane.playing.people import (
    FEET,
    HEAD,
    HEIGHT,
    WIDTH,
    Shift,
    at,
    figure,
    person_setting,
    steepest,
)
from tests.engines.multiplane.playing.stages import setting_of
from tests.scenes import landscape

KINDS = ActionKind.BREATHE, ActionKind.SWAY, ActionKind.LEAN, ActionKind.BOB, ActionKind.FLOAT
TIMES = np.arange(1.0, 5.0, 0.2)


def action(kind: ActionKind, subject: str = "the woman", **more: object) -> Action:
    return Action.model_validate({"kind": kind, "played_as": kind, "subject": subject, "end": 5, **more})


def played(cue: Action, setting: Setting, layer: int = 1, strength: float = 1.0) -> Shift:
    """Return how far each node of a layer has come, as a function of time."""
    timing = replace(Timing.of(cue, setting.plan, setting.rest), strength=strength)
    performance = PLAYERS[cue.played_as](cue, setting, timing)
    assert performance is not None
    nodes = nodes_of(setting)
    acts = performance.acts.get(layer)
    moving = acts.displacements if acts else ()
    return lambda time: np.sum([np.zeros_like(nodes), *(each.shift(nodes, time) for each in moving)], axis=0)


def largest(shift: Shift) -> float:
    return max(float(np.linalg.norm(shift(float(time)), axis=-1).max()) for time in TIMES)


@pytest.fixture(scope="module")
def setting() -> Setting:
    return person_setting()


@pytest.mark.parametrize("kind", KINDS)
class TestEach:
    def test_is_exactly_still_at_rest_and_moves_after(self, kind: ActionKind, setting: Setting) -> None:
        shift = played(action(kind), setting)
        assert not shift(0.0).any()
        assert largest(shift) > 0.2

    def test_moves_the_subject_s_layer_alone(self, kind: ActionKind, setting: Setting) -> None:
        assert largest(played(action(kind), setting, layer=0)) == 0.0

    def test_tears_and_folds_nothing(self, kind: ActionKind, setting: Setting) -> None:
        shift = played(action(kind), setting, strength=2.0)
        assert max(steepest(shift(float(time)), setting) for time in TIMES) < 0.35

    def test_grows_with_strength(self, kind: ActionKind, setting: Setting) -> None:
        sizes = [
            largest(played(action(kind), setting, strength=strength)) for strength in (0.0, 0.5, 1.0, 2.0)
        ]
        assert sizes[0] == 0.0
        assert sizes == sorted(sizes)
        assert sizes[3] > 1.5 * sizes[2]

    def test_is_the_same_again_and_in_any_size(self, kind: ActionKind, setting: Setting) -> None:
        shift, again = (played(action(kind), setting) for _ in range(2))
        assert np.array_equal(shift(2.3), again(2.3))
        large = played(action(kind), person_setting(scale=2.0))
        assert large(2.3) / 2.0 == pytest.approx(shift(2.3), abs=0.12)

    def test_before_an_end_image_it_comes_to_rest(self, kind: ActionKind, setting: Setting) -> None:
        shift = played(action(kind), replace(setting, rest=5.0))
        assert not shift(5.0).any()
        assert np.abs(shift(2.0)).max() > 0.05

    def test_nobody_is_there(self, kind: ActionKind) -> None:
        empty = setting_of(landscape(WIDTH, HEIGHT))
        cue = action(kind)
        assert PLAYERS[kind](cue, empty, Timing.of(cue, empty.plan, 0.0)) is None


def test_a_breath_lifts_the_shoulders_and_leaves_the_feet(setting: Setting) -> None:
    shift = played(action(ActionKind.BREATHE), setting)
    breaths = np.array([shift(float(time))[..., 1] for time in TIMES])
    shoulders = breaths[:, *at(setting, HEAD[0], 110.0)]
    assert shoulders.min() < -0.5
    assert shoulders.max() < 0.05
    assert np.abs(breaths[:, *at(setting, HEAD[0], FEET - 3)]).max() < 0.1
    assert np.abs(breaths[:, *at(setting, HEAD[0], HEAD[1] - 10)]).max() < np.abs(shoulders).max()


def test_breathing_closes_the_loop(setting: Setting) -> None:
    assert np.abs(played(action(ActionKind.BREATHE), setting)(5.0)).max() < 0.05


def test_no_breath_is_as_long_as_another() -> None:
    chance = np.random.default_rng(3)
    depth, rhythm = (Wander.between(0.05, 0.2, chance) for _ in range(2))
    breath = Breath(Timing(0.0, 10.0, 10.0, 0.0), 2.5, 0.0, depth, rhythm)
    times = np.arange(1.0, 10.0, 0.02)
    drawn = np.array([float(breath(float(time))[0]) for time in times])
    deepest = times[1:-1][(drawn[1:-1] > drawn[:-2]) & (drawn[1:-1] > drawn[2:])]
    assert len(deepest) == 4
    assert np.ptp(np.diff(deepest)) > 0.1


@pytest.mark.parametrize("kind", [ActionKind.SWAY, ActionKind.BOB, ActionKind.LEAN])
def test_feet_stay_planted(kind: ActionKind, setting: Setting) -> None:
    shift = played(action(kind), setting)
    for time in TIMES:
        moved = np.linalg.norm(shift(float(time)), axis=-1)
        assert moved[at(setting, HEAD[0], FEET - 2)] < 0.1


@pytest.mark.parametrize(("direction", "sign"), [(Direction.LEFT, -1), (Direction.RIGHT, 1)])
def test_leaning_goes_its_way(direction: Direction, sign: int, setting: Setting) -> None:
    shift = played(action(ActionKind.LEAN, direction=direction), setting)
    assert sign * shift(4.0)[*at(setting, *HEAD), 0] > 2.0


def test_two_do_not_move_in_step() -> None:
    setting = person_setting(across=(-70.0, 70.0))
    shift = played(action(ActionKind.SWAY, "two women"), setting)
    left, right = (
        np.array([shift(float(time))[*at(setting, HEAD[0] + x, HEAD[1]), 0] for time in TIMES])
        for x in (-70, 70)
    )
    assert abs(np.corrcoef(left, right)[0, 1]) < 0.9


def test_only_the_one_who_is_named_moves() -> None:
    setting = person_setting(across=(-70.0, 70.0))
    shift = played(action(ActionKind.SWAY, "the woman on the left"), setting)
    moved = np.max([np.abs(shift(float(time))) for time in TIMES], axis=0)
    assert moved[at(setting, HEAD[0] - 70, HEAD[1])].max() > 0.5
    assert moved[at(setting, HEAD[0] + 70, HEAD[1])].max() < 0.05


def test_steps_come_twice_as_often_as_sways(setting: Setting) -> None:
    shift = played(action(ActionKind.BOB), setting)
    moved = np.array([shift(float(time))[at(setting, *HEAD)] for time in np.arange(1.0, 5.0, 0.02)])
    moved -= moved.mean(axis=0)
    sways, steps = (np.count_nonzero(np.diff(np.sign(moved[:, axis]))) for axis in (0, 1))
    assert steps == pytest.approx(2 * sways, abs=2)


def test_a_hop_lifts_all_of_a_body_and_sets_it_down_again(setting: Setting) -> None:
    cue = Action(kind=ActionKind.JUMP, played_as=ActionKind.BOB, subject="the woman", end=5)
    shift = played(cue, setting)
    heights = np.array([-shift(float(time))[*at(setting, *HEAD), 1] for time in np.arange(1.0, 5.0, 0.02)])
    assert heights.max() > 1.5
    assert heights.min() == pytest.approx(0.0, abs=1e-6)
    assert np.mean(heights < 0.01) > 0.4


def test_who_swims_keeps_to_the_waterline(setting: Setting) -> None:
    swim = Action(kind=ActionKind.SWIM, played_as=ActionKind.FLOAT, subject="the woman", end=5)
    swimming, floating = (played(cue, setting) for cue in (swim, action(ActionKind.FLOAT)))
    line = at(setting, HEAD[0], FEET - 2)
    rises = [max(abs(float(shift(float(t))[*line, 1])) for t in TIMES) for shift in (swimming, floating)]
    assert rises[0] < 0.4 * rises[1]


def test_still_water_mirrors_who_sways_above_it() -> None:
    water = np.zeros((HEIGHT, WIDTH), np.float32)
    water[170:] = 1.0
    above = np.roll(figure(), -60, axis=0)
    above[-60:] = 0.0
    scene = replace(setting_of(landscape(WIDTH, HEIGHT), matte=above, inverse_depth=0.2 + 0.5 * above).scene)
    wet = setting_of(
        scene.picture, matte=above, inverse_depth=scene.inverse_depth, regions={"still_water": water}
    )
    cue = action(ActionKind.BOB, "")
    body, image = played(cue, wet), played(cue, wet, layer=0)
    foot = FEET - 60
    for time in TIMES:
        up, down = (
            shift(float(time))[at(wet, HEAD[0], foot + y)] for shift, y in ((body, -40.0), (image, 40.0))
        )
        assert down == pytest.approx(up * (1, -1), abs=0.15)
    assert largest(image) > 0.2


def test_who_has_no_layer_moves_within_a_backdrop_that_stays() -> None:
    setting = setting_of(landscape(WIDTH, HEIGHT), regions={"people": figure()})
    shift = played(action(ActionKind.SWAY, "the people"), setting, layer=0)
    moved = np.max([np.linalg.norm(shift(float(time)), axis=-1) for time in TIMES], axis=0)
    assert moved[at(setting, *HEAD)] > 0.5
    assert moved[:, : at(setting, 90, 0)[1]].max() < 1e-4
