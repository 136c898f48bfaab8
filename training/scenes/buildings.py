"""Houses with real window openings, walls, fences, lamps, signs and other furniture of a street."""

import numpy as np

from training.scenes.chance import Colour, Dice, hsv, shaded
from training.scenes.meshes import Mesh, box, joined, lathe, prism, tube
from training.scenes.names import BUILDING, FOLIAGE, LAMP, PANE, Name
from training.scenes.scene import Paint, Thing, known

GLASS = Paint(
    (0.03, 0.04, 0.05),
    "mottled",
    (0.14, 0.15, 0.16),
    size=3.0,
    rough=0.06,
    bump=0.0,
    varied=0.4,
    name=PANE,
)
AWNING = Name("buildings", ("cloth",))


def wall_paint(dice: Dice) -> Paint:
    """Return the material of an outer wall."""
    kind = dice.pick(["brick", "brick", "mottled", "mottled", "tiles", "planks", "cells"])
    if kind == "brick":
        colour = dice.colour((0.0, 0.09), (0.2, 0.65), (0.3, 0.75))
        return Paint(colour, "brick", hsv(0.1, 0.1, dice.between(0.4, 0.8)), size=0.25, rough=0.85, bump=0.3)
    colour = dice.colour((0.02, 0.16) if dice.odds(0.7) else (0, 1), (0.02, 0.5), (0.45, 0.97))
    size = {"mottled": 2.5, "tiles": 0.9, "planks": 0.4, "cells": 0.4}[kind]
    second = shaded(colour, 0.7) if kind != "cells" else shaded(colour, 0.4)
    return Paint(colour, kind, second, size=size, rough=0.85)


def house(dice: Dice, width: float, deep: float, floors: int, shop: bool = False) -> Thing:
    """Return a house with its front on y = 0, from x = 0 to `width`, `deep` metres behind it."""
    wall, trim = wall_paint(dice), Paint(dice.colour((0, 1), (0.0, 0.3), (0.3, 0.95)), size=1.0, rough=0.6)
    storey, ground = dice.between(2.9, 3.7), dice.between(3.2, 4.4)
    bays = max(2, round(width / dice.between(1.9, 3.2)))
    span = width / bays
    tall = ground + storey * (floors - 1)
    opening, sill = span * dice.between(0.38, 0.66), storey * dice.between(0.25, 0.34)
    high = storey * dice.between(0.45, 0.56)
    walls = [box((width, deep - 0.3, tall), (width / 2, deep / 2 + 0.15, 0))]
    trims, panes = [], [box((width - 0.2, 0.04, tall - 0.3), (width / 2, 0.12, 0))]
    for bay in range(bays + 1):
        side = span - opening if 0 < bay < bays else (span - opening) / 2
        at = np.clip(bay * span, side / 2 if bay == 0 else 0, width - side / 2 if bay == bays else width)
        walls.append(box((side, 0.19, tall - ground), (at, 0.065, ground)))
    edges = [ground + storey * floor for floor in range(floors - 1)]
    for edge in edges:
        walls.append(box((width, 0.155, sill), (width / 2, 0.0775, edge)))
        walls.append(box((width, 0.155, storey - sill - high), (width / 2, 0.0775, edge + sill + high)))
        trims += _frames([(bay + 0.5) * span for bay in range(bays)], opening, edge + sill, high)
    more = (
        _shop_front(dice, width, ground)
        if shop
        else _ground_floor(dice, bays, span, opening, ground, sill, high)
    )
    walls += more[0]
    trims += more[1]
    roof = _roof(dice, width, deep, tall)
    if dice.odds(0.3):
        trims += _balconies(dice, bays, span, edges)
    trims.append(box((width + 0.1, 0.35, 0.25), (width / 2, 0.02, tall - 0.2)))
    front = ((joined(walls), wall), (joined(trims), trim), (joined(panes), GLASS))
    return known((*front, *roof, *more[2]), BUILDING)


def _frames(middles: list[float], opening: float, foot: float, high: float) -> list[Mesh]:
    parts = []
    for x in middles:
        parts += [box((0.07, 0.1, high), (x + side * opening / 2, 0.06, foot)) for side in (-1, 1)]
        parts += [box((opening, 0.06, 0.06), (x, 0.09, foot + high * part)) for part in (0, 0.62, 0.96)]
        parts.append(box((0.045, 0.05, high), (x, 0.09, foot)))
        parts.append(box((opening + 0.2, 0.3, 0.07), (x, -0.02, foot - 0.07)))
    return parts


