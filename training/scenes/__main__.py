"""Renders scenes with their depth and regions: `python -m training.scenes --count N --seed S -o FOLDER`."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np

from training.scenes.blender import Frame, Studio
from training.scenes.chance import Dice
from training.scenes.develop import developed, hazed, quality
from training.scenes.interior import interior
from training.scenes.landscape import landscape
from training.scenes.portrait import portrait
from training.scenes.scene import Scene
from training.scenes.shore import shore
from training.scenes.store import file_of, is_named, same, stored_depth, write
from training.scenes.street import street
from training.scenes.tabletop import tabletop
from training.scenes.works import works

SIDE = 448
"""Long side of a picture, in pixels."""
TRIES = 5
Kind = Callable[[Dice, Sequence[Path]], Scene]
KINDS: dict[str, Kind] = {
    "street": lambda dice, _: street(dice),
    "landscape": lambda dice, _: landscape(dice),
    "interior": interior,
    "tabletop": tabletop,
    "portrait": portrait,
    "works": lambda dice, _: works(dice),
    "shore": lambda dice, _: shore(dice),
}
BEFORE_SHORES = ((1, 2), 325)
"""Seeds, and how many of their first pictures, that were rendered when there was no shore."""


def fit(frame: Frame) -> bool:
    """Return whether a picture shows something: depth, light, and no wall before the lens."""
    depth, bright = frame.survey.inverse_depth, frame.light.mean(axis=2)
    near, far = np.percentile(depth, (97, 15))
    if (depth == 0).mean() > 0.8 or near < 1.5 * far or bright.max() < 1e-3:
        return False
    typical = float(np.percentile(depth, 60))
    crowded = (depth > max(6 * typical, 1.2)).mean() > 0.25 and near > 3
    tones = np.log(np.maximum(bright, 1e-4))
    return not crowded and float(tones.std()) > 0.15


def render(studio: Studio, seed: int, number: int, kind: str, pictures: Sequence[Path], folder: Path) -> None:
    """Write picture `number` and what is in it to `folder`; the same numbers give the same picture."""
    for attempt in range(TRIES):
        dice = Dice.seeded(seed, number, attempt)
        width, height = _size(dice)
        scene = KINDS[kind](dice, pictures)
        frame = studio.film(scene, width, height)
        if fit(frame):
            break
    air = scene.sky.air.horizon if scene.sky.air else None
    picture = developed(
        dice, hazed(frame.light, frame.survey.inverse_depth, scene.haze, scene.pierced, air), scene.dim
    )
    write(file_of(folder, number), frame.survey, scene.haze, scene.pierced)
    options = [cv2.IMWRITE_JPEG_QUALITY, quality(dice)]
    cv2.imwrite(str(folder / f"{number:04d}.jpg"), picture[..., ::-1], options)


def name(studio: Studio, seed: int, number: int, kind: str, pictures: Sequence[Path], folder: Path) -> None:
    """Add the regions and parts to picture `number`, rendered before; the tries are told by their depth."""
    file = file_of(folder, number)
    depth = stored_depth(file)
    for attempt in range(TRIES):
        dice = Dice.seeded(seed, number, attempt)
        width, height = _size(dice)
        if (height, width) == depth.shape:
            scene = KINDS[kind](dice, pictures)
            survey = studio.survey(scene, width, height)
            if same(survey, depth):
                write(file, survey, scene.haze, scene.pierced)
                return
    print(f"{file}: not a picture of these numbers", file=sys.stderr)


def kind_of(seed: int, number: int) -> str:
    """Return the kind of a picture where all come in turn."""
    seeds, first = BEFORE_SHORES
    kinds = [kind for kind in KINDS if kind != "shore" or seed not in seeds or number >= first]
    return kinds[number % len(kinds)]


def _size(dice: Dice) -> tuple[int, int]:
    short = round(SIDE / dice.pick([1.5, 1.5, 1.5, 1.33, 1.78, 1.25]))
    return (short, SIDE) if dice.odds(0.2) else (SIDE, short)


def main() -> None:
    """Render what the command line asks for; pictures already there are kept."""
    parser = argparse.ArgumentParser(prog="python -m training.scenes", description=__doc__)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--pictures", type=Path, help="a folder of JPEG photographs to hang on walls")
    parser.add_argument("--kind", choices=list(KINDS), help="one kind only; all in turn without")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--samples", type=int, default=5, help="light paths per pixel, before denoising")
    parser.add_argument(
        "--names-only",
        choices=["missing", "all"],
        help="render no picture; add regions to those in the folder that have none, or anew to all",
    )
    given = parser.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(given.threads)
    pictures = sorted(given.pictures.glob("*.jpg")) if given.pictures else []
    studio = Studio(given.threads, given.samples)
    for number in range(given.count):
        kind = given.kind or kind_of(given.seed, number)
        there = (given.output / f"{number:04d}.jpg").exists()
        if not given.names_only and not there:
            render(studio, given.seed, number, kind, pictures, given.output)
        again = given.names_only == "all"
        if given.names_only and there and (again or not is_named(file_of(given.output, number))):
            name(studio, given.seed, number, kind, pictures, given.output)


if __name__ == "__main__":
    main()
