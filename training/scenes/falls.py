"""Waterfalls down a rock face."""

from dataclasses import replace

import numpy as np

from training.scenes.airs import by_day
from training.scenes.chance import Dice, Floats, shaded
from training.scenes.meshes import sheet
from training.scenes.names import GROUND
from training.scenes.plants import bush, conifer, stone, tree
from training.scenes.scene import Item, Paint, Scene, Thing, placed, still
from training.scenes.streams import bank_view
from training.scenes.waters import FLOWING, Fan, Waves, gusts, poured, ruffled, wet


def falls(dice: Dice) -> Scene:
    """Return a waterfall down a rock face into a pool or stream."""
    tall = float(np.exp(dice.between(np.log(4), np.log(60))))
    away, wide = tall * dice.between(0.9, 2.4) + 4, tall * dice.between(0.05, 1.2) + 0.8
    camera = bank_view(dice, dice.between(1.3, 3) + 0.04 * tall, 0.4, 0.75)
    camera = replace(
        camera,
        yaw=dice.between(-12, 12),
        pitch=camera.pitch + float(np.degrees(np.arctan(tall * 0.25 / away))),
    )
    face = _Face(dice, tall, away, wide)
    air = by_day(dice)
    items = [face.rock(dice), *face.sheets(dice), *face.top(dice)]
    fan = Fan.before(camera, away * 1.1)
    near = np.exp(-np.maximum(away - fan.points[:, 1], 0) / (0.22 * tall + 1)) * np.exp(
        -((fan.points[:, 0] / (wide + 1)) ** 2)
    )
    height, moved, foam = ruffled(dice, fan, Waves(2.0, dice.between(0.04, 0.16), np.pi, spread=1.2))
    foam = np.clip(near * 1.6 + dice.noise(fan.points, tall * 0.3 + 2, 4) * 0.5 - 0.1, 0, 1) + foam
    paint = wet(dice, FLOWING, dice.between(0.4, 1.0), 0.12, 0.07)
    items.append(poured(fan.raised(height, moved), paint, foam, near, gusts(dice, fan, 0.0)))
    kinds = [stone(dice, dice.between(0.5, 1.0)) for _ in range(3)]
    look = replace(kinds[0][0][1], name=GROUND)
    for _ in range(dice.whole(8, 60)):
        y = dice.between(3.0, away)
        spot = (dice.between(-0.9, 0.9) * y, y, -0.1)
        size = dice.between(0.4, 1.6) * (0.5 + 0.03 * tall)
        if abs(spot[0]) > wide * 0.4 or dice.odds(0.3):
            items += placed(((dice.pick(kinds)[0][0], look),), spot, dice.between(0, 6), size)
    return Scene(tuple(items), camera, air.sky, haze=dice.pick([None, None, away * 4]), dim=air.dim)


class _Face:
    """A rock face across the view with a fall in its middle."""

    def __init__(self, dice: Dice, tall: float, away: float, wide: float) -> None:
        self._seed, self._tall, self._away, self._wide = dice.whole(0, 1 << 30), tall, away, wide
        self._lean, self._steps = dice.between(0.02, 0.25), dice.pick([0.0, 0.0, 1.0])

    def _points(self, across: Floats, up: Floats, proud: float) -> Floats:
        """Return the face at `across` metres and `up`, 0 to 1; `proud` metres before it; (rows, columns, 3)."""
        dice = Dice.seeded(self._seed)
        x, part = np.broadcast_arrays(across[None, :], up[:, None])
        flat = np.stack([x.ravel(), (part * self._tall).ravel()], axis=1)
        lumps = dice.noise(flat, self._tall * 0.5, 6, 0.55).reshape(x.shape) * self._tall * 0.16
        hollow = np.exp(-((x / (self._wide * 0.8 + 0.1 * self._tall)) ** 2))
        rim = dice.noise(np.stack([across, 0 * across], axis=1), self._tall * 0.8, 5) * 0.35
        stand = self._tall * part * (1 + (rim + 0.25) * (1 - hollow))
        back = self._lean * stand + self._steps * np.clip(part * 4 - 1.5, 0, 1) * 0.15 * self._tall
        y = (
            self._away
            + back
            - lumps * (1 - 0.75 * hollow)
            - (1 - hollow) * 0.25 * self._tall * (np.abs(x) / self._tall) ** 0.7
        )
        return np.stack([x, y - proud * np.cos(part * 1.2), stand - 0.5 * (part == 0)], axis=-1)

    def rock(self, dice: Dice) -> Item:
        """Return the face."""
        reach = (self._away + self._tall) * 1.2
        tone = dice.colour((0.03, 0.13), (0.03, 0.35), (0.15, 0.5))
        look = Paint(
            tone, "mottled", shaded(tone, 0.35), size=self._tall * 0.12, rough=0.8, bump=1.0, name=GROUND
        )
        across = np.sign(np.linspace(-1, 1, 220)) * np.abs(np.linspace(-1, 1, 220)) ** 1.5 * reach
        return still(sheet(self._points(across, np.linspace(0, 1, 90), 0.0)), look)

    def sheets(self, dice: Dice) -> list[Item]:
        """Return the falling water, in one sheet or several strands."""
        strands = dice.pick([1, 1, 2, 4])
        paint = replace(
            wet(dice, FLOWING, 0.25 + self._tall * 0.025, 0.2, 0.3),
            drawn=(1.0, 1.0, dice.between(0.03, 0.12)),
        )
        items: list[Item] = []
        for number in range(strands):
            middle = (number - (strands - 1) / 2) * self._wide / strands
            half = self._wide / strands * dice.between(0.3, 0.52)
            across, up = np.linspace(-half, half, 40), np.linspace(0, 1, 70)
            ragged = 1 + 0.35 * dice.noise(np.stack([up * 4, 0 * up], axis=1), 1.0, 4)
            points = self._points(across + middle, up, 0.03 * self._tall + 0.1)
            points[..., 0] = middle + across[None, :] * (ragged * (1.25 - 0.35 * up))[:, None]
            rim = 1 - (np.abs(across) / half) ** 4
            foam = (np.broadcast_to(rim * 0.55, (70, 40)) + dice.between(0.1, 0.5)).ravel()
            items.append(poured(sheet(points), paint, foam, 0 * foam, 0 * foam + 1))
        return items

    def top(self, dice: Dice) -> list[Item]:
        """Return what grows on the rim and at the sides."""
        makers = [
            lambda: tree(dice, dice.between(4, 9)),
            lambda: conifer(dice, dice.between(5, 13)),
            lambda: bush(dice, 1.5),
        ]
        kinds: list[Thing] = [dice.pick(makers)() for _ in range(3)]
        items: list[Item] = []
        for _ in range(dice.pick([0, 25, 90])):
            x = dice.pick([-1, 1]) * (self._wide * 0.7 + 0.5 + dice.rng.exponential(self._tall))
            up = dice.pick([0.0, 0.98, 0.98, 1.0, dice.between(0.2, 1)])
            x_, y, z = self._points(np.array([x]), np.array([up]), 0.0)[0, 0]
            items += placed(
                dice.pick(kinds),
                (x_, y + 0.3, z - 0.15),
                dice.between(0, 6.28),
                dice.near(1.0, 0.3) * (0.4 + 0.012 * self._tall),
            )
        return items
