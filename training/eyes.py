"""What an animal's eye looks like: `python -m training.eyes PHOTOGRAPHS_FOLDER` fits the judgement into the package.

Least squares on the features of patches, 1 for an eye and 0 elsewhere, each head seen whole, from further away and from
close by, some mirrored. With `--left-out FOLDS` it says instead how often an eye beats all else in other photographs.
"""

import argparse
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.settings import get_settings
from photoplay.sight.eyes import SIDE, Square, crop
from photoplay.sight.features import channels_of, normalised
from photoplay.sight.networks import Network, Networks
from photoplay.weights import ensure

HEADS = Path(__file__).with_name("eyes.toml")
FURTHER, CLOSER = 1.8, 0.45
"""Sides of the other looks, over that of a head."""
EYE_WEIGHT, RIDGE = 20.0, 3000.0
"""Weight of an eye's patch over another's, and of the squares of the weights."""
WITHIN, CLEAR = 0.8, 1.5
"""Share of an eye's radius in which patches are of it, and patches beyond twice that radius from where they are not."""


@dataclass(frozen=True)
class Example:
    """One look at a head."""

    photograph: str
    channels: NDArray[np.float32]
    """Shape (patches, channels), the last always 1."""
    kinds: NDArray[np.int8]
    """Of each patch: 1 is an eye's, 0 is not, -1 may be."""


def examples(folder: Path, network: Network) -> Iterator[Example]:
    """Give every look at every head."""
    chance = np.random.default_rng(1)
    for head in tomllib.loads(HEADS.read_text())["heads"]:
        picture = cv2.imread(str(folder / head["photograph"]))
        if picture is None:
            raise SystemExit(f"There is no photograph {head['photograph']} in {folder}.")
        rows, columns = picture.shape[:2]
        scale = np.array([columns, rows, columns]) / 100.0
        x, y, side = (np.array(head["place"]) * scale).tolist()
        eyes = np.array(head["eyes"]).reshape(-1, 3) * scale
        away = chance.uniform(-0.2, 0.2, 2) * side
        squares = [(Square(x, y, side), False), (Square(x + away[0], y + away[1], FURTHER * side), True)]
        for eye in eyes[:2]:
            away = chance.uniform(-0.1, 0.1, 2) * side
            close = Square(eye[0] + away[0], eye[1] + away[1], max(CLOSER * side, 9.0 * eye[2]))
            squares.append((close, bool(chance.random() < 0.5)))
        for square, mirrored in squares:
            seen = crop(np.asarray(picture[..., ::-1], np.uint8), square)
            patches = (
                (eyes - [square.x - square.side / 2, square.y - square.side / 2, 0.0]) * SIDE / square.side
            )
            if mirrored:
                seen = np.ascontiguousarray(seen[:, ::-1])
                patches[:, 0] = SIDE - patches[:, 0]
            found = channels_of(np.asarray(network(normalised(seen)), np.float32), SIDE, SIDE)
            flat = found.reshape(SIDE * SIDE, -1)
            ones = np.ones((len(flat), 1), np.float32)
            yield Example(head["photograph"], np.concatenate([flat, ones], axis=1), kinds_of(patches))


def kinds_of(eyes: NDArray[np.float64]) -> NDArray[np.int8]:
    """Return of each patch whether it is an eye's; `eyes` are middles and radii in patches."""
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5
    kinds = np.zeros((SIDE, SIDE), np.int8)
    for across, down, radius in eyes:
        kinds[np.hypot(x - across, y - down) < max(2.0 * radius, 1.0) + CLEAR] = -1
    for across, down, radius in eyes:
        away = np.hypot(x - across, y - down)
        near = away < max(WITHIN * radius, 0.55)
        if 0 <= across < SIDE and 0 <= down < SIDE:
            near |= away == away.min()
        kinds[near] = 1
    return kinds.ravel()


def fitted(seen: list[Example]) -> NDArray[np.float64]:
    """Return the weights of the channels, the bias last."""
    size = seen[0].channels.shape[1]
    squares, sums = np.zeros((size, size)), np.zeros(size)
    for each in seen:
        eye, other = each.channels[each.kinds == 1], each.channels[each.kinds == 0]
        squares += other.T @ other + EYE_WEIGHT * (eye.T @ eye)
        sums += EYE_WEIGHT * eye.sum(axis=0)
    ridge = RIDGE * np.ones(size)
    ridge[-1] = 0.01
    return np.asarray(np.linalg.solve(squares + np.diag(ridge), sums))


def told(seen: list[Example], folds: int) -> tuple[int, int]:
    """Return in how many looks an eye beats all else, by weights fitted on other photographs, and of how many."""
    names = sorted({each.photograph for each in seen})
    fold = {name: index % folds for index, name in enumerate(names)}
    right = total = 0
    for index in range(folds):
        weights = fitted([each for each in seen if fold[each.photograph] != index])
        for each in seen:
            if fold[each.photograph] == index and (each.kinds == 1).any():
                scores = each.channels @ weights
                right += int(scores[each.kinds == 1].max() > scores[each.kinds == 0].max())
                total += 1
    return right, total


def main() -> None:
    """Fit, or say how well that does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photographs", type=Path)
    parser.add_argument("--left-out", type=int, default=0, metavar="FOLDS")
    given = parser.parse_args()
    network = Networks.of(ensure(("dinov2",)), get_settings().threads).features
    if network is None:
        raise SystemExit("The features' weights are missing: run 'photoplay weights pull'.")
    seen = list(examples(given.photographs, network))
    if given.left_out:
        right, total = told(seen, given.left_out)
        print(f"An eye beats all else in {right} of {total} looks.")
        return
    place = files("photoplay.sight") / "heads" / "eyes.npy"
    np.save(str(place), fitted(seen).astype(np.float32))


if __name__ == "__main__":
    main()
