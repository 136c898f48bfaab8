"""The same photograph in other weather and at other hours: haze by depth, other skies, dusk and night.

Few photographs show fog, storms or the last light; the names of things do not change with them.
"""

from dataclasses import replace

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, floats, soften
from training.known import NAMES, Known

SKY = NAMES.index("sky")
OCTAVES = 5
DAY = ((0.25, 0.45, 0.8), (0.75, 0.85, 0.95))
"""Colours overhead and at the horizon, sRGB 0 to 1."""
DUSK = ((0.15, 0.2, 0.4), (1.0, 0.55, 0.25))
NIGHT = ((0.01, 0.01, 0.04), (0.06, 0.07, 0.14))
OVERCAST = ((0.55, 0.58, 0.62), (0.85, 0.86, 0.88))
STORM = ((0.12, 0.14, 0.18), (0.5, 0.52, 0.55))
HOURS = (DAY, DAY, DUSK, DUSK, NIGHT, OVERCAST, STORM)
COVERS = (0.25, 0.75)
"""Least and most of a sky that clouds cover."""
LEAST_SKY = 0.02
"""Share of a picture under which there is no weather in it."""
DENSITY = (0.5, 2.5)
"""Of haze: optical depth at a tenth of the nearest thing's inverse depth."""


def weathered(known: Known, chance: np.random.Generator) -> Known:
    """Return `known` in other weather."""
    picture = known.picture.astype(np.float32) / 255.0
    top, horizon = (floats(*colour) for colour in HOURS[chance.integers(len(HOURS))])
    sky = np.nan_to_num(known.names[..., SKY])
    if (sky > 0.5).mean() < LEAST_SKY:
        return known
    if chance.random() < 0.7:
        edge = soften(np.ascontiguousarray(sky, np.float32), 1.5)[..., None]
        picture = picture * (1.0 - edge) + _sky(known.picture.shape[:2], top, horizon, chance) * edge
        picture = _lit(picture, edge, float(np.mean(horizon)), chance)
    if chance.random() < 0.4 and np.isfinite(known.inverse_depth).any():
        picture = _hazy(picture, known.inverse_depth, horizon, chance)
    return replace(known, picture=_encoded(picture))


def _sky(shape: tuple[int, int], top: Floats, horizon: Floats, chance: np.random.Generator) -> Floats:
    """Return a sky with clouds of noise, flattened towards a horizon in the middle, shape (rows, columns, 3)."""
    rows, columns = shape
    height = np.linspace(0.0, chance.uniform(1.0, 2.0), rows, dtype=np.float32)[:, None, None]
    clear = top + (horizon - top) * np.clip(height, 0.0, 1.0) ** floats(chance.uniform(0.5, 2.0))
    flat = 2 ** int(chance.integers(0, 3))
    noise = sum(
        cv2.resize(
            chance.random((2 + 2 ** (octave + 1) * flat, 2 + 2 ** (octave + 1))).astype(np.float32),
            (columns, rows),
            interpolation=cv2.INTER_CUBIC,
        )
        / 2**octave
        for octave in range(OCTAVES)
    )
    level = np.quantile(noise, 1.0 - chance.uniform(*COVERS))
    cloud = np.clip((noise - level) / chance.uniform(0.1, 0.6), 0.0, 1.0)[..., None]
    shade = horizon * floats(chance.uniform(0.5, 1.3)) * (floats(1.0) - floats(0.5) * cloud**2)
    sky: Floats = clear + (shade - clear) * cloud * floats(chance.uniform(0.3, 1.0))
    return np.clip(sky, 0.0, 1.0)


def _lit(picture: Floats, sky: Floats, light: float, chance: np.random.Generator) -> Floats:
    """Return `picture` with everything under the sky as dark as the sky's `light`, 0 to 1, would have it."""
    darker = floats(np.clip(light * chance.uniform(0.8, 1.6), 0.08, 1.0))
    return picture * (sky + (1.0 - sky) * darker)


def _hazy(picture: Floats, inverse_depth: Floats, colour: Floats, chance: np.random.Generator) -> Floats:
    """Return `picture` with `colour` in the air, more the farther (Koschmieder 1924)."""
    near = np.nan_to_num(inverse_depth, nan=0.0) / max(float(np.nanquantile(inverse_depth, 0.98)), 1e-3)
    seen = np.exp(-floats(0.1 * chance.uniform(*DENSITY)) / np.maximum(near, 0.04))[..., None]
    colour = (colour + colour.mean()) / floats(2.0)
    return np.asarray(picture * seen + colour * (1.0 - seen), np.float32)


def _encoded(picture: Floats) -> Picture:
    return np.asarray(np.rint(np.clip(picture, 0.0, 1.0) * 255.0), np.uint8)
