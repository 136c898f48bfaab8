"""The database: one SQLite file, or PostgreSQL, with write transactions that stand in line."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

import sqlalchemy as sa
from filelock import FileLock
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from photoplay.settings import Settings
from photoplay.store.turns import Turns

PATIENCE_S = 30
SQLITE_POOL = 40
"""One connection for each thread of the web server's pool; a fresh one costs more than a read."""
MIGRATION_LOCK = 0x70686F746F706C61


def now_ms() -> int:
    """Return the time in milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


class Database:
    """Connections to one database, for any number of threads.

    Attributes:
        engine: may be shared with DBOS, whose tables live in the same database. No transaction of it takes
            SQLite's write lock before its first write; those of `begin` do.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = self._own = engine
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._writing, self._reading = "BEGIN IMMEDIATE", "BEGIN DEFERRED"
        if not self._is_sqlite:
            self._writing, self._reading = "BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            self.engine = engine.execution_options(isolation_level="READ COMMITTED")
        self._turns = Turns()

    @classmethod
    def of(cls, settings: Settings) -> "Database":
        """Return the database that the settings name, its tables as they are."""
        if settings.database_url is None:
            return cls.at(settings.data_dir)
        return cls.open(settings.database_url.replace("postgresql://", "postgresql+psycopg://", 1))

    @classmethod
    def open(cls, url: str | sa.URL) -> "Database":
        """Return the database at ``url``, ``sqlite:///...`` or ``postgresql+psycopg://...``."""
        if sa.make_url(url).get_backend_name() != "sqlite":
            return cls(sa.create_engine(url, pool_size=10, max_overflow=10, isolation_level="AUTOCOMMIT"))
        # IMMEDIATE, as in DBOS's own engine: sqlite3 then takes the write lock before the first write of a
        # transaction that DBOS begins, and can wait for it.
        engine = sa.create_engine(
            url,
            pool_size=SQLITE_POOL,
            connect_args={"isolation_level": "IMMEDIATE", "timeout": PATIENCE_S},
        )
        sa.event.listen(engine, "connect", _prepare_sqlite)
        return cls(engine)

    @classmethod
    def at(cls, folder: Path) -> "Database":
        """Return the SQLite database ``photoplay.db`` in ``folder``, which is made if need be."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "photoplay.db"
        # Turning a file to WAL, once for all, is the one thing for which SQLite does not wait for its lock.
        with FileLock(folder / "photoplay.db.lock"), closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
        return cls.open(sa.URL.create("sqlite", database=str(path)))

    @contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """Give a connection in a write transaction: committed at the end, rolled back by any exception.

        On SQLite there is one writer at a time, from the first line of the block to the last: keep the block
        short, and do not begin another inside it.

        Raises:
            TimeoutError: other threads of this process wrote for 30 s.
            sqlalchemy.exc.OperationalError: other processes wrote for 30 s.
        """
        # SQLite itself makes writers poll, up to 100 ms apart and in no order: threads wait here instead.
        turn = self._turns.take(PATIENCE_S) if self._is_sqlite else nullcontext()
        with turn, self._begun(self._writing) as connection:
            yield connection
            connection.commit()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Give a connection that sees one moment of the database, takes no lock, and keeps no change."""
        with self._begun(self._reading) as connection:
            yield connection
            # At a rollback PostgreSQL's driver forgets the statements that it has prepared.
            if not self._is_sqlite:
                connection.commit()

    @contextmanager
    def alone(self, task: int) -> Iterator[bool]:
        """Tell whether nobody else is in such a block for the same `task`, on any machine."""
        if self._is_sqlite:  # one machine, where one process does each task
            yield True
            return
        with self._begun(self._writing) as connection:
            yield connection.execute(sa.select(sa.func.pg_try_advisory_xact_lock(task))).scalar_one()

    @contextmanager
    def _begun(self, words: str) -> Iterator[sa.Connection]:
        """Give a connection in a transaction that `words` begin; rolled back at the end unless it is committed."""
        with self._own.connect() as connection:
            try:
                connection.exec_driver_sql(words)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                connection.rollback()  # it was cut while nobody used it, and there is a new one in its place now
                connection.exec_driver_sql(words)
            yield connection

    def migrate(self) -> None:
        """Bring the tables to the newest version; any number of processes may do so at once."""
        # A sixth of a second of imports, which no command without a database needs.
        from alembic import command  # noqa: PLC0415 - slow to load, and only this needs it
        from alembic.config import Config  # noqa: PLC0415 - likewise

        config = Config()
        config.set_main_option("script_location", "photoplay.store:migrations")
        with self.begin() as connection:
            if not self._is_sqlite:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATION_LOCK)))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def close(self) -> None:
        """Close every connection that is not in use."""
        self.engine.dispose()


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()
