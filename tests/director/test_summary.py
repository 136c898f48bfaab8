from photoplay.director.direct import direct
from photoplay.director.plan import CameraMove, Direction, MoveKind, Pace, Plan
from photoplay.director.timeline import BAR, describe


def test_one_line_for_every_move_and_note() -> None:
    plan = Plan(
        duration=10.0,
        moves=(
            CameraMove(kind=MoveKind.DOLLY_ZOOM, direction=Direction.IN, pace=Pace.VERY_SLOW, end=5.0),
            CameraMove(kind=MoveKind.STATIC, start=5.0, end=10.0),
        ),
        notes=("A note.",),
    )
    first, second, note = describe(plan).splitlines()
    assert first == f"dolly zoom in (very slow)   0.0 -  5.0 s  {'#' * (BAR // 2)}{'.' * (BAR // 2)}"
    assert second == f"static                      5.0 - 10.0 s  {'.' * (BAR // 2)}{'#' * (BAR // 2)}"
    assert note == "A note."


def test_every_bar_has_the_same_length() -> None:
    text = describe(direct("pan left, then zoom in for the last 0.2 seconds, handheld", duration=10.0))
    assert {len(line.split()[-1]) for line in text.splitlines()} == {BAR}


def test_depth_of_field_is_shown() -> None:
    assert "Depth of field: 0.6" in describe(direct("bokeh", duration=5.0))
