"""`photoplay animate` and `photoplay plan`."""

import time
from pathlib import Path
from typing import Annotated

import typer

from photoplay.cli.console import tell, watched
from photoplay.director.timeline import describe
from photoplay.errors import InvalidInputError
from photoplay.planning import DEFAULT_DURATION, DEFAULT_GUIDANCE, load_plan, understand
from photoplay.settings import get_settings
from photoplay.studio import animate as film

Negative = Annotated[str, typer.Option(help="What must not be in the clip.")]
GUIDANCE_HELP = "0 follows the prompt loosely, 1 strictly."
DURATION_HELP = "Seconds: 5 or 10."


def animate(
    image: Annotated[Path, typer.Argument(help="The photograph, a JPEG or PNG: the first frame.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The mp4 file to write.")],
    prompt: Annotated[str | None, typer.Option(help="What to film, as a director says it.")] = None,
    plan: Annotated[
        Path | None, typer.Option(help="In place of a prompt: a plan as 'photoplay plan --json' prints it.")
    ] = None,
    negative_prompt: Negative = "",
    end_image: Annotated[Path | None, typer.Option(help="A photograph for the last frame.")] = None,
    loop: Annotated[
        bool, typer.Option("--loop", help="End as the clip begins: the photograph is the end image too.")
    ] = False,
    guidance_scale: Annotated[
        float | None, typer.Option(help=f"{GUIDANCE_HELP} {DEFAULT_GUIDANCE} unless said.")
    ] = None,
    duration: Annotated[
        int | None, typer.Option(help=f"{DURATION_HELP} {DEFAULT_DURATION} unless said.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same clip.")] = None,
    resolution: Annotated[str, typer.Option(help="1080p, 720p, 480p or 360p.")] = "1080p",
    fps: Annotated[int, typer.Option(help="Frames a second: 12, 24 or 30.")] = 30,
    engine: Annotated[
        str | None, typer.Option(help="auto, multiplane, diffusion or remote; PHOTOPLAY_ENGINE unless said.")
    ] = None,
    tier: Annotated[
        str | None, typer.Option(help="Of the diffusion engine: fast, standard or exact.")
    ] = None,
) -> None:
    """Film a photograph as the prompt, or a plan, says."""
    if (prompt is None) == (plan is None):
        raise InvalidInputError("prompt", "must be given, or a plan in its place, and not both")
    if loop and end_image is not None:
        raise InvalidInputError(
            "end_image", "cannot be given beside --loop, which ends on the photograph itself"
        )
    started = time.monotonic()
    with watched() as show:
        clip = film(
            image,
            load_plan(plan) if plan else prompt or "",
            negative_prompt=negative_prompt,
            end_image=image if loop else end_image,
            guidance_scale=guidance_scale,
            duration=duration,
            seed=seed,
            resolution=resolution,
            fps=fps,
            engine=engine or get_settings().engine,
            tier=tier,
            progress=show,
            output=output,
        )
    tell(clip.notes)
    size = clip.path.stat().st_size / 1e6
    print(
        f"{clip.path}: {clip.duration:g} s, {clip.width} x {clip.height}, {clip.frame_count} frames, "
        f"{size:.1f} MB, in {time.monotonic() - started:.1f} s"
    )


def plan(
    text: Annotated[str, typer.Argument(help="The prompt.")],
    negative_prompt: Negative = "",
    duration: Annotated[int, typer.Option(help=DURATION_HELP)] = DEFAULT_DURATION,
    guidance_scale: Annotated[float, typer.Option(help=GUIDANCE_HELP)] = DEFAULT_GUIDANCE,
    json: Annotated[
        bool, typer.Option("--json", help="Print the plan as JSON, for 'animate --plan'.")
    ] = False,
) -> None:
    """Show how a prompt is understood, without filming it."""
    understood = understand(text, negative_prompt, duration=duration, guidance_scale=guidance_scale)
    print(understood.model_dump_json(indent=2) if json else describe(understood))
