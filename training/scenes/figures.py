"""People: melted bodies in poses, with clothes, hair and faces."""

from dataclasses import dataclass, replace

import numpy as np

from training.scenes.chance import Colour, Dice, hsv, shaded
from training.scenes.meshes import Mesh, ball, cards, joined
from training.scenes.names import Name
from training.scenes.organic import Limb, Point, body
from training.scenes.scene import Paint, Thing, known

PERSON = Name("people")
CLOTHES = Name("people", ("cloth",))
FACE = Name("people", ("face",))
EYES = Name("people", ("face", "eyes"))
HAIR = Name("people", ("hair",))


@dataclass(frozen=True)
class Looks:
    """How a person is coloured and dressed."""

    skin: Colour
    hair: Colour
    top: Colour
    trousers: Colour
    shoes: Colour
    cut: str
    """short, long, bun, hat or bald."""
    skirt: bool
    sleeves: bool
    stout: float

    @classmethod
    def drawn(cls, dice: Dice) -> "Looks":
        """Return random looks."""
        skin = hsv(
            dice.between(0.03, 0.075), dice.between(0.25, 0.6), dice.pick([0.9, 0.85, 0.75, 0.6, 0.42])
        )
        hair = hsv(
            dice.between(0.03, 0.11), dice.between(0.1, 0.7), dice.pick([0.1, 0.15, 0.3, 0.5, 0.75, 0.85])
        )
        top, trousers = (
            dice.colour(depth=(0.0, 0.8), value=(0.08, 0.95)),
            dice.colour((0.5, 0.7), (0.0, 0.5), (0.08, 0.6)),
        )
        cut = dice.pick(["short", "short", "long", "long", "bun", "hat", "bald"])
        return cls(
            skin,
            hair,
            top,
            trousers,
            hsv(0.07, 0.4, dice.between(0.05, 0.6)),
            cut,
            dice.odds(0.25),
            dice.odds(0.7),
            dice.between(0.84, 1.1),
        )


CLOTH = Paint((1.0, 1.0, 1.0), "vertex", size=0.12, rough=0.75, bump=0.25)


def person(dice: Dice, pose: str = "stand", step: float = 0.02, face: bool = False) -> Thing:
    """Return a person about 1.7 m tall; `pose` is stand, walk or sit (seat at .45 m), `step` the surface's cells."""
    looks = Looks.drawn(dice)
    tall = dice.between(0.9, 1.08)
    limbs = [*_trunk(looks), *_legs(dice, looks, pose), *_arms(dice, looks, pose)]
    drop = 0.46 if pose == "sit" else 0.0
    turn = dice.between(-0.5, 0.5)
    trunk = body(limbs, step, 0.018).moved((0, 0, -drop), scale=tall)
    head = joined(
        [
            _skull(looks, min(step, 0.006 if face else 0.014)),
            _eyes(dice),
            *_locks(dice, looks, face),
        ]
    )
    top = head.moved((0, 0, -1.5), turn).tilted(dice.between(-0.2, 0.12)).moved((0, 0, 1.5 - drop), scale=1.0)
    skin = Paint((1.0, 1.0, 1.0), "vertex", size=0.03, rough=0.5, bump=0.1)
    return known(((trunk, CLOTH), (top.moved(scale=tall), skin)), PERSON)


def _trunk(looks: Looks) -> list[Limb]:
    wide = (1.4 * looks.stout, 1.0 * looks.stout, 1.0)
    return [
        Limb((0, 0.01, 0.98), (0, 0.0, 1.12), 0.115, 0.105, looks.top, wide, CLOTHES),
        Limb(
            (0, 0.0, 1.12),
            (0, 0.0, 1.36),
            0.105,
            0.112,
            looks.top,
            (1.42 * looks.stout, looks.stout, 1.0),
            CLOTHES,
        ),
        Limb((-0.15, 0.01, 1.425), (0.15, 0.01, 1.425), 0.055, 0.055, looks.top, name=CLOTHES),
        Limb((0, 0.01, 1.4), (0, -0.005, 1.54), 0.062, 0.052, looks.skin),
        Limb((0, 0.012, 1.42), (0, 0.01, 1.46), 0.075, 0.065, looks.top, name=CLOTHES),
    ]


