"""Progress through work, and through work that is done in parts."""

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[str, float], None]
"""Called as (what is being done, share of the whole done so far from 0 to 1). Raise to cancel."""


def unwatched(_stage: str, _share: float) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Part:
    """A part of some work, from one share of the whole to another; it tells the whole how far it is."""

    whole: Progress
    start: float
    end: float

    def __call__(self, stage: str, share: float) -> None:
        # Rounding must not carry the end of one part beyond the start of the next: shares never step back.
        self.whole(stage, min(self.start + share * (self.end - self.start), self.end))
