"""A plume: vapour that rises from its source, curls and thins.

It stands upright on a plane at its source's distance. What is seen at a place is found by going back along the
current to the source: where across it, and when, the vapour came out. Fine threads of what came out are then drawn
out and folded by the current as by real air. The current is an updraft with the curl of a potential of noise, so that
nothing in it gathers or parts (curl noise, Bridson, Houriham and Nordenstam 2007).
"""

from dataclasses import dataclass

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, floats, resize
from photoplay.engines.multiplane.filming.easing import smootherstep
from photoplay.engines.multiplane.filming.seen import Seen
from photoplay.engines.multiplane.playing.air.noise import closed, look_up, tile
from photoplay.engines.multiplane.playing.exposure import UNSEEN, smoothstep
from photoplay.engines.multiplane.playing.timing import Timing

STEPS = 12
"""In which a place is followed back to the source."""
SIDE = 192
"""Nodes of a tile of noise."""
EDDIES = 12.0
"""Units of a plume in a tile of its current."""
CARRIED = (0.75, 0.35)
"""How fast two patterns of eddies rise, as shares of the updraft: together they never come again."""
FINENESS, FINEST = 48.0, 4
"""Samples of a plume in its unit, and at most between two nodes."""
COMING = 0.3
"""Seconds by which a unit of height comes later than the one below."""


@dataclass(frozen=True)
class Vapour:
    """What a plume is like; lengths in its own unit."""

    speed: float
    """Of the updraft, in units per second."""
    height: float
    """At which it has thinned to 1/e."""
    breadth: float
    """Half the width of its source."""
    spread: float
    """How much wider it gets per unit of height, as a share of its width."""
    swirl: float
    """How far eddies carry it, as a share of the updraft."""
    lean: float
    """How far it drifts to the right per unit of height."""
    opacity: float
    """At its densest, 0 to 1."""
    threads: float
    """How much of it is in threads, 0 to 1."""