def _legs(dice: Dice, looks: Looks, pose: str) -> list[Limb]:
    limbs = [
        Limb(
            (-0.06, 0.01, 0.92),
            (0.06, 0.01, 0.92),
            0.115,
            0.115,
            looks.trousers,
            (1.1, looks.stout, 1.0),
            CLOTHES,
        )
    ]
    stride = dice.between(0.2, 0.38) if pose == "walk" else dice.between(0.0, 0.06)
    for side in (-1, 1):
        hip = (side * 0.095, 0.01, 0.9)
        if pose == "sit":
            knee, ankle = (side * 0.13, -0.44, 0.92), (side * 0.12, -0.42, 0.53)
        else:
            knee = (side * 0.1, side * stride * 0.4 - 0.03, 0.5)
            ankle = (
                side * 0.1,
                side * stride + max(0.0, side * stride * 0.3),
                0.1 + max(0.0, side * stride) * 0.35,
            )
        lower = looks.skin if looks.skirt else looks.trousers
        toe = (ankle[0] * 1.2, ankle[1] - 0.15, ankle[2] - 0.055)
        limbs += [
            Limb(hip, knee, 0.092, 0.064, looks.trousers, name=CLOTHES),
            Limb(
                knee,
                ankle,
                0.062 if looks.skirt else 0.07,
                0.042 if looks.skirt else 0.056,
                lower,
                name=None if looks.skirt else CLOTHES,
            ),
            Limb((ankle[0], ankle[1] + 0.01, ankle[2] - 0.045), toe, 0.045, 0.036, looks.shoes),
        ]
    if looks.skirt and pose != "sit":
        limbs.append(
            Limb(
                (0, 0, 0.95),
                (0, 0, 0.5),
                0.13,
                dice.between(0.13, 0.18),
                looks.trousers,
                (1.15, 0.9, 1.0),
                CLOTHES,
            )
        )
    return limbs


def _arms(dice: Dice, looks: Looks, pose: str) -> list[Limb]:
    limbs = []
    for side in (-1, 1):
        shoulder: Point = (side * 0.195 * looks.stout, 0.01, 1.41)
        way = dice.pick(["down", "down", "down", "hip", "front", "up", "cross"])
        swing = -side * dice.between(0.1, 0.25) if pose == "walk" else dice.between(-0.05, 0.05)
        elbow: Point = (side * 0.25 * looks.stout, swing * 0.6 + 0.03, 1.14)
        hand: Point = (side * 0.255 * looks.stout, swing - 0.05, 0.88)
        if way == "hip":
            elbow, hand = (side * 0.38, 0.08, 1.18), (side * 0.2, -0.05, 0.99)
        elif way == "front" or pose == "sit":
            elbow, hand = (side * 0.26, -0.02, 1.15), (side * 0.14, -0.28, 1.05 if pose != "sit" else 0.99)
        elif way == "up":
            elbow, hand = (side * 0.4, -0.05, 1.5), (side * 0.42, -0.12, 1.76)
        elif way == "cross":
            elbow, hand = (side * 0.25, -0.08, 1.17), (-side * 0.08, -0.18, 1.2 + side * 0.02)
        lower = looks.top if looks.sleeves else looks.skin
        tip = np.asarray(hand) + (np.asarray(hand) - np.asarray(elbow)) * 0.45
        limbs += [
            Limb(shoulder, elbow, 0.06, 0.046, looks.top, name=CLOTHES),
            Limb(elbow, hand, 0.046, 0.036, lower, name=CLOTHES if looks.sleeves else None),
            Limb(
                hand, (float(tip[0]), float(tip[1]), float(tip[2])), 0.036, 0.022, looks.skin, (1.0, 0.8, 1.0)
            ),
        ]
    return limbs


def _skull(looks: Looks, step: float) -> Mesh:
    made = body(_head(looks), step, 0.008)
    names = np.array(made.names, np.uint16)
    names[(made.vertices[:, 1] > 0.02) & (names == FACE.code)] = PERSON.code
    return replace(made, names=names)


