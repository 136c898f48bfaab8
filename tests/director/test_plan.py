"""The Plan as a whole: who does what when, framing, targets, JSON."""

import json

import pytest
from pydantic import ValidationError

from photoplay.director.direct import direct
from photoplay.director.honesty import with_notes
from photoplay.director.plan import Plan
from photoplay.director.vocabulary.kinds import ActionKind, CameraAngle, Direction, MoveKind, Pace, ShotSize

DURATION = 6.0


def plan_of(prompt: str) -> Plan:
    return direct(prompt, duration=DURATION)


def spans(prompt: str) -> dict[str, tuple[float, float]]:
    return {one.kind: (round(one.start, 1), round(one.end, 1)) for one in plan_of(prompt).timed}


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        (
            "She smiles, then the camera pulls back.",
            {"smile": (0.0, 3.2), "dolly": (2.8, 6.0)},
        ),
        (
            "Slow push in while she turns her head, then blinks.",
            {"dolly": (0.0, 6.0), "turn_head": (0.0, 3.2), "blink": (2.8, 6.0)},
        ),
        (
            "The camera pans left, then she nods; rain falls.",
            {"pan": (0.0, 6.0), "nod": (2.8, 6.0), "rain": (0.0, 6.0)},
        ),
        (
            "At 4 seconds the dog shakes its head. Slow zoom in.",
            {"zoom": (0.0, 6.0), "shake_head": (4.0, 6.0)},
        ),
        ("0-2 s: she blinks; 2-6 s: she smiles", {"blink": (0.0, 2.0), "smile": (2.0, 6.0)}),
        ("Before smiling, she nods.", {"nod": (0.0, 3.2), "smile": (2.8, 6.0)}),
    ],
)
def test_actions_and_moves_share_one_order(prompt: str, expected: dict[str, tuple[float, float]]) -> None:
    found = {kind: span for kind, span in spans(prompt).items() if kind in expected}
    assert found == expected


def test_weather_that_comes_later_stays() -> None:
    found = spans("The camera pans left, then it starts to snow, then she smiles.")
    assert found["snow"] == (1.9, 6.0)


@pytest.mark.parametrize(
    ("prompt", "target"),
    [
        ("slow dolly-in toward her face", "her face"),
        ("the camera orbits around the red bowl clockwise", "the red bowl"),
        ("the camera follows the little dog through the park", "the little dog"),
        ("rack focus from the glass to the old man in the background", "the old man"),
        ("zoom in on the statue of the king, cinematic", "the statue of the king"),
        ("truck left past the market stalls", "past the market stalls"),
        ("pan left", ""),
        ("pan to the left", ""),
        ("zoom in slowly", ""),
        ("the camera rises, revealing the city", ""),
    ],
)
def test_targets(prompt: str, target: str) -> None:
    assert plan_of(prompt).moves[0].target == target


@pytest.mark.parametrize(
    ("prompt", "size", "closing", "angle"),
    [
        ("close-up of a cat", ShotSize.CLOSE_UP, None, None),
        ("Extreme close-up, low angle", ShotSize.EXTREME_CLOSE_UP, None, CameraAngle.LOW),
        ("ECU of the eye", ShotSize.EXTREME_CLOSE_UP, None, None),
        ("wide shot, pushing in to a close-up", ShotSize.WIDE, ShotSize.CLOSE_UP, None),
        ("from a close-up of the ring to a wide shot", ShotSize.CLOSE_UP, ShotSize.WIDE, None),
        ("The shot scale is medium wide.", ShotSize.MEDIUM_WIDE, None, None),
        ("bird's eye view of a square", None, None, CameraAngle.OVERHEAD),
        ("over the shoulder of the man", None, None, CameraAngle.OVER_THE_SHOULDER),
        ("a wide street in a medium town", None, None, None),
        ("中近景，低角度", ShotSize.MEDIUM_CLOSE_UP, None, CameraAngle.LOW),
    ],
)
def test_framing(
    prompt: str, size: ShotSize | None, closing: ShotSize | None, angle: CameraAngle | None
) -> None:
    framing = plan_of(prompt).framing
    assert (framing.size, framing.closing, framing.angle) == (size, closing, angle)


def test_a_closing_size_makes_the_move_larger() -> None:
    assert plan_of("dolly in to a close-up").moves[0].amount > plan_of("dolly in").moves[0].amount
    assert (
        plan_of("slight dolly in to a close-up").moves[0].amount == plan_of("slight dolly in").moves[0].amount
    )


@pytest.mark.parametrize(
    ("prompt", "grades"),
    [
        ("cinematic film noir, black and white", ["cinematic", "noir", "black_and_white"]),
        ("warm golden tones", ["warm"]),
        ("a warm coat", []),
        ("vibrant saturated colours, film grain", ["vivid", "film_grain"]),
        ("not cinematic", []),
        ("in slow motion", ["slow_motion"]),
        ("golden hour, dreamy", ["golden_hour", "dreamy"]),
    ],
)
def test_grades(prompt: str, grades: list[str]) -> None:
    assert sorted(grade.kind for grade in plan_of(prompt).grades) == sorted(grades)


