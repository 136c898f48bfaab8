from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.director.plan import CameraMove, Plan
from photoplay.director.vocabulary.kinds import DIRECTIONS, Direction, Easing, MoveKind, Pace
from photoplay.engines.multiplane.filming.camera import Pose
from photoplay.engines.multiplane.filming.path import CameraPath, Target

D, K = Direction, MoveKind
DURATION = 5.0
TIMES = np.arange(150) / 30
TARGET = Target(0.5)
ASIDE = Target(0.5, x=0.2, y=-0.15)
CASES = [(kind, direction) for kind in MoveKind for direction in DIRECTIONS[kind] or (None,)]
MOVING = [case for case in CASES if case[0] not in (K.STATIC, K.RACK_FOCUS)]
every_case = pytest.mark.parametrize(("kind", "direction"), CASES)
every_moving_case = pytest.mark.parametrize(("kind", "direction"), MOVING)


def move(
    kind: MoveKind,
    direction: Direction | None = None,
    *,
    start: float = 0.0,
    end: float = DURATION,
    pace: Pace = Pace.NORMAL,
    easing: Easing = Easing.EASE_IN_OUT,
) -> CameraMove:
    return CameraMove(kind=kind, direction=direction, start=start, end=end, pace=pace, easing=easing)


def path_of(
    *moves: CameraMove, amplitude: float = 1.0, drift: float = 0.0, target: Target = TARGET
) -> CameraPath:
    return CameraPath(Plan(duration=DURATION, moves=moves, amplitude=amplitude, drift=drift), target, seed=7)


def filmed(path: CameraPath, times: NDArray[np.float64] = TIMES) -> NDArray[np.float64]:
    """Return the poses as an array, shape (times, 7)."""
    return np.array(path.poses(times))


def last(path: CameraPath) -> Pose:
    return path.poses(np.array([DURATION]))[0]


def reach(path: CameraPath) -> float:
    """Return how far a path leaves the photograph."""
    return float(np.abs(filmed(path)).max())


@pytest.mark.parametrize("rest", [0.0, DURATION])
@every_case
def test_is_at_rest_on_the_photograph(kind: MoveKind, direction: Direction | None, rest: float) -> None:
    path = replace(path_of(move(kind, direction), drift=1.0), rest=rest, push=1.2)
    assert not filmed(path, np.array([rest])).any()


SIGNS: dict[tuple[MoveKind, Direction | None], dict[str, int]] = {
    (K.STATIC, None): {},
    (K.RACK_FOCUS, D.NEAR): {},
    (K.RACK_FOCUS, D.FAR): {},
    (K.PAN, D.LEFT): {"yaw": -1},
    (K.PAN, D.RIGHT): {"yaw": 1},
    (K.TILT, D.UP): {"pitch": 1},
    (K.TILT, D.DOWN): {"pitch": -1},
    (K.ROLL, D.CLOCKWISE): {"roll": 1},
    (K.ROLL, D.COUNTERCLOCKWISE): {"roll": -1},
    (K.TRUCK, D.LEFT): {"x": -1},
    (K.TRUCK, D.RIGHT): {"x": 1},
    (K.PEDESTAL, D.UP): {"y": -1},
    (K.PEDESTAL, D.DOWN): {"y": 1},
    (K.DOLLY, D.IN): {"z": 1},
    (K.DOLLY, D.OUT): {"z": -1},
    (K.ZOOM, D.IN): {"zoom": 1},
    (K.ZOOM, D.OUT): {"zoom": -1},
    (K.DOLLY_ZOOM, D.IN): {"z": 1, "zoom": -1},
    (K.DOLLY_ZOOM, D.OUT): {"z": -1, "zoom": 1},
    (K.ORBIT, D.CLOCKWISE): {"x": -1, "z": 1, "yaw": 1},
    (K.ORBIT, D.COUNTERCLOCKWISE): {"x": 1, "z": 1, "yaw": -1},
    (K.CRANE, D.UP): {"y": -1, "z": 1, "pitch": -1},
    (K.CRANE, D.DOWN): {"y": 1, "z": 1, "pitch": 1},
    (K.AERIAL, D.IN): {"y": -1, "z": 1, "pitch": -1},
    (K.AERIAL, D.OUT): {"y": 1, "z": -1, "pitch": 1},
    (K.AERIAL, D.UP): {"y": -1, "z": 1, "pitch": -1},
    (K.AERIAL, D.DOWN): {"y": 1, "z": -1, "pitch": 1},
    (K.TRACKING, D.IN): {"z": 1},
    (K.TRACKING, D.OUT): {"z": -1},
    (K.TRACKING, D.LEFT): {"x": -1, "yaw": 1},
    (K.TRACKING, D.RIGHT): {"x": 1, "yaw": -1},
}


