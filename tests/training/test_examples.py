import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.sight.features import CHANNELS, grid_of
from photoplay.sight.names import WHOLES
from tests.scenes import MadeUpNetwork
from training.examples import views
from training.known import NAMES, Known


class Blank(MadeUpNetwork):
    """Sees the same in every patch, and counts what it was shown."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[NDArray[np.generic]] = []

    def __call__(self, *inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        self.seen.append(inputs[0])
        rows, columns = (side // 14 for side in inputs[0].shape[2:])
        return np.ones((1, 1 + rows * columns, CHANNELS), np.float32)


@pytest.fixture
def known() -> Known:
    """Sky over ground, the ground's left half not known."""
    chance = np.random.default_rng(3)
    picture = chance.integers(0, 255, (120, 180, 3)).astype(np.uint8)
    depth = np.zeros((120, 180), np.float32)
    depth[60:] = np.linspace(0.1, 1.0, 60, dtype=np.float32)[:, None]
    depth[60:, :90] = np.nan
    names = np.zeros((120, 180, len(NAMES)), np.float32)
    names[:60, :, WHOLES.index("sky")] = 1.0
    names[60:, :, WHOLES.index("ground")] = 1.0
    return Known(picture, depth, names)


def test_the_first_view_is_whole_and_the_second_its_mirror(known: Known) -> None:
    network = Blank()
    first, second = views(known, 2, network, np.random.default_rng(0))
    assert first.tokens.shape[:2] == first.inverse_depth.shape == grid_of(120, 180)
    assert np.allclose(network.seen[0], network.seen[1][..., ::-1], atol=1e-5)
    assert np.allclose(first.inverse_depth, second.inverse_depth[:, ::-1], equal_nan=True)
    assert np.allclose(first.names, second.names[:, ::-1])


def test_what_is_not_known_stays_unknown(known: Known) -> None:
    (view,) = views(known, 1, Blank(), np.random.default_rng(0))
    rows, columns = view.inverse_depth.shape
    assert np.isnan(view.inverse_depth[-1, : columns // 2 - 1]).all()
    assert np.isfinite(view.inverse_depth[-1, columns // 2 + 1 :]).all()
    assert view.inverse_depth[-1, -1] > view.inverse_depth[rows // 2 + 1, -1] > 0
    assert (view.names[0, :, WHOLES.index("sky")] == 1).all()


def test_other_views_show_parts_in_other_tones_and_fit_what_is_known(known: Known) -> None:
    network = Blank()
    parts = list(views(known, 12, network, np.random.default_rng(1)))[2:]
    assert len({part.inverse_depth.shape for part in parts}) > 3
    for part in parts:
        sky = part.names[..., WHOLES.index("sky")]
        assert (part.inverse_depth[sky == 1] == 0).all()
        assert part.tokens.shape[:2] == part.names.shape[:2]
