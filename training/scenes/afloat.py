"""What floats, stands in or leads onto water: yachts, ships, piers, decks, reeds, lilies, birds and swimmers."""

import numpy as np

from training.scenes.animals import bird
from training.scenes.chance import Dice
from training.scenes.figures import person
from training.scenes.meshes import Mesh, box, cards, joined, lathe, prism, sheet, tube
from training.scenes.names import BUILDING, FOLIAGE, Name
from training.scenes.scene import Item, Paint, Thing, known, placed, still
from training.scenes.vehicles import boat

VESSEL = Name("vehicles")
SAIL = Name("vehicles", ("cloth",))


def _hull(long: float, wide: float, high: float) -> Mesh:
    place = np.linspace(-1, 1, 18)
    half = wide / 2 * np.clip(1.02 - np.clip(-place, 0, 1) ** 2.2 - 0.15 * place, 0.02, 1)
    rows = []
    for y, hip in zip(place * long / 2, half, strict=True):
        rim = high * (1 + 0.25 * (y / long * 2 - 0.2) ** 2)
        side = [(-hip, y, rim), (-hip * 0.85, y, 0.05), (-hip * 0.4, y, -high * 0.4)]
        rows.append([*side, *[(-a, b, c) for a, b, c in side[::-1]]])
    return sheet(np.array(rows), loop=True)


def yacht(dice: Dice) -> Thing:
    """Return a sailing boat, bow along -y, its sails up or down."""
    long = dice.between(5, 12)
    wide, high, tall = long * 0.28, long * 0.1, long * dice.between(1.1, 1.4)
    side = Paint(dice.colour((0, 1), (0.0, 0.6), (0.15, 0.95)), size=2.0, rough=0.25, bump=0.0)
    trim = Paint((0.6, 0.58, 0.55), "plain", rough=0.4)
    fittings = [
        box((wide * 0.5, long * 0.3, high * 0.6), (0, 0, high)),
        tube([[0, 0, 0], [0, 0, tall]], 0.06, 6),
    ]
    fittings.append(tube([[0, 0, high * 2.2], [0, long * 0.42, high * 2.2]], 0.05, 6))
    parts: list[tuple[Mesh, Paint]] = [(_hull(long, wide, high), side), (joined(fittings), trim)]
    if dice.odds(0.6):
        cloth = Paint(
            dice.colour((0, 1), dice.pick([(0, 0.1), (0, 0.1), (0.4, 0.9)]), (0.75, 0.95)),
            size=2.0,
            name=SAIL,
        )
        main = prism([(0.08, high * 2.3), (long * 0.42, high * 2.3), (0.08, tall * 0.97)], 0.02)
        jib = prism([(-0.1, tall * 0.8), (-long * 0.46, high * 1.4), (-0.15, high * 1.6)], 0.02)
        belly = dice.between(0.1, 0.5)
        parts += [(sail.moved(turn=-np.pi / 2 + belly * s), cloth) for sail, s in ((main, 1), (jib, 0.6))]
    return known(tuple(parts), VESSEL)


def ship(dice: Dice) -> Thing:
    """Return a freighter, ferry or motor boat, bow along -y."""
    long = dice.pick([8.0, 8.0, 25.0, 80.0]) * dice.near(1, 0.3)
    wide, high = long * (0.3 if long < 15 else 0.16), long * (0.13 if long < 15 else 0.08)
    side = Paint(dice.colour((0, 1), (0.0, 0.8), (0.1, 0.9)), size=3.0, rough=0.4, bump=0.1)
    pale = Paint(dice.colour((0, 1), (0.0, 0.15), (0.7, 0.95)), size=3.0, rough=0.4)
    cabin = [
        box((wide * 0.7, long * 0.22, high * 0.9), (0, long * 0.2, high * 0.9)),
        box((wide * 0.5, long * 0.15, high * 0.5), (0, long * 0.2, high * 1.8)),
    ]
    parts: list[tuple[Mesh, Paint]] = [(_hull(long, wide, high), side), (joined(cabin), pale)]
    if long > 40:
        goods = [
            box((wide * 0.8, long * 0.09, high * dice.between(0.4, 1.3)), (0, y * long, high * 0.9))
            for y in (-0.3, -0.2, -0.1, 0.0)
        ]
        parts.append((joined(goods), Paint(dice.colour((0, 1), (0.3, 0.8), (0.3, 0.7)), "checks", size=6.0)))
    return known(tuple(parts), VESSEL)


