"""What a prompt denies, and what a negative prompt forbids."""

import pytest

from photoplay.director.direct import direct
from photoplay.director.plan import MoveKind, Plan


def kinds(plan: Plan) -> list[str]:
    return [move.kind.value for move in plan.moves if move.phrase]


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("the camera does not pan, it slowly dollies in", ["dolly"]),
        ("slow zoom in without panning or tilting", ["zoom"]),
        ("no pan, tilt or zoom; truck left", ["truck"]),
        ("avoid zooming; pan left", ["pan"]),
        ("not a zoom but a dolly in", ["dolly"]),
        ("pan left rather than right", ["pan"]),
        ("no zoom", []),
        ("don't zoom in", []),
        ("never tilting, the camera orbits left", ["orbit"]),
        ("no shaky camera, slow push in", ["dolly"]),
        ("no sudden camera movements, slow pan left", ["pan"]),
        ("the camera never stops moving forward", ["dolly"]),
        ("not only does the camera pan left, it zooms in", ["pan", "zoom"]),
        ("no camera movement except a slow zoom in", ["zoom"]),
    ],
)
def test_denied_moves_are_not_made(prompt: str, expected: list[str]) -> None:
    assert kinds(direct(prompt, duration=5.0)) == expected


@pytest.mark.parametrize(
    "prompt",
    [
        "no camera movement",
        "There is no camera motion at all",
        "the camera doesn't move",
        "The camera does not move.",
        "don't move the camera",
        "without any camera movement",
        "zero camera movement, a lake",
    ],
)
def test_no_movement_is_static(prompt: str) -> None:
    plan = direct(prompt, duration=5.0)
    assert kinds(plan) == ["static"]
    assert plan.drift == 0.0


def test_no_movement_drops_the_other_moves_and_says_so() -> None:
    plan = direct("The camera pans left. No camera movement.", duration=5.0)
    assert kinds(plan) == ["static"]
    assert plan.notes == ("Left out the pan: the prompt says 'no camera movement'.",)


@pytest.mark.parametrize(
    ("prompt", "negative_prompt", "expected"),
    [
        ("pan left and zoom in", "pan", ["zoom"]),
        ("pan left and zoom in", "panning, zooming", []),
        ("pan left, handheld", "camera shake, jitter", ["pan"]),
        ("pan left", "pan right", ["pan"]),
        ("pan left", "camera movement", []),
        ("pan left", "moving camera", []),
        ("pan left", "fast camera movement", ["pan"]),
        ("pan left", "blurry, distorted, flicker, extra limbs, low quality, rolling credits", ["pan"]),
        ("static shot", "static, still picture", ["static"]),
        ("static shot", "camera movement", ["static"]),
    ],
)
def test_negative_prompt(prompt: str, negative_prompt: str, expected: list[str]) -> None:
    assert kinds(direct(prompt, negative_prompt, duration=5.0)) == expected


def test_every_forbidden_move_is_noted() -> None:
    plan = direct("pan left and zoom in", "pan", duration=5.0)
    assert plan.notes == ("Left out the pan: the negative prompt says 'pan'.",)


@pytest.mark.parametrize(
    ("negative_prompt", "kind"),
    [
        ("", MoveKind.DOLLY),
        ("camera movement", MoveKind.STATIC),
        ("push in", MoveKind.STATIC),
        ("static", MoveKind.DOLLY),
        ("blurry, warped", MoveKind.DOLLY),
    ],
)
def test_the_default_shot_heeds_the_negative_prompt(negative_prompt: str, kind: MoveKind) -> None:
    plan = direct("a castle", negative_prompt, duration=5.0)
    assert [move.kind for move in plan.moves] == [kind]


@pytest.mark.parametrize("negative_prompt", ["camera shake", "jitter", "shaky camera", "handheld"])
def test_a_forbidden_shake_stops_the_drift(negative_prompt: str) -> None:
    assert direct("pan left", negative_prompt, duration=5.0).drift == 0.0
    assert direct("pan left", duration=5.0).drift > 0.0


def test_blur_forbidden() -> None:
    soft = "heavy motion blur, shallow depth of field"
    assert direct(soft, "blur", duration=5.0).lens.model_dump() == {"depth_of_field": 0.0, "motion_blur": 0.0}
    assert direct(soft, "bokeh", duration=5.0).lens.motion_blur == 0.9
    assert direct(soft, "motion blur", duration=5.0).lens.depth_of_field == 0.6
