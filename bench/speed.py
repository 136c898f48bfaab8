"""How fast clips come, and in how much memory: `python -m bench.speed [STILL]`.

Every case runs in a fresh process, which also encodes the finished clip's frames once more, alone: machines
differ and are noisy, so the ratio of the two says more than seconds do.

`python -m bench.speed --drafts` measures storyboards and previews instead, with networks loaded, of every example, as
a photograph that was not seen before and again with another prompt; the seconds of all cores tell most where other
processes are at work.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count, product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

import photoplay.cli.main  # noqa: F401 - what the command loads is part of its start
from bench.sheets import show_table
from photoplay.clips import Clip, write_clip
from photoplay.director.direct import direct
from photoplay.drafts import preview, storyboard
from photoplay.engines.choose import EngineName, choose_engine
from photoplay.engines.engine import Frame
from photoplay.shot import Resolution, Shot
from photoplay.stills import load_still

STILL = Path(__file__).parents[1] / "src/photoplay/playground/examples/moonwalk.jpg"
PROMPT, ANOTHER = "The camera orbits clockwise.", "Slow dolly in, handheld."
SEED = 7
EXAMPLES = [STILL.with_name(name) for name in ("moonwalk.jpg", "astronaut.png", "dandelion.jpg")]
DRAFTS: dict[str, Callable[..., object]] = {"storyboard": storyboard, "preview": preview}
DRAFTS_HEADER = ["draft", "end image", "new", "slowest", "of all cores", "another prompt", "of all cores"]
HEADER = ["clip", "start", "stage", "waited", "whole", "frames/s", "encoding alone", "ratio", "peak memory"]


class Stopwatch:
    """Counts the time that a film's frames are waited for, the first apart from the rest."""

    def __init__(self, frames: Iterator[Frame]) -> None:
        self._frames = frames
        self.first = 0.0
        self.rest = 0.0

    def __iter__(self) -> Iterator[Frame]:
        while True:
            started = time.monotonic()
            frame = next(self._frames, None)
            taken = time.monotonic() - started
            if frame is None:
                return
            if self.first:
                self.rest += taken
            else:
                self.first = taken
            yield frame


def film(still: Path, resolution: Resolution, duration: int, spawned: float) -> dict[str, float]:
    """Film one clip and encode its frames once more; seconds, and the peak memory of the filming in GiB.

    Args:
        spawned: when this process was started, by the wall clock.
    """
    shot = Shot(load_still(still), PROMPT, seed=SEED, resolution=resolution, duration=duration)
    engine, _ = choose_engine(EngineName.MULTIPLANE, lambda *_: None)
    plan = direct(shot.prompt, duration=duration)
    start = time.time() - spawned
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        frames = Stopwatch(engine.render(shot, plan, lambda *_: None))
        began = time.monotonic()
        write_clip(frames, path, fps=shot.fps, size=shot.frame_size, frame_count=shot.frame_count)
        whole = time.monotonic() - began
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        encoding = _encoding_alone(Clip(path, *shot.frame_size, shot.fps, shot.frame_count), Path(folder))
    return {
        "start": start,
        "stage": frames.first,
        "waited": frames.rest,
        "whole": whole,
        "rate": shot.frame_count / (whole - frames.first),
        "encoding": encoding,
        "ratio": whole / encoding,
        "memory": memory,
    }


def _encoding_alone(clip: Clip, folder: Path) -> float:
    """Return the seconds that encoding a clip's frames takes; they wait in a file, not in memory."""
    shape = clip.height, clip.width, 3
    raw = folder / "frames"
    with raw.open("wb") as file:
        for frame in clip.frames():
            file.write(frame.tobytes())

    def read() -> Iterator[Frame]:
        with raw.open("rb") as file:
            for _ in range(clip.frame_count):
                yield np.fromfile(file, np.uint8, int(np.prod(shape))).reshape(shape)

    began = time.monotonic()
    size = clip.width, clip.height
    write_clip(read(), folder / "again.mp4", fps=clip.fps, size=size, frame_count=clip.frame_count)
    return time.monotonic() - began


def in_fresh_process(still: Path, resolution: str, duration: int) -> dict[str, float]:
    """Return what `film` measures in a process of its own."""
    command = [sys.executable, "-m", "bench.speed", str(still), "--resolution", resolution]
    command += ["--duration", str(duration), "--spawned", str(time.time())]
    answer: dict[str, float] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return answer


def draft_rows() -> list[list[str]]:
    """Return how long drafts of the examples take, without and with the next example as the end image."""
    storyboard(STILL, PROMPT)  # loads the networks
    rows = []
    for draw, arrives in product(DRAFTS, (False, True)):
        times: list[tuple[float, ...]] = []
        stills = [_unseen(example) for example in EXAMPLES]
        for still, end in zip(stills, stills[1:] + stills[:1], strict=True):
            end_image = _unseen(end) if arrives else None
            spent: list[float] = []
            for prompt in (PROMPT, ANOTHER):
                wall, core = time.monotonic(), time.process_time()
                DRAFTS[draw](still, prompt, end_image=end_image, seed=SEED)
                spent += [time.monotonic() - wall, time.process_time() - core]
            times.append(tuple(spent))
        walls, cores, again, again_cores = zip(*times, strict=True)
        middles = (statistics.median(walls), max(walls), *map(statistics.median, (cores, again, again_cores)))
        rows.append([draw, "yes" if arrives else "no", *(f"{seconds:.1f} s" for seconds in middles)])
    return rows


def _unseen(picture: Path | NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a photograph that nothing is remembered of: another one to a program, not to a person."""
    pixels = load_still(picture).pixels
    off = next(_NUMBERS)
    return np.ascontiguousarray(pixels[off:-off, off:-off])


_NUMBERS = count(1)


def main() -> None:
    """Film every case, print the table and write it as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description="How fast clips come.")
    parser.add_argument("still", nargs="?", type=Path, default=STILL)
    parser.add_argument("--resolution", nargs="+", default=["720p", "1080p"], choices=[*map(str, Resolution)])
    parser.add_argument("--duration", nargs="+", type=int, default=[5, 10], choices=[5, 10])
    parser.add_argument("--out", type=Path, default=Path("out/speed.md"))
    parser.add_argument("--spawned", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--drafts", action="store_true", help="measure storyboards and previews instead")
    options = parser.parse_args()
    if options.drafts:
        table = show_table(Console(width=120), DRAFTS_HEADER, draft_rows())
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.with_stem("drafts").write_text(table, encoding="utf-8")
        return
    cases = [(resolution, duration) for resolution in options.resolution for duration in options.duration]
    if options.spawned:
        [(resolution, duration)] = cases
        print(json.dumps(film(options.still, Resolution(resolution), duration, options.spawned)))
        return
    body = []
    for resolution, duration in cases:
        got = in_fresh_process(options.still, resolution, duration)
        seconds = [f"{got[part]:.1f} s" for part in ("start", "stage", "waited", "whole")]
        rates = [
            f"{got['rate']:.0f}",
            f"{got['encoding']:.1f} s",
            f"{got['ratio']:.2f}",
            f"{got['memory']:.2f} GiB",
        ]
        body.append([f"{resolution}, {duration} s", *seconds, *rates])
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(show_table(Console(width=120), HEADER, body), encoding="utf-8")


if __name__ == "__main__":
    main()
