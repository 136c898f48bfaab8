from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.engines.multiplane.filming.warp import Relief
from photoplay.engines.multiplane.staging.depth import FARTHEST
from photoplay.engines.multiplane.staging.geometry import PIVOT_WITHOUT_SUBJECT, REACH, lay_out
from photoplay.sight.figures import Figure
from photoplay.sight.objects import Box
from photoplay.sight.scene import Scene
from tests.scenes import landscape, oval, portrait, seen

Floats = NDArray[np.float32]
SIZES = [(320, 180), (180, 320), (301, 299)]
every_size = pytest.mark.parametrize(("width", "height"), SIZES)


def on_frame(relief: Relief, width: int, height: int) -> Floats:
    """Return what `relief` has at each pixel of the frame."""
    pixels = np.stack(np.meshgrid(np.arange(width), np.arange(height)), axis=-1)
    return relief.sample(pixels.astype(np.float32))


@every_size
def test_without_a_subject_there_is_a_backdrop_alone(width: int, height: int) -> None:
    geometry = lay_out(seen(landscape(width, height)))
    assert (geometry.view.width, geometry.view.height) == (width, height)
    assert geometry.cutouts == ()
    assert geometry.subject is geometry.matte is None
    assert geometry.target.inverse_depth == PIVOT_WITHOUT_SUBJECT


@every_size
def test_matte_lies_where_the_subject_is(width: int, height: int) -> None:
    matte = lay_out(seen(portrait(width, height), oval(width, height))).matte
    assert matte
    assert np.abs(on_frame(matte, width, height) - oval(width, height)).mean() < 0.003


@every_size
def test_hole_is_the_subject_and_little_more(width: int, height: int) -> None:
    geometry = lay_out(seen(portrait(width, height), oval(width, height)))
    assert geometry.main
    hole = on_frame(geometry.main.hole, width, height)
    touched = (oval(width, height) > 0.05).astype(np.uint8)
    assert hole[touched > 0].min() > 0.9
    assert not hole[cv2.dilate(touched, np.ones((15, 15), np.uint8)) == 0].any()


@every_size
def test_reliefs_reach_beyond_the_frame(width: int, height: int) -> None:
    geometry = lay_out(seen(portrait(width, height), oval(width, height)))
    assert geometry.main
    for relief in (geometry.backdrop, geometry.main.relief, geometry.main.matte, geometry.main.hole):
        rows, columns = relief.values.shape
        (x, y), rim = relief.origin, (REACH - 0.01) * max(width, height)
        assert x <= -rim >= y
        assert x + (columns - 1) * relief.spacing >= width - 1 + rim
        assert y + (rows - 1) * relief.spacing >= height - 1 + rim


@every_size
def test_pivot_is_the_depth_of_the_subject(width: int, height: int) -> None:
    geometry = lay_out(seen(portrait(width, height), oval(width, height)))
    assert geometry.subject
    inside = on_frame(geometry.subject, width, height)[oval(width, height) > 0.9]
    assert inside.min() < geometry.target.inverse_depth < inside.max()


def test_shallower_everything_is_nearer_to_one_depth_and_the_target_stays() -> None:
    geometry = lay_out(seen(portrait(320, 180), oval(320, 180)))
    about = geometry.target.inverse_depth
    shallow = geometry.shallower(0.5, about)
    assert shallow.main is shallow.cutouts[0]
    for deep, half in (
        (geometry.backdrop, shallow.backdrop),
        (geometry.cutouts[0].relief, shallow.cutouts[0].relief),
    ):
        assert half.values - about == pytest.approx(0.5 * (deep.values - about), abs=1e-6)
    assert shallow.target.inverse_depth == pytest.approx(about)
    assert shallow.target[1:] == geometry.target[1:]
    assert geometry.shallower(1.0, about) is geometry


