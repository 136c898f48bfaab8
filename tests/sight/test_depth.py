import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.sight.depth import NETWORK_SIDE, SIDE, by_head, by_network, snapped
from photoplay.sight.features import CHANNELS, Features, grid_of
from photoplay.sight.head import judge
from tests.scenes import FixedNetwork, Picture, landscape

Floats = NDArray[np.float32]
SIZES = [(320, 180), (180, 320), (301, 299), (750, 300)]
every_size = pytest.mark.parametrize(("width", "height"), SIZES)


def map_size(width: int, height: int) -> tuple[int, int]:
    """Return the rows and columns of the map of a picture."""
    scale = SIDE / max(width, height)
    return round(height * scale), round(width * scale)


def slope(rows: int, columns: int) -> Floats:
    """Return a disparity that rises to the right and towards the foot."""
    y, x = np.mgrid[:rows, :columns]
    return np.asarray(y / rows + 0.3 * x / columns, np.float32)


class TestByNetwork:
    @every_size
    def test_covers_any_shape_of_picture_from_0_to_1(self, width: int, height: int) -> None:
        network = FixedNetwork(slope(50, 70)[None])
        depth = by_network(landscape(width, height), network)
        assert depth.shape == map_size(width, height)
        assert depth.min() == depth[0, 0] == 0.0
        assert depth.max() == depth[-1, -1] == 1.0

    @every_size
    def test_the_network_is_shown_whole_patches(self, width: int, height: int) -> None:
        network = FixedNetwork(slope(50, 70)[None])
        by_network(landscape(width, height), network)
        rows, columns = network.shown[0].shape[2:]
        assert max(rows, columns) == NETWORK_SIDE
        assert rows % 14 == columns % 14 == 0
        assert columns / rows == pytest.approx(width / height, rel=0.06)

    @pytest.mark.parametrize(("scale", "shift"), [(0.01, 0.0), (0.5, 9.0), (400.0, -1000.0), (3.0, 500.0)])
    def test_whatever_the_scale_and_shift(self, scale: float, shift: float) -> None:
        network = FixedNetwork((slope(50, 70) * np.float32(scale) + np.float32(shift))[None])
        plain = by_network(landscape(320, 180), FixedNetwork(slope(50, 70)[None]))
        assert by_network(landscape(320, 180), network) == pytest.approx(plain, abs=1e-3)

    def test_one_wild_value_does_not_flatten_the_rest(self) -> None:
        disparity = slope(518, 518)
        disparity[200:204, 200:204] = 1000.0
        depth = by_network(landscape(300, 300), FixedNetwork(disparity[None]))
        assert np.quantile(depth, 0.9) - np.quantile(depth, 0.1) > 0.5

    def test_of_a_flat_map_is_finite(self) -> None:
        depth = by_network(landscape(300, 300), FixedNetwork(np.full((1, 37, 37), 7.0, np.float32)))
        assert depth.min() >= 0.0
        assert depth.max() <= 1.0


class TestByFeatures:
    @every_size
    def test_covers_any_shape_of_picture_within_0_and_1(self, width: int, height: int) -> None:
        tokens = np.random.default_rng(3).normal(size=(*grid_of(height, width), 3 * CHANNELS))
        depth = by_head(landscape(width, height), judge(Features(tokens.astype(np.float32))))
        assert depth.shape == map_size(width, height)
        assert depth.dtype == np.float32
        assert depth.min() >= 0.0
        assert depth.max() <= 1.0


def halves(width: int, height: int, edge: int) -> Picture:
    """Return a picture that is dark left of a column and light from there on, slightly noisy."""
    picture = np.random.default_rng(6).integers(0, 8, (height, width, 3), dtype=np.uint8) + np.uint8(50)
    picture[:, edge:] += np.array([120, 90, 140], np.uint8)
    return picture


class TestSnapped:
    @pytest.mark.parametrize("off", [-8, 0, 8])
    def test_the_edge_moves_onto_the_pictures(self, off: int) -> None:
        coarse = np.zeros((24, 24), np.float32)
        coarse[:, 12:] = 0.8
        depth = snapped(coarse, halves(SIDE, SIDE, SIDE // 2 + off))
        edge = SIDE // 2 + off
        profile = depth[100:-100].mean(axis=0)
        assert int(np.argmax(np.diff(profile))) == edge - 1
        assert profile[edge + 1] - profile[edge - 2] > 0.4
        blurred = cv2.resize(coarse, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)[200]
        assert blurred[edge + 1] - blurred[edge - 2] < 0.2

    @pytest.mark.parametrize("value", [0.0, 0.37, 1.0])
    def test_what_is_flat_stays_flat(self, value: float) -> None:
        depth = snapped(np.full((20, 30), value, np.float32), landscape(240, 160))
        assert depth == pytest.approx(value, abs=1e-3)

    @every_size
    def test_is_a_map_of_the_picture_within_0_and_1(self, width: int, height: int) -> None:
        coarse = np.random.default_rng(1).choice([0.0, 1.0], grid_of(height, width)).astype(np.float32)
        depth = snapped(coarse, landscape(width, height))
        assert depth.shape == map_size(width, height)
        assert depth.min() >= 0.0
        assert depth.max() <= 1.0

    def test_an_edge_does_not_overshoot(self) -> None:
        coarse = np.zeros((24, 24), np.float32)
        coarse[:, 12:] = 1.0
        depth = snapped(coarse, halves(SIDE, SIDE, SIDE // 2))
        assert depth.min() >= 0.0
        assert depth.max() <= 1.0

    def test_a_slope_stays_a_slope_where_the_picture_is_plain(self) -> None:
        depth = snapped(slope(28, 28) / np.float32(1.3), np.full((300, 300, 3), 90, np.uint8))
        assert depth[40:-40, 40:-40] == pytest.approx(
            slope(SIDE, SIDE)[40:-40, 40:-40] / np.float32(1.3), abs=0.03
        )
