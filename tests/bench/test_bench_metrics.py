"""The measures of the quality gates, on clips made of one generated texture."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from bench import metrics
from bench.metrics import Floats, Picture

FRAMES = 30


def texture(rows: int = 360, columns: int = 640) -> Picture:
    """Return a colour picture with detail at every scale."""
    random = np.random.default_rng(1)
    total = np.zeros((rows, columns, 3), np.float32)
    for octave in range(2, 7):
        size = columns >> octave, rows >> octave
        grain = random.random((size[1], size[0], 3), np.float32) - 0.5
        total += cv2.resize(grain, (columns, rows), interpolation=cv2.INTER_CUBIC)
    return np.clip(128 + 70 * total, 0, 255).astype(np.uint8)


def clip(shift: Callable[[float], float], picture: Picture) -> list[Picture]:
    """Return a clip of `picture` moved sideways by `shift` pixels at each share of the clip."""
    frames = []
    for share in np.linspace(0, 1, FRAMES):
        matrix = np.array([[1, 0, shift(float(share))], [0, 1, 0]], np.float64)
        moved = cv2.warpAffine(
            picture, matrix, (640, 360), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
        )
        frames.append(np.asarray(moved, np.uint8))
    return frames


def ease(share: float) -> float:
    """Return Perlin's quintic step."""
    return share**3 * (share * (6 * share - 15) + 10)


def tracks(frames: list[Picture]) -> metrics.Tracks:
    """Return the tracks of a colour clip."""
    return metrics.follow([metrics.gray(frame) for frame in frames])


def test_psnr_is_that_of_a_uniform_error() -> None:
    gray = np.full((8, 8, 3), 100, np.uint8)
    assert metrics.psnr(gray + np.uint8(1), gray) == pytest.approx(48.13, abs=0.01)
    assert metrics.psnr(gray, gray) == float("inf")


def test_a_shifted_first_frame_fails_its_gates() -> None:
    picture = texture()
    shifted = np.roll(picture, 2, axis=1)
    assert metrics.psnr(shifted, picture) < 40
    assert metrics.ssim(shifted, picture) < 0.985 < metrics.ssim(picture, picture)


def test_tracks_follow_the_picture() -> None:
    found = tracks(clip(lambda share: -40 * ease(share), texture()))
    moved = (found.positions[-1] - found.positions[0])[found.trusted]
    assert np.median(moved, axis=0) == pytest.approx((-40, 0), abs=0.3)


def test_flat_ground_and_what_leaves_the_frame_are_not_trusted() -> None:
    picture = texture()
    picture[:, 400:] = 90
    found = tracks(clip(lambda share: -100 * share, picture))
    start = found.positions[0][..., 0]
    assert not found.trusted[start < 90].any()
    assert not found.trusted[start > 420].any()
    assert found.trusted[(start > 130) & (start < 380)].mean() > 0.7


def test_an_edge_is_not_trusted() -> None:
    stripes = np.random.default_rng(2).integers(0, 255, 90, np.uint8).repeat(4)
    picture = texture()
    picture[:, 300:] = stripes[:, None, None]
    found = tracks([picture, picture])
    assert not found.trusted[found.positions[0][..., 0] > 330].any()


def test_only_a_jerky_path_fails_jerk() -> None:
    picture = texture()
    smooth = tracks(clip(lambda share: -60 * ease(share), picture))
    jerky = tracks(clip(lambda share: -60 * share + 4 * (-1) ** round(share * (FRAMES - 1)), picture))
    assert metrics.jerk(smooth) < 0.3 < metrics.jerk(jerky)


def test_only_a_flickering_clip_fails_flicker() -> None:
    still = [texture()] * 6
    pumping = [cv2.convertScaleAbs(frame, alpha=1 + 0.03 * (i % 2)) for i, frame in enumerate(still)]
    assert metrics.steadiness(still) == 1.0
    assert metrics.steadiness([np.asarray(frame, np.uint8) for frame in pumping]) < 0.995


def test_only_a_stuttering_clip_fails_smoothness() -> None:
    picture = texture()
    smooth = clip(lambda share: -60 * share, picture)
    flashing = [frame if i % 4 != 1 else np.asarray(255 - frame, np.uint8) for i, frame in enumerate(smooth)]
    assert metrics.smoothness(smooth) > 0.985 > metrics.smoothness(flashing)


def test_flicker_elsewhere_is_not_judged() -> None:
    half = np.zeros((360, 640), bool)
    half[:, :320] = True
    pumping = [texture() for _ in range(6)]
    for frame in pumping[::2]:
        frame[:, 320:] //= 2
    assert metrics.steadiness(pumping, half) == 1.0
    assert metrics.steadiness(pumping, ~half) < 0.995


@pytest.mark.parametrize("size", [1.0, 1.15])
def test_sharpness_is_lost_by_blur_and_not_by_a_zoom(size: float) -> None:
    picture = texture()
    frames = [_zoomed(picture, 1 + (size - 1) * share) for share in np.linspace(0, 1, 5)]
    path = tracks(frames)
    blurred = np.asarray(cv2.GaussianBlur(frames[-1], (0, 0), 1.2), np.uint8)
    assert metrics.sharpness_kept(frames[-1], picture, path) == pytest.approx(1.0, abs=0.15)
    assert metrics.sharpness_kept(blurred, picture, path) < 0.7


def test_fog_and_dusk_take_contrast_and_not_sharpness() -> None:
    picture = texture()
    fog = np.asarray(cv2.convertScaleAbs(picture, alpha=0.7, beta=60), np.uint8)
    blurred = np.asarray(cv2.GaussianBlur(fog, (0, 0), 1.2), np.uint8)
    path = tracks([picture] * 3)
    assert metrics.sharpness_kept(fog, picture, path) == pytest.approx(1.0, abs=0.15)
    assert metrics.sharpness_kept(blurred, picture, path) < 0.7


def _zoomed(picture: Picture, size: float) -> Picture:
    matrix: Floats = np.array([[size, 0, (1 - size) * 319.5], [0, size, (1 - size) * 179.5]])
    return np.asarray(cv2.warpAffine(picture, matrix, (640, 360), flags=cv2.INTER_LANCZOS4), np.uint8)


def test_similarity_finds_the_zoom() -> None:
    picture = texture()
    path = tracks([picture, _zoomed(picture, 1.03), _zoomed(picture, 1.06)])
    assert metrics.scale(metrics.similarity(path)) == pytest.approx(1.06, abs=0.003)


def test_the_fixed_point_is_found() -> None:
    size, at = 1.1, np.array([500.0, 80.0])
    fit = np.column_stack([size * np.eye(2), at - size * at])
    middle = np.array([319.5, 179.5])
    assert metrics.fixed(fit, (640, 360)) == pytest.approx(np.linalg.norm(at - middle) / 640)
    assert metrics.fixed(np.eye(2, 3), (640, 360)) == float("inf")
