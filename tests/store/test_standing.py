"""How the owner of a key stands, in a real database."""

import pytest
from sqlalchemy.exc import NoResultFound

from photoplay.store import accounts, predictions, standing, workers
from photoplay.store.accounts import KeyState, Level
from photoplay.store.database import Database
from photoplay.store.predictions import Status
from photoplay.store.standing import Standing
from tests.store.customers import Customer


def looked_up(database: Database, customer: Customer, since: int = 0, queue: str = "production") -> Standing:
    with database.read() as connection:
        return standing.look_up(connection, customer.key.id, since, queue)


def test_of_somebody_new(database: Database, ada: Customer) -> None:
    assert looked_up(database, ada) == Standing(KeyState.ACTIVE, Level.SILVER, 0, None, 0)


def test_the_level_and_the_key_as_they_are_now(database: Database, ada: Customer) -> None:
    with database.begin() as connection:
        accounts.set_level(connection, ada.account.id, Level.ULTRA)
        accounts.set_key_state(connection, ada.key.id, KeyState.REVOKED)
    found = looked_up(database, ada)
    assert (found.state, found.level) == (KeyState.REVOKED, Level.ULTRA)


def test_what_was_accepted_counts_whatever_became_of_it(
    database: Database, ada: Customer, bob: Customer
) -> None:
    asked = [ada.ask(created_at=time, status=Status.FAILED) for time in (100, 101, 150)]
    bob.ask(created_at=120)
    with database.begin() as connection:
        predictions.mark_deleted(connection, ada.account.id, [asked[1].id])
    found = [looked_up(database, ada, since) for since in (100, 99, 150)]
    assert [(each.accepted, each.oldest) for each in found] == [(2, 101), (3, 100), (0, None)]


def test_the_workers_of_a_queue(database: Database, ada: Customer) -> None:
    with database.begin() as connection:
        for number, queue in enumerate(["production", "production", "gpu"]):
            workers.announce(connection, f"worker-{number}", number, queue)
    assert [looked_up(database, ada, queue=queue).workers for queue in ("production", "gpu", "x")] == [
        2,
        1,
        0,
    ]


def test_a_key_that_is_none(database: Database) -> None:
    with database.read() as connection, pytest.raises(NoResultFound):
        standing.look_up(connection, "nobody", 0, "production")
