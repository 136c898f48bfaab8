"""What moves in the picture: `python -m bench.motion STILLS_FOLDER`, for every still with its own prompt.

Each motion that the prompt names is filmed alone by a locked camera and measured against the same clip without it, that
is the photograph: how fast things move in the place it is about and which way, how much the picture changes
there, how still the rest is and, in a clip of 10 s (`--duration 10`), how nearly the motion comes again: a second half
must not be the first. What the photograph has nothing for is listed as such. The folder is as in
`bench.quality`. Writes a table, and per still a contact sheet of all of it together.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from rich.console import Console

from bench import metrics
from bench.again import Again, again
from bench.metrics import Picture
from bench.places import FLIES, SEED, Cue, Floats, Mask, Studio, alone, around, place_of, resized
from bench.sheets import contact_sheet, show_table
from photoplay.clips import write_clip
from photoplay.director.direct import direct
from photoplay.director.plan import Action, Grade, Light, Plan
from photoplay.engines.multiplane.aiming.named import named_regions
from photoplay.engines.multiplane.engine import MultiplaneEngine
from photoplay.engines.multiplane.stage import Stage
from photoplay.errors import InvalidInputError
from photoplay.settings import get_settings
from photoplay.shot import DURATIONS, Resolution, Shot
from photoplay.sight.look import look
from photoplay.stills import load_still

STEP = 4
"""Frames between two that are compared: a single step is too small to measure."""
LOOKS = (0.7, 1.8, 3.0, 4.2)
"""Seconds at which motion is measured."""
LEAST_CHANGE = 2
"""Levels by which two frames differ where something moves: where nothing does, flow is only carried in from around."""
STILL = 0.15
"""Most mean motion, in pixels a frame at 720p, of what should be still."""
ROUNDS = 3
"""Renders of each kind, taken by turns: the quickest counts, for others use the machine too."""
MOST_TIME = 1.6
"""Most time that a render may take, over that of its camera alone."""
SHEET = (0.0, 0.2, 0.4, 0.6, 0.8, 0.98)
"""Shares of the clip that a sheet shows."""


@dataclass(frozen=True)
class Measured:
    """One motion of one still."""

    still: str
    cue: Cue
    played: bool
    place: float = 0.0
    """Share of the picture that it is about."""
    speed: float = 0.0
    """Mean motion there, in pixels a frame at 720p."""
    heading: float = 0.0
    """Degrees of the mean motion: 0 to the right, 90 up."""
    steady: float = 0.0
    """Length of the mean motion over the mean length: 1 where all goes one way."""
    change: float = 0.0
    """Mean difference from the photograph there, in levels of 255."""
    elsewhere: float = 0.0
    """Mean motion of the rest, in pixels a frame at 720p."""
    again: Again | None = None
    """How nearly it repeats itself, where it plays long enough to tell."""

    @property
    def holds(self) -> bool:
        """Whether what should be still is still, and nothing comes again."""
        return self.elsewhere < STILL and (self.again is None or self.again.develops)


def measure(still: str, cue: Cue, stage: Stage, place: Mask) -> Measured:
    """Film one cue alone and measure it."""
    photograph = stage.frame(0)
    fps = 1.0 / float(stage.times[1] - stage.times[0])
    flows, change, changed = [], [], []
    flies = cue.kind in FLIES
    for second in LOOKS:
        first = round(second * fps)
        pair = [stage.frame(index) for index in (first, first + STEP)]
        change.append(np.abs(pair[0].astype(int) - photograph).mean(axis=-1))
        seen = [cv2.absdiff(frame, photograph) for frame in pair] if flies else pair
        grays = [metrics.gray(metrics.reduced(np.asarray(frame, np.uint8))) for frame in seen]
        flows.append(_flow(*grays) / STEP * (720.0 / metrics.ANALYSIS_SIDE))
        changed.append(cv2.absdiff(*grays) >= LEAST_CHANGE)
    size = flows[0].shape[1::-1]
    inside = resized(place, size)
    near = around(inside)
    lengths = [np.linalg.norm(flow, axis=-1) for flow in flows]
    strays = [length * moved for length, moved in zip(lengths, changed, strict=True)]
    means = [flow[inside].mean(axis=0) for flow in flows]
    mean = np.mean(means, axis=0)
    speed = float(np.mean([length[inside].mean() for length in lengths]))
    return Measured(
        still,
        cue,
        True,
        float(place.mean()),
        speed,
        float(np.degrees(np.arctan2(-mean[1], mean[0]))),
        float(np.mean([np.linalg.norm(one) for one in means])) / max(speed, 1e-6),
        float(np.mean([one[place].mean() for one in change])),
        0.0 if near.all() or flies else float(np.mean([stray[~near].mean() for stray in strays])),
        again(stage, place),
    )


def _flow(before: Picture, after: Picture) -> Floats:
    flow = np.zeros((*before.shape, 2), np.float32)
    cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM).calc(before, after, flow)
    return flow


def seconds(studio: Studio, shot: Shot, plan: Plan) -> float:
    """Return how long a render takes, from the photograph to the clip's file."""
    engine = MultiplaneEngine(studio.networks, get_settings().threads)
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        frames = engine.render(shot, plan, lambda *_: None)
        target, size = Path(folder) / "clip.mp4", shot.frame_size
        write_clip(frames, target, fps=shot.fps, size=size, frame_count=shot.frame_count)
        return time.monotonic() - began


