"""The opening of an eye as an ellipse: inside it are other colours than in the fur around it."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, Picture, floats, remap, soften

TURNS = np.arange(40) * 2.0 * np.pi / 40
"""Angles at which an ellipse is looked at."""
CIRCLE = np.stack([np.cos(TURNS), np.sin(TURNS)], axis=-1)
INSIDE, OUTSIDE = (0.62, 0.74, 0.86, 0.96), (1.08, 1.2, 1.32, 1.44)
"""Shares of its radius at which an opening is told from what is around it."""
FUR = (1.25, 1.4, 1.55, 1.7)
"""Likewise where the fur is learnt."""
CORE = (0.05, 0.2, 0.35, 0.5, 0.65, 0.8)
AROUND = 8
"""Angles to either side that share what fur looks like."""
SPARE = 5
"""Angles that need not tell: corners, lashes, what lies before the eye."""
SPREADS = (0.35, 0.25, 0.18, 0.12, 0.08, 0.05)
"""How far each round of guesses goes, in radii."""
GUESSES = 160
"""Of each round."""
NOISE = (30.0, 12.0, 12.0)
"""Variance that the colours of any fur have, in CIELAB."""
MOST = 4.0
"""Deviations from fur beyond which it makes no difference."""
SIZES = (0.45, 1.5)
"""Between them lie the half axes, over the radius that was expected."""
SLIM, ROUND = 0.5, 1.12
"""Between them lies the height of an opening over its width."""
WORKED_IN = 16.0
"""Pixels of the radius at which the fit works."""
LEAST_SIZE = 8.0
"""Pixels that a radius must have to be told."""
LEAST_CONTRAST, LEAST_SIDE, LEAST_DARK = 1.9, 0.8, 22.0
"""Deviations from fur, on the mean and on the second worst eighth of an outline; how much darker a pupil is, in L*."""
STARTS = (1.0, 1.2)
"""Radii that the fit starts from, over the one that was expected."""
RING, MIDDLE = (0.74, 0.86), (0.35, 0.5, 0.65)
DARK_RING = 15.0
"""How much darker an opening may be towards its edge than in its middle, in L*: more is a dark patch around the eye."""
MOST_ASTRAY = 0.6
"""How far an opening may lie from where it was expected, in radii."""

Guesses = NDArray[np.float64]
"""Ellipses, shape (n, 5): middle, half axes across and down, tilt in radians."""


@dataclass(frozen=True)
class Opening:
    """The opening between an eye's lids, in pixels of the picture."""

    middle: Floats
    axes: Floats
    """Its two half axes, shape (2, 2): the first goes to the right."""
    pupil: Floats
    """The middle of what is darkest in it."""
    contrast: float = 0.0
    """Across its edge, in deviations from the fur around."""

    @property
    def radius(self) -> float:
        """The radius of a disc of its area."""
        return float(np.sqrt(abs(np.linalg.det(self.axes))))


def fit_opening(picture: Picture, x: float, y: float, radius: float) -> Opening | None:
    """Return the opening about a place of `picture`, shape (rows, columns, 3), or None where it is not certain.

    Args:
        radius: in pixels, about as it is expected.
    """
    reach = 3.0 * radius + 2.0
    left, top = max(int(x - reach), 0), max(int(y - reach), 0)
    part = picture[top : max(int(y + reach), 0) + 1, left : max(int(x + reach), 0) + 1]
    if min(part.shape[:2]) < 2.0 * radius:
        return None
    scale = min(WORKED_IN / radius, 4.0)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = np.asarray(cv2.resize(part, None, fx=scale, fy=scale, interpolation=how), np.uint8)
    light = small.astype(np.float32) / np.float32(255.0)
    lab = np.asarray(cv2.cvtColor(light, cv2.COLOR_RGB2LAB), np.float32)
    colours = soften(lab, 0.06 * radius * scale)
    start = np.array([(x - left + 0.5) * scale - 0.5, (y - top + 0.5) * scale - 0.5])
    fits = [_settled(colours, start, size * radius * scale) for size in STARTS]
    best, contrast = max(fits, key=lambda fit: fit[1])
    astray = float(np.linalg.norm(best[:2] - start)) > MOST_ASTRAY * radius * scale
    if contrast == 0.0 or astray or _size(best) / scale < LEAST_SIZE:
        return None
    place = floats((best[0] + 0.5) / scale - 0.5 + left, (best[1] + 0.5) / scale - 0.5 + top)
    cos, sin = np.cos(best[4]), np.sin(best[4])
    axes = np.array([[cos, sin], [-sin, cos]]) * best[2:4, None] / scale
    inner = _sampled(colours, best[None], CORE)[0, ..., 0]
    weight = np.maximum(np.percentile(inner, 30) - inner, 0.0)
    shares = CIRCLE[:, None] * np.array(CORE)[:, None] * (weight * np.array(CORE))[..., None]
    within = shares.sum(axis=(0, 1)) / max(float((weight * np.array(CORE)).sum()), 1e-6)
    return Opening(
        place, np.asarray(axes, np.float32), np.asarray(place + within @ axes, np.float32), contrast
    )


