import numpy as np
import pytest

from photoplay.arrays import Floats
from photoplay.engines.multiplane.arrival.camera import LEAST_MATCHES, motion_of, project, shown_at, solve
from photoplay.engines.multiplane.filming.camera import Pose, Sightlines, View
from photoplay.engines.multiplane.filming.warp import Relief
from photoplay.engines.multiplane.staging.geometry import lay_out
from tests.scenes import oval, portrait, seen

VIEW = View(640, 360)
CAMERAS = [
    Pose(x=0.2),
    Pose(z=0.3),
    Pose(y=0.1, pitch=-0.1),
    Pose(yaw=0.2, x=-0.25, z=0.05),
    Pose(zoom=0.2),
    Pose(roll=0.1),
]


def places(count: int = 300) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(0)
    return chance.uniform([0, 0], [640, 360], (count, 2)), chance.uniform(0.1, 0.9, count)


def matches(pose: Pose, *, wrong: int = 0, noise: float = 0.0) -> tuple[Floats, Floats]:
    """Return matches seen by a camera at `pose`, some of them wrong, and a depth known that well."""
    chance = np.random.default_rng(1)
    here, depth = places()
    there = project(VIEW, pose, here, depth)
    there[:wrong] = chance.uniform([0, 0], [640, 360], (wrong, 2))
    guessed = np.clip(depth + noise * chance.normal(size=len(depth)), 0.0, 1.0)
    return np.hstack([here, there]).astype(np.float32), guessed.astype(np.float32)


@pytest.mark.parametrize("pose", CAMERAS)
def test_projects_what_the_sightlines_see(pose: Pose) -> None:
    here, depth = places(20)
    for (x, y), inverse_depth in zip(project(VIEW, pose, here, depth), depth, strict=True):
        lines = Sightlines.of(VIEW, pose, np.array([x], np.float32), np.array([y], np.float32))
        seen = lines.at(np.full((1, 1), inverse_depth, np.float32))[0, 0]
        assert np.abs(here - seen).sum(axis=1).min() < 0.01


class TestSolve:
    @pytest.mark.parametrize("pose", CAMERAS)
    def test_finds_the_camera(self, pose: Pose) -> None:
        solved = solve(VIEW, *matches(pose))
        assert solved is not None
        assert solved.pose == pytest.approx(pose, abs=0.02)
        assert solved.error < 0.1 * solved.unmoved

    @pytest.mark.parametrize("pose", CAMERAS[:4])
    def test_in_spite_of_wrong_matches_and_rough_depth(self, pose: Pose) -> None:
        solved = solve(VIEW, *matches(pose, wrong=45, noise=0.08))
        assert solved is not None
        assert solved.pose == pytest.approx(pose, abs=0.07)

    def test_finds_that_it_has_not_moved(self) -> None:
        solved = solve(VIEW, *matches(Pose()))
        assert solved is not None
        assert np.abs(solved.pose).max() < 1e-3

    def test_needs_enough_matches(self) -> None:
        seen, depth = matches(Pose(x=0.2))
        few = LEAST_MATCHES - 1
        assert solve(VIEW, seen[:few], depth[:few]) is None


@pytest.mark.parametrize("pose", CAMERAS)
def test_motion_is_where_the_camera_sees_things_go(pose: Pose) -> None:
    geometry = lay_out(seen(portrait(640, 360), matte=oval(640, 360)))
    motion = motion_of(geometry, pose)
    rows, columns = motion.shape[:2]
    depth = geometry.shown(rows, columns)
    place = np.array([[4 * 100 + 1.5, 4 * 40 + 1.5]])
    expected = project(VIEW, pose, place, depth[40:41, 100].astype(np.float64)) - place
    assert motion[40, 100] == pytest.approx(expected[0], abs=0.05)


@pytest.mark.parametrize("pose", CAMERAS)
def test_what_is_shown_at_a_place_is_projected_there(pose: Pose) -> None:
    depth = np.full((40, 70), 0.5, np.float32) + np.linspace(-0.1, 0.1, 70, dtype=np.float32)
    relief = Relief(depth, 12.0, (-100.0, -60.0))
    x, y = np.meshgrid(np.linspace(150, 490, 5), np.linspace(80, 280, 4))
    points = np.dstack([x, y]).astype(np.float32)
    source = shown_at(VIEW, pose, relief, points)
    back = project(
        VIEW, pose, source.reshape(-1, 2).astype(np.float64), relief.sample(source).ravel().astype(np.float64)
    )
    assert np.abs(back - points.reshape(-1, 2)).max() < 0.2
