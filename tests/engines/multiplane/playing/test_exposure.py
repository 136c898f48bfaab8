import numpy as np
import pytest

from photoplay.arrays import Floats, Picture
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.filming.warp import Grid
from photoplay.engines.multiplane.playing.exposure import at_nodes, expose, screen, sparkle

GRID = Grid(View(320, 186), 8)


def ramp() -> Picture:
    """Return all values from black on the left to white on the right."""
    row = np.linspace(0, 255, 320).round().astype(np.uint8)
    return np.ascontiguousarray(np.broadcast_to(row[None, :, None], (186, 320, 3)))


def everywhere(*colour: float) -> Floats:
    shape = len(GRID.ys), len(GRID.xs), 3
    return np.ascontiguousarray(np.broadcast_to(np.array(colour, np.float32), shape))


def test_a_gain_of_one_changes_nothing() -> None:
    frame = ramp()
    expose(frame, GRID, everywhere(1.0, 1.0, 1.0))
    screen(frame, GRID, everywhere(0.0, 0.0, 0.0))
    sparkle(frame, GRID, everywhere(0.2, 0.2, 0.2), everywhere(0.0, 0.0, 0.0))
    assert np.array_equal(frame, ramp())


def test_less_light_keeps_the_colour() -> None:
    frame = ramp()
    expose(frame, GRID, everywhere(0.5, 0.25, 1.0))
    wanted = ramp() * np.array([0.5, 0.25, 1.0])
    assert np.abs(frame - wanted).max() <= 0.5


@pytest.mark.parametrize("gain", [1.2, 1.6, 2.0, 5.0])
def test_more_light_rolls_off_to_white_and_orders_all_values(gain: float) -> None:
    frame = ramp()
    expose(frame, GRID, everywhere(gain, gain, gain))
    row = frame[90, :, 0].astype(int)
    assert row[0] == 0
    assert row[-1] == 255
    assert (np.diff(row) >= 0).all()
    assert row[20] == pytest.approx(min(gain, 2.0) * ramp()[90, 20, 0], rel=0.15)
    assert (row[:-1] < 255).sum() >= 300


def test_light_in_the_air_lifts_black_most_and_white_not() -> None:
    frame = ramp()
    screen(frame, GRID, everywhere(0.4, 0.4, 0.0))
    gained = frame[90].astype(int) - ramp()[90]
    assert gained[0, 0] == 102
    assert gained[-1, 0] == 0
    assert (gained[:, 2] == 0).all()


def test_only_what_outshines_its_surroundings_sparkles() -> None:
    frame = np.full((186, 320, 3), 60, np.uint8)
    frame[80:90, 100:110] = 160
    dimmed, raised = frame.copy(), frame.copy()
    around = everywhere(60 / 255, 60 / 255, 60 / 255)
    sparkle(dimmed, GRID, around, everywhere(-0.5, -0.5, -0.5))
    sparkle(raised, GRID, around, everywhere(1.0, 1.0, 1.0))
    assert abs(int(dimmed[85, 105, 0]) - 110) <= 1
    assert 180 < raised[85, 105, 0] < 255
    assert np.abs(dimmed[:70].astype(int) - 60).max() <= 1
    assert np.abs(raised[:70].astype(int) - 60).max() <= 1


def test_nodes_see_what_is_around_them() -> None:
    seen = at_nodes(ramp(), GRID)
    assert seen.shape == (len(GRID.ys), len(GRID.xs), 3)
    assert seen[10, 1:-1, 0] == pytest.approx(GRID.xs[1:-1] / 319, abs=0.01)
