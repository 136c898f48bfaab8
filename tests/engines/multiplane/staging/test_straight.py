import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.engines.multiplane.staging.straight import (
    Lines,
    afloat,
    find_lines,
    grounded,
    outside,
    rooted,
    straightened,
)

Floats = NDArray[np.float32]
SIDE = 120


def post(x: float, top: float, bottom: float) -> Lines:
    return Lines(np.array([[[x, top], [x, bottom]]], np.float32))


def stepped(low: float = 0.2, high: float = 0.28) -> Floats:
    """Return depth that steps halfway down, within a tenth of the height."""
    rows = np.interp(np.arange(SIDE), (0.45 * SIDE, 0.55 * SIDE), (low, high)).astype(np.float32)
    return np.repeat(rows[:, None], SIDE, axis=1)


def bend(values: Floats) -> float:
    """Return how far `values` stray from their own straight line."""
    place = np.arange(len(values))
    return float(np.abs(values - np.polyval(np.polyfit(place, values, 1), place)).max())


def test_a_line_across_a_step_is_made_straight_and_upright() -> None:
    column = straightened(stepped(), post(0.5, 0.1, 0.9))[22:98, 60]
    assert bend(stepped()[22:98, 60]) > 0.02
    assert bend(column) < 0.008
    assert np.ptp(column) < 0.02


def test_a_line_across_an_edge_is_made_straight_to_the_node() -> None:
    edged = stepped(0.4, 0.46)
    edged[60] += 0.03
    broadly = straightened(edged, post(0.5, 0.1, 0.9))
    finely = straightened(broadly, post(0.5, 0.1, 0.9), finely=True)
    assert bend(finely[22:98, 60]) < 0.01 < bend(broadly[22:98, 60])
    assert np.array_equal(finely[:, :54], broadly[:, :54])


def test_a_leaning_line_keeps_its_slope() -> None:
    tilted = np.repeat(np.linspace(0.1, 0.5, SIDE, dtype=np.float32)[:, None], SIDE, axis=1)
    leaning = Lines(np.array([[[0.2, 0.1], [0.8, 0.9]]], np.float32))
    assert np.allclose(straightened(tilted, leaning), tilted, atol=0.005)


def test_far_from_a_line_nothing_changes() -> None:
    field = stepped()
    assert np.allclose(straightened(field, post(0.2, 0.1, 0.9))[:, 60:], field[:, 60:], atol=1e-4)


def test_what_is_much_nearer_beside_a_line_is_left_alone() -> None:
    field = stepped()
    field[:, 62:] = 0.9
    assert np.allclose(straightened(field, post(0.5, 0.1, 0.9))[:, 70:], 0.9, atol=0.01)


def test_without_lines_nothing_changes() -> None:
    field = stepped()
    assert straightened(field, Lines(np.zeros((0, 2, 2), np.float32))) is field


@pytest.mark.parametrize("size", [(640, 360), (360, 640), (500, 500)])
def test_lines_are_found_whole_where_they_are_broken(size: tuple[int, int]) -> None:
    width, height = size
    picture = np.full((height, width, 3), 200, np.uint8)
    x = width // 3
    for top, bottom in ((0.1, 0.4), (0.45, 0.9)):
        cv2.rectangle(picture, (x, round(top * height)), (x + 20, round(bottom * height)), (40, 40, 40), -1)
    lines = find_lines(picture)
    side = max(size)
    longest = lines.ends[0] * side
    assert lines.lengths[0] * side > 0.75 * height
    assert np.abs(longest[:, 0] - x).min() < 25
    assert lines.upright[0] == 1
    assert (np.diff(lines.lengths) <= 0).all()


def test_a_flat_picture_has_no_lines() -> None:
    assert len(find_lines(np.full((90, 160, 3), 128, np.uint8)).ends) == 0


