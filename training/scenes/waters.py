"""The surface of water: a fan of points before the camera, waves on it, foam, and how it is painted."""

from dataclasses import dataclass, replace

import numpy as np

from training.scenes.chance import Colour, Dice, Floats
from training.scenes.meshes import Mesh, sheet
from training.scenes.names import Name
from training.scenes.scene import Camera, Item, Paint, still

FLOWING = Name("flowing_water")
STILL = Name("still_water")


@dataclass(frozen=True, eq=False)
class Fan:
    """Points on the level before a camera, dense near it and sparse far, a few pixels apart in the picture."""

    points: Floats
    """Shape (rows * columns, 2)."""
    gaps: Floats
    """Metres to the next point, shape (rows * columns,)."""
    shape: tuple[int, int]

    @classmethod
    def before(
        cls, camera: Camera, far: float, level: float = 0.0, rows: int = 400, columns: int = 330
    ) -> "Fan":
        """Return the fan over all that `camera` sees of the level, to `far` metres away."""
        up, half = np.radians(camera.pitch), 18.0
        down = np.clip(np.arctan(half / camera.focal) - up, 0.02, 1.35)
        near = max(0.25, (camera.at[2] - level) / np.tan(down) * 0.5)
        ahead = max(camera.focal * np.cos(up) + min(half * np.sin(up), 0.0), half * 0.35)
        wide = min(np.arctan(half / ahead) * 1.06 + 0.04, 1.5)
        away = np.geomspace(near, far, rows)
        turn = np.linspace(-wide, wide, columns) - np.radians(camera.yaw)
        grid = np.stack([away[:, None] * np.sin(turn), away[:, None] * np.cos(turn)], axis=-1)
        gaps = np.repeat(away * max(away[1] / away[0] - 1, turn[1] - turn[0]), columns)
        return cls(grid.reshape(-1, 2) + np.asarray(camera.at[:2]), gaps, (rows, columns))

    def raised(self, height: Floats, aside: Floats | None = None) -> Mesh:
        """Return the surface at `height` (n,), its points moved `aside` (n, 2)."""
        flat = self.points if aside is None else self.points + aside
        return sheet(np.concatenate([flat, height[:, None]], axis=1).reshape(*self.shape, 3))


@dataclass(frozen=True)
class Waves:
    """A sea's state."""

    longest: float
    """Metres from crest to crest."""
    slope: float
    """Steepness of the sum of all, root mean square."""
    wind: float
    """Where they run to, radians to the right of +y."""
    foam: float = 0.0
    """Share of the surface that breaks."""
    spread: float = 0.5
    """Radians."""

    @property
    def height(self) -> float:
        """About the height of the crests, metres."""
        return self.slope * self.longest * 0.28


def sea_state(dice: Dice) -> Waves:
    """Return calm to rough."""
    longest = float(np.exp(dice.between(np.log(2.0), np.log(70.0))))
    slope = dice.between(0.05, 0.16) if longest < 8 else dice.between(0.07, 0.2)
    foam = dice.pick([0.0, 0.01, 0.03]) if longest > 6 and slope > 0.1 else 0.0
    return Waves(longest, slope, dice.between(-np.pi, np.pi), foam, dice.between(0.25, 0.8))


def ruffled(
    dice: Dice, fan: Fan, waves: Waves, still_near: Floats | None = None
) -> tuple[Floats, Floats, Floats]:
    """Return height (n,), movement aside (n, 2) and foam (n,) of waves: a sum of Gerstner's, coarse ones first.

    Waves too short for the points there are left to the paint. `still_near` (n,) scales them, 0 to 1.
    """
    at, count = fan.points, 26
    lengths = waves.longest * np.geomspace(1.0, max(0.25 / waves.longest, 0.012), count)
    groups = 1 + 0.5 * dice.noise(at, waves.longest * 7, 3)
    height, aside, crowd = np.zeros(len(at)), np.zeros_like(at), np.zeros(len(at))
    for number, length in enumerate(lengths):
        turn = waves.wind + dice.rng.normal(scale=waves.spread * (0.7 + number / count))
        way = np.array([np.sin(turn), np.cos(turn)])
        k = 2 * np.pi / length
        steep = waves.slope * np.sqrt(2 / count) * (1.5 - number / count) * groups
        steep = steep * np.clip(length / (2.2 * fan.gaps) - 0.6, 0, 1)
        if still_near is not None:
            steep = steep * still_near
        phase = k * (at @ way) + dice.between(0, 6.28)
        height += steep / k * np.cos(phase)
        aside -= 0.75 * (steep / k * np.sin(phase))[:, None] * way
        crowd += steep * np.cos(phase)
    foam = np.zeros(len(at))
    if waves.foam:
        patchy = crowd / (waves.slope + 1e-9) * (1 + 0.5 * dice.noise(at, waves.longest * 2, 3))
        seen = patchy[fan.gaps < waves.longest]
        edge = float(np.quantile(seen if len(seen) else patchy, 1 - waves.foam))
        foam = np.clip((patchy - edge) / (0.35 * abs(edge) + 1e-9), 0, 1) * 0.9
    return height, aside, foam


