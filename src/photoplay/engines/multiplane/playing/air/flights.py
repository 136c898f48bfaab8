"""How small things fly through the scene: in a swarm that fills the air, or from a source.

The scene is the camera's: x right and y down over distance, distance ahead of the photograph's viewpoint.
"""

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from photoplay.arrays import Floats, floats
from photoplay.engines.multiplane.filming.camera import Pose, View

WIDER = 1.25
"""How much wider than the view the volume of a swarm is."""
BACKING = 0.35
"""How far the camera may back away, in scene units, before the volume's edges could show."""
LEAST_AHEAD = 0.12
"""Distance before the camera under which nothing is drawn."""
FADING = 0.2
"""Share of a life, and of the depth of a swarm, in which things come and go."""


class Flown(NamedTuple):
    """Where things are at one instant."""

    places: Floats
    """Shape (n, 3), in the scene."""
    speeds: Floats
    """Shape (n, 3), in scene units per second of the clock."""
    presence: Floats
    """How much of each is there, shape (n,), 0 to 1."""
    ages: Floats
    """Share of its life that each has lived, shape (n,)."""


class Flight(Protocol):
    """Says where things fly."""

    def at(self, clock: float, pose: Pose) -> Flown:
        """Return where they are, `clock` seconds after rest, for a camera at `pose`."""
        ...


def projected(view: View, pose: Pose, places: Floats) -> tuple[Floats, Floats]:
    """Return where in the frame `places`, shape (n, 3), are seen, shape (n, 2), and how far ahead, shape (n,)."""
    camera = floats(pose.x, pose.y, pose.z)
    seen = (places - camera) @ pose.rotation().astype(np.float32)
    ahead = np.maximum(seen[:, 2], np.float32(1e-3))
    lens = np.float32(view.focal * np.exp(pose.zoom))
    return seen[:, :2] / ahead[:, None] * lens + floats(*view.centre), seen[:, 2]


@dataclass(frozen=True)
class Sway:
    """A swing to and fro on top of a steady flight, each thing at its own pace."""

    reach: Floats
    """Shape (n, 2), right and down, in scene units."""
    rates: Floats
    """Shape (n, 2), in radians per second."""
    phases: Floats

    @classmethod
    def of(
        cls, count: int, reach: tuple[float, float], hertz: tuple[float, float], chance: np.random.Generator
    ) -> "Sway":
        """Return the sway of `count` things by about `reach`, to and fro `hertz` times a second."""
        shape = (count, 2)
        reaches = floats(*reach) * chance.uniform(0.5, 1.5, shape)
        rates = 2.0 * np.pi * chance.uniform(*hertz, shape)
        phases = chance.uniform(0.0, 2.0 * np.pi, shape)
        return cls(*(np.asarray(each, np.float32) for each in (reaches, rates, phases)))

    def at(self, clock: float) -> tuple[Floats, Floats]:
        """Return how far each has swung, and how fast it does, each of shape (n, 2)."""
        angle = self.rates * np.float32(clock) + self.phases
        return self.reach * np.sin(angle), self.reach * self.rates * np.cos(angle)


