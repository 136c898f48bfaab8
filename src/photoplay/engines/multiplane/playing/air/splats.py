"""Small soft shapes by the hundred, drawn together on a small plate that is then laid over the frame."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, Picture, floats, resize
from photoplay.engines.multiplane.filming.camera import View

LONG_SIDE = 640
"""Of the plate, in pixels, whatever the frame's size: what flies is soft, and looks alike at any size."""
LEAST_RADIUS = 0.62
"""Of a shape, in pixels of the plate: what is smaller is drawn that large and fainter."""
HAZE = 0.6
"""Pixels of the plate over which every outline fades at least."""
UNSEEN = 1.0 / 512.0
"""What a shape may cover of a pixel without being drawn there."""
SUBPIXEL = 4
"""Binary digits of the fraction of a streak's end."""

Distance = Callable[[Floats, Floats], Floats]
"""How far from the middle of a shape a place is, 1 at its outline, by the place in the shape's half axes."""


def _root(values: Floats) -> Floats:
    return np.asarray(np.sqrt(values), np.float32)


def oval(along: Floats, across: Floats) -> Floats:
    """Return the distance of an oval's outline."""
    return _root(along * along + across * across)


def leaf(along: Floats, across: Floats) -> Floats:
    """Return the distance of the outline of a leaf, pointed at both ends."""
    return _root(along * along + across * across * (1.0 + 3.0 * along * along))


def petal(along: Floats, across: Floats) -> Floats:
    """Return the distance of the outline of a petal, which narrows to one end."""
    narrowing = 1.0 + 0.55 * (along + 1.0)
    return _root(along * along + (across * narrowing) ** 2)


def slip(along: Floats, across: Floats) -> Floats:
    """Return the distance of the outline of a slip of paper."""
    return np.maximum(np.abs(along), np.abs(across))


def bubble(along: Floats, across: Floats) -> Floats:
    """Return the distance of a ring that is brightest where light comes from, and of a glint in it."""
    radius = _root(along * along + across * across)
    rim = 0.72 + 3.0 * np.abs(radius - np.float32(0.93))
    glint = 0.45 + 3.2 * _root((along + 0.4) ** 2 + (across + 0.42) ** 2)
    return np.asarray(np.minimum(np.minimum(rim, glint), np.where(radius < 1.0, 1.08, 2.0)), np.float32)


@dataclass(frozen=True)
class Splats:
    """Shapes that are to be drawn, in the frame's pixels."""

    centres: Floats
    """Shape (n, 2)."""
    axes: Floats
    """Shape (n, 2, 2): along `axes[:, :, 0]` a shape is one half axis long, along `axes[:, :, 1]` the other."""
    softness: Floats
    """Shape (n,): 0 for a hard outline, 1 for one that fades from the middle to twice its size."""
    colours: Floats
    """Shape (n, 4), 0 to 1: red, green and blue times what they cover, and how much of what is behind they cover."""
    distance: Distance = oval

    def only(self, chosen: NDArray[np.bool_]) -> "Splats":
        """Return the shapes that are `chosen`, shape (n,)."""
        return Splats(
            self.centres[chosen],
            self.axes[chosen],
            self.softness[chosen],
            self.colours[chosen],
            self.distance,
        )


