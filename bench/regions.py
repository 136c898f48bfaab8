"""How true regions are: `python -m bench.regions STILLS PHOTOGRAPHS`, against masks drawn by hand.

The masks are in tests/data/regions. STILLS holds the evaluation's stills; PHOTOGRAPHS what
`python -m training.photographs` fetched. Nothing is trained on them. Every still is looked at without a prompt and with
its own, which STILLS/manifest.json holds, or tests/data/regions_prompts.json.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from rich.console import Console

from bench.sheets import show_table
from photoplay.arrays import Floats, Picture, resize
from photoplay.director.direct import direct
from photoplay.engines.multiplane.aiming.named import named_regions
from photoplay.settings import get_settings
from photoplay.sight.look import look
from photoplay.sight.names import PARTS, WHOLES
from photoplay.sight.networks import WANTED, Networks
from photoplay.weights import ensure
from training.labels import read_all

LABELS = Path(__file__).parents[1] / "tests" / "data" / "regions"
PROMPTS = LABELS.with_name("regions_prompts.json")
MANIFEST = "manifest.json"
DURATION = 5.0
WATER = ("still_water", "flowing_water")
NAMES = ("sky", "water", *(name for name in (*WHOLES, *PARTS) if name not in ("sky", "other")))
LONG_SIDE = 900
PRESENT = 0.01
"""Share of a still from which a region counts as there."""
FALSE_ALARM = 0.02
"""Share of a still from which a region that is not there counts as a false alarm."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Overlap:
    """A region found in a still and the same drawn by hand, in shares of the still."""

    drawn: float
    found: float
    both: float

    @classmethod
    def of(cls, drawn: Mask, found: Mask) -> "Overlap":
        """Compare two masks of one shape."""
        return cls(float(drawn.mean()), float(found.mean()), float((drawn & found).mean()))

    @property
    def either(self) -> float:
        """The union."""
        return self.drawn + self.found - self.both

    @property
    def ratio(self) -> float:
        """Intersection over union."""
        return self.both / self.either if self.either else 1.0


@dataclass(frozen=True)
class Score:
    """How true one region is over all stills."""

    stills: int
    """That have it."""
    mean: float
    """Of intersection over union, over the stills that have it."""
    pooled: float
    """Intersection over union of all stills' pixels together."""
    false_alarms: int

    @classmethod
    def of(cls, overlaps: Sequence[Overlap]) -> "Score":
        """Sum up."""
        there = [each for each in overlaps if each.drawn > PRESENT]
        either = sum(each.either for each in overlaps)
        return cls(
            len(there),
            float(np.mean([each.ratio for each in there])) if there else float("nan"),
            sum(each.both for each in overlaps) / either if either else float("nan"),
            sum(each.drawn <= PRESENT and each.found > FALSE_ALARM for each in overlaps),
        )


def read_picture(path: Path) -> Picture:
    """Return the picture at `path`, its long side at most `LONG_SIDE`, shape (rows, columns, 3)."""
    with Image.open(path) as image:
        image.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
        return np.asarray(image.convert("RGB"))


@dataclass(frozen=True)
class Compared:
    """How one still's regions compare with those drawn by hand."""

    unprompted: dict[str, Overlap]
    prompted: dict[str, Overlap]
    """With what the still's own prompt names."""
    named: frozenset[str]
    """What it names."""


def read_prompts(folders: Sequence[Path]) -> dict[str, str]:
    """Return the prompts of stills by the names of their files."""
    prompts: dict[str, str] = json.loads(PROMPTS.read_text(encoding="utf-8"))
    for manifest in (folder / MANIFEST for folder in folders):
        if manifest.exists():
            stills = json.loads(manifest.read_text(encoding="utf-8"))
            prompts |= {still["file"]: still["prompt"] for still in stills if still.get("prompt")}
    return prompts


