"""Trees, bushes, grass, flowers and potted plants of swept branches and single leaves."""

import numpy as np

from training.scenes.chance import Dice, Floats
from training.scenes.meshes import Mesh, ball, cards, joined, lathe, lump, tube
from training.scenes.names import FOLIAGE, GRASS
from training.scenes.scene import Paint, Thing, known


def bark(dice: Dice) -> Paint:
    """Return the material of a trunk."""
    colour = dice.colour((0.04, 0.11), (0.1, 0.5), (0.2, 0.6))
    return Paint(colour, "grain", size=0.3, rough=0.9, bump=0.6, name=FOLIAGE)


def leafage(dice: Dice) -> Paint:
    """Return the material of leaves, mostly green, at times of autumn or blossom."""
    hue, value = dice.pick(
        [((0.2, 0.34), (0.2, 0.5))] * 7 + [((0.03, 0.14), (0.4, 0.8)), ((0.93, 1.0), (0.6, 0.9))]
    )
    depth = (0.3, 0.65) if hue[0] < 0.5 else (0.1, 0.4)
    return Paint(dice.colour(hue, depth, value), size=0.6, rough=0.55, bump=0.0, varied=0.25, name=FOLIAGE)


def leaves(dice: Dice, middles: Floats, spread: float, count: int, size: float) -> Mesh:
    """Return `count` leaves scattered within `spread` metres about each of `middles` (n, 3)."""
    total = len(middles) * count
    way = dice.rng.normal(size=(total, 3))
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    at = np.repeat(middles, count, axis=0) + way * spread * dice.rng.uniform(0.3, 1, (total, 1)) ** 0.6
    along = (way * 0.8 + dice.rng.normal(scale=0.6, size=(total, 3)) - [0, 0, 0.3]) * size * 0.8
    across = np.cross(along, dice.rng.normal(size=(total, 3)))
    across *= size * 0.5 / (np.linalg.norm(across, axis=1, keepdims=True) + 1e-9)
    return cards(at, along, across)


def tree(dice: Dice, height: float = 8.0, bare: bool = False) -> Thing:
    """Return a broad-leaved tree `height` metres tall."""
    fork = height * dice.between(0.2, 0.45)
    trunk = np.array(
        [[0, 0, -0.3], [dice.between(-0.2, 0.2), 0.0, fork * 0.5], [0.1, 0.1, fork], [0, 0, height * 0.8]]
    )
    thick = height * dice.between(0.016, 0.03)
    wood = [tube(trunk, [thick * 1.4, thick, thick * 0.8, thick * 0.2])]
    tips = [trunk[-1]]
    for turn in np.arange(dice.whole(6, 11)) * 2.4:
        start = trunk[2] + (trunk[3] - trunk[2]) * dice.between(0, 0.85)
        reach = height * dice.between(0.18, 0.36)
        way = np.array([np.cos(turn), np.sin(turn), dice.between(0.2, 1.0)])
        end = start + way * reach
        tips += [end, start + way * reach * 0.6]
        wood.append(
            tube(
                [start, start + way * reach * 0.5 - [0, 0, 0.03 * height], end],
                [thick * 0.5, thick * 0.3, thick * 0.1],
                6,
            )
        )
        for _ in range(5 if bare else 1):
            twig = dice.rng.normal(scale=0.5, size=3) + np.array([0, 0, 0.5])
            wood.append(
                tube(
                    [start + way * reach * dice.between(0.4, 1.0), end + twig * reach * 0.6],
                    [thick * 0.15, 0.01],
                    4,
                )
            )
    if bare:
        return ((joined(wood), bark(dice)),)
    crown = leaves(
        dice, np.array(tips), height * dice.between(0.11, 0.17), 170, height * dice.between(0.018, 0.03)
    )
    return ((joined(wood), bark(dice)), (crown, leafage(dice)))


