from dataclasses import replace

import numpy as np

from photoplay.arrays import soften
from photoplay.sight import focus
from photoplay.sight.features import grid_of, look_at_patches
from photoplay.sight.focus import blur, in_focus
from photoplay.sight.head import Judgement, judge
from photoplay.sight.names import WHOLES
from tests.scenes import NoiseBackbone, Picture

WIDTH, HEIGHT = 504, 336
HALF = WIDTH // 2
APART = 7
"""Patches from the edge of what is out of focus."""
BLUR = 3.0
"""Deviation of what is out of focus, in pixels."""


def pebbles(blurred: slice | None = None) -> Picture:
    """Return a photograph of small things, out of focus in the columns `blurred`."""
    grey = np.random.default_rng(4).normal(size=(HEIGHT, WIDTH)).astype(np.float32)
    if blurred is not None:
        soft = soften(grey, BLUR)
        grey[:, blurred] = (soft / soft.std())[:, blurred]
    levels = np.clip(128 + 40 * grey, 0, 255).astype(np.uint8)
    return np.repeat(levels[..., None], 3, axis=2)


def waterier(judgement: Judgement, by: float) -> Judgement:
    """Return `judgement` with other scores of water."""
    wholes = judgement.wholes.copy()
    wholes[focus.HERE] += by
    return replace(judgement, wholes=wholes)


def test_blur_is_told_from_sharp() -> None:
    rows, columns = grid_of(HEIGHT, WIDTH)
    found = blur(pebbles(slice(HALF, WIDTH)), rows, columns)

    assert found[:, : columns // 2 - APART].max() < 0.2
    assert found[:, columns // 2 + APART :].min() > 0.8


def test_only_water_and_only_where_it_is_blurred_is_judged_from_farther_off() -> None:
    eye, picture = NoiseBackbone(), pebbles(slice(HALF, WIDTH))
    near = waterier(judge(look_at_patches(picture, eye)), 20.0)

    found = in_focus(near, picture, eye)

    assert len(eye.shown) == 2
    columns = near.water.shape[1]
    sharp, blurred = slice(0, columns // 2 - APART), slice(columns // 2 + APART, columns)
    changed = np.abs(found.wholes - near.wholes)
    dry = [index for index, _ in enumerate(WHOLES) if index not in focus.HERE]
    assert not changed[dry].any()
    assert changed[focus.HERE][..., blurred].mean() > 10 * changed[focus.HERE][..., sharp].mean()
    assert np.abs(found.water - near.water)[:, blurred].mean() > 0.0
    assert found.root is near.root


def test_what_can_hardly_be_water_is_looked_at_once() -> None:
    eye, picture = NoiseBackbone(), pebbles(slice(HALF, WIDTH))
    near = waterier(judge(look_at_patches(picture, eye)), -20.0)

    assert in_focus(near, picture, eye) is near
    assert len(eye.shown) == 1


def test_a_sharp_picture_is_looked_at_once() -> None:
    eye, picture = NoiseBackbone(), pebbles()
    near = judge(look_at_patches(picture, eye))

    assert in_focus(near, picture, eye) is near
    assert len(eye.shown) == 1
