import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.engines.multiplane.filming.camera import Pose, View
from photoplay.engines.multiplane.filming.lens import BlurStack, Focus
from photoplay.engines.multiplane.filming.renderer import Layer, Renderer
from photoplay.engines.multiplane.filming.warp import Relief
from photoplay.engines.multiplane.staging.layers import Texture
from tests.scenes import landscape

Picture = NDArray[np.uint8]

SIZE = WIDTH, HEIGHT = 161, 99
VIEW = View(*SIZE)
MARGIN = 30
CLOSED = Focus(depth=0.5, aperture=0.0)
SQUARE = np.s_[40:60, 70:90]


def flat(depth: float) -> Relief:
    return Relief(np.full((20, 30), depth, np.float32), 10.0, (-60.0, -50.0))


def layer(texture: Texture, depth: float, *, covers: bool, aperture: float = 0.0) -> Layer:
    matte = None if covers else flat(1.0)
    return Layer(flat(depth), BlurStack.of(texture, VIEW, aperture), matte)


def opaque(picture: Picture) -> Texture:
    """Return a backdrop whose texels are pixels, `MARGIN` wider than the frame on each side."""
    alpha = np.full(picture.shape[:2], 255, np.uint8)
    return Texture(np.dstack([picture, alpha]), (-MARGIN, -MARGIN), density=1.0)


@pytest.fixture
def wide() -> Picture:
    """A landscape with its margin."""
    return landscape(WIDTH + 2 * MARGIN, HEIGHT + 2 * MARGIN)


@pytest.fixture
def backdrop(wide: Picture) -> Layer:
    """The landscape, far away."""
    return layer(opaque(wide), 0.1, covers=True)


@pytest.fixture
def subject() -> Layer:
    """A near square of half transparent white, in premultiplied colours, with nothing around it."""
    texels = np.zeros((24, 24, 4), np.uint8)
    texels[2:-2, 2:-2] = 128
    return layer(Texture(texels, (68, 38), density=1.0), 0.9, covers=False)


def shown(wide: Picture, x: int = 0, y: int = 0) -> Picture:
    """Return the landscape on the frame, moved `x` pixels to the left and `y` up."""
    return wide[MARGIN + y : MARGIN + y + HEIGHT, MARGIN + x : MARGIN + x + WIDTH]


def test_at_rest_a_backdrop_is_itself(backdrop: Layer, wide: Picture) -> None:
    assert np.array_equal(Renderer(VIEW, [backdrop]).draw(Pose(), CLOSED), shown(wide))


def test_a_truck_moves_a_layer_by_its_parallax(backdrop: Layer, wide: Picture) -> None:
    seen = Renderer(VIEW, [backdrop]).draw(Pose(x=12 / (0.1 * WIDTH)), CLOSED)
    assert np.abs(seen.astype(int) - shown(wide, x=12)).max() <= 1


def test_a_layer_is_laid_over_the_one_behind(backdrop: Layer, subject: Layer, wide: Picture) -> None:
    drawn = Renderer(VIEW, [backdrop, subject]).draw(Pose(), CLOSED).astype(int)
    expected = shown(wide).astype(float)
    expected[SQUARE] = 128 + expected[SQUARE] * (127 / 255)
    assert np.abs(drawn - expected).max() <= 1


def test_a_near_layer_moves_further(backdrop: Layer, subject: Layer, wide: Picture) -> None:
    drawn = Renderer(VIEW, [backdrop, subject]).draw(Pose(x=4 / (0.1 * WIDTH)), CLOSED)
    changed = np.abs(drawn.astype(int) - shown(wide, x=4)).max(axis=(0, 2)) > 2
    assert np.flatnonzero(changed)[[0, -1]] == pytest.approx([70 - 36, 89 - 36], abs=1)


def test_a_layer_out_of_sight_is_left_out(backdrop: Layer, subject: Layer) -> None:
    pose = Pose(x=150 / (0.9 * WIDTH))
    both, alone = (Renderer(VIEW, layers).draw(pose, CLOSED) for layers in ([backdrop, subject], [backdrop]))
    assert np.array_equal(both, alone)


@pytest.mark.parametrize("place", [(0, 0), (9, 13), (12, 60), (WIDTH - 2, HEIGHT - 2)])
def test_a_layer_smaller_than_the_grid_is_drawn(
    backdrop: Layer, wide: Picture, place: tuple[int, int]
) -> None:
    speck = layer(Texture(np.full((2, 2, 4), 255, np.uint8), place, density=1.0), 0.9, covers=False)
    away = Renderer(VIEW, [backdrop, speck]).draw(Pose(), CLOSED) != shown(wide)
    x, y = place
    drawn = np.zeros((HEIGHT, WIDTH), np.bool_)
    drawn[y : y + 2, x : x + 2] = True
    assert np.array_equal(away.any(axis=-1), drawn)


