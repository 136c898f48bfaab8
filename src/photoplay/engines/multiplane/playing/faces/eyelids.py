"""Lids that close: the skin above is drawn down over the eye, lashes ride along, the lower lid comes to meet them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from photoplay.arrays import Floats, Picture, floats, soften
from photoplay.engines.multiplane.playing.faces.eyes import Eye
from photoplay.engines.multiplane.playing.swings import ramp

RISING = 0.45
"""How far below it the skin comes along, in halves of the eye's width; likewise the rest."""
LASHES = 0.1
"""Height of the strip along the upper lid that keeps its shape."""
UNFOLDED = 0.1
"""How far above its fold a lid is drawn along."""
LEAST_LID = 0.02
STRETCHED = (1.2, 2.4)
"""How far a lid may be stretched until it is skin alone that is seen."""
DARKEST = 0.36
"""How light lashes are at least, over the skin, where the photograph is sharp."""
SHADOW, SHADOWED = 0.35, 0.09
"""How dark a closing lid makes the eye below it, and how far down."""
FURRY_EDGE = (1.5, 1.04)
"""From where to where a furry lid goes over into the fur around, in radii of the opening."""
FURRY_LINE = 0.3
"""How light the dark line along a furry lid is, over the fur."""
ROUNDING = 0.05
"""How much darker a furry lid is towards its ends than in its middle."""
BULGE = (0.03, 0.07)
"""How much lighter a closed lid is in its middle, and how much darker along its edge."""


@dataclass(frozen=True)
class Lids:
    """The lids of one eye, as they close and open."""

    eye: Eye
    skin: Floats
    """The colour of a closed lid at each texel, shape (rows, columns, 3)."""
    lashes: Floats
    """The colour of their lashes, likewise."""
    soft: float
    """Deviation of the blur that the photograph has there, in halves of the eye's width."""
    course: Callable[[float], float]
    """How far they are closed at a time in seconds, 0 to 1; 0 at rest."""
    order: int = 1

    @classmethod
    def of(cls, eye: Eye, window: Picture, course: Callable[[float], float]) -> Self:
        """Return the lids of `eye`, which the photograph shows as `window`, shape (rows, columns, 4).

        They are painted in the window of the eye seen closely.
        """
        colour = window[..., :3].astype(np.float32)
        skin = _carried(eye, colour)
        edge = (np.abs(eye.y - eye.upper) < LASHES) & (np.abs(eye.x) < 0.8)
        soft = _softness(eye, colour.mean(axis=-1)) / eye.half
        above, under = eye.skin.line
        lightest = 1.0 - (1.0 - DARKEST) * min(under / float(np.hypot(above, soft)), 1.0)
        share = np.percentile(colour[edge] / (skin[edge] + 1.0), 25, axis=0) if edge.any() else lightest
        warm = skin / (skin.mean(axis=-1, keepdims=True) + np.float32(1.0))
        lashes = skin * warm * np.clip(share, lightest, 0.8).astype(np.float32)
        fine = _grain(eye, colour)
        if not eye.skin.bare:
            lashes = skin * warm * np.float32(FURRY_LINE)
            skin = skin * (1.0 - np.float32(ROUNDING) * ramp(eye.away, 0.45, 1.1))[..., None]
        near = eye.closely
        part = near.part(eye)
        return cls(
            near, np.ascontiguousarray((skin + fine)[part]), np.ascontiguousarray(lashes[part]), soft, course
        )

    def paint(self, window: Picture, time: float) -> None:
        """Close the lids, as `Stroke` has it."""
        closed = self.course(time)
        if closed <= 0.0:
            return
        eye = self.eye
        begun = float(ramp(np.array([closed], np.float32), 0.0, 0.5)[0])
        colours = np.ascontiguousarray(window[..., :3])
        low = eye.lower - np.float32(eye.skin.rise * closed) * eye.height
        edge = eye.upper + np.float32(closed) * (low - eye.upper)
        lid = self._lid(colours, edge, begun)
        below = self._eyeball(colours, edge, low, closed, begun)
        blurred = max(1.0, self.soft * eye.half)
        below += ramp((edge - eye.y) * np.float32(eye.half), -blurred, blurred)[..., None] * (lid - below)
        below += self._line(edge, begun)[..., None] * (np.minimum(below, self.lashes) - below)
        mixed = colours + self._held[..., None] * (below - colours)
        window[..., :3] = np.minimum(np.clip(mixed + np.float32(0.5), 0.0, 255.0), window[..., 3:])

    @cached_property
    def _held(self) -> Floats:
        """How much of each texel may change: nothing along the window's edge."""
        x, y = np.abs(self.eye.x), self.eye.y
        above, below = self.eye.above, self.eye.below
        within = ramp(y, 0.03 - above, 0.13 - above) * ramp(y, below - 0.03, below - 0.13)
        if not self.eye.skin.bare:
            within = within * ramp(self.eye.away, *FURRY_EDGE)
        return np.asarray(ramp(x, 1.1, 0.98) * within, np.float32)

    @cached_property
    def _taper(self) -> Floats:
        """How strong the line of lashes is: less towards the corners."""
        corner = 0.55 if self.eye.skin.bare else 0.85
        return ramp(np.abs(self.eye.x), 1.05, corner) * ramp(self.eye.height, 0.02, 0.14)

    def _lid(self, colours: Picture, edge: Floats, begun: float) -> Floats:
        """Return the upper lid drawn down to `edge`: its own skin as far as that can be stretched, else skin alone."""
        eye = self.eye
        top = eye.crease - np.float32(UNFOLDED)
        own = np.maximum(eye.upper - top - np.float32(LASHES), np.float32(LEAST_LID))
        drawn = np.maximum(edge - top - np.float32(LASHES), np.float32(LEAST_LID))
        share = np.asarray((eye.y - top) / drawn, np.float32)
        down = np.where(share > 1.0, eye.upper - edge, np.maximum(share, 0.0) * (own - drawn))
        lid = eye.moved(colours, np.zeros_like(down), down)
        light, dim = floats(*BULGE)
        bulge = np.sin(np.float32(np.pi) * np.clip(share, 0.0, 1.0))
        skin = self.skin * (1.0 + light * bulge - dim * ramp(share, 0.6, 1.1))[..., None]
        stretched = np.asarray(drawn / own, np.float32)
        to_lashes = np.asarray((1.0 - share) * drawn, np.float32)
        bare = ramp(stretched, *STRETCHED) * ramp(share, 0.0, eye.skin.own) * ramp(to_lashes, -0.02, 0.06)
        lid += bare[..., None] * (skin - lid)
        lid += (np.float32(begun) * ramp(share, 0.85, 1.0))[..., None] * (np.minimum(lid, skin) - lid)
        return lid

    def _eyeball(self, colours: Picture, edge: Floats, low: Floats, closed: float, begun: float) -> Floats:
        """Return the eye in the shadow of the lid, and the lower lid come up to `low`."""
        eye = self.eye
        fading = np.exp(-((np.maximum(eye.y - low, 0.0) / np.float32(RISING)) ** 2))
        rise = np.float32(eye.skin.rise * closed) * eye.height * fading
        lower = eye.moved(colours, np.zeros_like(rise), rise)
        shadow = np.exp(np.maximum(eye.y - edge, 0.0) / np.float32(-SHADOWED))
        ball = colours * (1.0 - np.float32(SHADOW * begun) * shadow)[..., None]
        beyond = ramp((eye.y - low) * np.float32(eye.half), -1.0, 1.0)[..., None]
        return np.asarray(ball + beyond * (lower - ball), np.float32)

    def _line(self, edge: Floats, begun: float) -> Floats:
        """Return how much of each texel is in the line of lashes along `edge`, 0 to 1."""
        eye = self.eye
        above, under = (float(np.hypot(each, self.soft)) for each in eye.skin.line)
        away = eye.y - edge
        away /= np.where(away > 0.0, np.float32(under), np.float32(above))
        return np.asarray(np.float32(begun) * self._taper * np.exp(-away * away), np.float32)