def vessels(dice: Dice, count: int, near: float, far: float, ahead: float, size: str = "any") -> list[Item]:
    """Return boats at anchor or under way between `near` and `far` metres, about `ahead` degrees left of +y."""
    items: list[Item] = []
    for _ in range(count):
        away, turn = (
            float(np.exp(dice.between(np.log(near), np.log(far)))),
            np.radians(-ahead) + dice.between(-0.4, 0.4),
        )
        makers = (
            [boat]
            if size == "small"
            else [boat]
            if away < 18
            else [yacht, yacht, ship] + [boat] * (away < 60)
        )
        items += placed(
            dice.pick(makers)(dice), (away * np.sin(turn), away * np.cos(turn), 0.0), dice.between(0, 6.28)
        )
    return items


def birds(dice: Dice, count: int, ahead: float) -> list[Item]:
    """Return ducks, gulls or swans that swim, near the camera."""
    items: list[Item] = []
    size = dice.pick([1.0, 1.0, 2.2])
    kinds = [bird(dice) for _ in range(2)]
    for _ in range(count):
        away, turn = dice.between(3, 18) * size**0.5, np.radians(-ahead) + dice.between(-0.35, 0.35)
        spot = (away * np.sin(turn), away * np.cos(turn), -0.17 * size)
        items += placed(dice.pick(kinds), spot, dice.between(0, 6.28), size)
    return items


def swimmers(dice: Dice, count: int, ahead: float, near: float = 8, far: float = 45) -> list[Item]:
    """Return people to their shoulders in the water."""
    items: list[Item] = []
    for _ in range(count):
        away, turn = dice.between(near, far), np.radians(-ahead) + dice.between(-0.4, 0.4)
        spot = (away * np.sin(turn), away * np.cos(turn), -dice.between(1.0, 1.42))
        items += placed(person(dice, "stand", 0.035), spot, dice.between(0, 6.28))
    return items


def pier(dice: Dice, deck: float, long: float, wide: float) -> list[Item]:
    """Return a pier along y from just behind the origin: planks at height `deck`, posts, at times rails and a hut."""
    wood = Paint(
        dice.colour((0.05, 0.11), (0.1, 0.5), (0.3, 0.7)),
        "grain",
        size=0.5,
        rough=0.75,
        varied=0.1,
        name=BUILDING,
    )
    planks = [box((wide, 0.17, 0.05), (0, y, deck - 0.05)) for y in np.arange(-1.5, long, 0.19)]
    beams = [box((0.15, long, 0.2), (s * wide * 0.42, long / 2 - 1, deck - 0.26)) for s in (-1, 1)]
    rise = dice.pick([0.0, 0.0, 0.5, 1.0])
    posts = [
        tube([[s * wide * 0.46, y, -4], [s * wide * 0.46, y, deck + rise]], 0.11)
        for y in np.arange(1.5, long, 3.0)
        for s in (-1, 1)
    ]
    if rise > 0.8:
        posts += [
            tube([[s * wide * 0.46, 0, deck + k], [s * wide * 0.46, long, deck + k]], 0.035, 6)
            for s in (-1, 1)
            for k in (0.5, 0.95)
        ]
    items = [still(joined(planks + beams), wood), still(joined(posts), wood)]
    if dice.odds(0.35):
        pose = dice.pick(["stand", "walk"])
        items += placed(
            person(dice, pose),
            (dice.between(-0.3, 0.3) * wide, dice.between(4, long - 1), deck),
            dice.between(0, 6),
        )
    return items


