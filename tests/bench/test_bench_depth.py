"""The measures of depth, on maps and pairs whose answers are known."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from bench import depth, novel_view
from bench.depth import Sample
from bench.metrics import psnr
from bench.novel_view import Travel
from photoplay.arrays import Floats, Picture
from photoplay.engines.multiplane.staging.geometry import lay_out
from photoplay.sight.networks import Networks
from photoplay.sight.scene import Scene
from tests.scenes import landscape

WIDTH, HEIGHT = 360, 240
FAR, NEAR = 6.0, 30.0
"""Pixels that the top and the bottom row of the ramp move to the left."""


def ramp() -> Floats:
    """Return the inverse depth of a floor: 0 at the top to 1 at the bottom."""
    return depth.lower_is_nearer(landscape(WIDTH, HEIGHT))


def ramp_from_the_right(left: Picture) -> Picture:
    """Return what a camera further right sees of the floor."""
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    moved = cv2.remap(left, x + FAR + (NEAR - FAR) * ramp(), y, cv2.INTER_CUBIC)
    return np.asarray(moved, np.uint8)


def test_any_map_in_the_right_order_correlates_wholly() -> None:
    truth = ramp()
    truth[:40, :40] = np.nan
    assert depth.rank_correlation(np.sqrt(ramp()), truth) == pytest.approx(1.0)
    assert depth.rank_correlation(1.0 - ramp(), truth) == pytest.approx(-1.0)


def test_ties_share_their_rank() -> None:
    estimate, truth = np.array([[1, 2, 2, 4, 0]], np.float32), np.array([[1, 2, 3, 4, np.nan]], np.float32)
    assert depth.rank_correlation(estimate, truth) == pytest.approx(4.5 / np.sqrt(4.5 * 5.0))


def test_a_coarse_map_covers_the_picture() -> None:
    coarse = cv2.resize(ramp(), (36, 24), interpolation=cv2.INTER_AREA)
    assert depth.rank_correlation(np.asarray(coarse, np.float32), ramp()) > 0.99


def test_the_travel_of_a_known_pair_is_found() -> None:
    left = landscape(WIDTH, HEIGHT)
    right = ramp_from_the_right(left)
    scene = Scene(left, None, ramp(), None)
    film = novel_view.stage_of(scene, Networks())
    travel = novel_view.fit(film, right)
    column = np.array([[[WIDTH / 2, row]] for row in (40.0, 120.0, 200.0)], np.float32)
    shown = lay_out(scene).backdrop.sample(column)
    moved = travel.far + (travel.near - travel.far) * shown[:, 0]
    assert moved == pytest.approx(FAR + (NEAR - FAR) * ramp()[[40, 120, 200], 0], abs=0.5)
    assert psnr(novel_view.shared(film(travel)), novel_view.shared(right)) > 35.0


def test_true_depth_shows_more_of_the_right_picture_than_one_plane() -> None:
    left = landscape(WIDTH, HEIGHT)
    right = ramp_from_the_right(left)

    def likeness(inverse_depth: Floats) -> float:
        film = novel_view.stage_of(Scene(left, None, inverse_depth, None), Networks())
        return psnr(novel_view.shared(film(novel_view.fit(film, right))), novel_view.shared(right))

    assert likeness(ramp()) > likeness(np.full((HEIGHT, WIDTH), 0.5, np.float32)) + 5.0


def test_nothing_moves_without_travel() -> None:
    left = landscape(WIDTH, HEIGHT)
    film = novel_view.stage_of(Scene(left, None, ramp(), None), Networks())
    assert psnr(film(Travel(0.0, 0.0)), left) > 45.0
    shifted = film(Travel(7.0, 7.0))
    assert psnr(shifted[:, :-8], left[:, 7:-1]) > 45.0


def test_unknown_disparity_is_carried_in() -> None:
    disparity = 20.0 + 40.0 * ramp()
    disparity[100:120, 150:170] = np.inf
    filled = novel_view.whole(disparity)
    assert filled.max() == pytest.approx(1.0)
    assert filled[110, 160] == pytest.approx((20.0 + 40.0 * ramp()[110, 160]) / 60.0, abs=0.03)


def test_sources_without_weights_are_not_at_hand(tmp_path: Path) -> None:
    picture = landscape(WIDTH, HEIGHT)
    Image.fromarray(picture).save(tmp_path / "street_1.jpg")
    np.savez(tmp_path / "street_1.npz", inverse_depth=ramp().astype(np.float16))
    sample = Sample.read(tmp_path / "street_1.jpg")
    chosen = depth.sources(Networks())
    results = {name: source and depth.measure(source, [sample]) for name, source in chosen.items()}
    header, *body = depth.summary(results, [sample], [])
    assert header == ["inverse depth from", "street", "all pairs", "seconds"]
    assert body[0][:3] == [depth.ROWS, "1.000", "1.000"]
    assert [row[1] for row in body[2:]] == [depth.MISSING, depth.MISSING]
    assert list(depth.by_pair(results, [sample])) == [
        ["pair", depth.ROWS, depth.GUESS, "known"],
        ["street_1", "1.000", "1.000", "100%"],
    ]
    depth.contact_sheet([sample], results, tmp_path / "sheet.png")
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.size == (4 * depth.CELL, depth.CELL * HEIGHT // WIDTH)
