"""The guided filter (He, Sun and Tang 2010) by a picture's colours: fields put onto the edges of what they are about.

It works on whole planes: NumPy has no quick way for many matrices of three by three.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, box


@dataclass(frozen=True)
class Guide:
    """A picture's colours, and how they spread around every place."""

    reach: int
    colours: tuple[Floats, ...]
    """Red, green and blue, each of shape (rows, columns)."""
    means: tuple[Floats, ...]
    """Of each, around every place."""
    inverse: tuple[tuple[Floats, ...], ...]
    """Of the matrix of their variances and covariances, three by three."""

    @classmethod
    def of(cls, picture: Floats, reach: int, smoothing: float) -> "Guide":
        """Return the guide that `picture` is, shape (rows, columns, 3), 0 to 1.

        Args:
            reach: of what is around a place, in pixels each way.
            smoothing: squared contrast of an edge.
        """
        colours = tuple(np.ascontiguousarray(picture[..., channel]) for channel in range(3))
        means = tuple(box(colour, reach) for colour in colours)

        def shared(one: int, other: int) -> NDArray[np.float64]:
            product = box(colours[one] * colours[other], reach) - means[one] * means[other]
            return np.asarray(product + np.float32(smoothing if one == other else 0.0), np.float64)

        a, b, c, d, e, f = (shared(*pair) for pair in ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)))
        first, second, third = d * f - e * e, c * e - b * f, b * e - c * d
        fourth, fifth, sixth = a * f - c * c, b * c - a * e, a * d - b * b
        determinant = a * first + b * second + c * third
        rows = (first, second, third), (second, fourth, fifth), (third, fifth, sixth)
        inverse = tuple(tuple(np.asarray(each / determinant, np.float32) for each in row) for row in rows)
        return cls(reach, colours, means, inverse)

    def fit(self, field: Floats) -> tuple[tuple[Floats, ...], Floats]:
        """Return by what factor of each colour, and what offset, `field` is nearest around every place.

        Args:
            field: shape (rows, columns), as are what is returned.
        """
        middle = box(field, self.reach)
        shared = [
            box(colour * field, self.reach) - mean * middle
            for colour, mean in zip(self.colours, self.means, strict=True)
        ]
        gains = [row[0] * shared[0] + row[1] * shared[1] + row[2] * shared[2] for row in self.inverse]
        offset = middle - _sum(gains, self.means)
        return tuple(box(gain, self.reach) for gain in gains), box(offset, self.reach)

    def smooth(self, field: Floats) -> Floats:
        """Return `field`, shape (rows, columns), smoothed along the guide's edges."""
        gains, offset = self.fit(field)
        return _sum(gains, self.colours) + offset


def guided(picture: Floats, fields: Floats, reach: int, smoothing: float) -> Floats:
    """Return `fields`, shape (rows, columns) or (rows, columns, n), smoothed along `picture`'s edges; see `Guide`."""
    guide = Guide.of(picture, reach, smoothing)
    layers = np.moveaxis(fields.reshape(*picture.shape[:2], -1), -1, 0)
    smooth = [guide.smooth(np.ascontiguousarray(layer)) for layer in layers]
    return np.stack(smooth, axis=-1).reshape(fields.shape)


def _sum(factors: tuple[Floats, ...] | list[Floats], planes: tuple[Floats, ...]) -> Floats:
    one, two, three = (factor * plane for factor, plane in zip(factors, planes, strict=True))
    return np.asarray(one + two + three, np.float32)
