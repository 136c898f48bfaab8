import numpy as np
import pytest

from photoplay.engines.multiplane.arrival.camera import project
from photoplay.engines.multiplane.arrival.carrying import Carried, Likeness, carry
from photoplay.engines.multiplane.arrival.spreading import nodes_of
from photoplay.engines.multiplane.filming.camera import Pose, View
from photoplay.engines.multiplane.filming.warp import Grid, Parallax, see
from photoplay.engines.multiplane.staging.geometry import lay_out
from tests.scenes import oval, portrait, seen

WIDTH, HEIGHT = 320, 200
VIEW = View(WIDTH, HEIGHT)
POINTS = nodes_of(HEIGHT // 10, WIDTH // 10, 10.0, (5.0, 5.0))


def whole(_time: float) -> float:
    return 1.0


class TestCarried:
    FIELD = np.dstack([np.full((40, 64), 12.0), np.zeros((40, 64))]).astype(np.float32)

    def carried(self, share: float) -> Carried:
        return Carried(self.FIELD, 5.0, (0.0, 0.0), lambda _time: share)

    def test_nothing_has_moved_at_the_start(self) -> None:
        assert not self.carried(0.0).shift(POINTS, 0.0).any()

    def test_a_share_of_the_way(self) -> None:
        assert self.carried(0.5).shift(POINTS, 0.0)[5, 5] == pytest.approx([6.0, 0.0])

    def test_what_comes_to_a_place_is_what_was_carried_there(self) -> None:
        x = np.linspace(0.0, 20.0, 64, dtype=np.float32)[None].repeat(40, axis=0)
        field = np.dstack([x, -0.5 * x]).astype(np.float32)
        carried = Carried(field, 5.0, (0.0, 0.0), whole)
        source = POINTS - carried.shift(POINTS, 0.0)
        there = Carried(field, 5.0, (0.0, 0.0), whole)
        inside = (source > 0).all(axis=-1)
        went = np.stack([np.interp(source[..., 0], 5.0 * np.arange(64), x[0])] * 2, axis=-1) * [1.0, -0.5]
        assert there is not carried
        assert np.abs(source + went - POINTS)[inside].max() < 0.1


def test_a_likeness_takes_one_place_to_another_and_grows_about_it() -> None:
    likeness = Likeness(2.0, (10.0, 20.0), (50.0, 25.0))
    points = np.array([[10.0, 20.0], [11.0, 18.0]], np.float32)
    assert points + likeness.moved(points) == pytest.approx(np.array([[50.0, 25.0], [52.0, 21.0]]))


class TestCarry:
    ALPHA = oval(WIDTH, HEIGHT)
    GEOMETRY = lay_out(seen(portrait(WIDTH, HEIGHT), matte=ALPHA))

    def fields(self, motion: np.ndarray, sure: np.ndarray, **likenesses: Likeness) -> list[np.ndarray]:
        alone = {int(name[1:]): one for name, one in likenesses.items()}
        acts = carry(self.GEOMETRY, motion, sure, Pose(), whole, alone)
        return [each.displacements[0].shift(POINTS, 1.0) for each in acts]

    def test_each_layer_goes_its_own_way(self) -> None:
        motion = np.zeros((HEIGHT, WIDTH, 2), np.float32)
        motion[..., 0] = np.where(self.ALPHA > 0.5, 14.0, -6.0)
        behind, subject = self.fields(motion, np.ones((HEIGHT, WIDTH), np.float32))
        assert np.abs(behind - [-6.0, 0.0]).max() < 0.7
        assert np.abs(subject - [14.0, 0.0]).max() < 0.7

    def test_what_is_unsure_does_not_count(self) -> None:
        motion = np.zeros((HEIGHT, WIDTH, 2), np.float32)
        motion[..., 0] = 4.0
        motion[:, :60] = 99.0
        sure = np.ones((HEIGHT, WIDTH), np.float32)
        sure[:, :60] = 0.0
        assert np.abs(self.fields(motion, sure)[0] - [4.0, 0.0]).max() < 0.5

    def test_a_figure_of_its_own_goes_by_its_likeness(self) -> None:
        motion = np.zeros((HEIGHT, WIDTH, 2), np.float32)
        likeness = Likeness(1.0, (0.0, 0.0), (33.0, 2.0))
        behind, subject = self.fields(motion, np.zeros((HEIGHT, WIDTH), np.float32), _0=likeness)
        assert not behind.any()
        assert np.abs(subject - [33.0, 2.0]).max() < 0.1

    def test_it_does_so_too_where_the_camera_travels(self) -> None:
        pose, likeness = Pose(x=0.1, z=0.05), Likeness(1.1, (150.0, 140.0), (170.0, 145.0))
        nothing = np.zeros((HEIGHT, WIDTH), np.float32)
        acts = carry(self.GEOMETRY, np.dstack([nothing, nothing]), nothing, pose, whole, {0: likeness})
        grid, relief = Grid(VIEW, 8), self.GEOMETRY.cutouts[0].relief
        source = see(relief.limited(Parallax(60.0, 60.0)), grid.sightlines(pose))
        source = source - acts[1].displacements[0].shift(source, 1.0)
        went = source + likeness.moved(source)
        asked = np.stack(np.meshgrid(grid.xs, grid.ys), axis=-1)
        figure = self.GEOMETRY.cutouts[0].matte.sample(source) > 0.9
        assert figure.sum() > 20
        assert np.abs(went - asked)[figure].max() < 0.5

    def test_together_with_the_camera_everything_comes_to_its_place(self) -> None:
        pose = Pose(x=0.15, yaw=0.03)
        rows, columns = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
        place = np.dstack([columns, rows])
        # The true scene is half as deep again as the stage has it.
        depth = 1.5 * self.GEOMETRY.backdrop.sample(place)
        there = project(VIEW, pose, place.reshape(-1, 2).astype(np.float64), depth.ravel().astype(np.float64))
        motion = (there.reshape(HEIGHT, WIDTH, 2) - place).astype(np.float32)
        sure = np.asarray(self.ALPHA < 0.02, np.float32)
        acts = carry(self.GEOMETRY, motion, sure, pose, whole, {})
        grid = Grid(VIEW, 8)
        source = see(self.GEOMETRY.backdrop.limited(Parallax(60.0, 60.0)), grid.sightlines(pose))
        source = source - acts[0].displacements[0].shift(source, 1.0)
        went = project(
            VIEW,
            pose,
            source.reshape(-1, 2).astype(np.float64),
            1.5 * self.GEOMETRY.backdrop.sample(source).ravel().astype(np.float64),
        )
        asked = np.stack(np.meshgrid(grid.xs, grid.ys), axis=-1).reshape(-1, 2)
        inside = ((source > 12) & (source < [WIDTH - 12, HEIGHT - 12])).all(axis=-1).ravel()
        away = np.linalg.norm(source.reshape(-1, 2) - [WIDTH / 2, HEIGHT / 2], axis=1) > 80
        assert np.abs(went - asked)[inside & away].max() < 1.5
