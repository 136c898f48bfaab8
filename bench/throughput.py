"""How many a service takes on and ends: `python -m bench.throughput`, on a real PostgreSQL and a real S3 server.

Jobs are waits here, so that workers do not share the cores of one machine: what is measured is the queue.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from itertools import product
from pathlib import Path

import httpx2
from rich.console import Console

from bench.fleet.fleet import Fleet, fleet
from bench.fleet.guests import MODEL, PICTURE, Guests
from bench.sheets import show_table
from photoplay.settings import Settings
from photoplay.store import queueing
from photoplay.store.database import Database
from photoplay.store.predictions import Status

WORKERS, FRONTS = (1, 2, 4), (1, 2)
SECONDS = 2.0
"""That a job takes."""
ROUNDS = 8
"""Jobs for each worker."""
CLIENTS, ACCOUNTS = 16, 16
"""Several accounts, for none may ask for more than 5000 videos a minute."""
LINK = "https://example.com/photograph.jpg"
LOOK = 0.05


def ended_per_minute(made: Fleet, workers: int) -> float:
    """Return how many jobs a minute the fleet ends, once all of its workers work."""
    guests = Guests(
        made, [made.command("keys", "create", "--name", "ada", "--credit", "1000", "--level", "ultra")]
    )
    database = Database.of(Settings(database_url=made.postgres.url))
    try:
        orders = ROUNDS * workers
        guests.order(orders)
        first, began = workers, _when(database, workers)
        return 60.0 * (orders - first) / (_when(database, orders) - began)
    finally:
        database.close()


def _when(database: Database, count: int) -> float:
    """Return when so many have been completed."""
    while True:
        with database.read() as connection:
            if queueing.ended_since(connection, 0).get(Status.COMPLETED, 0) >= count:
                return time.monotonic()
        time.sleep(LOOK)


def taken_on_per_second(made: Fleet, seconds: float, body: dict[str, str]) -> tuple[float, float]:
    """Return how many submits a second the front ends answer, and the median of their milliseconds."""
    keys = [
        made.command(
            "keys", "create", "--name", f"account {number}", "--credit", "1000000", "--level", "ultra"
        )
        for number in range(ACCOUNTS)
    ]
    answers = asyncio.run(_submit(made, keys, seconds, body))
    return len(answers) / seconds, 1000.0 * statistics.median(answers)


async def _submit(made: Fleet, keys: list[str], seconds: float, body: dict[str, str]) -> list[float]:
    answers: list[float] = []
    deadline = time.monotonic() + seconds

    async def client(number: int) -> None:
        url, headers = made.url(number), {"Authorization": f"Bearer {keys[number % len(keys)]}"}
        async with httpx2.AsyncClient(
            base_url=url, headers=headers, timeout=30.0, trust_env=False
        ) as session:
            while (began := time.monotonic()) < deadline:
                answer = await session.post(f"/api/v3/{MODEL}", json=body)
                answer.raise_for_status()
                answers.append(time.monotonic() - began)

    await asyncio.gather(*(client(number) for number in range(CLIENTS)))
    return answers


def main() -> None:
    """Measure both, print the tables and write them as Markdown."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.throughput", description="What a fleet gets through."
    )
    parser.add_argument("--seconds", type=float, default=10.0, help="for which submits are sent")
    parser.add_argument("--out", type=Path, default=Path("out/throughput.md"))
    options = parser.parse_args()
    console = Console(width=120)
    with tempfile.TemporaryDirectory(prefix="photoplay-fleet-") as folder:
        rates = []
        for workers in WORKERS:
            with fleet(Path(folder, f"{workers}"), fronts=1, workers=workers, seconds=SECONDS) as made:
                rates.append(ended_per_minute(made, workers))
        rows = [
            [str(workers), f"{rate:.1f}", f"{rate / rates[0]:.2f}"]
            for workers, rate in zip(WORKERS, rates, strict=True)
        ]
        ended = show_table(console, ["workers", "ended a minute", "of one worker's"], rows)
        rows = []
        for fronts, (name, picture) in product(FRONTS, {"a link": LINK, "7 kB inline": PICTURE}.items()):
            body = {"prompt": "slow dolly in", "image": picture}
            with fleet(Path(folder, f"front-{len(rows)}"), fronts=fronts, workers=0, seconds=None) as made:
                rate, median = taken_on_per_second(made, options.seconds, body)
            rows.append([str(fronts), name, f"{rate:.0f}", f"{median:.0f} ms"])
        taken = show_table(console, ["front ends", "picture", "submits a second", "median answer"], rows)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(f"{ended}\n{taken}", encoding="utf-8")


if __name__ == "__main__":
    main()
