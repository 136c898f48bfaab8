from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.engines.multiplane.staging.standing import (
    MOST_LED,
    MOST_STEP,
    feet_of,
    on_its_feet,
    posts_up,
    reflected,
    standing_up,
    standing_within,
    upright,
)
from photoplay.engines.multiplane.staging.straight import NO_LINES, Lines
from photoplay.sight.figures import Figure
from photoplay.sight.objects import Box, Thing
from photoplay.sight.scene import Scene
from tests.scenes import landscape

Floats = NDArray[np.float32]
SIZE = WIDTH, HEIGHT = 120, 80
NOTHING = np.zeros((HEIGHT, WIDTH), np.float32)
GROUND = np.repeat(np.linspace(0.1, 0.7, HEIGHT, dtype=np.float32)[:, None], WIDTH, axis=1)
POST = np.s_[20:60, 50:60]
"""From the 20th row down to the ground at the 59th."""


def drawn(*places: tuple[slice, slice]) -> Floats:
    """Return a matte of boxes."""
    alpha = NOTHING.copy()
    for place in places:
        alpha[place] = 1.0
    return alpha


class TestFeet:
    def test_are_the_lowest_of_each_part(self) -> None:
        feet = feet_of(drawn(POST, np.s_[30:50, 80:90]), NOTHING)
        assert set(zip(feet.y.tolist(), feet.x.tolist(), strict=True)) == {
            *((59, x) for x in range(50, 60)),
            *((49, x) for x in range(80, 90)),
        }

    def test_are_not_where_the_frame_cuts_a_thing_off(self) -> None:
        assert not len(feet_of(drawn(np.s_[20:80, 50:60]), NOTHING).y)

    def test_are_not_seen_behind_something(self) -> None:
        assert not len(feet_of(drawn(POST), drawn(np.s_[58:70, 40:70])).y)


class TestOnItsFeet:
    FEET = feet_of(drawn(POST), NOTHING)

    @pytest.mark.parametrize("step", [-0.1, 0.1])
    def test_a_figure_comes_to_the_depth_of_its_ground(self, step: float) -> None:
        floating = np.full_like(GROUND, GROUND[60, 55] + step)
        figure, ground = on_its_feet(floating, GROUND, self.FEET)
        assert figure[59, 55] == pytest.approx(GROUND[60, 55], abs=0.01)
        assert ground[59, 52:58] == pytest.approx(figure[59, 52:58], abs=0.01)
        assert ground[:, :20] == pytest.approx(GROUND[:, :20], abs=1e-3)

    def test_what_is_far_from_the_ground_stays_in_the_air(self) -> None:
        flying = np.full_like(GROUND, GROUND[60, 55] + 1.5 * MOST_STEP)
        figure, ground = on_its_feet(flying, GROUND, self.FEET)
        assert figure is flying
        assert ground is GROUND

    def test_two_feet_each_keep_their_ground(self) -> None:
        figure = GROUND.copy()
        figure[:, 50:54] += 0.04
        moved, ground = on_its_feet(figure, GROUND, self.FEET)
        assert ground[59, 51] - ground[59, 58] == pytest.approx(moved[59, 51] - moved[59, 58], abs=0.03)


class TestUpright:
    def test_a_thing_has_the_depth_of_its_foot_from_there_to_its_top(self) -> None:
        field = upright(GROUND, drawn(POST), NOTHING)
        assert field[22:58, 52:58] == pytest.approx(np.float32(GROUND[59, 55]), abs=0.02)
        assert np.array_equal(field[:, :40], GROUND[:, :40])

    def test_leaves_beside_it_are_drawn_along_more_gently(self) -> None:
        wall, hedge = (upright(GROUND, drawn(POST), plants) for plants in (NOTHING, 1.0 - drawn(POST)))
        steepest = [float(np.abs(np.diff(field[30], axis=0)).max()) for field in (wall, hedge)]
        assert 0.0 < steepest[1] < 0.6 * steepest[0]

    def test_nothing_changes_where_nothing_stands(self) -> None:
        assert upright(GROUND, NOTHING, NOTHING) == pytest.approx(GROUND)


