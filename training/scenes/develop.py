"""From linear light to a photograph: air, exposure, tone, colour, and the faults that photographs have."""

import cv2
import numpy as np
from numpy.typing import NDArray

from training.scenes.chance import Colour, Dice

Light = NDArray[np.float32]


def hazed(
    light: Light, inverse_depth: Light, haze: float | None, pierced: float = 0.0, colour: Colour | None = None
) -> Light:
    """Return the light (rows, columns, 3) mixed with the air's, two thirds at `haze` metres; the sky stays.

    Far things keep `pierced` of their light. The air is of `colour`, or of the sky's own in the middle.
    """
    if haze is None:
        return light
    land = inverse_depth > 0
    if colour is not None:
        # A ridge's edge is dark in pixels whose depth is the sky's.
        beside = np.asarray(cv2.dilate(inverse_depth, np.ones((3, 3), np.uint8)), np.float32)
        inverse_depth = np.where(land, inverse_depth, beside)
    clear = clearness(inverse_depth, haze, pierced)[..., None]
    rows = np.where(land, 0, 1).sum(axis=1)
    sky = (
        light[~land]
        if rows.sum() > 200
        else light[light.mean(axis=2) > np.percentile(light.mean(axis=2), 80)]
    )
    air = np.clip(np.median(sky, axis=0), 0, 4) if colour is None else np.asarray(colour)
    return np.asarray(light * clear + air * (1 - clear), np.float32)


def clearness(inverse_depth: Light, haze: float, pierced: float = 0.0) -> Light:
    """Return the share of a pixel's light that is not the air's, at least `pierced`, shape (rows, columns)."""
    through = np.maximum(np.exp(-1.0 / np.maximum(inverse_depth * haze, 1e-6)), pierced)
    return np.asarray(np.where(inverse_depth > 0, through, 1.0))


def developed(dice: Dice, light: Light, dim: float = 1.0) -> NDArray[np.uint8]:
    """Return the photograph, uint8 RGB: exposed for its middle tones, toned as film, a third altered further.

    `dim` is the share of that exposure that it gets.
    """
    bright = light.mean(axis=2)
    middle = np.exp(np.mean(np.log(np.maximum(bright, 1e-4))))
    key = dice.between(0.1, 0.2)
    gain = min(key / middle, 1.0 / max(float(np.percentile(bright, 88)), 1e-4))
    exposed = np.maximum(light, 0) * max(gain, 0.12 / max(float(np.percentile(bright, 75)), 1e-4))
    toned = np.asarray(_film(exposed * dim), np.float32)
    if dice.odds(0.36):
        toned = _altered(dice, toned)
    return np.asarray(np.rint(np.clip(toned, 0, 1) * 255), np.uint8)


def quality(dice: Dice) -> int:
    """Return a JPEG quality, now and then a poor one."""
    return dice.whole(40, 75) if dice.odds(0.2) else dice.whole(86, 96)


def _film(light: Light) -> Light:
    return np.asarray(
        np.clip(light * (2.51 * light + 0.03) / (light * (2.43 * light + 0.59) + 0.14), 0, 1) ** (1 / 2.2),
        np.float32,
    )


def _altered(dice: Dice, picture: Light) -> Light:
    if dice.odds(0.35):
        weights = np.asarray(dice.pick([(0.3, 0.59, 0.11), (0.5, 0.4, 0.1), (0.2, 0.5, 0.3)]), np.float32)
        tint = np.asarray(dice.pick([(1, 1, 1), (1, 1, 1), (1.05, 0.98, 0.86)]), np.float32)
        picture = np.asarray((picture @ weights)[..., None] * tint, np.float32)
    if dice.odds(0.4):
        picture = picture * np.asarray([dice.between(0.85, 1.15), 1.0, dice.between(0.8, 1.2)], np.float32)
    if dice.odds(0.5):
        picture = np.clip(picture, 0, 1) ** dice.between(0.7, 1.4)
        picture = (picture - 0.5) * dice.between(0.75, 1.3) + 0.5
    rows, columns = picture.shape[:2]
    if dice.odds(0.35):
        y, x = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j]
        picture = np.asarray(
            picture * (1 - dice.between(0.15, 0.5) * (x**2 + y**2) / 2)[..., None], np.float32
        )
    if dice.odds(0.2):
        softened = cv2.GaussianBlur(np.asarray(picture, np.float32), (0, 0), dice.between(0.5, 1.1))
        picture = np.asarray(softened, np.float32)
    if dice.odds(0.5):
        grain = dice.rng.normal(
            scale=dice.between(0.01, 0.05), size=(rows, columns, 1 if dice.odds(0.5) else 3)
        )
        picture = np.asarray(picture + grain, np.float32)
    return np.asarray(picture, np.float32)
