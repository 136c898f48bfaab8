"""Turns: a lock that goes to whoever has waited longest."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """One thread at a time, in the order of their coming.

    An ordinary lock may go back, again and again, to the thread that has just released it.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._line: deque[threading.Lock] = deque()

    @contextmanager
    def take(self, patience_s: float) -> Iterator[None]:
        """Wait for the turn, and have it until the end of the block.

        Raises:
            TimeoutError: it did not come within ``patience_s`` seconds.
        """
        turn = threading.Lock()
        with self._guard:
            if self._line:
                turn.acquire()
            self._line.append(turn)
        try:
            if not turn.acquire(timeout=patience_s):
                raise TimeoutError(f"The database was not free to write within {patience_s} s.")
            yield
        finally:
            self._leave(turn)

    def _leave(self, turn: threading.Lock) -> None:
        with self._guard:
            was_first = self._line[0] is turn
            self._line.remove(turn)
            if was_first and self._line:
                self._line[0].release()
