"""How many wait, counted now and then."""

import pytest

from photoplay.production import waiting
from photoplay.production.waiting import Waiting
from tests.production.orders import Orders


def counted(ada: Orders, waits: Waiting) -> int:
    with ada.house.database.read() as connection:
        return waits.count(connection)


def test_a_short_queue_is_counted_at_every_look(ada: Orders) -> None:
    waits = Waiting()
    assert counted(ada, waits) == 0
    first = ada.order()
    ada.order()
    assert counted(ada, waits) == 2
    ada.start(first)
    assert counted(ada, waits) == 1


def test_a_long_one_is_as_it_was_but_for_what_joined_it(ada: Orders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "FEW", 1)
    waits, bob = Waiting(), Orders.of(ada.house, "Bob")
    orders = [ada.order() for _ in range(3)]
    assert counted(ada, waits) == 3
    ada.start(orders[0])
    assert counted(ada, waits) == 3
    assert waits.joined(bob.customer.account.id) == 2
    assert waits.joined(bob.customer.account.id) == 4
    assert waits.joined(ada.customer.account.id) == 6
    assert counted(ada, waits) == 6


def test_and_is_counted_again(ada: Orders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "FEW", 1)
    monkeypatch.setattr(waiting, "AGE", 0.0)
    waits = Waiting()
    orders = [ada.order() for _ in range(3)]
    assert counted(ada, waits) == 3
    ada.start(orders[0])
    assert counted(ada, waits) == 2


def test_every_answer_tells_the_place(ada: Orders) -> None:
    bob = Orders.of(ada.house, "Bob")
    assert [ada.accept().place for _ in range(3)] == [1, 2, 3]
    assert bob.accept(idempotency_key="once").place == 2
    assert ada.accept().place == 5
    assert bob.accept(idempotency_key="once").place == 2
