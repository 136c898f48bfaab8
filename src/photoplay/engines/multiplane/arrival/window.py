"""When a cut happens, and how the brightness of two pictures meets where they change."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

from photoplay.arrays import Picture
from photoplay.engines.engine import Frame
from photoplay.engines.multiplane.filming.easing import smootherstep

Shoot = Callable[[], Frame]
"""Films a frame of one of the two pictures, when it is wanted."""
FARTHEST_TONE = 1.9
"""The most that a tone curve bends, as an exponent or one over it: beyond, a picture would look wrongly printed."""
LEAST_LUMA = 0.02
SAMPLED = 16
"""Of so many rows and columns, one is measured."""
STEPS = 4
"""Of the fixed point that finds a tone curve."""
LUMA = np.array([0.299, 0.587, 0.114])


@dataclass(frozen=True)
class Window:
    """When a cut begins, when one picture gives way to the other, and when the cut ends; seconds."""

    start: float
    at: float
    end: float

    def leaving(self, time: float) -> float:
        """Return how much of the time before the change is over, 0 to 1."""
        return float(np.clip((time - self.start) / (self.at - self.start), 0.0, 1.0))

    def coming(self, time: float) -> float:
        """Return how much of the time after the change is over, 0 to 1."""
        return float(np.clip((time - self.at) / (self.end - self.at), 0.0, 1.0))

    def share(self, time: float) -> float:
        """Return how much of the cut is over, 0 to 1."""
        return float(np.clip((time - self.start) / (self.end - self.start), 0.0, 1.0))


@dataclass(frozen=True)
class Windowed(ABC):
    """A cut that shows one picture before its window, and the other after it, untouched."""

    window: Window

    @property
    def span(self) -> tuple[float, float]:
        """See `Cut`."""
        return self.window.start, self.window.end

    def frame(self, time: float, before: Shoot, after: Shoot) -> Frame:
        """See `Cut`."""
        if time <= self.window.start:
            return before()
        return after() if time >= self.window.end else self.between(time, before, after)

    @abstractmethod
    def between(self, time: float, before: Shoot, after: Shoot) -> Frame:
        """Return the frame at a `time` within the window, in seconds."""


@dataclass(frozen=True)
class Brightness:
    """The mean lumas of the two pictures around a change, 0 to 1."""

    before: float
    after: float

    def eased(self, frame: Picture, share: float) -> Picture:
        """Return a frame of either, `share` of the way to where both are equally bright."""
        return _toned(frame, math.sqrt(self.before * self.after), float(smootherstep(np.asarray(share))))


def mean_luma(picture: Picture) -> float:
    """Return the mean luma of a picture, 0 to 1."""
    return float(np.array(cv2.mean(picture)[:3]) @ LUMA) / 255.0


def _toned(frame: Picture, goal: float, share: float) -> Picture:
    """Return `frame`, its mean luma brought towards `goal`, by a power of its values: black and white stay."""
    seen = frame[::SAMPLED, ::SAMPLED].reshape(-1, 3) / 255.0
    own = max(float((seen @ LUMA).mean()), LEAST_LUMA)
    wanted = own * (max(goal, LEAST_LUMA) / own) ** share
    power = 1.0
    for _ in range(STEPS):
        toned = max(float((seen**power @ LUMA).mean()), 1e-3)
        power *= math.log(wanted) / math.log(min(toned, 0.999))
        power = min(max(power, 1.0 / FARTHEST_TONE), FARTHEST_TONE)
    if abs(power - 1.0) < 1e-3:
        return frame
    curve = np.rint(255.0 * np.linspace(0.0, 1.0, 256) ** power).astype(np.uint8)
    return cast(Picture, cv2.LUT(frame, curve))
