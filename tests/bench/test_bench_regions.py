import numpy as np
import pytest

from bench.regions import NAMES, Overlap, Score, scores


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
