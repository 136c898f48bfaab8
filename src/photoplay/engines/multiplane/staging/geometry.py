"""The stage's geometry alone: what the governor needs before a texture is made."""

from dataclasses import dataclass, replace
from typing import Self

import cv2
import numpy as np

from photoplay.arrays import Floats, box, disc, floats, resize
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.filming.path import Target
from photoplay.engines.multiplane.filming.warp import Relief
from photoplay.engines.multiplane.staging.aerials import thin_things
from photoplay.engines.multiplane.staging.depth import Depth, Mattes, guess_depth, part
from photoplay.engines.multiplane.staging.fill import carried_behind, covered
from photoplay.engines.multiplane.staging.standing import standing_within
from photoplay.engines.multiplane.staging.straight import NO_LINES, Lines, find_lines, grounded, outside
from photoplay.sight.scene import Scene

NODES = 240
"""Nodes along the long side of a relief: depth is smooth, so few are enough."""
REACH = 0.2
"""How far reliefs reach beyond the frame, as a share of its long side."""
HIDDEN = 0.004
"""How far the hole behind a subject reaches beyond its matte, as a share of the frame's long side."""
LEAST_UNCOVERED = 0.006
"""How far a figure must move before its surroundings to be worth a layer, as a share of the frame's long side."""
SKY, WATER, PLANTS, HOUSES = "sky", "still_water", "foliage", "buildings"
GROUND = ("ground", "grass")
FLAT = (*GROUND, WATER, "flowing_water")
CLOUD = 3
"""Nodes each way over which the contrast of a sky is told, ..."""
PLAIN = (0.015, 0.03)
"""... and those, of luma, up to which there is nothing to be seen in it, and from which there are clouds."""
SOFT = (SKY, WATER, "flowing_water", PLANTS, "people", "animals")
"""Regions in which nothing is straight for long."""
OUTLINE = 0.01
"""How near a region's edge its outline may lie, as a share of the long side."""
PIVOT_WITHOUT_SUBJECT = 0.48
EYE_LEVEL = 1 / 3
"""Where on a subject the camera looks, as a share of its height from its top."""
FARTHEST_AIM = 0.12
"""How far off the photograph's axis a target may lie, over the distance."""
PROMINENT = 0.1
"""Share of the frame from which a subject draws the whole of the camera's attention."""


@dataclass(frozen=True)
class Cutout:
    """Something on a layer of its own before the backdrop."""

    relief: Relief
    matte: Relief
    """Its alpha, 0 to 1, in place of depth."""
    hole: Relief
    """1 where it hides what is behind it, which is so invented, else 0."""
    alpha: Floats
    """Its matte, the frame's shape, carried on behind what stands before it."""

    @classmethod
    def of(cls, alpha: Floats, field: Floats, canvas: "Canvas") -> Self:
        """Return what `alpha`, the frame's shape, shows, at the inverse depth `field`, one value a node."""
        matte = resize(alpha, canvas.size)
        hidden = covered(matte, HIDDEN * NODES).astype(np.float32)
        return cls(canvas.relief(field), canvas.relief(matte), canvas.relief(hidden), alpha)


