"""How many of the labelled prompts are read rightly: a floor under the vocabulary."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.director import judge, judge_arrival, judge_moves, plan_of, scene_labels

PROMPTS = Path(__file__).parents[1] / "data" / "prompts"


def lines(language: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (PROMPTS / f"{language}.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("language", ["english", "chinese"])
def test_camera_moves(language: str) -> None:
    judged = [judge_moves(line) for line in lines(language)]
    expected = sum(len(one.expected) for one in judged)
    assert sum(len(one.missed) for one in judged) <= 0.03 * expected
    assert sum(one.wrong for one in judged) <= 0.04 * len(judged)


@pytest.mark.parametrize("language", ["english", "chinese"])
def test_scene(language: str) -> None:
    judged = [
        judge(line, line["scene"], scene_labels(plan_of(line))) for line in lines(language) if "scene" in line
    ]
    expected = sum(len(one.expected) for one in judged)
    assert sum(len(one.missed) for one in judged) <= 0.15 * expected


@pytest.mark.parametrize("language", ["english", "chinese"])
def test_arrivals(language: str) -> None:
    judged = [judge_arrival(line) for line in lines(language)]
    assert sum(len(one.expected) for one in judged) >= 20
    assert [one.line["prompt"] for one in judged if one.wrong] == []
