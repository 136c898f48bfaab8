"""Open country: noise terrain from stones before the camera to mountains, with woods, water and a subject."""

from dataclasses import dataclass, replace

import numpy as np

from training.scenes.animals import animal
from training.scenes.buildings import cottage, fence
from training.scenes.chance import Colour, Dice, Floats, hsv
from training.scenes.figures import person
from training.scenes.meshes import Mesh, sheet
from training.scenes.names import GRASS, GROUND, OTHER, UNKNOWN, Name
from training.scenes.plants import bush, conifer, palm, stone, tree, tuft
from training.scenes.scene import Camera, Item, Paint, Scene, Thing, placed, still
from training.scenes.skies import outdoors
from training.scenes.vehicles import boat

MOUNTAIN = 60.0
"""Metres above which the land is no meadow nor hill any more."""


GREEN = 1.1
"""Linear green over red from which on a meadow can be told from soil."""


@dataclass(frozen=True)
class Country:
    """A kind of country by its colours and growth."""

    low: Colour
    high: Colour
    rock: Colour
    snow: float
    """Metres above which snow lies."""
    woods: float
    """Share of ground that is wooded, 0 to 1."""
    grass: bool
    trees: tuple[str, ...]


def country(dice: Dice) -> Country:
    """Return alpine, temperate, desert, snowy or coastal country."""
    rock = dice.colour((0.02, 0.12), (0.05, 0.3), (0.3, 0.6))
    green = dice.colour((0.17, 0.3), (0.35, 0.75), (0.25, 0.5))
    straw = dice.colour((0.1, 0.15), (0.3, 0.6), (0.45, 0.75))
    kinds = [
        Country(
            green,
            dice.colour((0.18, 0.3), (0.2, 0.6), (0.2, 0.45)),
            rock,
            dice.between(90, 400),
            0.5,
            True,
            ("conifer",),
        ),
        Country(green, straw, rock, 9e9, dice.between(0.1, 0.5), True, ("tree", "tree", "conifer")),
        Country(
            hsv(0.08, 0.4, 0.8),
            hsv(0.06, 0.5, 0.65),
            hsv(0.05, 0.5, 0.55),
            9e9,
            0.02,
            False,
            ("palm", "bush"),
        ),
        Country((0.8, 0.82, 0.88), (0.75, 0.78, 0.85), rock, 60.0, 0.35, False, ("conifer", "bare")),
        Country(straw, green, rock, 9e9, 0.15, True, ("tree", "palm", "bush")),
    ]
    return dice.pick(kinds)


def landscape(dice: Dice) -> Scene:
    """Return open country under a sky."""
    land = country(dice)
    height = _Relief(dice)
    level = dice.pick([None, None, -dice.between(0.6, 2.5)])
    items = [still(*_terrain(dice, land, height, level))]
    eye = float(height(np.zeros((1, 2)))[0])
    if level is not None:
        eye = max(eye, level)
        items.append(_water(dice, level))
    camera = Camera(
        (0, 0, eye + dice.pick([1.0, 1.6, 1.6, 3.0, 8.0])),
        dice.between(-12, 12),
        dice.between(-9, 4),
        dice.between(22, 70),
        dice.between(-1, 1),
    )
    if camera.at[2] > eye + 5:
        camera = replace(camera, pitch=camera.pitch - 5)
    items += _woods(dice, land, height, level) + _near(dice, land, height, level)
    if dice.odds(0.6):
        items += _subject(dice, height, level, camera)
    scene = outdoors(dice, items, camera)
    return replace(
        scene,
        haze=dice.pick(
            [
                None,
                dice.between(1500, 6000),
                dice.between(300, 1500),
                dice.between(60, 300) if dice.odds(0.4) else 2500,
            ]
        ),
    )


