"""Warehouses, halls of columns and yards of containers."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from training.scenes.chance import Dice
from training.scenes.figures import person
from training.scenes.forest import forest
from training.scenes.meshes import Mesh, box, joined, lathe
from training.scenes.names import BUILDING, GROUND
from training.scenes.scene import Camera, Item, Lamp, Paint, Scene, Sky, Thing, placed, still
from training.scenes.skies import outdoors
from training.scenes.vehicles import car


def works(dice: Dice) -> Scene:
    """Return a forest most times, or a hall or yard."""
    return dice.pick([forest, forest, warehouse, colonnade, yard])(dice)


def crate(dice: Dice) -> Thing:
    """Return a crate, carton, barrel or loaded pallet."""
    kind, size = dice.pick(["crate", "carton", "barrel", "pallet"]), dice.between(0.5, 1.1)
    if kind == "barrel":
        line = [
            (0, 0),
            (0.28, 0),
            (0.29, 0.3),
            (0.31, 0.31),
            (0.29, 0.33),
            (0.29, 0.6),
            (0.31, 0.61),
            (0.29, 0.63),
            (0.28, 0.9),
            (0.26, 0.88),
            (0, 0.88),
        ]
        return ((lathe(line, 28), Paint(dice.colour((0, 1), (0.3, 0.9), (0.2, 0.7)), rough=0.4, metal=0.3)),)
    if kind == "carton":
        return (
            (
                box((size, size * 0.8, size * 0.7)),
                Paint(dice.colour((0.07, 0.1), (0.35, 0.55), (0.5, 0.7)), size=0.6),
            ),
            (box((0.06, size * 0.802, size * 0.702)), Paint((0.5, 0.4, 0.25), "plain", rough=0.2)),
        )
    wood = Paint(dice.colour((0.06, 0.1), (0.35, 0.6), (0.4, 0.7)), "grain", size=0.4)
    if kind == "pallet":
        boards = [box((1.2, 0.12, 0.02), (0, y, 0.12)) for y in np.linspace(-0.44, 0.44, 6)] + [
            box((0.1, 1.0, 0.12), (x, 0, 0)) for x in (-0.5, 0, 0.5)
        ]
        sacks = [
            box((0.38, 0.3, 0.24), (x, y, 0.14 + 0.25 * k))
            for k in range(dice.whole(1, 5))
            for x in (-0.4, 0, 0.4)
            for y in (-0.32, 0, 0.32)
        ]
        return (
            (joined(boards), wood),
            (joined(sacks), Paint(dice.colour(depth=(0, 0.5), value=(0.4, 0.9)), size=0.5)),
        )
    slats = [box((size, size, 0.9 * size / 6), (0, 0, size * i / 6)) for i in range(6)]
    posts = [
        box((0.08, 0.08, size), (sx * size * 0.48, sy * size * 0.48, 0)) for sx in (-1, 1) for sy in (-1, 1)
    ]
    return ((joined(slats + posts), wood),)


def warehouse(dice: Dice) -> Scene:
    """Return a hall of racks, crates and pallets."""
    wide, long, high = dice.between(12, 26), dice.between(30, 60), dice.between(6, 10)
    items = _hall(dice, wide, long, high)
    goods = [crate(dice) for _ in range(6)]
    aisle = dice.between(1.6, 3.0)
    steel = Paint(dice.pick([(0.05, 0.1, 0.35), (0.5, 0.2, 0.03), (0.3, 0.3, 0.3)]), "plain", rough=0.5)
    posts: list[Mesh] = []
    for x in (-aisle - 0.6, aisle + 0.6, -aisle - 5.0, aisle + 5.0):
        for y in np.arange(4, long - 3, 2.6):
            posts += [box((0.1, 0.1, high * 0.7), (x + s * 0.55, y, 0)) for s in (-1, 1)]
            for level in range(int(high * 0.7 / 1.7)):
                posts.append(
                    box((1.2, 2.6, 0.1), (x, y + 1.3, level * 1.7))
                    if level
                    else box((0.1, 0.1, 0.1), (x, y, 0))
                )
                items += [
                    i
                    for k in (0.7, 1.9)
                    if dice.odds(0.75)
                    for i in placed(
                        dice.pick(goods), (x, y + k, level * 1.7 + 0.1 * (level > 0)), dice.between(-0.1, 0.1)
                    )
                ]
    items.append(still(joined(posts), steel))
    for _ in range(dice.whole(0, 6)):
        items += placed(
            dice.pick(goods), (dice.between(-0.8, 0.8) * aisle, dice.between(5, 25), 0), dice.between(0, 6)
        )
    if dice.odds(0.6):
        items += placed(
            person(dice, "walk"), (dice.between(-1, 1), dice.between(5, 16), 0), dice.between(0, 6.28)
        )
    if dice.odds(0.3):
        items += placed(car(dice, "van"), (0, dice.between(12, 25), 0), dice.pick([0, np.pi]))
    camera = Camera(
        (dice.between(-0.7, 0.7), 0, dice.between(1.4, 2.6)),
        dice.between(-18, 18),
        dice.between(-5, 8),
        dice.between(22, 45),
    )
    return Scene(tuple(items), camera, Sky("overcast", sun=0.0), _strip_lamps(dice, long, high))


def _hall(dice: Dice, wide: float, long: float, high: float) -> list[Item]:
    wall = Paint(
        dice.colour(depth=(0, 0.3), value=(0.35, 0.85)), dice.pick(["brick", "stripes", "mottled"]), size=0.3
    )
    grey = dice.colour(depth=(0, 0.1), value=(0.35, 0.65))
    floor = Paint(grey, "mottled", size=3.0, rough=dice.between(0.2, 0.8), name=GROUND)
    items = [
        still(box((wide, long + 6, 0.1), (0, long / 2 - 3, -0.1)), floor),
        still(box((wide, 0.2, high), (0, long, 0)), wall),
    ]
    items += [still(box((0.2, long + 6, high), (s * wide / 2, long / 2 - 3, 0)), wall) for s in (-1, 1)]
    beams = [box((wide, 0.25, 0.4), (0, y, high - 0.4)) for y in np.arange(0, long, 5)]
    items.append(still(joined(beams), Paint((0.3, 0.3, 0.3), metal=0.5)))
    items.append(
        still(
            box((wide, long + 6, 0.1), (0, long / 2 - 3, high)), Paint((0.5, 0.5, 0.5), "stripes", size=0.2)
        )
    )
    return items


def _strip_lamps(dice: Dice, long: float, high: float) -> tuple[Lamp, ...]:
    power, tint = dice.between(250, 700), (1.0, dice.between(0.85, 1.0), dice.between(0.65, 1.0))
    return tuple(
        Lamp((0, float(y), high - 0.6), (0, float(y), 0), 2.0, power, tint) for y in np.arange(2, long, 9)
    )


def colonnade(dice: Dice) -> Scene:
    """Return a nave or arcade: two or four rows of columns under a ceiling, open to the sky at times."""
    wide, long, high = dice.between(3, 7), dice.between(20, 50), dice.between(4, 9)
    r = dice.between(0.2, 0.5)
    rings = [
        (r * 1.6, 0),
        (r * 1.6, 0.3),
        (r * 1.1, 0.45),
        (r, 0.8),
        (r * 0.85, high - 0.7),
        (r * 1.3, high - 0.4),
        (r * 1.5, high - 0.2),
        (r * 1.5, high),
    ]
    rock = Paint(
        dice.colour((0.05, 0.13), (0.05, 0.35), (0.45, 0.9)),
        dice.pick(["mottled", "marble"]),
        size=1.2,
        rough=0.7,
        name=BUILDING,
    )
    column: Thing = ((lathe(rings, 24) if dice.odds(0.7) else box((r * 1.8, r * 1.8, high)), rock),)
    gap = dice.between(2.5, 5)
    items: list[Item] = []
    for y in np.arange(1.5, long, gap):
        for x in (-wide / 2, wide / 2, -wide * 1.3, wide * 1.3):
            items += placed(column, (x, float(y), 0))
    items += (
        _hall(dice, wide * 3.2, long + 2, high)
        if dice.odds(0.6)
        else [
            still(
                box((60, 120, 0.1), (0, 55, -0.1)),
                replace(rock, pattern="tiles", second=(0.1, 0.1, 0.1), name=GROUND),
            )
        ]
    )
    items += [still(box((0.9, long, 0.5), (s * wide / 2, long / 2, high)), rock) for s in (-1, 1)]
    for _ in range(dice.whole(0, 4)):
        items += placed(
            person(dice, dice.pick(["stand", "walk"])),
            (dice.between(-0.4, 0.4) * wide, dice.between(4, 20), 0),
            dice.between(0, 6.28),
        )
    camera = Camera(
        (dice.between(-0.3, 0.3) * wide, -0.5, dice.between(1.3, 2.0)),
        dice.between(-25, 25),
        dice.between(-3, 12),
        dice.between(22, 40),
    )
    scene = outdoors(dice, items, camera)
    return replace(scene, lamps=_strip_lamps(dice, long, high))


def yard(dice: Dice) -> Scene:
    """Return a yard of stacked containers, vans and crates."""
    asphalt = Paint(dice.colour(depth=(0, 0.1), value=(0.3, 0.55)), size=2.5, rough=0.8, name=GROUND)
    items = [still(box((400, 600, 0.1), (0, 250, -0.1)), asphalt)]
    boxes: list[Thing] = []
    for _ in range(4):
        ribs = [box((2.44, 0.12, 2.5), (0, y, 0.05)) for y in np.arange(-2.9, 3.0, 0.3)]
        body = joined([box((2.36, 6.0, 2.6)), *ribs])
        boxes.append(((body, Paint(dice.colour((0, 1), (0.3, 0.9), (0.25, 0.7)), size=1.5, rough=0.5)),))
    for side in (-1, 1):
        for y in np.arange(6, 70, 6.6):
            for x in (5, 7.8, 10.6):
                for level in range(dice.whole(0, 3)):
                    items += placed(
                        dice.pick(boxes), (side * (x + dice.between(-0.1, 0.1)), float(y), level * 2.62)
                    )
    makers: list[Callable[[], Thing]] = [
        lambda: car(dice),
        lambda: car(dice, "van"),
        lambda: crate(dice),
        lambda: crate(dice),
        lambda: person(dice, "walk"),
    ]
    for maker in makers:
        for _ in range(dice.whole(0, 2)):
            items += placed(maker(), (dice.between(-2.8, 2.8), dice.between(6, 40), 0), dice.between(0, 6.28))
    camera = Camera(
        (dice.between(-2, 2), 0, dice.pick([1.6, 1.7, 4.5])),
        dice.between(-20, 20),
        dice.between(-6, 4),
        dice.between(24, 50),
    )
    return replace(outdoors(dice, items, camera), haze=dice.pick([None, dice.between(80, 400)]))