@dataclass(frozen=True)
class Swarm:
    """Things all over the air, which drift through a volume that goes with the camera and is wider than its view.

    What leaves on one side comes in on the other, where nobody sees it.
    """

    view: View
    starts: Floats
    """Shape (n, 2), in shares of the volume's width and height."""
    distances: Floats
    """Shape (n,)."""
    speeds: Floats
    """Shape (n, 2), in scene units per second."""
    sway: Sway
    nearest: float
    farthest: float

    @classmethod
    def of(
        cls,
        view: View,
        count: int,
        nearness: tuple[float, float],
        crowding: float,
        speed: tuple[float, float],
        spread: float,
        sway: Sway,
        chance: np.random.Generator,
    ) -> "Swarm":
        """Return a swarm of `count`.

        Args:
            nearness: least and greatest inverse depth.
            crowding: how many more there are far away: as inverse depth to the power of -`crowding`, not 1; things
                evenly spread in space would have 4.
            speed: usual speed right and down, in scene units per second.
            spread: by how much speeds differ, as a share.
        """
        power = 1.0 - crowding
        low, high = nearness[0] ** power, nearness[1] ** power
        depths = (low + chance.random(count) * (high - low)) ** (1.0 / power)
        speeds = floats(*speed) * (1.0 + spread * chance.uniform(-1.0, 1.0, (count, 1)))
        speeds = speeds + spread * np.hypot(*speed) * chance.uniform(-0.5, 0.5, (count, 2))
        return cls(
            view,
            chance.random((count, 2)).astype(np.float32),
            (1.0 / depths).astype(np.float32),
            speeds.astype(np.float32),
            sway,
            1.0 / nearness[1],
            1.0 / nearness[0],
        )

    def at(self, clock: float, pose: Pose) -> Flown:
        """Return where they are, `clock` seconds after rest, for a camera at `pose`."""
        deep = self.farthest - self.nearest
        lap = np.floor((self.distances - pose.z - self.nearest) / deep)
        distances = self.distances - lap * deep
        ahead = distances - pose.z
        frame = floats(self.view.width, self.view.height) / floats(self.view.focal)
        span = frame * (WIDER * distances + BACKING)[:, None]
        swung, swinging = self.sway.at(clock)
        middle = floats(pose.x, pose.y) + ahead[:, None] * floats(np.tan(pose.yaw), -np.tan(pose.pitch))
        travelled = self.starts * span + self.speeds * np.float32(clock) + swung - middle
        across = np.mod(travelled, span) - span / 2.0 + middle
        share = (ahead - self.nearest) / deep
        presence = np.clip((ahead - self.nearest) / (FADING * self.nearest), 0.0, 1.0)
        presence *= np.clip((1.0 - share) / FADING, 0.0, 1.0)
        places = np.concatenate([across, distances[:, None]], axis=1)
        speeds = np.concatenate([self.speeds + swinging, np.zeros_like(distances)[:, None]], axis=1)
        return Flown(places, speeds, presence, share)


@dataclass(frozen=True)
class Fountain:
    """Things that come from a source one after the other, rise or fly out, and go out."""

    sources: Floats
    """Shape (m, 3): places in the scene that they come from."""
    lives: Floats
    """Seconds that each lives, shape (n,)."""
    births: Floats
    """Shares of a life by which each is ahead, shape (n,)."""
    speeds: Floats
    """Shape (m, 3): at the start, in scene units per second."""
    pull: Floats
    """Shape (3,): in scene units per second squared."""
    drag: float
    """Share of its speed that a thing loses in a second, as a rate."""
    sway: Sway

    def at(self, clock: float, _pose: Pose) -> Flown:
        """Return where they are, `clock` seconds after rest."""
        turn = clock / self.lives + self.births
        lap = np.floor(turn)
        ages = (turn - lap).astype(np.float32)
        seconds = ages * self.lives
        drawn = (np.arange(len(self.lives)) * 61 + lap.astype(np.int64) * 2741) % len(self.sources)
        kept = np.exp(-np.float32(self.drag) * seconds)[:, None]
        glided = (1.0 - kept) / np.float32(self.drag)
        swung, swinging = self.sway.at(clock)
        loosened = ages[:, None]
        places = (
            self.sources[drawn]
            + self.speeds[drawn] * glided
            + self.pull * (seconds[:, None] - glided) / np.float32(self.drag)
        )
        places[:, :2] += swung * loosened
        speeds = self.speeds[drawn] * kept + self.pull * glided
        speeds[:, :2] += swinging * loosened
        presence = np.clip(np.minimum(ages / 0.06, (1.0 - ages) / 0.4), 0.0, 1.0)
        return Flown(places.astype(np.float32), speeds.astype(np.float32), presence, ages)
