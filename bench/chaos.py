"""What survives: `python -m bench.chaos`, orders to a fleet while everything in it is killed.

Real PostgreSQL, a real S3 server, front ends and workers, which are killed with `kill -9`; the database is restarted
with every connection cut, and the S3 server answers nobody for a while. In the end every order must have
ended well, been charged once, have a clip that can be read, and have been told of by webhook at least once.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path

import av
import httpx2
import sqlalchemy as sa

from bench.fleet.fleet import Fleet, fleet
from bench.fleet.guests import Guests
from bench.fleet.keys import new_key
from bench.fleet.mailbox import Mailbox
from photoplay.service.links import media_url
from photoplay.settings import Settings
from photoplay.store import accounts, ledger, predictions
from photoplay.store.database import Database
from photoplay.store.predictions import Prediction, Status

CREDIT = 1000
PATIENCE = 240.0
"""Seconds after the last order in which all must have ended."""


@dataclass
class Blows:
    """What is done to the fleet, evenly spread over a number of seconds."""

    kills: int
    restarts: int
    away: float
    """Seconds for which the S3 server answers nobody, once."""
    over: float
    seed: int = 7

    def fall(self, fleet: Fleet) -> None:
        """Let them all fall."""
        chance = random.Random(self.seed)
        blows: list[Callable[[], None]] = [lambda: _kill(fleet, chance)] * self.kills
        blows += [fleet.postgres.restart] * self.restarts
        blows += [lambda: _away(fleet, self.away)]
        chance.shuffle(blows)
        began = time.monotonic()
        for number, blow in enumerate(blows):
            time.sleep(max(began + self.over * (number + 1) / len(blows) - time.monotonic(), 0.0))
            blow()


def _kill(fleet: Fleet, chance: random.Random) -> None:
    chance.choice([*fleet.workers, *fleet.workers, *fleet.fronts]).kill()


def _away(fleet: Fleet, seconds: float) -> None:
    fleet.s3.freeze()
    time.sleep(seconds)
    fleet.s3.thaw()


@dataclass(frozen=True)
class Survived:
    """What is left after the blows."""

    orders: int
    completed: int
    charged: int
    """Predictions whose price was captured, which the database allows once."""
    misbooked: int
    """Sentences of the ledger's audit, and accounts that paid another sum than their clips cost."""
    readable: int
    told: int
    """Predictions of whose end a webhook told."""
    webhooks: int
    takeovers: int
    seconds: float

    @property
    def holds(self) -> bool:
        """Whether nothing was lost, and nothing was charged twice."""
        whole = (self.completed, self.charged, self.readable, self.told)
        return all(count == self.orders for count in whole) and self.misbooked == 0


def endure(folder: Path, orders: int, blows: Blows, seconds: float, workers: int = 4) -> Survived:
    """Have a fleet work through `orders` while `blows` fall; each job takes so many `seconds`."""
    post = Mailbox()
    began = time.monotonic()
    try:
        with fleet(folder, fronts=2, workers=workers, seconds=seconds) as made:
            settings = Settings(database_url=made.postgres.url)
            keys = [new_key(settings, name, CREDIT * ledger.MICROS) for name in ("ada", "bob", "cleo", "dan")]
            guests = Guests(made, keys, post.url)
            with ThreadPoolExecutor(1) as pool:
                falling = pool.submit(blows.fall, made)
                guests.order(orders, pause=0.5 * blows.over / orders)
                falling.result()
            return _judged(made, guests, post, began)
    finally:
        post.close()


def _judged(made: Fleet, guests: Guests, post: Mailbox, began: float) -> Survived:
    database = Database.of(Settings(database_url=made.postgres.url))
    deadline = time.monotonic() + PATIENCE
    ids = list(guests.ids.values())
    try:
        while True:
            with database.read() as connection:
                rows = [row for each in ids if (row := predictions.get(connection, each)) is not None]
            told = {each.prediction["id"] for each in post.delivered}
            if time.monotonic() > deadline or all(row.finished and row.id in told for row in rows):
                break
            time.sleep(0.5)
        seconds = time.monotonic() - began
        with database.read() as connection:
            charged = sa.text("select count(*) from settlements where kind = 'capture'")
            takeovers = sa.text("select coalesce(sum(takeovers), 0) from predictions")
            misbooked = [*ledger.audit(connection), *_misbooked(connection, rows)]
            return Survived(
                orders=len(ids),
                completed=sum(row.status == Status.COMPLETED for row in rows),
                charged=connection.execute(charged).scalar_one(),
                misbooked=len(misbooked),
                readable=sum(_is_readable(made, row) for row in rows),
                told=len(told & set(ids)),
                webhooks=len(post.delivered),
                takeovers=int(connection.execute(takeovers).scalar_one()),
                seconds=seconds,
            )
    finally:
        database.close()


def _misbooked(connection: sa.Connection, rows: list[Prediction]) -> list[str]:
    """Return the accounts that paid another sum than their completed clips cost."""
    costs: dict[str, int] = {}
    for row in rows:
        costs[row.account_id] = costs.get(row.account_id, 0) + row.price * (row.status == Status.COMPLETED)
    paid = {
        account.id: CREDIT * ledger.MICROS - account.available - account.held
        for account in accounts.list_accounts(connection)
    }
    return [account for account, cost in costs.items() if paid[account] != cost]


def _is_readable(made: Fleet, row: Prediction) -> bool:
    if len(row.outputs) != 1:
        return False
    answer = httpx2.get(media_url(made.url(0), row.outputs[0]), timeout=30.0, trust_env=False)
    if answer.status_code != 200:
        return False
    with av.open(BytesIO(answer.content), "r") as clip:
        return any(clip.decode(video=0))


def main() -> None:
    """Run it, and print what survived."""
    parser = argparse.ArgumentParser(prog="python -m bench.chaos", description="What survives.")
    parser.add_argument("--orders", type=int, default=200)
    parser.add_argument("--kills", type=int, default=24)
    parser.add_argument("--restarts", type=int, default=3)
    parser.add_argument("--away", type=float, default=10.0, help="seconds without S3")
    parser.add_argument("--over", type=float, default=150.0, help="seconds over which all that is spread")
    parser.add_argument("--seconds", type=float, default=2.0, help="that a job takes")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    blows = Blows(options.kills, options.restarts, options.away, options.over, options.seed)
    with tempfile.TemporaryDirectory(prefix="photoplay-chaos-") as folder:
        survived = endure(Path(folder), options.orders, blows, options.seconds)
    for name, value in asdict(survived).items():
        print(f"{name:>10}  {value:g}")
    if not survived.holds:
        raise SystemExit("Something was lost, or charged wrongly.")


if __name__ == "__main__":
    main()
