"""Weather and the time of day for scenes in the open."""

from dataclasses import replace

from training.scenes.chance import Dice
from training.scenes.scene import Camera, Item, Scene, Sky

SURROUNDINGS = ("city", "forest", "sunset", "sunrise", "courtyard", "interior", "studio", "night")


def sky(dice: Dice) -> Sky:
    """Return a clear, clouded or overcast sky at some time of the day."""
    kind = dice.pick(["clear", "clear", "clear", "overcast"])
    height = dice.pick([dice.between(3, 15), dice.between(15, 60), dice.between(15, 60)])
    turn = dice.between(-180, 180)
    if kind == "overcast":
        return Sky(kind, height=height, turn=turn, sun=dice.pick([0.0, 0.0, 0.8]))
    strong = dice.between(2.5, 5) * (0.45 if height < 12 else 1.0)
    return Sky(kind, dice.pick([0.0, 0.3, 0.6, 0.8]), height, turn, strong)


def outdoors(dice: Dice, items: list[Item], camera: Camera) -> Scene:
    """Return the scene under a random sky."""
    return Scene(tuple(items), camera, sky(dice))


def focused(dice: Dice, scene: Scene, distance: float, stop: tuple[float, float] = (1.6, 5.6)) -> Scene:
    """Return the scene with the lens open and sharp at `distance` metres."""
    return replace(scene, camera=replace(scene.camera, focus=distance, stop=dice.between(*stop)))
