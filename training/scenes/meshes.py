"""Surfaces as arrays: boxes, lathed and swept shapes, lumps, cards, and ways to move and join them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from training.scenes.chance import Colour, Dice, Floats
from training.scenes.names import Name

Faces = NDArray[np.int32]
Codes = NDArray[np.uint16]


@dataclass(frozen=True, eq=False)
class Mesh:
    """A surface in metres: x right, y away, z up."""

    vertices: Floats
    """Shape (n, 3)."""
    faces: Faces
    """Corners of each face, shape (m, 4); a triangle's fourth corner is -1."""
    smooth: bool = False
    colours: Floats | None = None
    """Linear colour at each vertex, shape (n, 3)."""
    names: Codes | None = None
    """`Name.code` at each vertex, shape (n,); 0 is as the paint says."""

    def moved(self, by: ArrayLike = (0, 0, 0), turn: float = 0.0, scale: ArrayLike = 1.0) -> "Mesh":
        """Return the mesh scaled, then turned about the upright (radians), then moved."""
        cos, sin = np.cos(turn), np.sin(turn)
        about = np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]])
        return replace(self, vertices=(self.vertices * np.asarray(scale)) @ about + np.asarray(by))

    def tilted(self, angle: float, axis: str = "x") -> "Mesh":
        """Return the mesh turned by `angle` (radians) about a level axis through the origin."""
        first, second = (1, 2) if axis == "x" else (2, 0)
        vertices = self.vertices.copy()
        cos, sin = np.cos(angle), np.sin(angle)
        vertices[:, first] = cos * self.vertices[:, first] - sin * self.vertices[:, second]
        vertices[:, second] = sin * self.vertices[:, first] + cos * self.vertices[:, second]
        return replace(self, vertices=vertices)

    def coloured(self, colour: Colour) -> "Mesh":
        """Return the mesh in one vertex colour."""
        return replace(self, colours=np.tile(np.asarray(colour, np.float64), (len(self.vertices), 1)))

    def named(self, name: Name) -> "Mesh":
        """Return the mesh with one name all over, whatever its paint says."""
        return replace(self, names=np.full(len(self.vertices), name.code, np.uint16))


def joined(meshes: Iterable[Mesh]) -> Mesh:
    """Return the meshes as one; those without colours are white where others have them."""
    parts = list(meshes)
    starts = np.cumsum([0] + [len(part.vertices) for part in parts])
    faces = [np.where(p.faces < 0, -1, p.faces + s) for p, s in zip(parts, starts, strict=False)]
    colours = None
    if any(part.colours is not None for part in parts):
        colours = np.concatenate(
            [np.ones_like(p.vertices) if p.colours is None else p.colours for p in parts]
        )
    names = None
    if any(part.names is not None for part in parts):
        names = np.concatenate(
            [np.zeros(len(p.vertices), np.uint16) if p.names is None else p.names for p in parts]
        )
    vertices = np.concatenate([part.vertices for part in parts])
    return Mesh(vertices, np.concatenate(faces).astype(np.int32), parts[0].smooth, colours, names)


def box(size: Sequence[float], at: Sequence[float] = (0, 0, 0), taper: float = 1.0) -> Mesh:
    """Return a box standing on `at`, its middle above it; its top is `taper` times its foot."""
    corners = np.array([[x, y, z] for z in (0, 1) for y in (-0.5, 0.5) for x in (-0.5, 0.5)], np.float64)
    corners[4:, :2] *= taper
    faces = [[0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5]]
    return Mesh(corners * np.asarray(size) + np.asarray(at), np.array(faces, np.int32))


def sheet(points: Floats, smooth: bool = True, loop: bool = False) -> Mesh:
    """Return the surface through points, shape (rows, columns, 3); `loop` joins the last column to the first."""
    rows, columns = points.shape[:2]
    index = np.arange(rows * columns).reshape(rows, columns)
    if loop:
        index = np.concatenate([index, index[:, :1]], axis=1)
    corners = (index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1])
    faces = np.stack([corner.ravel() for corner in corners], axis=1)
    return Mesh(points.reshape(-1, 3).astype(np.float64), faces.astype(np.int32), smooth)


