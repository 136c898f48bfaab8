"""What stands on a table: turned vessels, plates, fruit, books, candles and the like, all in metres."""

import numpy as np

from training.scenes.chance import Dice
from training.scenes.meshes import Mesh, ball, box, joined, lathe, lump, soft, tube
from training.scenes.names import FOLIAGE, Name
from training.scenes.plants import leaves, potted
from training.scenes.scene import Paint, Thing


def ware(dice: Dice) -> Paint:
    """Return the material of a vessel: glaze, clay, glass or metal."""
    kind = dice.pick(["glaze", "glaze", "clay", "glass", "metal"])
    if kind == "glass":
        return Paint(
            dice.colour((0.1, 0.6), (0.0, 0.4), (0.8, 0.98)), "plain", rough=0.02, glass=0.9, bump=0.0
        )
    if kind == "metal":
        return Paint(
            dice.colour((0.05, 0.13), (0.0, 0.6), (0.6, 0.9)),
            "plain",
            rough=dice.between(0.1, 0.4),
            metal=1.0,
            bump=0.0,
        )
    colour = dice.colour((0, 1), (0.0, 0.7), (0.2, 0.95))
    if kind == "clay":
        return Paint(dice.colour((0.02, 0.1), (0.2, 0.7), (0.3, 0.8)), size=0.06, rough=0.9, bump=0.4)
    pattern = dice.pick(["plain", "mottled", "stripes", "cells", "marble"])
    return Paint(
        colour,
        pattern,
        dice.colour(value=(0.3, 0.95)),
        size=dice.between(0.01, 0.05),
        rough=dice.between(0.08, 0.4),
        bump=0.0,
    )


def bottle(dice: Dice) -> Thing:
    """Return a bottle of .2 to .35 m."""
    h, r = dice.between(0.2, 0.35), dice.between(0.03, 0.05)
    n, s = r * dice.between(0.28, 0.45), dice.between(0.5, 0.68)
    line = [
        (0, 0),
        (r * 0.9, 0),
        (r, 0.01),
        (r, h * s),
        (r * 0.9, h * (s + 0.06)),
        (n, h * (s + 0.2)),
        (n, h * 0.96),
        (n * 1.25, h * 0.965),
        (n * 1.25, h),
        (0, h),
    ]
    parts = [(lathe(line), ware(dice))]
    if dice.odds(0.6):
        label = lathe([(r * 1.01, h * 0.15), (r * 1.01, h * s * 0.85)])
        parts.append(
            (
                label,
                Paint(
                    dice.colour((0, 1), (0.0, 0.6), (0.5, 0.95)),
                    "cells",
                    dice.colour(),
                    size=0.03,
                    rough=0.7,
                    bump=0.0,
                ),
            )
        )
    return tuple(parts)


def vase(dice: Dice) -> Thing:
    """Return a vase of .15 to .4 m, at times with flowers."""
    h = dice.between(0.15, 0.4)
    height = np.linspace(0, 1, 24)
    a, b, c = dice.between(0.18, 0.3), dice.between(0.05, 0.2), dice.between(1.5, 5.5)
    radius = h * (a + b * np.sin(height * c + dice.between(-0.5, 1.2)))
    line = [
        (0, 0),
        *zip(radius, height * h, strict=True),
        *zip(radius[::-1] * 0.92, height[::-1] * h * 0.98 + 0.004, strict=True),
    ]
    parts: list[tuple[Mesh, Paint]] = [(lathe(line, 40), ware(dice))]
    if dice.odds(0.6):
        tips = dice.rng.normal(scale=(0.3, 0.3, 0.18), size=(dice.whole(5, 16), 3)) * h + [0, 0, h * 1.6]
        green = Paint(dice.colour((0.22, 0.35), (0.4, 0.8), (0.2, 0.5)), bump=0.0, name=FOLIAGE)
        stems = [tube([[0, 0, h * 0.5], tip * [0.4, 0.4, 0.85], tip], 0.003, 5) for tip in tips]
        parts.append((joined([*stems]), green))
        parts.append((leaves(dice, tips * [0.7, 0.7, 0.85], 0.2 * h, 9, 0.16 * h), green))
        petal = Paint(dice.colour((0, 1), (0.1, 0.9), (0.6, 0.98)), bump=0.0, size=0.05, name=FOLIAGE)
        parts.append((leaves(dice, tips, 0.05 * h, 40, 0.13 * h), petal))
    return tuple(parts)