@pytest.mark.parametrize(("kind", "direction"), SIGNS)
def test_goes_where_its_name_says(kind: MoveKind, direction: Direction | None) -> None:
    signs = SIGNS[kind, direction]
    expected = Pose()._replace(**{name: float(sign) for name, sign in signs.items()})
    assert Pose(*np.sign(last(path_of(move(kind, direction))))) == expected


def test_every_move_but_handheld_has_its_signs_checked() -> None:
    assert set(SIGNS) == set(CASES) - {(K.HANDHELD, None)}


def test_handheld_wanders_all_the_time() -> None:
    steps = np.abs(np.diff(filmed(path_of(move(K.HANDHELD))), axis=0)).max(axis=1)
    assert (steps[15:] > 1e-5).all()


def seen_from(pose: Pose, target: Target) -> NDArray[np.float64]:
    """Return the target in the camera's own coordinates, in scene units."""
    there = np.array([target.x, target.y, 1.0]) / target.inverse_depth
    return np.asarray(pose.rotation().T @ (there - np.array(pose[:3])), np.float64)


def on_screen(pose: Pose, target: Target) -> NDArray[np.float64]:
    """Return where the target is on the screen, over the photograph's focal length."""
    x, y, z = seen_from(pose, target)
    return np.asarray(np.array([x, y]) / z * np.exp(pose.zoom))


@pytest.mark.parametrize("target", [TARGET, ASIDE])
def test_an_orbit_keeps_its_target_in_its_place_and_at_its_distance(target: Target) -> None:
    start = seen_from(Pose(), target)
    for pose in path_of(move(K.ORBIT, D.CLOCKWISE), target=target).poses(TIMES):
        assert seen_from(pose, target) == pytest.approx(start)


@pytest.mark.parametrize("kind", [K.DOLLY, K.ZOOM, K.DOLLY_ZOOM, K.TRACKING])
@pytest.mark.parametrize("direction", [D.IN, D.OUT])
def test_what_comes_nearer_keeps_its_place_on_the_screen(kind: MoveKind, direction: Direction) -> None:
    for pose in path_of(move(kind, direction), target=ASIDE).poses(TIMES):
        assert on_screen(pose, ASIDE) == pytest.approx([ASIDE.x, ASIDE.y], abs=2e-3)


@pytest.mark.parametrize("direction", [D.IN, D.OUT])
def test_a_dolly_zoom_keeps_the_size_of_its_target(direction: Direction) -> None:
    for pose in path_of(move(K.DOLLY_ZOOM, direction)).poses(TIMES):
        assert np.exp(pose.zoom) / (1 - pose.z * TARGET.inverse_depth) == pytest.approx(1)


def jerkiness(poses: NDArray[np.float64]) -> float:
    """Return the mean third difference over the mean step."""
    steps, thirds = (np.linalg.norm(np.diff(poses, order, axis=0), axis=1).mean() for order in (1, 3))
    return float(thirds / steps)


def third_derivative(path: CameraPath, step: float) -> float:
    return float(np.abs(np.diff(filmed(path, np.arange(0, DURATION, step)), 3, axis=0)).max() / step**3)


SEQUENCES = {
    "pan, then dolly": path_of(move(K.PAN, D.RIGHT, end=2), move(K.DOLLY, D.IN, start=2)),
    "whip, then tilt": path_of(
        move(K.PAN, D.LEFT, end=1.5, pace=Pace.WHIP), move(K.TILT, D.UP, start=1.5, pace=Pace.FAST)
    ),
    "truck while zooming, drifting": path_of(move(K.TRUCK, D.LEFT), move(K.ZOOM, D.OUT), drift=1.0),
    "dolly, then zoom to something named": path_of(
        move(K.DOLLY, D.IN, end=2), move(K.ZOOM, D.IN, start=2), target=Target(0.3, 0.3, 0.1, named=True)
    ),
    "handheld in the middle": path_of(move(K.HANDHELD, start=1.5, end=3.5)),
    "there and back": path_of(move(K.PAN, D.LEFT, end=2.5), move(K.PAN, D.RIGHT, start=2.5)),
}


