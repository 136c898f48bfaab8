"""Cuts hidden by motion: both pictures go the same way, too fast to see the change."""

import math
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, resize
from photoplay.engines.engine import Frame
from photoplay.engines.multiplane.arrival.window import Brightness, Shoot, Windowed
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.filming.easing import smootherstep

Place = tuple[float, float]
"""In shares of the frame's width and height."""
GROWTH = 0.5
"""Logarithm by which the nearer picture of a push grows until it gives way, or has grown before."""
BEYOND = 0.16
"""The same of the other, which is smaller than the frame meanwhile and shows mirrored beyond its edges."""
STRAY = 0.05
"""How far off its place the subject of that other may be at the change, for it to be where the nearer one's was."""
GATHERING = 4.0
"""Exponent with which the nearer picture of a push speeds up, or slows down."""
PUSH_SHUTTER, WHIP_SHUTTER = 0.07, 0.06
"""Seconds for which the shutter is open."""
LIVELY = 0.06
"""Logarithm of the growth during the shutter from which a push smears in full: the smear eases in."""
SMEAR_STEP = 0.0014
"""Largest distance between two samples of a smear towards a point, over the long side."""
FINE_PASSES = 3
"""Doublings of a smear from which nothing is left that is fine, and half as many pixels will do."""
TRAVEL = 2.0
"""How far a whip goes, in frames."""
DRAWN_OUT = 0.3
"""Pixels of a picture's edge for one beyond it, where a whip goes over: nothing is to be known twice."""
COARSE = 4
"""Factor by which a whip is sampled more coarsely along its way while its smear is long."""
LONG_SMEAR = 12.0
"""Pixels from which a smear is long."""
STREAKS = 2.0
"""Exponent under which a whip averages, so that lights draw lines."""
_LIGHT = ((np.arange(256) / 255.0) ** STREAKS).astype(np.float32)


