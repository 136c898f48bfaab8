import numpy as np
import pytest

from training.known import NAMES, Known
from training.weather import weathered

ROWS, COLUMNS = 60, 90


def known(sky: float) -> Known:
    """Return a picture whose upper share of `sky` is sky, and grey ground that comes nearer below."""
    names = np.zeros((ROWS, COLUMNS, len(NAMES)), np.float32)
    edge = round(sky * ROWS)
    names[:edge, :, NAMES.index("sky")] = 1.0
    names[edge:, :, NAMES.index("ground")] = 1.0
    depth = np.linspace(-sky, 1.0 - sky, ROWS, dtype=np.float32).clip(0.0)[:, None].repeat(COLUMNS, axis=1)
    return Known(np.full((ROWS, COLUMNS, 3), 128, np.uint8), depth, names)


@pytest.mark.parametrize("seed", range(12))
def test_only_the_picture_changes(seed: int) -> None:
    before = known(0.5)
    after = weathered(before, np.random.default_rng(seed))
    assert after.picture.shape == before.picture.shape
    assert after.picture.dtype == np.uint8
    assert after.names is before.names
    assert after.inverse_depth is before.inverse_depth


def test_there_are_many_skies_and_haze_takes_the_far_before_the_near() -> None:
    pictures = [weathered(known(0.5), np.random.default_rng(seed)).picture for seed in range(12)]
    tops = {tuple(picture[:25].mean(axis=(0, 1)).round().astype(int)) for picture in pictures}
    assert len(tops) > 8
    strays = [np.abs(picture.astype(int) - picture[-1, 0]).mean(axis=(1, 2)) for picture in pictures]
    assert any(stray[32:36].mean() > stray[50:55].mean() + 5 for stray in strays)


def test_rooms_have_no_weather() -> None:
    room = known(0.0)
    assert weathered(room, np.random.default_rng(0)) is room