class TestSmoothness:
    @pytest.mark.parametrize("easing", Easing)
    @pytest.mark.parametrize("pace", Pace)
    @every_moving_case
    def test_of_single_moves(
        self, kind: MoveKind, direction: Direction | None, pace: Pace, easing: Easing
    ) -> None:
        assert jerkiness(filmed(path_of(move(kind, direction, pace=pace, easing=easing)))) <= 0.3

    @pytest.mark.parametrize("name", SEQUENCES)
    def test_of_sequences(self, name: str) -> None:
        assert jerkiness(filmed(SEQUENCES[name])) <= 0.3

    @every_moving_case
    def test_third_derivative_is_bounded(self, kind: MoveKind, direction: Direction | None) -> None:
        """A jump in position, speed or acceleration would grow as the step shrinks."""
        path = replace(path_of(move(kind, direction, start=1.0, end=4.0, pace=Pace.FAST)), push=1.2)
        assert third_derivative(path, 0.0005) < 1.25 * third_derivative(path, 0.002)

    @pytest.mark.parametrize("name", SEQUENCES)
    def test_third_derivative_of_sequences_is_bounded(self, name: str) -> None:
        path = SEQUENCES[name]
        assert third_derivative(path, 0.0005) < 1.25 * third_derivative(path, 0.002)


@every_moving_case
def test_a_slower_pace_goes_less_far(kind: MoveKind, direction: Direction | None) -> None:
    paces = (Pace.VERY_SLOW, Pace.SLOW, Pace.NORMAL, Pace.FAST)
    reaches = [reach(path_of(move(kind, direction, pace=pace))) for pace in paces]
    assert reaches == sorted(set(reaches))


@pytest.mark.parametrize(("pace", "seconds"), [(Pace.NORMAL, 5.0), (Pace.FAST, 3.0), (Pace.WHIP, 0.45)])
def test_a_faster_pace_is_done_sooner(pace: Pace, seconds: float) -> None:
    yaw = filmed(path_of(move(K.PAN, D.RIGHT, pace=pace)), np.linspace(0, DURATION, 5001))[:, 3]
    under_way = (yaw > 1e-9) & (yaw < yaw[-1] - 1e-9)
    assert under_way.mean() * DURATION == pytest.approx(seconds, abs=0.05 * seconds)


@every_moving_case
def test_amplitude_makes_it_larger(kind: MoveKind, direction: Direction | None) -> None:
    reaches = [reach(path_of(move(kind, direction), amplitude=a)) for a in (0.0, 0.6, 1.0, 1.4)]
    assert reaches[0] == 0.0
    assert reaches == sorted(set(reaches))


def test_a_later_move_keeps_what_an_earlier_one_did() -> None:
    panned = last(path_of(move(K.PAN, D.RIGHT, end=2)))
    both = path_of(move(K.PAN, D.RIGHT, end=2), move(K.DOLLY, D.IN, start=2))
    halfway, end = both.poses(np.array([2.0, DURATION]))
    assert (halfway.yaw, halfway.z) == (panned.yaw, 0.0)
    assert end.yaw == panned.yaw
    assert end.z > 0.1


def test_gains_scale_each_move() -> None:
    path = path_of(move(K.PAN, D.RIGHT), move(K.TRUCK, D.LEFT))
    whole, part = last(path), last(replace(path, gains=(0.25, 1.0)))
    assert part.yaw == pytest.approx(0.25 * whole.yaw)
    assert part.x == whole.x


def test_drift_is_a_small_handheld_wander() -> None:
    assert 0 < reach(path_of(move(K.STATIC), drift=1.0)) < 0.5 * reach(path_of(move(K.HANDHELD)))


def test_a_locked_camera_never_moves() -> None:
    assert reach(path_of(move(K.STATIC))) == 0.0


def test_push_zooms_in_with_the_excursion() -> None:
    path = replace(path_of(move(K.TRUCK, D.RIGHT)), push=1.0)
    zoom = filmed(path)[:, 6]
    assert (np.diff(zoom) >= 0).all()
    assert zoom[-1] > 0.03
    assert not filmed(replace(path, push=0.0))[:, 6].any()