@dataclass(frozen=True)
class Geometry:
    """Where things stand. Every relief covers the frame and `REACH` around it."""

    view: View
    backdrop: Relief
    cutouts: tuple[Cutout, ...] = ()
    """From far to near."""
    main: Cutout | None = None
    """Which of them is the subject."""
    lines: Lines = NO_LINES
    """Straight lines of the photograph."""
    firm: Lines = NO_LINES
    """Those that nobody would take for an edge of a cloud, a wave, a leaf or an animal."""
    plain: Relief | None = None
    """How surely a place is plain sky, 0 to 1, in place of depth: it may be stretched, as nothing in it shows it."""
    steps: tuple[float, ...] = ()
    """By how much inverse depth each of the scene's figures stands before what is behind it."""

    @property
    def subject(self) -> Relief | None:
        """The subject's inverse depth."""
        return self.main.relief if self.main else None

    @property
    def matte(self) -> Relief | None:
        """The subject's alpha, 0 to 1, in place of depth."""
        return self.main.matte if self.main else None

    @property
    def target(self) -> Target:
        """What the shot is about: the upper part of the subject, where faces are, else the middle of the picture."""
        if self.subject is None or self.matte is None:
            return Target(PIVOT_WITHOUT_SUBJECT)
        depth = float(np.average(self.subject.values, weights=self.matte.values + 1e-6))
        x, y = self._centre(self.matte)
        (cx, cy), focal = self.view.centre, self.view.focal
        offset = np.clip([(x - cx) / focal, (y - cy) / focal], -FARTHEST_AIM, FARTHEST_AIM)
        offset *= min(float(self._inside(self.matte).mean()) / PROMINENT, 1.0)
        return Target(depth, float(offset[0]), float(offset[1]))

    def parts_all(self, reach: float) -> bool:
        """Return whether every figure moves enough before what is behind it to be worth a layer; see `lay_out`."""
        return all(step * reach > LEAST_UNCOVERED * self.view.focal for step in self.steps)

    def shallower(self, share: float, about: float) -> "Geometry":
        """Return the geometry with a `share` of its depth: all of it brought nearer to inverse depth `about`."""
        if share == 1.0:
            return self

        def brought(relief: Relief) -> Relief:
            return replace(relief, values=floats(about) + (relief.values - floats(about)) * floats(share))

        cutouts = tuple(replace(cutout, relief=brought(cutout.relief)) for cutout in self.cutouts)
        main = next((new for new, old in zip(cutouts, self.cutouts, strict=True) if old is self.main), None)
        return replace(self, backdrop=brought(self.backdrop), cutouts=cutouts, main=main)

    def shown(self, rows: int, columns: int) -> Floats:
        """Return the inverse depth of what the photograph shows, at the middles of `rows` by `columns` parts of it."""
        x = (np.arange(columns) + 0.5) * self.view.width / columns - 0.5
        y = (np.arange(rows) + 0.5) * self.view.height / rows - 0.5
        points = np.stack(np.meshgrid(x, y), axis=-1).astype(np.float32)
        depth = self.backdrop.sample(points)
        for cutout in self.cutouts:
            depth = np.where(cutout.matte.sample(points) > 0.5, cutout.relief.sample(points), depth)
        return depth

    def _inside(self, relief: Relief) -> Floats:
        """Return the part of `relief` that lies on the frame."""
        beyond = round(-relief.origin[0] / relief.spacing)
        return relief.values[beyond:-beyond, beyond:-beyond]

    def _centre(self, matte: Relief) -> tuple[float, float]:
        """Return the frame coordinates of the matte's middle across, and of eye level on it."""
        inside = self._inside(matte)
        covered_rows = np.flatnonzero((inside > 0.5).any(axis=1))
        row = covered_rows[0] + EYE_LEVEL * (covered_rows[-1] - covered_rows[0])
        column = np.average(np.arange(inside.shape[1]), weights=inside.sum(axis=0))
        return float(column * matte.spacing), float(row * matte.spacing)


def lay_out(scene: Scene, reach: float = np.inf, lines: Lines | None = None) -> Geometry:
    """Return the geometry of `scene`, whose picture is the frame itself.

    Args:
        reach: most pixels that a source moves per unit of inverse depth along the camera's path: figures that
            uncover too little by it to be worth a layer stay in the backdrop.
        lines: the photograph's, where they were found before.
    """
    rows, columns = scene.picture.shape[:2]
    spacing = max(rows, columns) / NODES
    size = (round(columns / spacing), round(rows / spacing))
    if lines is None:
        lines = _lines(scene, size) if scene.inverse_depth is not None else NO_LINES
    # How far figures stand before each other is seen, never guessed.
    figures = [figure.alpha for figure in scene.figures] if scene.inverse_depth is not None else []
    depth = _depth(scene, figures, size, lines)
    least = LEAST_UNCOVERED * max(rows, columns)
    steps = tuple(
        _step(resize(alpha, size), field, depth.backdrop)
        for alpha, field in zip(figures, depth.figures, strict=True)
    )
    worth = [alpha for alpha, step in zip(figures, steps, strict=True) if step * reach > least]
    if len(worth) < len(figures):
        depth = _depth(scene, worth, size, lines)
    fronts = list(zip(worth, depth.figures, strict=True))
    if scene.matte is not None and depth.subject is not None:
        fronts.insert(0, (scene.matte, depth.subject))
    canvas = Canvas(size, spacing)
    cutouts = _cutouts(fronts, canvas)
    far_to_near = sorted(cutouts, key=_nearness)
    main = cutouts[0] if len(fronts) > len(worth) else None
    backdrop = canvas.relief(depth.backdrop)
    firm = _firm(lines, scene, size)
    plain = canvas.relief(_plain_sky(scene, size)) if SKY in scene.regions else None
    return Geometry(View(columns, rows), backdrop, tuple(far_to_near), main, lines, firm, plain, steps)


