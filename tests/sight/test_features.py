import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from photoplay.sight.features import (
    CHANNELS,
    DEVIATION,
    HURRIED_PATCHES,
    LEAST_SIDE,
    MEAN,
    PATCH,
    PATCHES,
    grid_of,
    look_at_patches,
    normalised,
)
from tests.scenes import FixedNetwork, landscape

LAYERS = 3
SIZES = [(320, 180), (180, 320), (301, 299), (750, 300)]


class BrightnessBackbone(FixedNetwork):
    """Sees a rising token in bright patches and a falling one in dark ones, and nonsense in the whole."""

    def __init__(self) -> None:
        super().__init__(np.zeros(0, np.float32))

    def __call__(self, *inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        super().__call__(*inputs)
        planes = inputs[0][0].astype(np.float32)
        rows, columns = (side // PATCH for side in planes.shape[1:])
        patches = planes.reshape(3, rows, PATCH, columns, PATCH).mean(axis=(0, 2, 4)).reshape(-1, 1)
        ramps = [np.linspace(0, scale, CHANNELS, dtype=np.float32) + scale for scale in (1, 5, 40)]
        tokens = np.concatenate([np.sign(patches) * ramp for ramp in ramps], axis=1)
        return np.concatenate([np.full_like(tokens[:1], 1e6), tokens])[None]


@given(st.integers(300, 4000), st.floats(0.4, 2.5), st.sampled_from([PATCHES, HURRIED_PATCHES]))
def test_the_grid_has_the_pictures_shape_and_always_about_as_many_patches(
    height: int, aspect: float, patches: int
) -> None:
    width = round(height * aspect)
    rows, columns = grid_of(height, width, patches)
    assert rows * columns == pytest.approx(patches, rel=0.06)
    assert columns / rows == pytest.approx(width / height, rel=0.06)


@pytest.mark.parametrize(("height", "width"), [(10, 4000), (4000, 10), (1, 1)])
def test_the_grid_of_a_strip_is_never_too_narrow(height: int, width: int) -> None:
    assert min(grid_of(height, width)) >= LEAST_SIDE


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_tokens_lie_on_the_grid_each_layer_with_mean_0_and_deviation_1(width: int, height: int) -> None:
    backbone = BrightnessBackbone()
    tokens = look_at_patches(landscape(width, height), backbone).tokens
    rows, columns = grid_of(height, width)
    assert backbone.shown[0].shape == (1, 3, rows * PATCH, columns * PATCH)
    assert tokens.shape == (rows, columns, LAYERS * CHANNELS)
    assert tokens.dtype == np.float32
    layers = tokens.reshape(rows, columns, LAYERS, CHANNELS)
    assert np.abs(layers.mean(axis=-1)).max() < 1e-5
    assert layers.std(axis=-1) == pytest.approx(1.0, abs=1e-4)


def test_tokens_lie_where_their_patch_is() -> None:
    picture = np.zeros((200, 300, 3), np.uint8)
    picture[100:, :100] = 255
    tokens = look_at_patches(picture, BrightnessBackbone()).tokens
    rows, columns = tokens.shape[:2]
    bright = tokens[..., CHANNELS - 1] > 0
    expected = np.zeros((rows, columns), bool)
    expected[round(rows / 2) :, : round(columns / 3)] = True
    assert (bright == expected).mean() > 0.95


def test_a_flat_token_stays_finite() -> None:
    rows, columns = grid_of(240, 320)
    flat = FixedNetwork(np.ones((1, 1 + rows * columns, LAYERS * CHANNELS), np.float32))
    assert not look_at_patches(landscape(320, 240), flat).tokens.any()


def test_normalising_takes_mean_and_deviation_away() -> None:
    picture = np.zeros((4, 6, 3), np.uint8)
    picture[1, 2] = 255
    planes = normalised(picture)
    assert planes.shape == (1, 3, 4, 6)
    assert planes.dtype == np.float32
    assert planes.flags.c_contiguous
    assert planes[0, :, 0, 0] == pytest.approx(-MEAN / DEVIATION, rel=1e-5)
    assert planes[0, :, 1, 2] == pytest.approx((1 - MEAN) / DEVIATION, rel=1e-5)