def test_a_grade_comes_when_the_prompt_says() -> None:
    (grade,) = plan_of("In the second half the picture turns black and white.").grades
    assert (grade.start, grade.end) == (3.0, 6.0)


@pytest.mark.parametrize(
    ("prompt", "millimetres"),
    [
        ("85mm portrait", 85.0),
        ("35 mm lens", 35.0),
        ("shot on 35mm film", None),
        ("fisheye", 12.0),
        ("a 5000 mm gap", None),
        ("telephoto", 135.0),
    ],
)
def test_focal_length(prompt: str, millimetres: float | None) -> None:
    assert plan_of(prompt).lens.focal_length == millimetres


@pytest.mark.parametrize(
    ("prompt", "kind"), [("The man walks down the road", "tracking"), ("a road", "dolly")]
)
def test_the_camera_goes_along_with_somebody_who_walks(prompt: str, kind: str) -> None:
    (move,) = plan_of(prompt).moves
    assert (move.kind, move.phrase) == (kind, "")


def test_what_one_photograph_cannot_show_is_played_as_the_nearest_thing() -> None:
    (action,) = plan_of("the girl dances, pan left").actions
    assert (action.kind, action.played_as) == (ActionKind.DANCE, ActionKind.SWAY)
    with pytest.raises(ValidationError, match="cannot be played from one photograph"):
        Plan.model_validate(
            {"duration": 5, "moves": [], "actions": [{"kind": "dance", "played_as": "walk", "end": 5}]}
        )


@pytest.mark.parametrize(
    ("prompt", "unclear"),
    [
        ("The camera does something special with the tower.", True),
        ("A vase. The camera captures its details.", False),
        ("The camera does something special, then pans left.", False),
        ("a castle", False),
    ],
)
def test_a_camera_that_is_not_understood_is_noted(prompt: str, unclear: bool) -> None:
    assert any("not clear" in note.text for note in plan_of(prompt).notes) is unclear


def test_a_paraphrase_names_the_kind_and_the_words_the_direction() -> None:
    asked: list[str] = []

    def paraphrase(clause: str) -> MoveKind:
        asked.append(clause)
        return MoveKind.ZOOM

    plan = direct("The camera does its thing, slowly outward.", duration=DURATION, paraphrase=paraphrase)
    assert [(move.kind, move.direction, move.pace) for move in plan.moves] == [
        (MoveKind.ZOOM, Direction.OUT, Pace.SLOW)
    ]
    direct("The camera pans left.", duration=DURATION, paraphrase=paraphrase)
    assert len(asked) == 1


class TestHonesty:
    PLAN = direct("The girl dances and smiles in the rain, cinematic, 85 mm", duration=5.0)

    def test_everything_an_engine_does_not_play_is_named(self) -> None:
        left, lens = with_notes(self.PLAN, "multiplane", frozenset()).notes
        for word in ("dances", "smiles", "rain", "cinematic"):
            assert word in left.text
        assert "85 mm" in lens.text

    def test_a_stand_in_that_is_played_is_told(self) -> None:
        plays = frozenset(cue.played_as if hasattr(cue, "played_as") else cue.kind for cue in self.PLAN.cues)
        told, _lens = with_notes(self.PLAN, "multiplane", plays).notes
        assert "will sway instead" in told.text


class TestJson:
    def test_round_trip(self) -> None:
        plan = direct(
            "Close-up, 50 mm: first pan left, then 360 orbit around the tree; a girl smiles, noir",
            "zoom in, shaky, rain",
            duration=5.0,
        )
        assert Plan.model_validate_json(plan.model_dump_json()) == plan
        assert json.loads(plan.model_dump_json())["version"] == 2

    def test_every_field_is_described(self) -> None:
        schema = Plan.model_json_schema()
        for name, part in schema["$defs"].items():
            assert part.get("description"), name
        for name in ("moves", "amplitude", "drift", "language"):
            assert schema["properties"][name]["description"], name

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"version": 1}, "version"),
            ({"moves": []}, "at least one move"),
            ({"moves": [{"kind": "pan", "direction": "in", "end": 5}]}, "a pan move takes left, right"),
            ({"moves": [{"kind": "static", "end": 9}]}, "static ends at 9 s, after the clip"),
            ({"moves": [{"kind": "static", "start": 2, "end": 1}]}, "must end after it starts"),
            ({"surprise": 1}, "surprise"),
        ],
    )
    def test_a_plan_that_is_none_says_why(self, change: dict[str, object], said: str) -> None:
        fields = {"duration": 5, "moves": [{"kind": MoveKind.STATIC, "end": 5}]} | change
        with pytest.raises(ValidationError, match=said):
            Plan.model_validate(fields)