def _head(looks: Looks) -> list[Limb]:
    lips, brow = (looks.skin[0] * 0.75, looks.skin[1] * 0.5, looks.skin[2] * 0.5), shaded(looks.hair, 0.6)
    limbs = [
        Limb((0, 0.01, 1.67), (0, 0.0, 1.63), 0.085, 0.08, looks.skin, (0.9, 1.12, 1.15), FACE),
        Limb((0, -0.03, 1.6), (0, -0.055, 1.555), 0.056, 0.032, looks.skin, (1.1, 1.0, 1.0), FACE),
        Limb((0, 0.01, 1.5), (0, 0.01, 1.58), 0.052, 0.055, looks.skin),
        Limb((0, -0.09, 1.645), (0, -0.108, 1.612), 0.006, 0.009, looks.skin, name=FACE),
        Limb((-0.016, -0.086, 1.574), (0.016, -0.086, 1.574), 0.005, 0.005, lips, name=FACE),
    ]
    for side in (-1, 1):
        limbs.append(
            Limb(
                (side * 0.079, 0.015, 1.65),
                (side * 0.084, 0.025, 1.61),
                0.02,
                0.014,
                looks.skin,
                (0.5, 1.0, 1.2),
            )
        )
        limbs.append(
            Limb((side * 0.02, -0.092, 1.669), (side * 0.048, -0.08, 1.669), 0.0045, 0.003, brow, name=FACE)
        )
        limbs.append(
            Limb(
                (side * 0.032, -0.055, 1.61), (side * 0.03, -0.05, 1.595), 0.028, 0.026, looks.skin, name=FACE
            )
        )
    return limbs + _hair(looks)


def _hair(looks: Looks) -> list[Limb]:
    if looks.cut == "bald":
        return []
    if looks.cut == "hat":
        brim = Limb((0, -0.02, 1.715), (0, 0.0, 1.72), 0.13, 0.13, looks.top, (1.0, 1.15, 0.1), CLOTHES)
        return [
            Limb((0, 0.0, 1.73), (0, 0.01, 1.79), 0.096, 0.08, looks.top, (1.0, 1.12, 1.0), CLOTHES),
            brim,
        ]
    cap = [
        Limb((0, 0.03, 1.70), (0, 0.035, 1.68), 0.092, 0.09, looks.hair, (0.96, 1.08, 1.05), HAIR),
        Limb((-0.05, -0.06, 1.735), (0.05, -0.055, 1.74), 0.03, 0.03, looks.hair, name=HAIR),
    ]
    if looks.cut == "bun":
        cap.append(Limb((0, 0.12, 1.73), (0, 0.14, 1.75), 0.045, 0.04, looks.hair, name=HAIR))
    if looks.cut == "long":
        cap += [
            Limb((side * 0.07, 0.03, 1.68), (side * 0.088, 0.02, 1.42), 0.04, 0.03, looks.hair, name=HAIR)
            for side in (-1, 1)
        ]
        cap.append(Limb((0, 0.075, 1.66), (0, 0.09, 1.38), 0.07, 0.045, looks.hair, (1.3, 0.8, 1.0), HAIR))
    return cap


def _locks(dice: Dice, looks: Looks, face: bool) -> list[Mesh]:
    if not face or looks.cut in ("bald", "hat"):
        return []
    count = 2600
    way = dice.rng.normal(size=(count, 3)) + np.array([0, 0.35, 0.5])
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    way = way[(way[:, 2] > 0.1) | (way[:, 1] > 0.3)]
    root = way * [0.088, 0.1, 0.1] + [0, 0.03, 1.69]
    fall = np.array([0, 0.2, -1.0]) * (0.9 if looks.cut == "long" else 0.6)
    along = (way * 0.22 + fall + dice.rng.normal(scale=0.25, size=way.shape)) * 0.04
    across = np.cross(along, way) * 0.16
    return [cards(root, along, across, 0.2).coloured(shaded(looks.hair, dice.between(0.8, 1.5))).named(HAIR)]


def _eyes(dice: Dice) -> Mesh:
    iris = dice.colour((0.05, 0.6), (0.3, 0.7), (0.1, 0.45))
    parts = []
    for side in (-1, 1):
        at = np.array([side * 0.034, -0.083, 1.645])
        parts.append(ball(0.0155, at, 9).coloured((0.75, 0.73, 0.7)))
        parts.append(ball((0.0075, 0.004, 0.0075), at - [0, 0.0135, 0], 7).coloured(iris))
        parts.append(ball((0.0035, 0.003, 0.0035), at - [0, 0.0165, 0], 6).coloured((0.0, 0.0, 0.0)))
        parts.append(
            ball((0.018, 0.012, 0.007), at + np.array([0, -0.006, 0.0125]), 8).coloured((0.3, 0.18, 0.13))
        )
    return joined(parts).named(EYES)