class _Relief:
    """Height of the ground in metres at points (n, 2): flat about the camera, mountains behind."""

    def __init__(self, dice: Dice) -> None:
        self._seed = dice.whole(0, 1 << 30)
        self._rough = dice.between(0.2, 0.9)
        self._hills = dice.between(2, 25)
        self._peaks = dice.pick([0.0, dice.between(80, 300), dice.between(300, 900)])
        self._start = dice.between(300, 1500)

    def __call__(self, at: Floats) -> Floats:
        dice = Dice.seeded(self._seed)
        away = np.hypot(at[:, 0], at[:, 1])
        fine = dice.noise(at, 6, 5) * self._rough * np.clip(away / 6, 0.15, 1)
        hills = dice.noise(at, 160, 5) * self._hills * np.clip(away / 120, 0, 1) ** 1.3
        ridge = (1 - np.abs(dice.noise(at, 1400, 8, 0.48)) * 1.8) ** 2
        peaks = ridge * self._peaks * np.clip((at[:, 1] - self._start) / 2500, 0, 1)
        return np.asarray(fine + hills + peaks, np.float64)


def _terrain(dice: Dice, land: Country, height: _Relief, level: float | None) -> tuple[Mesh, Paint]:
    away = np.geomspace(0.35, 9000, 230)
    turn = np.linspace(-1.15, 1.15, 240)
    grid = np.stack([away[:, None] * np.sin(turn), away[:, None] * np.cos(turn)], axis=-1)
    flat = grid.reshape(-1, 2)
    high = height(flat)
    points = np.concatenate([flat, high[:, None]], axis=1).reshape(230, 240, 3)
    shape = sheet(points)
    rows, columns = np.gradient(points[..., 2], axis=0), np.gradient(points[..., 2], axis=1)
    step = np.gradient(away)[:, None]
    slope = np.hypot(rows / step, columns / (away[:, None] * (turn[1] - turn[0]))).ravel()
    patch = dice.noise(flat, 40, 6)[:, None]
    colours = _blend(np.asarray(land.low), np.asarray(land.high), np.clip(patch * 1.5 + 0.5, 0, 1))
    far_rock = np.clip((slope - 0.55 + 0.2 * patch[:, 0]) * 4, 0, 1)[:, None]
    colours = _blend(colours, np.asarray(land.rock), far_rock)
    snow = np.clip((high - land.snow) / 40 + patch[:, 0], 0, 1)[:, None] * (1 - far_rock * 0.8)
    colours = _blend(colours, np.array([0.85, 0.87, 0.92]), snow)
    bare = (snow[:, 0] > 0.5) | (not land.grass)
    if level is not None:
        shore = np.clip(1 - np.abs(high - level) / 0.7, 0, 1)[:, None]
        colours = _blend(colours, np.array(hsv(0.09, 0.3, 0.6)), shore)
        bare |= shore[:, 0] > 0.5
    stony = (far_rock[:, 0] > 0.5) | (high > MOUNTAIN)
    green = colours[:, 1] > GREEN * colours[:, 0]
    meant = [OTHER.code, GROUND.code, GRASS.code]
    names = np.select([stony, bare, green], meant, UNKNOWN.code).astype(np.uint16)
    mesh = replace(shape, colours=colours, names=names)
    return mesh, Paint((1, 1, 1), "vertex", size=0.5, rough=0.95, bump=0.6, name=UNKNOWN)


def _blend(first: Floats, second: Floats, part: Floats) -> Floats:
    return np.asarray(first * (1 - part) + second * part, np.float64)


def _water(dice: Dice, level: float) -> Item:
    flat = np.stack(np.meshgrid([-9000.0, 9000.0], [-60.0, 9000.0]), axis=-1)
    mesh = sheet(np.concatenate([flat, np.full((2, 2, 1), level)], axis=-1))
    colour = dice.colour((0.45, 0.6), (0.3, 0.8), (0.08, 0.3))
    rough, bump = dice.between(0.02, 0.15), dice.pick([0.0, 0.05, 0.25])
    return still(mesh, Paint(colour, "plain", rough=rough, bump=bump, size=0.8, name=Name("still_water")))


def _thing(dice: Dice, name: str) -> Thing:
    makers = {
        "conifer": lambda: conifer(dice, dice.between(7, 18)),
        "tree": lambda: tree(dice, dice.between(5, 12)),
        "bare": lambda: tree(dice, dice.between(5, 10), True),
        "palm": lambda: palm(dice, dice.between(5, 10)),
        "bush": lambda: bush(dice, dice.between(0.8, 2.0)),
    }
    return makers[name]()


