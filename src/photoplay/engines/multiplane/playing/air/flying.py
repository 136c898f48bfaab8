"""What flies in the air, as it is seen: lit by the photograph, in and out of focus, hidden by what is nearer."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, Self

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, floats, remap, soften
from photoplay.engines.multiplane.filming.seen import Seen
from photoplay.engines.multiplane.filming.warp import Relief
from photoplay.engines.multiplane.playing.air.flights import LEAST_AHEAD, Flight, Flown, projected
from photoplay.engines.multiplane.playing.air.splats import Distance, Plate, Splats, oval
from photoplay.engines.multiplane.playing.exposure import luma
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing

MOST = 1.6
"""Most things there may be, as a multiple of the usual."""
JOINING = 0.15
"""Share of them that are coming or going while their number changes."""
FRAME_TIME = 1.0 / 30.0
"""Seconds from frame to frame for which streaks are drawn."""
SURROUNDINGS = 0.035
"""Deviation within which things are lit by what is around them, as a share of the frame's long side."""
ENERGY = 1.3
"""How much fainter a thing out of focus is: as its radius grows, to the power of minus this."""
FAINTEST = 0.004
"""What is fainter is not drawn."""


@dataclass(frozen=True)
class Surroundings:
    """The light around a place."""

    field: Relief
    """Colours of the photograph, softened: shape (rows, columns, 3), sRGB 0 to 1, in place of depth."""
    key: float
    """How bright the photograph's bright parts are, 0 to 1."""

    @classmethod
    def of(cls, setting: Setting) -> Self:
        """Return the light of the photograph."""
        guide = setting.guide
        key = float(np.percentile(luma(guide), 92))
        return cls(setting.canvas.relief(soften(guide, SURROUNDINGS * max(guide.shape))), key)

    def at(self, seen: Seen, points: Floats) -> Floats:
        """Return the colours around `points` of the frame, shape (n, 2): shape (n, 3)."""
        first = floats(seen.grid.xs[0], seen.grid.ys[0])
        nodes = ((points - first) / floats(seen.grid.spacing))[None].astype(np.float32)
        source = remap(seen.layers[0].source, nodes, cv2.BORDER_REPLICATE)
        return np.asarray(self.field.sample(source)[0], np.float32)


@dataclass(frozen=True)
class Crowd:
    """How many of all things are there."""

    timing: Timing

    def shown(self, time: float, count: int) -> Floats:
        """Return how much of each of `count` things there is, shape (count,), 0 to 1: one after the other joins."""
        strength = self.timing.strength
        usual = strength if strength < 1.0 else MOST - (MOST - 1.0) / strength
        level = usual / MOST * self.timing.presence(time) * (1.0 + JOINING)
        ranks = (np.arange(count) + 0.5) / count
        return np.clip((level - ranks) / JOINING, 0.0, 1.0).astype(np.float32)


@dataclass(frozen=True)
class Sight:
    """Things as they are seen in one frame."""

    seen: Seen
    points: Floats
    """Where in the frame, shape (n, 2)."""
    ahead: Floats
    """How far before the camera, shape (n,)."""
    flown: Flown
    presence: Floats
    """How much of each there is, shape (n,), 0 to 1."""
    chances: Floats
    """Shape (n, 6), 0 to 1: what makes each thing differ from the others."""
    around: Floats
    """The light around each, shape (n, 3)."""
    clock: float

    @cached_property
    def openness(self) -> Floats:
        """How much of each is not hidden by what is nearer, shape (n,), 0 to 1."""
        return self.seen.openness(self.points, (1.0 / self.flown.places[:, 2]).astype(np.float32))

    def way(self, seconds: float) -> Floats:
        """Return how far they come in `seconds`, in pixels, shape (n, 2)."""
        before = self.flown.places - self.flown.speeds * np.float32(seconds)
        before[:, 2] = np.maximum(before[:, 2], 1e-3)
        view, pose = self.seen.grid.view, self.seen.pose
        return self.points - projected(view, pose, before)[0]

    def wave(self, slow: float, fast: float) -> Floats:
        """Return a wave for each, -1 to 1, `slow` to `fast` times a second, shape (n,)."""
        rates = 2.0 * np.pi * (slow + (fast - slow) * self.chances[:, 4])
        return np.asarray(np.sin(rates * self.clock + 2.0 * np.pi * self.chances[:, 5]), np.float32)


Paint = Callable[[Sight], Floats]
"""Gives colour and opacity of things, shape (n, 4), 0 to 1."""


@dataclass(frozen=True)
class Look:
    """How things of a kind look."""

    radius: float
    """Of half their length at inverse depth 1, as a share of the frame's long side."""
    paint: Paint
    covering: float = 1.0
    """How much of what is behind them they cover: 1 for matter, 0 for mere light."""
    blur: float = 0.0
    """Radius of their blur per inverse depth out of focus, as a share of the long side."""
    focus: float = 0.6
    """Inverse depth at which they are sharp."""
    softness: float = 0.5
    """Of their outline where they are sharp, as of `Splats`."""
    streak: float = 1.0
    """How much of their way during a frame is seen as a streak, as a multiple of the shutter's."""
    smear: float = 1.0
    """How much fainter a streak is than a point: 1 for what is lit, less for what is so bright that it stays white."""
    distance: Distance = oval
    slender: float = 1.0
    """Their width over their length."""
    tumbling: tuple[float, float] = (0.0, 0.0)
    """Turns per second: least and most; 0 for what is round."""
    uneven: float = 0.35
    """By how much their sizes differ, as a share."""


