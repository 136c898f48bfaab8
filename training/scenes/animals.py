"""Animals: four-legged ones from horse to cat, and birds."""

from dataclasses import dataclass, replace

import numpy as np

from training.scenes.chance import Colour, Dice, Floats, hsv, shaded
from training.scenes.meshes import Mesh, ball, joined
from training.scenes.names import Name
from training.scenes.organic import Limb, Point, body
from training.scenes.scene import Paint, Thing, known

ANIMAL = Name("animals")
FACE = Name("animals", ("face",))
EYES = Name("animals", ("face", "eyes"))


@dataclass(frozen=True)
class Build:
    """An animal's measures in metres, as of one at whose shoulder stands `tall`."""

    tall: float
    long: float
    deep: float
    """Radius of the trunk."""
    neck: float
    rise: float
    """The neck's slope: 1 is half upright."""
    head: float
    leg: float
    """Radius of the upper leg."""
    tail: float
    ears: float
    horns: str = ""
    hues: tuple[float, float] = (0.05, 0.11)


BUILDS = {
    "horse": Build(1.5, 1.45, 0.3, 0.75, 1.3, 0.5, 0.11, 0.7, 0.1),
    "deer": Build(1.1, 1.05, 0.2, 0.55, 1.8, 0.3, 0.07, 0.15, 0.14, "antlers"),
    "dog": Build(0.55, 0.62, 0.12, 0.2, 1.2, 0.2, 0.045, 0.3, 0.1),
    "cat": Build(0.28, 0.36, 0.075, 0.08, 1.2, 0.1, 0.03, 0.28, 0.05),
    "cow": Build(1.35, 1.5, 0.36, 0.45, 0.5, 0.45, 0.12, 0.7, 0.16, "horns"),
    "sheep": Build(0.7, 0.8, 0.25, 0.22, 1.0, 0.22, 0.06, 0.12, 0.11),
    "goat": Build(0.75, 0.75, 0.17, 0.3, 1.3, 0.22, 0.05, 0.12, 0.13, "horns"),
    "elephant": Build(2.6, 2.4, 0.75, 0.35, 0.6, 0.8, 0.3, 0.9, 0.6, "trunk", (0.05, 0.65)),
}


def animal(dice: Dice, kind: str = "dog", fine: float = 1.0) -> Thing:
    """Return an animal by its name in `BUILDS`, or a bird; it looks along -y. `fine` scales the surface's cells."""
    if kind == "bird":
        return bird(dice)
    build = BUILDS[kind]
    coat = dice.colour(build.hues, (0.0, 0.65), (0.15, 0.85))
    if kind == "elephant":
        coat = dice.colour(build.hues, (0.0, 0.2), (0.3, 0.5))
    under = shaded(coat, dice.between(0.7, 2.0))
    limbs = [*_trunk(build, coat, under), *_legs(dice, build, coat), *_front(dice, build, coat, under)]
    shape = body(limbs, build.tall / 55 * fine, build.deep * 0.14)
    shape = _patched(dice, shape, build) if dice.odds(0.3) else shape
    rough = Paint(
        (1.0, 1.0, 1.0), "vertex", size=build.deep * 0.35, rough=0.85, bump=0.9 if kind == "sheep" else 0.4
    )
    return known(((joined([shape, _eyes(build)]), rough),), ANIMAL)


def _trunk(b: Build, coat: Colour, under: Colour) -> list[Limb]:
    hip, chest = b.long * 0.42, -b.long * 0.4
    back = b.tall - b.deep
    return [
        Limb((0, hip, back), (0, chest, back - b.deep * 0.05), b.deep * 0.88, b.deep, coat, (0.85, 1.0, 1.0)),
        Limb(
            (0, hip * 0.7, back - b.deep * 0.4),
            (0, chest, back - b.deep * 0.5),
            b.deep * 0.6,
            b.deep * 0.65,
            under,
        ),
        Limb((0, hip + b.deep * 0.7, back + b.deep * 0.4), _tail(b), b.deep * 0.14, b.deep * 0.12, coat),
    ]


