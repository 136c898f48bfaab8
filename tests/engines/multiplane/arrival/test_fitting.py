"""Fitting an end image: untouched where it fits, cropped about its subject, extended only by a little."""

import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.engines.multiplane.arrival import fitting
from photoplay.engines.multiplane.arrival.fitting import fit
from photoplay.sight.faces import OVAL, Face
from photoplay.sight.networks import Networks
from photoplay.stills import Still
from tests.scenes import GreenPaint, MadeUpNetwork, landscape


class Salient(MadeUpNetwork):
    """Sees one upright rectangle, in shares of the picture, in any picture."""

    def __init__(self, left: float, top: float, right: float, bottom: float) -> None:
        super().__init__()
        self.box = left, top, right, bottom

    def __call__(self, *inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        rows, columns = inputs[0].shape[2:]
        left, top, right, bottom = self.box
        alpha = np.zeros((1, 1, rows, columns), np.float32)
        alpha[
            ..., round(top * rows) : round(bottom * rows), round(left * columns) : round(right * columns)
        ] = 1
        return alpha


def still(width: int, height: int) -> Still:
    return Still(landscape(width, height))


def columns_of(crop: Still, whole: Still) -> int:
    """Return at which of the columns of `whole` a crop of its full height begins."""
    starts = range(whole.width - crop.width + 1)
    return next(x for x in starts if (whole.pixels[:, x : x + crop.width] == crop.pixels).all())


def rows_of(crop: Still, whole: Still) -> int:
    starts = range(whole.height - crop.height + 1)
    return next(y for y in starts if (whole.pixels[y : y + crop.height] == crop.pixels).all())


def face(x: float, y: float, size: float) -> Face:
    turns = np.linspace(0.0, 2 * np.pi, len(OVAL), endpoint=False)
    landmarks = np.full((478, 2), (x, y), np.float32)
    landmarks[list(OVAL)] += 0.5 * size * np.stack([np.cos(turns), np.sin(turns)], axis=-1)
    return Face(landmarks)


@pytest.mark.parametrize(("width", "height", "axis"), [(800, 400, 1), (400, 600, 0)])
def test_what_stands_out_is_cropped_as_the_picture_is(width: int, height: int, axis: int) -> None:
    fitted = fit(still(width, height), 1.0, Networks(salient=Salient(0.6, 0.6, 0.9, 0.9)))
    assert fitted.salient is not None
    assert fitted.salient.shape == (fitted.still.height, fitted.still.width)
    seen, whole = fitted.salient.sum(), 0.09 * width * height
    assert seen == pytest.approx(whole, rel=0.03)
    middle = float(np.average(np.arange(fitted.salient.shape[axis]), weights=fitted.salient.sum(1 - axis)))
    assert middle == pytest.approx(
        0.75 * (width, height)[1 - axis] - _start(fitted.still, width, height), abs=2
    )


def _start(crop: Still, width: int, height: int) -> int:
    return columns_of(crop, still(width, height)) if width > height else rows_of(crop, still(width, height))


@pytest.mark.parametrize("aspect_ratio", [1.5, 1.504, 1.497])
def test_what_fits_is_left_alone(aspect_ratio: float) -> None:
    end = still(600, 400)
    fitted = fit(end, aspect_ratio, Networks(salient=Salient(0, 0, 1, 1)))
    assert fitted.still is end
    assert fitted.told == ""


def test_without_networks_the_middle_is_kept() -> None:
    end = still(600, 300)
    fitted = fit(end, 1.0, Networks())
    assert (fitted.still.width, fitted.still.height) == (300, 300)
    assert abs(columns_of(fitted.still, end) - 150) <= 2
    assert "lost 50% of its width" in fitted.told


@pytest.mark.parametrize(("left", "right"), [(0.05, 0.25), (0.4, 0.6), (0.8, 0.97)])
def test_the_subject_is_kept_wherever_it_is(left: float, right: float) -> None:
    end = still(600, 300)
    fitted = fit(end, 1.0, Networks(salient=Salient(left, 0.2, right, 0.9)))
    start = columns_of(fitted.still, end)
    assert start <= left * 600 + 3
    assert start + 300 >= right * 600 - 3


def test_a_tall_picture_is_cropped_above_and_below() -> None:
    end = still(300, 600)
    fitted = fit(end, 1.5, Networks(salient=Salient(0.2, 0.05, 0.8, 0.3)))
    assert (fitted.still.width, fitted.still.height) == (300, 200)
    assert rows_of(fitted.still, end) <= 0.05 * 600 + 3
    assert "lost 67% of its height" in fitted.told


class TestHeads:
    @pytest.fixture(autouse=True)
    def _seen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.faces: tuple[Face, ...] = ()
        monkeypatch.setattr(fitting, "_faces", lambda *_: self.faces)

    def test_a_head_is_kept_rather_than_a_larger_subject(self) -> None:
        self.faces = (face(0.12, 0.5, 0.14),)
        end = still(600, 300)
        start = columns_of(fit(end, 1.0, Networks(salient=Salient(0.35, 0, 0.95, 1))).still, end)
        assert start <= (0.12 - 0.07) * 600

    def test_no_head_is_cut_while_another_crop_keeps_all(self) -> None:
        self.faces = (face(0.3, 0.5, 0.12), face(0.6, 0.5, 0.12))
        end = still(600, 300)
        start = columns_of(fit(end, 1.0, Networks(salient=Salient(0.55, 0, 1, 1))).still, end)
        assert start <= (0.3 - 0.06) * 600
        assert start + 300 >= (0.6 + 0.06) * 600

    def test_of_two_heads_too_far_apart_one_is_kept_whole(self) -> None:
        self.faces = (face(0.15, 0.5, 0.1), face(0.85, 0.5, 0.1))
        end = still(600, 300)
        start = columns_of(fit(end, 1.0, Networks()).still, end)
        kept = [start <= (x - 0.05) * 600 and start + 300 >= (x + 0.05) * 600 for x in (0.15, 0.85)]
        assert sum(kept) == 1

    def test_hair_above_a_face_is_kept(self) -> None:
        self.faces = (face(0.5, 0.3, 0.2),)
        end = still(300, 600)
        start = rows_of(fit(end, 1.0, Networks(salient=Salient(0, 0.25, 1, 1))).still, end)
        assert start <= (0.3 - 0.1 - 0.06) * 600


class TestExtending:
    def test_a_little_is_invented_where_a_crop_would_cut_the_subject(self) -> None:
        end = still(600, 400)
        networks = Networks(salient=Salient(0.0, 0.0, 1.0, 1.0), inpaint=GreenPaint())
        fitted = fit(end, 1.5 * 1.03, networks)
        assert (fitted.still.width, fitted.still.height) == (618, 400)
        assert (fitted.still.pixels[:, 9:609] == end.pixels).all()
        assert "2.9% of its width is invented" in fitted.told

    def test_a_wide_picture_is_extended_above_and_below(self) -> None:
        end = still(600, 400)
        fitted = fit(end, 1.5 / 1.03, Networks(salient=Salient(0.0, 0.0, 1.0, 1.0)))
        assert (fitted.still.width, fitted.still.height) == (600, 412)
        assert (fitted.still.pixels[6:406] == end.pixels).all()

    def test_nothing_is_invented_where_a_crop_does(self) -> None:
        end = still(600, 400)
        fitted = fit(end, 1.5 * 1.03, Networks(salient=Salient(0.2, 0.2, 0.8, 0.8)))
        assert fitted.still.width == 600
        assert fitted.still.height == 388

    def test_more_than_a_little_is_never_invented(self) -> None:
        fitted = fit(still(600, 400), 1.5 * 1.08, Networks(salient=Salient(0.0, 0.0, 1.0, 1.0)))
        assert fitted.still.width == 600
