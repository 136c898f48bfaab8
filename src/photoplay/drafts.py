"""Drafts: what a clip will be like, in seconds: a storyboard of six frames, or the whole clip, small."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from photoplay.clips import Clip, check_output
from photoplay.director.plan import Plan
from photoplay.director.timeline import Row, looks_of, rows_of
from photoplay.engines.choose import EngineName, draft_engine
from photoplay.engines.engine import FILMING, Frame
from photoplay.lettering import drawable, font, wrapped
from photoplay.parallel import several_at_once
from photoplay.progress import Part, Progress, unwatched
from photoplay.shot import Resolution
from photoplay.stills import StillSource
from photoplay.studio import clip_of, fetching, read

FRAMES = 6
"""On a storyboard: the first, the last, and four evenly between."""
STORYBOARD, PREVIEW = Resolution.P480, Resolution.P360
STORYBOARD_FPS, PREVIEW_FPS = 30, 12
BUILDING = 0.8
"""Share of a storyboard's time before its frames are filmed."""
COLUMNS, CELL, GAP, MARGIN = 3, 600, 14, 28
LABEL, LINE, TEXT, SMALL = 26, 24, 17, 15
GROUP_WIDTH, NAME_WIDTH, MOST_LETTERS = 90, 560, 64
GROUND, INK, DIM = (20, 22, 27), (236, 238, 242), (150, 156, 166)
TRACK, BAR = (44, 48, 56), (64, 190, 150)


@dataclass(frozen=True)
class Storyboard:
    """Six frames of a clip that is not filmed yet, and how its prompt was understood."""

    frames: tuple[Frame, ...]
    """Each of shape (rows, columns, 3), in order."""
    times: tuple[float, ...]
    """Of the frames, in seconds."""
    plan: Plan
    notes: tuple[str, ...]
    """What a person should know about how the clip will come out."""

    def sheet(self) -> Image.Image:
        """Return one page: the frames with their times, the plan as a timeline, and the notes."""
        rows, columns = self.frames[0].shape[:2]
        height = round(CELL * rows / columns)
        width = 2 * MARGIN + COLUMNS * CELL + (COLUMNS - 1) * GAP
        timeline = rows_of(self.plan)
        told = [f"{name}: {text}" for name, text in looks_of(self.plan)] + list(self.notes)
        lines = [line for text in told for line in wrapped(drawable(text), SMALL, width - 2 * MARGIN)]
        below = MARGIN + -(-len(self.frames) // COLUMNS) * (height + LABEL + GAP)
        page = Image.new("RGB", (width, below + (len(timeline) + len(lines) + 1) * LINE + MARGIN), GROUND)
        draw = ImageDraw.Draw(page)
        for index, (frame, time) in enumerate(zip(self.frames, self.times, strict=True)):
            x = MARGIN + index % COLUMNS * (CELL + GAP)
            y = MARGIN + index // COLUMNS * (height + LABEL + GAP)
            page.paste(Image.fromarray(frame).resize((CELL, height), Image.Resampling.LANCZOS), (x, y))
            draw.text((x, y + height + 4), f"{time:.1f} s", DIM, font(SMALL))
        for number, row in enumerate(timeline):
            _draw_row(draw, row, below + number * LINE, width, self.plan.duration)
        for number, line in enumerate(lines):
            draw.text((MARGIN, below + (len(timeline) + number + 0.5) * LINE), line, DIM, font(SMALL))
        return page


def _draw_row(draw: ImageDraw.ImageDraw, row: Row, y: int, width: int, duration: float) -> None:
    """Draw something that has its seconds: its group, its name, and a bar for when it happens."""
    draw.text((MARGIN, y), row.group, DIM, font(TEXT))
    draw.text((MARGIN + GROUP_WIDTH, y), drawable(row.name)[:MOST_LETTERS], INK, font(TEXT))
    left, right = MARGIN + GROUP_WIDTH + NAME_WIDTH, width - MARGIN
    first, last = (left + (right - left) * second / duration for second in (row.of.start, row.of.end))
    draw.rectangle((left, y + 6, right, y + LINE - 8), TRACK)
    draw.rectangle((first, y + 6, max(last, first + 2), y + LINE - 8), BAR)


def storyboard(
    image: StillSource,
    prompt: str | Plan,
    *,
    negative_prompt: str = "",
    end_image: StillSource | None = None,
    guidance_scale: float | None = None,
    duration: int | None = None,
    seed: int | None = None,
    progress: Progress = unwatched,
) -> Storyboard:
    """Return six frames of the clip that `animate` would make of the same, at 480p; see there.

    Small things are simpler than in the clip: the subject's outline and depth are coarser, and figures beside it stand
    on no layers of their own.

    Raises:
        InvalidInputError: a field breaks its rule.
    """
    shot, plan = read(
        image,
        prompt,
        negative_prompt=negative_prompt,
        end_image=end_image,
        guidance_scale=guidance_scale,
        duration=duration,
        seed=seed,
        resolution=STORYBOARD,
        fps=STORYBOARD_FPS,
        engine=EngineName.MULTIPLANE,
    )
    engine, without = draft_engine(fetching(progress))
    shooting = engine.prepare(shot, plan, Part(progress, 0.0, BUILDING))
    chosen = np.linspace(0, shot.frame_count - 1, FRAMES).round().astype(int).tolist()
    filming = Part(progress, BUILDING, 1.0)
    frames: list[Frame] = []
    for frame in several_at_once(shooting.frame, chosen):
        filming(FILMING, len(frames) / FRAMES)
        frames.append(frame)
    progress("Done", 1.0)
    notes = tuple(note.text for note in (*plan.notes, *shooting.notes))
    return Storyboard(tuple(frames), tuple(index / shot.fps for index in chosen), plan, notes + without)


def preview(
    image: StillSource,
    prompt: str | Plan,
    *,
    negative_prompt: str = "",
    end_image: StillSource | None = None,
    guidance_scale: float | None = None,
    duration: int | None = None,
    seed: int | None = None,
    progress: Progress = unwatched,
    output: str | Path | None = None,
) -> Clip:
    """Film the whole clip that `animate` would make of the same as a draft, at 360p and 12 frames a second.

    Raises:
        InvalidInputError: a field breaks its rule; nothing has been written.
    """
    if output is not None:
        check_output(output)
    shot, plan = read(
        image,
        prompt,
        negative_prompt=negative_prompt,
        end_image=end_image,
        guidance_scale=guidance_scale,
        duration=duration,
        seed=seed,
        resolution=PREVIEW,
        fps=PREVIEW_FPS,
        engine=EngineName.MULTIPLANE,
    )
    engine, without = draft_engine(fetching(progress))
    return clip_of(shot, plan, engine, without, progress, output)
