"""Still lifes: vessels, fruit, books and plants on a table, close, before a wall, a room or a garden."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from training.scenes.animals import animal
from training.scenes.chance import Dice, Floats
from training.scenes.furniture import chair, cloth, curtain, picture, shelf, table, timber
from training.scenes.meshes import Mesh, box, lathe, sheet
from training.scenes.names import FABRIC, GRASS, GROUND
from training.scenes.plants import bush, potted, tree
from training.scenes.scene import Camera, Item, Lamp, Paint, Scene, Sky, placed, still
from training.scenes.skies import SURROUNDINGS, focused, sky
from training.scenes.vessels import VESSELS


def tabletop(dice: Dice, pictures: Sequence[Path] = ()) -> Scene:
    """Return a still life, its table's top at z = 0."""
    wide, deep = dice.between(0.9, 2.0), dice.between(0.6, 1.1)
    items = [still(*_top(dice, wide, deep))]
    away = dice.between(0.4, 1.1)
    items += _arrangement(dice, away)
    if dice.odds(0.08):
        items += placed(animal(dice, "cat", 0.7), (dice.between(-0.3, 0.3), 0.3, 0), dice.between(-0.8, 0.8))
    items, heaven, lamps = _behind(dice, items, pictures)
    pitch = -dice.pick([dice.between(3, 14), dice.between(14, 35), dice.between(35, 65)])
    at = (
        away * np.sin(dice.between(-0.3, 0.3)),
        -away * np.cos(np.radians(pitch)),
        0.07 - away * np.sin(np.radians(pitch)),
    )
    yaw = float(np.degrees(np.arctan2(at[0], -at[1]))) + dice.between(-6, 6)
    camera = Camera(
        (float(at[0]), float(at[1]), float(at[2])),
        yaw,
        pitch + dice.between(0, 4),
        dice.between(30, 70),
        dice.between(-2, 2),
    )
    scene = Scene(tuple(items), camera, heaven, tuple(lamps))
    return focused(dice, scene, away * dice.near(1.0, 0.1), (2.0, 11.0)) if dice.odds(0.75) else scene


def _top(dice: Dice, wide: float, deep: float) -> tuple[Mesh, Paint]:
    look = replace(cloth(dice), name=FABRIC) if dice.odds(0.35) else timber(dice)
    if dice.odds(0.3):
        look = Paint(
            dice.colour(depth=(0, 0.3), value=(0.2, 0.9)),
            dice.pick(["marble", "planks", "tiles"]),
            dice.colour(depth=(0, 0.3)),
            size=0.2,
            rough=0.2,
        )
    if dice.odds(0.25):
        return lathe([(0, -0.03), (wide * 0.6, -0.03), (wide * 0.6, 0), (0, 0)], 64, smooth=False), look
    return box((wide, deep * 1.4, 0.04), (0, deep * 0.2, -0.04)), look


def _arrangement(dice: Dice, away: float) -> list[Item]:
    spots: list[tuple[Floats, float]] = []
    items: list[Item] = []
    spread = away * dice.between(0.25, 0.5)
    for _ in range(dice.whole(2, 11)):
        thing = dice.pick(VESSELS)(dice)
        radius = max(float(np.hypot(*mesh.vertices[:, :2].T).max()) for mesh, _ in thing)
        for _ in range(12):
            spot = dice.rng.normal(scale=(spread, spread * 0.7), size=2) + np.array([0, 0.05])
            if spot[1] > -away * 0.45 and all(
                np.hypot(*(spot - other)) > radius * 0.9 + size * 0.9 for other, size in spots
            ):
                spots.append((spot, radius))
                items += placed(thing, (float(spot[0]), float(spot[1]), 0.0), dice.between(0, 6.28))
                break
    return items


def _behind(dice: Dice, items: list[Item], pictures: Sequence[Path]) -> tuple[list[Item], Sky, list[Lamp]]:
    kind = dice.pick(["wall", "wall", "room", "room", "garden", "surrounding", "sweep"])
    side = dice.pick([-1, 1])
    window = Lamp(
        (side * 1.6, dice.between(-0.6, 0.6), dice.between(0.6, 1.6)),
        (0, 0, 0),
        dice.between(0.3, 1.2),
        dice.between(15, 50),
        (1.0, dice.between(0.8, 1.0), dice.between(0.65, 1.0)),
    )
    if kind == "garden":
        items = [*items, *_garden(dice)]
        return items, sky(dice), []
    if kind == "surrounding":
        return (
            items,
            Sky(dice.pick(SURROUNDINGS), turn=dice.between(0, 360), sun=0.0),
            [replace(window, power=8.0)],
        )
    if kind == "sweep":
        line = [(y, z) for y, z in ((-3, -0.045), (0.9, -0.045), (1.15, 0.0), (1.25, 0.15), (1.28, 3.0))]
        rows = np.array([[(-3.0, y, z), (3.0, y, z)] for y, z in line])
        items.append(
            still(sheet(rows), Paint(dice.colour(depth=(0, 0.6), value=(0.1, 0.95)), "plain", rough=0.9))
        )
        return items, Sky("room", sun=0.0, strength=dice.between(0.3, 1.5)), [window]
    away = dice.between(0.7, 1.4) if kind == "wall" else dice.between(2, 5)
    items += _room(dice, kind, away, pictures)
    return items, Sky("room", sun=0.0, strength=dice.between(0.2, 1.2)), [window]


def _room(dice: Dice, kind: str, away: float, pictures: Sequence[Path]) -> list[Item]:
    plaster = Paint(
        dice.colour(depth=(0, 0.5), value=(0.25, 0.95)),
        dice.pick(["plain", "mottled", "brick", "tiles"]),
        size=dice.between(0.15, 0.4),
        rough=0.9,
    )
    wood = dice.colour((0.04, 0.1), (0.2, 0.7), (0.2, 0.6))
    boards = Paint(wood, "planks", (0.03, 0.02, 0.02), size=0.4, rough=0.5, name=GROUND)
    items = [
        still(box((12, 0.1, 4), (0, away, -0.75)), plaster),
        still(box((12, 12, 0.1), (0, 0, -0.85)), boards),
    ]
    if dice.odds(0.6):
        items += placed(
            picture(dice, pictures), (dice.between(-0.7, 0.7), away - 0.06, dice.between(0.4, 0.8))
        )
    if kind == "wall":
        return items
    makers = [
        lambda: shelf(dice),
        lambda: potted(dice, 1.2),
        lambda: chair(dice),
        lambda: table(dice),
        lambda: curtain(dice, 1.0, 2.2),
    ]
    for x in np.arange(-3, 3.1, dice.between(0.9, 1.6)):
        items += placed(
            dice.pick(makers)(), (float(x), away - dice.between(0.2, 0.5), -0.75), dice.between(-0.2, 0.2)
        )
    return items


def _garden(dice: Dice) -> list[Item]:
    lawn = dice.colour((0.2, 0.3), (0.4, 0.7), (0.25, 0.45))
    green = Paint(lawn, "cells", size=0.15, bump=0.8, name=GRASS)
    items = [still(box((200, 200, 0.1), (0, 90, -0.85)), green)]
    kinds = [tree(dice, 6.0), bush(dice, 1.4, True), bush(dice, 1.0)]
    for _ in range(24):
        items += placed(
            dice.pick(kinds), (dice.between(-12, 12), dice.between(2.5, 22), -0.75), dice.between(0, 6)
        )
    return items
