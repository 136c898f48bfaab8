"""Eyes of animals: found where they are certain, and nowhere else."""

from pathlib import Path

import numpy as np
import pytest

from photoplay.arrays import Floats, Picture
from photoplay.sight import eyes
from photoplay.sight.eyes import SIDE, Square, find_animals, judgement, look_for_eyes
from photoplay.sight.features import CHANNELS
from photoplay.sight.networks import Network
from photoplay.sight.objects import Box, Thing
from photoplay.sight.openings import Opening, fit_opening
from tests.scenes import FixedNetwork
from tests.sight.furry import ACROSS, BROWN, DOWN, EYES, SIZE, darkness, fur, with_eye

CAT = Thing("cat", 0.8, Box(0.15, 0.1, 0.8, 0.9))
NONE = Network(Path("none.onnx"), threads=1)


@pytest.fixture(autouse=True)
def _dark_is_an_eye(monkeypatch: pytest.MonkeyPatch) -> None:
    def seen(picture: Picture, square: Square, _network: Network) -> Floats:
        return darkness(picture, square.x, square.y, square.side, SIDE)

    monkeypatch.setattr(eyes, "look_for_eyes", seen)


def _face(*places: tuple[float, float]) -> Picture:
    picture = fur()
    for place in places:
        picture = with_eye(picture, *place, iris=BROWN)
    return picture


@pytest.mark.parametrize("scale", [0.6, 1.0, 1.4])
def test_the_opening_of_an_eye_is_fitted_at_any_size(scale: float) -> None:
    """Its middle to a tenth of its radius, its axes to a seventh, even where it was expected elsewhere."""
    x, y = EYES[0]
    opening = fit_opening(with_eye(fur(), x, y, scale), x + 5 * scale, y - 4 * scale, 22.0 * scale)
    assert opening is not None
    assert np.abs(opening.middle - (x, y)).max() < 0.1 * ACROSS * scale
    lengths = np.linalg.norm(opening.axes, axis=1) / (np.array([ACROSS, DOWN]) * scale)
    assert np.abs(lengths - 1).max() < 0.15
    assert np.abs(opening.pupil - (x, y)).max() < 0.15 * ACROSS * scale


def test_fur_alone_has_no_opening() -> None:
    """Nothing in it is told from what is around."""
    assert fit_opening(fur(), *EYES[0], 22.0) is None


def test_a_light_disc_is_no_eye() -> None:
    """Nothing in it is dark."""
    picture = fur()
    y, x = np.mgrid[: SIZE[1], : SIZE[0]]
    picture[np.hypot(x - EYES[0][0], y - EYES[0][1]) < 22] = (235, 235, 235)
    assert fit_opening(picture, *EYES[0], 22.0) is None


def test_both_eyes_of_an_animal_are_found() -> None:
    """From the left, each in its place."""
    (animal,) = find_animals(_face(*EYES), (CAT,), None, NONE)
    assert np.abs(np.stack([eye.middle for eye in animal.eyes]) - EYES).max() < 0.2 * ACROSS


def test_the_one_eye_of_a_profile_is_found() -> None:
    """Where nothing else looks like one."""
    (animal,) = find_animals(_face(EYES[0]), (CAT,), None, NONE)
    assert len(animal.eyes) == 1


def test_one_eye_without_the_other_does_not_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another place looks like an eye but has no certain opening, it is not certain that this is a profile."""

    def left_only(picture: Picture, x: float, y: float, radius: float) -> Opening | None:
        return fit_opening(picture, x, y, radius) if x < SIZE[0] / 2 else None

    monkeypatch.setattr(eyes, "fit_opening", left_only)
    (animal,) = find_animals(_face(*EYES), (CAT,), None, NONE)
    assert animal.eyes == ()
    assert len(animal.places) == 2


@pytest.mark.parametrize("thing", [Thing("person", 0.9, CAT.box), Thing("cat", 0.2, CAT.box)])
def test_only_what_surely_is_an_animal_is_looked_at(thing: Thing) -> None:
    """Not people, nor what the detector doubts."""
    assert find_animals(_face(*EYES), (thing,), None, NONE) == ()


def test_an_animal_that_the_detector_does_not_know_is_looked_for_in_its_region() -> None:
    """Of which the largest piece counts."""
    region = np.zeros((SIZE[1] // 4, SIZE[0] // 4), np.float32)
    region[10:80, 18:96] = 1.0
    region[0:3, 0:3] = 1.0
    (animal,) = find_animals(_face(*EYES), (), region, NONE)
    assert len(animal.eyes) == 2
    assert animal.name == ""


def test_two_boxes_of_one_animal_count_once() -> None:
    """The larger."""
    other = Thing("dog", 0.7, Box(0.2, 0.12, 0.78, 0.85))
    assert len(find_animals(_face(*EYES), (CAT, other), None, NONE)) == 1


def test_the_judgement_fits_the_features() -> None:
    """One weight for every channel of every layer, and a bias."""
    assert judgement().shape == (3 * CHANNELS + 1,)


def test_a_look_judges_every_patch(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the weights of its channels: the patch that looks like them stands out."""
    monkeypatch.undo()
    tokens = np.random.default_rng(2).normal(size=(1, 1 + SIDE * SIDE, 3 * CHANNELS)).astype(np.float32)
    tokens[0, 1 + 5 * SIDE + 7] = 60.0 * judgement()[:-1]
    scores = look_for_eyes(fur(), Square(200.0, 150.0, 300.0), FixedNetwork(tokens))
    assert int(scores.argmax()) == 5 * SIDE + 7
