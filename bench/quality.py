"""The quality gates, on clips filmed through the public library: `python -m bench.quality STILLS_FOLDER`.

The folder holds `manifest.json`: a list of objects with `file`, `prompt`, `ok_api` (whether the contract
admits the still) and, where there is one, `negative_prompt` and `end_image`.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

import photoplay
from bench import camera, metrics
from bench.metrics import Picture, Tracks
from bench.sheets import COLUMNS, ROWS, contact_sheet, show_table
from photoplay.clips import Clip
from photoplay.director.direct import direct
from photoplay.director.plan import Plan
from photoplay.director.vocabulary.kinds import MoveKind
from photoplay.engines.multiplane.filming.path import CameraPath
from photoplay.engines.multiplane.governor import govern
from photoplay.engines.multiplane.stage import RIM
from photoplay.engines.multiplane.staging.geometry import Geometry, lay_out
from photoplay.errors import InvalidInputError
from photoplay.shot import Resolution, Shot
from photoplay.sight.look import look
from photoplay.sight.networks import WANTED, Networks
from photoplay.stills import load_still
from photoplay.weights import ensure

SEED = 7
USUAL_MOVES = "dolly-in,orbit-clockwise,truck-right"
OWN_PROMPT = "own prompt"


@dataclass(frozen=True)
class Gate:
    """A measure and the bound it must keep."""

    name: str
    bound: float
    at_most: bool
    digits: int

    def passes(self, value: float) -> bool:
        """Whether `value` keeps the bound; nan does not."""
        return value <= self.bound if self.at_most else value >= self.bound

    def __str__(self) -> str:
        return f"{self.name} {'≤' if self.at_most else '≥'} {self.bound:g}"


GATES = (
    Gate("first PSNR", 40.0, False, 1),
    Gate("first SSIM", 0.985, False, 4),
    Gate("last PSNR", 38.0, False, 1),
    Gate("camera", 1.0, False, 0),
    Gate("smoothness", 0.985, False, 4),
    Gate("flicker", 0.995, False, 4),
    Gate("jerk", 0.3, True, 2),
    Gate("sharpness", 0.7, False, 2),
    Gate("folds", 0.0, True, 0),
    Gate("stretch", 3.0, True, 2),
    Gate("uncovered", 0.06, True, 3),
)


@dataclass(frozen=True)
class Take:
    """One clip to be filmed."""

    still: Path
    move: str
    prompt: str
    negative_prompt: str
    end_image: Path | None

    @property
    def label(self) -> str:
        """Its name in tables and files."""
        return f"{self.still.stem} {self.move}"


@dataclass
class Report:
    """What was measured of one clip: by a gate's name, where the gate applies."""

    take: Take
    values: dict[str, float] = field(default_factory=dict)
    seen: str = ""  # the camera move that was measured
    kept: float = 1.0  # the smallest share of a move's size that the governor left

    @property
    def failed(self) -> list[Gate]:
        """The gates not passed."""
        return [
            gate for gate in GATES if gate.name in self.values and not gate.passes(self.values[gate.name])
        ]


def takes(folder: Path, only: list[str], moves: dict[str, str], say: Callable[[str], None]) -> Iterator[Take]:
    """The clips to be filmed; why a still is left out is said."""
    entries: list[dict[str, Any]] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for entry in entries:
        still = folder / entry["file"]
        if only and still.stem not in only and still.name not in only:
            continue
        if not entry["ok_api"]:
            say(f"{still.name} is left out: the contract does not admit it")
            continue
        end = folder / entry["end_image"] if entry.get("end_image") else None
        for move, sentence in moves.items():
            if move == OWN_PROMPT:
                yield Take(still, move, entry["prompt"], entry.get("negative_prompt") or "", end)
            else:
                yield Take(still, move, sentence, "", None)


@lru_cache(maxsize=1)
def _laid_out(still: Path, resolution: Resolution) -> Geometry:
    networks = Networks.of(ensure(WANTED), 0)
    picture = load_still(still)
    size = Shot(image=picture, prompt="-", resolution=resolution).frame_size
    return lay_out(look(picture.resized(*size), networks))


@dataclass(frozen=True)
class Footage:
    """A decoded clip: all of it reduced, a few frames at full size by their index."""

    reduced: list[Picture]
    full: dict[int, Picture]

    @classmethod
    def of(cls, clip: Clip) -> "Footage":
        """Decode `clip`."""
        kept = {*np.linspace(0, clip.frame_count - 1, COLUMNS * ROWS).round().astype(int).tolist()}
        reduced, full = [], {}
        for index, frame in enumerate(clip.frames()):
            reduced.append(metrics.reduced(frame))
            if index in kept:
                full[index] = frame
        return cls(reduced, full)

    @property
    def last(self) -> Picture:
        """The last frame, at full size."""
        return self.full[max(self.full)]


def review(take: Take, resolution: Resolution, out: Path) -> Report:
    """Film one clip, measure it and write its contact sheet.

    Raises:
        InvalidInputError: the contract does not admit the input.
    """
    end = load_still(take.end_image, field="end_image", check_aspect=False) if take.end_image else None
    still = load_still(take.still)
    shot = Shot(still, take.prompt, take.negative_prompt, end, seed=SEED, resolution=resolution)
    plan = direct(shot.prompt, shot.negative_prompt, duration=shot.duration)
    file = out / f"{take.label.replace(' ', '-')}.mp4"
    clip = photoplay.animate(
        take.still,
        shot.prompt,
        negative_prompt=shot.negative_prompt,
        end_image=take.end_image,
        seed=SEED,
        resolution=resolution,
        output=file,
    )
    footage = Footage.of(clip)
    tracks = metrics.follow([metrics.gray(frame) for frame in footage.reduced])
    report = Report(take)
    _judge_ends(report, shot, footage)
    _judge_motion(report, plan, footage, tracks, shot)
    _judge_stage(report, plan, shot)
    times = {index / clip.fps: frame for index, frame in footage.full.items()}
    verdict = ", ".join(gate.name for gate in report.failed) or "nothing"
    contact_sheet(
        times, tracks, f"{take.label}: fails {verdict}. {take.prompt[:120]}", file.with_suffix(".png")
    )
    return report