def conifer(dice: Dice, height: float = 12.0) -> Thing:
    """Return a fir or spruce of drooping whorls."""
    wood = tube([[0, 0, -0.3], [0, 0, height]], [height * 0.018, 0.02], 7)
    rows = []
    wide, low = height * dice.between(0.13, 0.24), dice.between(0.05, 0.25)
    for level in np.linspace(low, 0.98, dice.whole(18, 26)):
        count = int(6 + 12 * (1 - level))
        turn = dice.rng.uniform(0, 2 * np.pi, count)
        reach = wide * (1.02 - level) / (1 - low) * dice.rng.uniform(0.7, 1.1, count) + 0.12
        fall = dice.between(-0.5, 0.0)
        for part in np.linspace(0.15, 0.95, 10):
            out = np.stack([np.cos(turn), np.sin(turn), np.full(count, fall)], axis=1)
            side = np.stack([-np.sin(turn), np.cos(turn), np.zeros(count)], axis=1)
            foot = (
                out * (reach * part)[:, None]
                + [0, 0, level * height]
                + dice.rng.normal(scale=0.012 * height, size=(count, 3))
            )
            for hand in (-1.2, -0.7, -0.2, 0.2, 0.7, 1.2):
                tip = (out + hand * side - [0, 0, 0.25]) * (reach * 0.17)[:, None]
                rows.append(
                    cards(foot, tip, side * (reach * 0.03)[:, None] + out * (reach * 0.02)[:, None], 0.15)
                )
    green = Paint(
        dice.colour((0.24, 0.42), (0.3, 0.7), (0.12, 0.36)), size=0.4, rough=0.8, bump=0.0, varied=0.3
    )
    return known(((wood, bark(dice)), (joined(rows), green)), FOLIAGE)


def palm(dice: Dice, height: float = 9.0) -> Thing:
    """Return a palm with a bent trunk."""
    lean = dice.between(-0.2, 0.2) * height
    way = np.linspace(0, 1, 8)[:, None]
    path = np.concatenate([lean * way**2, 0 * way, height * way - 0.2], axis=1)
    wood = tube(path, np.linspace(0.2, 0.11, 8))
    fronds = []
    for turn in np.arange(22) * 2.4:
        rise, reach = dice.between(-0.3, 0.9), height * dice.between(0.25, 0.36)
        out = np.array([np.cos(turn), np.sin(turn), 0])
        part = np.linspace(0.05, 1, 22)[:, None]
        spine = path[-1] + out * part * reach + np.array([0, 0, 1]) * (rise * part - 1.1 * part**2) * reach
        side = np.array([-out[1], out[0], 0])
        for hand in (-1, 1):
            tip = (hand * side * 0.85 + out * 0.5 - np.array([0, 0, 0.45])) * reach * 0.3
            fronds.append(
                cards(spine, tip * np.sin(np.pi * part**0.6 * 0.95 + 0.1), np.tile(out * 0.07, (22, 1)))
            )
    return ((wood, bark(dice)), (joined(fronds), leafage(Dice(dice.rng))))


def bush(dice: Dice, size: float = 1.0, flowers: bool = False) -> Thing:
    """Return a bush about `size` metres high."""
    middles = dice.rng.normal(scale=(0.38, 0.38, 0.2), size=(9, 3)) * size + [0, 0, 0.5 * size]
    green = leaves(dice, middles, 0.34 * size, 170, 0.075 * size)
    core = lump(dice, (0.5 * size, 0.5 * size, 0.42 * size)).moved((0, 0, 0.35 * size))
    paint = leafage(dice)
    dark = Paint((paint.colour[0] * 0.3, paint.colour[1] * 0.3, paint.colour[2] * 0.3), bump=0.0)
    parts = known(((green, paint), (core, dark)), FOLIAGE)
    if not flowers:
        return parts
    blossom = Paint(dice.colour(depth=(0.2, 0.9), value=(0.6, 0.95)), bump=0.0, varied=0.1)
    return known((*parts, (leaves(dice, middles, 0.36 * size, 14, 0.07 * size), blossom)), FOLIAGE)