def _tail(b: Build) -> Point:
    return 0.05 * b.tail, b.long * 0.42 + b.deep * 0.9 + b.tail * 0.35, b.tall - b.deep * 0.6 - b.tail * 0.8


def _legs(dice: Dice, b: Build, coat: Colour) -> list[Limb]:
    limbs = []
    back = b.tall - b.deep
    for front in (-1, 1):
        for side in (-1, 1):
            step = dice.between(-0.12, 0.16) * b.tall
            x, y = side * b.deep * 0.5, front * b.long * 0.4
            knee: Point = (x, y + step * 0.4 + (0.05 * b.tall if front > 0 else 0), back * 0.48)
            foot: Point = (x, y + step, 0.03 * b.tall)
            limbs += [
                Limb(
                    (x, y, back - b.deep * 0.2), knee, b.leg * (1.5 if front > 0 else 1.25), b.leg * 0.6, coat
                ),
                Limb(knee, foot, b.leg * 0.58, b.leg * 0.45, shaded(coat, 0.8)),
                Limb(
                    foot,
                    (x, y + step - b.leg * 0.5, 0.02 * b.tall),
                    b.leg * 0.6,
                    b.leg * 0.5,
                    (0.03, 0.025, 0.02),
                ),
            ]
    return limbs


def _skull(b: Build) -> Floats:
    way = np.array([0, -1, b.rise]) / np.hypot(1, b.rise)
    return np.asarray(np.array([0, -b.long * 0.42, b.tall - b.deep * 0.6]) + way * b.neck, np.float64)


def _front(dice: Dice, b: Build, coat: Colour, under: Colour) -> list[Limb]:
    skull = _skull(b)
    nose = skull + np.array([0, -0.8, -0.55]) * b.head
    base = (0.0, -b.long * 0.42, b.tall - b.deep * 0.85)
    limbs = [
        Limb(base, _point(skull), b.deep * 0.62, b.head * 0.34, coat, (0.75, 1.0, 1.0)),
        Limb(_point(skull), _point(nose), b.head * 0.36, b.head * 0.2, coat, (0.85, 1.0, 1.0), FACE),
        Limb(
            _point(nose),
            _point(nose + np.array([0, -0.06 * b.head, -0.02])),
            b.head * 0.17,
            b.head * 0.15,
            shaded(under, 0.5),
            name=FACE,
        ),
    ]
    for side in (-1, 1):
        ear = skull + np.array([side * 0.25, 0.12, 0.3]) * b.head
        flat = (0.35, 1.0, 1.0) if b.horns == "trunk" else (1.0, 0.5, 1.0)
        limbs.append(
            Limb(
                _point(ear),
                _point(ear + np.array([side * 0.5, 0.1, 0.8]) * b.ears),
                b.ears * 0.35,
                b.ears * 0.12,
                coat,
                flat,
            )
        )
    return limbs + _horns(dice, b, skull, nose)


def _horns(dice: Dice, b: Build, skull: Floats, nose: Floats) -> list[Limb]:
    bone = hsv(0.1, 0.3, 0.6)
    limbs = []
    if b.horns == "trunk":
        end = nose + np.array([0, -0.1, -1.7]) * b.head
        return [Limb(_point(nose), _point(end), b.head * 0.22, b.head * 0.09, hsv(0.08, 0.1, 0.4))]
    for side in (-1, 1) if b.horns and dice.odds(0.7) else ():
        root = skull + np.array([side * 0.12, 0.08, 0.35]) * b.head
        out = root + np.array([side * 0.5, 0.1, 0.6]) * b.head
        limbs.append(Limb(_point(root), _point(out), b.head * 0.07, b.head * 0.05, bone))
        top = out + np.array([side * 0.1, -0.1, 0.9 if b.horns == "antlers" else 0.3]) * b.head
        limbs.append(Limb(_point(out), _point(top), b.head * 0.055, b.head * 0.03, bone))
        if b.horns == "antlers":
            limbs.append(
                Limb(
                    _point(out),
                    _point(out + np.array([side * 0.1, -0.6, 0.4]) * b.head),
                    b.head * 0.045,
                    b.head * 0.03,
                    bone,
                )
            )
    return limbs


