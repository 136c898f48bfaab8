import json
from pathlib import Path

import numpy as np
import pytest

from bench.regions import LABELS, NAMES, Compared, Overlap, Score, read_prompts, scores, table


def halves(drawn: float, found: float) -> Overlap:
    places = np.arange(100)
    return Overlap.of(places < 100 * drawn, places < 100 * found)


def test_overlap_is_intersection_over_union() -> None:
    assert halves(0.5, 0.25).ratio == pytest.approx(0.5)
    assert halves(0.2, 0.4).ratio == pytest.approx(0.5)
    assert halves(0.0, 0.0).ratio == 1.0


def test_a_score_averages_over_stills_that_have_the_region_and_counts_false_alarms() -> None:
    score = Score.of([halves(0.5, 0.5), halves(0.4, 0.1), halves(0.0, 0.3), halves(0.0, 0.01)])
    assert score.stills == 2
    assert score.mean == pytest.approx((1.0 + 0.25) / 2)
    assert score.pooled == pytest.approx(0.6 / (0.5 + 0.4 + 0.3 + 0.01))
    assert score.false_alarms == 1


def test_every_region_is_scored() -> None:
    table = scores([{name: halves(0.5, 0.5) for name in NAMES}])
    assert set(table) == set(NAMES)
    assert {score.mean for score in table.values()} == {1.0}


def test_a_row_tells_what_a_prompt_changes_and_how_true_what_it_names_is() -> None:
    before = {name: halves(0.5, 0.25) for name in NAMES}
    named = Compared(before, {name: halves(0.5, 0.5) for name in NAMES}, frozenset({"water"}))
    rows = {row[0]: row[1:] for row in table([named, Compared(before, before, frozenset())])}
    assert rows["water"] == ["2", "0.50", "0.50", "0", "0.75", "0.75", "0", "1", "1.00"]
    assert rows["sky"][-2:] == ["0", "nan"]


def test_the_stills_own_prompts_come_first(tmp_path: Path) -> None:
    assert all(read_prompts([tmp_path]).values())
    stills = [
        {"file": "swans.jpg", "prompt": "Swans."},
        {"file": "other.jpg", "prompt": "Other."},
        {"file": "none.jpg"},
    ]
    (tmp_path / "manifest.json").write_text(json.dumps(stills), encoding="utf-8")
    prompts = read_prompts([tmp_path])
    assert prompts["swans.jpg"] == "Swans."
    assert prompts["other.jpg"] == "Other."
    assert "none.jpg" not in prompts


def test_prompts_are_of_labelled_photographs() -> None:
    labelled = {json.loads(path.read_text(encoding="utf-8"))["photograph"] for path in LABELS.glob("*.json")}
    assert read_prompts([]).keys() <= labelled
