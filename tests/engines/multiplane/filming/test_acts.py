"""What moves within the picture, drawn by the renderer."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import pytest

from photoplay.arrays import Floats, Picture, remap
from photoplay.engines.multiplane.filming.acts import Acts, Fluid
from photoplay.engines.multiplane.filming.camera import Pose, View
from photoplay.engines.multiplane.filming.lens import BlurStack, Focus
from photoplay.engines.multiplane.filming.renderer import LETTING_GO, Layer, Renderer
from photoplay.engines.multiplane.filming.seen import Seen
from photoplay.engines.multiplane.filming.warp import Relief
from photoplay.engines.multiplane.staging.layers import Texture
from tests.scenes import landscape

WIDTH, HEIGHT = 160, 96
VIEW = View(WIDTH, HEIGHT)
CLOSED = Focus(depth=0.5, aperture=0.0)
INSIDE = np.s_[40:56, 60:100]


def flat(depth: float) -> Relief:
    return Relief(np.full((20, 30), depth, np.float32), 10.0, (-60.0, -50.0))


def opaque(picture: Picture) -> Texture:
    return Texture(np.dstack([picture, np.full(picture.shape[:2], 255, np.uint8)]), (0, 0), density=1.0)


def renderer_of(picture: Picture, acts: Acts, *, rest: float = 0.0) -> Renderer:
    stack = BlurStack.of(opaque(picture), VIEW, 0.0)
    return Renderer(VIEW, [Layer(flat(0.1), stack, None, acts)], rest)


@dataclass(frozen=True)
class Slide:
    """Moves everything to the right, 10 pixels a second."""

    def shift(self, points: Floats, time: float) -> Floats:
        return np.broadcast_to(np.array([10.0 * time, 0.0], np.float32), points.shape)


@dataclass(frozen=True)
class Stream:
    """Carries to the right, 10 pixels a second, in two looks that take turns every second."""

    def phases(self, points: Floats, time: float) -> tuple[tuple[Floats, float], tuple[Floats, float]]:
        weight = 1.0 - min(abs(time), 1.0)
        shifts = (
            np.broadcast_to(np.array([10.0 * t, 0.0], np.float32), points.shape) for t in (time, time - 1.0)
        )
        return (next(shifts), weight), (next(shifts), 1.0 - weight)


class Whitewash:
    """Paints the corner of a texture white after a second, and as it was before."""

    def __init__(self, texture: Texture) -> None:
        self.kept = texture.texels[:10, :10].copy()

    def paint(self, texture: Texture, time: float) -> None:
        texture.texels[:10, :10] = self.kept if time < 1.0 else 255


class Shade:
    """Halves the light of what is seen far away."""

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        if time > 0.0 and float(seen.depth.mean()) < 0.2:
            frame[:] = frame // 2


@pytest.fixture
def picture() -> Picture:
    """A landscape of the frame's size."""
    return landscape(WIDTH, HEIGHT)


class TestDisplacement:
    def test_at_rest_nothing_has_moved(self, picture: Picture) -> None:
        assert np.array_equal(renderer_of(picture, Acts((Slide(),))).draw(Pose(), CLOSED, 0.0), picture)

    def test_carries_the_picture_along(self, picture: Picture) -> None:
        drawn = renderer_of(picture, Acts((Slide(),))).draw(Pose(), CLOSED, 1.0)
        assert np.abs(drawn[:, 20:].astype(int) - picture[:, 10:-10]).max() <= 1

    def test_two_add_up(self, picture: Picture) -> None:
        twice = renderer_of(picture, Acts((Slide(), Slide()))).draw(Pose(), CLOSED, 0.5)
        once = renderer_of(picture, Acts((Slide(),))).draw(Pose(), CLOSED, 1.0)
        assert np.array_equal(twice, once)

    def test_what_lacked_at_rest_stays_behind(self, picture: Picture) -> None:
        renderer = renderer_of(picture, Acts((Slide(),)))
        spotted = picture.copy()
        spotted[INSIDE] = 255
        renderer.match(spotted)
        assert np.array_equal(renderer.draw(Pose(), CLOSED, 0.0), spotted)
        moved = renderer.draw(Pose(), CLOSED, 1.0)
        assert np.abs(moved[:, 20:].astype(int) - picture[:, 10:-10]).max() <= 1


