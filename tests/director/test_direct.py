"""The director as a whole: pacing, lens, defaults, notes, and what never changes a plan."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photoplay.director.direct import direct
from photoplay.director.plan import CameraMove, Plan
from photoplay.director.vocabulary.heads import HEADS
from photoplay.director.vocabulary.kinds import Direction, Easing, Language, MoveKind, Pace
from photoplay.director.vocabulary.lexicon import AMOUNTS, CAMERA_NOUNS, DIRECTION_WORDS, NEGATORS, PACES

WORDS = sorted(
    {*HEADS, *DIRECTION_WORDS, *PACES, *AMOUNTS, *CAMERA_NOUNS, *NEGATORS, "the", "then", "2", "s", ",", "."}
)
PROMPTS = st.sampled_from(
    [
        "The camera slowly pans left, then zooms in on the door.",
        "Slow dolly-in, handheld, shallow depth of field",
        "0-2 s: static shot; 2-5 s: orbit right around her",
        "no zoom. The camera cranes up while tilting down",
        "a castle by the sea",
    ]
)


def only_move(prompt: str) -> CameraMove:
    (move,) = direct(prompt, duration=5.0).moves
    return move


@pytest.mark.parametrize(
    ("prompt", "pace"),
    [
        ("pan left", Pace.NORMAL),
        ("a gentle pan to the left", Pace.SLOW),
        ("the camera pans left very slowly", Pace.VERY_SLOW),
        ("the camera pans across the whole valley to the left slowly", Pace.SLOW),
        ("quick pan left", Pace.FAST),
        ("crash zoom", Pace.FAST),
        ("whip pan left", Pace.WHIP),
        ("the camera whips to the left", Pace.WHIP),
    ],
)
def test_pace(prompt: str, pace: Pace) -> None:
    assert only_move(prompt).pace is pace


@pytest.mark.parametrize(
    ("prompt", "amount"),
    [
        ("pan left", 1.0),
        ("pan slightly left", 0.5),
        ("dramatic zoom out", 1.5),
        ("the camera pans all the way to the left", 2.0),
        ("rolls 12 degrees", 2.0),
        ("360 orbit around the car", 3.0),
        ("zoom in 1.3x", 1.0),
    ],
)
def test_amount(prompt: str, amount: float) -> None:
    assert only_move(prompt).amount == pytest.approx(amount, abs=0.01)


@pytest.mark.parametrize(
    ("prompt", "easing"),
    [
        ("pan left", Easing.EASE_IN_OUT),
        ("pan left at constant speed", Easing.LINEAR),
        ("accelerating push in", Easing.EASE_IN),
    ],
)
def test_easing(prompt: str, easing: Easing) -> None:
    assert only_move(prompt).easing is easing


def test_each_move_takes_the_words_beside_it() -> None:
    pan, zoom = direct("very slow pan right, dramatic quick zoom out", duration=5.0).moves
    assert (pan.pace, pan.amount) == (Pace.VERY_SLOW, 1.0)
    assert (zoom.pace, zoom.amount) == (Pace.FAST, 1.5)


def test_no_camera_word_is_a_gentle_push_in() -> None:
    move = only_move("a castle by the sea")
    assert (move.kind, move.direction, move.pace, move.phrase) == (
        MoveKind.DOLLY,
        Direction.IN,
        Pace.SLOW,
        "",
    )
    assert move.amount < 1.0


@pytest.mark.parametrize(
    ("guidance", "amplitude", "drift"), [(0.0, 0.6, 1.0), (0.5, 1.0, 0.5), (1.0, 1.4, 0.0)]
)
def test_guidance(guidance: float, amplitude: float, drift: float) -> None:
    plan = direct("pan left", duration=5.0, guidance_scale=guidance)
    assert (plan.amplitude, plan.drift) == pytest.approx((amplitude, drift))


@pytest.mark.parametrize(
    ("prompt", "depth_of_field", "motion_blur"),
    [
        ("a cat", 0.0, 0.5),
        ("shallow depth of field", 0.6, 0.5),
        ("creamy bokeh", 0.6, 0.5),
        ("a softly blurred background", 0.6, 0.5),
        ("very shallow depth of field", 0.9, 0.5),
        ("deep focus", 0.0, 0.5),
        ("no bokeh", 0.0, 0.5),
        ("no motion blur", 0.0, 0.0),
        ("heavy motion blur", 0.0, 0.9),
        ("long exposure", 0.0, 0.9),
    ],
)
def test_lens(prompt: str, depth_of_field: float, motion_blur: float) -> None:
    lens = direct(prompt, duration=5.0).lens
    assert (lens.depth_of_field, lens.motion_blur) == (depth_of_field, motion_blur)


@pytest.mark.parametrize(
    "prompt",
    [
        "Камера движется влево",
        "カメラが左へ",
        "카메라가 왼쪽으로 이동",
        "La cámara se mueve hacia la izquierda",
        "zoom avant lent sur le visage",
        "Die Kamera fährt langsam nach links",
        "A câmera se move para a direita",
        "La telecamera si sposta verso destra",
    ],
)
def test_other_languages_get_the_default_shot_and_a_note(prompt: str) -> None:
    plan = direct(prompt, duration=5.0)
    assert plan.language is Language.OTHER
    assert [move.phrase for move in plan.moves] == [""]
    assert "English and Chinese" in plan.notes[0].text


@pytest.mark.parametrize(
    ("prompt", "language"),
    [
        ("Watch, pan right.", Language.ENGLISH),
        ("Café de Flore, zoom in", Language.ENGLISH),
        ("Rio de Janeiro, pan left", Language.ENGLISH),
        ("Tokyo 東京, pan left", Language.ENGLISH),
        ("", Language.ENGLISH),
        ("🎬", Language.ENGLISH),
        ("镜头向左移动", Language.CHINESE),
        ("鏡頭緩慢環繞", Language.CHINESE),
        ("镜头 dolly in, 一个女孩", Language.CHINESE),
    ],
)
def test_language(prompt: str, language: Language) -> None:
    assert direct(prompt, duration=5.0).language is language


def test_a_plan_survives_json() -> None:
    plan = direct("First pan left, then 360 orbit; a girl smiles, bokeh", "zoom", duration=5.0)
    assert Plan.model_validate_json(plan.model_dump_json()) == plan


@given(PROMPTS)
def test_case_changes_nothing(prompt: str) -> None:
    plan = direct(prompt, duration=5.0)
    assert direct(prompt.upper(), duration=5.0) == plan
    assert direct(prompt.title(), duration=5.0) == plan


@given(PROMPTS, st.sampled_from(["\t", "  ", "\u00a0", " \r "]))
def test_spacing_changes_nothing(prompt: str, space: str) -> None:
    assert direct(f" {prompt.replace(' ', space)} ", duration=5.0) == direct(prompt, duration=5.0)


@given(PROMPTS, st.sampled_from(["!", "...", "!!!", " .", ";", "…"]))
def test_other_full_stops_change_nothing(prompt: str, stop: str) -> None:
    plan = direct(prompt, duration=5.0)
    assert direct(prompt.rstrip(".") + stop, duration=5.0) == plan
    assert direct(prompt.replace(",", " ,").replace(". ", stop + " "), duration=5.0) == plan


@given(PROMPTS, st.sampled_from("🎬🎥✨🙂"))
def test_emoji_change_nothing(prompt: str, emoji: str) -> None:
    assert direct(f"{emoji} {prompt.replace(', ', f', {emoji} ')} {emoji}", duration=5.0) == direct(
        prompt, duration=5.0
    )


@given(st.text(max_size=2500), st.text(max_size=200), st.sampled_from([5.0, 10.0]), st.floats(0.0, 1.0))
def test_any_text_makes_a_plan(prompt: str, negative_prompt: str, duration: float, guidance: float) -> None:
    assert direct(prompt, negative_prompt, duration=duration, guidance_scale=guidance).moves


@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
@settings(max_examples=300)
def test_any_camera_words_make_a_plan(prompt: str) -> None:
    plan = direct(prompt, prompt[:100], duration=5.0)
    assert all(0.0 <= move.start < move.end <= 5.0 for move in plan.moves)


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_no_camera_movement_always_wins(prompt: str) -> None:
    plan = direct(f"{prompt}. No camera movement", duration=5.0)
    assert [move.kind for move in plan.moves] == [MoveKind.STATIC]


@pytest.mark.parametrize(
    "text",
    [
        "camera " * 357,
        "slowly " * 357,
        "0-" * 1250,
        "1" * 2500,
        ",." * 1250,
        "pan left then " * 178,
        "(" * 2500,
    ],
)
def test_long_prompts_are_read_at_once(text: str) -> None:
    direct("warm up", duration=5.0)
    start = time.process_time()
    direct(text, text, duration=5.0)
    assert time.process_time() - start < 0.5