def _carried(eye: Eye, colour: Floats) -> Floats:
    """Return the colour of the skin around an eye carried over it: that below the brow most, no lash of it."""
    brow = (eye.y < eye.crease - 0.06) & (eye.y > eye.crease - 0.4)
    lid = (eye.y > eye.crease + 0.04) & (eye.y < eye.upper - LASHES)
    below = (eye.y > eye.lower + 0.22) & (eye.y < eye.lower + 0.6)
    weight = (1.0 * brow + 0.5 * lid + 0.35 * below).astype(np.float32)[..., None]
    light = colour.mean(axis=-1, keepdims=True)
    for reach in (0.5 * eye.half, 0.3 * eye.half):
        skin = soften(colour * weight, reach) / (soften(weight, reach) + np.float32(1e-4))
        weight = weight * (light > 0.88 * skin.mean(axis=-1, keepdims=True))
    return np.asarray(skin, np.float32)


def _grain(eye: Eye, colour: Floats) -> Floats:
    """Return what is finer than its shading in the skin below an eye, or above it, brought over the lid."""
    away = eye.y - eye.lower if eye.skin.grain > 0.0 else eye.upper - eye.y
    near = (away > 0.2) & (away < 0.6)
    fine = colour - soften(colour, max(0.05 * eye.half, 1.5))
    fine *= ramp(away, 0.15, 0.3)[..., None]
    limit = (2.0 if eye.skin.bare else 3.0) * float(np.abs(fine[near]).mean()) if near.any() else 0.0
    down = np.full_like(eye.x, eye.skin.grain)
    return np.clip(eye.moved(fine, np.zeros_like(down), down), -limit, limit).astype(np.float32)


def _softness(eye: Eye, light: Floats) -> float:
    """Return the deviation of the blur of an eye, in texels: its contrast over its steepest slope."""
    inner = (np.abs(eye.x) < 1.0) & (eye.y > eye.upper - 0.2) & (eye.y < eye.lower + 0.2)
    if not inner.any():
        return 1.0
    steep = np.hypot(*np.gradient(soften(light, 0.6)))[inner]
    return (
        0.35 * float(np.ptp(np.percentile(light[inner], (2, 98)))) / (float(np.percentile(steep, 99)) + 0.1)
    )