def posts(*columns: int, bottom: int = 59) -> Lines:
    """Return lines from the 20th row down to the ground at the row `bottom`."""
    rows = [[[x + 0.5, 20.5], [x + 0.5, bottom + 0.5]] for x in columns]
    ends = np.asarray(np.array(rows) / WIDTH, np.float32)
    return Lines(ends, np.ones(len(columns), np.bool_), ends[:, 1])


class TestPostsUp:
    GENTLE = np.repeat(np.linspace(0.3, 0.34, HEIGHT, dtype=np.float32)[:, None], WIDTH, axis=1)

    def test_a_post_has_the_depth_of_its_foot_all_the_way_up(self) -> None:
        field = posts_up(self.GENTLE, posts(55))
        assert field[20:60, 55] == pytest.approx(self.GENTLE[59, 55], abs=1e-3)

    def test_what_is_right_beside_it_stays(self) -> None:
        field = posts_up(self.GENTLE, posts(55))
        assert field[:, :53] == pytest.approx(self.GENTLE[:, :53], abs=1e-3)
        assert field[:19] == pytest.approx(self.GENTLE[:19], abs=1e-3)

    def test_what_is_between_its_edges_is_of_it(self) -> None:
        field = posts_up(self.GENTLE, posts(55, 58))
        assert field[22:58, 55:59] == pytest.approx(self.GENTLE[59, 55], abs=2e-3)

    def test_it_is_not_brought_far_from_where_it_is_seen(self) -> None:
        field = posts_up(GROUND, posts(55))
        assert field[20:59, 55] == pytest.approx(GROUND[20:60, 55].mean() + MOST_LED, abs=5e-3)

    def test_its_arm_is_as_deep_as_it_is(self) -> None:
        mast = posts(55)
        arm = np.array([[[56.5, 20.5], [80.5, 20.5]]], np.float32) / np.float32(WIDTH)
        assert mast.feet is not None
        lines = Lines(np.concatenate([mast.ends, arm]), np.ones(2, np.bool_), mast.feet[[0, 0]])
        field = posts_up(GROUND, lines)
        assert field[20, 56:80] == pytest.approx(field[40, 55], abs=5e-3)

    def test_without_posts_nothing_changes(self) -> None:
        assert posts_up(GROUND, NO_LINES) is GROUND
        assert posts_up(GROUND, replace(posts(55), stands=np.zeros(1, np.bool_))) is GROUND


class TestStandingUp:
    CAR = drawn(np.s_[56:76, 40:80])
    """Before it stands what is cut off at the 55th row."""

    def test_what_stands_behind_is_not_drawn_along(self) -> None:
        bus = drawn(np.s_[20:70, 50:70]) * (1.0 - self.CAR)
        alone = standing_up(GROUND, (bus,), NOTHING, NO_LINES)
        both = standing_up(GROUND, (bus, self.CAR), NOTHING, NO_LINES)
        assert np.array_equal(both[20:56, 52:68], alone[20:56, 52:68])
        assert both[60, 60] > alone[60, 60] + 0.05

    def test_a_thing_reaches_out_to_its_own_edge(self) -> None:
        bus = drawn(np.s_[20:70, 50:70])
        edge = posts(70, bottom=69)
        narrow, whole = (standing_up(GROUND, (bus,), NOTHING, lines) for lines in (NO_LINES, edge))
        assert whole[25:65, 70] == pytest.approx(whole[25:65, 60], abs=2e-3)
        assert np.abs(narrow[25:65, 70] - narrow[25:65, 60]).max() > 0.05

    def test_nor_is_a_post_behind(self) -> None:
        post = posts(60, bottom=55)
        before = posts_up(GROUND, post)
        after = standing_up(before, (self.CAR,), NOTHING, post)
        assert after[22:56, 60] == pytest.approx(before[22:56, 60], abs=1e-3)


