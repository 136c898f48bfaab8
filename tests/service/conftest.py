"""A running service over a house of its own, without workers: the tests do a worker's part themselves."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from photoplay.production.house import House
from photoplay.settings import Settings
from photoplay.store.accounts import Level
from tests.service.guests import Guest, running, welcome

_names = (f"guest {number}" for number in itertools.count(1))


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House.open(Settings(data_dir=tmp_path_factory.mktemp("service")))
    yield house
    house.close()


@pytest.fixture(scope="session")
def address(house: House) -> Iterator[str]:
    with running(house) as address:
        yield address


@pytest.fixture
def make_guest(house: House, address: str) -> Iterator[Callable[..., Guest]]:
    """Opens accounts: ``make_guest(credit=..., level=..., house=..., address=...)``."""
    with ExitStack() as stack:

        def make(
            credit: int = 10_000_000, level: Level = Level.ULTRA, house: House = house, address: str = address
        ) -> Guest:
            guest = welcome(house, address, next(_names), level, credit)
            stack.enter_context(guest.http)
            return guest

        yield make


@pytest.fixture
def guest(make_guest: Callable[..., Guest]) -> Guest:
    """A client with ten dollars and no limits to speak of."""
    return make_guest()
