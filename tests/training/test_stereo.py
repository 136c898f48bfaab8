from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from training.stereo import labelled, match, write

FAR, NEAR = 8, 24
Picture = NDArray[np.uint8]


def texture(seed: int) -> Picture:
    noise = np.random.default_rng(seed).normal(128.0, 60.0, (120, 240, 3))
    return np.clip(cv2.GaussianBlur(noise, (0, 0), 0.8), 0, 255).astype(np.uint8)


def pair() -> tuple[Picture, Picture]:
    """Return a near square, columns 100 to 160 and rows 40 to 80 of the left picture, before a far wall."""
    wall, square = texture(1), texture(2)[40:80, 100:160]
    left, right = wall.copy(), np.roll(wall, -FAR, axis=1)
    left[40:80, 100:160] = square
    right[40:80, 100 - NEAR : 160 - NEAR] = square
    return left, right


def test_a_square_before_a_wall_has_the_disparities_of_both() -> None:
    disparity = match(*pair())
    inside, wall = disparity[46:74, 108:152], disparity[5:30, 40:230]
    for found, true in ((inside, NEAR), (wall, FAR)):
        assert np.isfinite(found).mean() > 0.95
        assert np.abs(found - true)[np.isfinite(found)].max() < 0.5


def test_what_only_one_picture_sees_is_unsure() -> None:
    hidden = match(*pair())[46:74, 100 - NEAR + FAR + 3 : 97]
    assert np.isnan(hidden).mean() > 0.9


def test_pictures_of_different_places_match_nowhere() -> None:
    assert np.isnan(match(texture(3), texture(4))).mean() > 0.95


def test_calibration_crops_and_puts_infinity_at_zero(tmp_path: Path) -> None:
    calibration = {"left_image_rect_normalized": [0, 0.25, 0.9, 1], "cx0": 90.0, "cx1": 111.6}
    label = labelled("square", *pair(), calibration)
    assert label.photograph.shape == (90, 216, 3)
    assert abs(np.nanmedian(label.inverse_depth[12:40, 110:150]) - (NEAR / 216 + 0.1)) < 1e-3
    write(label, tmp_path)
    assert (tmp_path / "square.jpg").exists()
    kept = np.load(tmp_path / "square.npz")["inverse_depth"]
    assert kept.dtype == np.float16
    assert np.array_equal(np.isnan(kept), np.isnan(label.inverse_depth))