def compare(folders: Sequence[Path], networks: Networks) -> Iterator[tuple[str, Compared]]:
    """Give every labelled still's name and how its regions compare."""
    prompts = read_prompts(folders)
    for label in read_all(LABELS):
        path = next((f / label.photograph for f in folders if (f / label.photograph).exists()), None)
        if path is None:
            raise SystemExit(f"{label.photograph} is in none of {', '.join(map(str, folders))}.")
        if label.photograph not in prompts:
            raise SystemExit(f"{label.photograph} has no prompt in {MANIFEST} or {PROMPTS.name}.")
        picture = read_picture(path)
        drawn = _with_water(label.masks(picture.shape[1], picture.shape[0]))
        named = named_regions(direct(prompts[label.photograph], duration=DURATION))
        unprompted = _overlaps(drawn, picture, networks, frozenset())
        prompted = _overlaps(drawn, picture, networks, named)
        yield path.stem, Compared(unprompted, prompted, named | {"water"} if named & set(WATER) else named)


def _overlaps(
    drawn: dict[str, Mask], picture: Picture, networks: Networks, named: frozenset[str]
) -> dict[str, Overlap]:
    regions = look(picture, networks, named=named).regions
    found = _with_water({name: _solid(regions.get(name), picture) for name in (*WHOLES, *PARTS)})
    return {name: Overlap.of(drawn[name], found[name]) for name in NAMES}


def _with_water(masks: dict[str, Mask]) -> dict[str, Mask]:
    return masks | {"water": masks[WATER[0]] | masks[WATER[1]]}


def _solid(mask: Floats | None, picture: Picture) -> Mask:
    rows, columns = picture.shape[:2]
    return np.zeros((rows, columns), bool) if mask is None else resize(mask, (columns, rows)) > 0.5


def scores(stills: Iterable[dict[str, Overlap]]) -> dict[str, Score]:
    """Return the score of every region by name."""
    compared = list(stills)
    return {name: Score.of([overlaps[name] for overlaps in compared]) for name in NAMES}


def table(compared: Iterable[Compared]) -> list[list[str]]:
    """Return a row for every region: without a prompt, with every still's own, and where that names the region."""
    stills = list(compared)
    without = scores(still.unprompted for still in stills)
    prompted = scores(still.prompted for still in stills)
    rows = []
    for name in NAMES:
        naming = Score.of([still.prompted[name] for still in stills if name in still.named])
        rows.append([name.replace("_", " "), str(without[name].stills)])
        for score in (without[name], prompted[name]):
            rows[-1] += [f"{score.mean:.2f}", f"{score.pooled:.2f}", str(score.false_alarms)]
        rows[-1] += [str(naming.stills), f"{naming.mean:.2f}"]
    return rows


def main() -> None:
    """Compare, and print a table of regions."""
    parser = argparse.ArgumentParser(prog="python -m bench.regions", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="hold the stills that labels name")
    parser.add_argument("--each", metavar="REGION", help="print every still's figures for one region too")
    options = parser.parse_args()
    networks = Networks.of(ensure(WANTED), get_settings().threads)
    console = Console()
    compared = dict(compare(options.folders, networks))
    if options.each:
        for name, still in sorted(compared.items()):
            before, after = still.unprompted[options.each], still.prompted[options.each]
            if before.drawn > PRESENT or max(before.found, after.found) > FALSE_ALARM:
                told = "named" if options.each in still.named else "not named"
                figures = (
                    f"drawn {before.drawn:.2f}, found {before.found:.2f}, with its prompt {after.found:.2f}"
                )
                console.print(
                    f"{name}, {told}: {before.ratio:.2f}, with its prompt {after.ratio:.2f}; {figures}"
                )
    head = ["mean IoU", "IoU of all pixels", "false alarms"]
    prompted = [f"{column}, with prompt" for column in head]
    show_table(
        console,
        ["region", "stills", *head, *prompted, "named in", "mean IoU there"],
        table(compared.values()),
    )


if __name__ == "__main__":
    main()
