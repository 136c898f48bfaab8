"""Order and clock times: which seconds the moves get."""

from itertools import pairwise

import pytest

from photoplay.director.direct import direct
from photoplay.director.reading.clocks import Clock, read_clock
from photoplay.director.vocabulary.kinds import MoveKind

DURATION = 5.0


def times(prompt: str) -> list[tuple[str, float, float]]:
    plan = direct(prompt, duration=DURATION)
    return [(move.kind.value, round(move.start, 2), round(move.end, 2)) for move in plan.moves]


def order(prompt: str) -> list[str]:
    return [f"{move.kind}-{move.direction}" for move in direct(prompt, duration=DURATION).moves]


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("0-2 s: static shot. 2-5 s: zoom in", [("static", 0, 2), ("zoom", 2, 5)]),
        ("0s-2s pan left; 2s - 5s tilt up", [("pan", 0, 2), ("tilt", 2, 5)]),
        ("0:00-0:02 pan left, 0:02-0:05 zoom out", [("pan", 0, 2), ("zoom", 2, 5)]),
        ("from 0 to 2 seconds pan left, from 2 to 5 seconds zoom in", [("pan", 0, 2), ("zoom", 2, 5)]),
        ("After two seconds, the camera pans left", [("pan", 2, 5)]),
        ("At 3 seconds the camera tilts up", [("tilt", 3, 5)]),
        ("for the last second the camera zooms in", [("zoom", 4, 5)]),
        ("for the first 3 seconds, pan right; then tilt down", [("pan", 0, 3), ("tilt", 3, 5)]),
        ("The camera holds still for two seconds, then pans left", [("static", 0, 2), ("pan", 2, 5)]),
        ("pan left for 2 seconds then tilt up for 3 seconds", [("pan", 0, 2), ("tilt", 2, 5)]),
        ("over 2 seconds, zoom in", [("zoom", 0, 2)]),
        ("zoom in over 2 seconds", [("zoom", 0, 2)]),
        ("2 second pan left then zoom in", [("pan", 0, 2), ("zoom", 2, 5)]),
        ("the camera pans left, then at the 3 second mark, it tilts up", [("pan", 0, 3), ("tilt", 3, 5)]),
        ("halfway through, the camera zooms in", [("zoom", 2.5, 5)]),
        ("the camera pans left for half a second", [("pan", 0, 0.5)]),
        (
            "Zoom in during the first half, then pan right in the second half",
            [("zoom", 0, 2.5), ("pan", 2.5, 5)],
        ),
        ("pan left, then hold for 1 second", [("pan", 0, 4), ("static", 4, 5)]),
    ],
)
def test_clock_times_win(prompt: str, expected: list[tuple[str, float, float]]) -> None:
    assert times(prompt) == expected


@pytest.mark.parametrize(
    "prompt",
    [
        "First pan left, then zoom in, and finally tilt up.",
        "The camera pans left. Then it zooms in. Finally, it tilts up.",
        "Pan left, followed by a zoom in, then tilt up",
        "pan left → zoom in → tilt up",
        "After panning left, the camera zooms in before tilting up",
        "Before zooming in, the camera pans left. Then it tilts up.",
        "The camera pans left. The camera zooms in. The camera tilts up.",
    ],
)
def test_a_sequence_keeps_its_order(prompt: str) -> None:
    assert order(prompt) == ["pan-left", "zoom-in", "tilt-up"]


@pytest.mark.parametrize(
    ("prompt", "moves"),
    [
        ("pan left, then right", ["pan-left", "pan-right"]),
        ("the camera pans left and right", ["pan-left", "pan-right"]),
        ("push in slowly, then quickly pull out", ["dolly-in", "dolly-out"]),
    ],
)
def test_opposite_moves_follow_each_other(prompt: str, moves: list[str]) -> None:
    assert order(prompt) == moves


def test_a_sequence_covers_the_clip_and_flows() -> None:
    moves = direct("first pan left, then zoom in, finally tilt up", duration=10.0).moves
    assert moves[0].start == 0.0
    assert moves[-1].end == 10.0
    overlaps = [before.end - after.start for before, after in pairwise(moves)]
    assert overlaps == pytest.approx([0.5, 0.5])


def test_a_static_hold_is_not_overlapped() -> None:
    hold, pan = direct("hold still, then pan left", duration=DURATION).moves
    assert hold.kind is MoveKind.STATIC
    assert pan.start == hold.end


def test_a_time_after_the_end_is_noted() -> None:
    plan = direct("7-9 s: pan left", duration=DURATION)
    assert [(move.start, move.end) for move in plan.moves] == [(0.0, DURATION)]
    assert [note.text for note in plan.notes] == [
        "No time could be taken from '7 - 9 s pan left': the clip lasts 5 s."
    ]


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("between 1 and 3 seconds", Clock(1.0, 3.0)),
        ("for the final 2 seconds", Clock(8.0, 10.0)),
        ("until 4 seconds", Clock(None, 4.0)),
        ("during the next 2 seconds", Clock(length=2.0)),
        ("throughout", Clock(0.0, 10.0)),
        ("at the end of the street", None),
        ("at the end of the clip", Clock(7.5, 10.0)),
        ("in 1080 - 720", None),
        ("3 - 3 s", None),
        ("in the second room", None),
    ],
)
def test_read_clock(text: str, clock: Clock | None) -> None:
    assert read_clock(text, 10.0) == clock
