"""`photoplay storyboard` and `photoplay preview`: what a clip will be like, before it is filmed."""

import io
import time
from pathlib import Path
from typing import Annotated

import typer

from photoplay.cli.console import tell, watched, writable
from photoplay.cli.film import DURATION_HELP, GUIDANCE_HELP, Negative
from photoplay.drafts import preview as film_draft
from photoplay.drafts import storyboard as draw
from photoplay.planning import DEFAULT_DURATION, DEFAULT_GUIDANCE

Image = Annotated[Path, typer.Argument(help="The photograph, a JPEG or PNG: the first frame.")]
Prompt = Annotated[str, typer.Option(help="What to film, as a director says it.")]
EndImage = Annotated[Path | None, typer.Option(help="A photograph for the last frame.")]
Guidance = Annotated[float, typer.Option(help=GUIDANCE_HELP)]
Duration = Annotated[int, typer.Option(help=DURATION_HELP)]
Seed = Annotated[int | None, typer.Option(help="The same seed gives the same draft.")]


def storyboard(
    image: Image,
    prompt: Prompt,
    output: Annotated[Path, typer.Option("--output", "-o", help="The PNG file to write.")],
    negative_prompt: Negative = "",
    end_image: EndImage = None,
    guidance_scale: Guidance = DEFAULT_GUIDANCE,
    duration: Duration = DEFAULT_DURATION,
    seed: Seed = None,
) -> None:
    """Draw six frames of a clip and how its prompt is understood, in seconds."""
    sheet = writable(output, [image, end_image] if end_image else [image], "output", ".png")
    started = time.monotonic()
    with watched() as show:
        board = draw(
            image,
            prompt,
            negative_prompt=negative_prompt,
            end_image=end_image,
            guidance_scale=guidance_scale,
            duration=duration,
            seed=seed,
            progress=show,
        )
        page = io.BytesIO()
        board.sheet().save(page, "PNG")
    sheet.write_bytes(page.getvalue())
    tell(board.notes)
    print(f"{sheet}: {len(board.frames)} frames, in {time.monotonic() - started:.1f} s")


def preview(
    image: Image,
    prompt: Prompt,
    output: Annotated[Path, typer.Option("--output", "-o", help="The mp4 file to write.")],
    negative_prompt: Negative = "",
    end_image: EndImage = None,
    guidance_scale: Guidance = DEFAULT_GUIDANCE,
    duration: Duration = DEFAULT_DURATION,
    seed: Seed = None,
) -> None:
    """Film the whole clip as a draft, small and with few frames, in seconds."""
    started = time.monotonic()
    with watched() as show:
        clip = film_draft(
            image,
            prompt,
            negative_prompt=negative_prompt,
            end_image=end_image,
            guidance_scale=guidance_scale,
            duration=duration,
            seed=seed,
            progress=show,
            output=output,
        )
    tell(clip.notes)
    size = f"{clip.width} x {clip.height}, {clip.frame_count} frames"
    print(f"{clip.path}: {clip.duration:g} s, {size}, in {time.monotonic() - started:.1f} s")
