"""The handbook: its page is current, its examples and words call what they are listed under."""

import re

import pytest

from bench.handbook import PAGE, rewritten
from photoplay.director.direct import direct
from photoplay.director.handbook import HANDBOOK, Entry
from photoplay.director.plan import Plan
from photoplay.director.vocabulary.kinds import (
    DIRECTIONS,
    ActionKind,
    ArrivalKind,
    CameraAngle,
    EffectKind,
    GradeKind,
    LightKind,
    LockKind,
    MoveKind,
    ShotSize,
)
from photoplay.director.vocabulary.wordings import Wording, third_person, written

ENTRIES = [entry for entries in HANDBOOK.values() for entry in entries]
KINDS = (ActionKind, EffectKind, LightKind, GradeKind, ShotSize, CameraAngle, LockKind)
EVERYTHING = [
    *((kind, direction) for kind in MoveKind for direction in DIRECTIONS[kind] or (None,)),
    *((kind, None) for kinds in KINDS for kind in kinds),
    *((kind, None) for kind in ArrivalKind if kind not in (ArrivalKind.CAMERA, ArrivalKind.TRAVEL)),
]


def planned(text: str, entry: Entry) -> Plan:
    prompts = ("", text) if isinstance(entry.kind, LockKind) else (text, "")
    return direct(*prompts, duration=5.0)


def called(plan: Plan) -> list[tuple[str, str | None]]:
    framing = [size for size in (plan.framing.size, plan.framing.closing, plan.framing.angle) if size]
    return list(
        dict.fromkeys(
            [
                *((move.kind, move.direction) for move in plan.moves if move.phrase),
                *((one.kind, None) for one in (*plan.cues, *plan.locks)),
                *((one, None) for one in framing),
                *([(plan.arrival.kind, None)] if plan.arrival else []),
            ]
        )
    )


def lost(entry: Entry, texts: list[str]) -> list[str]:
    return [text for text in texts if (entry.kind, entry.direction) not in called(planned(text, entry))]


def test_the_page_is_what_the_command_writes() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert rewritten(page) == page, "run `python -m bench.handbook`"


def test_links_on_the_page_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", PAGE.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (PAGE.parent / link).exists()] == []


def test_everything_a_plan_can_hold_has_one_entry() -> None:
    listed = [repr((entry.kind, entry.direction)) for entry in ENTRIES]
    assert sorted(listed) == sorted(map(repr, EVERYTHING))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{type(entry.kind).__name__} {entry.name}")
class TestEntry:
    def test_its_examples_call_it_and_nothing_else(self, entry: Entry) -> None:
        for prompt in filter(None, entry.example):
            assert called(planned(prompt, entry)) == [(entry.kind, entry.direction)], prompt

    def test_its_english_words_call_it(self, entry: Entry) -> None:
        sentences = [sentence for wording in entry.english for sentence in wording.sentences()]
        assert sentences
        assert lost(entry, sentences) == []

    def test_its_chinese_words_call_it(self, entry: Entry) -> None:
        opening = "镜头缓缓" if isinstance(entry.kind, MoveKind) else ""
        assert lost(entry, [opening + text for text in entry.chinese]) == []


def test_moves_looks_and_locks_list_chinese_words() -> None:
    composed = (LockKind.CAMERA_MOVEMENT, LockKind.MOVE, LockKind.MOTION, LockKind.HASTE)
    told_by_nouns_and_verbs = (ActionKind, EffectKind, LightKind)
    without = [entry.name for entry in ENTRIES if not entry.chinese and entry.kind not in composed]
    assert without == [entry.name for entry in ENTRIES if isinstance(entry.kind, told_by_nouns_and_verbs)]


def test_a_wording_tells_every_combination() -> None:
    wording = Wording(("flows", "runs"), before=("river", "creek"), after=("down",))
    assert list(wording.sentences()) == [
        "river flows down",
        "river runs down",
        "creek flows down",
        "creek runs down",
    ]
    assert list(Wording(("zoom in",)).sentences()) == ["zoom in"]


def test_words_are_listed_as_people_write_them() -> None:
    assert written("rackfocus")[:2] == ("rack focus", "rack the focus")
    assert "racks focus" not in written("rackfocus")
    assert written("birdseye")[0] == "bird's eye"
    assert written("pedestal") == ("pedestal",)
    assert [third_person(base) for base in ("glide", "fly", "push")] == ["glides", "flies", "pushes"]


TOLD: dict[str, list[tuple[str, str | None]]] = {
    "the slight tilt of her hat": [],
    "a path that turns right": [],
    "a pan on the stove": [],
    "a crane in the harbour": [],
    "a truck driver": [],
    "glide forward": [("dolly", "in")],
    "circle the statue": [("orbit", "clockwise")],
    "follow the horse": [("tracking", "in")],
    "pan up": [("tilt", "up")],
    "dolly left": [("truck", "left")],
    "tilt left": [("roll", "counterclockwise")],
    "orbit left": [("orbit", "clockwise")],
    "it does not pan, it slowly dollies in": [("dolly", "in")],
    "no zoom or pan": [],
    "no camera movement, then pan left": [("static", None)],
    "after panning left, tilt up": [("pan", "left"), ("tilt", "up")],
    "the boat glides left": [("float", None)],
}


@pytest.mark.parametrize("prompt", TOLD)
def test_what_the_page_tells_is_so(prompt: str) -> None:
    assert called(direct(prompt, duration=5.0)) == TOLD[prompt]
