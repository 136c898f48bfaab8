"""Which workers are gone: of those nothing has been heard for a while."""

import time
from collections.abc import Collection, Mapping

SILENCE = 10.0
"""Seconds without a sign of life after which a worker counts as gone; it beats every second."""


class Watch:
    """Looks for signs of life; how long nothing was heard is by its own clock, for those of other machines differ."""

    def __init__(self) -> None:
        self._heard: dict[str, tuple[int | None, float]] = {}

    def gone(self, names: Collection[str], beats: Mapping[str, int]) -> set[str]:
        """Return which of the workers with these names are gone.

        Args:
            beats: when each worker was heard of last, by the worker's own clock; one that is missing is starting, or
                dead.
        """
        now = time.monotonic()
        before = self._heard
        self._heard = {}
        for name in names:
            beat = beats.get(name)
            heard = before.get(name)
            self._heard[name] = heard if heard is not None and heard[0] == beat else (beat, now)
        return {name for name, (_, since) in self._heard.items() if now - since >= SILENCE}

    def look_away(self) -> None:
        """Forget what was heard: while the database is away, nobody can be."""
        self._heard = {}
