"""Eyes that look elsewhere: iris and pupil move between the lids, the white is drawn along."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, floats, remap, resize
from photoplay.engines.multiplane.playing.faces.eyes import Eye
from photoplay.engines.multiplane.playing.swings import ramp

ASIDE, UPWARD, DOWNWARD = 0.24, 0.05, 0.12
"""How far an iris goes at most, in halves of the eye's width."""
ROOM, BEYOND = 0.4, 0.03
"""Share of the white beside an iris that may be hidden, and how far it may go under the corner besides."""
RIM = 1.12
"""Radius of what moves as one, over that of the iris."""
LEAST_WHITE = 0.15
"""How wide the white is that is drawn along at least, in halves of the eye's width; likewise the rest."""
EDGE = (-0.04, 0.06)
"""From where to where, below the edge of a lid, the eye comes to be seen."""
UNDER = 0.03
"""How far from the lids an eye moves freely."""
SHADE, SHADED = 0.3, 0.1
"""How dark the upper lid makes what comes out from under it, and how far down."""

FURRY = (0.92, 0.55)
"""Where an eye that shows no white rests, and up to where it goes along as one, in radii of its opening."""
COARSE = 40
"""Texels of half an eye's width that its movement is worked out on."""
PRESSED = 0.5
"""How dark the white gets in the corner that an iris goes to, by the share of it that is hidden."""


@dataclass(frozen=True)
class Gaze:
    """The iris of one eye as it looks elsewhere and back."""

    eye: Eye
    course: Callable[[float], Floats]
    """Where it looks at a time in seconds, shape (2,): to the right of the face and down, -1 to 1; 0 at rest."""
    order: int = 0

    def paint(self, window: Picture, time: float) -> None:
        """Move the iris, as `Stroke` has it."""
        look = self.course(time)
        if not look.any():
            return
        eye, near = self._coarse, self._near
        across, down = self._reach(look)
        along = self._along(across)
        from_x = np.float32(-across) * along
        there = eye.places(from_x, np.zeros_like(from_x))
        upper, lower = (remap(edge, there, cv2.BORDER_REPLICATE) for edge in (eye.upper, eye.lower))
        high = upper + np.float32(UNDER)
        from_y = (
            np.clip(eye.y - np.float32(down) * along, high, np.maximum(lower - np.float32(UNDER), high))
            - eye.y
        )
        shade = np.exp((eye.upper - eye.y) / np.float32(SHADED)) * ramp(np.hypot(from_x, from_y), 0.0, 0.12)
        light = (1.0 - np.float32(SHADE) * np.minimum(shade, 1.0)) * self._dimmed(across)
        self._lay(window[near.part(self.eye)], eye.places(from_x, from_y) - eye.texels, light)

    def _lay(self, window: Picture, shift: Floats, light: Floats) -> None:
        """Lay over the window what is so far away, and so light, at each of the coarse texels."""
        rows, columns = window.shape[:2]
        size, coarse = (columns, rows), shift.shape
        step = floats(columns / coarse[1], rows / coarse[0])
        there = resize(shift * step, size, cv2.INTER_LINEAR) + self._near.texels
        moved = remap(np.ascontiguousarray(window), there, cv2.BORDER_REPLICATE)
        kept = resize(np.rint(light * np.float32(255.0)).astype(np.uint8), size, cv2.INTER_LINEAR)
        gain = cv2.merge((kept, kept, kept, np.full_like(kept, 255)))
        lit = cv2.multiply(moved, gain, scale=1.0 / 255.0)
        seen, hidden = self._seen
        window[:] = cv2.blendLinear(lit, np.ascontiguousarray(window), seen, hidden)

    @cached_property
    def _near(self) -> Eye:
        """The eye in a window of what it shows, and of what may come to be seen there."""
        shown = _seen(self.eye) > 0.0
        return self.eye.cropped(shown, math.ceil(ASIDE * self.eye.half) + 2) if shown.any() else self.eye

    @cached_property
    def _coarse(self) -> Eye:
        """The same on fewer texels: what moves, moves smoothly."""
        return self._near.coarser(max(self._near.half / COARSE, 1.0))

    @cached_property
    def _seen(self) -> tuple[Floats, Floats]:
        """How much of each texel is of the open eye, and is not, 0 to 1."""
        seen = _seen(self._near)
        return seen, np.asarray(1.0 - seen, np.float32)

    def _reach(self, look: Floats) -> tuple[float, float]:
        """Return how far the iris goes for a `look`, in halves of the eye's width."""
        x, _, radius = self.eye.iris
        white = max((1.0 - x if look[0] > 0 else 1.0 + x) - radius, 0.0)
        across = float(look[0]) * min(ASIDE, ROOM * white + BEYOND)
        return across, float(look[1]) * (DOWNWARD if look[1] > 0 else UPWARD)

    def _dimmed(self, across: float) -> Floats:
        """Return how much light the white has left that is pressed into a corner, 0 to 1."""
        if not self.eye.skin.bare:
            return np.ones_like(self._coarse.x)
        x, _, radius = self.eye.iris
        side = 1.0 if across > 0 else -1.0
        white = max(1.0 - side * x - radius, LEAST_WHITE)
        beyond = ramp(
            (self._coarse.x - np.float32(x + across)) * np.float32(side), 0.95 * radius, 1.2 * radius
        )
        return 1.0 - np.float32(PRESSED * abs(across) / white) * beyond

    def _along(self, across: float) -> Floats:
        """Return how far each texel goes along with an iris that goes `across`: 1 within it, 0 where the eye ends."""
        if not self.eye.skin.bare:
            return ramp(self._coarse.away, *FURRY)
        x, _, radius = self.eye.iris
        away = self._coarse.x - np.float32(x + across)
        along = np.empty_like(away)
        for side, rightward in ((1.0, away > 0), (-1.0, away <= 0)):
            rim = RIM * radius
            corner = max(1.0 - side * (x + across), rim + LEAST_WHITE)
            along[rightward] = ramp(np.abs(away[rightward]), corner, rim)
        return along


def _seen(eye: Eye) -> Floats:
    """Return how much of each texel is of the open eye, 0 to 1."""
    inside = np.minimum(eye.y - eye.upper, eye.lower - eye.y)
    return ramp(inside, *EDGE) * ramp(eye.height, 0.04, 0.16)
