import numpy as np
import pytest

from photoplay.arrays import Floats
from photoplay.engines.multiplane.filming.camera import Pose, View
from photoplay.engines.multiplane.filming.seen import Seen, SeenLayer
from photoplay.engines.multiplane.filming.warp import Grid

GRID = Grid(View(160, 96), 8)


@pytest.fixture
def seen() -> Seen:
    """A far wall with something near before its left half."""
    pose = Pose()
    lines = GRID.sightlines(pose)
    shape = lines.base.shape[:2]
    left = np.broadcast_to(GRID.xs < 80, shape).astype(np.float32)
    wall = SeenLayer(lines.base, np.full(shape, 0.2, np.float32), np.ones(shape, np.float32))
    near = SeenLayer(lines.base + np.float32(3), np.full(shape, 0.8, np.float32), left)
    return Seen(GRID, pose, lines, [wall, near])


def test_depth_and_source_are_those_of_what_is_in_front(seen: Seen) -> None:
    assert set(np.unique(seen.depth[:, GRID.xs < 80]).round(3)) == {np.float32(0.8)}
    assert set(np.unique(seen.depth[:, GRID.xs > 80]).round(3)) == {np.float32(0.2)}
    moved = seen.source - seen.lines.base
    assert np.allclose(moved[:, GRID.xs < 80], 3)
    assert np.allclose(moved[:, GRID.xs > 80], 0)


@pytest.mark.parametrize(
    ("x", "depth", "open_to"),
    [(20, 0.9, 1.0), (20, 0.5, 0.0), (140, 0.5, 1.0), (140, 0.1, 0.0), (20, 0.1, 0.0)],
    ids=["before both", "between, hidden", "between, beside", "behind the wall", "behind both"],
)
def test_things_in_the_air_are_hidden_by_what_is_nearer(
    seen: Seen, x: int, depth: float, open_to: float
) -> None:
    points: Floats = np.array([[x, 48]], np.float32)
    assert seen.openness(points, np.array([depth], np.float32)) == pytest.approx([open_to])
