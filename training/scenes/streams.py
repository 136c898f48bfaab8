"""Water between banks: rivers, smooth or in rapids, and canals through towns."""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from training.scenes.afloat import birds
from training.scenes.airs import evening, weather
from training.scenes.chance import Dice, Floats, shaded
from training.scenes.far import houses, ranges
from training.scenes.figures import person
from training.scenes.meshes import box, joined, prism
from training.scenes.names import BUILDING, GRASS, GROUND
from training.scenes.plants import bush, conifer, stone, tree, tuft
from training.scenes.scene import Camera, Item, Paint, Scene, placed, still
from training.scenes.vehicles import boat
from training.scenes.waters import FLOWING, STILL, Fan, Waves, gusts, poured, ruffled, wet


def bank_view(dice: Dice, height: float, low: float = 0.2, high: float = 0.6) -> Camera:
    """Return a camera `height` metres up whose horizon is at `low` to `high` of the picture, from its top."""
    focal = dice.between(20, 55)
    pitch = float(np.degrees(np.arctan((dice.between(low, high) - 0.5) * 24 / focal)))
    return Camera((0.0, 0.0, height), 0.0, pitch, focal, dice.pick([0.0, dice.between(-1.5, 1.5)]))


class _Bed:
    """A river's course along y."""

    def __init__(self, dice: Dice) -> None:
        self._seed = dice.whole(0, 1 << 30)
        self.wide = float(np.exp(dice.between(np.log(4), np.log(60))))
        self._bend, self._long = dice.between(0.2, 1.6) * self.wide, self.wide * dice.between(6, 14)
        self._phase, self._steep = dice.between(0, 6.28), dice.pick([0.06, 0.2, 0.6])
        self._hills = dice.between(1, 14)

    def off(self, at: Floats) -> Floats:
        """Return metres beyond the edge of the water, negative on it, shape (n,)."""
        dice = Dice.seeded(self._seed)
        swing = np.sin(at[:, 1] / self._long * 6.28 + self._phase) - np.sin(self._phase)
        half = self.wide * (0.5 + 0.25 * dice.noise(at * [0, 1], self.wide * 2, 4))
        return np.asarray(np.abs(at[:, 0] - self._bend * swing) - half, np.float64)

    def height(self, at: Floats) -> Floats:
        """Return the ground's height over the water, shape (n,)."""
        dice = Dice.seeded(self._seed, 1)
        off = self.off(at)
        bank = np.where(off > 0, np.minimum(off * self._steep, 1.2 + 0.02 * off), off * 0.25)
        rolling = dice.noise(at, 70, 5) * self._hills * np.clip(off / 60, 0, 1)
        return np.asarray(bank + rolling + dice.noise(at, 4, 5) * 0.22 * np.clip(off + 0.6, 0, 1), np.float64)


def river(dice: Dice) -> Scene:
    """Return a river between its banks, smooth or in rapids."""
    bed, wild = _Bed(dice), dice.odds(0.4)
    aside = dice.pick([0.0, bed.wide * 0.5 + dice.between(0.5, 4)])
    spot = np.array([[aside, 0.0]])
    base = max(float(bed.height(spot)[0]), 0.1)
    camera = bank_view(dice, base + dice.pick([1.4, 1.7, 3.5, dice.between(6, 25)]))
    camera = replace(
        camera, at=(aside, 0.0, camera.at[2]), yaw=float(np.degrees(np.arctan2(aside, bed.wide * 3)))
    )
    air = weather(dice)
    items = [*_banks(dice, bed, camera), _stream(dice, bed, camera, wild)]
    if wild or dice.odds(0.4):
        items += _boulders(dice, bed, wild)
    items += _growth(dice, bed)
    if dice.odds(0.6):
        items += ranges(dice, camera, dice.between(400, 3000))
    if dice.odds(0.25):
        items += _bridge(dice, bed.wide * 2.2 + 6, dice.between(25, 90))
    if dice.odds(0.2) and not wild:
        items += birds(dice, dice.whole(1, 4), camera.yaw)
    return Scene(tuple(items), camera, air.sky, haze=air.haze, dim=air.dim)


