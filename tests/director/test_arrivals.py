"""What a prompt says of the way to an end image, and what it only seems to say."""

import pytest

from photoplay.director.direct import direct
from photoplay.director.plan import Plan
from photoplay.director.timeline import describe
from photoplay.director.vocabulary.kinds import ArrivalKind, LockKind, MoveKind, Pace


def arrival(prompt: str) -> ArrivalKind | None:
    plan = direct(prompt, duration=5.0)
    return plan.arrival.kind if plan.arrival else None


SAID: dict[str, ArrivalKind] = {
    "Cut to the harbour at night": ArrivalKind.CUT,
    "Smash cut to: an empty street": ArrivalKind.CUT,
    "Dissolve to the old photograph": ArrivalKind.DISSOLVE,
    "A slow cross-fade": ArrivalKind.DISSOLVE,
    "The woman morphs into a tiger": ArrivalKind.MORPH,
    "The man turns into a wolf": ArrivalKind.MORPH,
    "Swish pan to the second shot": ArrivalKind.WHIP,
    "Seamless transition via a whip pan to the beach": ArrivalKind.WHIP,
    "Zoom through to the next scene": ArrivalKind.PUSH,
    "Rack into the next shot": ArrivalKind.FOCUS,
    "A flash of light reveals the second image": ArrivalKind.LIGHT,
    "画面叠化到海边": ArrivalKind.DISSOLVE,
    "女孩变成老虎": ArrivalKind.MORPH,
    "甩镜转场,来到海边": ArrivalKind.WHIP,
}
NOT_SAID = [
    "The ship turns into the wind",
    "Day turns to dusk",
    "Day turns into night over the city",
    "The flowers become brighter",
    "Whip pan to the left",
    "Her hair is cut to her shoulders",
    "No cuts, one continuous shot",
    "Instead of a cut, the camera tilts down",
    "The stars fade into dawn",
    "Fade to black",
    "The camera turns into the alley",
    "Push through the crowd",
    "Hold on the final frame",
    "Vintage film, light leaks, grain",
    "白天变成黑夜",
    "不要叠化",
]


@pytest.mark.parametrize("prompt", SAID)
def test_words_that_say_how(prompt: str) -> None:
    assert arrival(prompt) is SAID[prompt]


@pytest.mark.parametrize("prompt", NOT_SAID)
def test_words_that_say_nothing_of_it(prompt: str) -> None:
    assert arrival(prompt) is None


def test_the_phrase_is_in_the_words_of_the_prompt() -> None:
    plan = direct("Slow push in, then Dissolve to the sea", duration=5.0)
    assert plan.arrival is not None
    assert plan.arrival.phrase == "dissolve to"
    assert [move.kind for move in plan.moves] == [MoveKind.DOLLY]


def test_the_first_of_several_counts() -> None:
    assert arrival("Hard cut to the sea, then dissolve to the sky") is ArrivalKind.CUT
    assert arrival("No hard cut: dissolve to the sky") is ArrivalKind.DISSOLVE


def test_a_whip_pan_is_a_move_besides() -> None:
    plan = direct("whip pan to the crowd", duration=5.0)
    assert [(move.kind, move.pace) for move in plan.moves] == [(MoveKind.PAN, Pace.WHIP)]
    assert plan.arrival is not None


def test_a_negative_prompt_forbids_a_morph() -> None:
    plan = direct("The woman morphs into a tiger", "morphing", duration=5.0)
    assert plan.arrival is None
    assert [lock.kind for lock in plan.locks] == [LockKind.MORPHING]
    assert "'morphs into'" in plan.notes[0].text
    assert direct("Dissolve to the sea", "morphing", duration=5.0).arrival is not None


def test_a_plan_with_an_arrival_is_written_and_read() -> None:
    plan = direct("Hard cut to the sea", duration=5.0)
    assert Plan.model_validate_json(plan.model_dump_json()) == plan
    assert "Arrival  cut" in describe(plan)
    assert "Arrival" not in describe(direct("The sea", duration=5.0))