class Airborne(Protocol):
    """Draws something that is in the air."""

    def draw(self, plate: Plate, seen: Seen, time: float) -> None:
        """Draw it on `plate` as it is at `time` in seconds; nothing at rest."""
        ...


@dataclass(frozen=True)
class Aloft:
    """A pass that lays what is in the air over the frame."""

    things: tuple[Airborne, ...]

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        """Draw all of it over `frame`, in place."""
        plate = Plate(seen.grid.view)
        for each in self.things:
            each.draw(plate, seen, time)
        plate.lay(frame)


@dataclass(frozen=True)
class Flying:
    """Many things of one kind that fly."""

    flight: Flight
    look: Look
    setting: Setting
    timing: Timing
    surroundings: Surroundings
    chances: Floats
    """As of `Sight`."""

    def draw(self, plate: Plate, seen: Seen, time: float) -> None:
        """Draw them on `plate` as they are at `time` in seconds."""
        shown = Crowd(self.timing).shown(time, len(self.chances))
        if not shown.any():
            return
        clock = self.timing.clock(time)
        flown = self.flight.at(clock, seen.pose)
        view = seen.grid.view
        points, ahead = projected(view, seen.pose, flown.places)
        presence = flown.presence * shown * (ahead > LEAST_AHEAD)
        presence *= _within(points, view.width, view.height)
        there = presence > FAINTEST
        if not there.any():
            return
        around = self.surroundings.at(seen, points[there])
        part = Flown(*(each[there] for each in flown))
        sight = Sight(
            seen, points[there], ahead[there], part, presence[there], self.chances[there], around, clock
        )
        self.render(sight, plate)

    def render(self, sight: Sight, plate: Plate) -> None:
        """Draw what is in `sight` on `plate`."""
        plate.splat(self.splats(sight))

    def splats(self, sight: Sight) -> Splats:
        """Return what is in `sight` as shapes."""
        look, side = self.look, self.setting.view.focal
        nearness = 1.0 / np.maximum(sight.ahead, LEAST_AHEAD)
        uneven = 1.0 + look.uneven * (2.0 * sight.chances[:, 0] - 1.0)
        size = np.asarray(look.radius * side * nearness * uneven, np.float32)
        blur = np.asarray(look.blur * side * np.abs(nearness - look.focus), np.float32)
        radius = np.hypot(size, blur)
        colours = look.paint(sight)
        opacity = colours[:, 3] * sight.presence * sight.openness * (size / radius) ** ENERGY
        way = sight.way(look.streak * self.setting.plan.lens.motion_blur * FRAME_TIME * self.timing.tempo)
        axes = self._axes(sight, size, blur) if look.tumbling[1] else _stretched(radius, way)
        opacity *= (radius / (radius + 0.5 * np.linalg.norm(way, axis=1))) ** look.smear
        light = colours[:, :3] * opacity[:, None]
        softness = np.clip(look.softness + blur / np.maximum(radius, 1e-3) * 0.25, 0.05, 1.0)
        painted = np.concatenate([light, look.covering * opacity[:, None]], axis=1)
        drawn = Splats(
            sight.points,
            axes.astype(np.float32),
            softness.astype(np.float32),
            painted.astype(np.float32),
            look.distance,
        )
        return drawn.only(opacity > FAINTEST)

    def _axes(self, sight: Sight, size: Floats, blur: Floats) -> Floats:
        """Return the half axes of things that tumble: they turn in the frame and about their own length."""
        spin, tumble = turns(sight, self.look.tumbling)
        narrow = self.look.slender * np.maximum(np.abs(np.cos(tumble)), 0.18)
        long, short = np.hypot(size, blur), np.hypot(size * narrow, blur)
        along = np.stack([np.cos(spin), np.sin(spin)], axis=1)
        across = np.stack([-np.sin(spin), np.cos(spin)], axis=1)
        return np.stack([along * long[:, None], across * short[:, None]], axis=2)


def turns(sight: Sight, tumbling: tuple[float, float]) -> tuple[Floats, Floats]:
    """Return by how much things are turned in the frame, and about their own length, in radians, shape (n,)."""
    low, high = tumbling
    chances, clock = sight.chances, sight.clock
    rates = 2.0 * np.pi * (low + (high - low) * chances[:, 1])
    sense = np.where(chances[:, 2] > 0.5, 1.0, -1.0)
    phases = 2.0 * np.pi * chances[:, 3:5]
    wobble = 0.6 * np.sin(1.3 * rates * clock + phases[:, 1])
    spin = sense * 0.45 * rates * clock + wobble + phases[:, 0]
    return spin.astype(np.float32), (rates * clock + phases[:, 1]).astype(np.float32)


def _stretched(radius: Floats, way: Floats) -> Floats:
    """Return the half axes of discs that have come a `way`, shape (n, 2), while the shutter was open."""
    length = np.linalg.norm(way, axis=1)
    along = np.where(length[:, None] > 1e-3, way / np.maximum(length, 1e-3)[:, None], floats(1.0, 0.0))
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    return np.stack([along * (radius + 0.5 * length)[:, None], across * radius[:, None]], axis=2)


def _within(points: Floats, width: int, height: int) -> Floats:
    """Return which `points` are in the frame or close to it."""
    margin = 0.06 * max(width, height)
    inside = (points > -margin) & (points < floats(width, height) + floats(margin))
    return np.asarray(inside.all(axis=1), np.float32)
