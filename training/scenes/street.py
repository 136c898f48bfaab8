"""Streets and squares: rows of houses, pavements, traffic, trees and passers-by."""

from dataclasses import replace

import numpy as np

from training.scenes.animals import animal
from training.scenes.buildings import bench, bin_, fence, house, sign_post, street_lamp
from training.scenes.chance import Dice
from training.scenes.figures import person
from training.scenes.meshes import box, joined, sheet
from training.scenes.names import GRASS, GROUND
from training.scenes.plants import bush, conifer, tree
from training.scenes.scene import Camera, Item, Paint, Scene, Thing, placed, still
from training.scenes.skies import outdoors
from training.scenes.vehicles import bicycle, car

LONG = 140.0
"""Metres of street before the camera."""


def street(dice: Dice) -> Scene:
    """Return a street seen along it, across it, or from above."""
    road, walk = dice.between(3.0, 6.5), dice.between(1.8, 4.0)
    front = dice.pick([0.0, 0.0, dice.between(3, 6)])
    items = _ground(dice, road, walk, front)
    for side in (-1, 1):
        if dice.odds(0.9):
            items += _row(dice, side, road + walk + front)
        items += _trees(dice, side, road)
        items += _furniture(dice, side, road)
        if front:
            items += _gardens(dice, side, road + walk, front)
    items += _traffic(dice, road) + _people(dice, road, walk)
    if dice.odds(0.55):
        items += _end(dice)
    view = _view(dice, road, walk)
    scene = outdoors(dice, items, view)
    return replace(scene, haze=dice.pick([None, None, dice.between(120, 500)]))


def _view(dice: Dice, road: float, walk: float) -> Camera:
    style = dice.pick(["along", "along", "along", "across", "above"])
    x = (
        dice.between(-road, road)
        if dice.odds(0.5)
        else dice.pick([-1, 1]) * (road + walk * dice.between(0.2, 0.8))
    )
    high, yaw, pitch = dice.between(1.2, 2.0), dice.between(-20, 20) + 12 * np.sign(x), dice.between(-6, 9)
    focal = dice.between(24, 60)
    if style == "across":
        x = dice.between(-road, road)
        yaw = dice.pick([-1, 1]) * dice.between(40, 90)
        pitch, focal = dice.between(-2, 12), dice.between(24, 40)
    if style == "above":
        high, pitch = dice.between(4, 14), dice.between(-28, -6)
    return Camera((float(x), 0.0, high), float(yaw), pitch, focal, dice.between(-1.5, 1.5))


def _ground(dice: Dice, road: float, walk: float, front: float) -> list[Item]:
    asphalt = dice.colour((0.0, 1.0), (0.0, 0.08), (0.25, 0.5))
    surface = dice.pick(["mottled", "mottled", "cells"])
    paving = Paint(
        dice.colour((0.05, 0.12), (0.0, 0.2), (0.4, 0.75)),
        dice.pick(["tiles", "brick", "mottled"]),
        (0.08, 0.08, 0.08),
        size=dice.between(0.3, 0.8),
        rough=0.85,
        name=GROUND,
    )
    middle = LONG / 2 - 15
    items = [
        still(
            box((road * 2, LONG, 0.1), (0, middle, -0.1)),
            Paint(
                asphalt,
                surface,
                size=0.25 if surface == "cells" else 2.0,
                rough=dice.pick([0.9, 0.9, 0.35]),
                name=GROUND,
            ),
        )
    ]
    kerb = Paint((0.35, 0.35, 0.33), size=0.4, name=GROUND)
    lawn = dice.colour((0.2, 0.3), (0.4, 0.7), (0.25, 0.45))
    green = Paint(lawn, "cells", size=0.15, rough=0.95, bump=0.8, name=GRASS)
    for side in (-1, 1):
        items.append(still(box((walk, LONG, 0.22), (side * (road + walk / 2), middle, -0.1)), paving))
        items.append(still(box((0.18, LONG, 0.24), (side * (road + 0.08), middle, -0.1)), kerb))
        items.append(
            still(box((front + 30, LONG, 0.18), (side * (road + walk + front / 2 + 15), middle, -0.1)), green)
        )
    far = np.stack(np.meshgrid([-900.0, 900.0], [-300.0, 1800.0]), axis=-1)
    items.append(
        still(sheet(np.concatenate([far, np.full((2, 2, 1), -0.15)], axis=-1)), replace(green, size=3.0))
    )
    if dice.odds(0.8):
        white = Paint((0.6, 0.6, 0.55), size=0.3, rough=0.8, name=GROUND)
        dashes = [box((0.13, 2.5, 0.006), (0, y, 0)) for y in np.arange(-10, LONG - 20, 6)]
        if dice.odds(0.5):
            y = dice.between(5, 22)
            dashes += [box((0.5, 3.2, 0.006), (x, y, 0)) for x in np.arange(-road + 0.6, road - 0.3, 1.0)]
        items.append(still(joined(dashes), white))
    return items


