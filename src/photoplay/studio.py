"""The library's front door: a photograph and a prompt in, a clip out."""

import secrets
import tempfile
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from photoplay.clips import Clip, check_output, write_clip
from photoplay.director.direct import direct
from photoplay.director.plan import Plan
from photoplay.engines.choose import EngineName, choose_engine
from photoplay.engines.engine import Engine, Frame, Progress
from photoplay.errors import InvalidInputError
from photoplay.shot import Resolution, Shot
from photoplay.stills import StillSource, load_still

Choice = TypeVar("Choice", bound=StrEnum)
Watch = Callable[[int, Frame], None]


def ignore_progress(_stage: str, _share: float) -> None:
    """Progress that nobody watches."""


def ignore_frame(_index: int, _frame: Frame) -> None:
    """A frame that nobody watches."""


def animate(
    image: StillSource,
    prompt: str,
    *,
    negative_prompt: str = "",
    end_image: StillSource | None = None,
    guidance_scale: float = 0.5,
    duration: int = 5,
    seed: int | None = None,
    resolution: str = "1080p",
    fps: int = 30,
    engine: str = "auto",
    progress: Progress = ignore_progress,
    output: str | Path | None = None,
) -> Clip:
    """Film a photograph as a director's prompt says.

    Args:
        image: the first frame: a path, bytes, a Pillow picture or a uint8 array.
        prompt: 1 to 2500 characters in plain English.
        negative_prompt: what must not be in the clip.
        end_image: the last frame, cropped to the first's aspect ratio.
        guidance_scale: 0 follows the prompt loosely, 1 strictly.
        duration: 5 or 10 seconds.
        seed: the same seed and input give the same clip; drawn where there is none.
        resolution: "1080p" or "720p", the area of a frame; its sides follow the photograph.
        fps: 24 or 30 frames a second.
        engine: "auto", "multiplane" or "diffusion".
        progress: called as (stage, share of the whole from 0 to 1); raise to cancel.
        output: where the mp4 goes; a temporary file that lives as long as the clip where there is none.

    Raises:
        InvalidInputError: a field breaks its rule; nothing has been written.
        EngineUnavailableError: the engine asked for cannot run here.
    """
    if output is not None:
        check_output(output)
    shot = Shot(
        image=load_still(image),
        prompt=prompt,
        negative_prompt=negative_prompt,
        end_image=None if end_image is None else load_still(end_image, field="end_image", check_aspect=False),
        guidance_scale=guidance_scale,
        duration=duration,
        seed=secrets.randbelow(2**31) if seed is None else seed,
        resolution=_choice(Resolution, "resolution", resolution),
        fps=fps,
    )
    name = _choice(EngineName, "engine", engine)
    plan = direct(prompt, negative_prompt, duration=duration, guidance_scale=guidance_scale)

    def fetching(weights: str, done: int, total: int | None) -> None:
        of = f" of {total / 1e6:.0f}" if total else ""
        progress(f"Fetching {weights}, {done / 1e6:.0f}{of} MB", 0.0)

    chosen, notes = choose_engine(name, fetching)
    path = Path(output or Path(tempfile.gettempdir()) / f"photoplay-{secrets.token_hex(8)}.mp4")
    film(shot, plan, chosen, path, progress)
    width, height = shot.frame_size
    return Clip(path, width, height, fps, shot.frame_count, plan.notes + notes, temporary=output is None)


def film(
    shot: Shot, plan: Plan, engine: Engine, path: Path, progress: Progress, watch: Watch = ignore_frame
) -> None:
    """Render a shot into an mp4 file, whole or not at all.

    Args:
        progress: called as (stage, share of the whole from 0 to 1); raise to cancel.
        watch: called as (index, frame) with each frame before it is encoded.
    """

    def frames() -> Iterator[Frame]:
        for index, frame in enumerate(engine.render(shot, plan, progress)):
            watch(index, frame)
            yield frame
        progress("Done", 1.0)

    write_clip(frames(), path, fps=shot.fps, size=shot.frame_size, frame_count=shot.frame_count)


def _choice(kind: type[Choice], field: str, value: str) -> Choice:
    try:
        return kind(value)
    except ValueError:
        names = " or ".join(f"'{member}'" for member in kind)
        raise InvalidInputError(field, f"must be {names}; '{value}' is not") from None
