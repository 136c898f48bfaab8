"""The library's front door: a photograph and a prompt in, a clip out."""

import secrets
import tempfile
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from photoplay.clips import Clip, check_output, write_clip
from photoplay.director.plan import Note, Plan
from photoplay.engines.choose import EngineName, Fetching, capabilities_of, choose_engine
from photoplay.engines.diffusion.tiers import Tier
from photoplay.engines.engine import Engine, Frame, Tell, check_asked, untold
from photoplay.errors import InvalidInputError
from photoplay.planning import DEFAULT_DURATION, DEFAULT_GUIDANCE, promised_by, understand, wording
from photoplay.progress import Progress, unwatched
from photoplay.shot import DURATIONS, Resolution, Shot
from photoplay.stills import StillSource, load_still

Choice = TypeVar("Choice", bound=StrEnum)
Watch = Callable[[int, Frame], None]


def ignore_frame(_index: int, _frame: Frame) -> None:
    """A frame that nobody watches."""


def animate(
    image: StillSource,
    prompt: str | Plan,
    *,
    negative_prompt: str = "",
    end_image: StillSource | None = None,
    guidance_scale: float | None = None,
    duration: int | None = None,
    seed: int | None = None,
    resolution: str = "1080p",
    fps: int = 30,
    engine: str = "auto",
    tier: str | None = None,
    progress: Progress = unwatched,
    output: str | Path | None = None,
) -> Clip:
    """Film a photograph as a director's prompt, or a plan, says.

    Args:
        image: the first frame: a path, bytes, a Pillow picture or a uint8 array.
        prompt: 1 to 2500 characters in English or Chinese; or a Plan, which is filmed as it is.
        negative_prompt: what must not be in the clip; not with a Plan, which has its own locks.
        end_image: the last frame, cropped to the first's aspect ratio.
        guidance_scale: 0 follows the prompt loosely, 1 strictly; .5 unless said; not with a Plan.
        duration: 5 or 10 seconds; 5 unless said; not with a Plan, which has its own.
        seed: the same seed and input give the same clip; drawn where there is none.
        resolution: "1080p", "720p", "480p" or "360p", the area of a frame; its sides follow the photograph.
        fps: 12, 24 or 30 frames a second.
        engine: "auto", "multiplane", "diffusion" or "remote".
        tier: of the diffusion engine: "fast", "standard" or "exact"; as the settings say unless said.
        progress: called as (stage, share of the whole from 0 to 1); raise to cancel.
        output: where the mp4 goes; a temporary file that lives as long as the clip where there is none.

    Raises:
        InvalidInputError: a field breaks its rule; nothing has been written.
        EngineUnavailableError: the engine asked for cannot run here.
        WeightsUnavailableError: the weights of its model are missing.
        EngineFailedError: it could not go on; the message says why.
    """
    if output is not None:
        check_output(output)
    name = _choice(EngineName, "engine", engine)
    speed = None if tier is None else _choice(Tier, "tier", tier)
    shot, plan = read(
        image,
        prompt,
        negative_prompt=negative_prompt,
        end_image=end_image,
        guidance_scale=guidance_scale,
        duration=duration,
        seed=seed,
        resolution=resolution,
        fps=fps,
        engine=name,
        tier=speed,
    )
    chosen, notes = choose_engine(name, fetching(progress), speed)
    return clip_of(shot, plan, chosen, notes, progress, output)


def read(
    image: StillSource,
    prompt: str | Plan,
    *,
    negative_prompt: str,
    end_image: StillSource | None,
    guidance_scale: float | None,
    duration: int | None,
    seed: int | None,
    resolution: str,
    fps: int,
    engine: EngineName,
    tier: Tier | None = None,
) -> tuple[Shot, Plan]:
    """Return what is asked for, every field checked, and how it is understood; see `animate`."""
    capabilities = capabilities_of(engine, tier)
    check_asked(capabilities, end_image=end_image is not None, negative_prompt=negative_prompt)
    if isinstance(prompt, Plan):
        _refuse_beside_a_plan(negative_prompt, guidance_scale, duration)
        plan = promised_by(prompt, capabilities)
    else:
        plan = understand(
            prompt,
            negative_prompt,
            duration=DEFAULT_DURATION if duration is None else duration,
            guidance_scale=DEFAULT_GUIDANCE if guidance_scale is None else guidance_scale,
            engine=engine,
        )
    shot = Shot(
        image=load_still(image),
        prompt=prompt if isinstance(prompt, str) else wording(plan),
        negative_prompt=negative_prompt,
        end_image=None if end_image is None else load_still(end_image, field="end_image", check_aspect=False),
        guidance_scale=DEFAULT_GUIDANCE if guidance_scale is None else guidance_scale,
        duration=_whole(plan.duration),
        seed=secrets.randbelow(2**31) if seed is None else seed,
        resolution=_choice(Resolution, "resolution", resolution),
        fps=fps,
    )
    return shot, plan


def clip_of(
    shot: Shot,
    plan: Plan,
    engine: Engine,
    without: tuple[str, ...],
    progress: Progress,
    output: str | Path | None,
) -> Clip:
    """Film a shot at `output`, or where there is none into a temporary file, and return the clip.

    Args:
        without: what a person should know besides, of what the engine does without.
    """
    path = Path(output or Path(tempfile.gettempdir()) / f"photoplay-{secrets.token_hex(8)}.mp4")
    found: list[Note] = []
    film(shot, plan, engine, path, progress, tell=found.append)
    told = tuple(note.text for note in (*plan.notes, *found))
    return Clip(path, *shot.frame_size, shot.fps, shot.frame_count, told + without, temporary=output is None)


def fetching(progress: Progress) -> Fetching:
    """Return what tells `progress` of weights that are fetched."""

    def tell(weights: str, done: int, total: int | None) -> None:
        of = f" of {total / 1e6:.0f}" if total else ""
        progress(f"Fetching {weights}, {done / 1e6:.0f}{of} MB", 0.0)

    return tell


def film(
    shot: Shot,
    plan: Plan,
    engine: Engine,
    path: Path,
    progress: Progress,
    watch: Watch = ignore_frame,
    tell: Tell = untold,
) -> None:
    """Render a shot into an mp4 file, whole or not at all.

    Args:
        progress: called as (stage, share of the whole from 0 to 1); raise to cancel.
        watch: called as (index, frame) with each frame before it is encoded.
        tell: called with each thing of the plan that the photograph has nothing for.
    """

    def frames() -> Iterator[Frame]:
        for index, frame in enumerate(engine.render(shot, plan, progress, tell)):
            watch(index, frame)
            yield frame
        progress("Done", 1.0)

    write_clip(frames(), path, fps=shot.fps, size=shot.frame_size, frame_count=shot.frame_count)


def _refuse_beside_a_plan(negative_prompt: str, guidance_scale: float | None, duration: int | None) -> None:
    given = {
        "negative_prompt": negative_prompt or None,
        "guidance_scale": guidance_scale,
        "duration": duration,
    }
    for field, value in given.items():
        if value is not None:
            raise InvalidInputError(field, "cannot be given beside a plan, which has its own; edit the plan")


def _whole(seconds: float) -> int:
    if seconds not in DURATIONS:
        raise InvalidInputError("plan.duration", "must be 5 or 10 seconds")
    return int(seconds)


def _choice(kind: type[Choice], field: str, value: str) -> Choice:
    try:
        return kind(value)
    except ValueError:
        names = " or ".join(f"'{member}'" for member in kind)
        raise InvalidInputError(field, f"must be {names}; '{value}' is not") from None