def _ground_floor(
    dice: Dice, bays: int, span: float, opening: float, ground: float, sill: float, high: float
) -> tuple[list[Mesh], list[Mesh], Thing]:
    door_bay = dice.whole(0, bays - 1)
    walls, trims, others = [], [], []
    width = bays * span
    for bay in range(bays + 1):
        side = span - opening if 0 < bay < bays else (span - opening) / 2
        at = float(
            np.clip(bay * span, side / 2 if bay == 0 else 0, width - side / 2 if bay == bays else width)
        )
        walls.append(box((side, 0.19, ground), (at, 0.065, 0)))
    for bay in range(bays):
        x = (bay + 0.5) * span
        top = sill + high + 0.3
        walls.append(box((opening, 0.155, ground - top), (x, 0.0775, top)))
        if bay == door_bay:
            paint = Paint(dice.colour((0, 1), (0.2, 0.9), (0.1, 0.6)), "grain", size=0.4, rough=0.4)
            others.append(
                (
                    joined(
                        [
                            box((opening * 0.95, 0.08, top - 0.1), (x, 0.09, 0.1)),
                            box((opening * 1.2, 0.5, 0.14), (x, -0.15, 0)),
                        ]
                    ),
                    paint,
                )
            )
        else:
            walls.append(box((opening, 0.155, sill + 0.3), (x, 0.0775, 0)))
            trims += _frames([x], opening, sill + 0.3, high)
    return walls, trims, tuple(others)


def _shop_front(dice: Dice, width: float, ground: float) -> tuple[list[Mesh], list[Mesh], Thing]:
    pillars = dice.whole(2, 4)
    trims = [box((0.3, 0.25, ground), (x, 0.0, 0)) for x in np.linspace(0.15, width - 0.15, pillars + 1)]
    trims.append(box((width, 0.2, 0.5), (width / 2, 0.03, 0)))
    sign = Paint(
        dice.colour((0, 1), (0.3, 0.95), (0.2, 0.9)),
        "cells",
        dice.colour(value=(0.6, 0.95)),
        size=0.5,
        rough=0.4,
        bump=0.0,
    )
    board = box((width, 0.25, 0.75), (width / 2, -0.08, ground - 0.75))
    goods = [
        box((width / 9, 0.04, dice.between(0.4, 1.8)), (width * (i + 0.5) / 8, 0.1, 0.5)) for i in range(8)
    ]
    show = Paint(
        dice.colour((0.05, 0.15), (0.2, 0.7), (0.5, 0.9)),
        "cells",
        (0.05, 0.05, 0.05),
        size=0.3,
        glow=dice.pick([0.0, 0.3, 1.2]),
        name=PANE,
    )
    parts = [(board, sign), (joined(goods), show)]
    if dice.odds(0.5):
        reach = dice.between(0.9, 1.6)
        slope = prism([(0, ground - 0.75), (-reach, ground - 1.35), (-reach, ground - 1.5)], width * 0.9)
        awning = slope.moved(turn=np.pi / 2).moved((width * 0.95, -0.1, 0))
        colour = dice.colour((0, 1), (0.4, 0.9), (0.3, 0.8))
        fabric = Paint(colour, "stripes", (0.8, 0.8, 0.75), size=0.12, rough=0.9, bump=0.0, name=AWNING)
        parts.append((awning, fabric))
    return [], trims, tuple(parts)


def _roof(dice: Dice, width: float, deep: float, tall: float) -> Thing:
    slate = Paint(
        dice.colour((0.0, 0.08) if dice.odds(0.6) else (0.55, 0.7), (0.1, 0.6), (0.2, 0.55)),
        "brick",
        (0.03, 0.03, 0.03),
        size=0.35,
        rough=0.8,
        bump=0.7,
    )
    kind = dice.pick(["flat", "gable", "gable", "front"])
    rise = deep * dice.between(0.25, 0.45)
    if kind == "flat":
        return ((box((width, deep, 0.5), (width / 2, deep / 2, tall)), slate),)
    if kind == "gable":
        ridge = prism([(-0.4, tall), (deep + 0.4, tall), (deep / 2, tall + rise)], width)
        roof = ridge.moved(turn=np.pi / 2).moved((width, 0, 0))
    else:
        roof = prism([(-0.3, tall), (width + 0.3, tall), (width / 2, tall + width * 0.4)], deep + 0.3).moved(
            (0, -0.3, 0)
        )
    chimney = box((0.6, 0.5, rise + 1.2), (width * dice.between(0.15, 0.85), deep * 0.5, tall))
    return (
        (roof, slate),
        (chimney, Paint(dice.colour((0.0, 0.08), (0.2, 0.5), (0.3, 0.6)), "brick", size=0.25)),
    )


def _balconies(dice: Dice, bays: int, span: float, edges: list[float]) -> list[Mesh]:
    parts = []
    for edge in edges:
        for bay in range(bays):
            if dice.odds(0.5):
                x = (bay + 0.5) * span
                parts.append(box((span * 0.85, 0.9, 0.12), (x, -0.45, edge)))
                parts.append(box((span * 0.85, 0.04, 0.06), (x, -0.88, edge + 0.95)))
                parts += [
                    box((0.025, 0.025, 0.95), (x + s * span * 0.42, -0.88, edge))
                    for s in np.linspace(-1, 1, 11)
                ]
    return parts


