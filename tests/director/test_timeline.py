from unicodedata import east_asian_width

import pytest

from photoplay.director.direct import direct
from photoplay.director.plan import CameraMove, Note, Plan
from photoplay.director.timeline import BAR, describe
from photoplay.director.vocabulary.kinds import Direction, MoveKind, Pace


def test_one_line_for_every_move_and_note() -> None:
    plan = Plan(
        duration=10.0,
        moves=(
            CameraMove(
                kind=MoveKind.DOLLY_ZOOM, direction=Direction.IN, pace=Pace.VERY_SLOW, end=5.0, phrase="zolly"
            ),
            CameraMove(kind=MoveKind.STATIC, start=5.0, end=10.0, phrase="static"),
        ),
        notes=(Note(phrase="", text="A note."),),
    )
    first, second, size, note = describe(plan).splitlines()
    assert first == f"Camera  dolly zoom in (very slow)   0.0 -  5.0 s  {'#' * (BAR // 2)}{'.' * (BAR // 2)}"
    assert second == f"Camera  static                      5.0 - 10.0 s  {'.' * (BAR // 2)}{'#' * (BAR // 2)}"
    assert size == "Size    1 of the usual, no drift"
    assert note == "Note: A note."


def test_every_bar_has_the_same_length() -> None:
    plan = direct(
        "pan left, then zoom in for the last 0.2 seconds, she smiles in the rain, noir", duration=10.0
    )
    bars = [line.split()[-1] for line in describe(plan).splitlines() if " s  " in line]
    assert len(bars) == len(plan.timed)
    assert {len(bar) for bar in bars} == {BAR}


@pytest.mark.parametrize(
    ("prompt", "negative_prompt", "line"),
    [
        ("bokeh", "", "Lens    depth of field 0.6 (1 is the shallowest)"),
        ("85 mm portrait", "", "Lens    85 mm"),
        ("low angle close-up, dolly out to a wide shot", "", "Framing  close up, ends in wide, low angle"),
        ("pan left", "zoom in, text", "Kept out  zoom in, text"),
        ("the candle flickers", "", "Light   flicker: the candle"),
    ],
)
def test_looks_are_shown(prompt: str, negative_prompt: str, line: str) -> None:
    text = " ".join(describe(direct(prompt, negative_prompt, duration=5.0)).split())
    assert " ".join(line.split()) in text


def test_bars_stand_in_one_column_in_chinese_too() -> None:
    text = describe(direct("女孩微笑,树叶在风中摇曳,镜头缓缓推近她的脸", duration=5.0))
    columns = {
        sum(2 if east_asian_width(character) in "WF" else 1 for character in line.split(" s  ")[0])
        for line in text.splitlines()
        if " s  " in line
    }
    assert len(columns) == 1