def _judge_ends(report: Report, shot: Shot, footage: Footage) -> None:
    photograph = shot.image.resized(*shot.frame_size)
    report.values["first PSNR"] = metrics.psnr(footage.full[0], photograph)
    report.values["first SSIM"] = metrics.ssim(footage.full[0], photograph)
    if shot.end_image:
        width, height = shot.frame_size
        end = shot.end_image.cropped(width / height).resized(width, height)
        report.values["last PSNR"] = metrics.psnr(footage.last, end)


def _judge_motion(report: Report, plan: Plan, footage: Footage, tracks: Tracks, shot: Shot) -> None:
    report.values["smoothness"] = metrics.smoothness(footage.reduced)
    if shot.end_image:  # what dissolves has no path
        return
    report.values["jerk"] = metrics.jerk(tracks)
    move = plan.moves[0]
    seen = camera.name(camera.measure(tracks))
    report.seen = camera.spelled(*seen)
    racks = any(move.kind is MoveKind.RACK_FOCUS for move in plan.moves)
    if len(plan.moves) == 1 and not racks:
        scale = metrics.scale(metrics.similarity(tracks))
        report.values["camera"] = float(camera.agrees(seen, move.kind, move.direction, scale))
    if all(move.kind is MoveKind.STATIC for move in plan.moves):
        report.values["flicker"] = metrics.steadiness(footage.reduced)
    relit = plan.effects or plan.lights or plan.grades
    if plan.lens.depth_of_field == 0 and not racks and not relit:  # fog and dusk take contrast, not sharpness
        photograph = shot.image.resized(*shot.frame_size)
        report.values["sharpness"] = metrics.sharpness_kept(footage.last, photograph, tracks)


def _judge_stage(report: Report, plan: Plan, shot: Shot) -> None:
    """Judge the path that the governor allows the opening stage, from the strain that it finds."""
    geometry = _laid_out(report.take.still, shot.resolution)
    path = CameraPath(plan, geometry.target, shot.seed)
    times = np.arange(shot.frame_count) / shot.fps
    allowed = govern(geometry, path, times, RIM * geometry.view.focal)
    report.kept = min(allowed.path.gains)
    report.values["folds"] = float(allowed.strain.folded)
    report.values["stretch"] = allowed.strain.stretch
    report.values["uncovered"] = allowed.strain.uncovered


def rows(reports: list[Report]) -> Iterator[list[str]]:
    """The cells of the table, a row a clip; a value that fails is marked with an exclamation mark."""
    for report in reports:
        cells = []
        for gate in GATES:
            value = report.values.get(gate.name)
            mark = "" if value is None or gate.passes(value) else " !"
            cells.append("" if value is None else f"{value:.{gate.digits}f}{mark}")
        yield [report.take.label, report.seen, f"{report.kept:.2f}", *cells]


def summary(reports: list[Report]) -> Iterator[list[str]]:
    """Of every gate: how many clips pass it, and the worst."""
    for gate in GATES:
        judged = [report for report in reports if gate.name in report.values]
        if judged:
            passed = sum(gate not in report.failed for report in judged)
            worst = (max if gate.at_most else min)(judged, key=lambda report: report.values[gate.name])
            value = f"{worst.values[gate.name]:.{gate.digits}f}"
            yield [str(gate), f"{passed} of {len(judged)}", value, worst.take.label]


def main(arguments: list[str]) -> int:
    """Film, measure, print and write the tables; 1 if a gate fails, else 0."""
    options = _options(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    known = camera.named_moves()
    chosen = known if options.all_moves else {name: known[name] for name in options.moves}
    if options.own_prompt:
        chosen = {OWN_PROMPT: ""}
    console = Console(width=220)
    reports = []
    for take in takes(options.stills, options.only, chosen, console.print):
        try:
            reports.append(review(take, Resolution(options.resolution), options.out))
        except InvalidInputError as error:
            console.print(f"{take.label} is left out: {error}")
            continue
        failed = ", ".join(gate.name for gate in reports[-1].failed)
        console.print(f"{take.label}: {failed or 'passes'}", style="red" if failed else "green")
    header = ["clip", "seen", "kept", *(gate.name for gate in GATES)]
    text = show_table(console, header, list(rows(reports)))
    text += "\n" + show_table(console, ["gate", "pass", "worst", "where"], list(summary(reports)))
    (options.out / "table.md").write_text(text, encoding="utf-8")
    return int(any(report.failed for report in reports))


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.quality", description="The quality gates.")
    parser.add_argument("stills", type=Path, help="folder with the stills and manifest.json")
    parser.add_argument("--resolution", default="720p", choices=[str(member) for member in Resolution])
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="only these stills")
    parser.add_argument("--out", type=Path, default=Path("out/quality"))
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--moves", type=_moves, default=_moves(USUAL_MOVES), help="such as dolly-in,pan-left")
    choice.add_argument("--own-prompt", action="store_true", help="each still's own prompt instead")
    choice.add_argument("--all-moves", action="store_true", help="every move there is")
    return parser.parse_args(arguments)


def _moves(names: str) -> list[str]:
    moves = names.split(",")
    if not set(moves) <= set(camera.named_moves()):
        raise argparse.ArgumentTypeError(f"a move is one of {', '.join(camera.named_moves())}")
    return moves


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