def _plain_sky(scene: Scene, size: tuple[int, int]) -> Floats:
    """Return where there is sky without clouds to be seen in it, 0 to 1, at `size`, (columns, rows)."""
    sky = resize(scene.regions[SKY], size)
    luma = cv2.cvtColor(resize(scene.picture, size), cv2.COLOR_RGB2GRAY).astype(np.float32) / 255.0
    weight = np.maximum(box(sky, CLOUD), np.float32(1e-3))
    mean, square = (box(sky * power, CLOUD) / weight for power in (luma, luma * luma))
    contrast = np.sqrt(np.maximum(square - mean * mean, 0.0))
    plain, cloudy = PLAIN
    return np.asarray(sky * np.clip((cloudy - contrast) / (cloudy - plain), 0.0, 1.0), np.float32)


def _firm(lines: Lines, scene: Scene, size: tuple[int, int]) -> Lines:
    regions = [scene.regions[name] for name in SOFT if name in scene.regions]
    within = disc(OUTLINE * max(size))  # A horizon and a roof's ridge are outlines of what is soft.
    soft = [cv2.erode((resize(region, size) > 0.5).astype(np.float32), within) for region in regions]
    return outside(lines, np.asarray(np.maximum.reduce(soft), np.float32)) if soft else lines


def _lines(scene: Scene, size: tuple[int, int]) -> Lines:
    nowhere = np.zeros(size[::-1], np.float32)
    sky = resize(scene.regions[SKY], size) if SKY in scene.regions else nowhere
    return grounded(find_lines(scene.picture), _any(GROUND, scene, size), sky)


def _any(names: tuple[str, ...], scene: Scene, size: tuple[int, int]) -> Floats:
    """Return where any of the regions of these `names` is, 0 to 1, at `size`, (columns, rows)."""
    regions = [resize(scene.regions[name], size) for name in names if name in scene.regions]
    return np.asarray(np.maximum.reduce([np.zeros(size[::-1], np.float32), *regions]), np.float32)


@dataclass(frozen=True)
class Canvas:
    """The nodes that cover a frame."""

    size: tuple[int, int]
    """Columns and rows."""
    spacing: float
    """Pixels of the frame from node to node."""

    def relief(self, field: Floats) -> Relief:
        """Return `field`, shape (rows, columns), carried on beyond the frame by `REACH`."""
        reach = round(REACH * NODES)
        wide = cv2.copyMakeBorder(field, reach, reach, reach, reach, cv2.BORDER_REPLICATE)
        first = (0.5 - reach) * self.spacing - 0.5
        return Relief(np.asarray(wide, np.float32), self.spacing, (first, first))


def _depth(scene: Scene, figures: list[Floats], size: tuple[int, int], lines: Lines) -> Depth:
    """Return the depth of `scene` with those `figures`, mattes, before the backdrop and the others in it."""
    matte = None if scene.matte is None else resize(scene.matte, size)
    if scene.inverse_depth is None:
        return guess_depth(resize(scene.picture, size), matte)
    apart = tuple(resize(alpha, size) for alpha in figures)
    sky, water, plants, houses = (
        resize(scene.regions[name], size) if name in scene.regions else None
        for name in (SKY, WATER, PLANTS, HOUSES)
    )
    standing = standing_within(scene, size, apart)
    ground, flat = (_any(names, scene, size) for names in (GROUND, FLAT))
    nameless = 1.0 - _any(tuple(scene.regions), scene, size)
    thin = None if sky is None else thin_things(scene.picture, size)
    mattes = Mattes(matte, apart, standing, sky, water, plants, houses, ground, flat, nameless, thin)
    return part(resize(scene.inverse_depth, size), mattes, lines)


def _step(alpha: Floats, field: Floats, backdrop: Floats) -> float:
    """Return by how much inverse depth a figure stands before what is behind it: behind its head, not its feet."""
    inside = alpha > 0.5
    return float(np.percentile((field - backdrop)[inside], 75)) if inside.any() else 0.0


def _cutouts(fronts: list[tuple[Floats, Floats]], canvas: Canvas) -> list[Cutout]:
    """Return `fronts`, each a matte and inverse depth, as cut-outs in the same order."""
    cutouts = [Cutout.of(*front, canvas) for front in fronts]
    nearer: Floats | None = None
    for index in sorted(range(len(cutouts)), key=lambda index: -_nearness(cutouts[index])):
        alpha, field = fronts[index]
        if nearer is not None:
            alpha = carried_behind(alpha, nearer)
            cutouts[index] = Cutout.of(alpha, field, canvas)
        nearer = alpha if nearer is None else np.maximum(nearer, alpha)
    return cutouts


def _nearness(cutout: Cutout) -> float:
    return float(np.average(cutout.relief.values, weights=cutout.matte.values + 1e-6))
