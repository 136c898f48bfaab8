"""What moves in the picture: `python -m bench.motion STILLS_FOLDER`, for every still with its own prompt.

Each motion that the prompt names is filmed alone by a locked camera and measured against the same clip without it, that
is the photograph: how fast things move in the place it is about and which way, how much the picture changes
there, and how still the rest is. What the photograph has nothing for is listed as such. The folder is as in
`bench.quality`. Writes a table, and per still a contact sheet of all of it together.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from bench import metrics
from bench.metrics import Picture
from bench.sheets import contact_sheet, show_table
from photoplay.arrays import resize
from photoplay.director.direct import direct
from photoplay.director.plan import Action, CameraMove, Effect, Grade, Light, Plan
from photoplay.director.vocabulary.kinds import EffectKind, MoveKind
from photoplay.engines.multiplane.aiming.named import named_regions
from photoplay.engines.multiplane.aiming.targets import find_target
from photoplay.engines.multiplane.engine import MultiplaneEngine
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.playing.air import vapour, weather
from photoplay.engines.multiplane.playing.faces import mimicry as faces
from photoplay.engines.multiplane.playing.figures import heads
from photoplay.engines.multiplane.stage import Stage
from photoplay.errors import InvalidInputError
from photoplay.settings import get_settings
from photoplay.shot import Resolution, Shot
from photoplay.sight.figures import ANIMALS, PERSON
from photoplay.sight.look import look
from photoplay.sight.networks import WANTED, Networks
from photoplay.sight.objects import Box
from photoplay.sight.scene import Scene
from photoplay.stills import load_still
from photoplay.weights import ensure

Cue = Action | Effect | Light | Grade
Floats = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]

SEED = 7
STEP = 4
"""Frames between two that are compared: a single step is too small to measure."""
LOOKS = (0.7, 1.8, 3.0, 4.2)
"""Seconds at which motion is measured."""
LEAST_CHANGE = 2
"""Levels by which two frames differ where something moves: where nothing does, flow is only carried in from around."""
AROUND = 0.04
"""How far from its place a motion may still be seen, as a share of the long side."""
STILL = 0.15
"""Most mean motion, in pixels a frame at 720p, of what should be still."""
MOST_TIME = 1.6
"""Most time that a render may take, over that of its camera alone."""
FLIES = {*weather.PLAYERS, *vapour.PLAYERS}
FACIAL = {*faces.PLAYERS, *heads.PLAYERS}
ALIVE = {PERSON, *ANIMALS}
SHEET = (0.0, 1.0, 2.0, 3.0, 4.0, 4.9)


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

    @property
    def holds(self) -> bool:
        """Whether what should be still is still."""
        return self.elsewhere < STILL


def alone(plan: Plan, *cues: Cue) -> Plan:
    """Return `plan` before a locked camera, with only `cues` of all that is played."""
    kinds: dict[str, type] = {"actions": Action, "effects": Effect, "lights": Light, "grades": Grade}
    kept = {name: tuple(cue for cue in cues if isinstance(cue, kind)) for name, kind in kinds.items()}
    locked = (CameraMove(kind=MoveKind.STATIC, end=plan.duration),)
    return plan.model_copy(update={"moves": locked, "drift": 0.0, **kept})


def place_of(cue: Cue, plan: Plan, scene: Scene) -> Mask:
    """Return where in the photograph a cue is about: its regions, its face, its subject, or all of the picture."""
    rows, columns = scene.picture.shape[:2]
    if isinstance(cue, Grade | Light) or cue.kind in FLIES:
        return np.ones((rows, columns), bool)
    if scene.faces and cue.kind in FACIAL:
        return np.asarray(np.any([_face(face.oval, columns, rows) for face in scene.faces], axis=0), np.bool_)
    names = named_regions(alone(plan, cue))
    masks = [resize(scene.regions[name], (columns, rows)) > 0.5 for name in names if name in scene.regions]
    if isinstance(cue, Action):
        place = find_target(cue.subject, scene)
        masks += [] if place is None else [_boxed(place.box, columns, rows)]
    is_plant = cue.kind is EffectKind.FOLIAGE and not any(thing.name in ALIVE for thing in scene.things)
    if scene.matte is not None and (isinstance(cue, Action) or is_plant or not masks):
        masks.append(scene.matte > 0.5)
    return np.asarray(np.logical_or.reduce(masks), np.bool_) if masks else np.ones((rows, columns), bool)


def _face(oval: Floats, columns: int, rows: int) -> Mask:
    inside = np.zeros((rows, columns), np.uint8)
    cv2.fillPoly(inside, [np.rint(oval * (columns, rows)).astype(np.int32)], 1)
    return np.asarray(inside > 0, np.bool_)


def _boxed(box: Box, columns: int, rows: int) -> Mask:
    y = slice(int(box.top * rows), int(np.ceil(box.bottom * rows)))
    x = slice(int(box.left * columns), int(np.ceil(box.right * columns)))
    inside = np.zeros((rows, columns), bool)
    inside[y, x] = True
    return inside


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
    inside = _resized(place, size)
    reach = max(round(AROUND * max(size)), 1)
    near = cv2.dilate(inside.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)) > 0
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
    )


def _flow(before: Picture, after: Picture) -> Floats:
    flow = np.zeros((*before.shape, 2), np.float32)
    cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM).calc(before, after, flow)
    return flow


def _resized(mask: Mask, size: tuple[int, int]) -> Mask:
    return np.asarray(cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0, np.bool_)


@dataclass(frozen=True)
class Studio:
    """What films."""

    networks: Networks
    resolution: Resolution

    def stage(self, shot: Shot, plan: Plan) -> Stage:
        """Return the stage of a shot."""
        times = np.arange(shot.frame_count) / shot.fps
        return Stage.build(
            shot.image, View(*shot.frame_size), plan, times, self.networks, rest=0.0, seed=SEED
        )

    def seconds(self, shot: Shot, plan: Plan) -> float:
        """Return how long a render takes."""
        engine = MultiplaneEngine(self.networks, get_settings().threads)
        began = time.monotonic()
        for _ in engine.render(shot, plan, lambda *_: None):
            pass
        return time.monotonic() - began


def review(entry: dict[str, Any], folder: Path, studio: Studio, out: Path) -> Iterator[Measured]:
    """Measure every motion that a still's own prompt names, and draw the sheet of all of them."""
    path = folder / entry["file"]
    shot = Shot(load_still(path), entry["prompt"], resolution=studio.resolution, seed=SEED)
    plan = direct(shot.prompt, entry.get("negative_prompt") or "", duration=shot.duration)
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
            yield Measured(path.stem, cue, played=False)
        else:
            yield measure(path.stem, cue, stage, place_of(cue, plan, scene))
    stage = studio.stage(shot, alone(plan, *plan.cues))
    frames = {second: stage.frame(round(second * shot.fps)) for second in SHEET}
    tracks = metrics.follow([metrics.gray(metrics.reduced(frame)) for frame in frames.values()])
    contact_sheet(frames, tracks, f"{path.stem}: {shot.prompt[:140]}", out / f"{path.stem}.png")


