import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.director.plan import CameraMove, Plan
from photoplay.director.vocabulary.kinds import Direction, MoveKind
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.filming.path import CameraPath
from photoplay.engines.multiplane.governor import Framing, govern
from photoplay.engines.multiplane.staging.fill import Margins
from photoplay.engines.multiplane.staging.geometry import lay_out
from photoplay.engines.multiplane.staging.layers import TEXELS, Texture, paint, subject_colours
from photoplay.sight.networks import Networks
from photoplay.stills import Still
from tests.scenes import RED, landscape, oval, portrait, seen

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]
SIZE = WIDTH, HEIGHT = 320, 180
VIEW = View(*SIZE)


def framing_of(kind: MoveKind, direction: Direction | None, alpha: Floats | None) -> Framing:
    geometry = lay_out(seen(portrait(*SIZE), alpha))
    plan = Plan(duration=5, moves=(CameraMove(kind=kind, direction=direction, end=5),))
    return govern(geometry, CameraPath(plan, geometry.target), np.array([0.0, 5.0]), 24)


def painted(
    picture: Picture,
    alpha: Floats | None,
    kind: MoveKind = MoveKind.STATIC,
    direction: Direction | None = None,
) -> tuple[Texture, ...]:
    mattes = [] if alpha is None else [alpha]
    return paint(Still(picture), picture, mattes, framing_of(kind, direction, alpha), Networks())


def even(texture: Texture) -> NDArray[np.float64]:
    """Return the texels that are the frame's own pixels."""
    return texture.texels[::TEXELS, ::TEXELS].astype(np.float64)


def composite(textures: tuple[Texture, ...]) -> NDArray[np.float64]:
    """Return the layers over each other, all as they lie on the frame."""
    frame = even(textures[0])[..., :3]
    for texture in textures[1:]:
        front = even(texture)
        x, y = map(int, texture.origin)
        part = frame[y : y + front.shape[0], x : x + front.shape[1]]
        part[:] = front[..., :3] + (1 - front[..., 3:] / 255) * part
    return frame