def _settled(colours: Floats, start: NDArray[np.float64], radius: float) -> tuple[NDArray[np.float64], float]:
    """Return the ellipse that fits best about the best of a first round, and its contrast, 0 where it is no good."""
    first, _ = _best(colours, start, radius)
    return _best(colours, first[:2], _size(first))


def _size(ellipse: NDArray[np.float64]) -> float:
    return float(np.sqrt(ellipse[2] * ellipse[3]))


def _best(colours: Floats, start: NDArray[np.float64], radius: float) -> tuple[NDArray[np.float64], float]:
    """Return the ellipse that fits best and the contrast across it, 0 where it does not fit well."""
    chance = np.random.default_rng(0)
    best = np.array([*start, 0.9 * radius, 0.8 * radius, 0.0])
    edges = np.zeros(len(TURNS))
    for spread in SPREADS:
        fur, metric = _fur(colours, best)
        steps = np.array([0.6 * best[2], 0.6 * best[2], best[2], best[3], 1.5]) * spread
        guesses = best + chance.normal(size=(GUESSES, 5)) * steps
        guesses[0] = best
        guesses[:, 2:4] = np.clip(guesses[:, 2:4], SIZES[0] * radius, SIZES[1] * radius)
        away = _sampled(colours, guesses, (*INSIDE, *OUTSIDE)) - fur[None, :, None]
        far = np.minimum(np.sqrt(np.einsum("naij,jk,naik->nai", away, metric, away)), MOST)
        gains = (far[..., :4].mean(-1) - far[..., 4:].mean(-1)) / 2
        gains += (far[..., 2:4].mean(-1) - far[..., 4:6].mean(-1)) / 2
        size = np.sqrt(guesses[:, 2] * guesses[:, 3]) / radius
        slim = guesses[:, 3] / guesses[:, 2]
        worth = np.sort(gains, axis=1)[:, SPARE:].mean(axis=1) - 0.5 * np.log(size) ** 2
        worth -= 4.0 * np.maximum(slim - ROUND, 0.0) + 3.0 * np.maximum(SLIM - slim, 0.0)
        worth -= 0.3 * ((guesses[:, :2] - start) ** 2).sum(axis=1) / radius**2
        top = int(worth.argmax())
        best, edges = guesses[top], gains[top]
    fits = (
        float(edges.mean()) >= LEAST_CONTRAST
        and float(np.sort(edges.reshape(8, -1).mean(axis=1))[1]) >= LEAST_SIDE
        and _darker(colours, best) >= LEAST_DARK
        and _lightness(colours, best, RING) > _lightness(colours, best, MIDDLE) - DARK_RING
    )
    return best, float(edges.mean()) if fits else 0.0


def _lightness(colours: Floats, ellipse: NDArray[np.float64], shares: tuple[float, ...]) -> float:
    return float(np.median(_sampled(colours, ellipse[None], shares)[..., 0]))


def _darker(colours: Floats, ellipse: NDArray[np.float64]) -> float:
    """Return how much darker the dark of an opening is than what is around it, in L*."""
    inner = _sampled(colours, ellipse[None], CORE)[..., 0]
    outer = _sampled(colours, ellipse[None], OUTSIDE)[..., 0]
    return float(np.median(outer) - np.percentile(inner, 20))


def _fur(colours: Floats, ellipse: NDArray[np.float64]) -> tuple[Floats, NDArray[np.float64]]:
    """Return the colour of the fur around an ellipse at every angle, and the metric of its deviations."""
    ring = _sampled(colours, ellipse[None], FUR)[0]
    own = np.median(ring, axis=1)
    wrapped = np.concatenate([own[-AROUND:], own, own[:AROUND]])
    smooth = np.stack(
        [np.median(wrapped[at : at + 2 * AROUND + 1], axis=0) for at in range(len(TURNS))]
    ).astype(np.float32)
    away = (ring - smooth[:, None]).reshape(-1, 3)
    size = np.abs(away).sum(axis=1)
    usual = away[size < np.percentile(size, 80)]
    return smooth, np.linalg.inv(usual.T @ usual / max(len(usual), 1) + np.diag(NOISE))


def _sampled(colours: Floats, ellipses: Guesses, shares: tuple[float, ...]) -> Floats:
    """Return the `colours` at `shares` of the radii of `ellipses`, shape (ellipses, angles, shares, 3)."""
    cos, sin = np.cos(ellipses[:, 4, None]), np.sin(ellipses[:, 4, None])
    across, down = CIRCLE[:, 0] * ellipses[:, 2, None], CIRCLE[:, 1] * ellipses[:, 3, None]
    away = np.stack([across * cos - down * sin, across * sin + down * cos], axis=-1)
    places = ellipses[:, None, None, :2] + away[:, :, None] * np.array(shares)[:, None]
    flat = places.reshape(len(ellipses), -1, 2).astype(np.float32)
    return remap(colours, flat, cv2.BORDER_REPLICATE).reshape(*places.shape[:3], 3)
