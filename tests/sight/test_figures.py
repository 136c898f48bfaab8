import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.errors import CancelledError
from photoplay.sight.figures import MOST_FIGURES, find_figures
from photoplay.sight.networks import Network, Networks
from photoplay.sight.objects import Box, Thing
from tests.scenes import MadeUpNetwork

Floats = NDArray[np.float32]
SIZE = WIDTH, HEIGHT = 480, 320
GREY, WHITE = 60, 230


class Bright(MadeUpNetwork):
    """Sees what is bright, on its left side alone as far as `share`."""

    def __init__(self, sureness: float = 1.0, share: float = 1.0) -> None:
        super().__init__()
        self.looks, self.sureness, self.share = 0, sureness, share

    def __call__(self, *inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        self.looks += 1
        bright = np.asarray(inputs[0], np.float32)[:, :1]
        seen = self.sureness * np.clip((bright + 0.8) / 2.5, 0.0, 1.0)
        seen[..., round(self.share * seen.shape[-1]) :] = 0.0
        return np.asarray(seen, np.float32)


def networks(glance: Network | None = None, salient: Network | None = None) -> Networks:
    return Networks(glance=glance or Bright(), salient=salient or Bright())


def at(left: int, top: int, right: int, bottom: int) -> Box:
    return Box(left / WIDTH, top / HEIGHT, right / WIDTH, bottom / HEIGHT)


def scene(*boxes: Box) -> tuple[NDArray[np.uint8], Floats]:
    """Return a grey picture with bright ovals in `boxes`, and the inverse depth of that: they are nearer."""
    picture = np.full((HEIGHT, WIDTH, 3), GREY, np.uint8)
    depth = np.full((HEIGHT, WIDTH), 0.2, np.float32)
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    for left, top, right, bottom in boxes:
        across = (x / WIDTH - (left + right) / 2) / (right - left)
        down = (y / HEIGHT - (top + bottom) / 2) / (bottom - top)
        inside = np.hypot(across, down) < 0.48
        picture[inside], depth[inside] = WHITE, 0.6
    return picture, depth


DOG, CAR = at(60, 120, 140, 240), at(260, 100, 420, 220)
THINGS = Thing("dog", 0.8, DOG), Thing("car", 0.7, CAR)


def found(
    things: tuple[Thing, ...], picture: NDArray[np.uint8], depth: Floats, subject: Floats | None = None
) -> list[str]:
    figures = find_figures(picture, things, subject, depth, networks())
    return [figure.name for figure in figures]


def test_every_sure_thing_gets_its_own_matte_the_nearest_first() -> None:
    picture, depth = scene(DOG, CAR)
    dog, car = find_figures(picture, THINGS[::-1], None, depth, networks())
    assert (dog.name, car.name) == ("dog", "car")
    for figure, box in ((dog, DOG), (car, CAR)):
        alone, _ = scene(box)
        assert np.abs(figure.alpha - (alone[..., 0] == WHITE)).mean() < 0.01


@pytest.mark.parametrize(
    "thing",
    [
        Thing("dog", 0.45, DOG),
        Thing("dining table", 0.9, DOG),
        Thing("dog", 0.9, at(60, 120, 70, 130)),
        Thing("dog", 0.9, at(0, 0, WIDTH, HEIGHT)),
    ],
    ids=["unsure", "does not stand", "tiny", "everything"],
)
def test_what_is_not_worth_a_matte_is_left_out(thing: Thing) -> None:
    assert found((thing,), *scene(DOG)) == []


def test_a_matte_that_reaches_beyond_the_box_is_of_something_else() -> None:
    box = at(60, 120, 140, 170)
    assert found((Thing("dog", 0.8, box),), *scene(DOG)) == []


def test_an_unsure_matte_is_left_out() -> None:
    picture, depth = scene(DOG)
    assert find_figures(picture, THINGS[:1], None, depth, networks(salient=Bright(0.7))) == ()


def test_what_nothing_is_seen_of_at_a_glance_is_not_looked_at() -> None:
    picture, depth = scene(DOG)
    salient = Bright()
    assert find_figures(picture, THINGS[:1], None, depth, networks(Bright(0.2), salient)) == ()
    assert salient.looks == 0


def test_what_both_do_not_see_alike_is_left_out() -> None:
    picture, depth = scene(DOG)
    assert find_figures(picture, THINGS[:1], None, depth, networks(Bright(share=0.5))) == ()


def test_what_is_seen_of_what_stands_before_does_not_count() -> None:
    box = at(200, 60, 320, 220)
    picture, depth = scene(box)
    half = Bright(share=0.5)
    subject = np.repeat((np.arange(WIDTH) >= 264).astype(np.float32)[None], HEIGHT, axis=0)
    (bus,) = find_figures(picture, [Thing("bus", 0.7, box)], subject, depth, networks(half))
    assert np.minimum(bus.alpha, subject).max() == 0.0
    assert find_figures(picture, [Thing("bus", 0.7, box)], None, depth, networks(half)) == ()


def test_what_is_not_nearer_than_its_surroundings_is_left_out() -> None:
    picture, depth = scene(DOG)
    assert found(THINGS[:1], picture, np.full_like(depth, 0.4)) == []


def test_what_the_subject_holds_is_no_figure_of_its_own() -> None:
    picture, depth = scene(DOG, CAR)
    subject = np.where(np.arange(WIDTH) < WIDTH // 2, np.float32(1.0), np.float32(0.0))
    assert found(THINGS, picture, depth, np.repeat(subject[None], HEIGHT, axis=0)) == ["car"]


def test_two_that_share_their_place_and_depth_are_one() -> None:
    halves = Thing("car", 0.7, at(260, 100, 360, 220)), Thing("car", 0.6, at(310, 100, 420, 220))
    assert found(halves, *scene(CAR)) == ["car"]


def test_there_are_only_so_many() -> None:
    boxes = [at(x, 60 + 20 * (x // 75 % 2), x + 60, 200) for x in range(5, 400, 75)]
    things = tuple(Thing("person", 0.9, box) for box in boxes)
    assert len(things) > MOST_FIGURES == len(found(things, *scene(*boxes)))


def test_without_depth_or_network_there_are_none() -> None:
    picture, depth = scene(DOG)
    assert find_figures(picture, THINGS, None, None, networks()) == ()
    for lacking in (Networks(), Networks(salient=Bright()), Networks(glance=Bright())):
        assert find_figures(picture, THINGS, None, depth, lacking) == ()


def test_what_progress_raises_stops_it() -> None:
    picture, depth = scene(DOG, CAR)
    network = Bright()

    def cancel(_stage: str, _share: float) -> None:
        if network.looks:
            raise CancelledError

    with pytest.raises(CancelledError):
        find_figures(picture, THINGS, None, depth, networks(network), cancel)
    assert network.looks == 1
