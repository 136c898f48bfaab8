import numpy as np
import pytest

from photoplay.arrays import Floats
from photoplay.engines.multiplane.arrival.blending import Blend
from photoplay.engines.multiplane.filming.camera import Pose, View
from photoplay.engines.multiplane.filming.seen import Seen, SeenLayer
from photoplay.engines.multiplane.filming.warp import Grid
from tests.engines.multiplane.arrival.corresponding import moved_by
from tests.scenes import landscape

VIEW = View(160, 96)
GRID = Grid(VIEW, 8)
EVERYWHERE = np.ones((96, 160), np.float32)
NOBODY = 0.0 * EVERYWHERE
NODES = (len(GRID.ys), len(GRID.xs))
ALIKE = np.zeros(NODES, np.float32)


def blend(sure: Floats, back: Floats, grown: float = 1.0, alone: Floats = NOBODY) -> Blend:
    return Blend(VIEW, sure, back, grown * EVERYWHERE, EVERYWHERE / grown, alone, NOBODY, 0.08, 0.02)


def looking(right: float = 0.0, *, figure: bool = False) -> Seen:
    """Return what sees the photograph shifted by so many pixels, and a figure all over it."""
    x, y = np.meshgrid(GRID.xs + right, GRID.ys)
    depth = np.full(NODES, 0.5, np.float32)
    layer = SeenLayer(np.dstack([x, y]).astype(np.float32), depth, np.ones(NODES, np.float32))
    return Seen(GRID, Pose(), GRID.sightlines(Pose()), [layer, layer] if figure else [layer])


def weight(share: float, sure: Floats = EVERYWHERE, back: Floats = EVERYWHERE, right: float = 0.0) -> Floats:
    return blend(sure, back).weight(looking(right), looking(), share, ALIKE)


def test_goes_from_the_first_to_the_second() -> None:
    weights = [float(weight(share).mean()) for share in np.linspace(0.0, 1.0, 11)]
    assert (weights[0], weights[-1]) == (0.0, 1.0)
    assert weights == sorted(weights)
    assert weights[5] == pytest.approx(0.5, abs=0.01)


def test_what_is_in_the_second_alone_shows_early() -> None:
    sure = EVERYWHERE.copy()
    sure[:, :80] = 0.0
    early = weight(0.35, sure=sure)
    assert early[:, 2:7].min() > 0.9
    assert early[:, -6:-2].max() < 0.5


def test_beyond_its_edge_the_first_is_not_shown() -> None:
    late = weight(0.2, right=60.0)
    assert late[:, -4:-1].min() > 0.95
    assert late[:, 2:8].max() < 0.1


def test_what_differs_goes_over_quickly_and_figures_before_all() -> None:
    both = blend(EVERYWHERE, EVERYWHERE)
    differs = np.full(NODES, 0.5, np.float32)
    someone = looking(figure=True)
    before, after = (both.weight(someone, someone, share, differs).mean() for share in (0.45, 0.55))
    assert before < 0.02
    assert after > 0.98
    assert 0.05 < both.weight(looking(), looking(), 0.45, differs).mean() < 0.4
    assert both.weight(looking(), looking(), 0.38, differs).mean() < 0.02
    assert both.weight(looking(), looking(), 0.38, ALIKE).mean() > 0.1


def test_two_equal_frames_stay_what_they_are() -> None:
    frame = landscape(160, 96)
    both = blend(EVERYWHERE, EVERYWHERE)
    mixed = both.mix(frame, frame.copy(), looking(), looking(), 0.5)
    assert np.abs(mixed.astype(int) - frame).max() <= 1


def test_where_nobody_knows_time_decides() -> None:
    nowhere = 0.0 * EVERYWHERE
    assert weight(0.3, nowhere, nowhere).max() < 0.05
    assert weight(0.7, nowhere, nowhere).min() > 0.95


def test_what_is_larger_in_the_second_shows_early() -> None:
    opened = blend(EVERYWHERE, EVERYWHERE, grown=3.0)
    assert opened.weight(looking(), looking(), 0.35, ALIKE).mean() > 0.9
    closed = blend(EVERYWHERE, EVERYWHERE, grown=1 / 3)
    assert closed.weight(looking(), looking(), 0.65, ALIKE).mean() < 0.1


def test_growth_is_that_of_areas() -> None:
    x, y = np.meshgrid(np.arange(160.0) - 80, np.arange(96.0) - 48)
    motion = np.dstack([0.3 * x, -0.2 * y]).astype(np.float32)
    found = Blend.of(VIEW, moved_by(motion), (NOBODY, NOBODY), 0.08, 0.02)
    assert found.grown[20:-20, 20:-20] == pytest.approx(1.3 * 0.8, abs=1e-3)
    assert found.grown_back[20:-20, 20:-20] == pytest.approx(0.7 * 1.2, abs=1e-3)


def test_a_figure_that_goes_by_itself_is_swapped_at_once() -> None:
    one = NOBODY.copy()
    one[20:80, 60:100] = 1.0
    swapped = blend(NOBODY, NOBODY, alone=one)
    before, after = (swapped.weight(looking(), looking(), share, ALIKE) for share in (0.45, 0.55))
    inside, outside = np.s_[5:9, 10:12], np.s_[5:9, 2:6]
    assert before[inside].max() < 0.01
    assert after[inside].min() > 0.99
    assert 0.01 < before[outside].mean() < 0.5


def test_so_is_one_before_a_backdrop_that_the_other_photograph_shows_surely() -> None:
    one = NOBODY.copy()
    one[:, 40:120] = 1.0
    swapped = blend(EVERYWHERE - one, EVERYWHERE, alone=one)
    before, after = (swapped.weight(looking(), looking(), share, ALIKE) for share in (0.45, 0.55))
    inside = np.s_[:, 8:14]
    assert before[inside].max() < 0.01
    assert after[inside].min() > 0.99
