"""One service for all clients, and a user of each of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.user import User
from tests.serving.running import Server, serving


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A warm service, which must not have failed at anything by the end."""
    yield from serving(tmp_path_factory.mktemp("server"))


@pytest.fixture(scope="session")
def keys(server: Server) -> tuple[str, str]:
    """The keys of an account that can pay, and of one that cannot."""
    return server.new_key("rich"), server.new_key("poor", dollars=0.1)


@pytest.fixture
def user(server: Server, keys: tuple[str, str], tmp_path: Path) -> User:
    rich, poor = keys
    return User(home=tmp_path, base=server.url, key=rich, poor_key=poor)