def _banks(dice: Dice, bed: _Bed, camera: Camera) -> list[Item]:
    fan = Fan.before(camera, 6000, 0.0, 330, 280)
    high = np.maximum(bed.height(fan.points), -2.5)
    mesh = fan.raised(high)
    corners = mesh.faces[:, 0]
    strip = dice.pick([0.15, 0.5, 2.5]) * (1 + dice.noise(fan.points, 9, 4))
    bare = bed.off(fan.points)[corners] < strip[corners]
    green = dice.colour((0.13, 0.3), (0.35, 0.7), (0.25, 0.5))
    soil = dice.colour((0.04, 0.12), (0.05, 0.4), (0.25, 0.7))
    turf = Paint(green, "mottled", shaded(green, 0.6), size=1.2, rough=0.95, bump=0.7, name=GRASS)
    gravel = Paint(
        soil, dice.pick(["mottled", "cells"]), shaded(soil, 0.5), size=0.25, rough=0.9, bump=0.7, name=GROUND
    )
    return [
        still(replace(mesh, faces=mesh.faces[chosen]), paint)
        for chosen, paint in ((~bare, turf), (bare, gravel))
        if chosen.any()
    ]


def _stream(dice: Dice, bed: _Bed, camera: Camera, wild: bool) -> Item:
    fan = Fan.before(camera, 4000)
    off = bed.off(fan.points)
    mild = Waves(dice.between(0.8, 2.5), dice.between(0.02, 0.09), np.pi, spread=1.0)
    waves = Waves(dice.between(2, 5), dice.between(0.15, 0.28), np.pi, spread=0.9) if wild else mild
    height, aside, foam = ruffled(dice, fan, waves, np.clip(-off / 1.5, 0.1, 1))
    if wild:
        steps = dice.noise(fan.points * [1, 0.5], bed.wide * 0.8, 5)
        foam = np.clip(steps * 1.8 + 0.25 + height * 0.6, 0, 1) * np.clip(-off / 0.6 + 0.4, 0, 1)
        height = height + steps * 0.25 * np.clip(-off, 0, 1)
    paint = wet(dice, FLOWING, dice.between(0.4, 1.2), waves.slope, 0.06)
    paint = replace(paint, second=shaded(paint.colour, 1.6), drawn=(1.0, dice.between(0.3, 0.7), 1.0))
    shallow = np.exp(-np.maximum(-off, 0) / (0.12 * bed.wide))
    return poured(
        fan.raised(height, aside * 0.5), paint, foam, shallow, gusts(dice, fan, dice.pick([0.0, 0.3]))
    )


def _boulders(dice: Dice, bed: _Bed, wild: bool) -> list[Item]:
    kinds = [stone(dice, dice.between(0.4, 1.0)) for _ in range(3)]
    look = replace(kinds[0][0][1], name=GROUND)
    items: list[Item] = []
    for _ in range(dice.whole(20, 110) if wild else dice.whole(4, 30)):
        away = float(np.exp(dice.between(np.log(3), np.log(90))))
        spot = np.array([[dice.between(-0.75, 0.75) * min(bed.wide, away * 1.6), away]])
        size = dice.between(0.4, 1.8) * min(1.0, bed.wide / 10 + 0.2)
        if bed.off(spot)[0] < 1.5:
            items += placed(
                ((dice.pick(kinds)[0][0], look),), (*spot[0], -0.15 * size), dice.between(0, 6), size
            )
    return items


def _growth(dice: Dice, bed: _Bed) -> list[Item]:
    makers = [
        lambda: tree(dice, dice.between(5, 12)),
        lambda: conifer(dice, dice.between(7, 18)),
        lambda: bush(dice, 1.3),
    ]
    tall = [dice.pick(makers)() for _ in range(3)]
    blade = tuft(dice, dice.between(0.25, 0.7), 60)
    items: list[Item] = []
    for kinds, count, least, near, far in (
        (tall, dice.pick([20, 90, 220]), 3.5, 18, 500),
        ([blade], dice.pick([0, 200, 400]), 0.2, 2, 30),
    ):
        away = np.exp(dice.rng.uniform(np.log(near), np.log(far), count))
        spots = np.stack([dice.rng.uniform(-0.9, 0.9, count) * away, away], axis=1)
        keep = bed.off(spots) > least
        for spot, z in zip(spots[keep], bed.height(spots)[keep], strict=True):
            items += placed(dice.pick(kinds), (*spot, z - 0.08), dice.between(0, 6.28), dice.near(1.0, 0.4))
    return items


