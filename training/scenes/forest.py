"""Woods seen from inside: trunks, undergrowth and at times a path."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from training.scenes.animals import animal
from training.scenes.chance import Dice, Floats
from training.scenes.figures import person
from training.scenes.meshes import joined, sheet, tube
from training.scenes.names import FOLIAGE, GROUND
from training.scenes.plants import bark, bush, conifer, leafage, leaves, stone, tree, tuft
from training.scenes.scene import Camera, Item, Paint, Scene, Thing, placed, still
from training.scenes.skies import outdoors


def forest(dice: Dice) -> Scene:
    """Return the inside of a wood, with a path at times."""
    x, y = np.meshgrid(np.linspace(-45, 45, 110), np.linspace(-4, 95, 120))
    flat = np.stack([x.ravel(), y.ravel()], axis=1)
    bumps = dice.noise(flat, 14, 5) * dice.between(0.3, 1.6)
    bend, wide = dice.between(-6, 6), dice.pick([0.0, 1.1, 2.0])
    middle = bend * np.sin(flat[:, 1] / 22)
    path = (
        np.clip(1.4 - np.abs(flat[:, 0] - middle) / max(wide, 0.01), 0, 1)[:, None]
        if wide
        else np.zeros((len(flat), 1))
    )
    height = bumps * np.clip(np.abs(flat[:, 0] - middle) / 5, 0.15, 1)
    soil, growth = (
        np.array(dice.colour((0.05, 0.1), (0.3, 0.6), (0.2, 0.4))),
        np.array(dice.colour((0.12, 0.3), (0.4, 0.7), (0.2, 0.4))),
    )
    patch = np.clip(dice.noise(flat, 5, 4) + 0.5, 0, 1)[:, None]
    colours = (soil * (1 - patch) + growth * patch) * (1 - path) + np.array(
        dice.colour((0.06, 0.1), (0.1, 0.35), (0.4, 0.65))
    ) * path
    ground = sheet(np.concatenate([flat, height[:, None]], axis=1).reshape(120, 110, 3))
    items = [
        still(
            replace(ground, colours=colours),
            Paint((1, 1, 1), "vertex", size=0.3, bump=0.9, rough=0.95, name=GROUND),
        )
    ]

    def lie(count: int, near: float, far: float) -> Floats:
        spots = np.stack([dice.rng.uniform(-32, 32, count), dice.rng.uniform(near, far, count)], axis=1)
        row, column = (
            np.clip((spots[:, 1] + 4) / 99 * 119, 0, 119),
            np.clip((spots[:, 0] + 45) / 90 * 109, 0, 109),
        )
        high = height.reshape(120, 110)[row.round().astype(int), column.round().astype(int)]
        keep = np.abs(spots[:, 0] - bend * np.sin(spots[:, 1] / 22)) > wide + 0.5
        return np.concatenate([spots, high[:, None]], axis=1)[keep]

    items += _wood(dice, lie)
    camera = Camera(
        (dice.between(-0.4, 0.4), -1.0, 1.6 + dice.between(-0.5, 0.4)),
        dice.between(-10, 10),
        dice.between(-6, 9),
        dice.between(24, 60),
        dice.between(-1.5, 1.5),
    )
    if dice.odds(0.3):
        one = (
            person(dice, "walk")
            if dice.odds(0.5)
            else animal(dice, dice.pick(["deer", "deer", "dog", "horse"]))
        )
        away = dice.between(5, 15)
        items += placed(one, (bend * np.sin(away / 22), away, 0), dice.between(0, 6.28))
    return replace(
        outdoors(dice, items, camera), haze=dice.pick([None, dice.between(30, 120), dice.between(120, 400)])
    )


def _wood(dice: Dice, lie: Callable[[int, float, float], Floats]) -> list[Item]:
    items: list[Item] = []
    tall = dice.between(14, 26)
    makers: list[Callable[[], Thing]] = [
        lambda: _trunk(dice, tall),
        lambda: conifer(dice, tall),
        lambda: tree(dice, tall * 0.7),
    ]
    weights = dice.pick([(3, 0, 0), (2, 1, 0), (1, 0, 2), (0, 0, 2), (1, 2, 0)])
    kinds = [maker() for maker, weight in zip(makers, weights, strict=True) for _ in range(weight)]
    under: list[tuple[Thing, int]] = [
        (bush(dice, dice.between(0.5, 1.3)), dice.pick([10, 40, 90])),
        (tuft(dice, dice.between(0.3, 0.8), 60), dice.pick([0, 150, 500])),
        (_fern(dice), dice.pick([0, 60, 250])),
        (stone(dice, dice.between(0.3, 0.9)), dice.pick([0, 10, 40])),
    ]
    for spot in lie(dice.pick([90, 180, 320]), 3.5, 90):
        items += placed(dice.pick(kinds), (*spot[:2], spot[2] - 0.1), dice.between(0, 6), dice.near(1.0, 0.3))
    for thing, count in under:
        for spot in lie(count, 1.0, 28):
            items += placed(thing, (*spot[:2], spot[2] - 0.05), dice.between(0, 6), dice.near(1.0, 0.4))
    return items


def _trunk(dice: Dice, tall: float) -> Thing:
    lean = dice.rng.normal(scale=0.02, size=2) * tall
    r = tall * dice.between(0.007, 0.014)
    wood = [
        tube(
            np.array([[0, 0, -0.4], [0, 0, 0.5], [*(lean * 0.4), tall * 0.5], [*lean, tall]]),
            [r * 1.6, r * 1.1, r * 0.8, r * 0.2],
            12,
        )
    ]
    tips = []
    for turn in np.arange(12) * 2.4:
        z = tall * dice.between(0.45, 0.95)
        end = np.array([np.cos(turn), np.sin(turn), 0.3]) * (tall - z) * 0.4 + [0, 0, z]
        wood.append(tube(np.array([[*(lean * z / tall), z], end]), [r * 0.3, 0.01], 5))
        tips.append(end)
    return (
        (joined(wood), bark(dice)),
        (leaves(dice, np.array(tips), tall * 0.07, 60, tall * 0.022), leafage(dice)),
    )


def _fern(dice: Dice) -> Thing:
    rows = [
        leaves(
            dice,
            np.array([[np.cos(t) * 0.25 * k, np.sin(t) * 0.25 * k, 0.12 + 0.14 * k * (2 - k) * 1.6]]),
            0.1,
            14,
            0.16,
        )
        for t in np.arange(9) * 0.7
        for k in (0.4, 0.8, 1.3, 1.8)
    ]
    colour = dice.colour((0.2, 0.32), (0.5, 0.8), (0.25, 0.5))
    return ((joined(rows), Paint(colour, bump=0.0, varied=0.2, name=FOLIAGE)),)