class TestGrounded:
    GROUND = np.repeat((np.arange(SIDE) > 0.8 * SIDE).astype(np.float32)[:, None], SIDE, axis=1)

    NO_SKY = np.zeros((SIDE, SIDE), np.float32)

    def test_a_mast_is_led_on_to_where_the_sky_ends(self) -> None:
        lines = grounded(post(0.5, 0.2, 0.65), self.NO_SKY, 1.0 - self.GROUND)
        assert lines.ends[0, 1] == pytest.approx((0.5, 0.81), abs=0.02)

    def test_a_post_is_led_on_to_its_foot(self) -> None:
        lines = grounded(post(0.5, 0.4, 0.65), self.GROUND, self.NO_SKY)
        assert lines.stands is not None
        assert lines.stands.tolist() == [True]
        assert lines.ends[0, 1] == pytest.approx((0.5, 0.81), abs=0.02)

    @pytest.mark.parametrize(
        "line",
        [post(0.5, 0.1, 0.3), post(0.5, 0.66, 0.7), Lines(np.array([[[0.2, 0.3], [0.5, 0.7]]], np.float32))],
    )
    def test_what_is_high_up_or_short_or_leans_is_not(self, line: Lines) -> None:
        lines = grounded(line, self.GROUND, self.NO_SKY)
        assert lines.stands is not None
        assert not lines.stands.any()
        assert np.array_equal(lines.ends, line.ends)

    def test_its_upper_part_stands_with_it(self) -> None:
        both = Lines(np.concatenate([post(0.5, 0.1, 0.45).ends, post(0.5, 0.5, 0.7).ends]))
        lines = grounded(both, self.GROUND, self.NO_SKY)
        assert lines.ends[0, 1] == pytest.approx(lines.ends[1, 1])

    @pytest.mark.parametrize(("start", "is_held"), [(0.5, True), (0.6, False)])
    def test_its_arm_before_the_sky_has_its_foot(self, start: float, is_held: bool) -> None:
        sky = np.repeat((np.arange(SIDE) < 0.5 * SIDE).astype(np.float32)[:, None], SIDE, axis=1)
        arm = Lines(np.array([[[start, 0.2], [start + 0.2, 0.2]]], np.float32))
        lines = grounded(both(post(0.5, 0.2, 0.7), arm), self.GROUND, sky)
        assert lines.stands is not None
        assert lines.stands.tolist() == [True, is_held]
        assert lines.feet is not None
        assert np.array_equal(lines.feet[0], lines.feet[1]) == is_held


def both(*lines: Lines) -> Lines:
    return Lines(np.concatenate([line.ends for line in lines]))


class TestRooted:
    SKY = np.repeat((np.arange(SIDE) < 0.6 * SIDE).astype(np.float32)[:, None], SIDE, axis=1)

    def test_a_mast_and_its_arm_come_from_the_land(self) -> None:
        mast, arm = post(0.5, 0.2, 0.65), Lines(np.array([[[0.5, 0.2], [0.7, 0.2]]], np.float32))
        assert len(rooted(both(arm, mast), self.SKY).ends) == 2

    def test_what_has_both_ends_in_the_sky_does_not(self) -> None:
        cloud = Lines(np.array([[[0.2, 0.2], [0.4, 0.25]]], np.float32))
        assert np.array_equal(
            rooted(both(cloud, post(0.8, 0.2, 0.7)), self.SKY).ends, post(0.8, 0.2, 0.7).ends
        )


class TestPlace:
    LEFT = np.repeat((np.arange(SIDE) < SIDE // 2).astype(np.float32)[None], SIDE, axis=0)

    def test_outside(self) -> None:
        ends = both(post(0.2, 0.1, 0.9), post(0.8, 0.1, 0.9)).ends
        found = outside(Lines(ends, np.array([True, False]), ends[:, 1]), self.LEFT)
        assert np.array_equal(found.ends, post(0.8, 0.1, 0.9).ends)
        assert found.stands is not None
        assert found.stands.tolist() == [False]
        assert found.feet is not None
        assert found.feet[0] == pytest.approx((0.8, 0.9))

    def test_what_is_flat_needs_no_foot(self) -> None:
        lines = Lines(both(post(0.2, 0.1, 0.9), post(0.8, 0.1, 0.9)).ends, np.array([True, True]))
        standing = afloat(lines, self.LEFT).stands
        assert standing is not None
        assert standing.tolist() == [False, True]