def lathe(profile: ArrayLike, sides: int = 32, smooth: bool = True) -> Mesh:
    """Return a profile of (radius, height) turned about the upright."""
    line = np.asarray(profile, np.float64)
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    radius = line[:, :1]
    points = np.stack([radius * np.cos(angle), radius * np.sin(angle), np.tile(line[:, 1:], sides)], axis=-1)
    return sheet(points, smooth, loop=True)


def tube(path: Sequence[Sequence[float] | Floats] | Floats, radius: ArrayLike, sides: int = 8) -> Mesh:
    """Return a round tube along a path of points (n, 3) with a radius at each."""
    line = np.asarray(path, np.float64)
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True) + 1e-9
    aside = np.cross(along, np.where(np.abs(along[:, 2:]) > 0.9, [[1.0, 0, 0]], [[0, 0, 1.0]]))
    aside /= np.linalg.norm(aside, axis=1, keepdims=True) + 1e-9
    over = np.cross(along, aside)
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    thick = np.broadcast_to(np.asarray(radius, np.float64), len(line))[:, None, None]
    ring = aside[:, None] * np.cos(angle)[:, None] + over[:, None] * np.sin(angle)[:, None]
    return sheet(line[:, None] + ring * thick, loop=True)


def ball(size: ArrayLike = 1.0, at: ArrayLike = (0, 0, 0), detail: int = 16) -> Mesh:
    """Return an ellipsoid of the given half axes about `at`."""
    angle = np.linspace(0, np.pi, detail)
    round_ = lathe(np.stack([np.sin(angle), -np.cos(angle)], axis=1), detail * 2)
    return round_.moved(at, scale=np.broadcast_to(np.asarray(size, np.float64), 3))


def lump(dice: Dice, size: ArrayLike, rough: float = 0.25, detail: int = 14, grain: float = 1.0) -> Mesh:
    """Return a ball pushed in and out by noise, as a stone, a bush or a fruit."""
    shape = ball(detail=detail)
    at = shape.vertices
    push = dice.noise(at[:, :2] + 9 + at[:, 2:], grain, 3) + dice.noise(at[:, 1:] - at[:, :1], grain, 3)
    vertices = at * (1 + rough * push)[:, None] * np.broadcast_to(np.asarray(size, np.float64), 3)
    return replace(shape, vertices=vertices)


def soft(
    size: Sequence[float], at: Sequence[float] = (0, 0, 0), power: float = 5.0, detail: int = 12
) -> Mesh:
    """Return a cushion-like box (superellipsoid) standing on `at`."""
    shape = ball(detail=detail)
    unit = shape.vertices / (
        np.sum(np.abs(shape.vertices) ** power, axis=1, keepdims=True) ** (1 / power) + 1e-9
    )
    return replace(shape, vertices=unit * np.asarray(size) / 2 + np.asarray(at) + [0, 0, size[2] / 2])


def cards(at: Floats, along: Floats, across: Floats, bend: float = 0.25) -> Mesh:
    """Return one pointed leaf of two folded halves per row: foot `at`, tip vector `along`, width vector `across`."""
    normal = np.cross(along, across)
    normal *= np.linalg.norm(along, axis=1, keepdims=True) / (
        np.linalg.norm(normal, axis=1, keepdims=True) + 1e-9
    )
    sag = normal * bend
    middle = at + along * 0.45 + sag
    corners = np.stack([at, middle - across / 2, at + along, middle + across / 2], axis=1)
    faces = np.arange(len(at) * 4, dtype=np.int32).reshape(-1, 4)
    return Mesh(corners.reshape(-1, 3), faces)


def prism(outline: ArrayLike, depth: float) -> Mesh:
    """Return a convex outline in the x, z plane (n, 2) pulled `depth` metres away along y."""
    line = np.asarray(outline, np.float64)
    count = len(line)
    near = np.stack([line[:, 0], np.zeros(count), line[:, 1]], axis=1)
    ring = np.arange(count)
    sides = np.stack([ring, np.roll(ring, -1), np.roll(ring, -1) + count, ring + count], axis=1)
    fan = np.array([[0, i, i + 1, -1] for i in range(1, count - 1)])
    back = np.where(fan < 0, -1, fan + count)
    faces = np.concatenate([sides, fan[:, [0, 2, 1, 3]], back])
    return Mesh(np.concatenate([near, near + np.array([0, depth, 0])]), faces.astype(np.int32))
