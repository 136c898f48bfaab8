"""Grain carried over from one photograph to the other, so that the picture does not turn smooth or grainy at once."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, Picture
from photoplay.director.plan import Note
from photoplay.engines.engine import Frame
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.filming.easing import smootherstep
from photoplay.engines.multiplane.filming.grain import Grain
from photoplay.engines.multiplane.shooting import Shooting
from photoplay.progress import Progress, unwatched

PLACE = 16
"""Side of the places in which grain is measured, in blocks of 2 x 2 pixels."""
PLAIN = 1.0
"""Percentile of them that counts: the plainest, which show little but grain."""
FEWEST = 30
"""Places that are enough to tell."""
EVEN = 0.5
"""Least share of what is in the usual place: grain lies on all of a picture, leaves do not."""
SHOWING = (60.0, 195.0)
"""Brightness between which grain shows, of 255."""
FAINT = 1.0
"""What one photograph must have beyond the other to be seen, in steps of 255."""
COARSEST = 5.0
"""Deviation beyond which it is something else that covers the picture, such as leaves in a small frame."""
STRONGEST = 8.0
"""The most that is laid on, in steps of 255."""
GREY, SAMPLE = 128, 3.0
CHANCE = 71


@dataclass(frozen=True)
class Grained:
    """Films with grain that comes before the pictures change, or goes after it."""

    shooting: Shooting
    times: NDArray[np.float64]
    at: float
    """When the one photograph gives way to the other, in seconds."""
    lacking: tuple[float, float]
    """Deviation of what the first lacks, and the second, to be as grainy as the other, in steps of 255."""
    grain: Grain

    @property
    def notes(self) -> tuple[Note, ...]:
        """See `Shooting`."""
        return self.shooting.notes

    def frame(self, index: int, progress: Progress = unwatched) -> Frame:
        """See `Shooting`."""
        frame = self.shooting.frame(index, progress)
        deviation = self.deviation(float(self.times[index]))
        if deviation > 0.0:
            self.grain.lay(frame, deviation, float(self.times[index]))
        return frame

    def deviation(self, time: float) -> float:
        """Return how much grain is laid on at `time`, in steps of 255: none on the first frame and on the last."""
        end = float(self.times[-1])
        first, second = self.lacking
        near = time / self.at if time < self.at else (end - time) / (end - self.at)
        return (first if time < self.at else second) * float(smootherstep(np.asarray(near)))


def grained(
    shooting: Shooting,
    pictures: tuple[Picture, Picture],
    times: NDArray[np.float64],
    at: float,
    view: View,
    seed: int,
) -> Shooting:
    """Return what films with the grain of two photographs carried over; `shooting` itself where they are alike.

    Args:
        pictures: both photographs, at the frame's size.
        times: when each frame is taken, in seconds.
        at: when the one gives way to the other.
    """
    first, second = (grain_of(picture) for picture in pictures)
    more = float(np.sqrt(abs(first**2 - second**2)))
    if more < FAINT:
        return shooting
    grain = Grain.of(view, np.random.default_rng([seed, CHANCE]), seed)
    laid = min(more / _fineness(grain, view), STRONGEST)
    lacking = (laid, 0.0) if second > first else (0.0, laid)
    return Grained(shooting, times, at, lacking, grain)


def grain_of(picture: Picture) -> float:
    """Return the deviation of a picture's grain at middle grey, in steps of 255; 0 where none can be told.

    What is left of blocks of 2 x 2 pixels without what is even, across or down in them (the diagonal details of
    Haar's wavelet, as in Donoho and Johnstone 1994), in the plainest places.

    Args:
        picture: shape (rows, columns, 3).
    """
    gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    rows, columns = (2 * PLACE * (side // (2 * PLACE)) for side in gray.shape)
    blocks = gray[:rows, :columns].reshape(rows // 2, 2, columns // 2, 2)
    diagonal = (blocks[:, 0, :, 0] - blocks[:, 0, :, 1] - blocks[:, 1, :, 0] + blocks[:, 1, :, 1]) / 2.0
    brightness, left_over = (_by_place(each) for each in (blocks.mean(axis=(1, 3)), np.abs(diagonal)))
    shows = (brightness > SHOWING[0]) & (brightness < SHOWING[1])
    if shows.sum() < FEWEST:
        return 0.0
    room = brightness * (255.0 - brightness) / 127.5**2
    plain, usual = np.percentile(left_over[shows] / room[shows], (PLAIN, 50.0))
    deviation = float(plain * np.sqrt(np.pi / 2.0))
    return deviation if plain > EVEN * usual and deviation < COARSEST else 0.0


def _fineness(grain: Grain, view: View) -> float:
    """Return what `grain_of` tells of grain of deviation 1: less than 1 where crystals are larger than pixels."""
    frame = np.full((view.height, view.width, 3), GREY, np.uint8)
    grain.lay(frame, SAMPLE, 0.0)
    return grain_of(frame) / SAMPLE


def _by_place(values: Floats) -> Floats:
    rows, columns = values.shape
    places = values.reshape(rows // PLACE, PLACE, columns // PLACE, PLACE)
    return np.asarray(places.mean(axis=(1, 3)).ravel(), np.float32)
