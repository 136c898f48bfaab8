import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.engines.multiplane.staging.fill import Margins, covered, extend, fill_behind
from tests.scenes import RED, GreenPaint, landscape, oval

Picture = NDArray[np.uint8]
SIZE = WIDTH, HEIGHT = 320, 240
ALPHA = oval(*SIZE)
HOLE = covered(ALPHA, 2)


class Shown(GreenPaint):
    """Remembers how large the picture was that it was shown, in rows and columns."""

    size: tuple[int, int]

    def __call__(self, *inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        self.size = (inputs[0].shape[2], inputs[0].shape[3])
        return super().__call__(*inputs)


@pytest.fixture
def red_on_grey() -> Picture:
    """A pure red oval on a grey gradient."""
    grey = np.linspace(60, 200, WIDTH, dtype=np.float32)[None, :, None].repeat(HEIGHT, axis=0)
    mixed = ALPHA[..., None] * np.array(RED, np.float32) + (1 - ALPHA[..., None]) * grey
    return np.asarray(np.rint(mixed), np.uint8)


class TestFillBehind:
    def test_nothing_of_the_subject_shines_through(self, red_on_grey: Picture) -> None:
        plate = fill_behind(red_on_grey, ALPHA, HOLE, None).astype(int)
        inside = cv2.erode(HOLE, np.ones((7, 7), np.uint8)) > 0
        assert np.ptp(plate[inside], axis=-1).max() <= 2

    def test_colours_just_outside_a_tight_matte_are_not_carried_in(self, red_on_grey: Picture) -> None:
        tight = np.asarray(cv2.erode(ALPHA, np.ones((5, 5), np.uint8)), np.float32)
        plate = fill_behind(red_on_grey, tight, covered(tight, 4), None).astype(int)
        assert np.ptp(plate[tight > 0], axis=-1).max() <= 2

    def test_the_background_goes_on_smoothly(self, red_on_grey: Picture) -> None:
        plate = fill_behind(red_on_grey, ALPHA, HOLE, None)
        assert np.abs(np.diff(plate[HEIGHT // 2, :, 0].astype(int))).max() <= 6
        assert plate[HEIGHT // 2, 120, 0] < plate[HEIGHT // 2, 200, 0]

    @pytest.mark.parametrize("network", [None, GreenPaint()])
    def test_what_is_known_stays(self, red_on_grey: Picture, network: GreenPaint | None) -> None:
        plate = fill_behind(red_on_grey, ALPHA, HOLE, network)
        known = cv2.dilate(HOLE, np.ones((5, 5), np.uint8)) == 0
        assert np.array_equal(plate[known], red_on_grey[known])

    def test_what_a_network_invents_is_brought_near_the_background(self, red_on_grey: Picture) -> None:
        smooth, invented = (
            fill_behind(red_on_grey, ALPHA, HOLE, network).astype(int) for network in (None, GreenPaint())
        )
        strayed = np.abs(invented - smooth)[HOLE > 0].mean()
        assert 0 < strayed < 0.25 * np.abs(np.array([0, 255, 0]) - smooth)[HOLE > 0].mean()

    def test_a_subject_that_takes_everything_leaves_the_picture(self) -> None:
        picture = landscape(*SIZE)
        everything = np.ones((HEIGHT, WIDTH), np.float32)
        assert np.array_equal(fill_behind(picture, everything, everything.astype(np.uint8), None), picture)

    def test_a_gap_within_the_subject_gives_no_colours(self, red_on_grey: Picture) -> None:
        """Through a small gap, such as a crooked arm's, mostly the subject's own light is seen."""
        alpha, blue = ALPHA.copy(), red_on_grey.copy()
        gap = np.s_[HEIGHT // 2 - 12 : HEIGHT // 2 + 12, WIDTH // 2 - 12 : WIDTH // 2 + 12]
        alpha[gap], blue[gap] = 0.0, (0, 0, 255)
        plate = fill_behind(blue, alpha, np.ones_like(HOLE), None).astype(int)
        assert np.ptp(plate[HEIGHT // 2, WIDTH // 2]) <= 2


class TestExtend:
    MARGINS = Margins(left=7, top=3, right=20, bottom=11)

    def test_without_margins_is_the_picture(self) -> None:
        picture = landscape(*SIZE)
        assert extend(picture, Margins(), None) is picture

    def test_mirrors_without_a_network(self) -> None:
        picture = landscape(*SIZE)
        wide = extend(picture, self.MARGINS, None)
        assert wide.shape == (HEIGHT + 14, WIDTH + 27, 3)
        assert np.array_equal(wide[3:-11, :7], picture[:, 7:0:-1])
        assert np.array_equal(wide[-11:, 7:-20], picture[-2:-13:-1])

    @pytest.mark.parametrize("network", [None, GreenPaint()])
    def test_keeps_the_picture(self, network: GreenPaint | None) -> None:
        picture = landscape(*SIZE)
        assert np.array_equal(extend(picture, self.MARGINS, network)[3:-11, 7:-20], picture)

    def test_takes_what_a_network_invents(self) -> None:
        picture = landscape(*SIZE)
        invented, mirrored = (extend(picture, self.MARGINS, network) for network in (GreenPaint(), None))
        assert invented[:, -18:, 1].mean() > mirrored[:, -18:, 1].mean() + 5

    def test_narrow_margins_are_mirrored(self) -> None:
        picture, narrow = landscape(*SIZE), Margins(left=6, top=3, right=6, bottom=2)
        assert np.array_equal(extend(picture, narrow, GreenPaint()), extend(picture, narrow, None))

    @pytest.mark.parametrize("side", ["left", "top", "right", "bottom"])
    def test_beside_one_wide_margin_alone_is_looked_at(self, side: str) -> None:
        picture, network = landscape(*SIZE), Shown()
        margins = Margins(2, 2, 2, 2)._replace(**{side: 20})
        wide, mirrored = (extend(picture, margins, one) for one in (network, None))
        assert network.size == ((HEIGHT + 4, HEIGHT) if side in ("left", "right") else (HEIGHT, WIDTH + 4))
        first, last, everything = slice(18), slice(-18, None), slice(None)
        edges = {"left": (everything, first), "right": (everything, last), "top": (first,), "bottom": (last,)}
        assert wide[edges[side]][..., 1].mean() > mirrored[edges[side]][..., 1].mean() + 5

    def test_works_on_pictures_larger_than_the_network_takes(self) -> None:
        wide = extend(landscape(1200, 400), self.MARGINS, GreenPaint())
        assert wide.shape == (414, 1227, 3)


class TestMargins:
    def test_pad_each_side(self) -> None:
        padded = Margins(1, 2, 3, 4).pad(np.ones((5, 6), np.uint8), cv2.BORDER_CONSTANT)
        assert padded.shape == (11, 10)
        assert padded[2:7, 1:7].all()
        assert padded.sum() == 30


class TestCovered:
    def test_reaches_so_many_pixels_beyond_the_matte(self) -> None:
        alpha = np.zeros((41, 41), np.float32)
        alpha[20, 20] = 0.05
        y, x = np.nonzero(covered(alpha, 6))
        assert (x.min(), x.max(), y.min(), y.max()) == (14, 26, 14, 26)

    def test_leaves_out_what_the_matte_hardly_touches(self) -> None:
        assert not covered(np.full((9, 9), 0.02, np.float32), 3).any()