def street_lamp(dice: Dice, height: float = 6.0) -> Thing:
    """Return a lamp post, the arm along -y."""
    iron = Paint(
        dice.pick([(0.02, 0.03, 0.025), (0.2, 0.2, 0.2), (0.05, 0.08, 0.06)]), rough=0.4, metal=0.6, size=0.3
    )
    glow = Paint((0.9, 0.85, 0.7), "plain", rough=0.3, glow=1.5, bump=0.0, name=LAMP)
    if dice.odds(0.5):
        post = tube(
            [[0, 0, 0], [0, 0, height * 0.9], [0, -0.4, height], [0, -1.6, height]], [0.09, 0.06, 0.05, 0.04]
        )
        return ((post, iron), (box((0.25, 0.6, 0.1), (0, -1.6, height - 0.08)), glow))
    short = height * 0.6
    foot = lathe(
        [
            (0, 0),
            (0.18, 0),
            (0.14, 0.4),
            (0.06, 0.6),
            (0.05, short),
            (0.16, short + 0.03),
            (0.02, short + 0.08),
        ],
        12,
    )
    lantern = lathe([(0.09, short + 0.05), (0.2, short + 0.45), (0.1, short + 0.55), (0.02, short + 0.7)], 8)
    return ((foot, iron), (lantern, glow))


def sign_post(dice: Dice) -> Thing:
    """Return a traffic or street sign."""
    tall = dice.between(2.0, 2.8)
    steel = Paint((0.4, 0.4, 0.4), "plain", metal=0.8, rough=0.4)
    face = Paint(
        dice.pick([(0.6, 0.02, 0.02), (0.02, 0.1, 0.5), (0.7, 0.5, 0.02), (0.7, 0.7, 0.7)]),
        "plain",
        rough=0.3,
        bump=0.0,
    )
    disc = prism(
        [
            (0.3 * np.sin(a), 0.3 * np.cos(a))
            for a in np.linspace(0, 2 * np.pi, dice.pick([3, 4, 8, 24]), endpoint=False)
        ],
        0.03,
    )
    return ((tube([[0, 0, 0], [0, 0, tall]], 0.03), steel), (disc.moved((0, -0.06, tall - 0.2)), face))


def fence(dice: Dice, length: float, height: float = 1.1) -> Thing:
    """Return a fence along x from 0 to `length`."""
    kind = dice.pick(["pickets", "rails", "bars", "wall", "hedge"])
    if kind == "wall":
        return known(((box((length, 0.25, height), (length / 2, 0, 0)), wall_paint(dice)),), BUILDING)
    if kind == "hedge":
        green = Paint(
            dice.colour((0.22, 0.35), (0.4, 0.7), (0.15, 0.4)),
            "cells",
            (0.005, 0.01, 0.002),
            size=0.09,
            rough=0.9,
            bump=1.0,
            name=FOLIAGE,
        )
        return ((box((length, 0.6, height), (length / 2, 0, 0)), green),)
    gap, wide = {"pickets": (0.13, 0.08), "rails": (2.0, 0.12), "bars": (0.12, 0.02)}[kind]
    parts = [box((wide, 0.03, height), (x, 0, 0), 0.9) for x in np.arange(0, length + 0.01, gap)]
    parts += [
        box((length, 0.05, 0.07 if kind != "bars" else 0.03), (length / 2, 0.03, height * part))
        for part in (0.2, 0.55, 0.85)
    ]
    colour = dice.pick([(0.75, 0.75, 0.72), (0.15, 0.08, 0.04), (0.02, 0.02, 0.02), (0.1, 0.2, 0.1)])
    return ((joined(parts), Paint(colour, "grain", size=0.5, rough=0.7)),)


def bench(dice: Dice) -> Thing:
    """Return a bench 1.6 m wide."""
    slats = [box((1.6, 0.09, 0.04), (0, y, 0.42)) for y in (-0.2, -0.08, 0.04, 0.16)]
    slats += [box((1.6, 0.04, 0.09), (0, 0.25, z)) for z in (0.55, 0.7, 0.85)]
    legs = [box((0.06, 0.5, 0.42), (x, 0, 0)) for x in (-0.7, 0.7)] + [
        box((0.06, 0.05, 0.9), (x, 0.28, 0)) for x in (-0.7, 0.7)
    ]
    return ((joined(slats), _wood(dice)), (joined(legs), Paint((0.03, 0.03, 0.03), metal=0.6, rough=0.4)))


def bin_(dice: Dice) -> Thing:
    """Return a round waste bin."""
    shape = lathe([(0, 0), (0.24, 0), (0.27, 0.75), (0.3, 0.78), (0.28, 0.9), (0.0, 1.0)], 20)
    return ((shape, Paint(dice.colour((0.2, 0.7), (0.1, 0.7), (0.1, 0.5)), rough=0.4)),)


def cottage(dice: Dice) -> Thing:
    """Return a small free-standing house, its middle on the origin."""
    width, deep = dice.between(6, 11), dice.between(5, 8)
    parts = house(dice, width, deep, dice.whole(1, 2))
    return tuple((mesh.moved((-width / 2, -deep / 2, -0.3)), paint) for mesh, paint in parts)


def _wood(dice: Dice) -> Paint:
    colour: Colour = dice.colour((0.04, 0.1), (0.3, 0.7), (0.2, 0.7))
    return Paint(colour, "grain", size=0.4, rough=0.6)
