"""The outbox, in a real database: due once at a time, until delivered or given up."""

import threading

import pytest
from sqlalchemy.exc import IntegrityError

from photoplay.store import outbox
from photoplay.store.database import Database, now_ms
from photoplay.store.outbox import Delivery
from tests.store.customers import Customer

LEASE = 1000


@pytest.fixture
def owed(database: Database, ada: Customer) -> list[str]:
    """Three predictions whose webhooks fell due at 100, 200 and 300."""
    asked = [ada.ask().id for _ in range(3)]
    with database.begin() as connection:
        for number, prediction in enumerate(asked, start=1):
            outbox.owe(connection, prediction)
            outbox.postpone(connection, prediction, number * 100, "")
    return asked


def claim(database: Database, now: int, limit: int = 10) -> list[Delivery]:
    """Take what is due."""
    with database.begin() as connection:
        return outbox.claim_due(connection, now, LEASE, limit)


def test_owed_is_due_at_once_and_once(database: Database, ada: Customer) -> None:
    asked = ada.ask()
    with database.begin() as connection:
        outbox.owe(connection, asked.id)
    with database.begin() as connection, pytest.raises(IntegrityError):
        outbox.owe(connection, asked.id)
    now = now_ms()
    assert claim(database, now) == [Delivery(asked.id, 1, now + LEASE, None, "")]


def test_owed_for_a_prediction(database: Database) -> None:
    with database.begin() as connection, pytest.raises(IntegrityError):
        outbox.owe(connection, "none")


def test_the_longest_due_come_first(database: Database, owed: list[str]) -> None:
    assert claim(database, 99) == []
    assert [delivery.prediction_id for delivery in claim(database, 250, limit=1)] == [owed[0]]
    assert [delivery.prediction_id for delivery in claim(database, 300, limit=5)] == owed[1:]


def test_a_claim_holds_until_the_lease_ends(database: Database, owed: list[str]) -> None:
    first = claim(database, 100)
    assert first == [Delivery(owed[0], attempts=1, next_at=1100, delivered_at=None, last_error="")]
    assert owed[0] not in [delivery.prediction_id for delivery in claim(database, 1099)]
    again = claim(database, 1100)
    assert again == [Delivery(owed[0], attempts=2, next_at=2100, delivered_at=None, last_error="")]


def test_delivered_is_never_due_again(database: Database, owed: list[str]) -> None:
    claim(database, 100)
    with database.begin() as connection:
        outbox.delivered(connection, owed[0])
        outbox.postpone(connection, owed[0], 150, "A courier who came back late.")
    assert [delivery.prediction_id for delivery in claim(database, 10**15)] == owed[1:]


def test_a_failed_attempt_is_due_when_it_says_with_its_reason(database: Database, owed: list[str]) -> None:
    claim(database, 100)
    with database.begin() as connection:
        outbox.postpone(connection, owed[0], 150, "It answered 500.")
    assert claim(database, 149) == []
    assert claim(database, 150) == [Delivery(owed[0], 2, 150 + LEASE, None, "It answered 500.")]


def test_what_is_given_up_is_never_due_again(database: Database, owed: list[str]) -> None:
    with database.begin() as connection:
        outbox.postpone(connection, owed[1], None, "Ten attempts failed.")
    assert [delivery.prediction_id for delivery in claim(database, 10**15)] == [owed[0], owed[2]]


def test_couriers_at_once_never_get_the_same(database: Database, ada: Customer) -> None:
    asked = {ada.ask().id for _ in range(30)}
    with database.begin() as connection:
        for prediction in asked:
            outbox.owe(connection, prediction)
    now, claimed = now_ms(), list[str]()

    def courier() -> None:
        while due := claim(database, now, limit=2):
            claimed.extend(delivery.prediction_id for delivery in due)

    threads = [threading.Thread(target=courier) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == 30
    assert set(claimed) == asked