def tuft(dice: Dice, height: float = 0.35, blades: int = 60, flowers: bool = False) -> Thing:
    """Return a tuft of grass, at times with flowers on stalks."""
    foot = dice.rng.normal(scale=height * 0.5, size=(blades, 3)) * [1, 1, 0]
    along = dice.rng.normal(scale=0.35, size=(blades, 3)) * height + [0, 0, height]
    along *= dice.rng.uniform(0.5, 1.1, (blades, 1))
    across = np.cross(along, dice.rng.normal(size=(blades, 3)))
    across *= height * 0.04 / (np.linalg.norm(across, axis=1, keepdims=True) + 1e-9)
    hue, depth = dice.pick(
        [((0.18, 0.32), (0.4, 0.8)), ((0.18, 0.32), (0.4, 0.8)), ((0.1, 0.15), (0.3, 0.6))]
    )
    green = Paint(dice.colour(hue, depth, (0.3, 0.6)), rough=0.7, bump=0.0, varied=0.3)
    parts = known(((cards(foot, along, across, bend=0.15), green),), GRASS)
    if not flowers:
        return parts
    heads = joined([ball(height * 0.06, foot[i] + along[i], 5) for i in range(0, blades, 6)])
    petals = leaves(dice, (foot + along)[::6], height * 0.05, 9, height * 0.13)
    colour = Paint(dice.colour(depth=(0.05, 0.9), value=(0.7, 0.95)), bump=0.0, varied=0.1)
    return known((*parts, (petals, colour), (heads, Paint((0.6, 0.35, 0.02), bump=0.0))), GRASS)


def potted(dice: Dice, height: float = 0.8) -> Thing:
    """Return a plant in a pot, `height` metres in all."""
    wide = height * dice.between(0.14, 0.22)
    tall = wide * dice.between(1.2, 2.0)
    pot = lathe(
        [
            (0, 0),
            (wide * 0.7, 0),
            (wide, tall),
            (wide * 1.08, tall),
            (wide * 0.9, tall * 0.9),
            (0, tall * 0.88),
        ]
    )
    clay = Paint(dice.colour((0, 0.12), (0.0, 0.7), (0.2, 0.9)), size=0.2, rough=dice.between(0.2, 0.8))
    count = dice.whole(16, 60)
    turn = np.arange(count) * 2.4
    rise = dice.rng.uniform(0.3, 1.4, count)
    way = np.stack([np.cos(turn), np.sin(turn), rise], axis=1)
    long = (height - tall) * dice.rng.uniform(0.6, 1.0, (count, 1))
    along = way / np.linalg.norm(way, axis=1, keepdims=True) * long
    side = np.stack([-np.sin(turn), np.cos(turn), 0 * turn], axis=1) * long * dice.between(0.06, 0.3)
    foot = np.tile([0, 0, tall * 0.85], (count, 1)) + along * dice.rng.uniform(0, 0.4, (count, 1))
    colour = dice.colour((0.22, 0.4), (0.3, 0.8), (0.2, 0.55))
    green = Paint(colour, rough=0.35, bump=0.1, size=0.1, name=FOLIAGE)
    stalks = joined(
        [tube([[0, 0, tall * 0.8], foot[i]], [0.012 * height, 0.008 * height], 5) for i in range(0, count, 2)]
    )
    return ((pot, clay), (cards(foot, along, side, bend=0.3), green), (stalks, green))


def stone(dice: Dice, size: float = 0.5) -> Thing:
    """Return a stone or boulder half sunk in the ground."""
    shape = lump(
        dice, np.array([1, dice.between(0.6, 1), dice.between(0.4, 0.9)]) * size, dice.between(0.2, 0.45), 16
    )
    grey = dice.colour((0.03, 0.65), (0.0, 0.25), (0.25, 0.65))
    return ((shape.moved((0, 0, size * 0.2)), Paint(grey, size=0.5 * size, rough=0.9, bump=0.7)),)
