"""The command `photoplay`."""

import signal
import sys
from importlib.metadata import version
from types import FrameType
from typing import Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from photoplay.cli.accounts import accounts, keys
from photoplay.cli.console import messages
from photoplay.cli.draft import preview, storyboard
from photoplay.cli.film import animate, plan
from photoplay.cli.inspect import inspect
from photoplay.cli.serve import serve, work
from photoplay.cli.status import status
from photoplay.cli.weights import weights
from photoplay.errors import PhotoplayError

USAGE_ERROR = 2
INTERRUPTED = 130

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Turns a photograph and a director's prompt into a clip."
)
for command in (animate, storyboard, preview, plan, inspect, serve, status):
    app.command()(command)
app.command("worker")(work)
for name, group in (("weights", weights), ("keys", keys), ("accounts", accounts)):
    app.add_typer(group, name=name)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"photoplay {version('photoplay')}")
        raise typer.Exit


@app.callback()
def options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turn a photograph and a director's prompt into a clip."""


def main() -> NoReturn:
    """Run the command line; every failure is one sentence and an exit code."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        code = app(standalone_mode=False) or 0
    except PhotoplayError as error:
        _fail(str(error))
    except TyperException as error:
        sentence = error.format_message()
        if not sentence:  # the help was shown instead
            sys.exit(USAGE_ERROR)
        _fail(sentence.rstrip(".") + ".")
    if code == INTERRUPTED:  # Typer's word for a KeyboardInterrupt
        messages.print("Cancelled; nothing was written.")
    sys.exit(code)


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _fail(sentence: str) -> NoReturn:
    messages.print(f"Error: {sentence}", markup=False, soft_wrap=True)
    sys.exit(USAGE_ERROR)
