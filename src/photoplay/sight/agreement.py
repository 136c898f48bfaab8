"""How surely two pictures show the same at places that a motion says are one."""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, Picture, box, floats, resize, soften
from photoplay.sight.flows import Flows, followed, places

REACH = 4
"""Pixels each way over which two pictures are compared."""
NOISE = 3.0
"""Deviation, in steps of 255, below which there is nothing to compare."""
SIZES = (1, 2, 4)
"""Pixels per pixel at which they are compared from near and from afar."""
TEXTURE = 5.0
"""Deviation, in steps of 255, from which there is something to recognise."""
ALIKE = (0.55, 0.85)
"""Correlations from which places may be the same, and surely are."""
COLOURS = 26.0
"""Mean difference of colour, in steps of 255, that leaves a third of the trust."""
APART = (1.0, 0.04)
"""Pixels, and the share of the motion, by which the way there and back may miss and leave a third of the trust."""
TORN = (0.3, 0.7)
"""Changes of a motion, in pixels per pixel, beyond those around, up to which it is one of things, and from which it is
none."""
GROWN = (2.0, 3.0)
"""Changes of a motion over more than one thing up to which, and from which, likewise."""
AROUND = 12
"""Pixels each way that are around a place."""
COMPANY = 7
"""Pixels each way over which sure places have company."""
ALONE = (0.15, 0.4)
"""Mean sureness around a place up to which it agrees by chance, and from which it does not."""
SAMPLES = 20_000
"""Places of which a light is fitted."""
GAINS = (0.3, 3.0)
"""Most that contrast changes with the light."""
OUTLIER = 8.0
"""Difference, in steps of 255, from which a place says half as much of the light."""