class Plate:
    """A small picture of what is in the air: what it covers, and its light."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.scale = LONG_SIDE / view.focal
        self.size = (round(view.width * self.scale), round(view.height * self.scale))
        self._drawn = np.zeros((*self.size[::-1], 4), np.uint8)

    def streak(self, tails: Floats, heads: Floats, widths: Floats, colours: Floats) -> None:
        """Draw straight streaks from `tails` to `heads`, shape (n, 2), in the frame's pixels.

        Args:
            widths: shape (n,), in the frame's pixels.
            colours: shape (n, 4), as of `Splats`.
        """
        wide = np.maximum(widths * self.scale, np.float32(1e-3))
        drawn = np.maximum(np.rint(wide), 1.0)
        values = np.rint(255.0 * colours * np.minimum(wide / drawn, 1.0)[:, None])
        ends = [self._nodes(points) * (1 << SUBPIXEL) for points in (tails, heads)]
        for tail, head, width, value in zip(
            *(np.rint(each).astype(np.int32).tolist() for each in ends),
            drawn.astype(int).tolist(),
            values.tolist(),
            strict=True,
        ):
            cv2.line(self._drawn, tail, head, value, width, cv2.LINE_AA, SUBPIXEL)

    def rings(self, centres: Floats, across: Floats, down: Floats, colours: Floats) -> None:
        """Draw thin level rings about `centres`, shape (n, 2), of half axes `across` and `down`."""
        one = 1 << SUBPIXEL
        middles = np.rint(self._nodes(centres) * one).astype(np.int32).tolist()
        axes = np.rint(np.stack([across, down], axis=1) * (self.scale * one)).astype(np.int32).tolist()
        for middle, axis, value in zip(middles, axes, np.rint(255.0 * colours).tolist(), strict=True):
            cv2.ellipse(self._drawn, middle, axis, 0.0, 0.0, 360.0, value, 1, cv2.LINE_AA, SUBPIXEL)

    def splat(self, *splats: Splats) -> None:
        """Draw `splats`, adding them up where they overlap."""
        covered = [self._covered(each) for each in splats]
        nodes, cover, colours = (np.concatenate(each) for each in zip(*covered, strict=True))
        count = self.size[0] * self.size[1]
        drawn = np.flatnonzero(np.bincount(nodes, minlength=count))
        pixels = self._drawn.reshape(count, 4)
        values = pixels[drawn].astype(np.float32)
        for channel in range(4):
            values[:, channel] += 255.0 * np.bincount(nodes, cover * colours[:, channel], count)[drawn]
        pixels[drawn] = np.minimum(values + 0.5, 255.0).astype(np.uint8)

    def keep(self, share: Floats) -> None:
        """Keep only a `share` of what is drawn, 0 to 1, shape (rows, columns), which covers the frame at any size."""
        kept = np.rint(255.0 * np.clip(resize(share, self.size, cv2.INTER_LINEAR), 0.0, 1.0)).astype(np.uint8)
        every = np.asarray(cv2.merge([kept] * 4), np.uint8)
        cv2.multiply(self._drawn, every, dst=self._drawn, scale=1.0 / 255.0)

    def lay(self, frame: Picture) -> None:
        """Lay the plate over `frame`, in place: what it covers goes, its light is added."""
        rows = np.flatnonzero(self._drawn.any(axis=(1, 2)))
        if not len(rows):
            return
        light = np.asarray(cv2.cvtColor(self._drawn, cv2.COLOR_RGBA2RGB), np.uint8)
        cover = cv2.extractChannel(self._drawn, 3)
        size = (self.view.width, self.view.height)
        if cover.any():
            clear = np.asarray(cv2.cvtColor(cv2.bitwise_not(cover), cv2.COLOR_GRAY2RGB), np.uint8)
            cv2.multiply(frame, resize(clear, size, cv2.INTER_LINEAR), dst=frame, scale=1.0 / 255.0)
        cv2.add(frame, resize(light, size, cv2.INTER_LINEAR), dst=frame)

    def _nodes(self, points: Floats) -> Floats:
        """Return the plate's coordinates of `points` of the frame."""
        return (points + floats(0.5)) * floats(self.scale) - floats(0.5)

    def _covered(self, splats: Splats) -> tuple[NDArray[np.int64], Floats, Floats]:
        """Return the pixels that shapes cover, shape (n,), how much of each, (n,), and in what colour, (n, 4)."""
        axes = splats.axes * np.float32(self.scale)
        radii = np.linalg.norm(axes, axis=1)
        least = np.maximum(radii, LEAST_RADIUS)
        fainter = (radii / least).prod(axis=1)
        axes = axes * (least / np.maximum(radii, 1e-6))[:, None, :]
        softness = np.clip(np.maximum(splats.softness, HAZE / least.max(axis=1)), 0.0, 1.0)
        reach = np.abs(axes).sum(axis=2) * (1.0 + softness)[:, None]
        centres = self._nodes(splats.centres)
        first = np.clip(np.ceil(centres - reach), 0, self.size).astype(np.int64)
        beyond = np.clip(np.floor(centres + reach) + 1, 0, self.size).astype(np.int64)
        wide, high = np.maximum(beyond - first, 0).T
        shape = np.repeat(np.arange(len(wide)), wide * high)
        down, right = np.divmod(
            np.arange(len(shape)) - (np.cumsum(wide * high) - wide * high)[shape], wide[shape]
        )
        x, y = first[shape, 0] + right, first[shape, 1] + down
        inverse = np.linalg.inv(axes.astype(np.float64)).astype(np.float32)[shape]
        away = (x - centres[shape, 0]).astype(np.float32)
        below = (y - centres[shape, 1]).astype(np.float32)
        distance = splats.distance(
            inverse[:, 0, 0] * away + inverse[:, 0, 1] * below,
            inverse[:, 1, 0] * away + inverse[:, 1, 1] * below,
        )
        soft = softness[shape]
        cover = np.clip((1.0 + soft - distance) / (2.0 * soft), 0.0, 1.0)
        cover *= cover * (3.0 - 2.0 * cover) * fainter[shape]
        seen = np.flatnonzero(cover > UNSEEN)
        nodes = y[seen] * self.size[0] + x[seen]
        return nodes, cover[seen].astype(np.float32), splats.colours[shape[seen]]
