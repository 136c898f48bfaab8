"""A migrated database of its own for each test, of either kind, and a customer in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from bench.fleet.stores import Postgres
from photoplay.settings import Settings
from photoplay.store.database import Database
from tests.store.customers import Customer

_NUMBERS = count()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.URL]:
    """The address of a migrated database on a real PostgreSQL, for others to be copied from."""
    server = Postgres(tmp_path_factory.mktemp("postgres"))
    url = sa.make_url(server.url)
    with _administering(url) as connection:
        connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
        connection.exec_driver_sql("CREATE DATABASE template")
    database = _at(url.set(database="template"))
    database.migrate()
    database.close()
    yield url
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty database with every table."""
    database: Database = request.getfixturevalue(f"{request.param}_database")
    yield database
    database.close()


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Database:
    """One in a file."""
    database = Database.at(tmp_path / "data")
    database.migrate()
    return database


@pytest.fixture
def postgresql_database(postgres: sa.URL) -> Database:
    """One on a real server."""
    name = f"test_{next(_NUMBERS)}"
    with _administering(postgres) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template")
    return _at(postgres.set(database=name))


def _at(url: sa.URL) -> Database:
    return Database.of(Settings(database_url=url.render_as_string(hide_password=False)))


@contextmanager
def _administering(url: sa.URL) -> Iterator[sa.Connection]:
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )
    with engine.connect() as connection:
        yield connection


@pytest.fixture
def ada(database: Database) -> Customer:
    """A customer with ten dollars."""
    return Customer.of(database, "Ada", credit=10_000_000)


@pytest.fixture
def bob(database: Database) -> Customer:
    """Another customer with ten dollars."""
    return Customer.of(database, "Bob", credit=10_000_000)
