"""How true depth is: `python -m bench.depth`, against pairs and renders that nothing was trained on.

Every source of inverse depth by its rank correlation; then the right picture of a pair, filmed on the left one's stage.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw
from rich.console import Console

from bench.novel_view import Source, novel_views
from bench.sheets import show_table
from photoplay.arrays import Floats, Picture, resize
from photoplay.engines.multiplane.staging.depth import guess_depth
from photoplay.engines.multiplane.staging.geometry import NODES
from photoplay.settings import get_settings
from photoplay.sight import depth
from photoplay.sight.features import look_at_patches
from photoplay.sight.head import judge
from photoplay.sight.matte import find_subject
from photoplay.sight.networks import WANTED, Network, Networks
from photoplay.weights import ensure
from training.stereo import EVALUATION, evaluation_pairs, write

ROWS, GUESS, HEAD, NETWORK = "lower is nearer", "guess from the matte", "our head", "Depth Anything V2 Small"
MISSING = "not at hand"

CELL = 240
"""Width of a picture on the contact sheet, in pixels."""


@dataclass(frozen=True)
class Sample:
    """A photograph, sRGB, and its true inverse depth, up to a scale; nan where it is not known."""

    name: str
    picture: Picture
    truth: Floats

    @classmethod
    def read(cls, photograph: Path) -> "Sample":
        """Read NAME.jpg and the NAME.npz beside it."""
        with Image.open(photograph) as picture:
            pixels = np.asarray(picture.convert("RGB"))
        with np.load(photograph.with_suffix(".npz")) as held:
            return cls(photograph.stem, pixels, held["inverse_depth"].astype(np.float32))


@dataclass(frozen=True)
class Result:
    """What one source says of every sample, by the samples' names."""

    maps: dict[str, Floats]
    correlations: dict[str, float]
    seconds: float
    """For each of them, once its networks are loaded."""


Results = dict[str, Result | None]
"""By the sources' names; None where the weights are not at hand."""


def sources(networks: Networks) -> dict[str, Source | None]:
    """Return every source of inverse depth by its name, None where its weights are not at hand."""
    known: dict[str, Source | None] = {ROWS: lower_is_nearer, GUESS: partial(guess, networks=networks)}
    features, network = networks.features, networks.depth
    known[HEAD] = None if features is None else partial(by_head, features=features)
    known[NETWORK] = None if network is None else partial(depth.by_network, network=network)
    return known


def lower_is_nearer(picture: Picture) -> Floats:
    """Return what a picture's rows alone say: 0 at the top to 1 at the bottom."""
    rows = np.linspace(0.0, 1.0, picture.shape[0], dtype=np.float32)
    return np.repeat(rows[:, None], picture.shape[1], axis=1)


def guess(picture: Picture, networks: Networks) -> Floats:
    """Return the stage's own guess, the subject laid over the backdrop."""
    scale = NODES / max(picture.shape[:2])
    size = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
    matte = find_subject(picture, networks)
    alpha = None if matte is None else resize(matte, size)
    guessed = guess_depth(resize(picture, size), alpha)
    if alpha is None or guessed.subject is None:
        return guessed.backdrop
    return alpha * guessed.subject + (1.0 - alpha) * guessed.backdrop


def by_head(picture: Picture, features: Network) -> Floats:
    """Return what our head makes of the patches of `picture`."""
    return depth.by_head(picture, judge(look_at_patches(picture, features)))


def rank_correlation(estimate: Floats, truth: Floats) -> float:
    """Return Spearman's rank correlation where `truth` is known, -1 to 1; ties share their mean rank.

    Args:
        estimate: covering the picture at any size.
        truth: shape (rows, columns), nan where not known.
    """
    known = np.isfinite(truth)
    fitted = resize(estimate, (truth.shape[1], truth.shape[0]), cv2.INTER_LINEAR)
    ranks = _ranks(fitted[known]), _ranks(truth[known])
    return float(np.corrcoef(*ranks)[0, 1])


def _ranks(values: Floats) -> np.typing.NDArray[np.float64]:
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    means = np.cumsum(counts) - (counts - 1) / 2
    return np.asarray(means[places], np.float64)


def stereo_samples(folder: Path) -> Iterator[Sample]:
    """Yield the stereo pairs to measure by, which `folder` keeps once they are labelled."""
    names = [*EVALUATION, "motorcycle"]
    if not all((folder / f"{name}.npz").exists() for name in names):
        for pair in evaluation_pairs(folder / "archives"):
            write(pair, folder)
    for name in names:
        yield Sample.read(folder / f"{name}.jpg")


