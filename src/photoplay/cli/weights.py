"""`photoplay weights`: what the networks' weights are, and fetching them."""

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import DownloadColumn, TaskID
from rich.table import Table

from photoplay.cli.console import progress_bar
from photoplay.weights import DEFAULT, inventory, pull_all

weights = typer.Typer(no_args_is_help=True, help="The networks' weights: what they are, and fetching them.")


@weights.command("list")
def list_weights() -> None:
    """List the weights, their licences, and which are here."""
    table = Table("name", "task", "MB", "licence", "here", box=None)
    for holding in inventory():
        entry = holding.entry
        here = str(holding.path) if holding.path else "no"
        table.add_row(entry.name, entry.task, f"{entry.size / 1e6:.0f}", str(entry.licence), here)
    Console(highlight=False).print(table)


@weights.command("pull")
def pull_weights(
    names: Annotated[
        list[str] | None, typer.Argument(help="Which; all of the default set where none is named.")
    ] = None,
) -> None:
    """Fetch weights into the cache, checked by their sha256."""
    with progress_bar(DownloadColumn()) as bar:
        tasks: dict[str, TaskID] = {}

        def show(name: str, done: int, total: int) -> None:
            bar.start()
            if name not in tasks:
                tasks[name] = bar.add_task(name)
            bar.update(tasks[name], completed=done, total=total)

        paths = pull_all(names or DEFAULT, show)
    for path in paths.values():
        print(path)
