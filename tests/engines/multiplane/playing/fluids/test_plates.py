import numpy as np

from photoplay.arrays import Picture
from photoplay.engines.multiplane.playing.fluids.plates import parted, to_the_tips

ROWS, COLUMNS = 120, 160
FLAME = (slice(40, 90), slice(60, 90))


def shore() -> Picture:
    """Return an opaque picture that changes from row to row only, waves and all."""
    rows = np.arange(ROWS)
    light = 90 + 60 * (rows > 60) + 20 * np.sin(rows)
    picture = np.dstack([light, light, light + 30, np.full(ROWS, 255)])
    return np.repeat(picture.transpose(1, 0, 2), COLUMNS, axis=1).astype(np.uint8)


def burning() -> tuple[Picture, Picture]:
    """Return the same with a flame before it, and where the flame is."""
    picture, cover = shore(), np.zeros((ROWS, COLUMNS), np.uint8)
    picture[FLAME] = (255, 160, 40, 255)
    cover[FLAME] = 255
    return picture, cover


def test_over_each_other_they_are_the_picture() -> None:
    picture, cover = burning()
    behind, flame = (each.astype(float) for each in parted(picture, cover, 400.0, opaque=True))
    away = np.abs(flame + (1.0 - flame[..., 3:] / 255.0) * behind - picture)
    assert float(away[FLAME].max()) <= 2.0
    assert float(away.mean()) < 0.1


def test_what_is_behind_carries_on_along_its_rows() -> None:
    behind, _ = parted(*burning(), 400.0, opaque=True)
    away = np.abs(behind.astype(int) - shore())[FLAME]
    assert float(away.mean()) < 6.0
    assert np.corrcoef(behind[45:58, 75, 0], shore()[45:58, 75, 0])[0, 1] > 0.8


def test_what_is_as_dark_as_what_is_behind_hides_nothing() -> None:
    picture, cover = burning()
    cover[FLAME[0], 90:110] = 255
    _, flame = parted(picture, cover, 400.0, opaque=True)
    assert flame[60, 75, 3] > 250
    assert flame[60, 104, 3] < 60


def test_flames_reach_as_far_as_they_are_warm() -> None:
    picture, cover = burning()
    picture[34:40, 70:80] = (240, 150, 90, 255)
    picture[34:40, 82:88] = (140, 160, 240, 255)
    reached = to_the_tips(picture, cover, 600.0)
    assert reached[37, 75] > 200
    assert reached[37, 85] < 30
    assert reached[FLAME].min() == 255
    assert not reached[:20].any()