@dataclass(frozen=True)
class Tones:
    """How the colours of one picture become another's: a gain and an offset for each channel."""

    gain: Floats
    offset: Floats

    @classmethod
    def same(cls) -> Self:
        """No change."""
        return cls(floats(1, 1, 1), floats(0, 0, 0))

    @classmethod
    def between(cls, here: Floats, brought: Floats, sure: Floats) -> Self:
        """Fit the tones from `here` to `brought` where they are one, by least squares that forget outliers."""
        known = np.flatnonzero(sure.ravel() > 0.5)
        if len(known) < 100:
            return cls.same()
        known = known[:: max(len(known) // SAMPLES, 1)]
        before, after = here.reshape(-1, 3)[known], brought.reshape(-1, 3)[known]
        fits = [_line(before[:, channel], after[:, channel]) for channel in range(3)]
        return cls(floats(*(gain for gain, _ in fits)), floats(*(offset for _, offset in fits)))

    def inverse(self) -> Self:
        """Return the way from the other picture's colours to these."""
        return type(self)(
            np.asarray(1 / self.gain, np.float32), np.asarray(-self.offset / self.gain, np.float32)
        )

    def applied(self, picture: Floats) -> Floats:
        """Return `picture` in the other's tones."""
        return np.asarray(picture * self.gain + self.offset, np.float32)


def _line(before: Floats, after: Floats) -> tuple[float, float]:
    weight = np.ones_like(before)
    gain, offset = 1.0, 0.0
    for _ in range(5):
        total = weight.sum()
        one, other = (weight @ before) / total, (weight @ after) / total
        spread = weight @ (before - one) ** 2 + NOISE**2 * total
        gain = float(
            np.clip(1 + (weight @ ((before - one) * (after - before - other + one))) / spread, *GAINS)
        )
        offset = float(other - gain * one)
        weight = np.asarray(1 / (1 + ((after - gain * before - offset) / OUTLIER) ** 2), np.float32)
    return gain, offset


@dataclass(frozen=True)
class Surroundings:
    """A picture's brightness, and how much goes on around each place, at one size."""

    grey: Floats
    mean: Floats
    variance: Floats

    @classmethod
    def of(cls, grey: Floats) -> Self:
        """Measure them in `grey`, shape (rows, columns), 0 to 255."""
        mean = box(grey, REACH)
        return cls(grey, mean, np.maximum(box(grey * grey, REACH) - mean * mean, np.float32(0)))

    def likeness(self, other: Self) -> Floats:
        """Return the correlation of the two around each place, -1 to 1; 1 where both are plain."""
        shared = box(self.grey * other.grey, REACH) - self.mean * other.mean
        floor = NOISE**2
        size = np.sqrt((self.variance + floor) * (other.variance + floor))
        return np.asarray((shared + floor) / size, np.float32)


@dataclass(frozen=True)
class Comparison:
    """Two pictures of one size, ready to be compared after any motion."""

    first: Picture
    second: Picture
    around: tuple[Surroundings, ...]
    """Of the first, at each of `SIZES`."""

    @classmethod
    def of(cls, first: Picture, second: Picture) -> Self:
        """Make them ready."""
        grey = _grey(first)
        return cls(first, second, tuple(Surroundings.of(_smaller(grey, size)) for size in SIZES))

    def light(self, said: list[Flows]) -> Tones:
        """Return the light of the second picture against the first's, where the best of several motions is sure."""
        trust = [self.sure(flows.there, flows.back, None) for flows in said]
        sure, best = max(zip(trust, said, strict=True), key=lambda both: float(both[0].mean()))
        return Tones.between(self.first.astype(np.float32), self._brought(best.there), sure)

    def sure(self, flow: Floats, back: Floats, tones: Tones | None) -> Floats:
        """Return how sure a motion is, 0 to 1: both ways fit, nothing tears, and the pictures agree."""
        brought = self._brought(flow)
        alike = self.around[0].likeness(Surroundings.of(_grey(brought)))
        sure = ramp(alike, *ALIKE) * consistency(flow, back) * wholeness(flow)
        sure = np.asarray(sure * self._coloured_alike(brought, tones), np.float32)
        return sure * ramp(box(sure, COMPANY), *ALONE)

    def score(self, flow: Floats, back: Floats, tones: Tones) -> Floats:
        """Return how well a motion does, 0 to 1, from near and from afar, where no place need be sure."""
        brought = self._brought(flow)
        grey = _grey(brought)
        shape = grey.shape
        alike = np.zeros(shape, np.float32)
        for size, around in zip(SIZES, self.around, strict=True):
            seen = np.maximum(around.likeness(Surroundings.of(_smaller(grey, size))), 0)
            alike += resize(seen, (shape[1], shape[0]), cv2.INTER_LINEAR) / np.float32(len(SIZES))
        fits = 0.5 + 0.5 * consistency(flow, back)
        return np.asarray(
            alike * self._coloured_alike(brought, tones) * fits * (0.3 + 0.7 * wholeness(flow)), np.float32
        )

    def told(self) -> Floats:
        """Return how much there is at each place that can tell a motion, 0 to 1: nothing where all is plain."""
        variance = self.around[0].variance
        return np.asarray(variance / (variance + TEXTURE**2), np.float32)

    def common(self, sure: Floats) -> float:
        """Return how much of what has texture is sure, 0 to 1."""
        texture = self.around[0].variance > TEXTURE**2
        return float(sure[texture].mean()) if texture.any() else float(sure.mean())

    def _brought(self, flow: Floats) -> Floats:
        return followed(self.second.astype(np.float32), flow)

    def _coloured_alike(self, brought: Floats, tones: Tones | None) -> Floats:
        """Return how alike the colours around each place are in the same light, 0 to 1."""
        if tones is None:
            return np.ones(brought.shape[:2], np.float32)
        difference = box(
            np.asarray(brought - tones.applied(self.first.astype(np.float32)), np.float32), REACH
        )
        return np.asarray(np.exp(-(_length(difference) ** 2) / (3 * COLOURS**2)), np.float32)


def _length(field: Floats) -> Floats:
    return np.asarray(np.sqrt(np.einsum("ijk,ijk->ij", field, field)), np.float32)


def _grey(colours: Picture | Floats) -> Floats:
    return np.asarray(cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY), np.float32)


def _smaller(grey: Floats, size: int) -> Floats:
    rows, columns = grey.shape
    return grey if size == 1 else resize(grey, (max(columns // size, 1), max(rows // size, 1)))


def ramp(values: Floats, low: float, high: float) -> Floats:
    """Return 0 up to `low`, 1 from `high`, and what is between."""
    return np.asarray(np.clip((values - low) / (high - low), 0, 1), np.float32)


def consistency(flow: Floats, back: Floats) -> Floats:
    """Return how nearly the way back leads to where the way there began, 0 to 1; 0 where it leaves the frame."""
    miss = _length(np.asarray(flow + followed(back, flow), np.float32))
    allowed = APART[0] + APART[1] * _length(flow)
    return np.asarray(np.exp(-((miss / allowed) ** 2)) * inside(flow), np.float32)


def inside(flow: Floats) -> NDArray[np.bool_]:
    """Return whether each place stays in the frame."""
    rows, columns = flow.shape[:2]
    place = places(flow.shape) + flow
    within = (place >= -0.5) & (place <= floats(columns - 0.5, rows - 0.5))
    return np.asarray(within[..., 0] & within[..., 1], np.bool_)


def wholeness(flow: Floats) -> Floats:
    """Return 0 where a motion tears what it moves, 1 where it turns or stretches all around alike."""
    smooth = soften(flow, 2.0)
    slopes = np.dstack([np.gradient(smooth, axis=1), np.gradient(smooth, axis=0)])
    around = box(slopes, AROUND)
    torn, grown = _length(np.asarray(slopes - around, np.float32)), _length(around)
    return np.asarray((1 - ramp(torn, *TORN)) * (1 - ramp(grown, *GROWN)), np.float32)
