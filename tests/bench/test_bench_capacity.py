import numpy as np
import pytest

from bench.capacity import arrivals, waits, workers_for


def test_nobody_waits_for_a_worker_that_is_free() -> None:
    come, renders = np.array([0.0, 1.0, 2.0]), np.full(3, 5.0)
    assert waits(come, renders, 3).tolist() == [0.0, 0.0, 0.0]
    assert waits(come, renders, 1).tolist() == [0.0, 4.0, 8.0]
    assert waits(come, renders, 2).tolist() == [0.0, 0.0, 3.0]


def test_the_mean_wait_is_that_of_theory() -> None:
    """With one worker and renders that all take the same (Pollaczek and Khinchine): load 1/2 waits half a render."""
    come = arrivals(30.0, 200_000, seed=3)
    assert waits(come, np.full(len(come), 1.0), 1).mean() == pytest.approx(0.5, rel=0.03)


def test_more_orders_need_more_workers_and_patience_needs_fewer() -> None:
    few, many = (workers_for(rate, 20.0, [7.0, 12.0])[0] for rate in (6.0, 24.0))
    assert few < many
    assert workers_for(24.0, 2.0, [7.0, 12.0])[0] >= many
    workers, waited = workers_for(6.0, 20.0, [7.0, 12.0])
    assert waited <= 20.0
    assert workers >= 1