@dataclass(frozen=True)
class Plume:
    """A pass that draws a plume."""

    foot: tuple[float, float]
    """Middle of its source, in frame coordinates of the photograph."""
    unit: float
    """In pixels of the photograph's plane."""
    depth: float
    """Inverse depth of its plane."""
    front: float
    """Inverse depth from which things stand before it."""
    vapour: Vapour
    air: Picture
    """Its own light, of the frame's shape."""
    current: Floats
    """A tile: how far the eddies carry, right and up, in shares of the updraft."""
    puffs: Floats
    """A tile: what comes out, across the source and with time."""
    timing: Timing

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        """Draw the plume over `frame`, in place, as it is at `time` in seconds."""
        presence = self.timing.presence(time)
        if presence == 0.0:
            return
        local = self._local(seen)
        window = self._window(local)
        if window is None:
            return
        rows, columns = window
        place = local[rows, columns]
        clock = self.timing.clock(time)
        came, age = self._traced(place, clock)
        open_to = self._openness(seen)[rows, columns]
        fine = int(np.clip(np.rint(FINENESS * seen.grid.spacing / self.unit), 1, FINEST))
        size = (place.shape[1] * fine, place.shape[0] * fine)
        fields = np.dstack([came, age, place[..., 1], open_to])
        came, age, height, open_to = np.moveaxis(resize(fields, size, cv2.INTER_CUBIC), -1, 0)
        coming = smootherstep(np.asarray(np.abs(time - self.timing.rest) - COMING * height, np.float64))
        strength = 1.0 - np.exp(-1.2 * self.timing.strength)
        veil = strength / (1.0 - np.exp(-1.2)) * presence * coming * open_to
        veil = np.clip(veil * self._density(came, age, height, clock), 0.0, 0.92).astype(np.float32)
        self._lay(frame, seen, veil, window)

    def _local(self, seen: Seen) -> Floats:
        """Return the places of the plume's plane that the nodes see, right of and above its foot, in units."""
        at = seen.lines.at(np.full(seen.lines.base.shape[:2], self.depth, np.float32))
        return (at - floats(*self.foot)) * floats(1.0 / self.unit, -1.0 / self.unit)

    def _window(self, local: Floats) -> tuple[slice, slice] | None:
        """Return the nodes where anything of it may be."""
        vapour = self.vapour
        across, up = local[..., 0], local[..., 1]
        aside = vapour.breadth * (1.0 + vapour.spread * np.maximum(up, 0.0)) + 0.5
        aside = aside + (vapour.swirl * 0.9 + abs(vapour.lean)) * np.maximum(up, 0.0)
        inside = (np.abs(across) < aside) & (up > -0.6) & (up < 3.2 * vapour.height)
        if not inside.any():
            return None
        y, x = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
        return slice(int(y[0]), int(y[-1]) + 1), slice(int(x[0]), int(x[-1]) + 1)

    def _traced(self, place: Floats, clock: float) -> tuple[Floats, Floats]:
        """Return where across its source vapour at `place` came out, in breadths, and how many seconds ago."""
        vapour, nodes = self.vapour, np.float32(SIDE / EDDIES)
        across, up = place[..., 0].copy(), np.maximum(place[..., 1], 0.0)
        step = up / np.float32(STEPS)
        age = np.zeros_like(up)
        rising = up.copy()
        for _ in range(STEPS):
            eddy = np.zeros((*up.shape, 2), np.float32)
            for index, carried in enumerate(CARRIED):
                lifted = rising - np.float32(carried * vapour.speed) * (np.float32(clock) - age)
                points = np.stack([across + 5.3 * index, lifted], axis=-1) * nodes
                eddy += look_up(self.current, np.asarray(points, np.float32))
            eddy *= (vapour.swirl * np.minimum(0.12 + 0.5 * rising, 1.0))[..., None]
            across -= (eddy[..., 0] + np.float32(vapour.lean)) * step
            faster = np.clip(1.0 + 0.5 * eddy[..., 1], 0.4, 1.8).astype(np.float32)
            age = age + step / (np.float32(vapour.speed) * faster)
            rising = rising - step
        wide = vapour.breadth * (1.0 + vapour.spread * np.maximum(place[..., 1], 0.0))
        return (across / wide).astype(np.float32), age.astype(np.float32)

    def _density(self, came: Floats, age: Floats, height: Floats, clock: float) -> Floats:
        """Return how opaque the plume is, 0 to 1."""
        vapour = self.vapour
        out = (np.float32(clock) - age) * np.float32(vapour.speed)
        nodes = np.float32(SIDE / EDDIES)
        broad = came * np.float32(vapour.breadth)
        fine = look_up(self.puffs, np.stack([2.6 * broad, 0.8 * out], axis=-1) * nodes)
        loose = look_up(self.puffs, np.stack([0.9 * broad + 3.1, 0.5 * out + 7.7], axis=-1) * nodes)
        thread = np.exp(-(((1.35 + 0.55 * loose) * fine) ** 2))
        puff = 0.3 + 0.7 * smoothstep(loose, -1.3, 0.8)
        dense = puff * (1.0 - vapour.threads + 2.0 * vapour.threads * thread)
        across = np.exp(-((1.25 * came) ** 4))
        foot = smoothstep(height, -0.35, 0.9)
        thinned = np.exp(-((np.maximum(height, 0.0) / vapour.height) ** 1.3))
        spread = 1.0 / (1.0 + 0.35 * vapour.spread * np.maximum(height, 0.0))
        return np.asarray(vapour.opacity * dense * across * foot * thinned * spread, np.float32)

    def _openness(self, seen: Seen) -> Floats:
        """Return how much of the plume is seen at the nodes, 1 for all, 0 behind what stands before it."""
        open_to = np.ones(seen.lines.base.shape[:2], np.float32)
        for layer in seen.layers:
            before = np.clip((layer.depth - self.front) / 0.06, 0.0, 1.0)
            open_to *= 1.0 - layer.cover * before
        return open_to

    def _lay(self, frame: Picture, seen: Seen, veil: Floats, window: tuple[slice, slice]) -> None:
        spacing = seen.grid.spacing
        if float(veil.max()) < UNSEEN:
            return
        size = (spacing * (window[1].stop - window[1].start), spacing * (window[0].stop - window[0].start))
        full = resize(veil, size, cv2.INTER_LINEAR)
        top, left = (spacing * (part.start - 1) for part in window)
        y = slice(max(top, 0), min(top + full.shape[0], frame.shape[0]))
        x = slice(max(left, 0), min(left + full.shape[1], frame.shape[1]))
        share = np.ascontiguousarray(full[y.start - top : y.stop - top, x.start - left : x.stop - left])
        frame[y, x] = cv2.blendLinear(
            np.ascontiguousarray(frame[y, x]), np.ascontiguousarray(self.air[y, x]), 1.0 - share, share
        )


def curl(chance: np.random.Generator) -> Floats:
    """Return a tile of eddies, shape (SIDE, SIDE, 2), right and up, each of deviation 1, without sources or sinks."""
    potential = tile(SIDE, 3.0, 22.0, 2.6, chance)[:-1, :-1]
    along = (np.roll(potential, -1, axis=1) - np.roll(potential, 1, axis=1)) / 2.0
    down = (np.roll(potential, -1, axis=0) - np.roll(potential, 1, axis=0)) / 2.0
    eddies = np.stack([down, -along], axis=-1)
    return closed(np.asarray(eddies / eddies.std(), np.float32))


def puffs(chance: np.random.Generator) -> Floats:
    """Return a tile of what comes out of a source."""
    return tile(SIDE, 5.0, 40.0, 1.4, chance)
