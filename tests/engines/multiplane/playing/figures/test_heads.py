from dataclasses import replace

import numpy as np
import pytest

from photoplay.director.plan import Action
from photoplay.director.vocabulary.kinds import ActionKind, Direction
from photoplay.engines.multiplane.playing.figures.heads import MOST, PLAYERS
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.swings import nodes_of
from photoplay.engines.multiplane.playing.timing import Timing
from tests.engines.multiplane.playing.people import (
    FEET,
    HEAD,
    HEIGHT,
    RADIUS,
    WIDTH,
    Shift,
    at,
    person_setting,
    steepest,
)
from tests.engines.multiplane.playing.stages import setting_of
from tests.scenes import landscape, oval

KINDS = tuple(PLAYERS)
TIMES = np.arange(1.0, 5.0, 0.1)


def action(kind: ActionKind, **more: object) -> Action:
    return Action.model_validate({"kind": kind, "played_as": kind, "subject": "the woman", "end": 5, **more})


def played(cue: Action, setting: Setting, strength: float = 1.0) -> Shift:
    timing = replace(Timing.of(cue, setting.plan, setting.rest), strength=strength)
    performance = PLAYERS[cue.played_as](cue, setting, timing)
    assert performance is not None
    (moving,) = performance.acts[1].displacements
    return lambda time: moving.shift(nodes_of(setting), time)


@pytest.fixture(scope="module")
def setting() -> Setting:
    return person_setting()


@pytest.mark.parametrize("kind", KINDS)
class TestEach:
    def test_is_exactly_still_at_rest_and_moves_after(self, kind: ActionKind, setting: Setting) -> None:
        shift = played(action(kind), setting)
        assert not shift(0.0).any()
        assert max(np.abs(shift(float(time))).max() for time in TIMES) > 0.8

    def test_moves_the_head_and_not_the_body(self, kind: ActionKind, setting: Setting) -> None:
        shift = played(action(kind), setting)
        moved = np.max([np.linalg.norm(shift(float(time)), axis=-1) for time in TIMES], axis=0)
        assert moved[at(setting, *HEAD)] > 0.5
        assert moved[at(setting, 0, 135)[0] :].max() < 1e-4

    def test_melts_nothing(self, kind: ActionKind, setting: Setting) -> None:
        shift = played(action(kind), setting, strength=3.0)
        assert max(steepest(shift(float(time)), setting) for time in TIMES[::4]) < 0.55

    def test_grows_with_strength_up_to_what_a_photograph_allows(
        self, kind: ActionKind, setting: Setting
    ) -> None:
        sizes = [
            np.abs(played(action(kind), setting, strength)(1.3)).max() for strength in (0.4, 0.8, 1.6, 50.0)
        ]
        assert sizes == sorted(sizes)
        assert sizes[-1] < 5.0 * max(MOST) * RADIUS

    def test_is_the_same_again_and_in_any_size(self, kind: ActionKind, setting: Setting) -> None:
        shift, again = (played(action(kind), setting) for _ in range(2))
        assert np.array_equal(shift(1.7), again(1.7))
        large = played(action(kind), person_setting(scale=2.0))
        assert large(1.7) / 2.0 == pytest.approx(shift(1.7), abs=0.25)

    def test_is_quiet_from_frame_to_frame(self, kind: ActionKind, setting: Setting) -> None:
        shift = played(action(kind), setting)
        steps = [np.abs(shift(float(t) + 1 / 30) - shift(float(t))).max() for t in np.arange(0.0, 4.9, 0.1)]
        assert max(steps) < 0.005 * WIDTH

    def test_none_where_no_head_is_seen(self, kind: ActionKind) -> None:
        matte = oval(WIDTH, HEIGHT)
        headless = setting_of(landscape(WIDTH, HEIGHT), matte=matte, inverse_depth=0.2 + 0.5 * matte)
        cue = Action(kind=kind, played_as=kind, end=5)
        assert PLAYERS[kind](cue, headless, Timing.of(cue, headless.plan, 0.0)) is None


@pytest.mark.parametrize(("direction", "sign"), [(Direction.LEFT, -1), (Direction.RIGHT, 1)])
def test_a_turn_moves_the_front_most_and_the_outline_least(
    direction: Direction, sign: int, setting: Setting
) -> None:
    shift = played(action(ActionKind.TURN_HEAD, direction=direction), setting)(4.0)[..., 0] * sign
    nose, edge = shift[at(setting, HEAD[0], HEAD[1] + 6)], shift[at(setting, HEAD[0] + RADIUS - 1, HEAD[1])]
    assert nose > 3.0
    assert 0.0 < edge < 0.5 * nose


def test_a_turn_comes_to_stay_and_a_shake_goes_both_ways(setting: Setting) -> None:
    noses = {
        kind: np.array([played(action(kind), setting)(float(time))[*at(setting, *HEAD), 0] for time in TIMES])
        for kind in (ActionKind.TURN_HEAD, ActionKind.SHAKE_HEAD)
    }
    turn, shake = noses.values()
    assert np.all(np.sign(turn[15:]) == np.sign(turn[-1]))
    assert shake.min() < -0.5
    assert shake.max() > 0.5


def test_a_nod_goes_down(setting: Setting) -> None:
    shift = played(action(ActionKind.NOD), setting)
    chin = np.array([shift(float(time))[*at(setting, *HEAD), 1] for time in TIMES])
    assert chin.max() > 1.0
    assert chin.max() > -2.0 * chin.min()


@pytest.mark.parametrize(("direction", "sign"), [(Direction.LEFT, -1), (Direction.RIGHT, 1)])
def test_a_tilt_turns_about_the_neck(direction: Direction, sign: int, setting: Setting) -> None:
    shift = played(action(ActionKind.TILT_HEAD, direction=direction), setting)(2.5)
    crown, chin = (shift[*at(setting, HEAD[0], HEAD[1] + y), 0] * sign for y in (-18, 18))
    assert crown > chin > 0.0


def test_the_second_half_of_looking_around_is_another(setting: Setting) -> None:
    cue = action(ActionKind.LOOK_AROUND, end=10)
    longer = replace(setting, plan=setting.plan.model_copy(update={"duration": 10.0}))
    shift = played(cue, longer)
    first, second = (
        np.array([shift(float(t) + start) for t in np.arange(1, 5, 0.4)]) for start in (0.0, 5.0)
    )
    assert np.abs(first - second).max() > 1.0


def test_a_close_up_and_a_head_cut_off_turn_less() -> None:
    setting = person_setting()
    low = replace(setting, scene=replace(setting.scene, faces=()))
    assert FEET < HEIGHT
    face = setting.scene.faces[0]
    middle = face.oval.mean(axis=0)
    large = replace(face, landmarks=(face.landmarks - middle) * 2.2 + middle)
    close = replace(low, scene=replace(low.scene, faces=(large,)))
    cue = action(ActionKind.TILT_HEAD, direction=Direction.LEFT)
    sizes = []
    for each in (setting, close):
        shift = played(cue, each)(2.5)
        sizes.append(np.abs(np.diff(shift[..., 0], axis=0)).max())
    assert sizes[1] < 0.75 * sizes[0]
