"""Arrivals at an end image, on every pair of a folder of stills: `python -m bench.arrival STILLS_FOLDER`.

The folder holds `manifest.json`, a list of objects with `file`, `prompt` and, in pairs, `end_image`. Of every clip:
how exact its first and last frames are, decoded, and the largest step between two frames as filmed over the median
one, of optical flow and of luma. Where the two pictures are scikit-image's motorcycle pair, the frame in the middle
is compared with the view from there, made of the left picture and its true disparity, and so is a cross-dissolve.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from rich.console import Console

from bench import metrics
from bench.metrics import Picture
from bench.places import SEED
from bench.sheets import show_table
from bench.stereo import Stereo
from photoplay.clips import Clip
from photoplay.director.plan import Note
from photoplay.engines.multiplane.arrival.fitting import fit
from photoplay.engines.multiplane.arrival.paths import Crossing
from photoplay.engines.multiplane.engine import MultiplaneEngine
from photoplay.planning import understand
from photoplay.progress import unwatched
from photoplay.settings import get_settings
from photoplay.shot import Resolution, Shot
from photoplay.sight.networks import WANTED, Networks
from photoplay.stills import load_still
from photoplay.studio import film
from photoplay.weights import ensure

LEAST_FIRST, LEAST_LAST = 40.0, 38.0
"""PSNR of the first and the last frame, in dB."""
MOST_STEP = 1.5
"""The largest step over the median."""
SWAPPED = 2
"""Frames on either side of the middle in which a figure that goes by itself changes its look."""
FLOW_NOISE, LUMA_NOISE = 0.1, 0.1
"""Mean steps that are the noise of the flow, in pixels, and of a still picture, in steps of 255: the least medians."""
LEAST_GAIN = 2.0
"""How much nearer to the true view the middle must be than a cross-dissolve, in dB."""
SHEET = (5, 10)
"""Columns and rows of the sheet of the middle third."""
CELL = 380
HEADER = ["pair", "clip", "first", "last", "flow step", "luma step", "middle", "dissolve", "arrival"]


@dataclass
class Report:
    """What was measured of one clip."""

    pair: str
    clip: str
    first: float
    last: float
    flow: float
    luma: float
    arrival: str
    is_cut: bool
    middle: float | None = None
    """PSNR of the frame in the middle against the true view from there, in dB."""
    dissolve: float | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def passes(self) -> bool:
        """Whether every gate holds."""
        steps = self.is_cut or max(self.flow, self.luma) <= MOST_STEP
        gain = self.middle is None or self.dissolve is None or self.middle >= self.dissolve + LEAST_GAIN
        return self.first >= LEAST_FIRST and self.last >= LEAST_LAST and steps and gain

    def cells(self) -> list[str]:
        """The row of the table."""
        middle = "" if self.middle is None else f"{self.middle:.1f}"
        dissolve = "" if self.dissolve is None else f"{self.dissolve:.1f}"
        ends = [f"{self.first:.1f}", f"{self.last:.1f}"]
        return [
            self.pair,
            self.clip,
            *ends,
            f"{self.flow:.2f}",
            f"{self.luma:.2f}",
            middle,
            dissolve,
            self.arrival,
        ]


def review(
    first: Path,
    second: Path,
    prompt: str,
    resolution: Resolution,
    duration: int,
    networks: Networks,
    out: Path,
) -> Report:
    """Film one pair, measure it and write the sheet of its middle third."""
    label = f"{first.stem}-{second.stem}-{resolution.value}-{duration}s"
    end = load_still(second, field="end_image", check_aspect=False)
    shot = Shot(load_still(first), prompt, end_image=end, resolution=resolution, duration=duration, seed=SEED)
    plan = understand(prompt, duration=duration)
    filmed: list[Picture] = []
    told: list[Note] = []
    engine = MultiplaneEngine(networks, get_settings().threads)
    path = out / f"{label}.mp4"
    film(
        shot,
        plan,
        engine,
        path,
        unwatched,
        watch=lambda _index, frame: filmed.append(metrics.gray(metrics.reduced(frame))),
        tell=told.append,
    )
    notes = [note.text for note in told]
    clip = Clip(path, *shot.frame_size, shot.fps, shot.frame_count)
    frames = list(clip.frames())
    width, height = shot.frame_size
    photograph = shot.image.resized(width, height)
    ending = fit(end, width / height, networks).still.resized(width, height)
    arrival = next((note for note in notes if "arrives" in note), "")
    report = Report(
        f"{first.stem} {second.stem}",
        f"{resolution.value} {duration} s",
        metrics.psnr(frames[0], photograph),
        metrics.psnr(frames[-1], ending),
        *steps(filmed, swaps="the way of the subject" in arrival),
        arrival=arrival.split(". ")[0].removeprefix("The clip arrives at the end image by "),
        is_cut="different scenes" in arrival or "only in one" in arrival,
        notes=notes,
    )
    stereo = Stereo.of(photograph, ending)
    if stereo is not None:
        middle = len(frames) // 2
        share = Crossing((len(frames) - 1) / clip.fps)(middle / clip.fps)
        report.middle = stereo.psnr(frames[middle], share)
        mixed = cv2.addWeighted(photograph, 1.0 - share, ending, share, 0.0)
        report.dissolve = stereo.psnr(np.asarray(mixed, np.uint8), share)
    _sheet(frames, clip.fps, out / f"{label}.png")
    return report


def steps(grays: list[Picture], swaps: bool = False) -> tuple[float, float]:
    """Return the largest step between two frames over the median one: of optical flow, and of luma.

    Args:
        grays: the frames as filmed; an encoder leaves out what changes little, and then catches up.
        swaps: whether a figure's two looks change in the middle, which is a cut of its own and left out.
    """
    flows: list[float] = []
    lumas: list[float] = []
    for before, after in pairwise(grays):
        flow = np.zeros((*before.shape, 2), np.float32)
        cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST).calc(before, after, flow)
        flows.append(float(np.linalg.norm(flow, axis=-1).mean()))
        lumas.append(float(np.abs(before.astype(np.float32) - after).mean()))
    middle = len(flows) // 2
    left_out = range(middle - SWAPPED, middle + SWAPPED + 1) if swaps else range(0)
    kept = [index for index in range(len(flows)) if index not in left_out]
    return _largest([flows[i] for i in kept], FLOW_NOISE), _largest([lumas[i] for i in kept], LUMA_NOISE)


def _largest(values: list[float], noise: float) -> float:
    return float(np.max(values) / max(float(np.median(values)), noise))


def _sheet(frames: list[Picture], fps: int, path: Path) -> None:
    columns, rows = SHEET
    chosen = np.linspace(len(frames) / 3, 2 * len(frames) / 3, columns * rows).astype(int)
    height = round(CELL * frames[0].shape[0] / frames[0].shape[1])
    cells: list[NDArray[np.uint8]] = []
    for index in chosen:
        cell = cv2.resize(frames[index], (CELL, height), interpolation=cv2.INTER_AREA)
        cv2.putText(cell, f"{index / fps:.2f}", (6, 18), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (255, 255, 0), 1)
        cells.append(np.asarray(cell, np.uint8))
    lines = [np.hstack(cells[row * columns : (row + 1) * columns]) for row in range(rows)]
    Image.fromarray(np.vstack(lines)).save(path)


def pairs(folder: Path, only: list[str]) -> Iterator[tuple[Path, Path, str]]:
    """Yield the pairs of a folder: both files and the prompt."""
    for entry in json.loads((folder / "manifest.json").read_text(encoding="utf-8")):
        if entry.get("end_image") and (not only or entry["file"] in only):
            yield folder / entry["file"], folder / entry["end_image"], entry["prompt"]


def main(arguments: list[str]) -> int:
    """Film, measure and print; 1 if a gate fails, else 0."""
    parser = argparse.ArgumentParser(prog="python -m bench.arrival", description="Arrivals at an end image.")
    parser.add_argument("stills", type=Path, help="folder with the stills and manifest.json")
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="FILE", help="only pairs that start with these"
    )
    parser.add_argument(
        "--pair", nargs=2, action="append", default=[], metavar=("FIRST", "SECOND"), help="these two besides"
    )
    parser.add_argument("--prompt", default="slow push-in", help="of the pairs given so")
    parser.add_argument(
        "--resolutions", nargs="+", default=["720p"], choices=[str(member) for member in Resolution]
    )
    parser.add_argument("--durations", nargs="+", type=int, default=[5], choices=[5, 10], help="seconds")
    parser.add_argument("--out", type=Path, default=Path("out/arrival"))
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    console = Console(width=200)
    networks = Networks.of(ensure(WANTED), get_settings().threads)
    named = [(options.stills / a, options.stills / b, options.prompt) for a, b in options.pair]
    listed = [] if named else list(pairs(options.stills, options.only))
    reports: list[Report] = []
    for first, second, prompt in [*listed, *named]:
        for resolution in map(Resolution, options.resolutions):
            for duration in options.durations:
                report = review(first, second, prompt, resolution, duration, networks, options.out)
                reports.append(report)
                style = "green" if report.passes else "red"
                console.print(f"{report.pair} {report.clip}: {report.notes}", style=style)
    text = show_table(console, HEADER, [report.cells() for report in reports])
    (options.out / "table.md").write_text(text, encoding="utf-8")
    return int(any(not report.passes for report in reports))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