def time_ratio(entry: dict[str, Any], folder: Path, studio: Studio) -> float:
    """Return how much longer a still's own prompt takes than its camera moves alone."""
    shot = Shot(load_still(folder / entry["file"]), entry["prompt"], resolution=studio.resolution, seed=SEED)
    plan = direct(shot.prompt, entry.get("negative_prompt") or "", duration=shot.duration)
    silent = plan.model_copy(update={"actions": (), "effects": (), "lights": (), "grades": ()})
    return studio.seconds(shot, plan) / studio.seconds(shot, silent)


def rows(measured: Sequence[Measured], ratios: dict[str, float]) -> Iterator[list[str]]:
    """The cells of the table, a row a motion."""
    for one in measured:
        cue = one.cue
        name = cue.kind.replace("_", " ")
        if isinstance(cue, Action) and cue.played_as is not cue.kind:
            name += f" as {cue.played_as.replace('_', ' ')}"
        ratio = f"{ratios[one.still]:.2f}" if one.still in ratios else ""
        if not one.played:
            yield [one.still, name, "not honoured", "", "", "", "", "", ratio]
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
            f"{one.elsewhere:.3f}" + ("" if one.holds else " !"),
            ratio,
        ]


def main(arguments: list[str]) -> int:
    """Film, measure, print and write the table; 1 if something moves that should be still, else 0."""
    parser = argparse.ArgumentParser(prog="python -m bench.motion", description="What moves in the picture.")
    parser.add_argument("stills", type=Path, help="folder with the stills and manifest.json")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="only these stills")
    parser.add_argument("--resolution", default="720p", choices=[str(member) for member in Resolution])
    parser.add_argument("--time", action="store_true", help="measure what it costs, too")
    parser.add_argument("--out", type=Path, default=Path("out/motion"))
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    networks = Networks.of(ensure(WANTED), get_settings().threads)
    networks.load()
    studio = Studio(networks, Resolution(options.resolution))
    console = Console(width=160)
    measured: list[Measured] = []
    ratios: dict[str, float] = {}
    for entry in json.loads((options.stills / "manifest.json").read_text(encoding="utf-8")):
        stem = Path(entry["file"]).stem
        if options.only and stem not in options.only:
            continue
        try:
            found = list(review(entry, options.stills, studio, options.out))
            if options.time and any(one.played for one in found):
                ratios[stem] = time_ratio(entry, options.stills, studio)
        except InvalidInputError as error:
            console.print(f"{stem} is left out: {error}")
            continue
        measured += found
        console.print(f"{stem}: {sum(one.played for one in found)} of {len(found)} played")
    header = ["still", "motion", "", "place", "px a frame", "heading", "levels", "px elsewhere", "time"]
    text = show_table(console, header, list(rows(measured, ratios)))
    (options.out / "table.md").write_text(text, encoding="utf-8")
    return int(not all(one.holds for one in measured) or any(ratio > MOST_TIME for ratio in ratios.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
