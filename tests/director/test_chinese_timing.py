"""Chinese prompts: when a camera moves, how fast and how far."""

import pytest

from photoplay.director.direct import direct
from photoplay.director.plan import CameraMove
from photoplay.director.vocabulary.kinds import Easing, Pace


def called(prompt: str) -> list[CameraMove]:
    return [move for move in direct(prompt, duration=5.0).moves if move.phrase]


TIMES = {
    "0-2秒镜头推近,2-5秒镜头向右摇": [(0.0, 2.0), (2.0, 5.0)],
    "前两秒镜头静止,然后推近": [(0.0, 2.0), (2.0, 5.0)],
    "从第三秒开始镜头拉远": [(3.0, 5.0)],
    "2秒后镜头上升": [(2.0, 5.0)],
    "最后一秒镜头向左摇": [(4.0, 5.0)],
    "第1秒到第3秒,镜头向右平移": [(1.0, 3.0)],
    "镜头推近,持续三秒": [(0.0, 3.0)],
}


@pytest.mark.parametrize(("prompt", "spans"), TIMES.items())
def test_clock_times(prompt: str, spans: list[tuple[float, float]]) -> None:
    assert [(move.start, move.end) for move in called(prompt)] == spans


PACES = {
    "镜头缓慢推近": Pace.SLOW,
    "镜头极其缓慢地推近": Pace.VERY_SLOW,
    "镜头快速推近": Pace.FAST,
    "镜头猛地推近": Pace.FAST,
    "甩镜头到右边": Pace.WHIP,
    "镜头推近": Pace.NORMAL,
}


@pytest.mark.parametrize(("prompt", "pace"), PACES.items())
def test_pace(prompt: str, pace: Pace) -> None:
    assert [move.pace for move in called(prompt)] == [pace]


def test_amount_and_easing() -> None:
    [small], [large], [even] = called("镜头略微推近"), called("镜头大幅拉远"), called("镜头匀速向左平移")
    assert small.amount < 1.0 < large.amount
    assert even.easing is Easing.LINEAR
