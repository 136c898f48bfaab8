"""How many wait in the queue: counted anew at every look while they are few, and once a second when they are many."""

import threading
import time

import sqlalchemy as sa

from photoplay.store import queueing

FEW = 100
AGE = 1.0
"""Seconds after which a long queue is counted again; what this process adds meanwhile, it adds to its count."""


class Waiting:
    """The lines of all accounts, as they were a moment ago; for any number of threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._lines: dict[str, int] = {}
        self._count = 0
        self._until = 0.0

    def count(self, connection: sa.Connection) -> int:
        """Return how many predictions wait."""
        if time.monotonic() >= self._until:
            lines = queueing.lines(connection)
            with self._guard:
                self._lines, self._count = lines, sum(lines.values())
                self._until = time.monotonic() + AGE if self._count > FEW else 0.0
        return self._count

    def joined(self, account_id: str) -> int:
        """Note that one more prediction of an account waits, behind all of its others; return its place."""
        with self._guard:
            self._count += 1
            rank = self._lines[account_id] = self._lines.get(account_id, 0) + 1
            return queueing.place(self._lines, account_id, rank)