def _woods(dice: Dice, land: Country, height: _Relief, level: float | None) -> list[Item]:
    kinds = [_thing(dice, dice.pick(land.trees)) for _ in range(3)]
    count = int(900 * land.woods)
    away = np.exp(dice.rng.uniform(np.log(dice.pick([10, 25, 50, 100])), np.log(1200), count))
    turn = dice.rng.uniform(-0.9, 0.9, count)
    spots = np.stack([away * np.sin(turn), away * np.cos(turn)], axis=1)
    dense = dice.noise(spots, 90, 3) > 0.25 - land.woods
    high = height(spots)
    dry = np.ones(count, bool) if level is None else high > level + 0.3
    items: list[Item] = []
    for spot, z in zip(spots[dense & dry], high[dense & dry], strict=True):
        items += placed(dice.pick(kinds), (*spot, z), dice.between(0, 6.28), dice.near(1.0, 0.35))
    return items


def _near(dice: Dice, land: Country, height: _Relief, level: float | None) -> list[Item]:
    kinds: list[tuple[Thing, int]] = [
        (stone(dice, dice.between(0.1, 0.7)), dice.pick([5, 20, 60])),
        (stone(dice, dice.between(0.5, 1.6)), dice.whole(0, 8)),
    ]
    if land.grass:
        tall = dice.pick([0.1, 0.16, 0.25, 0.45])
        kinds += [
            (tuft(dice, tall, 70), dice.pick([150, 400, 800])),
            (tuft(dice, tall * 1.2, 50, True), dice.pick([0, 40, 200])),
        ]
    kinds.append((bush(dice, dice.between(0.5, 1.3)), dice.whole(0, 12)))
    items: list[Item] = []
    for thing, count in kinds:
        closest = 1.2 + 2.5 * max(float(mesh.vertices[:, 2].max()) for mesh, _ in thing)
        away = dice.rng.uniform(closest**0.5, 34**0.5, count) ** 2
        turn = dice.rng.uniform(-0.75, 0.75, count)
        spots = np.stack([away * np.sin(turn), away * np.cos(turn)], axis=1)
        for spot, z in zip(spots, height(spots), strict=True):
            if level is None or z > level:
                items += placed(thing, (*spot, z - 0.03), dice.between(0, 6.28), dice.near(1.0, 0.4))
    return items


def _subject(dice: Dice, height: _Relief, level: float | None, camera: Camera) -> list[Item]:
    kind = dice.pick(["person", "person", "animal", "animal", "herd", "house", "tree", "fence", "boat"])
    away = dice.between(4, 16) * (2.2 if kind in ("house", "herd") else 1.0)
    turn = np.radians(-camera.yaw + dice.between(-12, 12))
    spot = np.array([[away * np.sin(turn), away * np.cos(turn)]])
    z = float(height(spot)[0])
    if level is not None and (z < level or kind == "boat"):
        return placed(boat(dice), (*spot[0], level), dice.between(0, 6.28)) if z < level else []
    makers = {
        "person": lambda: person(dice, dice.pick(["stand", "walk"]), 0.02),
        "animal": lambda: animal(
            dice, dice.pick(["horse", "deer", "dog", "cow", "sheep", "goat", "elephant"])
        ),
        "house": lambda: cottage(dice),
        "tree": lambda: tree(dice, dice.between(5, 9)),
        "fence": lambda: fence(dice, 9.0),
        "boat": lambda: boat(dice),
    }
    if kind != "herd":
        return placed(makers[kind](), (*spot[0], z - 0.03), dice.between(0, 6.28))
    beasts = [animal(dice, name) for name in [dice.pick(["horse", "cow", "sheep", "deer"])] * 2]
    items: list[Item] = []
    for _ in range(dice.whole(3, 9)):
        near = spot + dice.rng.normal(scale=(5, 7), size=(1, 2))
        items += placed(
            dice.pick(beasts), (*near[0], float(height(near)[0])), dice.between(0, 6.28), dice.near(1.0, 0.12)
        )
    return items
