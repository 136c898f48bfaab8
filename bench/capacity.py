"""How many workers for so many clips a minute: `python -m bench.capacity --rate 6 --wait 30`.

Orders come at random, none sooner for another being there (a Poisson process); whoever is first in line goes to the
first worker that is free. `--check` lets real fleets of 2 and 4 workers, whose jobs are waits, work through the same
orders and sets their waits beside the model's.
"""

import argparse
import heapq
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from rich.console import Console

from bench.fleet.fleet import fleet
from bench.fleet.guests import Guests
from bench.sheets import show_table
from photoplay.settings import Settings
from photoplay.store.database import Database
from photoplay.store.tables import predictions

Seconds = NDArray[np.float64]
ORDERS = 20_000
MOST_WORKERS = 1000
CHECKED = (2, 4)
CHECK_ORDERS = 60
JOB = 1.0
BUSY = 0.75
"""Share of the time that the workers of a check are at work."""


def arrivals(rate: float, count: int, seed: int) -> Seconds:
    """Return when `count` orders come, in seconds, at a `rate` a minute."""
    return np.cumsum(np.random.default_rng(seed).exponential(60.0 / rate, count))


def waits(come: Seconds, renders: Seconds, workers: int) -> Seconds:
    """Return how long each order waits: they `come` in this order, and their renders take so many seconds."""
    free = [0.0] * workers
    waited = np.zeros(len(come))
    for index, (moment, render) in enumerate(zip(come, renders, strict=True)):
        start = max(moment, heapq.heappop(free))
        waited[index] = start - moment
        heapq.heappush(free, start + render)
    return waited


def workers_for(rate: float, wait: float, renders: Sequence[float], seed: int = 0) -> tuple[int, float]:
    """Return how many workers keep 95 of 100 orders from waiting longer than `wait` seconds, and what those wait.

    Args:
        rate: of orders, a minute.
        renders: seconds that measured renders took, of all lengths that are ordered.
    """
    come = arrivals(rate, ORDERS, seed)
    taken = np.random.default_rng(seed + 1).choice(np.asarray(renders, float), ORDERS)
    for workers in range(max(int(rate / 60.0 * taken.mean()), 1), MOST_WORKERS):
        waited = float(np.percentile(waits(come, taken, workers), 95))
        if waited <= wait:
            return workers, waited
    raise ValueError(f"Not even {MOST_WORKERS} workers do {rate:g} clips a minute.")


@dataclass(frozen=True)
class Checked:
    """What a fleet did with orders, and what the model says of the same."""

    workers: int
    orders: int
    job: float
    """Seconds from a job's start to its end, in the mean."""
    real: tuple[float, float]
    """Median and 95th percentile of the waits, in seconds."""
    model: tuple[float, float]


def check(workers: int, folder: Path) -> Checked:
    """Have a fleet work through orders that keep it busy for `BUSY` of the time."""
    with fleet(folder, fronts=1, workers=workers, seconds=JOB) as made:
        key = made.command("keys", "create", "--name", "ada", "--credit", "1000", "--level", "ultra")
        guests = Guests(made, [key])
        guests.order(2 * workers)
        job = _ended(made.postgres.url, 2 * workers)[1].mean()
        come = arrivals(60.0 * BUSY * workers / job, CHECK_ORDERS, seed=workers)
        began = time.monotonic()
        for moment in come:
            time.sleep(max(began + moment - time.monotonic(), 0.0))
            guests.order(1)
        waited, took = (each[2 * workers :] for each in _ended(made.postgres.url, 2 * workers + len(come)))
    model = waits(come, took, workers)
    return Checked(workers, len(come), float(took.mean()), _middle_and_end(waited), _middle_and_end(model))


def _middle_and_end(waited: Seconds) -> tuple[float, float]:
    return float(np.median(waited)), float(np.percentile(waited, 95))


def _ended(url: str, count: int) -> tuple[Seconds, Seconds]:
    """Return how long so many orders waited and how long their jobs took, in seconds, once all have ended."""
    database = Database.of(Settings(database_url=url))
    columns = predictions.c.created_at, predictions.c.started_at, predictions.c.finished_at
    query = sa.select(*columns).where(predictions.c.finished_at.is_not(None)).order_by(columns[0])
    try:
        while True:
            with database.read() as connection:
                rows = np.array([tuple(row) for row in connection.execute(query)], float)
            if len(rows) >= count:
                return (rows[:, 1] - rows[:, 0]) / 1000.0, (rows[:, 2] - rows[:, 1]) / 1000.0
            time.sleep(0.2)
    finally:
        database.close()


def main() -> None:
    """Answer the question, or check the model."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.capacity", description="How many workers it takes."
    )
    parser.add_argument("--rate", type=float, default=6.0, help="clips a minute")
    parser.add_argument("--wait", type=float, default=30.0, help="seconds that 95 of 100 may wait at most")
    parser.add_argument(
        "--renders", type=float, nargs="+", default=[7.0, 12.0], help="seconds that renders take, as measured"
    )
    parser.add_argument("--check", action="store_true", help="check the model with real fleets instead")
    options = parser.parse_args()
    if not options.check:
        workers, waited = workers_for(options.rate, options.wait, options.renders)
        print(f"{workers} workers: 95 of 100 wait {waited:.1f} s at most.")
        return
    rows = []
    for count in CHECKED:
        with tempfile.TemporaryDirectory(prefix="photoplay-fleet-") as folder:
            done = check(count, Path(folder, "fleet"))
        cells = (f"{median:.1f} / {end:.1f} s" for median, end in (done.real, done.model))
        rows.append([str(done.workers), str(done.orders), f"{done.job:.1f} s", *cells])
    header = ["workers", "orders", "a job", "waits: median / 95th", "by the model"]
    show_table(Console(width=120), header, rows)


if __name__ == "__main__":
    main()
