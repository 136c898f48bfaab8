"""Bright spots that twinkle, each for itself, and light that plays over a blurred background."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, Picture, disc, floats, resize, soften
from photoplay.director.plan import Light
from photoplay.engines.multiplane.filming.seen import Seen
from photoplay.engines.multiplane.filming.warp import Relief
from photoplay.engines.multiplane.playing.exposure import at_nodes, expose, luma, smoothstep, sparkle
from photoplay.engines.multiplane.playing.light.sources import as_colour, spots, subject_of
from photoplay.engines.multiplane.playing.performance import Performance
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing
from photoplay.sight.guided import guided

TWINKLING = (0.5, 3.0)
"""Hertz between which glints twinkle."""
BRIGHTER, DARKER = 1.1, 0.75
"""How much more and less a glint stands out at its brightest and darkest."""
LEAST_GLINTS = 0.0008
"""Share of the picture below which there is nothing to twinkle."""
CLEAR = 0.015
"""How far from the subject a background's glints are, in long sides of the frame: what is nearer is its edge."""
BACKGROUND = {"background", "bokeh", "backdrop"}
WATER = {"water", "sea", "ocean", "river", "lake", "stream", "waves", "pond", "surface", "ripples", "pool"}
GLITTER = 3.4
"""How much more a ripple stands out while it throws the light back."""
DAPPLED = 0.2
"""How much light that plays over a background wavers, as a share of it."""
DETAIL = 0.006, 0.014
"""How far, on average, a picture is from its blurred self where it is out of focus, and from where it is sharp."""
LEAST_BEHIND = 0.03
"""Share of the picture below which there is no background to play on."""
TAKEN, EVEN = 0.65, 4.0
"""How much less of it white takes than black, and over how many nodes that is evened out: dark things have no rims."""
PATCH = 0.16
"""Size of its patches, as a share of the frame's long side."""
PLAYING = (0.55, 0.38)
"""Hertz at which its two patterns come and go."""


def shimmer(cue: Light, setting: Setting, timing: Timing) -> Performance | None:
    """Bright spots (glints, lamps out of focus) twinkle, each for itself; light plays over a background without."""
    words, water = set(cue.subject.split()), setting.region(["still_water", "flowing_water"])
    if water is not None and words & WATER:
        return Performance(light=(_glitter(setting, timing, water),))
    subject, glints = subject_of(setting), spots(setting, 0.08)
    behind = np.ones_like(glints) if subject is None else 1.0 - subject
    if words & BACKGROUND:
        behind = behind * _out_of_focus(setting)
        glints = glints * cv2.erode(behind, disc(CLEAR * max(behind.shape)))
    if float((glints > 0.5).mean()) > LEAST_GLINTS:
        return Performance(light=(_twinkle(setting, timing, glints),))
    if words & BACKGROUND and float(behind.mean()) > LEAST_BEHIND:
        return Performance(light=(_Dapples(_dapples(setting, behind), timing),))
    return None


def _out_of_focus(setting: Setting) -> Floats:
    """Return where the photograph is blurred, 0 to 1, one value a node of the frame."""
    grey = np.asarray(cv2.cvtColor(setting.scene.picture, cv2.COLOR_RGB2GRAY), np.float32) / np.float32(255.0)
    fine = np.abs(grey - soften(grey, setting.view.focal / 640.0))
    detail = soften(resize(fine, setting.canvas.size), 0.012 * max(setting.canvas.size))
    blurred = np.asarray(1.0 - smoothstep(detail, *DETAIL), np.float32)
    for _ in range(2):
        blurred = guided(setting.guide, blurred, 9, 0.05**2)
    return smoothstep(blurred, 0.3, 0.7)


def _twinkle(setting: Setting, timing: Timing, glints: Floats) -> "_Twinkle":
    chance = setting.chance(33)
    count, labels = cv2.connectedComponents((glints > 0.3).astype(np.uint8))
    rates = 2.0 * np.pi * chance.uniform(*TWINKLING, (2, count))
    phases = chance.uniform(0.0, 2.0 * np.pi, (2, count))
    return _Twinkle(glints, np.asarray(labels, np.int32), rates, phases, setting, timing, glitters=False)


def _glitter(setting: Setting, timing: Timing, water: Floats) -> "_Twinkle":
    chance = setting.chance(35)
    labels = np.arange(1, water.size + 1, dtype=np.int32).reshape(water.shape)
    rates = 2.0 * np.pi * chance.uniform(*TWINKLING, (2, water.size + 1)).astype(np.float32)
    phases = chance.uniform(0.0, 2.0 * np.pi, (2, water.size + 1)).astype(np.float32)
    return _Twinkle(water, labels, rates, phases, setting, timing, glitters=True)


def _dapples(setting: Setting, behind: Floats) -> Relief:
    """Return the phases of two patterns, in radians, and where they are seen, shape (rows, columns, 3)."""
    chance = setting.chance(34)
    columns, rows = setting.canvas.size
    cells = (
        max(round(columns / max(rows, columns) / PATCH), 2),
        max(round(rows / max(rows, columns) / PATCH), 2),
    )
    phases = [
        resize(chance.uniform(0.0, 4.0, cells[::-1]).astype(np.float32), (columns, rows), cv2.INTER_CUBIC)
        for _ in PLAYING
    ]
    return setting.field(np.dstack([*phases, soften(np.asarray(behind, np.float32), 0.8)]))


@dataclass(frozen=True)
class _Twinkle:
    glints: Floats
    """How much each node of the frame is a glint, 0 to 1."""
    labels: NDArray[np.int32]
    """Which glint it belongs to; 0 for none."""
    rates: NDArray[np.floating[Any]]
    """Of two sines a glint, in radians per second."""
    phases: NDArray[np.floating[Any]]
    setting: Setting
    timing: Timing
    glitters: bool
    """Whether they flash up rarely, as ripples do, or come and go."""

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        presence = self.timing.presence(time)
        if presence == 0.0:
            return
        first, second = np.sin(self.rates * self.timing.clock(time) + self.phases)
        if self.glitters:
            wavers = GLITTER * np.maximum(first * second, 0.0) ** 2 - 0.2
        else:
            wavers = 0.6 * first + 0.6 * second * first
        wavers = wavers.astype(np.float32)
        wavers[0] = 0.0
        field = self.setting.canvas.relief(soften(wavers[self.labels] * self.glints, 0.8))
        share = presence * self.timing.strength * field.sample(seen.source)
        small = at_nodes(frame, seen.grid)
        around = soften(small, 0.04 * max(small.shape))
        gain = np.clip(np.where(share > 0.0, BRIGHTER, DARKER) * share, -0.9, GLITTER)
        sparkle(frame, seen.grid, around, as_colour(gain, (1.0, 1.0, 1.0)))


@dataclass(frozen=True)
class _Dapples:
    field: Relief
    timing: Timing

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        share = DAPPLED * self.timing.strength * self.timing.presence(time)
        if share == 0.0:
            return
        *phases, behind = np.moveaxis(self.field.sample(seen.source), -1, 0)
        clock = self.timing.clock(time)
        turns = [
            phase + floats(2.0 * np.pi * rate * clock) for phase, rate in zip(phases, PLAYING, strict=True)
        ]
        play = np.sin(turns[0]) * (0.6 + 0.4 * np.sin(turns[1])) + 0.4 * np.sin(turns[1])
        takes = behind * (1.0 - TAKEN * soften(luma(at_nodes(frame, seen.grid)), EVEN) ** 2)
        expose(frame, seen.grid, np.exp(as_colour(share * takes * (play - 0.2), (1.0, 1.0, 0.85))))
