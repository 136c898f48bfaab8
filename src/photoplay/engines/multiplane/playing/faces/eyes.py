"""An eye as it lies on a layer's texture, in coordinates of its own."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, Picture, floats, remap, resize
from photoplay.engines.multiplane.playing.faces.landmarks import CREASE, IRIS, LOWER, UPPER, Sketch
from photoplay.engines.multiplane.playing.faces.patches import Box
from photoplay.engines.multiplane.staging.layers import Texture
from photoplay.sight.openings import Opening

BESIDE, ABOVE, BELOW = 1.2, 0.95, 0.85
"""How far around the middle of an eye its window reaches, in halves of its width."""
FOLD = 0.08
"""How far above the edge of a lid it folds at least, likewise."""
LEAST_OPEN, LEAST_CONTRAST = 0.1, 0.15
"""Height over width of an opening, and contrast of what is in it over the skin around, from which it is an eye's."""
ABOVE_LID = 0.1
"""How far above the upper lid the middle of an iris may lie, in halves of the eye's width."""
OPAQUE = 250
"""Alpha from which an eye is whole."""
FURRY_FOLD = 0.06
"""How far above the edge of an animal's lid it folds."""
PUPIL = 0.5
"""Radius of what moves as one in an animal's eye, which shows no white."""
TO_SPARE = 0.65
"""How far around an animal's opening its window reaches."""
NEAR = 1.5
"""Radii of its opening that an animal's lids move in."""


@dataclass(frozen=True)
class Skin:
    """What lids are like."""

    rise: float = 0.16
    """How far the lower lid comes up, as a share of the opening."""
    own: float = 0.4
    """Share of a closed lid, from its fold, along which what was seen of it goes over into what was hidden."""
    grain: float = 0.7
    """How far below a place, or above it where negative, is the skin whose grain a closed lid gets there."""
    line: tuple[float, float] = (0.03, 0.045)
    """Thickness of the line along its edge, of lashes or dark skin, above and below."""
    bare: bool = True
    """Whether it ends at its line and has no fur, which would hide where it ends."""