def _eyes(b: Build) -> Mesh:
    skull = _skull(b)
    at = [skull + np.array([side * 0.28, -0.18, 0.1]) * b.head for side in (-1, 1)]
    return joined([ball(b.head * 0.075, place, 8).coloured((0.01, 0.008, 0.005)) for place in at]).named(EYES)


def _patched(dice: Dice, shape: Mesh, b: Build) -> Mesh:
    at = shape.vertices
    spots = dice.noise(at[:, 1:] + at[:, :1] * 0.7 + 20, b.deep * dice.between(0.6, 2.0), 2)
    other = np.asarray(dice.pick([(0.8, 0.75, 0.68), (0.02, 0.018, 0.016), (0.35, 0.2, 0.1)]))
    part = np.clip(spots * 12, 0, 1)[:, None]
    colours = shape.colours if shape.colours is not None else np.ones_like(at)
    return replace(shape, colours=colours * (1 - part) + other * part)


def bird(dice: Dice) -> Thing:
    """Return a bird of .2 to .6 m on thin legs."""
    coat, other = (
        dice.colour(depth=(0.0, 0.8), value=(0.1, 0.9)),
        dice.colour(depth=(0.0, 0.6), value=(0.2, 0.95)),
    )
    lean = dice.between(0.4, 1.2)
    limbs = [
        Limb((0, 0.06, 0.22), (0, -0.06, 0.22 + 0.12 * lean), 0.065, 0.05, coat),
        Limb((0, -0.05, 0.22), (0, -0.07, 0.2 + 0.1 * lean), 0.045, 0.04, other),
        Limb((0, -0.06, 0.22 + 0.12 * lean), (0, -0.09, 0.27 + 0.15 * lean), 0.045, 0.038, coat),
        Limb(
            (0, -0.12, 0.27 + 0.15 * lean), (0, -0.19, 0.255 + 0.15 * lean), 0.014, 0.003, (0.5, 0.25, 0.03)
        ),
        Limb((0, 0.1, 0.2), (0, 0.28, 0.2 - 0.14 * lean), 0.035, 0.02, shaded(coat, 0.6), (1.3, 1.0, 0.6)),
    ]
    for side in (-1, 1):
        limbs.append(
            Limb(
                (side * 0.05, -0.03, 0.27),
                (side * 0.035, 0.15, 0.2),
                0.04,
                0.015,
                shaded(coat, 0.7),
                (0.5, 1.0, 1.0),
            )
        )
        limbs.append(
            Limb((side * 0.025, 0.01, 0.19), (side * 0.03, 0.0, 0.01), 0.008, 0.006, (0.3, 0.15, 0.03))
        )
        limbs.append(
            Limb((side * 0.03, 0.02, 0.006), (side * 0.035, -0.05, 0.006), 0.006, 0.005, (0.3, 0.15, 0.03))
        )
    eyes = joined(
        [ball(0.009, (side * 0.036, -0.105, 0.285 + 0.15 * lean), 6).coloured((0, 0, 0)) for side in (-1, 1)]
    )
    shape = joined([body(limbs, 0.007, 0.008), eyes.named(EYES)]).moved(scale=dice.between(0.7, 1.6))
    return known(((shape, Paint((1.0, 1.0, 1.0), "vertex", size=0.03, rough=0.7, bump=0.4)),), ANIMAL)


def _point(values: Floats) -> Point:
    return float(values[0]), float(values[1]), float(values[2])
