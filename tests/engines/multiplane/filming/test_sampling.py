"""The frame in tiles of what they show."""

import numpy as np

from photoplay.arrays import Picture
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.filming.sampling import Sampler
from photoplay.engines.multiplane.filming.warp import Grid

WINDOW = slice(8, 392), slice(16, 640)
SAMPLER = Sampler(Grid(View(640, 400), 8))


def spotted(*spots: tuple[int, int, int]) -> Picture:
    """Return two kinds at the nodes, 0 but at spots: row, column, which."""
    kinds = np.zeros((52, 82, 2), np.uint8)
    for row, column, which in spots:
        kinds[row, column, which] = 4
    return kinds


class TestRuns:
    def test_cover_a_window_once(self) -> None:
        seen = np.zeros((400, 640), int)
        for tile, _ in SAMPLER.runs(WINDOW, spotted((10, 20, 0), (30, 60, 1))):
            seen[tile] += 1
        assert (seen[WINDOW] == 1).all()
        seen[WINDOW] = 0
        assert not seen.any()

    def test_know_what_any_of_their_nodes_has(self) -> None:
        kinds = spotted((10, 20, 0), (17, 19, 1), (30, 60, 1))
        for tile, kind in SAMPLER.runs(WINDOW, kinds):
            assert (SAMPLER.grid.part(kinds, *tile).max(axis=(0, 1)) <= kind).all()

    def test_what_is_alike_is_one_run(self) -> None:
        tiles = [tile for tile, _ in SAMPLER.runs(WINDOW, spotted())]
        assert all(columns == WINDOW[1] for _, columns in tiles)


class TestAround:
    def test_holds_all_pixels_beside_a_node(self) -> None:
        kinds = spotted((10, 20, 0))[..., 0]
        rows, columns = SAMPLER.around(kinds, 4, WINDOW) or WINDOW
        weights = SAMPLER.grid.full(kinds.astype(np.float32), slice(0, 400), slice(0, 640))
        assert weights[rows, columns].any()
        weights[rows, columns] = 0.0
        assert not weights.any()

    def test_is_nowhere_without_the_bit(self) -> None:
        assert SAMPLER.around(spotted((10, 20, 0))[..., 0], 2, WINDOW) is None
