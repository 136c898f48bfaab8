"""Where the things of two pictures are in each other: `python -m bench.correspondence STILLS_FOLDER`.

The folder holds `manifest.json`, a list of objects with `file`, `ok_api` and, in pairs, `end_image`. Of every pair,
with the learned interpolator and without: the share of each picture that is surely found in the other, the PSNR of the
second rebuilt from the first where it is sure and everywhere, and the time taken. Of scikit-image's motorcycle pair
also how far the sure places are from the measured disparity. Then the same of photographs that have nothing in common.
"""

import argparse
import json
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from rich.console import Console

from bench.metrics import Picture
from bench.sheets import show_table
from bench.stereo import Stereo
from photoplay.arrays import Floats
from photoplay.settings import get_settings
from photoplay.sight.correspondence import WORKING_SIDE, Correspondence, correspond
from photoplay.sight.flows import followed
from photoplay.sight.networks import Networks
from photoplay.stills import load_still
from photoplay.weights import ensure

HEADER = [
    "pair",
    "learned",
    "sure",
    "sure back",
    "matches",
    "dB where sure",
    "dB",
    "px off, median",
    "px off",
    "s",
]
UNRELATED = 6
"""Pairs of photographs with nothing in common."""
SIDE = 512
"""Both sides of those."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stills", type=Path)
    stills = parser.parse_args().stills
    shots = json.loads((stills / "manifest.json").read_text(encoding="utf-8"))
    whole = Networks.of(ensure(["rife", "rife-data"]), get_settings().threads)
    whole.load()
    pairs = [
        (shot["file"], *(_picture(stills / shot[key]) for key in ("file", "end_image")))
        for shot in shots
        if shot.get("end_image")
    ]
    others = [shot["file"] for shot in shots if not shot.get("end_image") and shot["ok_api"]]
    single = [_square(stills / file) for file in others[: UNRELATED + 1]]
    pairs += [("unrelated", first, second) for first, second in pairwise(single)]
    rows = [
        _row(name, first, second, networks)
        for name, first, second in pairs
        for networks in (whole, replace(whole, interpolator=None))
    ]
    show_table(Console(), HEADER, rows)


def _picture(path: Path) -> Picture:
    still = load_still(path)
    share = min(WORKING_SIDE / max(still.width, still.height), 1.0)
    return still.resized(round(still.width * share), round(still.height * share))


def _square(path: Path) -> Picture:
    return load_still(path).resized(SIDE, SIDE)


def _row(name: str, first: Picture, second: Picture, networks: Networks) -> list[str]:
    start = time.perf_counter()
    found = correspond(first, second, networks)
    taken = time.perf_counter() - start
    rebuilt = followed(first.astype(np.float32), found.back) - found.tone_back
    error = np.square(rebuilt - second).mean(axis=-1)
    sure = found.sure_back > 0.5
    shares = [f"{float((each > 0.5).mean()):.3f}" for each in (found.sure, found.sure_back)]
    return [
        name,
        "yes" if networks.interpolator else "",
        *shares,
        str(len(found.matches)),
        _decibels(error[sure]),
        _decibels(error),
        *_off(first, second, found),
        f"{taken:.2f}",
    ]


def _decibels(error: Floats) -> str:
    return f"{10 * np.log10(255**2 / error.mean()):.1f}" if error.size else ""


def _off(first: Picture, second: Picture, found: Correspondence) -> tuple[str, str]:
    """Return by how many pixels of the measured picture the sure places are off, in the middle and on average."""
    stereo = Stereo.of(first, second)
    if stereo is None:
        return "", ""
    rows, columns = stereo.disparity.shape
    whole = found.resized(columns, rows)
    known = (stereo.disparity > 0) & (whole.sure > 0.5)
    off = np.hypot(whole.there[..., 0] + stereo.disparity, whole.there[..., 1])[known]
    return f"{float(np.median(off)):.2f}", f"{float(off.mean()):.2f}"


if __name__ == "__main__":
    main()
