"""People and animals before any other kind of scene, alone or in groups, with the lens open."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from training.scenes.animals import BUILDS, animal
from training.scenes.chance import Dice, Floats
from training.scenes.figures import person
from training.scenes.furniture import chair
from training.scenes.interior import interior
from training.scenes.landscape import landscape
from training.scenes.meshes import sheet
from training.scenes.names import GROUND
from training.scenes.scene import Camera, Item, Paint, Scene, Sky, cleared, placed, still
from training.scenes.skies import SURROUNDINGS, focused
from training.scenes.street import street
from training.scenes.works import works


def portrait(dice: Dice, pictures: Sequence[Path] = ()) -> Scene:
    """Return a head and shoulders, a full figure, a group, or an animal before a background."""
    kind = dice.pick(["head", "head", "figure", "group", "animal", "animal"])
    back = _background(dice, pictures)
    eye = back.camera
    floor = _floor(back, eye)
    yaw = np.radians(eye.yaw)
    ahead, aside = np.array([-np.sin(yaw), np.cos(yaw)]), np.array([np.cos(yaw), np.sin(yaw)])
    away = {
        "head": dice.between(0.9, 1.6),
        "figure": dice.between(2.4, 5),
        "group": dice.between(2.2, 4),
        "animal": dice.between(1.2, 4),
    }[kind]
    start = np.array(eye.at[:2])
    items = cleared(back.items, start, start + ahead * away, 1.0 if kind != "group" else 1.6)
    spot = start + ahead * away + aside * dice.between(-0.12, 0.12) * away
    if kind == "animal":
        return _beast(dice, replace(back, items=tuple(items)), spot, floor, away, yaw)
    pose = dice.pick(["stand", "stand", "sit"]) if kind == "figure" else "stand"
    items += placed(
        person(dice, pose, 0.009 if kind == "head" else 0.014, face=kind == "head"),
        (*spot, floor),
        yaw + dice.between(-0.6, 0.6),
    )
    if pose == "sit":
        items += placed(chair(dice), (*spot, floor), yaw)
    if kind == "group" or dice.odds(0.2):
        for number in range(dice.whole(1, 4)):
            other = (
                spot
                + ahead * dice.between(0.2, 3.0)
                + aside * dice.pick([-1, 1]) * (0.55 + 0.45 * number + dice.between(0, 0.3))
            )
            items += placed(
                person(dice, dice.pick(["stand", "walk"]), 0.016),
                (*other, _floor_at(back, other, floor)),
                yaw + dice.between(-0.9, 0.9),
            )
    high = {
        "head": dice.between(1.4, 1.65),
        "figure": dice.between(0.9, 1.6),
        "group": dice.between(1.1, 1.6),
    }[kind]
    focal = _focal(dice, kind)
    crown = 1.82 if pose != "sit" else 1.4
    look = max(crown - 12 / focal * away, crown * (0.83 if kind == "head" else 0.55))
    pitch = float(np.degrees(np.arctan((look - high) / away))) + dice.between(-1, 3)
    camera = Camera(
        (*eye.at[:2], floor + high), eye.yaw + dice.between(-4, 4), pitch, focal, dice.between(-2, 2)
    )
    scene = replace(back, items=tuple(items), camera=camera)
    return focused(dice, scene, away) if dice.odds(0.75) else scene


def _focal(dice: Dice, kind: str) -> float:
    return {
        "head": dice.between(32, 65),
        "figure": dice.between(30, 60),
        "group": dice.between(24, 42),
        "animal": 50.0,
    }[kind]


def _background(dice: Dice, pictures: Sequence[Path]) -> Scene:
    kind = dice.pick(["street", "street", "landscape", "landscape", "interior", "works", "surrounding"])
    if kind == "surrounding":
        ground = np.stack(np.meshgrid([-30.0, 30.0], [-10.0, 40.0]), axis=-1)
        floor = still(
            sheet(np.concatenate([ground, np.zeros((2, 2, 1))], axis=-1)),
            Paint(dice.colour(depth=(0, 0.3), value=(0.3, 0.6)), size=1.0, name=GROUND),
        )
        return Scene(
            (floor,),
            Camera((0, 0, 1.6), 0, 0, 50),
            Sky(dice.pick(SURROUNDINGS), turn=dice.between(0, 360), sun=dice.pick([0.0, 2.0])),
        )
    if kind == "interior":
        return interior(dice, pictures)
    return {"street": street, "landscape": landscape, "works": works}[kind](dice)


def _floor(scene: Scene, eye: Camera) -> float:
    return _floor_at(scene, np.array(eye.at[:2]) + eye.forward[:2] * 2, 0.0)


def _floor_at(scene: Scene, at: Floats, otherwise: float) -> float:
    """Return the height of the first item's surface (the ground) near `at`."""
    ground = scene.items[0].mesh.vertices
    gap = np.hypot(*(ground[:, :2] - at).T)
    nearest = int(np.argmin(gap))
    return float(ground[nearest, 2]) if gap[nearest] < 2 else otherwise


def _beast(dice: Dice, back: Scene, spot: Floats, floor: float, away: float, yaw: float) -> Scene:
    name = dice.pick([*BUILDS, "dog", "cat", "bird", "horse"])
    tall = BUILDS[name].tall if name in BUILDS else 0.4
    eye = back.camera
    start = np.array(eye.at[:2])
    away = max(away * 0.6, tall * dice.between(2.2, 4.2))
    spot = start + (spot - start) / np.linalg.norm(spot - start) * away
    turn = yaw + dice.pick([-1, 1]) * dice.between(0.2, 1.3)
    items = [*cleared(back.items, start, spot, 0.8 + tall * 0.6), *_on_ground(dice, name, spot, floor, turn)]
    high = max(0.3, tall * dice.between(0.5, 1.1))
    pitch = float(np.degrees(np.arctan((tall * 0.7 - high) / away)))
    camera = replace(eye, at=(*eye.at[:2], floor + high), pitch=pitch, focal=dice.between(26, 45), roll=0.0)
    return focused(dice, replace(back, items=tuple(items), camera=camera), away)


def _on_ground(dice: Dice, name: str, spot: Floats, floor: float, turn: float) -> list[Item]:
    return placed(animal(dice, name, 0.75), (float(spot[0]), float(spot[1]), floor), turn)
