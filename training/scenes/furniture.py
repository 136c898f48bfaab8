"""What stands and hangs in rooms: seats, tables, shelves, beds, lamps, rugs, pictures and curtains."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from training.scenes.chance import Dice
from training.scenes.meshes import Mesh, box, joined, lathe, sheet, soft, tube
from training.scenes.names import FABRIC, GROUND, LAMP
from training.scenes.scene import Paint, Thing, known


def timber(dice: Dice) -> Paint:
    """Return polished, painted or raw wood."""
    if dice.odds(0.25):
        return Paint(dice.colour(depth=(0.0, 0.4), value=(0.3, 0.95)), "plain", rough=0.35, bump=0.0)
    return Paint(
        dice.colour((0.03, 0.1), (0.3, 0.75), (0.15, 0.75)), "grain", size=0.35, rough=dice.between(0.25, 0.6)
    )


def cloth(dice: Dice) -> Paint:
    """Return a woven or printed cloth."""
    pattern = dice.pick(["mottled", "mottled", "stripes", "checks", "cells"])
    colour, second = (
        dice.colour(depth=(0.0, 0.8), value=(0.1, 0.9)),
        dice.colour(depth=(0.0, 0.6), value=(0.2, 0.9)),
    )
    return Paint(
        colour,
        pattern,
        second if pattern != "mottled" else None,
        size=dice.between(0.03, 0.2),
        rough=0.95,
        bump=0.3,
    )


def chair(dice: Dice) -> Thing:
    """Return a chair with its back towards +y, or a stool."""
    seat, back = 0.45, dice.between(0.38, 0.55)
    thick = dice.between(0.03, 0.05)
    parts = [box((thick, thick, seat), (x, y, 0), 1.2) for x in (-0.19, 0.19) for y in (-0.19, 0.19)]
    pad = (
        soft((0.45, 0.45, 0.07), (0, 0, seat - 0.02), 8)
        if dice.odds(0.5)
        else box((0.44, 0.44, 0.035), (0, 0, seat))
    )
    style = dice.pick(["slats", "panel", "rails", "stool"])
    if style != "stool":
        parts += [box((thick, thick, back), (x, 0.2, seat), 0.8) for x in (-0.19, 0.19)]
    if style == "slats":
        parts += [box((0.025, 0.015, back), (x, 0.2, seat)) for x in np.linspace(-0.13, 0.13, 4)] + [
            box((0.42, 0.03, 0.06), (0, 0.2, seat + back - 0.05))
        ]
    elif style == "panel":
        parts.append(box((0.36, 0.025, back * 0.7), (0, 0.2, seat + back * 0.3)))
    elif style == "rails":
        parts += [box((0.38, 0.02, 0.06), (0, 0.2, seat + back * p)) for p in (0.3, 0.6, 0.88)]
    wood = timber(dice)
    return ((joined(parts), wood), (pad, cloth(dice) if dice.odds(0.5) else wood))


def table(dice: Dice, width: float = 1.5, deep: float = 0.85, height: float = 0.74) -> Thing:
    """Return a table, round at times."""
    wood = timber(dice)
    if dice.odds(0.3):
        r = min(width, deep) * 0.6
        top = lathe([(0, height - 0.03), (r, height - 0.03), (r, height), (0, height)], 40, smooth=False)
        stem = lathe([(0, 0), (r * 0.55, 0), (r * 0.5, 0.03), (0.05, 0.12), (0.05, height - 0.03)], 20)
        return ((top, wood), (stem, wood))
    leg = dice.between(0.04, 0.08)
    x, y = width / 2 - leg, deep / 2 - leg
    parts = [box((leg, leg, height - 0.03), (sx * x, sy * y, 0), 1.15) for sx in (-1, 1) for sy in (-1, 1)]
    parts += [box((width - leg * 2, 0.025, 0.09), (0, s * y, height - 0.12)) for s in (-1, 1)]
    return ((joined([*parts, box((width, deep, 0.035), (0, 0, height - 0.035))]), wood),)


def sofa(dice: Dice, seats: int = 3) -> Thing:
    """Return a sofa or armchair of `seats`, its back towards +y."""
    w = 0.65 * seats
    arm, back = dice.between(0.12, 0.22), dice.between(0.38, 0.5)
    power = dice.between(4, 9)
    parts = [soft((w + 0.1, 0.85, 0.32), (0, 0, 0.1), power)]
    parts += [
        soft((w / seats - 0.01, 0.72, 0.17), (w * ((i + 0.5) / seats - 0.5), -0.06, 0.36), power)
        for i in range(seats)
    ]
    parts += [
        soft((w / seats - 0.01, 0.24, back), (w * ((i + 0.5) / seats - 0.5), 0.3, 0.45), power)
        for i in range(seats)
    ]
    parts += [soft((arm, 0.88, 0.6), (s * (w / 2 + arm / 2), 0, 0.08), power) for s in (-1, 1)]
    legs = [box((0.05, 0.05, 0.14), (sx * w * 0.45, sy * 0.35, 0)) for sx in (-1, 1) for sy in (-1, 1)]
    made: list[tuple[Mesh, Paint]] = [(joined(parts), cloth(dice)), (joined(legs), timber(dice))]
    for _ in range(dice.whole(0, 3)):
        pillow = (
            soft((0.4, 0.14, 0.38), power=3.2)
            .tilted(-0.25)
            .moved((w * dice.between(-0.42, 0.42), 0.1, 0.52), dice.between(-0.4, 0.4))
        )
        made.append((pillow, cloth(dice)))
    return tuple(made)


def bed(dice: Dice) -> Thing:
    """Return a bed with its head towards +y."""
    w = dice.pick([0.9, 1.4, 1.6])
    frame = joined(
        [
            box((w + 0.08, 2.05, 0.22), (0, 0, 0.12)),
            box((w + 0.1, 0.07, dice.between(0.7, 1.2)), (0, 1.03, 0)),
            box((w, 1.9, 0.13)),
        ]
    )
    spread = soft((w + 0.06, 1.5, 0.16), (0, -0.28, 0.42), 7)
    pillows = joined(
        [soft((0.6, 0.4, 0.18), (x, 0.75, 0.5), 3.4) for x in ((-0.35, 0.35) if w > 1.2 else (0.0,))]
    )
    linen = Paint((0.75, 0.74, 0.72), size=0.3, rough=0.95, name=FABRIC)
    return (
        (frame, timber(dice)),
        (soft((w, 2.0, 0.2), (0, 0, 0.3), 10), linen),
        *known(((spread, cloth(dice)),), FABRIC),
        (pillows, linen),
    )


def shelf(dice: Dice, width: float = 1.2, height: float = 2.0) -> Thing:
    """Return a shelf with books and things, open towards -y, its back on y = 0."""
    deep, rows = 0.32, dice.whole(3, 6)
    gap = height / rows
    parts = [box((0.03, deep, height), (s * width / 2, -deep / 2, 0)) for s in (-1, 1)] + [
        box((width, 0.015, height), (0, -0.01, 0))
    ]
    parts += [box((width, deep, 0.025), (0, -deep / 2, gap * i)) for i in range(rows + 1)]
    books = []
    for row in range(rows):
        x = -width / 2 + 0.04
        while x < width / 2 - 0.08:
            thick, tall = dice.between(0.015, 0.06), gap * dice.between(0.5, 0.85)
            if dice.odds(0.06):
                x += dice.between(0.05, 0.4)
                continue
            colour = dice.colour(depth=(0.1, 0.8), value=(0.1, 0.85))
            books.append(
                box(
                    (thick * 0.94, dice.between(0.14, 0.24), tall), (x + thick / 2, -0.16, gap * row + 0.025)
                ).coloured(colour)
            )
            x += thick
    return (
        (joined(parts), timber(dice)),
        (joined(books), Paint((1, 1, 1), "vertex", size=0.1, rough=0.6, bump=0.1)),
    )


def cabinet(dice: Dice, width: float = 1.2, height: float = 0.8) -> Thing:
    """Return a chest of doors or drawers, its back on y = 0."""
    deep = 0.45
    wood = timber(dice)
    parts = [
        box((width, deep, height - 0.1), (0, -deep / 2, 0.1)),
        box((width + 0.04, deep + 0.03, 0.03), (0, -deep / 2, height)),
    ]
    parts += [
        box((0.05, 0.05, 0.1), (sx * (width / 2 - 0.04), y, 0))
        for sx in (-1, 1)
        for y in (-0.05, -deep + 0.05)
    ]
    across, rows = dice.whole(1, 4), dice.whole(1, 4)
    w, h = width / across, (height - 0.14) / rows
    middles = [(-width / 2 + w * (i + 0.5), 0.12 + h * j) for i in range(across) for j in range(rows)]
    parts += [box((w - 0.03, 0.03, h - 0.03), (x, -deep - 0.005, z + 0.015)) for x, z in middles]
    knobs = [box((0.08, 0.03, 0.015), (x, -deep - 0.03, z + h * 0.75)) for x, z in middles]
    return (
        (joined(parts), wood),
        (joined(knobs), Paint((0.5, 0.45, 0.35), "plain", metal=0.9, rough=0.3, bump=0.0)),
    )


def floor_lamp(dice: Dice, height: float = 1.6) -> Thing:
    """Return a lamp with a glowing shade, as tall as wanted: a table lamp too."""
    r = height * dice.between(0.1, 0.16)
    stem = lathe([(0, 0), (r * 0.8, 0), (r * 0.8, 0.02), (0.012, 0.04), (0.012, height * 0.85)], 16)
    top = r * dice.between(0.5, 1.0)
    shade = lathe([(r, height * 0.78), (top, height)], 24)
    wood, glow = timber(dice), dice.pick([0.0, 1.5, 4.0])
    return (
        (stem, wood),
        (shade, Paint((0.95, 0.8, 0.55), "plain", glow=glow, rough=0.9, bump=0.0, name=LAMP)),
    )


def pendant(dice: Dice, drop: float = 0.7) -> Thing:
    """Return a lamp that hangs from the origin."""
    r = dice.between(0.12, 0.3)
    shade = lathe([(0.03, -drop + r * 0.8), (r * 0.5, -drop + r * 0.7), (r, -drop)], 24)
    bulb = lathe([(0, -drop + 0.02), (0.05, -drop + 0.05), (0.03, -drop + 0.15)], 12)
    look = Paint(dice.colour(depth=(0, 0.6), value=(0.1, 0.9)), "plain", rough=0.4, bump=0.0)
    return (
        (tube([[0, 0, 0], [0, 0, -drop + r * 0.7]], 0.008, 6), look),
        *known(((shade, look), (bulb, Paint((1, 0.85, 0.6), "plain", glow=8.0))), LAMP),
    )


def rug(dice: Dice, width: float = 2.4, deep: float = 1.6) -> Thing:
    """Return a rug."""
    field, border = box((width, deep, 0.015)), box((width + 0.16, deep + 0.16, 0.012))
    return known(((field, cloth(dice)), (border, cloth(dice))), GROUND)


def picture(dice: Dice, pictures: Sequence[Path]) -> Thing:
    """Return a framed picture hung with its middle at the origin, its back on y = 0: a photograph or shapes."""
    w, h = dice.between(0.35, 1.1), dice.between(0.3, 0.8)
    edge = dice.between(0.02, 0.06)
    rim = [box((w + edge * 2, 0.04, edge), (0, -0.02, z)) for z in (-h / 2 - edge, h / 2)]
    rim += [box((edge, 0.04, h), (s * (w + edge) / 2, -0.02, -h / 2)) for s in (-1, 1)]
    face = box((w, 0.012, h), (0, -0.008, -h / 2))
    look = Paint(
        dice.colour(),
        dice.pick(["mottled", "marble", "cells", "stripes"]),
        dice.colour(),
        size=dice.between(0.1, 0.6),
        rough=0.3,
        bump=0.0,
    )
    if pictures and dice.odds(0.8):
        look = Paint((0.5, 0.5, 0.5), "picture", rough=0.25, bump=0.0, picture=dice.pick(pictures))
    return ((joined(rim), timber(dice)), (face, look))


def curtain(dice: Dice, width: float, height: float) -> Thing:
    """Return a curtain in folds that hangs from `height`, along x about the origin."""
    x = np.linspace(-width / 2, width / 2, 90)
    deep = 0.05 * np.sin(x * dice.between(25, 45) + 2 * np.sin(x * 5))
    rows = [
        np.stack([x, deep * part, np.full(90, z)], axis=1)
        for part, z in ((0.5, height), (1.0, height * 0.5), (1.3, 0.02))
    ]
    return (
        *known(((sheet(np.array(rows)), cloth(dice)),), FABRIC),
        (tube([[-width, 0, height], [width, 0, height]], 0.015, 6), timber(dice)),
    )


def door(dice: Dice) -> Thing:
    """Return a closed door with its frame, back on y = 0."""
    w, h = 0.88, 2.05
    frame = [box((0.09, 0.06, h + 0.09), (s * (w / 2 + 0.045), -0.03, 0)) for s in (-1, 1)] + [
        box((w, 0.06, 0.09), (0, -0.03, h))
    ]
    panels = [
        box((0.3, 0.02, high), (x, -0.045, z)) for x in (-0.2, 0.2) for z, high in ((0.2, 0.65), (1.05, 0.8))
    ]
    knob = box((0.12, 0.06, 0.03), (0.36, -0.07, 1.0))
    wood = timber(dice)
    return (
        (joined([box((w, 0.04, h), (0, -0.02, 0)), *panels]), wood),
        (joined(frame), timber(dice) if dice.odds(0.3) else wood),
        (knob, Paint((0.5, 0.45, 0.3), "plain", metal=1.0, rough=0.3)),
    )


def screen(dice: Dice) -> Thing:
    """Return a television on a foot."""
    w = dice.between(0.8, 1.4)
    set_ = joined([box((w, 0.04, w * 0.57), (0, 0, 0.08)), box((w * 0.4, 0.2, 0.08))])
    return ((set_, Paint((0.01, 0.01, 0.012), "plain", rough=0.12, bump=0.0)),)