def _row(dice: Dice, side: int, edge: float) -> list[Item]:
    kinds = []
    deep, shops = dice.between(8, 13), dice.odds(0.5)
    floors = dice.whole(2, 5)
    for _ in range(dice.whole(3, 5)):
        width = dice.between(6, 15)
        kinds.append(
            (house(dice, width, deep, max(1, floors + dice.whole(-1, 1)), shops and dice.odds(0.7)), width)
        )
    items, y = [], -14.0
    while y < LONG - 25:
        thing, width = dice.pick(kinds)
        if dice.odds(0.92):
            at = (-edge, y, 0.08) if side < 0 else (edge, y + width, 0.08)
            items += placed(thing, at, np.pi / 2 if side < 0 else -np.pi / 2)
        y += width + dice.pick([0.0, 0.0, 0.0, dice.between(1, 5)])
    return items


def _trees(dice: Dice, side: int, road: float) -> list[Item]:
    if dice.odds(0.35):
        return []
    bare = dice.odds(0.15)
    kinds = [tree(dice, dice.between(5, 10), bare) for _ in range(2)]
    start = dice.between(4, 14)
    spots = np.arange(start, LONG - 30, dice.between(7, 15))
    return [
        item
        for y in spots
        if dice.odds(0.85)
        for item in placed(
            dice.pick(kinds), (side * (road + 0.8), float(y), 0.1), dice.between(0, 6.28), dice.near(1.0, 0.2)
        )
    ]


def _furniture(dice: Dice, side: int, road: float) -> list[Item]:
    items: list[Item] = []
    lamp = street_lamp(dice, dice.between(5, 8))
    for y in np.arange(dice.between(5, 20), LONG - 30, dice.between(16, 28)):
        items += placed(lamp, (side * (road + 0.4), float(y), 0.1), -side * np.pi / 2)
    extras: list[Thing] = [sign_post(dice), bin_(dice), bench(dice), bicycle(dice)]
    for _ in range(dice.whole(2, 7)):
        y, turn = dice.between(4, 45), dice.pick([0.0, side * np.pi / 2])
        items += placed(dice.pick(extras), (side * (road + dice.between(0.5, 1.0)), y, 0.12), turn)
    return items


def _gardens(dice: Dice, side: int, edge: float, front: float) -> list[Item]:
    items, y = [], 0.0
    kinds = [bush(dice, dice.between(0.6, 1.5), dice.odds(0.4)) for _ in range(3)]
    rail = fence(dice, 7.0, dice.between(0.7, 1.5))
    while y < 80:
        if dice.odds(0.8):
            items += placed(rail, (side * (edge + 0.2), y, 0.05), np.pi / 2)
        for _ in range(2):
            items += placed(
                dice.pick(kinds),
                (side * (edge + dice.between(1, front)), y + dice.between(0, 8), 0.05),
                0,
                dice.near(1.0, 0.3),
            )
        y += 8.2
    return items


def _traffic(dice: Dice, road: float) -> list[Item]:
    items: list[Item] = []
    kinds = [car(dice) for _ in range(4)] + ([car(dice, "bus")] if dice.odds(0.2) else [])
    for side in (-1, 1):
        y = dice.between(3, 20)
        while dice.odds(0.85) and y < 100:
            items += placed(
                dice.pick(kinds[:4]),
                (side * (road - 1.1), y, 0),
                dice.pick([0.0, 0.0, np.pi]) + dice.between(-0.04, 0.04),
            )
            y += dice.pick([5.6, 6.0, 7.0, 12.0, 25.0])
    for _ in range(dice.whole(0, 3) if road > 4.4 else 0):
        side = dice.pick([-1, 1])
        items += placed(
            dice.pick(kinds), (side * (road - 2.2) * 0.45, dice.between(9, 70), 0), 0.0 if side < 0 else np.pi
        )
    return items


def _people(dice: Dice, road: float, walk: float) -> list[Item]:
    items: list[Item] = []
    kinds = [person(dice, dice.pick(["walk", "walk", "stand"]), 0.025) for _ in range(dice.whole(0, 5))]
    for _ in range(dice.whole(0, 9) if kinds else 0):
        spot = (dice.pick([-1, 1]) * (road + walk * dice.between(0.3, 0.9)), dice.between(4, 40), 0.12)
        if dice.odds(0.15):
            spot = (dice.between(-road, road) * 0.8, dice.between(5, 30), 0)
        items += placed(dice.pick(kinds), spot, dice.pick([0.0, np.pi]) + dice.between(-0.7, 0.7))
    if dice.odds(0.12):
        items += placed(
            animal(dice, dice.pick(["dog", "cat", "bird"])),
            (dice.between(-road, road), dice.between(3, 10), 0),
            dice.between(0, 6.28),
        )
    return items


def _end(dice: Dice) -> list[Item]:
    if dice.odds(0.5):
        kinds = [tree(dice, dice.between(8, 14)), conifer(dice, dice.between(8, 15))]
        return [
            item
            for _ in range(40)
            for item in placed(
                dice.pick(kinds),
                (dice.between(-60, 60), LONG - 15 + dice.between(0, 40), 0),
                dice.between(0, 6),
                dice.near(1.0, 0.3),
            )
        ]
    items: list[Item] = []
    x = -45.0
    while x < 45:
        width = dice.between(9, 16)
        items += placed(house(dice, width, 12, dice.whole(2, 6)), (x, LONG - dice.between(18, 25), 0))
        x += width
    return items