def read(entry: dict[str, Any], folder: Path, studio: Studio, duration: int) -> tuple[Shot, Plan]:
    """Return the shot that a still's own prompt asks for, and its plan."""
    still = load_still(folder / entry["file"])
    shot = Shot(still, entry["prompt"], resolution=studio.resolution, duration=duration, seed=SEED)
    return shot, direct(shot.prompt, entry.get("negative_prompt") or "", duration=duration)


def review(name: str, shot: Shot, plan: Plan, studio: Studio, out: Path) -> Iterator[Measured]:
    """Measure every motion that a still's own prompt names, and draw the sheet of all of them."""
    if not plan.cues:
        return
    scene = look(shot.image.resized(*shot.frame_size), studio.networks, named=named_regions(plan))
    for cue in plan.cues:
        stage = studio.stage(shot, alone(plan, cue))
        acts = [layer.acts for layer in stage.renderer.layers]
        idle = not stage.renderer.passes and not any(
            (*each.displacements, *each.fluids, *each.retouches) for each in acts
        )
        if stage.notes or idle:
            yield Measured(name, cue, played=False)
        else:
            yield measure(name, cue, stage, place_of(cue, plan, scene))
    stage = studio.stage(shot, alone(plan, *plan.cues))
    frames = {share * shot.duration: stage.frame(round(share * shot.duration * shot.fps)) for share in SHEET}
    tracks = metrics.follow([metrics.gray(metrics.reduced(frame)) for frame in frames.values()])
    contact_sheet(frames, tracks, f"{name}: {shot.prompt[:140]}", out / f"{name}.png")


def time_ratio(shot: Shot, plan: Plan, studio: Studio) -> float:
    """Return how much longer a still's own prompt takes than its camera moves alone."""
    silent = plan.model_copy(update={"actions": (), "effects": (), "lights": (), "grades": ()})
    pairs = [(seconds(studio, shot, plan), seconds(studio, shot, silent)) for _ in range(ROUNDS)]
    return min(played for played, _ in pairs) / min(still for _, still in pairs)


def rows(measured: Sequence[Measured], ratios: dict[str, float]) -> Iterator[list[str]]:
    """The cells of the table, a row a motion."""
    for one in measured:
        cue = one.cue
        name = cue.kind.replace("_", " ")
        if isinstance(cue, Action) and cue.played_as is not cue.kind:
            name += f" as {cue.played_as.replace('_', ' ')}"
        ratio = f"{ratios[one.still]:.2f}" if one.still in ratios else ""
        if not one.played:
            yield [one.still, name, "not honoured", "", "", "", "", "", "", ratio]
            continue
        way = f"{one.heading:.0f}°" if one.steady > 0.5 else "to and fro"
        moves = not isinstance(cue, Grade | Light)
        yield [
            one.still,
            name,
            "played",
            f"{one.place:.2f}",
            f"{one.speed:.2f}" if moves else "",
            way if moves else "",
            f"{one.change:.1f}",
            f"{one.elsewhere:.3f}" + ("" if one.elsewhere < STILL else " !"),
            "" if one.again is None else str(one.again),
            ratio,
        ]


def main(arguments: list[str]) -> int:
    """Film, measure, print and write the table; 1 if anything strays, comes again or takes too long, else 0."""
    parser = argparse.ArgumentParser(prog="python -m bench.motion", description="What moves in the picture.")
    parser.add_argument("stills", type=Path, help="folder with the stills and manifest.json")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="only these stills")
    parser.add_argument("--resolution", default="720p", choices=[str(member) for member in Resolution])
    parser.add_argument("--duration", type=int, default=5, choices=DURATIONS, help="seconds of a clip")
    parser.add_argument("--time", action="store_true", help="measure what it costs, too")
    parser.add_argument("--out", type=Path, default=Path("out/motion"))
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    studio = Studio.open(Resolution(options.resolution))
    console = Console(width=160)
    measured: list[Measured] = []
    ratios: dict[str, float] = {}
    for entry in json.loads((options.stills / "manifest.json").read_text(encoding="utf-8")):
        stem = Path(entry["file"]).stem
        if options.only and stem not in options.only:
            continue
        try:
            shot, plan = read(entry, options.stills, studio, options.duration)
            found = list(review(stem, shot, plan, studio, options.out))
            if options.time and any(one.played for one in found):
                ratios[stem] = time_ratio(shot, plan, studio)
        except InvalidInputError as error:
            console.print(f"{stem} is left out: {error}")
            continue
        measured += found
        console.print(f"{stem}: {sum(one.played for one in found)} of {len(found)} played")
    header = [
        "still",
        "motion",
        "",
        "place",
        "px a frame",
        "heading",
        "levels",
        "px elsewhere",
        "again",
        "time",
    ]
    text = show_table(console, header, list(rows(measured, ratios)))
    (options.out / "table.md").write_text(text, encoding="utf-8")
    return int(not all(one.holds for one in measured) or any(ratio > MOST_TIME for ratio in ratios.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
