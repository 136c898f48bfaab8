"""Stars that twinkle: bright points in a dark, even sky, each for itself, those near the skyline more."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, Mask, Picture, disc, resize, soften
from photoplay.director.honesty import Played
from photoplay.director.plan import Effect
from photoplay.director.vocabulary.kinds import EffectKind
from photoplay.engines.multiplane.filming.seen import Seen
from photoplay.engines.multiplane.playing.exposure import LUMA, at_nodes, smoothstep, sparkle
from photoplay.engines.multiplane.playing.light.nights import night_sky
from photoplay.engines.multiplane.playing.light.sources import as_colour
from photoplay.engines.multiplane.playing.performance import Performance, Player
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing

POINT = 1.0 / 1280.0
"""Deviation of a star's image, in long sides of the frame."""
STANDS_OUT, OF_NOISE = 0.05, 6.0
"""How much brighter than its surroundings a star is at least: 0 to 1, and in deviations of the sky's noise."""
LONELY = 0.5
"""How bright the brightest beside a star may be, over the star: along a line, or an edge, something is as bright."""
BESIDE = 3.0, 6.0
"""Where that is looked for: deviations from a star's middle."""
APART = 0.012
"""How far from what is not sky stars are looked for, in long sides of the frame."""
LEAST_STARS = 12
REACH = 1.6
"""How far about a star its twinkling goes, in nodes."""
RATES = (0.7, 3.4)
"""Hertz between which stars twinkle."""
BRIGHTER, DARKER = 1.3, 0.75
"""How much more and less a star stands out at its brightest and darkest."""
ALOFT = 0.45
"""How much stars at the top of the picture twinkle, over those at its foot, which are seen through more air."""


def stars(_cue: Effect, setting: Setting, timing: Timing) -> Performance | None:
    """Stars twinkle; they keep their places."""
    sky = night_sky(setting)
    points = np.zeros((0, 2), np.int64) if sky is None else _points(setting, sky)
    if len(points) < LEAST_STARS:
        return None
    labels, near = _nearest(setting, points)
    chance = setting.chance(36)
    count = len(points) + 1
    rates = 2.0 * np.pi * chance.uniform(*RATES, (2, count))
    phases = chance.uniform(0.0, 2.0 * np.pi, (2, count))
    high = np.linspace(ALOFT, 1.0, len(near), dtype=np.float32)[:, None]
    return Performance(light=(_Twinkling(labels, near * high, rates, phases, setting, timing),))


PLAYERS: dict[Played, Player] = {EffectKind.STARS: stars}
"""Who plays what."""


def _points(setting: Setting, sky: Floats) -> NDArray[np.int64]:
    """Return the pixels that are stars' middles, rows and columns, shape (n, 2)."""
    unit = setting.view.focal * POINT
    bright = setting.scene.picture.astype(np.float32) @ (LUMA / np.float32(255.0))
    fine = soften(np.asarray(bright, np.float32), 0.8 * unit)
    out = np.asarray(fine - cv2.morphologyEx(fine, cv2.MORPH_OPEN, disc(4.0 * unit)), np.float32)
    within = cv2.erode((sky > 0.8).astype(np.uint8), disc(APART * max(sky.shape)), borderValue=1)
    inside = np.asarray(resize(within, fine.shape[::-1], cv2.INTER_NEAREST), bool)
    if not inside.any():
        return np.zeros((0, 2), np.int64)
    noise = 1.48 * float(np.median(np.abs(out[inside] - np.median(out[inside]))))
    least = max(STANDS_OUT, OF_NOISE * noise)
    ring, inner = (disc(each * unit) for each in reversed(BESIDE))
    rim = (len(ring) - len(inner)) // 2
    ring[rim : rim + len(inner), rim : rim + len(inner)] -= inner
    beside = cv2.dilate(out, ring)
    peaks = inside & (out > least) & (fine >= cv2.dilate(fine, disc(2.0 * unit))) & (beside < LONELY * out)
    return np.argwhere(peaks)


def _nearest(setting: Setting, points: NDArray[np.int64]) -> tuple[NDArray[np.int32], Floats]:
    """Return the star next to each node of the frame, counted from 1, and how much it is about it, 0 to 1."""
    spacing = setting.canvas.spacing
    places = (points / spacing).astype(int)
    free: Mask = np.ones(setting.canvas.size[::-1], np.uint8)
    rows, columns = np.minimum(places, np.array(free.shape) - 1).T
    free[rows, columns] = 0
    away, nearest = cv2.distanceTransformWithLabels(free, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    return np.asarray(nearest, np.int32), 1.0 - smoothstep(np.asarray(away, np.float32), REACH, REACH + 1.0)


@dataclass(frozen=True)
class _Twinkling:
    labels: NDArray[np.int32]
    """The star next to each node of the frame."""
    near: Floats
    """How much of its twinkling each node shows."""
    rates: NDArray[np.floating[Any]]
    """Of two sines a star, in radians per second."""
    phases: NDArray[np.floating[Any]]
    setting: Setting
    timing: Timing

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        presence = self.timing.presence(time)
        if presence == 0.0:
            return
        first, second = np.sin(self.rates * self.timing.clock(time) + self.phases)
        wavers = (0.55 * first + 0.45 * second).astype(np.float32)
        field = self.setting.canvas.relief(wavers[self.labels] * self.near)
        share = presence * self.timing.strength * field.sample(seen.source)
        small = at_nodes(frame, seen.grid)
        gain = np.clip(np.where(share > 0.0, BRIGHTER, DARKER) * share, -0.9, 2.0)
        sparkle(frame, seen.grid, soften(small, 1.5), as_colour(gain, (1.0, 1.0, 1.0)))
