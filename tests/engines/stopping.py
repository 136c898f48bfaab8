"""A person who stops a render."""

from itertools import count

from photoplay.errors import CancelledError
from photoplay.progress import Progress


def stop_at(call: int) -> Progress:
    """Return a progress that stops the render when it is called for the `call`-th time."""
    calls = count(1)

    def progress(_stage: str, _share: float) -> None:
        if next(calls) == call:
            raise CancelledError("stop")

    return progress