class TestPaint:
    def test_even_texels_are_the_photograph_a_little_crisped(self) -> None:
        picture = landscape(*SIZE).astype(float)
        backdrop = painted(landscape(*SIZE), None)[0]
        crisped = even(backdrop)[..., :3]
        assert np.abs(crisped - picture).mean() < 1.5
        assert np.abs(np.diff(crisped, axis=1)).mean() > np.abs(np.diff(picture, axis=1)).mean()
        assert (backdrop.texels[..., 3] == 255).all()

    def test_odd_texels_lie_between_their_neighbours(self) -> None:
        ramp = np.arange(WIDTH, dtype=np.float32) * 0.6 + 30
        picture = np.rint(ramp)[None, :, None].repeat(HEIGHT, axis=0).repeat(3, axis=2).astype(np.uint8)
        texels = painted(picture, None)[0].texels[..., 0].astype(float)
        between = (texels[:, 10:-12:2] + texels[:, 12:-10:2]) / 2
        assert np.abs(texels[:, 11:-11:2] - between).max() <= 1

    def test_backdrop_has_nothing_of_the_subject(self) -> None:
        backdrop = even(painted(portrait(*SIZE), oval(*SIZE))[0])[oval(*SIZE) > 0.5, :3]
        assert np.abs(backdrop - RED).sum(axis=-1).min() > 60

    def test_backdrop_is_the_photograph_away_from_the_subject(self) -> None:
        picture = portrait(*SIZE)
        backdrop = even(painted(picture, oval(*SIZE))[0])[..., :3]
        edges = np.s_[:, : WIDTH // 4]
        assert np.abs(backdrop[edges] - picture[edges]).mean() < 1.5

    def test_layers_together_are_the_photograph(self) -> None:
        picture = portrait(*SIZE)
        strayed = np.abs(composite(painted(picture, oval(*SIZE))) - picture)
        assert strayed.mean() < 0.1
        assert np.percentile(strayed, 99.5) <= 8

    def test_subject_is_premultiplied(self) -> None:
        _, subject = painted(portrait(*SIZE), oval(*SIZE))
        assert (subject.texels[..., :3] <= subject.texels[..., 3:]).all()
        assert subject.texels[..., 3].max() == 255

    def test_margins_move_the_origin(self) -> None:
        alpha = oval(*SIZE)
        backdrop, moved = painted(portrait(*SIZE), alpha, MoveKind.ROLL, Direction.CLOCKWISE)
        margins = framing_of(MoveKind.ROLL, Direction.CLOCKWISE, alpha).margins
        assert min(margins) > 0
        assert backdrop.origin == pytest.approx((-margins.left, -margins.top))
        assert backdrop.texels.shape[:2] == (
            TEXELS * (HEIGHT + margins.top + margins.bottom),
            TEXELS * (WIDTH + margins.left + margins.right),
        )
        _, still = painted(portrait(*SIZE), alpha)
        assert still.origin == moved.origin

    def test_of_several_mattes_there_is_a_texture_each(self) -> None:
        beside = np.roll(oval(*SIZE), 90, axis=1)
        mattes = [np.clip(beside - oval(*SIZE), 0.0, 1.0), oval(*SIZE)]
        picture = portrait(*SIZE)
        picture[mattes[0] > 0.5] = (30, 30, 200)
        textures = paint(Still(picture), picture, mattes, framing_of(MoveKind.STATIC, None, None), Networks())
        assert len(textures) == 3
        assert np.percentile(np.abs(composite(textures) - picture), 98) <= 12
        for colour in (RED, (30, 30, 200)):
            hidden = even(textures[0])[np.maximum(*mattes) > 0.5, :3]
            assert np.abs(hidden - colour).sum(axis=-1).min() > 60

    def test_a_close_up_shows_more_of_a_large_still(self) -> None:
        stripes = np.zeros((4 * HEIGHT, 4 * WIDTH, 3), np.uint8)
        stripes[:, ::5] = 255
        still = Still(stripes)
        wide, close = (
            paint(
                still,
                still.resized(*SIZE),
                [],
                Framing(f.path, Margins(), magnification, f.strain),
                Networks(),
            )
            for f in [framing_of(MoveKind.STATIC, None, None)]
            for magnification in (1.0, 2.0)
        )
        assert close[0].texels.shape == wide[0].texels.shape
        assert close[0].texels[..., 0].std() > 2 * wide[0].texels[..., 0].std()


class TestSubjectColours:
    COVER = oval(*SIZE)
    FRONT = np.array(RED, np.float32)

    @pytest.fixture
    def plate(self) -> Picture:
        """A green background, unlike the red subject."""
        return np.full((HEIGHT, WIDTH, 3), (40, 190, 60), np.uint8)

    @pytest.fixture
    def picture(self, plate: Picture) -> Picture:
        """The red subject over the plate."""
        cover = self.COVER[..., None]
        return np.asarray(np.rint(cover * self.FRONT + (1 - cover) * plate), np.uint8)

    def test_over_the_plate_they_give_the_picture_back(self, picture: Picture, plate: Picture) -> None:
        colours = subject_colours(picture, plate, self.COVER).astype(np.float32)
        cover = self.COVER[..., None]
        strayed = np.abs(cover * colours + (1 - cover) * plate - picture)
        assert strayed.max() <= 5
        assert strayed[self.COVER > 0.55].max() <= 1

    def test_at_the_soft_edge_they_are_the_subjects_own(self, picture: Picture, plate: Picture) -> None:
        colours = subject_colours(picture, plate, self.COVER).astype(np.float32)
        edge = (self.COVER > 0.1) & (self.COVER < 0.9)
        assert edge.sum() > 100
        assert np.abs(colours[edge] - self.FRONT).max() < 20
        assert np.abs(picture[edge] - self.FRONT).max() > 100

    def test_where_it_covers_wholly_they_are_the_pictures(self, picture: Picture, plate: Picture) -> None:
        solid = self.COVER == 1
        assert np.array_equal(subject_colours(picture, plate, self.COVER)[solid], picture[solid])


class TestTexture:
    def test_coordinates(self) -> None:
        texture = Texture(np.zeros((4, 4, 4), np.uint8), origin=(-3.0, 5.0))
        assert texture.coordinates(np.array([[-3, 5], [-2.5, 6]], np.float32)).tolist() == [[0, 0], [1, 2]]