def cup(dice: Dice) -> Thing:
    """Return a cup or mug with a handle, filled."""
    h, r = dice.between(0.07, 0.11), dice.between(0.035, 0.05)
    foot = r * dice.between(0.55, 1.0)
    line = [
        (0, 0),
        (foot, 0),
        (foot, 0.004),
        (r * 0.97, h * 0.6),
        (r, h),
        (r * 0.93, h),
        (r * 0.9, h * 0.6),
        (foot * 0.8, 0.01),
        (0, 0.01),
    ]
    turn = np.linspace(-1.3, 1.3, 12)
    grip = tube(
        np.stack([r * 0.9 + 0.028 * np.cos(turn), 0 * turn, h * 0.52 + h * 0.3 * np.sin(turn)], axis=1), 0.005
    )
    drink = lathe([(0, h * 0.85), (r * 0.92, h * 0.85)])
    paint = ware(dice)
    coffee = Paint(
        dice.pick([(0.03, 0.012, 0.005), (0.3, 0.15, 0.06), (0.25, 0.1, 0.02)]), "plain", rough=0.08, bump=0.0
    )
    spin = dice.between(0, 6.28)
    return tuple(
        (mesh.moved(turn=spin), look)
        for mesh, look in ((joined([lathe(line), grip]), paint), (drink, coffee))
    )


def bowl(dice: Dice) -> Thing:
    """Return a bowl, with fruit most times."""
    r, h = dice.between(0.08, 0.16), dice.between(0.05, 0.09)
    turn = np.linspace(0.25, 1.45, 12)
    out = [(r * np.sin(a), h * (1 - np.cos(a))) for a in turn]
    line = [(0, 0.004), (r * 0.4, 0), *out, *[(x * 0.95, z + 0.006) for x, z in out[::-1]], (0, 0.012)]
    parts: list[tuple[Mesh, Paint]] = [(lathe(line, 40), ware(dice))]
    if dice.odds(0.75):
        size = r * 0.3
        for number in range(dice.whole(3, 8)):
            turn_, ring = number * 2.4, r * 0.42 * (number > 0)
            at = (
                ring * np.cos(turn_),
                ring * np.sin(turn_),
                h * 0.35 + size * 0.7 + size * 0.8 * (number > 5),
            )
            parts += [(mesh.moved(np.asarray(at) - [0, 0, size]), look) for mesh, look in fruit(dice, size)]
    return tuple(parts)


def plate(dice: Dice) -> Thing:
    """Return a plate, at times with food."""
    r = dice.between(0.09, 0.15)
    line = [(0, 0), (r * 0.6, 0), (r, 0.018), (r, 0.021), (r * 0.65, 0.006), (0, 0.005)]
    parts: list[tuple[Mesh, Paint]] = [(lathe(line, 48), ware(dice))]
    if dice.odds(0.7):
        for _ in range(dice.whole(2, 6)):
            at = dice.rng.normal(scale=r * 0.28, size=2)
            crumb = lump(
                dice,
                np.array([1, dice.between(0.5, 1), dice.between(0.3, 0.8)]) * r * dice.between(0.15, 0.35),
            )
            food = Paint(dice.colour((0.0, 0.3), (0.4, 0.9), (0.3, 0.9)), size=0.02, rough=0.5, bump=0.5)
            parts.append((crumb.moved((*at, 0.02)), food))
    return tuple(parts)


def wineglass(dice: Dice) -> Thing:
    """Return a stemmed glass."""
    h, r = dice.between(0.15, 0.22), dice.between(0.03, 0.045)
    cup_ = [
        (r * np.sin(a) * (1 - 0.15 * (a > 1.7)), h * 0.45 + h * 0.55 * (a / 2.2))
        for a in np.linspace(0.1, 2.2, 12)
    ]
    line = [
        (0, 0),
        (r * 0.95, 0.0),
        (r * 0.9, 0.003),
        (0.004, 0.012),
        (0.0035, h * 0.42),
        *cup_,
        *[(x * 0.95, z) for x, z in cup_[::-1]],
    ]
    glass = Paint((0.96, 0.97, 0.97), "plain", rough=0.02, glass=1.0, bump=0.0)
    wine = lathe([(x * 0.93, z) for x, z in cup_[:6]] + [(0, cup_[5][1])])
    return (
        (lathe(line), glass),
        (wine, Paint(dice.pick([(0.15, 0.0, 0.01), (0.6, 0.45, 0.1)]), "plain", rough=0.05, bump=0.0)),
    )


