from dataclasses import replace

import numpy as np
import pytest

from photoplay.director.plan import Arrival, CameraMove, Plan
from photoplay.director.vocabulary.kinds import ArrivalKind, Direction, MoveKind
from photoplay.engines.multiplane.arrival.camera import Solved, motion_of
from photoplay.engines.multiplane.arrival.carrying import Likeness
from photoplay.engines.multiplane.arrival.choice import choose
from photoplay.engines.multiplane.arrival.counterparts import Found
from photoplay.engines.multiplane.arrival.ends import Ends
from photoplay.engines.multiplane.filming.camera import Pose, View
from photoplay.engines.multiplane.scouting import Scouting
from photoplay.sight.networks import Networks
from photoplay.stills import Still
from tests.engines.multiplane.arrival.corresponding import moved_by
from tests.scenes import landscape

WIDTH, HEIGHT = 480, 300
PLAN = Plan(duration=5.0, moves=(CameraMove(kind=MoveKind.DOLLY, direction=Direction.IN, end=5.0),))
SURE, UNSURE = np.ones((HEIGHT, WIDTH), np.float32), np.zeros((HEIGHT, WIDTH), np.float32)
STILL = np.zeros((HEIGHT, WIDTH, 2), np.float32)
NOBODY = Found({}, {}, 0)


def scouted(picture: np.ndarray) -> Scouting:
    return Scouting.of(Still(picture), View(WIDTH, HEIGHT), PLAN, Networks())


FIRST, SECOND = scouted(landscape(WIDTH, HEIGHT)), scouted(landscape(WIDTH, HEIGHT)[:, ::-1].copy())
AWAY = Pose(x=0.2)
THERE = Solved(AWAY, 0.001, 0.05)


def ends(sure: np.ndarray = SURE, motion: np.ndarray = STILL, figures: Found = NOBODY) -> Ends:
    return Ends(FIRST, SECOND, moved_by(motion, sure), None, None, figures, (UNSURE, UNSURE))


def seen_from_there() -> np.ndarray:
    coarse = motion_of(FIRST.geometry, AWAY)
    return np.repeat(np.repeat(coarse, 4, axis=0), 4, axis=1)


def test_the_same_scene_slightly_changed_is_a_morph() -> None:
    choice = choose(ends(), PLAN, 2.5)
    assert choice.kind is ArrivalKind.MORPH
    assert "100%" in choice.why


def test_another_scene_is_a_cut_that_goes_on_with_the_move() -> None:
    assert choose(ends(UNSURE), PLAN, 2.5).kind is ArrivalKind.PUSH


def test_the_same_scene_from_elsewhere_is_a_camera_move() -> None:
    both = replace(ends(motion=seen_from_there()), there=THERE, back=Solved(Pose(x=-0.2), 0.001, 0.05))
    assert choose(both, PLAN, 2.5).kind is ArrivalKind.CAMERA


def test_a_camera_that_does_not_explain_the_backdrop_is_none() -> None:
    both = replace(ends(motion=STILL + 4.0), there=THERE, back=Solved(Pose(x=-0.2), 0.001, 0.05))
    assert choose(both, PLAN, 2.5).kind is ArrivalKind.MORPH


def test_a_camera_that_does_not_explain_single_places_is_none() -> None:
    doubtful = Solved(AWAY, 0.02, 0.05)
    both = replace(ends(motion=seen_from_there()), there=doubtful, back=Solved(Pose(x=-0.2), 0.001, 0.05))
    assert choose(both, PLAN, 2.5).kind is ArrivalKind.MORPH


def test_so_is_one_from_far_aside_of_which_single_places_are_found() -> None:
    both = replace(ends(UNSURE), there=THERE, back=Solved(Pose(x=-0.2), 0.001, 0.05))
    assert choose(both, PLAN, 2.5).kind is ArrivalKind.CAMERA


def test_a_figure_elsewhere_goes_there() -> None:
    likeness = Likeness(1.0, (0.0, 0.0), (50.0, 0.0))
    choice = choose(ends(figures=Found({0: likeness}, {0: likeness}, 0)), PLAN, 2.5)
    assert choice.kind is ArrivalKind.TRAVEL


def test_nobody_fades_in_or_out() -> None:
    assert choose(ends(figures=Found({}, {}, 1)), PLAN, 2.5).kind is ArrivalKind.PUSH


def test_one_photograph_is_a_loop() -> None:
    choice = choose(Ends.same(FIRST), PLAN, 2.5)
    assert choice.kind is ArrivalKind.MORPH
    assert "loop" in choice.why


@pytest.mark.parametrize("kind", list(ArrivalKind))
def test_the_prompt_decides(kind: ArrivalKind) -> None:
    asked = PLAN.model_copy(update={"arrival": Arrival(kind=kind, phrase="as it says")})
    choice = choose(ends(), asked, 2.5)
    assert choice.kind is kind
    assert "as it says" in choice.why