def test_every_frame_is_a_fresh_array(backdrop: Layer, subject: Layer) -> None:
    renderer = Renderer(VIEW, [backdrop, subject])
    first = renderer.draw(Pose(), CLOSED)
    kept = first.copy()
    renderer.draw(Pose(x=0.2), CLOSED)
    assert np.array_equal(first, kept)
    assert np.array_equal(renderer.draw(Pose(), CLOSED), kept)


class TestExpose:
    def test_a_still_camera_gives_the_frame_itself(self, backdrop: Layer) -> None:
        renderer = Renderer(VIEW, [backdrop])
        once, thrice = (renderer.expose([Pose(x=0.1)] * count, CLOSED) for count in (1, 3))
        assert np.array_equal(once, thrice)

    def test_is_the_mean_of_its_looks(self, backdrop: Layer) -> None:
        renderer = Renderer(VIEW, [backdrop])
        poses = [Pose(x=x) for x in (-0.2, 0.0, 0.4)]
        looks = [renderer.draw(pose, CLOSED).astype(float) for pose in poses]
        assert np.abs(renderer.expose(poses, CLOSED) - np.mean(looks, axis=0)).max() <= 0.51

    @pytest.mark.parametrize("count", [1, 4])
    def test_asks_progress_before_each_look(self, backdrop: Layer, count: int) -> None:
        shares: list[float] = []
        renderer = Renderer(VIEW, [backdrop])
        renderer.expose([Pose()] * count, CLOSED, lambda _stage, share: shares.append(share))
        assert shares == pytest.approx(np.arange(count) / count)


class TestFocus:
    @pytest.fixture
    def blurred(self, wide: Picture, subject: Layer) -> Renderer:
        """The same stage, ready for a wide aperture."""
        far = layer(opaque(wide), 0.1, covers=True, aperture=99)
        return Renderer(VIEW, [far, layer(subject.stack.levels[0], 0.9, covers=False, aperture=99)])

    def test_what_is_in_focus_is_sharp(self, blurred: Renderer, wide: Picture) -> None:
        frame = blurred.draw(Pose(), Focus(depth=0.1, aperture=3.0))
        away = np.s_[:, :50]
        assert np.array_equal(frame[away], shown(wide)[away])

    def test_what_is_out_of_focus_is_blurred(self, blurred: Renderer) -> None:
        apertures = (0.0, 1.0, 2.0, 4.0)
        detail = [
            np.diff(blurred.draw(Pose(), Focus(0.9, a))[:, :50].astype(float), axis=1).std()
            for a in apertures
        ]
        assert detail == sorted(detail, reverse=True)
        assert detail[-1] < 0.9 * detail[0]

    def test_a_blurred_subject_spreads_beyond_its_edge(self, blurred: Renderer) -> None:
        sharp, soft = (blurred.draw(Pose(), Focus(0.1, a)).astype(int) for a in (0.0, 2.2))
        outside = np.s_[45:55, 91]
        assert np.abs(soft - sharp)[outside].mean() > 2


class TestMatch:
    @pytest.fixture
    def renderer(self, backdrop: Layer, subject: Layer, photograph: Picture) -> Renderer:
        """A stage whose layers only resemble the photograph."""
        renderer = Renderer(VIEW, [backdrop, subject])
        renderer.match(photograph)
        return renderer

    @pytest.fixture
    def photograph(self, wide: Picture) -> Picture:
        """The landscape with a black patch, and no subject."""
        photograph = shown(wide).copy()
        photograph[20:40, 30:50] = 0
        return photograph

    def test_the_view_at_rest_is_the_photograph(self, renderer: Renderer, photograph: Picture) -> None:
        assert np.array_equal(renderer.draw(Pose(), CLOSED), photograph)

    def test_turning_carries_it_along(self, renderer: Renderer, photograph: Picture) -> None:
        seen = renderer.draw(Pose(yaw=float(np.arctan(5 / WIDTH))), CLOSED)
        assert seen[25:35, 30:40].max() < 20
        assert photograph[25:35, 26:29].min() > 30

    def test_it_fades_out_with_parallax(self, renderer: Renderer) -> None:
        patch = [
            renderer.draw(Pose(x=x), CLOSED)[25:35, 36:42].mean() for x in (0.0, 0.006, 0.012, 0.018, 0.05)
        ]
        assert patch == sorted(patch)
        assert patch[-1] > 60

    def test_a_stage_that_lacks_nothing_keeps_nothing(self, backdrop: Layer, wide: Picture) -> None:
        renderer = Renderer(VIEW, [backdrop])
        renderer.match(shown(wide))
        assert renderer.lacking is None
