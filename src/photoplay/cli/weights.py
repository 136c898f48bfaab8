"""`photoplay weights`: what the networks' weights are, and fetching them."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import DownloadColumn, TaskID
from rich.table import Table

from photoplay.cli.console import progress_bar
from photoplay.engines.diffusion.families import checkpoints
from photoplay.errors import InvalidInputError
from photoplay.weights import (
    DEFAULT,
    MANIFEST,
    Progress,
    folder_of,
    inventory,
    problem_with,
    pull_all,
    pull_checkpoint,
)

weights = typer.Typer(no_args_is_help=True, help="The networks' weights: what they are, and fetching them.")


@weights.command("list")
def list_weights() -> None:
    """List the weights, their licences, and which are here; video models last."""
    table = Table("name", "task", "MB", "licence", "here", box=None)
    for holding in inventory():
        entry = holding.entry
        here = str(holding.path) if holding.path else "no"
        table.add_row(entry.name, entry.task, f"{entry.size / 1e6:.0f}", str(entry.licence), here)
    for checkpoint in checkpoints().values():
        folder = folder_of(checkpoint)
        here = "no" if problem_with(checkpoint, folder) else str(folder)
        table.add_row(
            checkpoint.name, "video model", f"{checkpoint.size / 1e6:.0f}", checkpoint.licence, here
        )
    Console(highlight=False).print(table)


@weights.command("pull")
def pull_weights(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Which; where none is named all of the default set, which has no video model."),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from", help="A folder that holds a video model, to take it from in place of the hub."
        ),
    ] = None,
) -> None:
    """Fetch weights into the cache; a video model goes on where it stopped."""
    models = [name for name in names or () if name in checkpoints()]
    others = [name for name in names or DEFAULT if name not in models]
    _check(others, models, source)
    with progress_bar(DownloadColumn()) as bar:
        tasks: dict[str, TaskID] = {}

        def show(name: str, done: int, total: int) -> None:
            bar.start()
            if name not in tasks:
                tasks[name] = bar.add_task(name)
            bar.update(tasks[name], completed=done, total=total)

        paths = _pulled(others, models, source, show)
    for path in paths:
        print(path)


def _pulled(others: list[str], models: list[str], source: Path | None, show: Progress) -> list[Path]:
    found = list(pull_all(others, show).values()) if others else []
    return found + [pull_checkpoint(checkpoints()[name], source, show) for name in models]


def _check(others: list[str], models: list[str], source: Path | None) -> None:
    known = [entry.name for entry in MANIFEST]
    for name in others:
        if name not in known:
            every = ", ".join([*known, *checkpoints()])
            raise InvalidInputError("weights", f"must be one of {every}; {name!r} is not")
    if source is not None and (others or len(models) != 1):
        raise InvalidInputError(
            "from", "must be given with the name of one video model, and no other weights"
        )
