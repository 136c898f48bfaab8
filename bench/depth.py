"""How true depth is: `python -m bench.depth`, against pairs and renders that nothing was trained on.

Every source of inverse depth by its rank correlation; then the right picture of a pair, filmed on the left one's stage.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from pathlib import Path
from typing import NamedTuple, TypeVar

import cv2
import numpy as np
from PIL import Image, ImageDraw
from rich.console import Console
from skimage.data import stereo_motorcycle

from bench.metrics import psnr, ssim
from bench.sheets import show_table
from photoplay.arrays import Floats, Picture, resize, soften
from photoplay.director.direct import direct
from photoplay.engines.multiplane.camera import Pose
from photoplay.engines.multiplane.depth import guess_depth, spread_outward
from photoplay.engines.multiplane.geometry import NODES, lay_out
from photoplay.engines.multiplane.governor import govern
from photoplay.engines.multiplane.layers import Texture, paint
from photoplay.engines.multiplane.lens import BlurStack, Focus
from photoplay.engines.multiplane.path import CameraPath
from photoplay.engines.multiplane.renderer import Layer, Renderer
from photoplay.engines.multiplane.warp import Relief, parallax
from photoplay.settings import get_settings
from photoplay.sight import depth
from photoplay.sight.features import look_at_patches
from photoplay.sight.matte import find_subject
from photoplay.sight.networks import WANTED, Network, Networks
from photoplay.sight.scene import Scene, look
from photoplay.stills import Still
from photoplay.weights import ensure
from training.stereo import EVALUATION, MOTORCYCLE_OFFSET, evaluation_pairs, write

ROWS, GUESS, HEAD, NETWORK = "lower is nearer", "guess from the matte", "our head", "Depth Anything V2 Small"
TRUE, ONE_PLANE = "true depth", "no depth: one plane"
MISSING = "not at hand"

BORDER = 0.12
"""Share of each side of the right picture that is not compared: there the left one may show nothing of it."""
TRAVELS = (-0.12, 0.24)
"""The least and the most that inverse depth 0 and 1 may move between the pictures, as shares of the width."""
COARSE, FINE = 0.015, 0.0003
"""First and last step of the search, likewise."""

CELL = 240
"""Width of a picture on the contact sheet, in pixels."""

Source = Callable[[Picture], Floats]
Plane = TypeVar("Plane", Relief, Texture)


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
    return depth.by_features(picture, look_at_patches(picture, features))


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


class Travel(NamedTuple):
    """How far things move to the left from the left picture to the right one, in pixels.

    A truck by x moves a thing by focal length times x times its inverse depth. As depth is known only up to scale
    and shift, there is a constant besides, as a shifted lens would make it.
    """

    far: float
    """At inverse depth 0."""
    near: float
    """At inverse depth 1."""


def stage_of(scene: Scene, networks: Networks) -> Callable[[Travel], Picture]:
    """Return what films `scene` from the right, by the product's own stage."""
    geometry = lay_out(scene)
    view = geometry.view
    path = CameraPath(direct("static shot", duration=5), geometry.target)
    at_rest = govern(geometry, path, np.zeros(1), 0.0)
    textures = paint(Still(scene.picture), view, scene.matte, at_rest, networks)
    planes = [(geometry.backdrop, textures.backdrop)]
    if geometry.subject is not None and textures.subject is not None:
        planes.append((geometry.subject, textures.subject))

    def film(travel: Travel) -> Picture:
        pose = Pose(x=(travel.near - travel.far) / view.focal)
        reach = parallax(view, [pose])
        layers: list[Layer] = []
        for relief, texture in planes:
            sharp = BlurStack((_shifted(texture, travel.far),), (0.0,))
            layers.append(Layer(_shifted(relief.limited(reach), travel.far), sharp, covers=not layers))
        return Renderer(view, layers).draw(pose, Focus(depth=0.0, aperture=0.0))

    return film


def _shifted(plane: Plane, left: float) -> Plane:
    return replace(plane, origin=(plane.origin[0] - left, plane.origin[1]))


def fit(film: Callable[[Travel], Picture], right: Picture) -> Travel:
    """Return the travel that makes what is filmed most like `right`, by PSNR from coarse to fine.

    The coarser the step, the softer both pictures are compared, so that fine texture sets no traps.
    """
    width = right.shape[1]
    step = COARSE * width
    ends = [float(end) for end in np.arange(TRAVELS[0] * width, TRAVELS[1] * width, step)]
    tried = [Travel(far, near) for far, near in product(ends, repeat=2) if near >= far]
    while True:
        best = max(tried, key=lambda travel: _alike(film(travel), right, step / 2))
        if step < FINE * width:
            return best
        step /= 2
        tried = [Travel(best.far + step * i, best.near + step * j) for i, j in product((-1, 0, 1), repeat=2)]


def _alike(seen: Picture, right: Picture, softness: float) -> float:
    return psnr(*(shared(soften(picture, softness)) for picture in (seen, right)))


def shared(picture: Picture) -> Picture:
    """Return the part of a right picture that the left one shows too."""
    rows, columns = (round(BORDER * side) for side in picture.shape[:2])
    return picture[rows:-rows, columns:-columns]


def novel_views(networks: Networks, chosen: dict[str, Source | None]) -> Iterator[list[str]]:
    """The table of scikit-image's motorcycle seen from the right, by true depth, by every source's and by none.

    The guess is left to the stage, which has a scale of its own for it; one plane has no subject before it.
    """
    left, right, disparity = stereo_motorcycle()  # type: ignore[no-untyped-call]
    seen = look(left, networks)
    scenes = {TRUE: replace(seen, inverse_depth=whole(disparity + np.float32(MOTORCYCLE_OFFSET)))}
    for name, source in chosen.items():
        if source is not None and name != ROWS:
            scenes[name] = replace(seen, inverse_depth=None if name == GUESS else source(left))
    level = np.full(left.shape[:2], 0.5, np.float32)
    scenes[ONE_PLANE] = replace(seen, inverse_depth=level, matte=None)
    yield ["motorcycle from the right, by", "PSNR", "SSIM"]
    for name, scene in scenes.items():
        film = stage_of(scene, networks)
        pair = shared(film(fit(film, right))), shared(right)
        yield [name, f"{psnr(*pair):.2f}", f"{ssim(*pair):.3f}"]


def whole(disparity: Floats) -> Floats:
    """Return `disparity` with the nearest at 1, carried smoothly into where it is not finite."""
    known = np.isfinite(disparity)
    filled = np.where(known, disparity / disparity[known].max(), np.float32(0.0))
    return spread_outward(filled.astype(np.float32), known.astype(np.float32))


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
    results = {name: source and measure(source, samples) for name, source in chosen.items()}
    console = Console(width=160)
    tables = summary(results, stereo, renders), by_pair(results, stereo), novel_views(networks, chosen)
    texts = [show_table(console, header, body) for header, *body in tables]
    (options.out / "table.md").write_text("\n".join(texts), encoding="utf-8")
    if options.sheet:
        contact_sheet(stereo, results, options.sheet)


if __name__ == "__main__":
    main()