def _bridge(dice: Dice, span: float, away: float) -> list[Item]:
    """A stone bridge of arches across the view."""
    arches = dice.whole(1, 5)
    rock = Paint(
        dice.colour((0.04, 0.12), (0.05, 0.35), (0.35, 0.75)), "brick", size=0.7, rough=0.9, name=BUILDING
    )
    bay, rise = span / arches, dice.between(3, 6)
    items = [still(box((span * 1.6, 4, 1.6), (0, away, rise)), rock)]
    turn = np.linspace(0, np.pi, 15)
    for number in range(arches):
        middle = -span / 2 + bay * (number + 0.5)
        for left, right in pairwise(turn):
            ends = [(middle - np.cos(a) * bay * 0.43, np.sin(a) * (rise - 0.3)) for a in (left, right)]
            slab = [ends[0], ends[1], (ends[1][0], rise + 0.1), (ends[0][0], rise + 0.1)]
            items.append(still(prism(slab, 4).moved((0, away - 2, 0)), rock))
    piers = [
        box((bay * 0.15, 4.6, rise + 1), (-span / 2 + bay * number, away, -1)) for number in range(arches + 1)
    ]
    return [*items, still(joined(piers), rock)]


def canal(dice: Dice) -> Scene:
    """Return a canal or narrow river between quays with houses, bridges and boats; its water stands."""
    wide, quay = dice.between(7, 26), dice.between(0.8, 2.2)
    camera = bank_view(dice, quay + dice.between(0.6, 4), 0.3, 0.65)
    aside = dice.pick([0.0, dice.between(-0.3, 0.3) * wide, wide / 2 + 1.2])
    camera = replace(
        camera, at=(aside, -1.0, camera.at[2]), yaw=float(np.degrees(np.arctan2(aside, wide * 2)))
    )
    air = evening(dice) if dice.odds(0.3) else weather(dice)
    rock = Paint(
        dice.colour((0.03, 0.12), (0.02, 0.3), (0.3, 0.7)),
        dice.pick(["brick", "tiles", "mottled"]),
        size=0.5,
        rough=0.9,
        name=BUILDING,
    )
    street = replace(rock, pattern="tiles", size=0.4, name=GROUND)
    items: list[Item] = []
    for side in (-1, 1):
        items.append(still(box((0.6, 320, quay + 2), (side * (wide / 2 + 0.3), 150, -2)), rock))
        items.append(still(box((60, 320, 0.1), (side * (wide / 2 + 30.6), 150, quay - 0.12)), street))
        walk = dice.pick([0.7, 3.0, 5.0])
        for thing, along in houses(dice, 130):
            spot = (side * (wide / 2 + walk), along + 2 if side < 0 else along + 10, quay - 0.1)
            items += placed(thing, spot, side * -np.pi / 2)
    fan = Fan.before(camera, 400)
    slope = dice.between(0.005, 0.05)
    height, moved, foam = ruffled(dice, fan, Waves(dice.between(0.5, 2), slope, 0.0, spread=1.5))
    murky = wet(dice, STILL, dice.between(0.4, 1.5), slope * 1.5, 0.04)
    items.append(poured(fan.raised(height, moved), murky, foam, 0 * foam, gusts(dice, fan, 0.2)))
    for _ in range(dice.whole(0, 6)):
        spot = (dice.pick([-1, 1]) * (wide / 2 - 1.1), dice.between(5, 60), 0.0)
        items += placed(boat(dice), spot, dice.between(-0.1, 0.1))
    if dice.odds(0.5):
        items += _bridge(dice, wide, dice.between(18, 70))
    for _ in range(dice.whole(0, 4)):
        spot = (dice.pick([-1, 1]) * (wide / 2 + 0.5), dice.between(6, 40), quay)
        items += placed(person(dice, "stand", 0.03), spot, dice.between(0, 6))
    return Scene(tuple(items), camera, air.sky, haze=air.haze, dim=air.dim)
