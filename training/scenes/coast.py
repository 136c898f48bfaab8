"""Beaches: sand or pebbles, wet where the waves reach, and surf that breaks on them."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from training.scenes.afloat import swimmers
from training.scenes.chance import Dice, Floats, shaded
from training.scenes.figures import person
from training.scenes.names import GROUND
from training.scenes.plants import palm, stone, tuft
from training.scenes.scene import Camera, Item, Paint, Thing, placed, still
from training.scenes.vehicles import boat
from training.scenes.waters import FLOWING, Fan, Waves, gusts, poured, ruffled, wet


class Coast:
    """A straight coast with bays: sea on one side of a wavering line, a beach that rises from it on the other."""

    def __init__(self, dice: Dice, facing: float, back: float) -> None:
        self._seed = dice.whole(0, 1 << 30)
        self._out = np.array([np.sin(facing), np.cos(facing)])
        self._back, self._bays = back, dice.between(1, 9)
        self._slope, self._dunes = dice.between(0.03, 0.11), dice.pick([0.0, 0.3, 1.5])
        self._hue = dice.colour((0.05, 0.13), (0.05, 0.45), (0.4, 0.9))
        self._grain = dice.pick(["sand", "sand", "sand", "pebbles"])
        self._surf = dice.between(0.1, 1.1)

    def out(self, at: Floats) -> Floats:
        """Return metres off the water's edge, seaward positive, shape (n,)."""
        dice = Dice.seeded(self._seed)
        aside = at @ [-self._out[1], self._out[0]]
        line = dice.noise(np.stack([aside, 0 * aside], axis=1), 60, 5)
        return np.asarray(at @ self._out - self._back + line * self._bays, np.float64)

    def height(self, at: Floats) -> Floats:
        """Return the ground's height, shape (n,)."""
        dice = Dice.seeded(self._seed, 1)
        out = self.out(at)
        dunes = dice.noise(at, 9, 5) * self._dunes * np.clip(-out / 25 - 0.2, 0, 1)
        fine = dice.noise(at, 1.2, 4) * 0.03 * np.clip(-out / 4, 0, 1)
        return np.asarray(-out * self._slope * np.where(out < 0, 0.7, 1.0) + dunes + fine, np.float64)

    def sand(self, dice: Dice, camera: Camera) -> list[Item]:
        """Return the beach, the part the waves reach darker and smooth."""
        fan = Fan.before(camera, 2500, 0.0, 330, 300)
        high = self.height(fan.points)
        mesh = fan.raised(np.maximum(high, -6.0))
        reach = 0.25 + 0.5 * self._surf + dice.noise(fan.points, 12, 4) * 0.25
        corners = mesh.faces[:, 0]
        soaked = high[corners] < reach[corners] * dice.pick([0.5, 1.0])
        size = dice.between(0.05, 0.15) if self._grain == "pebbles" else dice.between(0.6, 3)
        pattern = "cells" if self._grain == "pebbles" else "mottled"
        dry = Paint(self._hue, pattern, shaded(self._hue, 0.75), size=size, rough=0.95, bump=0.5, name=GROUND)
        damp = shaded(self._hue, 0.4)
        slick = replace(dry, colour=damp, second=shaded(damp, 0.8), rough=dice.between(0.08, 0.4), bump=0.05)
        parts = ((mesh.faces[~soaked], dry), (mesh.faces[soaked], slick))
        return [still(replace(mesh, faces=faces), paint) for faces, paint in parts if len(faces)]

    def water(self, dice: Dice, camera: Camera) -> Item:
        """Return the sea with lines of breakers and the last foam at its edge."""
        fan = Fan.before(camera, 6e4)
        out = self.out(fan.points)
        waves = Waves(dice.between(4, 22) * (0.4 + self._surf), dice.between(0.05, 0.13), 0.0, spread=0.9)
        waves = replace(waves, wind=float(np.arctan2(*-self._out)))
        height, aside, foam = ruffled(dice, fan, waves, np.clip((out + 1) / 40, 0.03, 1))
        along = fan.points @ [-self._out[1], self._out[0]]
        at = 0.0
        for number in range(dice.whole(2, 6)):
            line = np.stack([along, 0 * along + number * 40], axis=1)
            crest = at + dice.noise(line, 45, 4) * (2 + at * 0.12)
            part = np.clip(dice.noise(line, 70, 3) * 2 + 0.75, 0, 1)
            tall = self._surf * min(1.0, 0.25 + number * 0.3)
            span = 0.8 + tall * 2.2
            past = (out - crest) / span
            height += tall * part * np.exp(-((np.where(past < 0, past * 2.6, past * 0.8)) ** 2))
            trail = np.where(
                past < 0, np.exp(-((past * 1.4) ** 2)), np.exp(-np.maximum(past, 0) * dice.between(0.5, 1.6))
            )
            foam = np.maximum(foam, trail * part * dice.between(0.6, 1.05))
            at += dice.between(4, 14) * (0.5 + self._surf)
        swash = np.exp(-((out / (0.5 + self._surf)) ** 2))
        foam = np.maximum(foam * np.clip(1.4 - out / 160, 0, 1), swash * 0.75)
        shallow = np.exp(-np.maximum(out, 0) * self._slope / dice.pick([0.5, 1.5, 4.0]))
        paint = wet(dice, FLOWING, dice.between(0.4, 1.2), waves.slope * 0.8, 0.09)
        film = 0.05 + 0.2 * self._surf * np.clip(1 - np.abs(out + 1) / 6, 0, 1)
        return poured(fan.raised(height + film, aside), paint, foam, shallow, gusts(dice, fan, 0.0))

    def strewn(self, dice: Dice) -> list[Item]:
        """Return people, stones, palms, grass, boats and swimmers where they belong."""
        rock = stone(dice, 0.6)
        kinds: list[tuple[list[Callable[[], Thing]], int, float, float]] = [
            (
                [lambda: person(dice, "stand", 0.025), lambda: person(dice, "walk", 0.025)],
                dice.pick([0, 0, 1, 2, 6]),
                -14.0,
                1.0,
            ),
            (
                [lambda: tuple((mesh, replace(look, name=GROUND)) for mesh, look in rock)],
                dice.pick([0, 0, 8, 30]),
                -9.0,
                5.0,
            ),
            ([lambda: palm(dice, dice.between(5, 9))], dice.pick([0, 0, 3, 8]), -60.0, -12.0),
            ([lambda: tuft(dice, 0.5, 60)], dice.pick([0, 0, 60]), -40.0, -9.0),
            ([lambda: boat(dice)], dice.pick([0, 0, 1, 2]), -9.0, -3.0),
        ]
        items: list[Item] = []
        for makers, count, least, most in kinds:
            made = [maker() for maker in makers] if count else []
            spots = np.stack(
                [dice.rng.uniform(-30, 30, 9 * count), dice.rng.uniform(4, 60, 9 * count)], axis=1
            )
            out = self.out(spots) if count else np.zeros(0)
            right = (out > least) & (out < most) & (np.hypot(*spots.T) > 5)
            for spot, z in list(zip(spots[right], self.height(spots)[right], strict=True))[:count]:
                items += placed(
                    dice.pick(made), (*spot, z - 0.03), dice.between(0, 6.28), dice.near(1.0, 0.2)
                )
        bathers = swimmers(
            dice,
            dice.pick([0, 0, 0, 4]),
            -float(np.degrees(np.arctan2(*self._out))),
            self._back + 12,
            self._back + 45,
        )
        return items + bathers
