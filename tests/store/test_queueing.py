"""DBOS beside our tables: its jobs and our rows commit together, or neither does."""

import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from dbos import DBOS, DBOSClient, EnqueueOptions

from photoplay.store import accounts, ledger
from photoplay.store.database import Database
from photoplay.store.tables import metadata
from tests.store.customers import Customer

JOBS = sa.text("SELECT workflow_uuid FROM workflow_status ORDER BY workflow_uuid")


@pytest.fixture
def database(sqlite_database: Database) -> Iterator[Database]:
    """All of this is about a file."""
    yield sqlite_database
    sqlite_database.close()


@pytest.fixture
def client(database: Database) -> Iterator[DBOSClient]:
    """A client of DBOS on our engine; DBOS's tables lie in the same file as ours."""
    DBOS.migrate(database.engine.url.render_as_string(hide_password=False))
    client = DBOSClient(system_database_engine=database.engine)
    yield client
    client.destroy()


def job(name: str) -> EnqueueOptions:
    """Return what to enqueue under a name."""
    return EnqueueOptions(workflow_name="film", queue_name="films", workflow_id=name)


def jobs(database: Database) -> list[str]:
    """Return every job."""
    with database.read() as connection:
        return list(connection.execute(JOBS).scalars())


def test_row_and_job_commit_together(database: Database, client: DBOSClient, ada: Customer) -> None:
    with database.begin() as connection:
        ledger.hold(connection, ada.account.id, "kept", 1_000_000)
        client.enqueue_in_transaction(connection, job("kept"), "kept")
    assert ada.balances == (9_000_000, 1_000_000)
    assert jobs(database) == ["kept"]


def test_row_and_job_are_rolled_back_together(database: Database, client: DBOSClient, ada: Customer) -> None:
    with suppress(KeyError), database.begin() as connection:
        ledger.hold(connection, ada.account.id, "lost", 1_000_000)
        client.enqueue_in_transaction(connection, job("lost"), "lost")
        raise KeyError
    assert ada.balances == (10_000_000, 0)
    assert jobs(database) == []


def test_a_refused_hold_takes_the_job_with_it(database: Database, client: DBOSClient, ada: Customer) -> None:
    with suppress(ledger.InsufficientBalanceError), database.begin() as connection:
        client.enqueue_in_transaction(connection, job("dear"), "dear")
        ledger.hold(connection, ada.account.id, "dear", 10_000_001)
    assert ada.balances == (10_000_000, 0)
    assert jobs(database) == []


def test_dbos_and_we_write_from_many_threads(database: Database, client: DBOSClient, ada: Customer) -> None:
    def ours(number: int) -> None:
        with database.begin() as connection:
            ledger.hold(connection, ada.account.id, f"{number}", 1)
            client.enqueue_in_transaction(connection, job(f"ours {number}"))

    def theirs(number: int) -> None:
        client.enqueue(job(f"theirs {number}"))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(20) for write in (ours, theirs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(jobs(database)) == 40
    with database.read() as connection:
        assert accounts.get_account(connection, ada.account.id).held == 20


@pytest.mark.usefixtures("client")
def test_our_migrations_leave_the_tables_of_dbos_alone(database: Database) -> None:
    with database.read() as connection:
        before = sa.inspect(connection).get_table_names()
    database.migrate()
    with database.read() as connection:
        assert sa.inspect(connection).get_table_names() == before
        ours = {"include_name": lambda name, kind, _: kind != "table" or name in metadata.tables}
        assert compare_metadata(MigrationContext.configure(connection, opts=ours), metadata) == []
