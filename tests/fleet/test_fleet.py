"""Many machines: front ends and workers that share a PostgreSQL and an S3 server."""

import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from bench.fleet.fleet import Fleet
from bench.fleet.guests import MODEL, PICTURE, Guests
from bench.fleet.keys import new_key
from photoplay.settings import Settings
from photoplay.store import accounts, ledger, predictions, workers
from photoplay.store.database import Database
from photoplay.store.predictions import Status
from tests.serving.running import eventually

PRICE = 250_000


@pytest.fixture
def database(shared: Fleet) -> Iterator[Database]:
    database = Database.of(Settings(database_url=shared.postgres.url))
    yield database
    database.close()


def key_of(fleet: Fleet, name: str) -> str:
    return new_key(Settings(database_url=fleet.postgres.url), name, 100 * ledger.MICROS)


def statuses(database: Database, ids: list[str]) -> list[Status]:
    with database.read() as connection:
        rows = [predictions.get(connection, each) for each in ids]
    return [row.status for row in rows if row is not None]


def done(database: Database, ids: list[str]) -> bool:
    return statuses(database, ids) == [Status.COMPLETED] * len(ids)


def test_the_owner_is_told_a_key_once(shared: Fleet) -> None:
    logs = "".join((shared.folder / f"{front.name}.log").read_text() for front in shared.fronts)
    assert logs.count("Your key is in this link") == 1


def test_any_front_end_answers_for_what_any_other_took_on(shared: Fleet, database: Database) -> None:
    guests = Guests(shared, [key_of(shared, "ada")])
    guests.order(2)
    ids = list(guests.ids.values())
    eventually(lambda: done(database, ids), 60, "their clips")
    for number in range(2):
        headers = {"Authorization": f"Bearer {guests.keys[0]}"}
        url = f"{shared.url(number)}/api/v3/predictions/{ids[0]}/result"
        (clip,) = httpx2.get(url, headers=headers, trust_env=False).json()["data"]["outputs"]
        assert httpx2.get(clip, trust_env=False).content[4:8] == b"ftyp"


def test_one_idempotency_key_at_two_front_ends_at_once_is_one_prediction(shared: Fleet) -> None:
    headers = {"Authorization": f"Bearer {key_of(shared, 'bob')}", "Idempotency-Key": "the same"}

    def ask(number: int) -> tuple[int, str]:
        url = f"{shared.url(number)}/api/v3/{MODEL}"
        answer = httpx2.post(
            url, json={"prompt": "pan left", "image": PICTURE}, headers=headers, timeout=30.0, trust_env=False
        )
        return answer.status_code, answer.json()["data"]["id"]

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(ask, range(8)))
    assert len(answers) == 1
    assert answers.pop()[0] == 200


def test_a_tenant_with_many_waiting_does_not_hold_back_one_with_few(
    shared: Fleet, database: Database
) -> None:
    many, few = (Guests(shared, [key_of(shared, name)]) for name in ("many", "few"))
    many.order(16)
    few.order(3)
    eventually(lambda: done(database, list(few.ids.values())), 60, "the few")
    waiting = statuses(database, list(many.ids.values())).count(Status.CREATED)
    assert waiting >= 4
    eventually(lambda: done(database, list(many.ids.values())), 60, "the many")


def test_a_frozen_worker_loses_its_job_and_saves_no_second_result(shared: Fleet, database: Database) -> None:
    guests = Guests(shared, [key_of(shared, "cleo")])
    victim = shared.workers[0]
    with database.read() as connection:
        balance = next(each for each in accounts.list_accounts(connection) if each.name == "cleo").available
    guests.order(6)
    ids = list(guests.ids.values())
    eventually(lambda: Status.PROCESSING in statuses(database, ids), 30, "a start")
    victim.signal(signal.SIGSTOP)
    began = time.monotonic()
    try:
        eventually(lambda: done(database, ids), 60, "their clips, by the other worker")
        assert time.monotonic() - began < 30
    finally:
        victim.signal(signal.SIGCONT)
    running = victim.running
    assert running is not None
    with database.read() as connection:
        names = [worker.id for worker in workers.list_workers(connection)]
    if "machine-0-0" not in names:  # it held a job as it froze
        assert running.wait(30) == 1
    with database.read() as connection:
        assert ledger.audit(connection) == []
        after = next(each for each in accounts.list_accounts(connection) if each.name == "cleo").available
    assert balance - after == 6 * PRICE


def test_a_dump_of_the_database_can_be_restored(shared: Fleet, database: Database) -> None:
    restored = Database.of(Settings(database_url=shared.postgres.copied("restored")))
    restored.migrate()
    try:
        for look in (accounts.list_accounts, accounts.list_keys, ledger.audit):
            with database.read() as ours, restored.read() as theirs:
                assert look(theirs) == look(ours)
    finally:
        restored.close()


def test_status_shows_who_works(shared: Fleet) -> None:
    eventually(lambda: shared.command("status").count("ready") == 2, 60, "both workers")
    shown = shared.command("status")
    assert "machine-0-0" in shown
    assert "production" in shown


def test_a_worker_that_is_asked_to_stop_ends_what_it_is_at(shared: Fleet, database: Database) -> None:
    guests = Guests(shared, [key_of(shared, "dan")])
    guests.order(2)
    eventually(lambda: Status.PROCESSING in statuses(database, list(guests.ids.values())), 30, "a start")
    worker = shared.workers[1]
    worker.signal(signal.SIGTERM)
    assert worker.running is not None
    assert worker.running.wait(30) == 0
    eventually(lambda: done(database, list(guests.ids.values())), 30, "both")
