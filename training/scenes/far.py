"""What stands across the water: ridges in layers, islands, wooded banks and towns."""

from dataclasses import replace

import numpy as np

from training.scenes.buildings import cottage, house
from training.scenes.chance import Colour, Dice, hsv, shaded
from training.scenes.meshes import Mesh, box, joined, prism, sheet
from training.scenes.names import BUILDING, FOLIAGE, GROUND, PANE, Name
from training.scenes.plants import bush, conifer, tree
from training.scenes.scene import Camera, Item, Paint, Thing, placed, still

TONES = ("rock", "green", "green", "snow", "blue")


def ridge(dice: Dice, camera: Camera, away: float, high: float, tone: str, island: bool = False) -> Item:
    """Return a range of hills or mountains `high` metres tall across the view, from `away` metres on."""
    turn = np.linspace(-1.1, 1.1, 420) - np.radians(camera.yaw)
    along = np.stack([turn * away, 0 * turn], axis=1)
    crest = 0.55 + 0.9 * dice.noise(along, away * dice.between(0.25, 0.8), 8, dice.between(0.42, 0.56))
    crest = crest * high * (1 if dice.odds(0.6) else 1 + 0.6 * np.sin(turn * 2.5 + dice.between(0, 6)))
    if island:
        middle, half = dice.between(-0.4, 0.4) - np.radians(camera.yaw), dice.between(0.06, 0.35)
        crest = (crest + 0.4 * high) * np.clip(1.1 - np.abs((turn - middle) / half) ** 1.5, -0.3, 1)
    part = np.linspace(0, 1, 26)[:, None]
    deep = away * (1 + 0.25 * part) + high * part * 1.5
    flat = np.stack(
        [np.broadcast_to(turn * away, deep.shape[:1] + turn.shape), deep + 0 * turn], axis=-1
    ).reshape(-1, 2)
    rough = (dice.noise(flat, high * 2.5 + 5, 6, 0.55) * 0.3 * high).reshape(26, -1)
    z = np.maximum(crest * part**0.8 + rough * np.sin(np.pi * part) ** 0.7, -2 if not island else -high) - 1
    back = (deep + np.abs(rough)) / away
    points = np.stack([back * away * np.sin(turn), back * away * np.cos(turn), z], axis=-1)
    points[..., :2] += np.asarray(camera.at[:2])
    colours, name = _cover(dice, tone, z.ravel(), high, flat)
    mesh = replace(sheet(points), colours=colours)
    return still(mesh, Paint((1, 1, 1), "vertex", size=high * 0.12, rough=1.0, bump=0.5, name=name))


def _cover(dice: Dice, tone: str, z: np.ndarray, high: float, flat: np.ndarray) -> tuple[np.ndarray, Name]:
    rock: Colour = dice.colour((0.02, 0.12), (0.05, 0.4), (0.25, 0.6))
    green: Colour = dice.colour((0.2, 0.36), (0.25, 0.6), (0.12, 0.38))
    first, second = (green, shaded(green, 0.5)) if tone == "green" else (rock, shaded(rock, 0.6))
    if tone == "blue":
        first = dice.colour((0.55, 0.65), (0.2, 0.5), (0.2, 0.45))
        second = shaded(first, 0.8)
    patch = np.clip(dice.noise(flat, high * 0.8 + 2, 5) * 1.5 + 0.5, 0, 1)[:, None]
    colours = np.asarray(first) * patch + np.asarray(second) * (1 - patch)
    if tone == "snow":
        white = np.clip((z / high - 0.45 + 0.5 * (patch[:, 0] - 0.5)) * 6, 0, 1)[:, None]
        colours = colours * (1 - white) + np.array([0.85, 0.88, 0.93]) * white
    return colours, FOLIAGE if tone == "green" and high < 60 else GROUND


def ranges(dice: Dice, camera: Camera, first: float, layers: int | None = None) -> list[Item]:
    """Return several ridges one behind another, higher with distance, from `first` metres on."""
    count = dice.whole(1, 4) if layers is None else layers
    items, away, tone = [], first, dice.pick(TONES)
    steep = dice.between(0.03, 0.16)
    for number in range(count):
        high = max(away * steep * dice.between(0.5, 1.2) * (0.5 + 0.3 * number), 4.0)
        items.append(ridge(dice, camera, away, high, tone))
        away *= dice.between(1.5, 2.6)
        tone = dice.pick([tone, tone, "blue", "snow", "rock"])
    return items


