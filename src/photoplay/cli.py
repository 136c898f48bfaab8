"""The command: `photoplay animate`, `photoplay plan` and `photoplay weights`."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    ProgressColumn,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from typer.exceptions import TyperException

from photoplay.director.direct import direct
from photoplay.director.summary import describe
from photoplay.errors import PhotoplayError
from photoplay.shot import check_direction
from photoplay.studio import animate as film
from photoplay.weights import DEFAULT, inventory, pull_all

USAGE_ERROR = 2
INTERRUPTED = 130

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Turns a photograph and a director's prompt into a clip."
)
weights_app = typer.Typer(
    no_args_is_help=True, help="The networks' weights: what they are, and fetching them."
)
app.add_typer(weights_app, name="weights")
messages = Console(stderr=True, highlight=False)

Negative = Annotated[str, typer.Option(help="What must not be in the clip.")]
Guidance = Annotated[float, typer.Option(help="0 follows the prompt loosely, 1 strictly.")]
Duration = Annotated[int, typer.Option(help="Seconds: 5 or 10.")]


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


@app.command()
def animate(
    image: Annotated[Path, typer.Argument(help="The photograph, a JPEG or PNG: the first frame.")],
    prompt: Annotated[str, typer.Option(help="What to film, as a director says it.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The mp4 file to write.")],
    negative_prompt: Negative = "",
    end_image: Annotated[Path | None, typer.Option(help="A photograph for the last frame.")] = None,
    guidance_scale: Guidance = 0.5,
    duration: Duration = 5,
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same clip.")] = None,
    resolution: Annotated[str, typer.Option(help="1080p or 720p.")] = "1080p",
    fps: Annotated[int, typer.Option(help="Frames a second: 24 or 30.")] = 30,
    engine: Annotated[str, typer.Option(help="auto, multiplane or diffusion.")] = "auto",
) -> None:
    """Film a photograph as the prompt says."""
    started = time.monotonic()
    with _bar(TaskProgressColumn()) as bar:
        task = bar.add_task("", total=1.0)

        def show(stage: str, share: float) -> None:
            bar.start()
            bar.update(task, description=stage, completed=share)

        clip = film(
            image,
            prompt,
            negative_prompt=negative_prompt,
            end_image=end_image,
            guidance_scale=guidance_scale,
            duration=duration,
            seed=seed,
            resolution=resolution,
            fps=fps,
            engine=engine,
            progress=show,
            output=output,
        )
    for note in clip.notes:
        messages.print(f"Note: {note}", markup=False, soft_wrap=True)
    size = clip.path.stat().st_size / 1e6
    print(
        f"{clip.path}: {clip.duration:g} s, {clip.width} x {clip.height}, {clip.frame_count} frames, "
        f"{size:.1f} MB, in {time.monotonic() - started:.1f} s"
    )


@app.command()
def plan(
    text: Annotated[str, typer.Argument(help="The prompt.")],
    negative_prompt: Negative = "",
    duration: Duration = 5,
    guidance_scale: Guidance = 0.5,
    json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON.")] = False,
) -> None:
    """Show how a prompt is understood, without filming it."""
    check_direction(text, negative_prompt, guidance_scale, duration)
    understood = direct(text, negative_prompt, duration=duration, guidance_scale=guidance_scale)
    print(understood.model_dump_json(indent=2) if json else describe(understood))


@weights_app.command("list")
def list_weights() -> None:
    """List the weights, their licences, and which are here."""
    table = Table("name", "task", "MB", "licence", "here", box=None)
    for holding in inventory():
        entry = holding.entry
        here = str(holding.path) if holding.path else "no"
        table.add_row(entry.name, entry.task, f"{entry.size / 1e6:.0f}", str(entry.licence), here)
    Console(highlight=False).print(table)


@weights_app.command("pull")
def pull_weights(
    names: Annotated[
        list[str] | None, typer.Argument(help="Which; all of the default set where none is named.")
    ] = None,
) -> None:
    """Fetch weights into the cache, checked by their sha256."""
    with _bar(DownloadColumn()) as bar:
        tasks: dict[str, TaskID] = {}

        def show(name: str, done: int, total: int) -> None:
            bar.start()
            if name not in tasks:
                tasks[name] = bar.add_task(name)
            bar.update(tasks[name], completed=done, total=total)

        paths = pull_all(names or DEFAULT, show)
    for path in paths.values():
        print(path)


@contextmanager
def _bar(amount: ProgressColumn) -> Iterator[Progress]:
    """Give a progress bar that shows nothing until it is started, and leaves nothing behind."""
    looks = (TextColumn("{task.description}"), BarColumn(), amount, TimeElapsedColumn())
    bar = Progress(*looks, console=messages, transient=True)
    try:
        yield bar
    finally:
        if bar.live.is_started:
            bar.stop()


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
