import numpy as np
import pytest

from photoplay.arrays import Floats
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.swings import EDGE, Swing, nodes_of, ramp
from tests.engines.multiplane.playing.stages import setting_of
from tests.scenes import landscape

SIZE = WIDTH, HEIGHT = 320, 180


@pytest.fixture(scope="module")
def setting() -> Setting:
    return setting_of(landscape(*SIZE))


def rightward(time: float) -> Floats:
    """Return the weight of one pattern, as large as the time."""
    return np.array([time], np.float32)


def test_nodes_lie_in_the_middles_of_their_part_of_the_frame(setting: Setting) -> None:
    nodes = nodes_of(setting)
    assert nodes.shape == (*setting.canvas.size[::-1], 2)
    assert nodes.mean(axis=(0, 1)) == pytest.approx([(WIDTH - 1) / 2, (HEIGHT - 1) / 2], abs=1e-3)


def test_a_ramp_rises_or_falls() -> None:
    x = np.array([0.0, 1.0, 1.5, 2.0, 9.0], np.float32)
    assert ramp(x, 1.0, 2.0) == pytest.approx([0.0, 0.0, 0.5, 1.0, 1.0])
    assert ramp(x, 2.0, 1.0) == pytest.approx([1.0, 1.0, 0.5, 0.0, 0.0])


def test_a_swing_weighs_its_patterns_and_is_still_at_none(setting: Setting) -> None:
    pattern = np.zeros((1, *setting.canvas.size[::-1], 2), np.float32)
    pattern[..., 0] = 2.0
    swing = Swing.of(setting, pattern, rightward)
    points = np.full((2, 2, 2), 90.0, np.float32)
    assert not swing.shift(points, 0.0).any()
    assert swing.shift(points, 1.5)[0, 0] == pytest.approx([3.0, 0.0], abs=1e-4)


def test_nothing_crosses_the_edge_but_may_run_along_it(setting: Setting) -> None:
    pattern = np.ones((1, *setting.canvas.size[::-1], 2), np.float32)
    swing = Swing.of(setting, pattern, rightward)
    left, inner = swing.shift(np.array([[[0.0, 90.0], [EDGE * WIDTH + 2, 90.0]]], np.float32), 1.0)[0]
    assert left == pytest.approx([0.0, 1.0], abs=0.02)
    assert inner == pytest.approx([1.0, 1.0], abs=0.02)


def test_only_the_part_that_moves_is_kept(setting: Setting) -> None:
    pattern = np.zeros((1, *setting.canvas.size[::-1], 2), np.float32)
    pattern[:, 40:50, 100:120] = 1.0
    swing = Swing.of(setting, pattern, rightward)
    assert swing.patterns.shape[1:3] == (12, 22)
    nodes = nodes_of(setting)
    assert swing.shift(nodes, 1.0) == pytest.approx(pattern[0], abs=1e-3)
