"""The chaos run, short."""

from pathlib import Path

from bench.chaos import Blows, endure


def test_nothing_is_lost_and_nothing_charged_twice(tmp_path: Path) -> None:
    survived = endure(tmp_path / "chaos", 16, Blows(kills=5, restarts=1, away=2.0, over=12.0), 0.5, workers=2)
    assert survived.holds, survived
