"""A house of its own for each test, with one customer, and a web site next door."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from ipaddress import ip_network
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bench.fleet.mailbox import Mailbox
from photoplay.production.house import House
from photoplay.settings import Settings
from tests.production.orders import Orders
from tests.production.sites import Site, served

NewHouse = Callable[..., House]
LOOPBACK = ip_network("127.0.0.0/8")


@contextmanager
def opened(folder: Path, **settings: Any) -> Iterator[House]:
    """Open a house in a folder for as long as the block lasts."""
    chosen: dict[str, Any] = {"data_dir": folder, "allowed_private_networks": (LOOPBACK,)} | settings
    house = House.open(Settings(**chosen))
    try:
        yield house
    finally:
        house.close()


@pytest.fixture
def new_house(tmp_path: Path) -> Iterator[NewHouse]:
    """Opens houses in folders of their own: ``new_house(**settings)``."""
    with ExitStack() as stack:
        folders = (tmp_path / f"data {number}" for number in count())

        def build(**settings: Any) -> House:
            return stack.enter_context(opened(next(folders), **settings))

        yield build


@pytest.fixture(scope="module")
def shared_ada(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Orders]:
    """A customer, of a house that a module's tests share because they change nothing that others look at."""
    with opened(tmp_path_factory.mktemp("shared")) as house:
        yield Orders.of(house)


@pytest.fixture
def house(new_house: NewHouse) -> House:
    return new_house()


@pytest.fixture
def ada(house: House) -> Orders:
    """A customer with ten dollars and no limits to speak of."""
    return Orders.of(house)


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as site:
        yield site


@pytest.fixture(scope="session")
def letterbox() -> Iterator[Mailbox]:
    box = Mailbox()
    yield box
    box.close()


@pytest.fixture
def mailbox(letterbox: Mailbox) -> Mailbox:
    """An empty place where webhooks arrive."""
    letterbox.delivered, letterbox.answers = [], []
    return letterbox
