"""The database, as a real SQLite file: transactions, and migrations from several processes; and what a server adds."""

import multiprocessing
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import InternalError, OperationalError

from photoplay.store.accounts import Level, count_accounts, create_account
from photoplay.store.database import Database, now_ms
from photoplay.store.tables import metadata

SCHEMA = sa.text("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') ORDER BY name")


@pytest.fixture
def database(sqlite_database: Database) -> Iterator[Database]:
    """All of this is about a file."""
    yield sqlite_database
    sqlite_database.close()


def migrate_at_once(folder: str, barrier: threading.Barrier) -> None:
    """Be one of several processes that start the service."""
    database = Database.at(Path(folder))
    barrier.wait()
    database.migrate()
    database.close()


class TestTransactions:
    def test_a_block_is_written_whole_or_not_at_all(self, database: Database) -> None:
        with database.begin() as connection:
            create_account(connection, "Ada", Level.GOLD)
        with suppress(KeyError), database.begin() as connection:
            create_account(connection, "Bob", Level.GOLD)
            raise KeyError
        with database.read() as connection:
            assert count_accounts(connection) == 1

    def test_a_reader_neither_waits_for_a_writer_nor_sees_its_work(self, database: Database) -> None:
        with database.begin() as writing:
            create_account(writing, "Ada", Level.GOLD)
            began = time.monotonic()
            with database.read() as reading:
                assert count_accounts(reading) == 0
            assert time.monotonic() - began < 1

    def test_a_writer_does_not_wait_for_a_reader_who_sees_one_moment(self, database: Database) -> None:
        with database.read() as reading:
            assert count_accounts(reading) == 0
            with database.begin() as writing:
                create_account(writing, "Ada", Level.GOLD)
            assert count_accounts(reading) == 0
        with database.read() as reading:
            assert count_accounts(reading) == 1

    def test_what_a_reader_writes_is_forgotten(self, database: Database) -> None:
        with database.read() as connection:
            create_account(connection, "Ada", Level.GOLD)
        with database.read() as connection:
            assert count_accounts(connection) == 0

    def test_a_write_transaction_sees_nothing_change_from_its_first_line(self, database: Database) -> None:
        other = Database.open(database.engine.url)
        written = threading.Event()

        def write() -> None:
            with other.begin() as connection:
                create_account(connection, "Ada", Level.GOLD)
            written.set()

        thread = threading.Thread(target=write)
        with database.begin() as connection:
            thread.start()
            assert not written.wait(0.2)
            assert count_accounts(connection) == 0
        thread.join()
        other.close()
        with database.read() as connection:
            assert count_accounts(connection) == 1

    def test_writers_of_several_threads_and_pools_all_get_through(self, database: Database) -> None:
        other = Database.open(database.engine.url)

        def write(number: int) -> None:
            with (database, other)[number % 2].begin() as connection:
                create_account(connection, f"{count_accounts(connection)}", Level.GOLD)

        threads = [threading.Thread(target=write, args=(number,)) for number in range(40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        other.close()
        with database.read() as connection:
            assert count_accounts(connection) == 40

    def test_sqlite_is_set_up_to_keep_what_it_has_confirmed(self, database: Database) -> None:
        with database.begin() as connection:
            pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            values = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
        assert values == ["wal", 2, 1, 30_000]

    def test_a_folder_with_an_odd_name(self, tmp_path: Path) -> None:
        database = Database.at(tmp_path / "100% ?#&" / "deep")
        database.migrate()
        database.close()
        assert (tmp_path / "100% ?#&" / "deep" / "photoplay.db").is_file()


class TestMigrations:
    def test_they_lead_to_the_tables_as_they_are_described(self, database: Database, tmp_path: Path) -> None:
        described = Database.at(tmp_path / "described")
        with described.begin() as connection:
            metadata.create_all(connection)
        with database.read() as migrated, described.read() as fresh:
            context = MigrationContext.configure(migrated, opts={"compare_server_default": True})
            assert compare_metadata(context, metadata) == []
            found = dict(tuple(row) for row in migrated.execute(SCHEMA))
            wanted = dict(tuple(row) for row in fresh.execute(SCHEMA))
        described.close()
        found = {name: sql for name, sql in found.items() if "alembic_version" not in name}
        assert _flat(found) == _flat(wanted)

    def test_a_second_time_changes_nothing(self, database: Database) -> None:
        with database.begin() as connection:
            create_account(connection, "Ada", Level.GOLD)
        database.migrate()
        with database.read() as connection:
            assert count_accounts(connection) == 1

    def test_several_processes_at_once(self, tmp_path: Path) -> None:
        spawn = multiprocessing.get_context("spawn")
        barrier = spawn.Barrier(3)
        processes = [spawn.Process(target=migrate_at_once, args=(str(tmp_path), barrier)) for _ in range(3)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        assert [process.exitcode for process in processes] == [0, 0, 0]
        database = Database.at(tmp_path)
        with database.read() as connection:
            assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all() == [
                "0004"
            ]
        database.close()

    def test_a_program_of_the_version_before_can_still_write(self, tmp_path: Path) -> None:
        """Of many machines, the first that is upgraded migrates for all: a row needs no column that came since."""
        config = Config()
        config.set_main_option("script_location", "photoplay.store:migrations")
        versions = [each.revision for each in ScriptDirectory.from_config(config).walk_revisions()][::-1]
        for before, after in pairwise(versions):
            database = Database.at(tmp_path / after)
            with database.begin() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, before)
                known = sa.MetaData()
                known.reflect(connection)
                command.upgrade(config, after)
            for table in known.tables.values():
                with database.engine.connect() as connection:
                    connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
                    connection.execute(table.insert().values(_anything(table)))
                    assert connection.execute(sa.select(table)).all()
            database.close()


def _flat(schema: dict[str, str]) -> dict[str, str]:
    """Return statements on one line each: a column that came later is written on the line of the one before."""
    return {name: " ".join(str(sql).split()) for name, sql in schema.items()}


def _anything(table: sa.Table) -> dict[str, object]:
    """Return a row in which no column is empty."""
    kinds: dict[type, object] = {int: 1, float: 0.5, bool: True, str: "x", dict: {}}
    return {column.name: kinds.get(column.type.python_type, "x") for column in table.columns}


class TestServer:
    @pytest.fixture
    def cut(self, postgresql_database: Database) -> Iterator[Database]:
        """A database whose server has ended every connection that waited to be used again."""
        with (
            postgresql_database.read(),
            postgresql_database.read(),
            postgresql_database.begin() as connection,
        ):
            ours = connection.exec_driver_sql(
                "SELECT array_agg(pid) FROM pg_stat_activity WHERE datname = current_database()"
            ).scalar_one()
        with postgresql_database.alone(1):
            pass
        with closing(psycopg.connect(_dsn(postgresql_database), autocommit=True)) as other:
            other.execute("SELECT pg_terminate_backend(unnest(%s::int[]), 10000)", [ours])
        yield postgresql_database
        postgresql_database.close()

    def test_connections_that_were_cut_are_replaced(self, cut: Database) -> None:
        with cut.begin() as connection:
            create_account(connection, "Ada", Level.GOLD)
        with cut.read() as one, cut.read() as other, cut.alone(1) as alone:
            assert (count_accounts(one), count_accounts(other), alone) == (1, 1, True)

    def test_one_that_is_cut_in_the_middle_keeps_nothing(self, postgresql_database: Database) -> None:
        def cut_off() -> None:
            with postgresql_database.begin() as connection:
                create_account(connection, "Ada", Level.GOLD)
                connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

        with pytest.raises(OperationalError):
            cut_off()
        with postgresql_database.read() as connection:
            assert count_accounts(connection) == 0
        postgresql_database.close()

    def test_a_reader_sees_one_moment_and_writes_nothing(self, postgresql_database: Database) -> None:
        with postgresql_database.read() as reading:
            assert count_accounts(reading) == 0
            with postgresql_database.begin() as writing:
                create_account(writing, "Ada", Level.GOLD)
            assert count_accounts(reading) == 0
        with pytest.raises(InternalError, match="read-only"), postgresql_database.read() as reading:
            create_account(reading, "Bob", Level.GOLD)
        with suppress(KeyError), postgresql_database.begin() as connection:
            create_account(connection, "Cleo", Level.GOLD)
            raise KeyError
        with postgresql_database.read() as connection:
            assert count_accounts(connection) == 1
        postgresql_database.close()


def _dsn(database: Database) -> str:
    return database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def test_now_is_in_milliseconds() -> None:
    assert abs(now_ms() - time.time() * 1000) < 1000