def gusts(dice: Dice, fan: Fan, calm: float, size: float = 30.0) -> Floats:
    """Return the wind on the surface, 0 to 1, shape (n,): streaks of calm where `calm` (0 to 1) is high."""
    drawn_out = fan.points * [0.35, 1.0]
    field = dice.noise(drawn_out, size, 4) * 1.6 + 0.75 - calm
    fading = 1 - 0.8 * np.clip(np.log10(np.maximum(fan.gaps, 0.1) / 1.5) / 1.8, 0, 1)
    return np.asarray(np.clip(field, 0.06, 1) * fading, np.float64)


def body_colour(dice: Dice) -> tuple[Colour, Colour]:
    """Return the colours of deep and of shallow water."""
    deep = dice.pick(
        [
            dice.colour((0.52, 0.62), (0.5, 0.95), (0.1, 0.42)),
            dice.colour((0.52, 0.62), (0.5, 0.95), (0.1, 0.42)),
            dice.colour((0.38, 0.52), (0.3, 0.8), (0.1, 0.4)),
            dice.colour((0.2, 0.6), (0.0, 0.35), (0.08, 0.35)),
            dice.colour((0.08, 0.2), (0.2, 0.6), (0.15, 0.42)),
        ]
    )
    shallow = dice.colour(dice.pick([(0.42, 0.5), (0.42, 0.5), (0.1, 0.25)]), (0.2, 0.6), (0.4, 0.75))
    return deep, shallow


def wet(dice: Dice, name: Name, size: float, slope: float, rough: float = 0.06) -> Paint:
    """Return the paint of water whose ripples are `size` metres long and `slope` steep."""
    deep, shallow = body_colour(dice)
    return Paint(deep, "water", shallow, size=size, rough=rough, bump=slope, name=name)


def poured(mesh: Mesh, paint: Paint, foam: Floats, shallow: Floats, wind: Floats) -> Item:
    """Return a surface of water in its state, each of shape (n,), 0 to 1."""
    state = np.clip(np.stack([foam, shallow, wind], axis=1), 0, 1)
    return still(replace(mesh, colours=state), paint)


def open_sea(dice: Dice, camera: Camera, waves: Waves, far: float | None = None) -> Item:
    """Return the sea to the horizon; dead calm it counts as still."""
    reach = far or min(9e4, max(3e4, 2500 * camera.at[2]))
    fan = Fan.before(camera, reach)
    height, aside, foam = ruffled(dice, fan, waves)
    calm = waves.slope < CALM
    paint = wet(
        dice, STILL if calm else FLOWING, dice.between(0.5, 1.6), waves.slope * dice.between(0.5, 0.9), 0.1
    )
    wind = gusts(dice, fan, dice.pick([0.0, 0.0, 0.3]), 60.0)
    return poured(fan.raised(height, aside), paint, foam, np.zeros(len(foam)), wind)


def flat_water(dice: Dice, camera: Camera, far: float, shallow: Floats | None = None) -> Item:
    """Return a lake's surface: a mirror with ripples and gusts."""
    fan = Fan.before(camera, far)
    # With no horizon in sight a mirror of the sky could not be told from the sky.
    least = 0.03 if camera.pitch < -25 else 0.002
    slope = float(np.exp(dice.between(np.log(least), np.log(0.06))))
    small = Waves(dice.between(0.6, 2.5), slope * dice.between(0.2, 0.8), dice.between(-3, 3), spread=0.8)
    height, aside, foam = ruffled(dice, fan, small)
    paint = wet(dice, STILL, dice.between(0.25, 1.5), slope * 1.5, dice.pick([0.02, 0.04, 0.1]))
    wind = gusts(dice, fan, dice.pick([0.0, 0.4, 0.7]), dice.between(10, 80))
    return poured(
        fan.raised(height, aside), paint, foam, np.zeros(len(foam)) if shallow is None else shallow, wind
    )


CALM = 0.045
"""Slope of waves below which a sea is drawn as still water is."""
