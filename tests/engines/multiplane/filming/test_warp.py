import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from photoplay.director.plan import CameraMove, Plan
from photoplay.director.vocabulary.kinds import DIRECTIONS, MoveKind
from photoplay.engines.multiplane.filming.camera import Pose, View
from photoplay.engines.multiplane.filming.path import CameraPath
from photoplay.engines.multiplane.filming.warp import (
    CONVERGENCE,
    Grid,
    Parallax,
    Relief,
    parallax,
    screen_shift,
    see,
    stretch,
)
from photoplay.engines.multiplane.governor import govern
from photoplay.engines.multiplane.staging.geometry import lay_out
from tests.scenes import oval, portrait, seen

Floats = NDArray[np.float32]

VIEW = View(640, 360)
WITH_PARALLAX = (
    MoveKind.TRUCK,
    MoveKind.PEDESTAL,
    MoveKind.DOLLY,
    MoveKind.DOLLY_ZOOM,
    MoveKind.ORBIT,
    MoveKind.CRANE,
    MoveKind.AERIAL,
    MoveKind.TRACKING,
)
VIEWS = [View(640, 360), View(361, 643), View(501, 501)]
POSES = [
    Pose(x=0.13),
    Pose(y=-0.1, pitch=0.05),
    Pose(z=0.28, roll=0.1),
    Pose(x=-0.1, z=-0.2, yaw=0.09, zoom=0.2),
]


def flat(depth: float) -> Relief:
    return Relief(np.full((60, 90), depth, np.float32), 10.0, (-130.0, -120.0))


def nodes(grid: Grid) -> Floats:
    return np.stack(np.meshgrid(grid.xs, grid.ys), axis=-1)


def homography(view: View, pose: Pose, depth: float) -> NDArray[np.float64]:
    """Return the matrix from the frame to the photograph of the plane at inverse `depth`."""
    (x, y), f = view.centre, view.focal
    photograph = np.array([[f, 0, x], [0, f, y], [0, 0, 1]])
    lens = np.array([[f * np.exp(pose.zoom), 0, x], [0, f * np.exp(pose.zoom), y], [0, 0, 1]])
    place = (1 - depth * pose.z) * np.eye(3)
    place[:, 2] += depth * np.array(pose[:3])
    return np.asarray(photograph @ place @ pose.rotation() @ np.linalg.inv(lens))


class TestSee:
    @pytest.mark.parametrize("depth", [0.0, 0.3, 0.9])
    @pytest.mark.parametrize("pose", POSES)
    @pytest.mark.parametrize("view", VIEWS)
    def test_a_plane_through_its_homography(self, view: View, pose: Pose, depth: float) -> None:
        grid = Grid(view, 8)
        expected = cv2.perspectiveTransform(nodes(grid).astype(np.float64), homography(view, pose, depth))
        assert np.abs(see(flat(depth), grid.sightlines(pose)) - expected).max() < 2e-3

    def test_the_photograph_itself_at_rest(self) -> None:
        grid = Grid(VIEW, 8)
        slope = Relief(np.linspace(0, 1, 60 * 90, dtype=np.float32).reshape(60, 90), 10.0, (-130.0, -120.0))
        assert np.abs(see(slope, grid.sightlines(Pose())) - nodes(grid)).max() < 1e-4

    @pytest.mark.parametrize("kind", WITH_PARALLAX)
    def test_converges_on_what_the_stage_shows(self, kind: MoveKind) -> None:
        view = View(320, 180)
        geometry = lay_out(seen(portrait(320, 180), oval(320, 180)))
        for direction in DIRECTIONS[kind]:
            move = CameraMove(kind=kind, direction=direction, amount=1.5, end=5)
            path = CameraPath(Plan(duration=5, moves=(move,)), geometry.target)
            poses = govern(geometry, path, np.array([0.0, 5.0]), 24.0).path.poses(np.linspace(0, 5, 7))
            for relief in (geometry.backdrop, geometry.subject):
                assert relief
                assert residual(relief, view, poses) < 0.05

    def test_diverges_where_a_relief_is_too_steep(self) -> None:
        steep = np.where(np.arange(90) < 45, 0.9, 0.1) * np.ones((60, 1))
        relief = Relief(steep.astype(np.float32), 10.0, (-130.0, -120.0))
        lines = Grid(VIEW, 8).sightlines(Pose(x=0.13))
        source = see(relief, lines)
        assert np.abs(lines.at(relief.sample(source)) - source).max() > 10


def residual(relief: Relief, view: View, poses: list[Pose]) -> float:
    """Return the most pixels by which what is seen on the limited relief is not the fixed point."""
    limited, grid, worst = relief.limited(parallax(view, poses)), Grid(view, 8), 0.0
    for pose in poses:
        lines = grid.sightlines(pose)
        source = see(limited, lines)
        worst = max(worst, float(np.abs(lines.at(limited.sample(source)) - source).max()))
    return worst


