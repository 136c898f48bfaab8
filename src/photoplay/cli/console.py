"""What commands share: messages and progress bars on standard error, and files that can be written."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)

from photoplay.errors import InvalidInputError
from photoplay.progress import Progress as Watch

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


@contextmanager
def watched() -> Iterator[Watch]:
    """Give what shows the progress of one piece of work."""
    with progress_bar(TaskProgressColumn()) as bar:
        task = bar.add_task("", total=1.0)

        def show(stage: str, share: float) -> None:
            bar.start()
            bar.update(task, description=stage, completed=share)

        yield show


def tell(notes: Iterable[str]) -> None:
    """Print what a person should know about what came out."""
    for note in notes:
        messages.print(f"Note: {note}", markup=False, soft_wrap=True)


def writable(path: Path, photographs: Iterable[Path], field: str, ending: str) -> Path:
    """Return `path` if a file with `ending` can be written there, over none of the `photographs`."""
    if path.suffix.lower() != ending:
        raise InvalidInputError(field, f"must be a file name that ends in {ending}; {path} does not")
    if path.is_dir():
        raise InvalidInputError(field, f"must be a file; {path} is a folder")
    if not path.parent.is_dir():
        raise InvalidInputError(field, f"must be in an existing folder; {path.parent} is not one")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise InvalidInputError(field, f"must be a file that can be written; {path} is not")
    if path.resolve() in [photograph.resolve() for photograph in photographs]:
        raise InvalidInputError(field, "must not be the photograph itself")
    return path