@dataclass(frozen=True)
class Eye:
    """An eye, in halves of its width from its middle: x to the right of the face and y down."""

    box: Box
    """The window around it."""
    half: float
    """Half its width in texels."""
    right: Floats
    """Unit vector along it in texels."""
    x: Floats
    """At each texel of the window, shape (rows, columns)."""
    y: Floats
    upper: Floats
    """How far down the edge of the upper lid is in the column through each texel; likewise the rest."""
    lower: Floats
    crease: Floats
    """Where the upper lid folds."""
    iris: tuple[float, float, float]
    """Its middle and radius."""
    above: float = ABOVE
    """How far up the window reaches; likewise down."""
    below: float = BELOW
    skin: Skin = Skin()

    @classmethod
    def of(cls, sketch: Sketch, texture: Texture, side: int) -> Self:
        """Return the first eye of a face as `texture` has it, or the second where `side` is 1."""
        points = texture.coordinates(sketch.points)
        corners = points[[UPPER[side][0], UPPER[side][-1]]]
        along = (corners[1] - corners[0]) * (1 - 2 * side)
        half = max(float(np.linalg.norm(along)) / 2, 1.0)
        right = np.asarray(along / (2 * half), np.float32)
        axes = np.array([right, [-right[1], right[0]]], np.float32) / np.float32(half)
        middle = corners.mean(axis=0)
        x, y, box = _window(middle, axes, half, (ABOVE, BELOW), texture)
        own = {name: (points[list(group[side])] - middle) @ axes.T for name, group in _GROUPS.items()}
        upper = _curve(own["upper"], x)
        iris = own["iris"]
        radius = float(np.linalg.norm(iris[1:] - iris[0], axis=-1).mean())
        return cls(
            box,
            half,
            right,
            x,
            y,
            upper,
            np.maximum(upper, _curve(own["lower"], x)),
            np.minimum(_curve(own["crease"], x), upper - np.float32(FOLD)),
            (float(iris[0, 0]), float(iris[0, 1]), radius),
        )

    @classmethod
    def of_animal(cls, opening: Opening, right: Floats, texture: Texture) -> Self:
        """Return the eye of an animal as `texture` has it; `right` is the unit vector to the right of its head."""
        middle = texture.coordinates(opening.middle[None])[0]
        own = np.stack([right, floats(-right[1], right[0])])
        spread = opening.axes @ own.T * np.float32(texture.density)
        (wide, slant), (_, tall) = (spread.T @ spread).tolist()
        half, slant = max(wide**0.5, 1.0), slant / wide
        rise = max(tall / wide - slant**2, 0.0) ** 0.5
        grain = 2.0 * rise + 0.25
        reach = rise + abs(slant) + max(grain, TO_SPARE), rise + abs(slant) + TO_SPARE
        axes = np.asarray(own / half, np.float32)
        x, y, box = _window(middle, axes, half, reach, texture)
        level = np.float32(slant) * np.clip(x, -1.0, 1.0)
        arc = np.float32(rise) * np.sqrt(np.maximum(1.0 - x * x, 0.0))
        pupil = own @ (opening.pupil - opening.middle) * np.float32(texture.density / half)
        iris = float(np.clip(pupil[0], -0.4, 0.4)), float(pupil[1]), PUPIL
        upper = level - arc
        fold = upper - np.float32(FURRY_FOLD)
        skin = Skin(rise=0.06, own=0.1, grain=-grain, line=(0.06, 0.09), bare=False)
        return cls(box, half, right, x, y, upper, level + arc, fold, iris, *reach, skin)

    @property
    def closely(self) -> Self:
        """The same eye in no larger a window than its lids need to move in."""
        if self.skin.bare:
            return self
        return self.cropped((self.away < NEAR) & (np.abs(self.x) < BESIDE))

    def cropped(self, near: NDArray[np.bool_], around: int = 0) -> Self:
        """Return the same eye in the window of some of its texels, with so many more on all sides."""
        y, x = (
            slice(max(int(some[0]) - around, 0), min(int(some[-1]) + 1 + around, side))
            for some, side in zip(
                (np.flatnonzero(near.any(axis=axis)) for axis in (1, 0)), near.shape, strict=True
            )
        )
        top, left = self.box[0].start, self.box[1].start
        box = slice(top + y.start, top + y.stop), slice(left + x.start, left + x.stop)
        fields = (self.x, self.y, self.upper, self.lower, self.crease)
        across, down, upper, lower, crease = (np.ascontiguousarray(field[y, x]) for field in fields)
        return replace(self, box=box, x=across, y=down, upper=upper, lower=lower, crease=crease)

    def coarser(self, step: float) -> Self:
        """Return the same eye with a texel for `step` texels each way."""
        rows, columns = self.x.shape
        size = max(round(columns / step), 1), max(round(rows / step), 1)
        fields = (self.x, self.y, self.upper, self.lower, self.crease)
        across, down, upper, lower, crease = (resize(field, size) for field in fields)
        half = self.half * size[0] / columns
        return replace(self, half=half, x=across, y=down, upper=upper, lower=lower, crease=crease)

    def part(self, of: Self) -> Box:
        """Return the rows and columns of this eye's window within that of the same eye in a larger one."""
        first = of.box[0].start, of.box[1].start
        y, x = (
            slice(own.start - start, own.stop - start) for own, start in zip(self.box, first, strict=True)
        )
        return y, x

    @property
    def height(self) -> Floats:
        """Of the opening, at each texel."""
        return self.lower - self.upper

    @cached_property
    def away(self) -> Floats:
        """How far each texel is from the middle of the opening, 1 on an ellipse about it."""
        rise = np.float32(max(float(self.height.max(initial=0.0)) / 2, 1e-3))
        return np.asarray(np.hypot(self.x, (self.y - (self.upper + self.lower) / 2) / rise), np.float32)

    def seen(self, window: Picture) -> bool:
        """Whether `window`, which shows it as the photograph does, shows an open eye."""
        middle = np.abs(self.x) < 0.9
        inside = (self.y > self.upper) & (self.y < self.lower) & middle
        around = (self.y > self.lower + 0.2) & (self.y < self.lower + 0.6) & middle
        if float(self.height.max(initial=0.0)) < 2.0 * LEAST_OPEN or inside.sum() < 12 or not around.any():
            return False
        light = window[..., :3].mean(axis=-1)
        contrast = float(np.ptp(np.percentile(light[inside], (10, 90)))) / (float(light[around].mean()) + 1.0)
        column = np.abs(self.x - self.iris[0]) < 0.1
        lid = float(self.upper[column].mean()) if column.any() else np.inf
        opaque = int(window[..., 3][inside].min()) > OPAQUE
        return opaque and contrast > LEAST_CONTRAST and self.iris[1] > lid - ABOVE_LID

    @cached_property
    def texels(self) -> Floats:
        """The coordinates of the window's texels in itself, shape (rows, columns, 2)."""
        rows, columns = self.x.shape
        return np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1).astype(np.float32)

    def places(self, across: Floats, down: Floats) -> Floats:
        """Return the texels that lie so far to the right of each and down from it, shape (rows, columns, 2)."""
        x, y = (self.right * np.float32(self.half)).tolist()
        places = self.texels.copy()
        places[..., 0] += across * np.float32(x) - down * np.float32(y)
        places[..., 1] += across * np.float32(y) + down * np.float32(x)
        return places

    def moved(self, colours: Picture | Floats, across: Floats, down: Floats) -> Floats:
        """Return the `colours` of the window, shape (rows, columns, 3), that lie so far away from each texel."""
        return np.asarray(remap(colours, self.places(across, down), cv2.BORDER_REPLICATE), np.float32)


_GROUPS = {"upper": UPPER, "lower": LOWER, "crease": CREASE, "iris": IRIS}


def _window(
    middle: Floats, axes: Floats, half: float, reach: tuple[float, float], texture: Texture
) -> tuple[Floats, Floats, Box]:
    """Return the window around an eye, `reach` up and down: its own coordinates at each texel, rows and columns."""
    frame = axes * np.float32(half * half)
    corners = (
        np.array([(x, y) for x in (-BESIDE, BESIDE) for y in (-reach[0], reach[1])], np.float32) @ frame
        + middle
    )
    rows, columns = texture.texels.shape[:2]
    low = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, (columns, rows))
    high = np.clip(np.ceil(corners.max(axis=0)).astype(int) + 1, 0, (columns, rows))
    grid = np.stack(np.meshgrid(np.arange(low[0], high[0]), np.arange(low[1], high[1])), axis=-1)
    own = np.asarray((grid.astype(np.float32) - middle) @ axes.T, np.float32)
    box = slice(int(low[1]), int(high[1])), slice(int(low[0]), int(high[0]))
    return np.ascontiguousarray(own[..., 0]), np.ascontiguousarray(own[..., 1]), box


def _curve(points: Floats, x: Floats) -> Floats:
    """Return the smooth curve through `points`, shape (n, 2), at each `x`; level beyond its ends."""
    coefficients = np.polynomial.polynomial.polyfit(points[:, 0], points[:, 1], 4)
    inside = np.clip(x, points[:, 0].min(), points[:, 0].max())
    return np.asarray(np.polynomial.polynomial.polyval(inside, coefficients), np.float32)
