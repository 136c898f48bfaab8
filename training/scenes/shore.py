"""Water as photographs show it: open sea, beaches, lakes, towns across it, and far country under great skies."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from training.scenes.afloat import birds, lilies, pier, rail, reeds, vessels
from training.scenes.airs import Weather, evening, weather
from training.scenes.chance import Dice
from training.scenes.coast import Coast
from training.scenes.falls import falls
from training.scenes.far import ranges, ridge, town, wooded
from training.scenes.meshes import Mesh
from training.scenes.names import GRASS, GROUND, Name
from training.scenes.plants import stone, tuft
from training.scenes.scene import Camera, Item, Paint, Scene, placed, still
from training.scenes.streams import canal, river
from training.scenes.vehicles import boat
from training.scenes.waters import (
    Fan,
    flat_water,
    open_sea,
    sea_state,
)


def shore(dice: Dice) -> Scene:
    """Return a scene of water, or now and then of hazy mountains or a night sky over dry land."""
    makers: list[Callable[[Dice], Scene]] = [*[sea] * 5, *[beach] * 4, *[lake] * 5, *[river] * 3]
    scene = dice.pick([*makers, canal, falls, falls, skyline, skyline, heights, heights])(dice)
    return replace(scene, pierced=dice.pick([0.0, 0.12, 0.2]))


def level_view(dice: Dice, height: float, low: float = 0.25, high: float = 0.7) -> Camera:
    """Return a camera `height` metres up whose horizon is level at `low` to `high` of the picture, from its top.

    One in ten looks down, on water only.
    """
    part = dice.between(-0.6, 0.1) if dice.odds(0.1) else dice.between(low, high)
    focal = dice.pick([dice.between(20, 35), dice.between(28, 60), dice.between(50, 110)])
    pitch = float(np.degrees(np.arctan((part - 0.5) * 24 / focal)))
    roll = dice.pick([0.0, 0.0, dice.between(-1.2, 1.2)])
    return Camera((0.0, 0.0, height), 0.0, pitch, focal, roll)


def under(items: list[Item], camera: Camera, air: Weather) -> Scene:
    """Return the scene in its weather."""
    return Scene(tuple(items), camera, air.sky, haze=air.haze, dim=air.dim)


def sea(dice: Dice) -> Scene:
    """Return open sea to the horizon, from a boat, a pier, a deck, rocks or high up, with what is on it."""
    waves = sea_state(dice)
    stand = dice.pick(["boat", "pier", "rail", "rocks", "cliff", "height", "none", "none", "none"])
    high = {"cliff": dice.between(8, 50), "height": dice.between(30, 200), "boat": 1.25}.get(
        stand, dice.between(1.6, 5)
    )
    if stand in ("boat", "pier"):
        waves = replace(waves, longest=min(waves.longest, 9.0), foam=0.0)
    rise = waves.height * (2.2 if high < 6 else 0)
    camera = level_view(dice, high + rise)
    air = weather(dice)
    items = [open_sea(dice, camera, waves)]
    if stand == "boat":
        items += placed(
            boat(dice), (0.0, 0.7 + dice.between(0, 0.8), 0.1 + rise * 0.3), dice.pick([0.0, np.pi])
        )
    elif stand == "pier":
        camera = replace(camera, at=(dice.between(-0.5, 0.5), 0.0, high + rise))
        items += pier(dice, high + rise - dice.between(0.9, 1.7), dice.between(5, 40), dice.between(1.6, 3.5))
    elif stand == "rail":
        camera = replace(camera, at=(0.0, 0.0, camera.at[2] + 3))
        items = [open_sea(dice, camera, waves), *rail(dice, camera.at[2] - 1.6, 0.0)]
    elif stand in ("rocks", "cliff"):
        items += _rocks(dice, camera, stand == "cliff")
    if dice.odds(0.35):
        items += ranges(dice, camera, dice.between(1500, 15000), dice.whole(1, 3))
    if dice.odds(0.25):
        off, tone = float(np.exp(dice.between(np.log(400), np.log(8000)))), dice.pick(["rock", "green"])
        items.append(ridge(dice, camera, off, off * dice.between(0.03, 0.13), tone, True))
    if dice.odds(0.4):
        items += vessels(dice, dice.whole(1, 4), max(14.0, high * 4), 3500, 0.0)
    return under(items, camera, air)


def _rocks(dice: Dice, camera: Camera, cliff: bool) -> list[Item]:
    """Rocks at the foot of the picture, and stacks in the sea about them."""
    kinds = [stone(dice, dice.between(0.7, 1.4)) for _ in range(3)]
    look = replace(kinds[0][0][1], name=GROUND)
    items: list[Item] = []
    high = camera.at[2]
    if cliff:
        items.append(still(_ledge(dice, camera), replace(look, pattern="mottled", size=0.8)))
    for _ in range(dice.whole(3, 26)):
        turn, size = dice.between(-0.8, 0.8), dice.between(0.4, 1.7) * (2.5 if cliff else 1)
        away = 1.5 + 2.6 * size + (high * dice.between(0.8, 3) if cliff else dice.rng.exponential(4))
        shape = dice.pick(kinds)[0][0]
        tall = size * dice.between(0.5, 1.2)
        items += placed(
            ((shape, look),),
            (away * np.sin(turn), away * np.cos(turn), -0.25 * size),
            dice.between(0, 6),
            (size, size, tall),
        )
    return items


def _ledge(dice: Dice, camera: Camera) -> Mesh:
    fan = Fan.before(camera, dice.between(9, 30), camera.at[2] - 1.7, 110, 150)
    flat = fan.points - np.asarray(camera.at[:2])
    away, turn = np.hypot(*flat.T), np.arctan2(*flat.T)
    rim = dice.between(2.5, 7) * np.exp(dice.noise(np.stack([turn * 3, 0 * turn], axis=1), 1.0, 4))
    top = camera.at[2] - 1.6 + dice.noise(flat, 2.5, 5) * 0.35
    return fan.raised(top - np.clip(away - rim, 0, None) * dice.between(2.5, 6) - 0.04 * away)


def beach(dice: Dice) -> Scene:
    """Return sand or pebbles with surf that breaks on it, along or towards the sea."""
    low = dice.odds(0.75)
    camera = level_view(dice, dice.between(1.2, 2.6) if low else dice.between(6, 40))
    facing = dice.between(-1.35, 1.35)
    coast = Coast(dice, facing, dice.between(3, 16) * (1 if low else 2) + camera.at[2])
    ground = float(coast.height(np.zeros((1, 2)))[0])
    camera = replace(camera, at=(0.0, 0.0, camera.at[2] + max(ground, 0.3)))
    air = weather(dice)
    items = [*coast.sand(dice, camera), coast.water(dice, camera)]
    items += coast.strewn(dice)
    if dice.odds(0.4):
        items += ranges(dice, camera, dice.between(2500, 12000), dice.whole(1, 2))
    if dice.odds(0.3):
        items += vessels(dice, dice.whole(1, 3), 150, 3000, 0.0)
    return under(items, camera, air)


def lake(dice: Dice) -> Scene:
    """Return a lake or pond that mirrors hills, trees, houses and boats."""
    camera = level_view(dice, dice.pick([dice.between(1.2, 3), dice.between(1.2, 3), dice.between(4, 30)]))
    away = float(np.exp(dice.between(np.log(45), np.log(2500))))
    air = weather(dice)
    items = [flat_water(dice, camera, away * 2.2), *wooded(dice, camera, away)]
    if dice.odds(0.75):
        items += ranges(dice, camera, away * dice.between(1.6, 4))
    if camera.at[2] < 4:
        near = dice.pick(["pier", "lilies", "reeds", "reeds", "stones", "grass", "none", "none"])
        if near == "pier":
            items += pier(dice, dice.between(0.3, 0.6), dice.between(4, 20), dice.between(1.2, 2.2))
            camera = replace(camera, at=(0.0, 0.0, camera.at[2] + 0.3))
        elif near == "lilies":
            items += lilies(dice, 0.0, dice.pick([30, 120]))
        elif near == "reeds":
            items += reeds(dice, 0.0, 4, dice.between(8, 30), dice.pick([12, 40]))
        elif near == "stones":
            items += _rocks(dice, camera, False)
        elif near == "grass":
            items += _bank(dice, camera)
    if dice.odds(0.4):
        items += vessels(dice, dice.whole(1, 4), 10, max(20.0, away * 0.7), 0.0, dice.pick(["small", "any"]))
    if dice.odds(0.35):
        items += birds(dice, dice.whole(1, 6), 0.0)
    return under(items, camera, air)


def _bank(dice: Dice, camera: Camera) -> list[Item]:
    """A strip of turf between the camera and the water."""
    fan = Fan.before(camera, 30, 0.3, 90, 120)
    edge = dice.between(2.5, 6) + dice.noise(fan.points, 5, 3) * 0.8
    high = np.clip((edge - fan.points[:, 1]) * 0.5, -2, 0.35) + dice.noise(fan.points, 1.5, 4) * 0.06
    green = dice.colour((0.15, 0.3), (0.35, 0.7), (0.25, 0.5))
    items = [still(fan.raised(high), Paint(green, size=0.4, rough=0.95, bump=0.6, name=GRASS))]
    blade = tuft(dice, dice.between(0.2, 0.6), 60)
    for _ in range(dice.whole(40, 160)):
        items += placed(
            blade, (dice.between(-5, 5), dice.between(1.5, 5.5), 0.2), dice.between(0, 6), dice.near(1, 0.4)
        )
    return items


def skyline(dice: Dice) -> Scene:
    """Return a town across a river or harbour, most times at dusk with lit windows and their reflections."""
    late = dice.odds(0.7)
    air = evening(dice) if late else weather(dice)
    camera = level_view(dice, dice.between(2, 14), 0.3, 0.68)
    away = dice.between(120, 900)
    items = [flat_water(dice, camera, away * 1.6), *town(dice, camera, away, air.lamps)]
    if dice.odds(0.3):
        items += ranges(dice, camera, away * 6, 1)
    if dice.odds(0.4):
        items += vessels(dice, dice.whole(1, 4), 25, away * 0.8, 0.0)
    if dice.odds(0.2):
        items += rail(dice, camera.at[2] - 1.5, 0.0)
    return under(items, camera, air)


def heights(dice: Dice) -> Scene:
    """Return mountains in receding layers of haze, or a low horizon under a great sky; no water."""
    air = weather(dice)
    camera = level_view(dice, dice.between(2, 60), 0.4, 0.85)
    fan = Fan.before(camera, 3e4, 0.0, 200, 200)
    high = dice.noise(fan.points, 90, 6) * 4 * np.clip(np.hypot(*fan.points.T) / 200, 0.05, 1)
    tone = dice.colour(dice.pick([(0.06, 0.12), (0.15, 0.3)]), (0.1, 0.6), (0.2, 0.6))
    named: Name = GRASS if tone[1] > 1.1 * tone[0] else GROUND
    items = [still(fan.raised(high - 2), Paint(tone, size=2.0, rough=1.0, bump=0.6, name=named))]
    items += ranges(dice, camera, dice.between(250, 2500), dice.whole(1, 5)) if dice.odds(0.85) else []
    haze = dice.between(900, 9000) if dice.odds(0.7) else air.haze
    return replace(under(items, camera, air), haze=haze)