class TestFluid:
    def fluid(self, picture: Picture) -> Fluid:
        cover = np.zeros((HEIGHT, WIDTH), np.uint8)
        cover[INSIDE] = 255
        mean = np.dstack([np.full((*picture.shape[:2], 3), 150), np.full(picture.shape[:2], 255)])
        return Fluid(
            BlurStack.of(opaque(picture), VIEW, 0.0),
            Texture(mean.astype(np.int16), (0, 0), density=1.0),
            Texture(cover, (0, 0), density=1.0),
            Stream(),
        )

    def test_at_rest_it_is_the_picture(self, picture: Picture) -> None:
        renderer = renderer_of(picture, Acts(fluids=(self.fluid(picture),)))
        assert np.array_equal(renderer.draw(Pose(), CLOSED, 0.0), picture)

    def test_streams_within_its_cover_alone(self, picture: Picture) -> None:
        drawn = renderer_of(picture, Acts(fluids=(self.fluid(picture),))).draw(Pose(), CLOSED, 0.5)
        moved = (drawn != picture).any(axis=-1)
        assert moved[INSIDE].mean() > 0.9
        moved[INSIDE] = False
        assert not moved.any()

    def test_bounds_hold_what_is_around(self, picture: Picture) -> None:
        fluid = self.fluid(picture)
        least, most = fluid.bounds
        points = np.stack(np.meshgrid(np.arange(0, WIDTH, 3), np.arange(0, HEIGHT, 3)), axis=-1)
        low, high = (
            remap(each.texels, each.coordinates(points.astype(np.float32)), cv2.BORDER_REPLICATE)
            for each in (least, most)
        )
        cover = fluid.cover.texels[::3, ::3]
        assert (low <= cover).all()
        assert (cover <= high).all()
        assert not low.any()
        assert not high[0].any()

    def test_what_a_fluid_hides_is_not_drawn(self, picture: Picture) -> None:
        flood = replace(
            self.fluid(picture), cover=Texture(np.full((HEIGHT, WIDTH), 255, np.uint8), (0, 0), 1.0)
        )
        black = renderer_of(np.zeros_like(picture), Acts(fluids=(flood,)))
        white = renderer_of(np.full_like(picture, 255), Acts(fluids=(self.fluid(picture), flood)))
        for time in (0.0, 0.3, 0.5):
            drawn = black.draw(Pose(), CLOSED, time)
            assert drawn.std() > 10.0
            assert np.array_equal(drawn, white.draw(Pose(), CLOSED, time))

    def test_a_whole_turn_later_it_is_the_picture_again(self, picture: Picture) -> None:
        drawn = renderer_of(picture, Acts(fluids=(self.fluid(picture),))).draw(Pose(), CLOSED, 1.0)
        assert np.array_equal(drawn, picture)

    def test_keeps_its_contrast_halfway(self) -> None:
        noise = np.random.default_rng(1).normal(150.0, 20.0, (HEIGHT, WIDTH, 1)).clip(0, 255)
        picture = np.repeat(noise, 3, axis=2).astype(np.uint8)
        drawn = renderer_of(picture, Acts(fluids=(self.fluid(picture),))).draw(Pose(), CLOSED, 0.5)
        assert drawn[INSIDE].std() == pytest.approx(picture[INSIDE].std(), rel=0.15)

    def test_on_a_cut_out_it_stays_within_its_edge(self, picture: Picture) -> None:
        texels = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
        texels[45:50, 70:90] = [*(200, 0, 0), 255]
        acts = Acts(fluids=(self.fluid(picture),))
        behind = Layer(flat(0.1), BlurStack.of(opaque(picture), VIEW, 0.0))
        front = Layer(flat(0.8), BlurStack.of(Texture(texels, (0, 0), 1.0), VIEW, 0.0), flat(1.0), acts)
        drawn = Renderer(VIEW, [behind, front]).draw(Pose(), CLOSED, 0.5)
        moved = (drawn != picture).any(axis=-1)
        assert moved[46:49, 71:89].all()
        moved[44:51, 69:91] = False
        assert not moved.any()

    def test_sheds_what_lacked_at_rest(self, picture: Picture) -> None:
        renderer = renderer_of(picture, Acts(fluids=(self.fluid(picture),)))
        spotted = picture.copy()
        spotted[INSIDE] = 255
        renderer.match(spotted)
        assert np.array_equal(renderer.draw(Pose(), CLOSED, 0.0), spotted)
        assert renderer.draw(Pose(), CLOSED, 2.0 * LETTING_GO)[INSIDE].mean() < 200


@dataclass(frozen=True)
class HalfAndHalf:
    """Shows one look on the left, unmoved, and on the right another that is 8 pixels to the right."""

    def phases(self, points: Floats, time: float) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
        moved = np.broadcast_to(np.array([8.0 * min(time, 1.0), 0.0], np.float32), points.shape)
        weight = (points[..., 0] > WIDTH / 2).astype(np.float32) * np.float32(min(time, 1.0))
        return (np.zeros_like(points), np.float32(1.0) - weight), (moved, weight)


def test_looks_may_weigh_differently_from_place_to_place(picture: Picture) -> None:
    whole = np.full((HEIGHT, WIDTH), 255, np.uint8)
    fluid = Fluid(
        BlurStack.of(opaque(picture), VIEW, 0.0), opaque(picture), Texture(whole, (0, 0), 1.0), HalfAndHalf()
    )
    drawn = renderer_of(picture, Acts(fluids=(fluid,))).draw(Pose(), CLOSED, 1.0)
    assert np.array_equal(drawn[:, : WIDTH // 2 - 8], picture[:, : WIDTH // 2 - 8])
    right = np.s_[:, WIDTH // 2 + 8 :]
    assert np.array_equal(drawn[right], np.roll(picture, 8, axis=1)[right])


def test_a_retouch_paints_the_texture(picture: Picture) -> None:
    texture = opaque(picture)
    layer = Layer(flat(0.1), BlurStack((texture,), (0.0,)), None, Acts(retouches=(Whitewash(texture),)))
    renderer = Renderer(VIEW, [layer])
    late, early = (renderer.draw(Pose(), CLOSED, time) for time in (2.0, 0.0))
    assert np.array_equal(early, picture)
    assert (late[:8, :8] == 255).all()
    assert np.array_equal(late[12:], picture[12:])


def test_a_pass_sees_the_frame_and_how_far_away_it_is(picture: Picture) -> None:
    stack = BlurStack.of(opaque(picture), VIEW, 0.0)
    for depth, dims in ((0.1, True), (0.9, False)):
        renderer = Renderer(VIEW, [Layer(flat(depth), stack)], passes=(Shade(),))
        assert np.array_equal(renderer.draw(Pose(), CLOSED, 0.0), picture)
        assert np.array_equal(renderer.draw(Pose(), CLOSED, 1.0), picture // 2 if dims else picture)


def test_a_stage_may_rest_at_its_end(picture: Picture) -> None:
    renderer = renderer_of(picture, Acts(fluids=(TestFluid().fluid(picture),)), rest=5.0)
    renderer.match(picture)
    assert np.array_equal(renderer.draw(Pose(), CLOSED), picture)
