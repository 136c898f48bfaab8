"""What every command shows people: messages and progress bars, on standard error."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeElapsedColumn

messages = Console(stderr=True, highlight=False)


@contextmanager
def progress_bar(amount: ProgressColumn) -> Iterator[Progress]:
    """Give a progress bar that shows nothing until it is started, and leaves nothing behind."""
    looks = (TextColumn("{task.description}"), BarColumn(), amount, TimeElapsedColumn())
    bar = Progress(*looks, console=messages, transient=True)
    try:
        yield bar
    finally:
        if bar.live.is_started:
            bar.stop()
