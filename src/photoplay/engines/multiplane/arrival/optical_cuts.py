"""Cuts hidden by the lens or by light."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, resize
from photoplay.director.vocabulary.kinds import Easing
from photoplay.engines.engine import Frame
from photoplay.engines.multiplane.arrival.window import Shoot, Windowed
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.filming.easing import progress, smootherstep
from photoplay.engines.multiplane.filming.lens import HIGHLIGHT, disc_kernel

SOFTEST = 0.07
"""Radius of the blur at the change of a focus pull, over the long side."""
SOFT = 0.16
"""Share of a focus pull, about its middle, in which the pictures are soft enough to change."""
LEAST_DISC = 3.0
"""Radius in pixels of the least blur; smaller ones are mixed of it and the sharp picture."""
_LIGHT = ((np.arange(256) / 255.0) ** HIGHLIGHT).astype(np.float32)
CORE, HALO = 0.26, 0.5
"""Widths of the light's white core and of its glow, in frames."""
DEPTH = 9.0, 1.4
"""How bright the core and the glow are, in units that nearly whiten the film."""
WARMTH = np.array([[1.0, 0.75, 0.45], [1.0, 0.45, 0.12]], np.float32)
"""How red, green and blue the core and the glow are."""
WAVY = 0.1
"""How far the light's edge strays from a line, in frames."""
BEYOND = 0.8
"""How far outside of the frame the light begins and ends, in frames."""
APPEARS = 0.2
"""Share of its way in which the light appears, and in which it is gone again."""
LIGHT_SCALE = 16
"""Pixels of the frame for one of the light."""


@dataclass(frozen=True)
class Straight:
    """From one picture to the other at once."""

    at: float

    @property
    def span(self) -> tuple[float, float]:
        """See `Cut`."""
        return self.at, self.at

    def frame(self, time: float, before: Shoot, after: Shoot) -> Frame:
        """See `Cut`."""
        return before() if time < self.at else after()


@dataclass(frozen=True)
class Dissolve(Windowed):
    """One picture shows through the other."""

    def between(self, time: float, before: Shoot, after: Shoot) -> Frame:
        """See `Windowed`."""
        window = self.window
        share = float(smootherstep(np.asarray(window.share(time))))
        return cast(Frame, cv2.addWeighted(before(), 1.0 - share, after(), share, 0.0))


@dataclass(frozen=True)
class FocusPull(Windowed):
    """Out of focus, and into focus again on the other picture."""

    view: View

    def between(self, time: float, before: Shoot, after: Shoot) -> Frame:
        """See `Windowed`."""
        window = self.window
        share = window.share(time)
        softness = 1.0 - abs(2.0 * share - 1.0)
        radius = SOFTEST * self.view.focal * float(smootherstep(np.asarray(softness / (1.0 - SOFT))))
        mix = float(smootherstep(np.asarray((share - 0.5) / SOFT + 0.5)))
        parts = [(1.0 - mix, before)] if mix < 1.0 else []
        parts += [(mix, after)] if mix > 0.0 else []
        return _defocused([(weight, shoot()) for weight, shoot in parts], radius)


def _defocused(parts: list[tuple[float, Picture]], radius: float) -> Frame:
    """Return the mean of pictures by weight as a lens sees it that spreads points to discs of `radius` pixels."""
    rows, columns = parts[0][1].shape[:2]
    made = max(radius, LEAST_DISC)
    shrink = 2 ** min(max(round(0.5 * math.log2(made)), 1), 3)
    size = (columns // shrink, rows // shrink)
    light = np.zeros((size[1], size[0], 3), np.float32)
    for weight, picture in parts:
        light += weight * _light(picture, size)
    spread = cv2.filter2D(light, -1, disc_kernel(made / shrink), borderType=cv2.BORDER_REPLICATE)
    shown = cv2.convertScaleAbs(cv2.pow(np.maximum(spread, 0.0), 1.0 / HIGHLIGHT), alpha=255.0)
    soft = resize(cast(Picture, shown), (columns, rows), cv2.INTER_CUBIC)
    if radius >= LEAST_DISC or len(parts) > 1:
        return soft
    share = float(smootherstep(np.asarray(radius / LEAST_DISC)))
    return cast(Frame, cv2.addWeighted(parts[0][1], 1.0 - share, soft, share, 0.0))


def _light(picture: Picture, size: tuple[int, int]) -> Floats:
    """Return the light of a picture at `size`, a half of its own or less."""
    half = resize(picture, (picture.shape[1] // 2, picture.shape[0] // 2))
    light = cast(Floats, cv2.LUT(half, _LIGHT))
    return light if light.shape[1::-1] == size else resize(light, size)


@dataclass(frozen=True)
class LightSweep(Windowed):
    """A warm light, as it leaks into a camera, sweeps over the frame; behind its white core is the other picture."""

    view: View
    heading: tuple[float, float]
    """The way it goes, right and down, of length 1."""
    seed: int

    def between(self, time: float, before: Shoot, after: Shoot) -> Frame:
        """See `Windowed`."""
        window = self.window
        share = float(progress(np.asarray(window.share(time)), Easing.EASE_IN_OUT))
        ahead = self._along + BEYOND - share * (1.0 + 2.0 * BEYOND)
        size = (self.view.width, self.view.height)
        passed = resize(np.asarray(ahead < 0.0, np.uint8), size, cv2.INTER_NEAREST)
        frame = after() if passed.all() else before()
        if passed.any() and not passed.all():
            frame = frame.copy()
            cv2.copyTo(after(), passed, frame)
        lit = float(smootherstep(np.asarray(min(share, 1.0 - share) / APPEARS)))
        strength = lit * np.stack([np.exp(-((ahead / width) ** 2)) for width in (CORE, HALO)], axis=-1)
        clear = np.exp(-(strength * np.array(DEPTH, np.float32)) @ WARMTH)
        kept = cast(Picture, cv2.convertScaleAbs(resize(clear, size, cv2.INTER_CUBIC), alpha=255.0))
        dimmed = cv2.multiply(cv2.bitwise_not(frame), kept, scale=1.0 / 255.0)
        return cast(Frame, cv2.bitwise_not(dimmed))

    @cached_property
    def _along(self) -> Floats:
        """How far along the way each place is, 0 to 1 within the frame; what it is compared with is wavy."""
        view = self.view
        size = (math.ceil(view.width / LIGHT_SCALE), math.ceil(view.height / LIGHT_SCALE))
        x, y = np.meshgrid(*(np.linspace(-0.5, 0.5, count, dtype=np.float32) for count in size))
        across, down = self.heading
        straight = (x * across * size[0] + y * down * size[1]) / (abs(across) * size[0] + abs(down) * size[1])
        draw = np.random.default_rng(self.seed)
        coarse = draw.uniform(-1.0, 1.0, (4, 4)).astype(np.float32)
        return np.asarray(straight + 0.5 + WAVY * resize(coarse, size, cv2.INTER_CUBIC), np.float32)
