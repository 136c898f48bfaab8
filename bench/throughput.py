"""How many a service takes on and ends: `python -m bench.throughput`, on a real PostgreSQL and a real S3 server.

Jobs are waits here, so that workers do not share the cores of one machine: what is measured is the queue. Submits are
as clients send them, each client over one connection; they write HTTP by hand, for a library would cost a fifth of all.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections import Counter
from itertools import product
from pathlib import Path

import psutil
from rich.console import Console

from bench.fleet.fleet import Fleet, fleet
from bench.fleet.guests import MODEL, PICTURE, Guests
from bench.sheets import show_table
from photoplay.settings import Settings
from photoplay.store import ledger, queueing
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
WARMING = 1.0
"""Seconds of submits before any is counted."""
TAKEN_ON = ["submits a second", "median answer", "ms of CPU: front ends", "PostgreSQL", "S3", "clients"]
"""Lowest to highest of the runs; then what each submit cost every part."""


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


def taken_on(made: Fleet, runs: int, seconds: float, body: dict[str, str]) -> list[str]:
    """Submit for some runs of so many seconds; return a row of `TAKEN_ON`."""
    keys = [
        made.command(
            "keys", "create", "--name", f"account {number}", "--credit", "1000000", "--level", "ultra"
        )
        for number in range(ACCOUNTS)
    ]
    warming = asyncio.run(_submit(made, keys, WARMING, body))
    rates, answers = [], []
    before = _cpu(made)
    for _ in range(runs):
        began = time.monotonic()
        took = asyncio.run(_submit(made, keys, seconds, body))
        rates.append(len(took) / (time.monotonic() - began))
        answers += took
    spent = _cpu(made)
    spent.subtract(before)
    _check_books(made, len(warming) + len(answers))
    return [
        f"{min(rates):.0f} to {max(rates):.0f}",
        f"{1000.0 * statistics.median(answers):.0f} ms",
        *(f"{1000.0 * seconds / len(answers):.2f}" for seconds in spent.values()),
    ]


async def _submit(made: Fleet, keys: list[str], seconds: float, body: dict[str, str]) -> list[float]:
    """Return how many seconds each answer took to clients that send one submit after the other."""
    answers: list[float] = []
    deadline = time.monotonic() + seconds
    content = json.dumps(body).encode()

    async def client(number: int) -> None:
        host, _, port = made.url(number).removeprefix("http://").partition(":")
        request = (
            f"POST /api/v3/{MODEL} HTTP/1.1\r\nHost: {host}:{port}\r\n"
            f"Authorization: Bearer {keys[number % len(keys)]}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        ).encode() + content
        reader, writer = await asyncio.open_connection(host, int(port))
        while (began := time.monotonic()) < deadline:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
            answer = await reader.readexactly(length)
            if b" 200 " not in head[:13]:
                raise RuntimeError(answer.decode())
            answers.append(time.monotonic() - began)
        writer.close()

    await asyncio.gather(*(client(number) for number in range(CLIENTS)))
    return answers


def _cpu(made: Fleet) -> Counter[str]:
    """Return the seconds of CPU that each part has used so far."""
    server = made.postgres.process
    processes = {
        "front ends": [psutil.Process(front.running.pid) for front in made.fronts if front.running],
        "PostgreSQL": [server, *server.children(recursive=True)],
        "S3": [made.s3.process],
        "clients": [psutil.Process()],
    }
    return Counter({part: sum(map(_seconds, several)) for part, several in processes.items()})


def _seconds(process: psutil.Process) -> float:
    """Return the CPU that a process has used, and those of its children that have ended."""
    try:
        return float(sum(process.cpu_times()[:4]))
    except psutil.NoSuchProcess:
        return 0.0


def _check_books(made: Fleet, answered: int) -> None:
    """Make sure that every answer tells of one prediction that waits and is paid."""
    database = Database.of(Settings(database_url=made.postgres.url))
    with database.read() as connection:
        waiting, complaints = sum(queueing.lines(connection).values()), ledger.audit(connection)
    database.close()
    if waiting != answered or complaints:
        raise RuntimeError(f"{answered} were answered, {waiting} wait. {' '.join(complaints)}")


def main() -> None:
    """Measure both, print the tables and write them as Markdown."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.throughput", description="What a fleet gets through."
    )
    parser.add_argument("--seconds", type=float, default=10.0, help="for which submits are sent in each run")
    parser.add_argument("--runs", type=int, default=5, help="of submits, one after the other")
    parser.add_argument("--submits", action="store_true", help="measure only those")
    parser.add_argument("--out", type=Path, default=Path("out/throughput.md"))
    options = parser.parse_args()
    console = Console(width=120)
    tables = []
    with tempfile.TemporaryDirectory(prefix="photoplay-fleet-") as folder:
        if not options.submits:
            rates = []
            for workers in WORKERS:
                with fleet(Path(folder, f"{workers}"), fronts=1, workers=workers, seconds=SECONDS) as made:
                    rates.append(ended_per_minute(made, workers))
            rows = [
                [str(workers), f"{rate:.1f}", f"{rate / rates[0]:.2f}"]
                for workers, rate in zip(WORKERS, rates, strict=True)
            ]
            tables.append(show_table(console, ["workers", "ended a minute", "of one worker's"], rows))
        rows = []
        for fronts, (name, picture) in product(FRONTS, {"a link": LINK, "7 kB inline": PICTURE}.items()):
            body = {"prompt": "slow dolly in", "image": picture}
            with fleet(Path(folder, f"front-{len(rows)}"), fronts=fronts, workers=0, seconds=None) as made:
                rows.append([str(fronts), name, *taken_on(made, options.runs, options.seconds, body)])
        tables.append(show_table(console, ["front ends", "picture", *TAKEN_ON], rows))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text("\n".join(tables), encoding="utf-8")


if __name__ == "__main__":
    main()
