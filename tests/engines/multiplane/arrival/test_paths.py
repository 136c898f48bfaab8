import numpy as np
import pytest

from photoplay.director.plan import CameraMove, Plan
from photoplay.director.vocabulary.kinds import Direction, MoveKind
from photoplay.engines.multiplane.arrival.paths import Crossing, Returning, Travelling, without_moves
from photoplay.engines.multiplane.filming.camera import Pose
from photoplay.engines.multiplane.filming.path import CameraPath, Target

END = 149 / 30
TIMES = np.arange(150) / 30
DOLLY = CameraMove(kind=MoveKind.DOLLY, direction=Direction.IN, end=5.0)
HANDHELD = CameraMove(kind=MoveKind.HANDHELD, end=5.0)


def path_of(*moves: CameraMove, drift: float = 0.0) -> CameraPath:
    return CameraPath(Plan(duration=5.0, moves=moves, drift=drift), Target(0.5), seed=3)


class TestCrossing:
    def test_goes_from_none_to_all_of_the_way(self) -> None:
        shares = Crossing(END).shares(TIMES)
        assert (shares[0], shares[-1]) == (0.0, 1.0)
        assert (np.diff(shares) >= 0.0).all()

    def test_is_the_same_for_one_time_and_for_many(self) -> None:
        crossing = Crossing(END)
        assert [crossing(float(t)) for t in TIMES[::30]] == pytest.approx(
            crossing.shares(TIMES[::30]).tolist()
        )

    def test_knows_how_fast_it_goes(self) -> None:
        fastest = max(np.diff(Crossing(END).shares(TIMES)))
        assert Crossing(END).most_in(1 / 30) == pytest.approx(fastest, rel=0.02)


class TestReturning:
    @pytest.mark.parametrize("path", [path_of(DOLLY), path_of(HANDHELD), path_of(DOLLY, HANDHELD, drift=1.0)])
    def test_is_at_rest_at_both_ends(self, path: CameraPath) -> None:
        first, last = Returning(path, END).poses(np.array([0.0, END]))
        assert np.abs([first, last]).max() < 1e-9

    def test_goes_as_far_as_the_move_in_the_middle(self) -> None:
        path = path_of(DOLLY)
        (middle,) = Returning(path, END).poses(np.array([END / 2]))
        (whole,) = path.poses(np.array([END]))
        assert middle == pytest.approx(whole, abs=1e-3)

    def test_goes_at_one_speed_out_and_back(self) -> None:
        poses = np.array(Returning(path_of(DOLLY), END).poses(TIMES))
        speeds = np.abs(np.diff(poses[:, 2]))
        assert speeds.max() < 1.3 * np.median(speeds)
        assert poses[30] == pytest.approx(poses[-31], abs=1e-3)

    def test_goes_through_several_moves_in_their_order(self) -> None:
        pan = CameraMove(kind=MoveKind.PAN, direction=Direction.LEFT, end=2.0)
        rise = CameraMove(kind=MoveKind.PEDESTAL, direction=Direction.UP, start=3.0, end=5.0)
        early, late = Returning(path_of(pan, rise), END).poses(np.array([0.2 * END, 0.45 * END]))
        assert early.yaw < -0.01
        assert early.y == pytest.approx(0.0, abs=1e-3)
        assert late.y < -0.01

    def test_wanders_all_the_way(self) -> None:
        poses = np.array(Returning(path_of(HANDHELD), END).poses(TIMES))
        assert (np.abs(np.diff(poses[30:120], axis=0)).max(axis=1) > 0.0).all()


class TestTravelling:
    GOAL = Pose(x=0.3, yaw=-0.1)

    def test_goes_to_where_the_other_photograph_was_taken(self) -> None:
        still = Returning(path_of(CameraMove(kind=MoveKind.STATIC, end=5.0)), END)
        first, last = Travelling(still, self.GOAL, Crossing(END)).poses(np.array([0.0, END]))
        assert np.abs(first).max() < 1e-9
        assert last == pytest.approx(self.GOAL)

    def test_comes_from_there(self) -> None:
        still = Returning(path_of(CameraMove(kind=MoveKind.STATIC, end=5.0)), END)
        arriving = Travelling(still, self.GOAL, Crossing(END), arrives=True)
        first, last = arriving.poses(np.array([0.0, END]))
        assert first == pytest.approx(self.GOAL)
        assert np.abs(last).max() < 1e-9


def test_without_moves_a_handheld_camera_stays() -> None:
    plan = path_of(DOLLY, HANDHELD).plan
    assert [move.kind for move in without_moves(plan).moves] == [MoveKind.HANDHELD]
    assert [move.kind for move in without_moves(path_of(DOLLY).plan).moves] == [MoveKind.STATIC]
