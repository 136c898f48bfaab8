"""Whether what plays comes again: a clip of ten seconds whose second half is its first looks like a loop.

Frames some seconds apart differ the more, the more seconds lie between them, until it no longer matters. Where the
motion repeats itself they are alike again, at every moment of the clip: so for each number of seconds the mean
difference of all frames so far apart is taken, and held against the most that frames closer together differ.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench import metrics
from bench.metrics import Floats
from photoplay.arrays import resize
from photoplay.engines.multiplane.stage import Stage

SAMPLE = 0.25
"""Seconds between the frames that are compared."""
SETTLED = 1.5
"""Seconds after which what plays has eased in."""
OVERLAP = 2.5
"""Seconds of a motion that must come again to tell it from chance."""
SHORTEST = 5.0
"""Seconds of a settled clip from which this can be told."""
FAINT = 1.0
"""Standard deviation, in levels of 255, under which a pixel does not change, so that nothing can come again there."""
FEWEST = 50
"""Pixels that change that are enough."""
ALIKE = 0.15
"""Difference from what was, in multiples of the usual, under which a motion repeats itself."""
SIDE = 180
"""Short side in pixels that frames are compared at."""


@dataclass(frozen=True)
class Again:
    """How nearly a motion repeats itself."""

    likeness: float
    """The least difference from what was, in multiples of the usual: 0 where it comes again exactly, 1 where never."""
    after: float
    """Seconds after which that is."""

    @property
    def develops(self) -> bool:
        """Whether it does not repeat itself."""
        return self.likeness > ALIKE

    def __str__(self) -> str:
        return f"{self.likeness:.2f} after {self.after:g} s" + ("" if self.develops else " !")


def again(stage: Stage, place: NDArray[np.bool_]) -> Again | None:
    """Return how nearly what plays in `place` repeats itself; None where the clip is too short or nothing changes.

    Args:
        stage: before a locked camera.
        place: shape (rows, columns), in the photograph.
    """
    if stage.times[-1] - SETTLED < SHORTEST:
        return None
    moments = np.arange(SETTLED, stage.times[-1], SAMPLE)
    indices = np.searchsorted(stage.times, moments - 1e-6)
    columns = round(place.shape[1] * SIDE / min(place.shape))
    rows = round(place.shape[0] * SIDE / min(place.shape))
    where = resize(place.astype(np.float32), (columns, rows)) > 0.5
    grays = [metrics.gray(stage.frame(int(index))).astype(np.float32) for index in indices]
    return repeats(np.stack([resize(gray, (columns, rows))[where] for gray in grays]), SAMPLE)


def repeats(looks: NDArray[np.float32], step: float) -> Again | None:
    """Return how nearly `looks`, shape (n, pixels), levels, `step` seconds apart, repeat themselves."""
    looks = looks[:, looks.std(axis=0) > FAINT]
    if looks.shape[1] < FEWEST:
        return None
    most = len(looks) - round(OVERLAP / step)
    apart: Floats = np.array(
        [np.abs(looks[lag:] - looks[:-lag]).mean(dtype=np.float64) for lag in range(1, most + 1)]
    )
    likeness = apart / np.maximum.accumulate(apart)
    best = int(likeness.argmin())
    return Again(float(likeness[best]), (best + 1) * step)
