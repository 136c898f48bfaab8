"""The camera classifier, on a generated scene of two planes filmed by a known camera."""

from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from bench import camera, metrics
from bench.metrics import Floats, Picture, Tracks
from photoplay.director.direct import direct
from photoplay.director.vocabulary.kinds import Direction, MoveKind

D, M = Direction, MoveKind
WIDTH, HEIGHT = 640, 360
MARGIN = 200
STEPS = 15
FAR, NEAR = 0.15, 0.6
"""Inverse depths of the planes."""

Pose = tuple[float, float, float, float, float, float, float]
"""Right, down, ahead; yaw right, pitch up, roll clockwise in radians; logarithm of the focal length."""


def scene() -> tuple[Picture, Picture]:
    """Return a texture larger than the frame, and the mask of what stands near in it: low, in the middle."""
    rows, columns = HEIGHT + 2 * MARGIN, WIDTH + 2 * MARGIN
    random = np.random.default_rng(3)
    total = np.zeros((rows, columns), np.float32)
    for octave in range(2, 6):
        grain = random.random((rows >> octave, columns >> octave), np.float32) - 0.5
        total += cv2.resize(grain, (columns, rows), interpolation=cv2.INTER_CUBIC)
    near = np.zeros((rows, columns), np.uint8)
    cv2.ellipse(near, (columns // 2, rows // 2 + 60), (130, 150), 0, 0, 360, 255, -1)
    return np.clip(128 + 70 * total, 0, 255).astype(np.uint8), near


def homography(pose: Pose, inverse_depth: float) -> Floats:
    """Return what a camera at `pose` does to the picture of a plane that faces it at rest, shape (3, 3)."""
    x, y, z, yaw, pitch, roll, zoom = pose
    axes = ((0.0, yaw, 0.0), (pitch, 0.0, 0.0), (0.0, 0.0, roll))
    turn = np.linalg.multi_dot([cv2.Rodrigues(np.array(axis))[0] for axis in axes])
    travel = np.eye(3) - inverse_depth * np.outer((x, y, z), (0, 0, 1))
    lens = np.array([[WIDTH, 0, (WIDTH - 1) / 2], [0, WIDTH, (HEIGHT - 1) / 2], [0, 0, 1]])
    zoomed = lens @ np.diag((np.exp(zoom), np.exp(zoom), 1.0))
    return np.asarray(zoomed @ turn.T @ travel @ np.linalg.inv(lens), np.float64)


def film(poses: list[Pose]) -> Iterator[Picture]:
    """Yield the gray frames that a camera at each of `poses` takes of the scene."""
    texture, near = scene()
    canvas = np.array([[1.0, 0, -MARGIN], [0, 1, -MARGIN], [0, 0, 1]])
    for pose in poses:
        far, close = (homography(pose, depth) @ canvas for depth in (FAR, NEAR))
        frame = cv2.warpPerspective(texture, far, (WIDTH, HEIGHT))
        front = cv2.warpPerspective(texture, close, (WIDTH, HEIGHT))
        mask = cv2.warpPerspective(near, close, (WIDTH, HEIGHT))
        yield np.where(mask > 127, front, frame).astype(np.uint8)


def measured(poses: list[Pose]) -> camera.Motion:
    """Return what is measured of a clip taken from `poses`."""
    return camera.measure(metrics.follow(list(film(poses))))


def along(pose: Pose) -> list[Pose]:
    """Return the way from rest to `pose`."""
    return [tuple(float(share) * value for value in pose) for share in np.linspace(0, 1, STEPS)]  # type: ignore[misc]


def orbit(angle: float) -> Pose:
    """Return the end of an orbit about the near plane, clockwise from above where positive."""
    return (-np.sin(angle) / NEAR, 0, (1 - np.cos(angle)) / NEAR, angle, 0, 0, 0)


def crane(rise: float) -> Pose:
    """Return the end of a crane shot that keeps most of the near plane in the frame."""
    return (0, -rise, 0.02, 0, -0.65 * rise * NEAR, 0, 0)


ENDS: list[tuple[MoveKind, Direction | None, Pose]] = [
    (M.STATIC, None, (0, 0, 0, 0, 0, 0, 0)),
    (M.PAN, D.RIGHT, (0, 0, 0, 0.1, 0, 0, 0)),
    (M.PAN, D.LEFT, (0, 0, 0, -0.1, 0, 0, 0.1)),
    (M.TILT, D.UP, (0, 0, 0, 0, 0.08, 0, 0)),
    (M.TILT, D.DOWN, (0, 0, 0, 0, -0.08, 0, 0)),
    (M.ROLL, D.CLOCKWISE, (0, 0, 0, 0, 0, 0.1, 0)),
    (M.ROLL, D.COUNTERCLOCKWISE, (0, 0, 0, 0, 0, -0.1, 0)),
    (M.ZOOM, D.IN, (0, 0, 0, 0, 0, 0, 0.2)),
    (M.ZOOM, D.OUT, (0, 0, 0, 0, 0, 0, -0.14)),
    (M.TRUCK, D.RIGHT, (0.13, 0, 0, 0, 0, 0, 0)),
    (M.TRUCK, D.LEFT, (-0.13, 0, 0, 0, 0, 0, 0.1)),
    (M.PEDESTAL, D.UP, (0, -0.1, 0, 0, 0, 0, 0)),
    (M.PEDESTAL, D.DOWN, (0, 0.1, 0, 0, 0, 0, 0)),
    (M.DOLLY, D.IN, (0, 0, 0.28, 0, 0, 0, 0)),
    (M.DOLLY, D.OUT, (0, 0, -0.28, 0, 0, 0, 0)),
    (M.DOLLY_ZOOM, D.IN, (0, 0, 0.3, 0, 0, 0, float(np.log(1 - 0.3 * NEAR)))),
    (M.DOLLY_ZOOM, D.OUT, (0, 0, -0.3, 0, 0, 0, float(np.log(1 + 0.3 * NEAR)))),
    (M.ORBIT, D.CLOCKWISE, orbit(0.12)),
    (M.ORBIT, D.COUNTERCLOCKWISE, orbit(-0.12)),
    (M.CRANE, D.UP, crane(0.11)),
    (M.CRANE, D.DOWN, crane(-0.11)),
    (M.DOLLY, D.IN, (0, -0.05, 0.22, 0, -0.025, 0, 0)),
    (M.CRANE, D.UP, (0, -0.12, 0.06, 0, -0.03, 0, 0)),
]


@pytest.mark.parametrize(("kind", "direction", "end"), ENDS)
def test_every_move_is_named(kind: MoveKind, direction: Direction | None, end: Pose) -> None:
    assert camera.name(measured(along(end))) == (kind, direction)


def test_the_turn_is_measured_free_of_parallax() -> None:
    found = measured(along((0.13, 0, 0, -0.05, 0.0, 0.03, 0.06)))
    assert found.axis == 0
    assert found.turn == pytest.approx((-0.05, 0.0, 0.03, 0.06), abs=0.006)


def test_a_wandering_camera_is_handheld() -> None:
    phases = np.linspace(0, 6 * np.pi, 40)
    poses: list[Pose] = [(0, 0, 0, 0.01 * np.sin(p), 0.008 * np.sin(1.7 * p), 0, 0) for p in phases]
    assert camera.name(measured(poses)) == (M.HANDHELD, None)


@pytest.mark.parametrize(("name", "prompt"), camera.named_moves().items())
def test_the_director_understands_the_prompt_of_every_move(name: str, prompt: str) -> None:
    moves = direct(prompt, duration=5).moves
    assert [camera.spelled(move.kind, move.direction) for move in moves] == [name]


def test_moves_that_look_alike_are_judged_as_one() -> None:
    assert camera.standing_for(M.TRACKING, D.LEFT) == (M.ORBIT, D.CLOCKWISE)
    assert camera.standing_for(M.PAN, D.LEFT) == (M.PAN, D.LEFT)


def test_a_dolly_is_judged_by_what_it_does_to_the_size_of_things() -> None:
    assert camera.agrees((M.ZOOM, D.IN), M.DOLLY, D.IN, scale=1.1)
    assert not camera.agrees((M.DOLLY, D.IN), M.DOLLY, D.IN, scale=0.9)
    assert not camera.agrees((M.DOLLY, D.IN), M.ZOOM, D.IN, scale=1.1)


def test_a_camera_that_goes_sideways_and_pushes_in_is_no_dolly() -> None:
    assert camera.agrees((M.TRUCK, D.LEFT), M.DOLLY, D.IN, scale=1.04, fixed=0.5)
    assert not camera.agrees((M.TRUCK, D.LEFT), M.DOLLY, D.IN, scale=1.04, fixed=1.4)
    pushed = metrics.follow(list(film(along((-0.2, 0, 0, 0, 0, 0, 0.03)))))
    assert metrics.scale(metrics.mean_similarity(pushed)) > 1 + camera.LEAST_SCALING
    assert not camera.shows(pushed, M.DOLLY, D.IN)


def test_a_dolly_before_a_far_backdrop_shows_by_all_that_there_is() -> None:
    rng = np.random.default_rng(0)
    size, middle = (640, 360), np.array([319.5, 179.5])
    start = rng.uniform((0, 0), size, (200, 2))
    growth = np.where(np.arange(200) < 120, 1.015, 1.07)[:, None]  # the backdrop has more tracks
    steps = np.linspace(0, 1, 10)[:, None, None]
    tracks = Tracks(start + steps * (growth - 1) * (start - middle), np.ones(200, bool), size)
    assert metrics.scale(metrics.similarity(tracks)) < 1 + camera.LEAST_SCALING
    assert camera.shows(tracks, M.DOLLY, D.IN)


@pytest.mark.parametrize("end", [(0, 0, 0.28, 0, 0, 0, 0), (0, -0.05, 0.22, 0, -0.025, 0, 0)])
def test_a_dolly_shows_one(end: Pose) -> None:
    tracks = metrics.follow(list(film(along(end))))
    assert camera.shows(tracks, M.DOLLY, D.IN)
    assert not camera.shows(tracks, M.DOLLY, D.OUT)


def test_a_dolly_zoom_not_named_so_is_judged_by_its_surroundings() -> None:
    assert camera.agrees((M.CRANE, D.UP), M.DOLLY_ZOOM, D.IN, scale=0.9)
    assert not camera.agrees((M.CRANE, D.UP), M.DOLLY_ZOOM, D.IN, scale=1.1)
