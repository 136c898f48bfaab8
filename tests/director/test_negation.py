"""What a prompt denies, and what a negative prompt forbids."""

import pytest

from photoplay.director.direct import direct
from photoplay.director.plan import Plan
from photoplay.director.vocabulary.kinds import Direction, LockKind, MoveKind, Pace


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
    assert [note.text for note in plan.notes] == ["Left out the pan: the prompt says 'no camera movement'."]


@pytest.mark.parametrize(
    ("prompt", "negative_prompt", "expected"),
    [
        ("pan left and zoom in", "pan", ["zoom"]),
        ("pan left and zoom in", "panning, zooming", []),
        ("pan left, handheld", "camera shake, jitter", ["pan"]),
        ("pan left", "pan right", ["pan"]),
        ("pan left", "camera movement", []),
        ("pan left", "moving camera", []),
        ("whip pan left", "fast camera movement", ["pan"]),
        ("pan left", "blurry, distorted, flicker, extra limbs, low quality, rolling credits", ["pan"]),
        ("static shot", "static, still picture", ["static"]),
        ("static shot", "camera movement", ["static"]),
    ],
)
def test_negative_prompt(prompt: str, negative_prompt: str, expected: list[str]) -> None:
    assert kinds(direct(prompt, negative_prompt, duration=5.0)) == expected


def test_every_forbidden_move_is_noted() -> None:
    plan = direct("pan left and zoom in", "pan", duration=5.0)
    assert [note.text for note in plan.notes] == ["Left out the pan: the negative prompt says 'pan'."]


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
    sharp = direct(soft, "blur", duration=5.0).lens
    assert (sharp.depth_of_field, sharp.motion_blur) == (0.0, 0.0)
    assert direct(soft, "bokeh", duration=5.0).lens.motion_blur == 0.9
    assert direct(soft, "motion blur", duration=5.0).lens.depth_of_field == 0.6


@pytest.mark.parametrize(
    ("negative_prompt", "locks"),
    [
        ("jitter, flicker, morphing", {LockKind.SHAKE, LockKind.FLICKER, LockKind.MORPHING}),
        ("blurry", {LockKind.MOTION_BLUR, LockKind.SOFT_FOCUS}),
        ("motion blur", {LockKind.MOTION_BLUR}),
        ("blurred background", {LockKind.SOFT_FOCUS}),
        ("distorted face, extra fingers", {LockKind.DISTORTION}),
        ("text, watermark", {LockKind.TEXT}),
        ("static, still image", {LockKind.STILLNESS}),
        ("camera movement", {LockKind.CAMERA_MOVEMENT}),
        ("fast camera movement", {LockKind.HASTE}),
        ("zoom", {LockKind.MOVE}),
        ("rain", {LockKind.MOTION}),
        ("low quality, ugly", set()),
    ],
)
def test_locks(negative_prompt: str, locks: set[LockKind]) -> None:
    assert {lock.kind for lock in direct("a castle", negative_prompt, duration=5.0).locks} == locks


def test_a_lock_names_what_it_forbids() -> None:
    (lock,) = direct("a castle", "panning right", duration=5.0).locks
    assert (lock.forbids, lock.direction, lock.phrase) == (MoveKind.PAN, Direction.RIGHT, "panning right")


def test_haste_forbidden_slows_the_move_down() -> None:
    plan = direct("whip pan left", "fast camera movement", duration=5.0)
    assert plan.moves[0].pace is Pace.NORMAL
    assert plan.notes[0].phrase == "whip pan left"


@pytest.mark.parametrize(
    ("prompt", "negative_prompt"),
    [("rain falls on the street", "rain"), ("she smiles", "smiling"), ("the candle flickers", "flicker")],
)
def test_forbidden_motion_is_left_out_and_noted(prompt: str, negative_prompt: str) -> None:
    assert direct(prompt, duration=5.0).cues
    plan = direct(prompt, negative_prompt, duration=5.0)
    assert not plan.cues
    assert f"the negative prompt says '{negative_prompt}'" in plan.notes[0].text


def test_stillness_forbidden_makes_the_default_shot_larger() -> None:
    (usual,) = direct("a castle", duration=5.0).moves
    (lively,) = direct("a castle", "static", duration=5.0).moves
    assert lively.amount > usual.amount
