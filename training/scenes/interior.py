"""Rooms, kitchens, bedrooms, corridors and staircases, lit by windows and lamps."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from training.scenes.animals import animal
from training.scenes.chance import Colour, Dice, Floats
from training.scenes.figures import person
from training.scenes.furniture import (
    curtain,
    door,
    pendant,
    picture,
)
from training.scenes.meshes import Mesh, box, joined, sheet
from training.scenes.names import GLAZING, GRASS, GROUND
from training.scenes.plants import tree
from training.scenes.rooms import bedroom, corridor, dining, kitchen, living, stairs
from training.scenes.scene import Camera, Item, Lamp, Paint, Scene, Sky, Thing, cleared, placed, still


def interior(dice: Dice, pictures: Sequence[Path] = ()) -> Scene:
    """Return a room; `pictures` may hang on its walls."""
    kind = dice.pick(["living", "living", "dining", "bed", "kitchen", "corridor", "stairs"])
    wide, deep, high = dice.between(3.6, 7), dice.between(5.3, 9), dice.between(2.4, 3.3)
    if kind == "corridor":
        wide, deep = dice.between(1.6, 3.0), dice.between(9, 22)
    items, lamps, panes = _shell(dice, wide, deep, high)
    items += _hangings(dice, wide, deep, high, pictures, kind)
    fill = {
        "living": living,
        "dining": dining,
        "bed": bedroom,
        "kitchen": kitchen,
        "corridor": corridor,
        "stairs": stairs,
    }
    items += fill[kind](dice, wide, deep, high)
    if dice.odds(0.35):
        items = _inhabited(dice, items, wide, deep)
    side = dice.between(-0.38, 0.38)
    turn = float(np.degrees(np.arctan(side * wide * 1.2 / deep)))
    camera = Camera(
        (side * wide, 0.25, dice.between(1.05, 1.7)),
        turn + dice.between(-10, 10),
        dice.between(-12, 3),
        dice.between(20, 36),
        dice.between(-1, 1),
    )
    warm: Colour = (1.0, dice.between(0.7, 1.0), dice.between(0.5, 1.0))
    lamps.append(
        Lamp(
            (0, deep * 0.45, high - 0.1),
            (0, deep * 0.45, 0),
            1.2,
            dice.between(10, 60) * wide * deep / 25,
            warm,
        )
    )
    sky = Sky(
        dice.pick(["clear", "overcast"]),
        0.4,
        dice.between(12, 45),
        dice.between(-120, 120),
        dice.pick([0.0, 6.0]),
        1.5,
    )
    return Scene(tuple(items), camera, sky, tuple(lamps), panes=tuple(panes))


def _inhabited(dice: Dice, items: list[Item], wide: float, deep: float) -> list[Item]:
    if dice.odds(0.7):
        one = person(dice, dice.pick(["stand", "walk"]), 0.015)
    else:
        one = animal(dice, dice.pick(["dog", "cat"]))
    spot = np.array([dice.between(-0.3, 0.3) * wide, dice.between(0.35, 0.8) * deep])
    return [
        *cleared(items, spot, spot, 0.3),
        *placed(one, _triple(np.append(spot, 0.0)), dice.between(0, 6.28)),
    ]


def _wall(width: float, high: float, holes: list[tuple[float, float, float, float]]) -> list[Mesh]:
    """Return the boxes of a wall along x with holes (middle, width, foot, top), its inner face on y = 0."""
    parts, x = [], -width / 2
    for middle, wide, foot, top in sorted(holes):
        parts.append(box((middle - wide / 2 - x, 0.2, high), ((middle - wide / 2 + x) / 2, 0.1, 0)))
        parts.append(box((wide, 0.2, foot), (middle, 0.1, 0)))
        parts.append(box((wide, 0.2, high - top), (middle, 0.1, top)))
        x = middle + wide / 2
    parts.append(box((width / 2 - x, 0.2, high), ((width / 2 + x) / 2, 0.1, 0)))
    return parts


def _shell(dice: Dice, wide: float, deep: float, high: float) -> tuple[list[Item], list[Lamp], list[Item]]:
    plaster = Paint(
        dice.colour((0, 1), (0.0, 0.35), (0.5, 0.97)),
        dice.pick(["plain", "plain", "mottled", "brick", "stripes"]),
        size=dice.between(0.25, 0.6),
        rough=0.9,
    )
    boards = Paint(
        dice.colour((0.04, 0.1), (0.2, 0.7), (0.25, 0.75)),
        dice.pick(["planks", "planks", "tiles", "checks", "mottled"]),
        (0.05, 0.04, 0.03),
        size=dice.between(0.3, 0.7),
        rough=dice.between(0.15, 0.7),
        name=GROUND,
    )
    white = Paint((0.75, 0.75, 0.73), "plain", rough=0.6)
    items = [
        still(box((wide + 1, deep + 2, 0.1), (0, deep / 2, -0.1)), boards),
        still(box((wide + 1, deep + 2, 0.1), (0, deep / 2, high)), white),
        still(box((wide + 1, 0.2, high), (0, -1.0, 0)), plaster),
    ]
    lamps: list[Lamp] = []
    panes: list[Item] = []
    turns = (
        ("far", 0.0, (0, deep, 0), wide),
        ("left", np.pi / 2, (-wide / 2, deep / 2 - 0.5, 0), deep + 1),
        ("right", -np.pi / 2, (wide / 2, deep / 2 - 0.5, 0), deep + 1),
    )
    glazed = dice.pick([("far",), ("left",), ("right",), ("left", "far"), ()])
    for name, turn, at, width in turns:
        holes = []
        if name in glazed:
            count = max(1, int(width / dice.between(1.8, 3.5)))
            foot, top, opening = (
                dice.pick([0.05, 0.8, 0.9]),
                high - dice.between(0.25, 0.6),
                width / count * dice.between(0.45, 0.75),
            )
            holes = [(width * ((i + 0.5) / count - 0.5), opening, foot, top) for i in range(count)]
        items += _placed_wall(holes, width, high, turn, at, plaster, white)
        if holes:
            out = np.array([-np.sin(turn), np.cos(turn), 0]) * 0.35 + np.asarray(at) + [0, 0, high * 0.6]
            lamps.append(
                Lamp(
                    _triple(out),
                    _triple(out - 4 * (out - np.asarray(at) - [0, 0, high * 0.45])),
                    min(width, 2.5),
                    dice.between(60, 250),
                )
            )
            items += _outside(dice, turn, at)
            panes += placed(_panes(holes), at, turn)
    return items, lamps, panes


def _placed_wall(
    holes: list[tuple[float, float, float, float]],
    width: float,
    high: float,
    turn: float,
    at: Sequence[float],
    plaster: Paint,
    white: Paint,
) -> list[Item]:
    bars = [box((width, 0.02, 0.12), (0, -0.01, 0)), box((width, 0.04, 0.06), (0, -0.02, high - 0.06))]
    for middle, wide, foot, top in holes:
        bars += [box((0.06, 0.1, top - foot), (middle + s * wide / 2, 0.05, foot)) for s in (-1, 0, 1)]
        bars += [box((wide, 0.08, 0.06), (middle, 0.06, z)) for z in (foot, (foot + top) / 2, top - 0.05)]
        bars.append(box((wide + 0.2, 0.3, 0.04), (middle, -0.02, foot - 0.04)))
    return placed(((joined(_wall(width, high, holes)), plaster), (joined(bars), white)), at, turn)


def _panes(holes: list[tuple[float, float, float, float]]) -> Thing:
    glass = Paint((1, 1, 1), name=GLAZING)
    return tuple(
        (sheet(np.array([[(x + side * wide / 2, 0.1, z) for side in (-1, 1)] for z in (foot, top)])), glass)
        for x, wide, foot, top in holes
    )


def _outside(dice: Dice, turn: float, at: Sequence[float]) -> list[Item]:
    grove = [tree(dice, dice.between(4, 8)) for _ in range(2)]
    items = [
        still(
            box((200, 200, 0.1), (0, 0, -1.2)),
            Paint(dice.colour((0.18, 0.3), (0.3, 0.6), (0.3, 0.5)), size=2.0, name=GRASS),
        )
    ]
    out, side = np.array([-np.sin(turn), np.cos(turn)]), np.array([np.cos(turn), np.sin(turn)])
    for _ in range(12):
        spot = np.asarray(at[:2]) + out * dice.between(6, 35) + side * dice.between(-18, 18)
        items += placed(dice.pick(grove), (*spot, -1.1), dice.between(0, 6))
    return items


def _hangings(
    dice: Dice, wide: float, deep: float, high: float, pictures: Sequence[Path], kind: str
) -> list[Item]:
    items: list[Item] = []
    for side in (-1, 1):
        for _ in range(dice.whole(1, 4)):
            items += placed(
                picture(dice, pictures),
                (side * wide / 2, dice.between(0.2, 0.95) * deep, dice.between(1.4, 1.8)),
                -side * np.pi / 2,
            )
    if kind not in ("corridor",) and dice.odds(0.6):
        items += placed(
            picture(dice, pictures), (dice.between(-0.3, 0.3) * wide, deep, dice.between(1.45, 1.75))
        )
    if dice.odds(0.6):
        items += placed(door(dice), (dice.between(-0.3, 0.3) * wide, deep, 0))
    if dice.odds(0.5):
        items += placed(
            curtain(dice, dice.between(0.5, 1.0), high - 0.2),
            (dice.pick([-1, 1]) * wide * 0.4, deep - 0.1, 0),
        )
    if dice.odds(0.6):
        items += placed(pendant(dice, dice.between(0.5, 0.95)), (0, deep * dice.between(0.45, 0.7), high))
    return items


def _triple(values: Floats) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])
