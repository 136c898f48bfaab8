"""How true regions are: `python -m bench.regions STILLS PHOTOGRAPHS`, against masks drawn by hand.

The masks are in tests/data/regions. STILLS holds the evaluation's stills; PHOTOGRAPHS what
`python -m training.photographs` fetched. Nothing is trained on them.
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from rich.console import Console

from bench.sheets import show_table
from photoplay.arrays import Floats, Picture, resize
from photoplay.settings import get_settings
from photoplay.sight.look import look
from photoplay.sight.names import PARTS, WHOLES
from photoplay.sight.networks import WANTED, Networks
from photoplay.weights import ensure
from training.labels import read_all

LABELS = Path(__file__).parents[1] / "tests" / "data" / "regions"
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


def compare(folders: Sequence[Path], networks: Networks) -> Iterator[tuple[str, dict[str, Overlap]]]:
    """Give every labelled still's name and how its regions compare."""
    for label in read_all(LABELS):
        path = next((f / label.photograph for f in folders if (f / label.photograph).exists()), None)
        if path is None:
            raise SystemExit(f"{label.photograph} is in none of {', '.join(map(str, folders))}.")
        picture = read_picture(path)
        rows, columns = picture.shape[:2]
        drawn = label.masks(columns, rows)
        regions = look(picture, networks).regions
        found = {name: _solid(regions.get(name), picture) for name in (*WHOLES, *PARTS)}
        for masks in (drawn, found):
            masks["water"] = masks[WATER[0]] | masks[WATER[1]]
        yield path.stem, {name: Overlap.of(drawn[name], found[name]) for name in NAMES}


def _solid(mask: Floats | None, picture: Picture) -> Mask:
    rows, columns = picture.shape[:2]
    return np.zeros((rows, columns), bool) if mask is None else resize(mask, (columns, rows)) > 0.5


def scores(stills: Iterable[dict[str, Overlap]]) -> dict[str, Score]:
    """Return the score of every region by name."""
    compared = list(stills)
    return {name: Score.of([overlaps[name] for overlaps in compared]) for name in NAMES}


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
        for name, overlaps in sorted(compared.items(), key=lambda item: item[1][options.each].ratio):
            one = overlaps[options.each]
            if one.drawn > PRESENT or one.found > FALSE_ALARM:
                console.print(f"{name}: {one.ratio:.2f}, drawn {one.drawn:.2f}, found {one.found:.2f}")
    rows = [
        [name.replace("_", " "), str(s.stills), f"{s.mean:.2f}", f"{s.pooled:.2f}", str(s.false_alarms)]
        for name, s in scores(compared.values()).items()
    ]
    show_table(console, ["region", "stills", "mean IoU", "IoU of all pixels", "false alarms"], rows)


if __name__ == "__main__":
    main()
