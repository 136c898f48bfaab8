"""Turns, with real threads."""

import threading
import time

import pytest

from photoplay.store.turns import Turns


def started(*threads: threading.Thread) -> None:
    """Start threads one after another, each when the one before it waits."""
    for thread in threads:
        thread.start()
        time.sleep(0.02)


def test_whoever_came_first_goes_first() -> None:
    turns, order = Turns(), list[int]()

    def go(number: int) -> None:
        with turns.take(10):
            order.append(number)

    threads = [threading.Thread(target=go, args=(number,)) for number in range(8)]
    with turns.take(0):
        started(*threads)
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_one_at_a_time() -> None:
    turns, inside, most = Turns(), [0], [0]

    def go() -> None:
        for _ in range(50):
            with turns.take(10):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                time.sleep(0)
                inside[0] -= 1

    threads = [threading.Thread(target=go) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


def test_patience_ends_and_the_line_goes_on_without_the_impatient() -> None:
    turns, arrived = Turns(), list[str]()

    def wait(name: str, patience_s: float) -> None:
        try:
            with turns.take(patience_s):
                arrived.append(name)
        except TimeoutError:
            arrived.append(f"{name} left")

    requests = (("Ada", 0.1), ("Bob", 10), ("Cleo", 0.1))
    threads = [threading.Thread(target=wait, args=request) for request in requests]
    with turns.take(0):
        started(*threads)
        threads[0].join()
        threads[2].join()
        assert sorted(arrived) == ["Ada left", "Cleo left"]
    threads[1].join()
    assert arrived[2:] == ["Bob"]


def test_an_error_ends_the_turn() -> None:
    turns = Turns()
    with pytest.raises(KeyError), turns.take(0):
        raise KeyError
    with (
        turns.take(0),
        pytest.raises(TimeoutError, match=r"not free to write within 0\.01 s"),
        turns.take(0.01),
    ):
        pass
    with turns.take(0):
        pass