@dataclass(frozen=True)
class Push(Windowed):
    """Towards the first's subject, and out of the same motion into the second."""

    view: View
    towards: Place
    """The subject of the first."""
    out_of: Place
    """The subject of the second: at the change it is where the first's is."""
    inward: bool
    """Whether things come nearer instead of going away."""
    brightness: Brightness

    def between(self, time: float, before: Shoot, after: Shoot) -> Frame:
        """See `Windowed`."""
        window = self.window
        growth, speed = self._growth(time)
        if time < window.at:
            frame, place, meeting = before(), self.towards, window.leaving(time)
        else:
            frame, place, meeting = after(), self.out_of, 1.0 - window.coming(time)
        return self.brightness.eased(self._grown(frame, place, self._held(growth), growth, speed), meeting)

    def _growth(self, time: float) -> tuple[float, float]:
        """Return how much the picture that shows has grown, as a logarithm, and how fast it does, per second."""
        first, second = self.window.at - self.window.start, self.window.end - self.window.at
        fastest = GATHERING * GROWTH / (first if self.inward else second)
        leaves = bool(time < self.window.at)
        reach, lasts = (GROWTH if leaves is self.inward else BEYOND), (first if leaves else second)
        power = fastest * lasts / reach
        share = self.window.leaving(time) if leaves else 1.0 - self.window.coming(time)
        sign = 1.0 if leaves is self.inward else -1.0
        return sign * reach * share**power, fastest * share ** (power - 1.0)

    def _held(self, growth: float) -> Place:
        """Return where in the frame the subject is: at the change where the other's is, as far as there is room."""
        near, far = (self.towards, self.out_of) if self.inward else (self.out_of, self.towards)
        most = math.exp(GROWTH)
        met = [
            min(max(its, 1.0 - (1.0 - own) * most), own * most) for own, its in zip(near, far, strict=True)
        ]
        if growth > 0.0:
            own, goal, share = near, met, (math.exp(growth) - 1.0) / (most - 1.0)
        else:
            own, share = far, -growth / BEYOND
            goal = [its + min(max(place - its, -STRAY), STRAY) for its, place in zip(far, met, strict=True)]
        return own[0] + share * (goal[0] - own[0]), own[1] + share * (goal[1] - own[1])

    def _grown(self, frame: Picture, place: Place, held: Place, growth: float, speed: float) -> Frame:
        smear = speed * PUSH_SHUTTER
        smear *= min(1.0, smear / LIVELY)
        passes = math.ceil(math.log2(1.0 + 0.6 * smear / SMEAR_STEP))
        size, how = (self.view.width, self.view.height), cv2.INTER_LINEAR if passes > 1 else cv2.INTER_CUBIC
        if passes > FINE_PASSES:
            frame, passes = resize(frame, (size[0] // 2, size[1] // 2)), passes - 1
        rows, columns = frame.shape[:2]
        source, centre = ((x * columns - 0.5, y * rows - 0.5) for x, y in (place, held))
        grown = _scaled(frame, math.exp(growth - 0.5 * smear), centre, source, how)
        for doubling in range(passes):
            factor = math.exp(smear * 2**doubling / (2**passes - 1))
            further = _scaled(grown, factor, centre, centre, cv2.INTER_LINEAR)
            grown = cast(Picture, cv2.addWeighted(grown, 0.5, further, 0.5, 0.0))
        return grown if grown.shape[1::-1] == size else resize(grown, size, cv2.INTER_LINEAR)


def _scaled(frame: Picture, scale: float, centre: Place, source: Place, how: int) -> Picture:
    """Return `frame` scaled, with what is at `source` at `centre`, both in pixels; mirrored beyond its edges."""
    shift = [[place - middle / scale] for place, middle in zip(source, centre, strict=True)]
    matrix = np.hstack([np.eye(2) / scale, np.array(shift)])
    size, flags = (frame.shape[1], frame.shape[0]), how | cv2.WARP_INVERSE_MAP
    return cast(Picture, cv2.warpAffine(frame, matrix, size, flags=flags, borderMode=cv2.BORDER_REFLECT))


@dataclass(frozen=True)
class Whip(Windowed):
    """A pan too fast to see, over from the one picture to the other beside it, above it or below it."""

    view: View
    upright: bool
    """Whether it goes up or down instead of left or right."""
    forward: bool
    """Whether it goes right or down."""
    brightness: Brightness

    def between(self, time: float, before: Shoot, after: Shoot) -> Frame:
        """See `Windowed`."""
        window = self.window
        size = self.view.height if self.upright else self.view.width
        way, smear = TRAVEL * size * self._share(time), TRAVEL * size * self._smear(time)
        reach = math.ceil(smear / 2) + COARSE
        long = size + 2 * reach
        seam = min(max(round((TRAVEL + 1.0) / 2 * size - way) + reach, 0), long)
        parts = []
        if seam > 0:
            first = self._turned(self.brightness.eased(before(), window.leaving(time)))
            parts.append(self._strip(first, way - reach, seam))
        if seam < long:
            second = self._turned(self.brightness.eased(after(), 1.0 - window.coming(time)))
            parts.append(self._strip(second, way - reach + seam - TRAVEL * size, long - seam))
        whole = np.concatenate(parts, axis=0 if self.upright else 1)
        return self._turned(self._smeared(whole, smear, reach))

    def _share(self, time: float) -> float:
        return float(smootherstep(np.asarray(self.window.share(time))))

    def _smear(self, time: float) -> float:
        """Return how much of its way the picture goes while the shutter is open."""
        return self._share(time + WHIP_SHUTTER / 2) - self._share(time - WHIP_SHUTTER / 2)

    def _turned(self, frame: Picture) -> Picture:
        """Return a frame mirrored where the way is to the left or up: else it is to the right or down."""
        return frame if self.forward else cast(Picture, cv2.flip(frame, 0 if self.upright else 1))

    def _strip(self, frame: Picture, start: float, length: int) -> Picture:
        """Return what lies from `start` pixels on along the way; beyond the frame its edge, mirrored and drawn out."""
        size = frame.shape[0 if self.upright else 1]
        first, last = (min(max(math.ceil(edge - start), 0), length) for edge in (0, size))
        parts = [
            self._stretched(frame, -DRAWN_OUT * start, -DRAWN_OUT, first),
            self._stretched(frame, start + first, 1.0, last - first),
            self._stretched(
                frame, size - 1 - DRAWN_OUT * (start + last - size + 1), -DRAWN_OUT, length - last
            ),
        ]
        shown = [part for part in parts if part is not None]
        return np.concatenate(shown, axis=0 if self.upright else 1)

    def _stretched(self, frame: Picture, start: float, step: float, length: int) -> Picture | None:
        """Return `length` looks at a frame along the way, from `start` in steps of `step` pixels."""
        if length == 0:
            return None
        rows, columns = frame.shape[:2]
        along, across = [step, start], [1.0, 0.0]
        x, y = (across, along) if self.upright else (along, across)
        size = (columns, length) if self.upright else (length, rows)
        return _sampled(frame, x, y, size)

    def _smeared(self, whole: Picture, smear: float, reach: int) -> Frame:
        """Return the frame within `whole`, which reaches beyond it at either end of the way."""
        rows, columns = whole.shape[:2]
        coarse = COARSE if smear > LONG_SMEAR else 1
        small = (columns, rows // coarse) if self.upright else (columns // coarse, rows)
        light = cast(Floats, cv2.LUT(whole if coarse == 1 else resize(whole, small), _LIGHT))
        taps = 2 * round((smear / coarse - 1.0) / 2.0) + 1 if smear > coarse else 1
        blurred = cv2.blur(light, (1, taps) if self.upright else (taps, 1))
        shown = cv2.convertScaleAbs(cv2.sqrt(blurred), alpha=255.0)
        along, across = [1.0 / coarse, (reach + 0.5) / coarse - 0.5], [1.0, 0.0]
        x, y = (across, along) if self.upright else (along, across)
        return _sampled(cast(Picture, shown), x, y, (self.view.width, self.view.height))


def _sampled(picture: Picture, x: list[float], y: list[float], size: tuple[int, int]) -> Picture:
    """Return `picture` sampled in steps from a start, both in pixels, along either axis; mirrored beyond its edges."""
    matrix = np.array([[x[0], 0.0, x[1]], [0.0, y[0], y[1]]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cast(Picture, cv2.warpAffine(picture, matrix, size, flags=flags, borderMode=cv2.BORDER_REFLECT))