def fruit(dice: Dice, size: float = 0.04) -> Thing:
    """Return an apple, orange, lemon or pear of radius `size`."""
    hue = dice.pick([(0.95, 1.02), (0.06, 0.09), (0.13, 0.16), (0.2, 0.3)])
    skin = Paint(
        dice.colour(hue, (0.6, 0.95), (0.5, 0.95)),
        "mottled",
        dice.colour(hue, (0.6, 0.9), (0.4, 0.8)),
        size=size,
        rough=0.35,
        bump=0.1,
    )
    a = np.linspace(0, np.pi, 18)
    dent = 1 - 0.25 * np.exp(-(((a - np.pi) / 0.35) ** 2)) - 0.15 * np.exp(-((a / 0.3) ** 2))
    long = dice.pick([0.92, 1.0, 1.25])
    shape = lathe(np.stack([size * np.sin(a), size * long * (1 - np.cos(a) * dent)], axis=1), 24)
    stalk = tube([[0, 0, size * 1.6], [size * 0.05, 0, size * 2.1]], size * 0.05, 5)
    return ((shape, skin), (stalk, Paint((0.1, 0.06, 0.02), bump=0.0)))


def book(dice: Dice, upright: bool = False) -> Thing:
    """Return a book lying (or standing with its back to -y)."""
    w, h, t = dice.between(0.12, 0.18), dice.between(0.18, 0.26), dice.between(0.015, 0.045)
    cover = Paint(dice.colour((0, 1), (0.1, 0.9), (0.1, 0.8)), "mottled", size=0.2, rough=0.5)
    paper = Paint((0.75, 0.7, 0.6), "stripes", (0.5, 0.46, 0.4), size=0.002, rough=0.9, bump=0.0)
    boards = joined(
        [box((w, h, 0.003)), box((w, h, 0.003), (0, 0, t - 0.003)), box((0.004, h, t), (-w / 2, 0, 0))]
    )
    leaves_ = box((w * 0.95, h * 0.96, t - 0.006), (0, 0, 0.003))
    if not upright:
        return ((boards, cover), (leaves_, paper))
    stand = [
        mesh.tilted(np.pi / 2, "y").moved((0, 0, w / 2), np.pi / 2).tilted(np.pi / 2).moved((0, 0, h / 2))
        for mesh in (boards, leaves_)
    ]
    return ((stand[0], cover), (stand[1], paper))


def stack(dice: Dice) -> Thing:
    """Return a stack of books."""
    parts: list[tuple[Mesh, Paint]] = []
    high = 0.0
    for _ in range(dice.whole(2, 6)):
        turn = dice.between(-0.3, 0.3)
        one = book(dice)
        parts += [(mesh.moved((0, 0, high), turn), look) for mesh, look in one]
        high += float(one[0][0].vertices[:, 2].max())
    return tuple(parts)


def candle(dice: Dice) -> Thing:
    """Return a burning candle on a holder."""
    h = dice.between(0.1, 0.3)
    holder = lathe([(0, 0), (0.045, 0), (0.05, 0.01), (0.012, 0.03), (0.012, 0.07), (0.02, 0.08), (0, 0.08)])
    wax = lathe([(0.011, 0.07), (0.011, 0.07 + h), (0, 0.068 + h)])
    flame = ball((0.005, 0.005, 0.014), (0, 0, 0.088 + h), 8)
    return (
        (holder, ware(dice)),
        (wax, Paint((0.8, 0.76, 0.65), "plain", rough=0.4, bump=0.0)),
        (flame, Paint((1.0, 0.6, 0.2), "plain", glow=30.0, bump=0.0, name=Name("fire"))),
    )


def loaf(dice: Dice) -> Thing:
    """Return a loaf of bread."""
    shape = soft((dice.near(0.26), 0.12, 0.09), power=2.6)
    return ((shape, Paint((0.4, 0.18, 0.05), "mottled", (0.65, 0.42, 0.2), size=0.06, rough=0.8, bump=0.6)),)


def plant(dice: Dice) -> Thing:
    """Return a small potted plant."""
    return potted(dice, dice.between(0.15, 0.4))


VESSELS = (bottle, bottle, vase, vase, cup, bowl, plate, wineglass, fruit, fruit, stack, candle, loaf, plant)
