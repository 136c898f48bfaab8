import numpy as np
import pytest

from photoplay.engines.multiplane.staging.aerials import aerials, on_the_land, thin_things

SIZE = WIDTH, HEIGHT = 120, 80
SKYLINE = 50
SKY = np.zeros((HEIGHT, WIDTH), np.float32)
SKY[:SKYLINE] = 1.0
AERIAL, BIRD = np.s_[35:SKYLINE, 60:62], np.s_[10:13, 20:23]
"""Nodes of what stands on the land, and of what does not."""


def evening() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return a picture of sky over land with an aerial and a bird, both thin, and a broad tower."""
    picture = np.full((HEIGHT * 5, WIDTH * 5, 3), (150, 180, 220), np.uint8)
    picture[SKYLINE * 5 :] = 40, 60, 30
    picture[20 * 5 : SKYLINE * 5, 90 * 5 : 100 * 5] = 40, 60, 30
    picture[35 * 5 : SKYLINE * 5, 60 * 5 + 2 : 60 * 5 + 5] = 30, 30, 30
    picture[11 * 5 : 12 * 5, 21 * 5 : 22 * 5] = 30, 30, 30
    return picture


def test_thin_things_are_told_from_broad_ones() -> None:
    thin = thin_things(evening(), SIZE)
    assert thin.shape == (HEIGHT, WIDTH)
    assert thin[AERIAL].any(axis=1).all()
    assert thin[BIRD].any()
    assert not thin[30:45, 93:97].any()
    assert not thin[:30, 40:80].any()


def test_what_comes_from_the_land_is_told_from_what_flies() -> None:
    found = aerials(thin_things(evening(), SIZE), SKY)
    assert found[36:SKYLINE, 60].all()
    assert not found[BIRD].any()
    assert not found[SKYLINE:].any()


def test_what_stands_on_the_land_is_as_near_as_it() -> None:
    field = np.repeat(np.linspace(0.1, 0.6, HEIGHT, dtype=np.float32)[:, None], WIDTH, axis=1)
    here = np.zeros((HEIGHT, WIDTH), np.bool_)
    here[AERIAL] = True
    stood = on_the_land(field, here, SKY < 0.5)
    assert stood[AERIAL[0].start + 4 : SKYLINE, 60:62] == pytest.approx(field[SKYLINE, 60], abs=1e-5)
    assert np.array_equal(stood[~here], field[~here])


def test_what_is_far_above_the_land_stays_where_it_is() -> None:
    field = np.repeat(np.linspace(0.1, 0.6, HEIGHT, dtype=np.float32)[:, None], WIDTH, axis=1)
    here = np.zeros((HEIGHT, WIDTH), np.bool_)
    here[BIRD] = True
    assert np.array_equal(on_the_land(field, here, SKY < 0.5), field)
