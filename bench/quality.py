"""The quality gates, on clips filmed through the public library: `python -m bench.quality STILLS_FOLDER`.

The camera is told by what does not play: tracks that move though the camera is locked are left out (`bench.places`).
Where a gate does not apply the table says why.

The folder holds `manifest.json`: a list of objects with `file`, `prompt`, `ok_api` (whether the contract
admits the still) and, where there is one, `negative_prompt` and `end_image`.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

import photoplay
from bench import camera, metrics
from bench.gates import HEADER, SUMMARY_HEADER, Report, rows, summary
from bench.metrics import Picture, Tracks
from bench.places import SEED, Studio, outside, played_alone, resized, unplayed
from bench.sheets import COLUMNS, ROWS, contact_sheet, show_table
from photoplay.clips import Clip
from photoplay.director.direct import direct
from photoplay.director.plan import Plan
from photoplay.director.vocabulary.kinds import GradeKind, MoveKind
from photoplay.engines.multiplane.aiming.named import named_regions
from photoplay.engines.multiplane.stage import Stage
from photoplay.errors import InvalidInputError
from photoplay.shot import Resolution, Shot
from photoplay.sight.look import look
from photoplay.stills import load_still

USUAL_MOVES = "dolly-in,orbit-clockwise,truck-right"
OWN_PROMPT = "own prompt"
LEAST_REST = 0.02
"""Share of the picture outside of what plays that is enough to judge flicker by."""
SOFTENED = frozenset({GradeKind.FILM_GRAIN, GradeKind.DREAMY, GradeKind.VINTAGE})
"""Grades whose pictures are not as sharp as they were, or sharper than anything is, on purpose."""


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


def review(take: Take, studio: Studio, duration: int, out: Path) -> Report:
    """Film one clip, measure it and write its contact sheet.

    Raises:
        InvalidInputError: the contract does not admit the input.
    """
    end = load_still(take.end_image, field="end_image", check_aspect=False) if take.end_image else None
    shot = Shot(
        load_still(take.still),
        take.prompt,
        take.negative_prompt,
        end,
        seed=SEED,
        resolution=studio.resolution,
        duration=duration,
    )
    plan = direct(shot.prompt, shot.negative_prompt, duration=shot.duration)
    file = out / f"{take.label.replace(' ', '-')}.mp4"
    clip = photoplay.animate(
        take.still,
        shot.prompt,
        negative_prompt=shot.negative_prompt,
        end_image=take.end_image,
        duration=duration,
        seed=SEED,
        resolution=studio.resolution,
        output=file,
    )
    footage = Footage.of(clip)
    stage = studio.stage(shot, plan)
    tracks = metrics.follow([metrics.gray(frame) for frame in footage.reduced])
    report = Report(take.label)
    _judge_ends(report, shot, footage)
    report.values["smoothness"] = metrics.smoothness(footage.reduced)
    if shot.end_image:
        report.waived |= dict.fromkeys(("camera", "jerk", "flicker", "sharpness"), "end image")
    else:
        witnesses = unplayed(tracks, played_alone(stage, plan)) if plan.cues else tracks
        _judge_camera(report, plan, witnesses)
        report.values["jerk"] = metrics.jerk(
            witnesses if witnesses.trusted.sum() >= metrics.FEWEST else tracks
        )
        _judge_flicker(report, plan, footage, shot, studio)
        _judge_sharpness(report, plan, footage, tracks, shot)
    _judge_stage(report, stage)
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
    else:
        report.waived["last PSNR"] = "no end image"


def _judge_camera(report: Report, plan: Plan, tracks: Tracks) -> None:
    if tracks.trusted.sum() < metrics.FEWEST:
        report.seen = "nothing: all of it moves"
    else:
        report.seen = camera.spelled(*camera.name(camera.measure(tracks)))
    if len(plan.moves) > 1:
        report.waived["camera"] = "several moves"
    elif plan.moves[0].kind is MoveKind.RACK_FOCUS:
        report.waived["camera"] = "a pull of focus"
    else:
        report.values["camera"] = float(camera.shows(tracks, plan.moves[0].kind, plan.moves[0].direction))


def _judge_flicker(report: Report, plan: Plan, footage: Footage, shot: Shot, studio: Studio) -> None:
    """Judge a static shot outside of what plays; all of it where that leaves next to nothing."""
    if any(move.kind is not MoveKind.STATIC for move in plan.moves):
        report.waived["flicker"] = "moves"
        return
    scene = look(shot.image.resized(*shot.frame_size), studio.networks, named=named_regions(plan))
    rows, columns = footage.reduced[0].shape[:2]
    rest = resized(outside(plan, scene), (columns, rows))
    report.values["flicker"] = metrics.steadiness(footage.reduced, rest if rest.mean() > LEAST_REST else None)


def _judge_sharpness(report: Report, plan: Plan, footage: Footage, tracks: Tracks, shot: Shot) -> None:
    racks = any(move.kind is MoveKind.RACK_FOCUS for move in plan.moves)
    if plan.lens.depth_of_field or racks:
        report.waived["sharpness"] = "blur is asked for"
    elif any(grade.kind in SOFTENED for grade in plan.grades):
        report.waived["sharpness"] = "grain or softness is asked for"
    else:
        photograph = shot.image.resized(*shot.frame_size)
        report.values["sharpness"] = metrics.sharpness_kept(footage.last, photograph, tracks)


def _judge_stage(report: Report, stage: Stage) -> None:
    """Judge the path that the governor allows the opening stage, by the strain that it finds."""
    strain = stage.framing.strain
    report.kept = min(stage.framing.path.gains)
    report.values["folds"] = float(strain.folded)
    report.values["stretch"] = strain.stretch
    report.values["uncovered"] = strain.uncovered


def main(arguments: list[str]) -> int:
    """Film, measure, print and write the tables; 1 if a gate fails, else 0."""
    options = _options(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    known = camera.named_moves()
    chosen = known if options.all_moves else {name: known[name] for name in options.moves}
    if options.own_prompt:
        chosen = {OWN_PROMPT: ""}
    console = Console(width=220)
    studio = Studio.open(Resolution(options.resolution))
    reports: list[Report] = []
    for take in takes(options.stills, options.only, chosen, console.print):
        try:
            reports.append(review(take, studio, options.duration, options.out))
        except InvalidInputError as error:
            console.print(f"{take.label} is left out: {error}")
            continue
        failed = ", ".join(gate.name for gate in reports[-1].failed)
        console.print(f"{take.label}: {failed or 'passes'}", style="red" if failed else "green")
    text = show_table(console, HEADER, list(rows(reports)))
    text += "\n" + show_table(console, SUMMARY_HEADER, list(summary(reports)))
    (options.out / "table.md").write_text(text, encoding="utf-8")
    return int(any(report.failed for report in reports))


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.quality", description="The quality gates.")
    parser.add_argument("stills", type=Path, help="folder with the stills and manifest.json")
    parser.add_argument("--resolution", default="720p", choices=[str(member) for member in Resolution])
    parser.add_argument("--duration", type=int, default=5, choices=[5, 10], help="seconds of a clip")
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
