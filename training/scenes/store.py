"""What lies beside a rendered picture, in an .npz of its number: inverse depth, and the names of what is seen."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.scenes.blender import Survey
from training.scenes.develop import clearness

VEILED = 0.1
"""Share of its own light below which a thing in haze counts as not seen."""
SAME = 0.99
"""Share of pixels that must have the stored depth where a scene is the stored picture's."""


def file_of(folder: Path, number: int) -> Path:
    """Return the file beside picture `number`."""
    return folder / f"{number:04d}.npz"


def write(file: Path, survey: Survey, haze: float | None, pierced: float = 0.0) -> None:
    """Write the survey: `inverse_depth` (float16), `regions` and `parts` (uint8), each (rows, columns)."""
    seen = np.ones(survey.regions.shape, bool)
    if haze is not None:
        seen = clearness(survey.inverse_depth, haze, pierced) >= VEILED
    part = file.with_suffix(".part")
    with part.open("wb") as into:
        np.savez_compressed(
            into,
            inverse_depth=survey.inverse_depth.astype(np.float16),
            regions=survey.regions * seen,
            parts=survey.parts * seen,
        )
    part.replace(file)


def stored_depth(file: Path) -> NDArray[np.float16]:
    """Return the inverse depth of a file."""
    with np.load(file) as content:
        return np.asarray(content["inverse_depth"], np.float16)


def is_named(file: Path) -> bool:
    """Return whether a file has names already."""
    with np.load(file) as content:
        return "regions" in content


def same(survey: Survey, depth: NDArray[np.float16]) -> bool:
    """Return whether a survey is of the picture whose stored depth is given."""
    again = survey.inverse_depth.astype(np.float16)
    return again.shape == depth.shape and float((again == depth).mean()) > SAME
