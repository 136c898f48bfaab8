"""What fills a room of each kind, within its width, depth and height in metres."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from training.scenes.chance import Dice
from training.scenes.furniture import (
    bed,
    cabinet,
    chair,
    cloth,
    door,
    floor_lamp,
    pendant,
    rug,
    screen,
    shelf,
    sofa,
    table,
    timber,
)
from training.scenes.meshes import box, joined
from training.scenes.names import GROUND
from training.scenes.plants import potted
from training.scenes.scene import Item, Thing, placed, still
from training.scenes.vessels import VESSELS


def _laid(
    dice: Dice, wide: float, deep: float, height: float, at: tuple[float, float], count: int
) -> list[Item]:
    items: list[Item] = []
    for _ in range(count):
        spot = (at[0] + dice.between(-0.38, 0.38) * wide, at[1] + dice.between(-0.36, 0.36) * deep, height)
        items += placed(dice.pick(VESSELS)(dice), spot, dice.between(0, 6.28))
    return items


def _along_walls(
    dice: Dice, wide: float, deep: float, things: Sequence[Thing], start: float = 0.35
) -> list[Item]:
    items: list[Item] = []
    for side in (-1, 1):
        y = deep * start + dice.between(0, 0.8)
        while y < deep - 0.8:
            items += placed(dice.pick(things), (side * (wide / 2 - 0.05), y, 0), -side * np.pi / 2)
            y += dice.between(1.4, 2.6)
    return items


def living(dice: Dice, wide: float, deep: float, high: float) -> list[Item]:
    """Return sofas about a low table."""
    y = deep * dice.between(0.5, 0.62)
    items = placed(rug(dice, wide * 0.55, deep * 0.3), (0, y, 0))
    items += placed(table(dice, 1.1, 0.6, 0.42), (0, y, 0), dice.between(-0.1, 0.1)) + _laid(
        dice, 1.1, 0.6, 0.42, (0, y), dice.whole(1, 5)
    )
    items += placed(
        sofa(dice, dice.whole(2, 3)),
        (dice.between(-0.5, 0.5), min(deep - 0.6, y + 1.5), 0),
        dice.between(-0.1, 0.1),
    )
    side = dice.pick([-1, 1])
    items += placed(
        sofa(dice, 1), (side * min(1.7, wide * 0.3), y, 0), -side * (1.3 + dice.between(-0.4, 0.4))
    )
    items += _along_walls(
        dice,
        wide,
        deep,
        [
            shelf(dice, 1.1, dice.between(1.2, high - 0.4)),
            cabinet(dice),
            potted(dice, dice.between(0.7, 1.5)),
            floor_lamp(dice),
        ],
        0.45,
    )
    if dice.odds(0.4):
        items += placed(screen(dice), (-side * wide * 0.3, deep - 0.4, 0.5), 0.2) + placed(
            cabinet(dice, 1.6, 0.5), (-side * wide * 0.3, deep - 0.05, 0)
        )
    return items + placed(potted(dice, dice.between(0.8, 1.7)), (-side * wide * 0.42, deep - 0.4, 0))


def dining(dice: Dice, wide: float, deep: float, high: float) -> list[Item]:
    """Return a laid table with chairs."""
    y, w, d = deep * dice.between(0.48, 0.6), dice.between(1.2, 2.0), dice.between(0.8, 1.0)
    items = placed(table(dice, w, d), (0, y, 0)) + _laid(
        dice, w * 0.9, d * 0.9, 0.742, (0, y), dice.whole(2, 9)
    )
    seat = chair(dice)
    for x in np.linspace(-w / 2 + 0.3, w / 2 - 0.3, 2 if w < 1.6 else 3):
        for side in (-1, 1):
            items += placed(
                seat,
                (float(x), y + side * (d / 2 + dice.between(0.05, 0.4)), 0),
                (0 if side > 0 else np.pi) + dice.between(-0.3, 0.3),
            )
    items += _along_walls(
        dice,
        wide,
        deep,
        [shelf(dice, 1.1, dice.between(1.2, high - 0.4)), cabinet(dice), potted(dice, 1.2), seat],
        0.4,
    )
    return items + (placed(rug(dice, w * 1.6, d * 2.2), (0, y, 0)) if dice.odds(0.5) else [])


def bedroom(dice: Dice, wide: float, deep: float, _high: float) -> list[Item]:
    """Return a bed between two small tables."""
    x = dice.between(-0.2, 0.2) * wide
    items = placed(bed(dice), (x, deep - 1.1, 0)) + placed(rug(dice), (x, deep - 2.4, 0))
    for side in (-1, 1):
        items += placed(cabinet(dice, 0.5, 0.5), (x + side * 1.2, deep - 0.05, 0)) + placed(
            floor_lamp(dice, 0.5), (x + side * 1.2, deep - 0.3, 0.53)
        )
    return items + _along_walls(
        dice,
        wide,
        deep,
        [cabinet(dice, 1.0, 1.9), cabinet(dice, 1.2, 0.9), chair(dice), potted(dice, 1.0)],
        0.3,
    )


def kitchen(dice: Dice, wide: float, deep: float, _high: float) -> list[Item]:
    """Return kitchen units along two walls and a table."""
    unit, upper = cabinet(dice, 0.6, 0.88), cabinet(dice, 0.6, 0.75)
    items: list[Item] = []
    for x in np.arange(-wide / 2 + 0.35, wide / 2 - 0.2, 0.6):
        items += placed(unit, (float(x), deep - 0.02, 0))
        items += placed(upper, (float(x), deep - 0.02, 1.5)) if dice.odds(0.8) else []
    items += _laid(dice, wide * 0.8, 0.3, 0.91, (0, deep - 0.3), dice.whole(4, 10))
    side = dice.pick([-1, 1])
    for y in np.arange(deep * 0.4, deep - 0.8, 0.6):
        items += placed(unit, (side * (wide / 2 - 0.02), float(y), 0), -side * np.pi / 2)
    items += _laid(dice, 0.3, deep * 0.4, 0.91, (side * (wide / 2 - 0.3), deep * 0.65), dice.whole(2, 6))
    items += placed(table(dice, 1.3, 0.8), (-side * 0.3, deep * 0.5, 0)) + _laid(
        dice, 1.1, 0.6, 0.742, (-side * 0.3, deep * 0.5), dice.whole(1, 6)
    )
    seat = chair(dice)
    return (
        items
        + placed(seat, (-side * 0.3, deep * 0.5 - 0.7, 0), np.pi + 0.2)
        + placed(seat, (-side * 1.2, deep * 0.5, 0), side * np.pi / 2)
    )


def corridor(dice: Dice, wide: float, deep: float, high: float) -> list[Item]:
    """Return doors on both sides."""
    items: list[Item] = []
    leaf = door(dice)
    for y in np.arange(2.0, deep - 1, dice.between(2.2, 3.5)):
        for side in (-1, 1):
            items += (
                placed(leaf, (side * wide / 2, float(y), 0), -side * np.pi / 2) if dice.odds(0.85) else []
            )
        items += placed(pendant(dice, 0.3), (0, float(y) + 1, high)) if dice.odds(0.5) else []
    if dice.odds(0.5):
        items += placed(rug(dice, wide * 0.5, deep * 0.9), (0, deep * 0.5, 0))
    return (
        items
        + _along_walls(dice, wide, deep, [chair(dice), potted(dice, 0.9), cabinet(dice, 0.8, 0.8)], 0.3)[
            : dice.whole(0, 8)
        ]
    )


def stairs(dice: Dice, wide: float, deep: float, high: float) -> list[Item]:
    """Return a staircase along one wall."""
    side, width = dice.pick([-1, 1]), dice.between(0.9, 1.5)
    x, y, steps = side * (wide / 2 - width / 2 - 0.02), deep * dice.between(0.35, 0.5), int(high / 0.18)
    treads = [box((width, 0.28, 0.18 * (i + 1)), (x, y + 0.26 * i, 0)) for i in range(steps)]
    inner = x - side * width / 2
    rails = [box((0.03, 0.03, 0.9), (inner, y + 0.26 * i, 0.18 * (i + 1))) for i in range(steps)]
    hand = [box((0.06, 0.3, 0.05), (inner, y + 0.26 * i, 0.18 * (i + 1) + 0.9)) for i in range(steps)]
    items = [still(joined(treads), timber(dice)), still(joined(rails + hand), timber(dice))]
    carpet = [box((width * 0.6, 0.3, 0.012), (x, y + 0.26 * i, 0.18 * (i + 1))) for i in range(steps)]
    items += [still(joined(carpet), replace(cloth(dice), name=GROUND))] if dice.odds(0.5) else []
    return (
        items
        + placed(cabinet(dice), (-side * wide * 0.2, deep - 0.05, 0))
        + placed(potted(dice, 1.0), (-side * wide * 0.35, deep * 0.6, 0))
        + placed(floor_lamp(dice), (-side * wide * 0.42, deep * 0.8, 0))
    )
