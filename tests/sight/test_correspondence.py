"""Where the things of two pictures are in each other, without any network."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.arrays import Floats, Picture, floats
from photoplay.sight.agreement import Tones, consistency, inside, wholeness
from photoplay.sight.correspondence import WORKING_SIDE, Correspondence, Search, correspond
from photoplay.sight.filling import carried_on
from photoplay.sight.flows import followed, places
from photoplay.sight.matching import Homography, inverse, match, moved
from photoplay.sight.networks import Networks
from tests.scenes import MadeUpNetwork

WIDTH, HEIGHT = 256, 176
NONE = Networks()


def texture(seed: int, width: int = WIDTH, height: int = HEIGHT) -> Picture:
    """Return coloured blobs of several sizes."""
    noise = np.random.default_rng(seed)
    picture = np.zeros((height, width, 3), np.float32)
    for size in (2, 6, 20):
        coarse = noise.normal(0, 1, (height // size + 2, width // size + 2, 3)).astype(np.float32)
        picture += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(picture * 40 + 128, 0, 255).astype(np.uint8)


def similar(zoom: float, degrees: float, x: float, y: float) -> Homography:
    """Return a similarity about the middle, as a homography."""
    turned = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), degrees, zoom)
    turned[:, 2] += np.array([x, y])
    return np.vstack([turned, [0, 0, 1]]).astype(np.float64)


def taken_to(picture: Picture, homography: Homography) -> Picture:
    """Return the picture with its things where the homography takes them."""
    rows, columns = picture.shape[:2]
    warped = cv2.warpPerspective(picture, homography, (columns, rows), borderMode=cv2.BORDER_REFLECT)
    return np.asarray(warped, np.uint8)


def missed(flow: Floats, truth: Floats) -> Floats:
    return np.asarray(np.linalg.norm(flow - truth, axis=-1), np.float32)


class CountedNetwork(MadeUpNetwork):
    """An interpolator that sees no motion, and counts how often it is asked."""

    asked = 0

    def __call__(self, *inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        self.asked += 1
        return np.zeros((1, 4, *inputs[0].shape[2:]), np.float32)


class TestSearch:
    def test_a_guess_leads_it_where_it_would_not_come_by_itself(self) -> None:
        first = texture(1)
        far = similar(1, 40, 60, 0)
        second = np.asarray(taken_to(first, far), np.uint8)
        grid = places(first.shape)
        truth, back = moved(far, grid) - grid, moved(inverse(far), grid) - grid
        plain = replace(Search.of(first, second, NONE), said=Search.of(texture(2), second, NONE).said)
        alone, led = plain.found(), plain.led(truth[::4, ::4], back[::4, ::4], WIDTH).found()
        assert alone.sure.mean() < 0.05
        assert led.sure.mean() > 0.3
        assert np.median(missed(led.there, truth)[led.sure > 0.5]) < 0.5

    def test_its_pairs_are_those_that_are_found(self) -> None:
        first = texture(1)
        search = Search.of(first, taken_to(first, similar(1, 0, 9, -6)), NONE)
        pairs = search.pairs(2 * WIDTH, 2 * HEIGHT)
        assert np.array_equal(pairs, search.found().resized(2 * WIDTH, 2 * HEIGHT).matches)
        assert pairs[:, 2:] - pairs[:, :2] == pytest.approx(np.tile([18, -12], (len(pairs), 1)), abs=2)

    @pytest.mark.parametrize(("seed", "hurried", "asked"), [(1, True, 2), (2, True, 0), (2, False, 2)])
    def test_in_a_hurry_the_network_is_asked_where_single_places_match(
        self, seed: int, hurried: bool, asked: int
    ) -> None:
        network = CountedNetwork()
        second = np.asarray(texture(seed) ^ 1, np.uint8)
        Search.of(texture(1), second, Networks(interpolator=network, hurried=hurried))
        assert network.asked == asked


class TestKnownMotions:
    @pytest.mark.parametrize(
        ("zoom", "degrees", "x", "y"),
        [(1, 0, 9, -6), (1, 0, 0.5, 0.25), (1, 9, 0, 0), (1.4, 0, 0, 0), (1.7, 15, 10, 0)],
        ids=["shift", "half a pixel", "turn", "zoom", "all"],
    )
    def test_are_found_both_ways(self, zoom: float, degrees: float, x: float, y: float) -> None:
        first = texture(1)
        homography = similar(zoom, degrees, x, y)
        found = correspond(first, taken_to(first, homography), NONE)
        grid = places(first.shape)
        there = moved(homography, grid) - grid
        back = moved(inverse(homography), grid) - grid
        for flow, truth, sure in ((found.there, there, found.sure), (found.back, back, found.sure_back)):
            kept = inside(truth)
            assert (sure[kept] > 0.5).mean() > 0.8
            assert missed(flow, truth)[sure > 0.5].mean() < 0.3
            assert (sure[~kept] > 0.5).mean() < 0.1 if (~kept).any() else True

    def test_single_places_agree_with_them(self) -> None:
        first = texture(2)
        homography = similar(1.2, 5, 4, 3)
        found = correspond(first, taken_to(first, homography), NONE)
        assert len(found.matches) > 30
        assert np.abs(moved(homography, found.matches[:, :2]) - found.matches[:, 2:]).max() < 2.0

    def test_of_a_picture_with_itself_are_exactly_none(self) -> None:
        first = texture(3)
        found = correspond(first, first.copy(), NONE)
        for field in (found.there, found.back, found.tone_there, found.tone_back):
            assert not field.any()
        assert (found.sure == 1).all()
        assert (found.sure_back == 1).all()

    def test_are_the_same_every_time(self) -> None:
        first, second = texture(4), taken_to(texture(4), similar(1.1, 3, 5, 0))
        one, other = (correspond(first, second, NONE) for _ in range(2))
        for name, field in vars(one).items():
            assert np.array_equal(field, getattr(other, name)), name


class TestLight:
    @pytest.mark.parametrize(("gain", "offset"), [(0.7, 0), (1.2, 15), (0.8, -12)])
    def test_does_not_hide_what_is_where(self, gain: float, offset: float) -> None:
        first = texture(5)
        shifted = taken_to(first, similar(1, 0, 5, 3)).astype(np.float32)
        second = np.clip(shifted * gain + offset, 0, 255).astype(np.uint8)
        found = correspond(first, second, NONE)
        assert (found.sure > 0.5).mean() > 0.75
        assert missed(found.there, np.full_like(found.there, (5, 3)))[found.sure > 0.5].mean() < 0.3

    def test_is_told_as_a_smooth_difference(self) -> None:
        first = texture(6)
        ramp = np.linspace(-20, 20, WIDTH, dtype=np.float32)[None, :, None] * floats(1, 0.5, 0)
        second = np.clip(first + ramp, 0, 255).astype(np.uint8)
        found = correspond(first, second, NONE)
        middle = np.s_[20:-20, 20:-20]
        wanted = np.broadcast_to(ramp, first.shape)
        assert np.abs(found.tone_there - wanted)[middle].mean() < 3.0
        assert np.abs(found.tone_back + wanted)[middle].mean() < 3.0
        assert np.abs(np.diff(found.tone_there, axis=1)).max() < 2.0

    def test_is_fitted_in_spite_of_outliers(self) -> None:
        here = texture(7).astype(np.float32)
        brought = here * np.float32(0.8) + np.float32(10)
        brought[:30] = 255
        tones = Tones.between(here, brought, np.ones(here.shape[:2], np.float32))
        assert tones.gain == pytest.approx([0.8] * 3, abs=0.03)
        assert tones.inverse().applied(tones.applied(here)) == pytest.approx(here, abs=0.01)


class TestUnsure:
    def test_is_what_is_hidden(self) -> None:
        ground, thing = texture(8), texture(9)
        first, second = ground.copy(), ground.copy()
        first[60:120, 60:120] = thing[60:120, 60:120]
        second[60:120, 72:132] = thing[60:120, 60:120]
        found = correspond(first, second, NONE)
        assert found.sure[66:114, 122:130].mean() < 0.15
        assert found.sure_back[66:114, 62:70].mean() < 0.15
        assert found.sure[70:110, 70:110].mean() > 0.7
        assert missed(found.there, np.full_like(found.there, (12, 0)))[70:110, 70:110].mean() < 0.5
        assert np.abs(found.there[:40]).max() < 0.5

    @pytest.mark.parametrize("seeds", [(10, 11), (12, 13), (14, 15)])
    def test_is_everything_of_unrelated_pictures(self, seeds: tuple[int, int]) -> None:
        found = correspond(texture(seeds[0]), texture(seeds[1]), NONE)
        assert found.sure.mean() < 0.02
        assert found.sure_back.mean() < 0.02
        assert len(found.matches) == 0

    def test_is_everything_of_plain_against_texture(self) -> None:
        found = correspond(np.full((HEIGHT, WIDTH, 3), 120, np.uint8), texture(16), NONE)
        assert found.sure.mean() < 0.02

    def test_is_a_way_that_does_not_come_back(self) -> None:
        flow = np.full((40, 60, 2), (3, 0), np.float32)
        assert consistency(flow, -flow)[:, :50].min() > 0.95
        assert consistency(flow, flow).max() < 0.01
        assert consistency(flow, -flow)[:, -3:].max() == 0

    def test_is_what_tears_but_not_what_grows(self) -> None:
        torn = np.zeros((60, 60, 2), np.float32)
        torn[:, 30:, 0] = 12
        assert wholeness(torn)[:, 30].max() < 0.1
        assert wholeness(torn)[:, :15].min() == 1
        grown = 0.7 * (places((60, 60)) - 30)
        assert wholeness(np.asarray(grown, np.float32))[15:-15, 15:-15].min() == 1


class TestSizes:
    def test_large_pictures_are_compared_in_small(self) -> None:
        first = texture(17, 1000, 600)
        second = np.roll(first, (10, 20), axis=(0, 1))
        found = correspond(first, second, NONE)
        assert max(found.sure.shape) == WORKING_SIDE
        whole = found.resized(1000, 600)
        assert whole.there.shape == (600, 1000, 2)
        assert whole.tone_back.shape == (600, 1000, 3)
        kept = whole.sure > 0.5
        assert kept.mean() > 0.8
        assert missed(whole.there, np.full_like(whole.there, (20, 10)))[kept].mean() < 0.5
        assert np.median(whole.matches[:, 2:] - whole.matches[:, :2], axis=0) == pytest.approx(
            [20, 10], abs=0.1
        )

    def test_resizing_scales_motions_and_places(self) -> None:
        still = Correspondence.none(40, 20)
        ones = np.ones((20, 40), np.float32)
        flow = np.full((20, 40, 2), (2, -1), np.float32)
        matches = np.array([[0, 0, 39, 19]], np.float32)
        found = Correspondence(flow, -flow, ones, ones, matches, still.tone_there, still.tone_back)
        twice = found.resized(80, 60)
        assert twice.there[30, 40].tolist() == [4, -3]
        assert twice.back[30, 40].tolist() == [-4, 3]
        assert twice.sure.shape == (60, 80)
        assert twice.matches.tolist() == [[0.5, 1, 78.5, 58]]
        assert found.resized(40, 20) is found


class TestCarriedOn:
    def test_keeps_what_is_sure_and_fills_the_rest(self) -> None:
        values = np.random.default_rng(1).normal(0, 50, (60, 80, 2)).astype(np.float32)
        trust = np.zeros((60, 80), np.float32)
        values[20:30, 20:30], trust[20:30, 20:30] = (3, -2), 1
        filled = carried_on(values, trust, np.zeros((60, 80, 3), np.float32))
        assert filled == pytest.approx(np.broadcast_to([3, -2], filled.shape), abs=0.01)

    def test_stops_at_the_pictures_edges(self) -> None:
        guide = np.zeros((64, 96, 3), np.float32)
        guide[:, 50:] = 200
        values = np.zeros((64, 96, 2), np.float32)
        trust = np.zeros((64, 96), np.float32)
        values[:, 80:], trust[:, 80:], trust[:, :15] = 10, 1, 1
        filled = carried_on(values, trust, guide)[..., 0]
        assert filled[:, 53:].min() > 7
        assert filled[:, :47].max() < 3


class TestMatching:
    def test_nothing_is_found_in_nothing(self) -> None:
        plain = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
        found = match(plain, plain)
        assert len(found.pairs) == 0
        assert found.homography is None

    def test_a_homography_is_recovered(self) -> None:
        first = texture(18)
        homography = similar(1.3, 12, 8, -5)
        found = match(first, taken_to(first, homography))
        assert found.homography is not None
        grid = places(first.shape)[::25, ::25]
        assert moved(found.homography, grid) == pytest.approx(moved(homography, grid), abs=0.5)


def test_followed_brings_the_other_picture_here() -> None:
    first = texture(19)
    second = np.roll(first, (2, 7), axis=(0, 1))
    brought = followed(second, np.full((HEIGHT, WIDTH, 2), (7, 2), np.float32))
    assert np.array_equal(brought[:-2, :-7], first[:-2, :-7])