def measure(source: Source, samples: Sequence[Sample]) -> Result:
    """Return how `source` does on `samples`."""
    source(samples[0].picture)
    began = time.perf_counter()
    maps = {sample.name: source(sample.picture) for sample in samples}
    seconds = (time.perf_counter() - began) / len(samples)
    correlations = {sample.name: rank_correlation(maps[sample.name], sample.truth) for sample in samples}
    return Result(maps, correlations, seconds)


def summary(results: Results, stereo: list[Sample], renders: list[Sample]) -> Iterator[list[str]]:
    """The mean rank correlation of every source: of each data set, of all pairs, of the renders."""
    groups: dict[str, list[str]] = {}
    for pair in stereo:
        groups.setdefault(pair.name.split("_")[0], []).append(pair.name)
    groups["all pairs"] = [pair.name for pair in stereo]
    if renders:
        groups["renders"] = [render.name for render in renders]
    yield ["inverse depth from", *groups, "seconds"]
    for name, result in results.items():
        if result is None:
            yield [name, MISSING, *[""] * len(groups)]
            continue
        means = [np.mean([result.correlations[sample] for sample in group]) for group in groups.values()]
        yield [name, *(f"{mean:.3f}" for mean in means), f"{result.seconds:.2f}"]


def by_pair(results: Results, stereo: list[Sample]) -> Iterator[list[str]]:
    """The rank correlation of every pair by every source at hand."""
    there = {name: result for name, result in results.items() if result is not None}
    yield ["pair", *there, "known"]
    for pair in stereo:
        values = [f"{result.correlations[pair.name]:.3f}" for result in there.values()]
        yield [pair.name, *values, f"{np.isfinite(pair.truth).mean():.0%}"]


def contact_sheet(samples: list[Sample], results: Results, path: Path) -> None:
    """Write a PNG with a row per sample: the still, the truth with what is not known black, each source's map."""
    there = {name: result for name, result in results.items() if result is not None}
    rows = []
    for sample in samples:
        maps = [sample.truth, *(result.maps[sample.name] for result in there.values())]
        size = (CELL, round(CELL * sample.picture.shape[0] / sample.picture.shape[1]))
        cells = [resize(sample.picture, size), *(resize(_shown(each), size) for each in maps)]
        row = Image.fromarray(np.concatenate(cells, axis=1))
        pen = ImageDraw.Draw(row)
        for index, label in enumerate([sample.name, "truth", *there]):
            pen.text((index * CELL + 4, 2), label, "white", stroke_width=2, stroke_fill="black")
        rows.append(np.asarray(row))
    Image.fromarray(np.concatenate(rows)).save(path)


def _shown(inverse_depth: Floats) -> Picture:
    """Return a map in colours, its farthest and its nearest at their ends."""
    known = np.isfinite(inverse_depth)
    far, near = np.percentile(inverse_depth[known], (1, 99))
    levels = np.nan_to_num((inverse_depth - far) / max(near - far, 1e-6)).clip(0.0, 1.0) * 255
    colours = np.asarray(cv2.applyColorMap(levels.astype(np.uint8), cv2.COLORMAP_INFERNO), np.uint8)
    return np.ascontiguousarray(colours[..., ::-1] * known[..., None])


def main() -> None:
    """Measure, print and write the tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.depth", description=__doc__)
    parser.add_argument("--renders", type=Path, help="what training.scenes --count 60 --seed 2 wrote")
    parser.add_argument("--sheet", type=Path, help="PNG to write with the maps of every pair")
    parser.add_argument("--out", type=Path, default=Path("out/depth"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    networks = Networks.of(ensure(WANTED), get_settings().threads)
    chosen = sources(networks)
    stereo = list(stereo_samples(options.out))
    renders = [Sample.read(path) for path in sorted(options.renders.glob("*.jpg"))] if options.renders else []
    samples = stereo + renders
    views = {GUESS: None, **{name: chosen[name] for name in (HEAD, NETWORK) if chosen[name]}}
    results = {name: source and measure(source, samples) for name, source in chosen.items()}
    console = Console(width=160)
    tables = summary(results, stereo, renders), by_pair(results, stereo), novel_views(networks, views)
    texts = [show_table(console, header, body) for header, *body in tables]
    (options.out / "table.md").write_text("\n".join(texts), encoding="utf-8")
    if options.sheet:
        contact_sheet(stereo, results, options.sheet)


if __name__ == "__main__":
    main()