class TestFigures:
    """The oval of `portrait`, and something nearer that stands partly before it."""

    WIDTH, HEIGHT = 320, 180
    POST = np.s_[60:150, 180:210]

    @pytest.fixture
    def scene(self) -> Scene:
        """Two things before flat ground."""
        post = np.zeros((self.HEIGHT, self.WIDTH), np.float32)
        post[self.POST] = 1.0
        subject = np.asarray(oval(self.WIDTH, self.HEIGHT) * (1.0 - post), np.float32)
        depth = np.repeat(np.linspace(0.05, 0.5, self.HEIGHT, dtype=np.float32)[:, None], self.WIDTH, axis=1)
        depth = np.where(post > 0.5, np.float32(0.95), np.where(subject > 0.5, np.float32(0.5), depth))
        figure = Figure("bottle", Box(180 / 320, 60 / 180, 210 / 320, 150 / 180), post)
        return replace(seen(portrait(self.WIDTH, self.HEIGHT), subject, depth), figures=(figure,))

    def test_each_has_its_own_depth_from_far_to_near(self, scene: Scene) -> None:
        geometry = lay_out(scene)
        subject, post = geometry.cutouts
        assert subject is geometry.main
        shown = geometry.shown(self.HEIGHT, self.WIDTH)
        assert shown[100, 195] > shown[90, 150] + 0.1 > shown[90, 20] + 0.1
        assert shown[100, 195] == pytest.approx(float(on_frame(post.relief, 320, 180)[100, 195]), abs=0.01)

    def test_where_depth_is_guessed_figures_stay_in_the_backdrop(self, scene: Scene) -> None:
        geometry = lay_out(replace(scene, inverse_depth=None))
        assert geometry.cutouts == (geometry.main,)

    def test_what_stands_behind_goes_on_there(self, scene: Scene) -> None:
        subject, _ = lay_out(scene).cutouts
        assert scene.matte is not None
        assert scene.matte[90, 182] == 0.0
        assert subject.alpha[90, 182] > 0.9
        assert np.array_equal(subject.alpha[:, :170], scene.matte[:, :170])

    @pytest.mark.parametrize(("reach", "layers"), [(0.0, 1), (1.0, 1), (100.0, 2)])
    def test_a_figure_has_a_layer_only_where_the_camera_uncovers_what_is_behind(
        self, scene: Scene, reach: float, layers: int
    ) -> None:
        geometry = lay_out(scene, reach)
        assert len(geometry.cutouts) == layers
        assert geometry.main
        assert lay_out(scene).parts_all(reach) is (layers == 2)

    def test_in_the_backdrop_it_stands_upright(self, scene: Scene) -> None:
        backdrop = on_frame(lay_out(replace(scene, matte=None), 0.0).backdrop, 320, 180)
        assert np.ptp(backdrop[70:140, 195]) < 0.05

    def test_sky_is_at_infinity_to_its_edge(self, scene: Scene) -> None:
        sky = np.zeros((90, 160), np.float32)
        sky[:30] = 1.0
        backdrop = on_frame(lay_out(replace(scene, regions={"sky": sky})).backdrop, 320, 180)
        assert backdrop[:56, 20] == pytest.approx(np.float32(FARTHEST), abs=0.01)
        assert backdrop[66, 20] > FARTHEST + 0.05


def test_sky_is_plain_where_no_clouds_are_seen_in_it() -> None:
    width, height = 320, 180
    picture = landscape(width, height)
    stripes = np.uint8(40) * (np.arange(width // 2) // 6 % 2).astype(np.uint8)
    picture[: height // 3, : width // 2] = 150 + stripes[:, None]
    picture[: height // 3, width // 2 :] = 150
    sky = np.zeros((height, width), np.float32)
    sky[: height // 3] = 1.0
    plain = lay_out(replace(seen(picture), regions={"sky": sky})).plain
    assert plain
    shown = on_frame(plain, width, height)
    assert shown[10:40, 20:140].max() < 0.1
    assert shown[10:40, 190:300].min() > 0.9
    assert shown[100:].max() < 0.1