def rail(dice: Dice, deck: float, ahead: float) -> list[Item]:
    """Return a deck's edge with a railing, the camera standing behind it."""
    pale = Paint(
        dice.pick([(0.75, 0.75, 0.75), (0.05, 0.05, 0.06), (0.25, 0.13, 0.06)]),
        "plain",
        rough=0.35,
        bump=0.0,
        name=Name("other"),
    )
    edge, high = dice.between(1.1, 2.2), dice.between(0.9, 1.1)
    bars = [
        tube([[-12, edge, deck + high * k], [12, edge, deck + high * k]], 0.03 if k == 1 else 0.014, 8)
        for k in (0.35, 0.68, 1.0)
    ]
    bars += [
        tube([[x, edge, deck], [x, edge, deck + high]], 0.022, 8)
        for x in np.arange(-11, 12, dice.between(1.2, 2.2))
    ]
    floor = box((24, 3.5, 0.2), (0, edge - 1.6, deck - 0.2))
    turn = float(np.radians(ahead))
    planks = Paint(
        dice.colour((0.06, 0.11), (0.1, 0.5), (0.4, 0.8)), "planks", size=0.24, rough=0.6, name=Name("other")
    )
    return [still(mesh.moved(turn=turn), look) for mesh, look in ((joined(bars), pale), (floor, planks))]


def lilies(dice: Dice, ahead: float, count: int) -> list[Item]:
    """Return lily pads in patches, at times in flower."""
    rim = [(r, 0.004 + 0.01 * r) for r in (0.0, 0.05, 0.1, 0.14)]
    pads = Paint(
        dice.colour((0.22, 0.34), (0.4, 0.75), (0.25, 0.55)), size=0.15, rough=0.3, varied=0.3, name=FOLIAGE
    )
    petals = cards(np.tile([0, 0, 0.02], (14, 1)), *_petals(14))
    flower = Paint(dice.pick([(0.85, 0.8, 0.8), (0.8, 0.25, 0.4), (0.85, 0.7, 0.15)]), bump=0.0, name=FOLIAGE)
    items: list[Item] = []
    heart = np.array([[dice.between(-0.35, 0.35) - np.radians(ahead), dice.between(3, 14)] for _ in range(4)])
    for _ in range(count):
        turn, away = heart[dice.whole(0, 3)] + dice.rng.normal(scale=(0.13, 1.3))
        if away > 1.5:
            spot = (away * np.sin(turn), away * np.cos(turn), 0.012)
            items += placed(((lathe(rim, 14), pads),), spot, dice.between(0, 6), dice.near(1.0, 0.4))
            if dice.odds(0.06):
                items += placed(((petals, flower),), spot, dice.between(0, 6))
    return items


def _petals(count: int) -> tuple[np.ndarray, np.ndarray]:
    turn = np.arange(count) * 2.4
    out = np.stack([np.cos(turn), np.sin(turn), 0.4 + 0.08 * np.arange(count)], axis=1) * 0.07
    return out, np.stack([-np.sin(turn), np.cos(turn), 0 * turn], axis=1) * 0.035


def reed(dice: Dice, high: float) -> Thing:
    """Return a clump of reeds that stands in water."""
    count = 46
    foot = dice.rng.normal(scale=0.25, size=(count, 3)) * [1, 1, 0] - [0, 0, 0.15]
    along = dice.rng.normal(scale=0.1, size=(count, 3)) * high + [0, 0, high]
    along *= dice.rng.uniform(0.5, 1.1, (count, 1))
    across = np.cross(along, dice.rng.normal(size=(count, 3)))
    across *= 0.02 / (np.linalg.norm(across, axis=1, keepdims=True) + 1e-9)
    hue = dice.pick([(0.12, 0.15), (0.18, 0.28)])
    green = Paint(dice.colour(hue, (0.3, 0.6), (0.3, 0.6)), rough=0.7, bump=0.0, varied=0.3, name=FOLIAGE)
    return ((cards(foot, along, across, bend=0.06), green),)


def reeds(dice: Dice, ahead: float, near: float, far: float, count: int) -> list[Item]:
    """Return clumps of reeds in a belt."""
    kinds = [reed(dice, dice.between(0.8, 2.0)) for _ in range(2)]
    middle = dice.between(-0.4, 0.4) - np.radians(ahead)
    items: list[Item] = []
    for _ in range(count):
        away, turn = dice.between(near, far), middle + dice.rng.normal(scale=0.3)
        items += placed(
            dice.pick(kinds),
            (away * np.sin(turn), away * np.cos(turn), 0),
            dice.between(0, 6),
            dice.near(1, 0.3),
        )
    return items