class TestRelief:
    def test_limited_has_no_gradient_that_stops_convergence(self) -> None:
        rough = np.random.default_rng(1).random((60, 90), np.float32)
        most = Parallax(across=80.0, down=30.0)
        limited = Relief(rough, 10.0, (0.0, 0.0)).limited(most)
        across, down = (np.abs(np.diff(limited.values, axis=axis)).max() for axis in (1, 0))
        assert across * 80 / 10 <= CONVERGENCE + 1e-4
        assert down * 30 / 10 <= CONVERGENCE + 1e-4

    def test_a_step_across_the_way_of_sources_stays(self) -> None:
        roof = np.zeros((60, 90), np.float32)
        roof[30:] = 0.5
        relief, most = Relief(roof, 10.0, (-130.0, -120.0)), Parallax(across=80.0, down=0.0)
        assert np.array_equal(relief.limited(most).values, roof)
        assert residual(relief, VIEW, [Pose(x=0.125)]) < 0.01

    def test_limited_for_a_still_camera_is_unchanged(self) -> None:
        rough = np.random.default_rng(1).random((60, 90), np.float32)
        assert np.array_equal(Relief(rough, 10.0, (0.0, 0.0)).limited(Parallax(0.0, 0.0)).values, rough)

    def test_sample_is_linear_between_nodes_and_constant_beyond(self) -> None:
        relief = Relief(np.array([[0.0, 1.0], [0.0, 1.0]], np.float32), 10.0, (5.0, 5.0))
        points = np.array([[[5, 5], [10, 8], [15, 15], [-40, 9], [70, 9]]], np.float32)
        assert relief.sample(points)[0] == pytest.approx([0, 0.5, 1, 0, 1], abs=1e-6)


@st.composite
def windows(draw: st.DrawFn) -> tuple[View, int, slice, slice]:
    view = draw(st.builds(View, st.integers(16, 300), st.integers(16, 300)))
    top, left = draw(st.integers(0, view.height - 1)), draw(st.integers(0, view.width - 1))
    rows = slice(top, draw(st.integers(top + 1, view.height)))
    columns = slice(left, draw(st.integers(left + 1, view.width)))
    return view, draw(st.sampled_from([1, 3, 4, 8])), rows, columns


class TestGrid:
    @given(windows(), st.floats(-0.1, 0.1), st.floats(-0.3, 0.3))
    def test_full_is_what_each_pixel_sees(
        self, window: tuple[View, int, slice, slice], turn: float, zoom: float
    ) -> None:
        view, spacing, rows, columns = window
        grid, pose = Grid(view, spacing), Pose(x=0.1, roll=turn, zoom=zoom)
        grown = grid.full(see(flat(0.5), grid.sightlines(pose)), rows, columns)
        y, x = np.mgrid[rows, columns]
        pixels = np.stack([x, y], axis=-1).astype(np.float64)
        expected = cv2.perspectiveTransform(pixels, homography(view, pose, 0.5))
        assert grown.shape == expected.shape
        assert np.abs(grown - expected).max() < 1e-3

    def test_full_of_plain_numbers(self) -> None:
        grid = Grid(View(33, 21), 8)
        ramp = np.broadcast_to(grid.xs, (len(grid.ys), len(grid.xs)))
        grown = grid.full(np.asarray(ramp, np.float32), slice(2, 21), slice(5, 33))
        assert np.abs(grown - np.arange(5, 33)).max() < 1e-3


class TestParallax:
    def test_is_the_sideways_shift_times_the_focal_length(self) -> None:
        most = parallax(VIEW, [Pose(), Pose(x=0.1), Pose(x=0.02, y=-0.05)])
        assert most == pytest.approx((64.0, 32.0))
        assert most.reach == pytest.approx(np.hypot(64.0, 32.0))

    def test_turning_and_zooming_have_none(self) -> None:
        assert parallax(VIEW, [Pose(yaw=0.1, pitch=0.1, roll=0.1, zoom=0.3)]) == (0.0, 0.0)


class TestScreenShift:
    def test_of_a_still_camera_is_0(self) -> None:
        assert screen_shift(VIEW, Pose(yaw=0.1), Pose(yaw=0.1)) == 0.0

    def test_of_a_truck_is_that_of_near_things(self) -> None:
        assert screen_shift(VIEW, Pose(), Pose(x=0.1)) == pytest.approx(0.9 * 64, abs=1e-3)

    def test_is_measured_on_the_screen_not_in_the_photograph(self) -> None:
        zoomed = screen_shift(VIEW, Pose(zoom=0.3), Pose(zoom=0.3, x=0.1))
        assert zoomed == pytest.approx(np.exp(0.3) * 0.9 * 64, rel=1e-3)


class TestStretch:
    def mapped(self, matrix: list[list[float]]) -> Floats:
        """Return the source of a grid of 10 pixels' spacing under a linear map."""
        grid = 10 * np.stack(np.meshgrid(np.arange(6), np.arange(5)), axis=-1)
        return np.asarray(grid @ np.array(matrix).T, np.float32)

    @pytest.mark.parametrize(
        ("matrix", "ratio", "area"),
        [
            ([[1, 0], [0, 1]], 1.0, 1.0),
            ([[2, 0], [0, 2]], 1.0, 4.0),
            ([[0, -1], [1, 0]], 1.0, 1.0),
            ([[3, 0], [0, 1]], 3.0, 3.0),
            ([[0, 0.5], [-1, 0]], 2.0, 0.5),
            ([[1, 1], [0, 1]], 2.618034, 1.0),
        ],
    )
    def test_of_a_linear_map(self, matrix: list[list[float]], ratio: float, area: float) -> None:
        ratios, areas = stretch(self.mapped(matrix), 10)
        assert ratios == pytest.approx(np.full((4, 5), ratio), rel=1e-3)
        assert areas == pytest.approx(np.full((4, 5), area))

    def test_a_fold_has_no_area_or_less(self) -> None:
        folded = self.mapped([[1, 0], [0, 1]])
        folded[:, 3:, 0] -= 25
        area = stretch(folded, 10)[1]
        assert (area[:, 2] < 0).all()
        assert (np.delete(area, 2, axis=1) > 0).all()
