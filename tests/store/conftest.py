"""A migrated SQLite database of its own for each test, and a customer in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from photoplay.store.database import Database
from tests.store.customers import Customer


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty database with every table."""
    database = Database.at(tmp_path / "data")
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def ada(database: Database) -> Customer:
    """A customer with ten dollars."""
    return Customer.of(database, "Ada", credit=10_000_000)


@pytest.fixture
def bob(database: Database) -> Customer:
    """Another customer with ten dollars."""
    return Customer.of(database, "Bob", credit=10_000_000)