class TestReflected:
    def test_an_image_in_water_has_the_depth_of_what_it_shows(self) -> None:
        field = reflected(GROUND, drawn(np.s_[20:40, 50:60]), np.ones_like(GROUND))
        assert field[42:58, 52:58] == pytest.approx(GROUND[39, 55], abs=0.02)
        assert field[66:, 55] == pytest.approx(GROUND[66:, 55], abs=0.01)

    def test_the_ground_shows_none(self) -> None:
        assert reflected(GROUND, drawn(POST), NOTHING) == pytest.approx(GROUND)

    def test_one_that_the_frame_cuts_off_is_as_long_as_it_is_seen(self) -> None:
        field = reflected(GROUND, drawn(np.s_[20:78, 50:60]), np.ones_like(GROUND))
        assert field[-1, 55] == pytest.approx(GROUND[77, 55], abs=0.01)


class TestStandingWithin:
    WALKER = Thing("person", 0.6, Box(0.1, 0.3, 0.16, 0.7))
    FIGURE = Figure("dog", Box(0.5, 0.5, 0.7, 0.8), drawn(np.s_[40:64, 60:84]))
    SCENE = Scene(landscape(*SIZE), None, GROUND, None, (WALKER,), figures=(FIGURE,))

    def test_holds_figures_and_small_people_and_animals_far_to_near(self) -> None:
        walker, figure = standing_within(self.SCENE, SIZE, ())
        assert figure[50, 70] == walker[40, 15] == 1.0
        assert figure[50, 40] == walker[50, 40] == figure[40, 15] == 0.0
        nearer = replace(self.SCENE, things=(replace(self.WALKER, box=Box(0.1, 0.3, 0.16, 0.95)),))
        assert standing_within(nearer, SIZE, ())[1][40, 15] == 1.0

    def test_leaves_out_what_has_a_layer_of_its_own(self) -> None:
        (walker,) = standing_within(self.SCENE, SIZE, (self.FIGURE.alpha,))
        assert walker[50, 70] == 0.0
        assert walker[40, 15] == 1.0

    def test_a_box_about_what_has_a_layer_of_its_own_says_nothing_of_its_corners(self) -> None:
        left, top, right, bottom = self.WALKER.box
        body = drawn(
            np.s_[round(top * HEIGHT) : round(bottom * HEIGHT), round(left * WIDTH) : round(right * WIDTH)]
        )
        thinner = cv2.erode(body, np.ones((1, 3), np.uint8))
        assert (
            standing_within(replace(self.SCENE, figures=()), SIZE, (np.asarray(thinner, np.float32),)) == ()
        )

    def test_a_large_vehicle_is_where_it_differs_from_what_is_around_it(self) -> None:
        street = np.full((HEIGHT, WIDTH, 3), (60, 120, 50), np.uint8)
        street[36:58, 44:66] = 200, 30, 30
        bus = Thing("bus", 0.9, Box(38 / WIDTH, 30 / HEIGHT, 72 / WIDTH, 58 / HEIGHT))
        (seen,) = standing_within(Scene(street, None, GROUND, None, (bus,)), SIZE, ())
        assert seen[38:58, 45:65].min() == 1.0
        assert seen[:, :42].max() == seen[:, 68:].max() == seen[:34].max() == 0.0
        uniform = replace(Scene(street, None, GROUND, None, (bus,)), picture=np.full_like(street, 90))
        (box,) = standing_within(uniform, SIZE, ())
        assert box[31:57, 39:71].mean() > 0.5

    def test_leaves_out_what_does_not_stand_and_what_a_box_says_too_little_of(self) -> None:
        things = (
            replace(self.WALKER, name="dining table"),
            replace(self.WALKER, box=Box(0.1, 0.1, 0.6, 0.9)),
        )
        assert standing_within(replace(self.SCENE, things=things, figures=()), SIZE, ()) == ()