def wooded(dice: Dice, camera: Camera, away: float, count: int | None = None) -> list[Item]:
    """Return a low far bank with trees, bushes and now and then houses, `away` metres off."""
    turn = np.linspace(-1.15, 1.15, 300) - np.radians(camera.yaw)
    wave = away * (1 + 0.12 * dice.noise(np.stack([turn * 3, 0 * turn], axis=1), 1.2, 4))
    back = np.stack([wave, wave + 2.5, wave + away * 0.1 + 6, wave + away * 0.6 + 60, 0 * wave + 8e4])
    rise = np.array([[-0.6], [0.5], [1.2 + away * 0.004], [4 + away * 0.03], [4 + away * 0.03]]) + 0 * turn
    points = np.stack([back * np.sin(turn), back * np.cos(turn), rise], axis=-1)
    points[..., :2] += np.asarray(camera.at[:2])
    green = dice.colour((0.14, 0.3), (0.3, 0.65), (0.2, 0.45))
    items = [still(sheet(points), Paint(green, size=away * 0.04 + 1, rough=1.0, bump=0.4, name=FOLIAGE))]
    makers = [
        lambda: conifer(dice, dice.between(8, 18)),
        lambda: tree(dice, dice.between(6, 13)),
        lambda: bush(dice, 2),
    ]
    kinds: list[Thing] = [dice.pick(makers)() for _ in range(3)]
    for _ in range(dice.pick([60, 200, 400]) if count is None else count):
        index = dice.whole(0, len(turn) - 1)
        deep = float(wave[index]) + 4 + dice.rng.exponential(away * 0.08 + 4)
        spot = (
            deep * np.sin(turn[index]) + camera.at[0],
            deep * np.cos(turn[index]) + camera.at[1],
            0.4 + away * 0.002,
        )
        items += placed(dice.pick(kinds), spot, dice.between(0, 6.28), dice.near(1.0, 0.35))
    for _ in range(dice.pick([0, 0, 1, 3, 8])):
        index = dice.whole(60, 240)
        deep = float(wave[index]) + 6 + dice.between(0, 0.06) * away
        spot = (deep * np.sin(turn[index]) + camera.at[0], deep * np.cos(turn[index]) + camera.at[1], 0.7)
        items += placed(cottage(dice), spot, -float(turn[index]) + dice.between(-0.5, 0.5))
    return items


def town(dice: Dice, camera: Camera, away: float, lamps: float) -> list[Item]:
    """Return a town's skyline `away` metres off on a quay; `lamps` is its windows' light, 0 by day."""
    style = dice.pick(["towers", "towers", "old"])
    amber = hsv(dice.between(0.08, 0.14), dice.between(0.2, 0.6), 1.0)
    pane = Paint(amber if lamps else (0.06, 0.08, 0.1), "plain", rough=0.1, glow=lamps, bump=0.0, name=PANE)
    dark = Paint((0.03, 0.04, 0.05), "plain", rough=0.08, bump=0.0, name=PANE)
    items: list[Item] = []
    across = -0.75 * away
    while across < 0.75 * away:
        wide = dice.between(0.6, 1.3) * (24 if style == "towers" else 11)
        floors = (
            int(dice.pick([4, 7, 12, 22, 40]) * dice.near(1, 0.3)) if style == "towers" else dice.whole(2, 5)
        )
        walls, panes, blind = _tower(dice, wide, floors, 0.45 if lamps else 1.0)
        spot, turn = (across, away + dice.between(0, 0.12) * away, 0.5), -dice.between(-0.25, 0.25)
        shell = Paint(dice.colour((0, 1), (0.0, 0.3), (0.25, 0.85)), size=4.0, rough=0.7, name=BUILDING)
        parts: Thing = ((walls, shell), (panes, pane), (blind, dark))
        items += _turned(placed(parts, spot, turn), camera)
        across += wide * dice.between(0.9, 1.7)
    quay = box((8e4, 7e4, 1.6), (0, away * 0.97 + 3.5e4, -1))
    items += _turned([still(quay, Paint((0.25, 0.24, 0.22), "mottled", size=3.0, name=BUILDING))], camera)
    if dice.odds(0.5):
        row = tree(dice, dice.between(6, 10))
        for x in np.arange(-0.6 * away, 0.6 * away, dice.between(9, 30)):
            items += _turned(placed(row, (x, away * 0.985, 0.4), x), camera)
    return items


def _turned(items: list[Item], camera: Camera) -> list[Item]:
    turn = np.radians(camera.yaw)
    about = np.eye(4)
    about[:2, :2] = [[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]
    about[:2, 3] = camera.at[:2]
    return [replace(item, place=about @ item.place) for item in items]


def _tower(dice: Dice, wide: float, floors: int, share: float) -> tuple[Mesh, Mesh, Mesh]:
    storey, bay = 3.3, dice.between(2.2, 4.0)
    tall, deep = storey * floors + 1.5, wide * dice.between(0.6, 1.0)
    shells = [box((wide, deep, tall), (0, deep / 2, 0))]
    if dice.odds(0.4):
        shells.append(box((wide * 0.5, deep * 0.5, tall * dice.between(0.05, 0.3)), (0, deep / 2, tall)))
    if dice.odds(0.25):
        roof = prism([(-wide / 2, 0), (wide / 2, 0), (0, wide * 0.45)], deep)
        shells.append(roof.moved((0, 0, tall)))
    lights, blinds = [box((0.01, 0.01, 0.01))], [box((0.01, 0.01, 0.01))]
    for floor in range(floors):
        for x in np.arange(-wide / 2 + bay * 0.6, wide / 2 - bay * 0.4, bay):
            opening = box((bay * 0.6, 0.1, storey * 0.55), (x, 0, floor * storey + 1.2))
            (lights if dice.odds(share) else blinds).append(opening)
    return joined(shells), joined(lights), joined(blinds)


def houses(dice: Dice, length: float, high: tuple[int, int] = (2, 5)) -> list[tuple[Thing, float]]:
    """Return houses in a row and where along it each begins, for `length` metres."""
    row, along = [], 0.0
    while along < length:
        wide = dice.between(5, 11)
        row.append((house(dice, wide, 9, dice.whole(*high)), along))
        along += wide
    return row
