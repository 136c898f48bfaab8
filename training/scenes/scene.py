"""What a scene is made of: painted surfaces in their places, a camera, the sky and lamps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from training.scenes.chance import Colour, Floats
from training.scenes.meshes import Mesh
from training.scenes.names import Name


@dataclass(frozen=True)
class Paint:
    """A surface's material, and what it is the surface of."""

    colour: Colour
    pattern: str = "mottled"
    """One of plain, mottled, brick, planks, tiles, cells, grain, stripes, checks, marble, vertex, picture and water
    (vertex colours are foam, shallowness and wind, 0 to 1)."""
    second: Colour | None = None
    """The pattern's other colour; None is a darker first one."""
    size: float = 0.5
    """Metres of one repeat of the pattern."""
    rough: float = 0.6
    metal: float = 0.0
    glass: float = 0.0
    glow: float = 0.0
    """Light given off, watts per square metre and steradian."""
    bump: float = 0.2
    varied: float = 0.0
    """How far the brightness of single placed copies differs, 0 to 1."""
    picture: Path | None = None
    name: Name | None = None
    """None is not said, which is other."""
    drawn: tuple[float, float, float] = (1.0, 1.0, 1.0)
    """Repeats of water's ripples and foam along each axis, as a share: small is drawn out."""


Thing = tuple[tuple[Mesh, Paint], ...]
"""The parts of one thing about its own origin, which stands on the ground; its front looks along -y."""


@dataclass(frozen=True, eq=False)
class Item:
    """One surface in its place."""

    mesh: Mesh
    paint: Paint
    place: Floats
    """Own coordinates to the scene's, shape (4, 4)."""


@dataclass(frozen=True)
class Camera:
    """A camera of a sensor 36 mm along the picture's long side."""

    at: tuple[float, float, float]
    yaw: float
    """Degrees to the left of +y."""
    pitch: float
    """Degrees up."""
    focal: float
    """Millimetres."""
    roll: float = 0.0
    focus: float | None = None
    """Metres to the sharp plane; None is sharp throughout."""
    stop: float = 2.8

    @property
    def forward(self) -> Floats:
        """The unit vector it looks along."""
        yaw, pitch = np.radians(self.yaw), np.radians(self.pitch)
        return np.array([-np.sin(yaw) * np.cos(pitch), np.cos(yaw) * np.cos(pitch), np.sin(pitch)])


@dataclass(frozen=True)
class Lamp:
    """A square area light."""

    at: tuple[float, float, float]
    aim: tuple[float, float, float]
    side: float
    power: float
    """Watts."""
    colour: Colour = (1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Air:
    """The colours of a sky made up, in linear light."""

    zenith: Colour
    horizon: Colour
    glow: Colour = (0.0, 0.0, 0.0)
    """Added about the sun."""
    wide: float = 12.0
    """How narrow the glow is: the exponent of the cosine from the sun."""
    rise: float = 0.5
    """Exponent of the sine of the elevation, from the horizon's colour to the zenith's."""
    lit: Colour = (1.0, 1.0, 1.0)
    dark: Colour = (0.4, 0.4, 0.45)
    """The clouds' thin and thick parts."""
    grain: float = 0.7
    """Clouds per unit; more are smaller."""
    streaks: float = 1.0
    """Share of its breadth to which a cloud is drawn out in length; 1 is round."""
    disc: float = 0.0
    """Radius of the sun's or moon's disc, degrees; 0 is none."""
    shine: Colour = (0.0, 0.0, 0.0)
    """The disc's light."""
    stars: float = 0.0
    """The stars' light; 0 is none."""


@dataclass(frozen=True)
class Sky:
    """What is beyond everything, at infinity."""

    kind: str = "clear"
    """clear, overcast, room (one dim colour) or the name of a surrounding that ships with Blender (city, forest...)."""
    clouds: float = 0.0
    """Share of a clear sky that is clouded, 0 to 1."""
    height: float = 40.0
    """The sun's elevation, degrees."""
    turn: float = 0.0
    """The sun's direction, degrees to the left of +y."""
    sun: float = 4.0
    """The sun's strength, watts per square metre; 0 is no sun."""
    strength: float = 1.0
    air: Air | None = None
    """A clear sky's colours instead of true ones."""

    @property
    def toward(self) -> tuple[float, float, float]:
        """The unit vector to the sun."""
        height, turn = np.radians(self.height), np.radians(self.turn)
        across = np.cos(height)
        return float(-np.sin(turn) * across), float(np.cos(turn) * across), float(np.sin(height))

    @property
    def open(self) -> bool:
        """Whether it is a sky at all: surroundings also show trees, towns and walls."""
        return self.kind in ("clear", "overcast")


@dataclass(frozen=True)
class Scene:
    """Everything that a picture is taken of."""

    items: tuple[Item, ...]
    camera: Camera
    sky: Sky
    lamps: tuple[Lamp, ...] = field(default=())
    haze: float | None = None
    """Metres after which two thirds of the light is the air's; None is clear air."""
    pierced: float = 0.0
    """Share of its own light that the haze leaves to whatever is far."""
    dim: float = 1.0
    """Share of a usual exposure: less is a picture kept dark."""
    panes: tuple[Item, ...] = ()
    """Openings, of one surface each: not in the picture, their names add to those of what is behind."""


def placed(
    thing: Thing, at: Sequence[float], turn: float = 0.0, scale: float | Sequence[float] = 1.0
) -> list[Item]:
    """Return the parts of `thing` standing at `at`, turned about the upright by `turn` radians."""
    place = np.eye(4)
    cos, sin = np.cos(turn), np.sin(turn)
    place[:3, :3] = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]]) * np.broadcast_to(scale, 3)
    place[: len(at), 3] = at
    return [Item(mesh, paint, place) for mesh, paint in thing]


def known(thing: Thing, name: Name) -> Thing:
    """Return `thing` as one that is `name` wherever its paints say nothing else."""
    return tuple((mesh, paint if paint.name else replace(paint, name=name)) for mesh, paint in thing)


def still(mesh: Mesh, paint: Paint) -> Item:
    """Return a surface whose coordinates are the scene's."""
    return Item(mesh, paint, np.eye(4))


def cleared(items: Iterable[Item], start: Floats, end: Floats, room: float) -> list[Item]:
    """Return the items without those, under 7 m and no walls, that stand within `room` metres of a way."""
    kept = []
    along = end[:2] - start[:2]
    for item in items:
        low, high = _bounds(item)
        part = np.clip(((low + high)[:2] / 2 - start[:2]) @ along / (along @ along + 1e-9), 0, 1)
        nearest = start[:2] + part * along
        gap = np.linalg.norm(np.maximum(0, np.maximum(low[:2] - nearest, nearest - high[:2])))
        long, thick = (high - low)[:2].max(), (high - low)[:2].min()
        if gap > room or long > 7 or (long > 3 and thick < 0.6):
            kept.append(item)
    return kept


def _bounds(item: Item) -> tuple[Floats, Floats]:
    low, high = item.mesh.vertices.min(axis=0), item.mesh.vertices.max(axis=0)
    corners = np.array(
        [[x, y, z] for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])]
    )
    world = corners @ item.place[:3, :3].T + item.place[:3, 3]
    return world.min(axis=0), world.max(axis=0)
