import numpy as np
import pytest

from photoplay.engines.multiplane.arrival.tone import Toned
from photoplay.engines.multiplane.filming.camera import Pose, View
from photoplay.engines.multiplane.filming.seen import Seen, SeenLayer
from photoplay.engines.multiplane.filming.warp import Grid

GRID = Grid(View(160, 96), 8)
NODES = (len(GRID.ys), len(GRID.xs))
X, Y = np.meshgrid(GRID.xs, GRID.ys)
SEEN = Seen(
    GRID,
    Pose(),
    GRID.sightlines(Pose()),
    [SeenLayer(np.dstack([X, Y]).astype(np.float32), np.ones(NODES, np.float32), np.ones(NODES, np.float32))],
)


def toned(difference: float, share: float) -> np.ndarray:
    frame = np.full((96, 160, 3), 100, np.uint8)
    whole = np.full((96, 160, 3), difference, np.float32)
    Toned(whole, lambda _time: share).apply(frame, SEEN, 1.0)
    return frame


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_a_share_of_the_difference_is_added(share: float) -> None:
    assert (toned(40.0, share) == 100 + round(40 * share)).all()


def test_colours_stay_within_bounds() -> None:
    assert (toned(400.0, 1.0) == 255).all()
    assert (toned(-400.0, 1.0) == 0).all()
