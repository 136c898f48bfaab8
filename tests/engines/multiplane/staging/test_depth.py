import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from photoplay.engines.multiplane.staging.depth import (
    FARTHEST,
    MOST_BEHIND,
    NEAREST,
    Mattes,
    guess_depth,
    part,
    spread_outward,
)
from photoplay.engines.multiplane.staging.straight import NO_LINES, Lines
from tests.scenes import landscape, oval, portrait

Floats = NDArray[np.float32]
SIZE = WIDTH, HEIGHT = 240, 136


def test_without_a_subject_the_foot_of_the_picture_is_nearest() -> None:
    depth = guess_depth(landscape(*SIZE), None)
    assert depth.subject is None
    assert depth.backdrop.shape == (HEIGHT, WIDTH)
    assert (np.diff(depth.backdrop, axis=0) > 0).all()
    assert not np.ptp(depth.backdrop, axis=1).any()


def test_the_ground_comes_nearer_towards_the_foot_of_the_picture() -> None:
    backdrop = guess_depth(portrait(*SIZE), oval(*SIZE)).backdrop
    assert backdrop[0].max() <= backdrop[HEIGHT // 2].min() < backdrop[-1].min()
    assert (np.diff(backdrop, axis=0) > -1e-6).all()


def test_a_subject_is_nearer_than_what_is_behind_it() -> None:
    alpha = oval(*SIZE)
    depth = guess_depth(portrait(*SIZE), alpha)
    assert depth.subject is not None
    ahead = (depth.subject - depth.backdrop)[alpha > 0.9]
    assert ahead.min() > 0
    assert ahead.mean() > 0.15


def test_a_subject_is_round() -> None:
    depth = guess_depth(portrait(*SIZE), oval(*SIZE)).subject
    assert depth is not None
    row = depth[HEIGHT // 2]
    edge = int(np.flatnonzero(oval(*SIZE)[HEIGHT // 2] > 0.5)[0])
    assert row[WIDTH // 2] > row[edge + 2] + 0.03


def test_a_subject_cut_off_by_the_frame_is_nearest_of_all() -> None:
    alpha = oval(*SIZE)
    cut = np.roll(alpha, HEIGHT // 2, axis=0)
    cut[: HEIGHT // 2] = 0
    whole, bust = (guess_depth(portrait(*SIZE), matte).subject for matte in (alpha, cut))
    assert whole is not None
    assert bust is not None
    assert bust.max() > whole.max() + 0.1


def test_the_ground_is_farther_where_it_is_out_of_focus() -> None:
    alpha = oval(*SIZE)
    grain = np.random.default_rng(2).integers(60, 250, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    blurred = np.where(alpha[..., None] > 0.5, grain, np.uint8(128))
    sharp, soft = (guess_depth(picture, alpha).backdrop[-1, 0] for picture in (grain, blurred))
    assert soft < sharp - 0.1


def test_the_horizon_is_the_foot_of_a_smooth_sky() -> None:
    alpha = oval(*SIZE)
    grain = np.random.default_rng(2).integers(60, 250, (HEIGHT, WIDTH, 3), dtype=np.uint8)

    def ground_from(sky: float) -> int:
        picture = grain.copy()
        picture[: round(sky * HEIGHT)] = 200
        backdrop = guess_depth(picture, alpha).backdrop[:, 0]
        return int(np.argmax(backdrop > 0.25))

    assert ground_from(0.3) < ground_from(0.45) < ground_from(0.6)


@st.composite
def islands(draw: st.DrawFn) -> tuple[Floats, Floats]:
    """Draw a picture and which of its samples are known: at least one."""
    rows, columns, seed = draw(st.tuples(st.integers(1, 40), st.integers(1, 40), st.integers(0, 999)))
    generator = np.random.default_rng(seed)
    weight = (generator.random((rows, columns)) < draw(st.floats(0, 1))).astype(np.float32)
    weight[rows // 2, columns // 2] = 1.0
    shape = draw(st.sampled_from([(rows, columns), (rows, columns, 3)]))
    return generator.uniform(0, 255, shape).astype(np.float32), weight


@given(islands())
def test_spreading_keeps_what_is_known_and_stays_within_its_range(island: tuple[Floats, Floats]) -> None:
    values, weight = island
    known = values[weight == 1]
    spread = spread_outward(
        np.where(weight.reshape(weight.shape + (1,) * (values.ndim - 2)), values, 999), weight
    )
    assert np.array_equal(spread[weight == 1], known)
    assert (spread >= known.min(axis=0) - 0.01).all()
    assert (spread <= known.max(axis=0) + 0.01).all()


def test_spreading_takes_the_nearer_colour() -> None:
    values = np.zeros((32, 64), np.float32)
    values[:, 40:] = 1.0
    known = np.ones_like(values)
    known[:, 8:56] = 0.0
    spread = spread_outward(values, known)
    assert spread[:, 10].max() < 0.35 < spread[:, 53].min() - 0.3
    assert spread[16, 10] == pytest.approx(1 - spread[16, 53], abs=0.05)


class TestPart:
    def seen(self) -> Floats:
        """Return ground that comes nearer downwards, with the subject of `portrait` before it."""
        ground = np.repeat(np.linspace(0.0, 0.6, SIZE[1], dtype=np.float32)[:, None], SIZE[0], axis=1)
        return np.where(oval(*SIZE) > 0.5, np.float32(0.95), ground).astype(np.float32)

    def test_stays_on_the_scale_of_the_stage(self) -> None:
        depth = part(self.seen(), Mattes(), NO_LINES)
        assert depth.subject is None
        assert depth.backdrop.min() >= FARTHEST - 1e-3
        assert depth.backdrop.max() <= NEAREST + 1e-3

    def test_behind_the_subject_is_what_is_beside_it(self) -> None:
        alpha = oval(*SIZE)
        depth = part(self.seen(), Mattes(alpha), NO_LINES)
        assert depth.subject is not None
        middle = alpha.shape[0] // 2, alpha.shape[1] // 2
        assert depth.backdrop[middle] == pytest.approx(float(depth.backdrop[middle[0], 2]), abs=0.06)
        assert depth.subject[middle] > depth.backdrop[middle] + 0.2

    def test_the_subject_is_never_behind_its_backdrop(self) -> None:
        seen = 1.0 - self.seen()
        depth = part(seen, Mattes(oval(*SIZE)), NO_LINES)
        assert depth.subject is not None
        assert (depth.subject >= depth.backdrop).all()

    SKY = np.repeat((np.arange(SIZE[1]) < SIZE[1] // 2).astype(np.float32)[:, None], SIZE[0], axis=1)

    def test_a_mast_before_the_sky_is_upright(self) -> None:
        seen = np.where(self.SKY > 0, np.float32(0.1), np.float32(0.5))
        side, middle = max(SIZE), SIZE[0] // 2
        mast = Lines(np.array([[[middle / side, 0.1], [middle / side, 0.9 * SIZE[1] / side]]], np.float32))
        backdrop = part(seen, Mattes(sky=self.SKY), mast).backdrop
        high = SIZE[1] // 4
        assert backdrop[high, middle] > backdrop[high, 5] + 0.15
        assert np.ptp(backdrop[high:, middle]) < 0.1

    def test_sky_is_at_infinity_but_never_far_behind_its_skyline(self) -> None:
        for land in (0.05, 0.9):
            seen = np.where(self.SKY > 0, np.float32(0.0), np.float32(land))
            backdrop = part(seen, Mattes(sky=self.SKY), NO_LINES).backdrop
            behind = float(backdrop[-1].mean()) - MOST_BEHIND
            assert backdrop[SIZE[1] // 4].mean() == pytest.approx(max(behind, FARTHEST), abs=0.02)

    def test_an_edge_of_a_cloud_lies_in_the_sky(self) -> None:
        seen = np.where(self.SKY > 0, np.float32(0.0), np.float32(0.5))
        edge = Lines(np.array([[[0.3, 0.1], [0.5, 0.12]]], np.float32))
        with_edge, without = (part(seen, Mattes(sky=self.SKY), lines).backdrop for lines in (edge, NO_LINES))
        assert np.allclose(with_edge[: SIZE[1] // 3], without[: SIZE[1] // 3], atol=1e-3)

    def test_the_sky_keeps_off_what_rises_into_it(self) -> None:
        sky = self.SKY.copy()
        sky[:, 120:130] = 0.0
        seen = np.where(sky > 0, np.float32(0.0), np.float32(0.5))
        backdrop = part(seen, Mattes(sky=sky), NO_LINES).backdrop
        assert backdrop[20, 131] == pytest.approx(backdrop[20, 125], abs=0.02)
        assert backdrop[20, 140] < backdrop[20, 125] - 0.1

    def test_a_tree_is_upright_and_stands_on_the_ground(self) -> None:
        rows = np.linspace(0.0, 0.6, SIZE[1], dtype=np.float32)
        seen = np.repeat(rows[:, None], SIZE[0], axis=1)
        tree, ground = np.zeros_like(seen), np.zeros_like(seen)
        tree[30:100, 100:140] = 1.0
        ground[100:] = 1.0
        backdrop = part(seen, Mattes(plants=tree, ground=ground), NO_LINES).backdrop
        assert np.ptp(backdrop[40:90, 120]) < 0.05
        assert backdrop[70, 120] == pytest.approx(backdrop[108, 120], abs=0.08)
        assert backdrop[40, 120] > backdrop[40, 30] + 0.1

    def test_a_hedge_stands_up_to_what_is_before_it(self) -> None:
        rows = np.linspace(0.0, 0.6, SIZE[1], dtype=np.float32)
        seen = np.repeat(rows[:, None], SIZE[0], axis=1)
        hedge, car = np.zeros_like(seen), np.zeros_like(seen)
        hedge[30:100], car[80:, 60:180] = 1.0, 1.0
        seen[car > 0] = 0.9
        backdrop = part(seen, Mattes(figures=(car,), plants=hedge * (1.0 - car)), NO_LINES).backdrop
        assert np.ptp(backdrop[40:79, 120]) < 0.05

    def test_a_post_among_leaves_is_not_drawn_along_with_what_stands_before_them(self) -> None:
        car, leaves = np.zeros_like(self.seen()), np.zeros_like(self.seen())
        car[90:120, 60:180], leaves[:100] = 1.0, 1.0
        seen = np.full_like(car, 0.3)
        seen[110:] = 0.5
        mattes = Mattes(plants=leaves, standing=(car,))
        side, x = max(SIZE), 120
        post = Lines(np.array([[[x / side, 0.05], [x / side, 88 / side]]], np.float32))
        among, alone = (part(seen, mattes, lines).backdrop[30:87, x] for lines in (post, NO_LINES))
        assert np.ptp(among) < 0.5 * np.ptp(alone)

    def test_what_takes_everything_leaves_one_surface(self) -> None:
        everything = np.ones_like(self.seen())
        depth = part(self.seen(), Mattes(everything, (everything,)), NO_LINES)
        assert depth.subject is None
        assert depth.figures[0] is depth.backdrop

    def test_distant_things_keep_some_depth_between_them(self) -> None:
        near_bottom = np.repeat(np.linspace(0, 1, SIZE[1], dtype=np.float32)[:, None] ** 4, SIZE[0], axis=1)
        backdrop = part(near_bottom, Mattes(), NO_LINES).backdrop[:, 0]
        assert backdrop[len(backdrop) // 2] - backdrop[0] > 0.1
