import dataclasses
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.errors import CancelledError
from photoplay.sight.look import look
from photoplay.sight.networks import Networks
from photoplay.sight.objects import SIDE
from photoplay.sight.scene import Scene
from tests.scenes import (
    EyeDetector,
    EyeMesh,
    FixedNetwork,
    FixedObjects,
    NoiseBackbone,
    OvalMatte,
    portrait,
    with_eyes,
)

SIZE = WIDTH, HEIGHT = 640, 480
EYES = np.array([[310.0, 140.0], [330.0, 140.0]])
PERSON = (0.4, 0.15, 0.6, 0.9)
EVERYTHING = {"matte", "inverse_depth", "attention", "things", "faces"}
NEAR_BELOW = np.linspace(0, 1, 64, dtype=np.float32)[None, :, None].repeat(64, axis=2)


@pytest.fixture
def picture() -> NDArray[np.uint8]:
    """A red oval with eyes too small to be found without knowing of a person."""
    return with_eyes(portrait(*SIZE), EYES)


@pytest.fixture(scope="module")
def labels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a network that knows three kinds of things."""
    labels = tmp_path_factory.mktemp("objects") / "objects.tflite"
    with zipfile.ZipFile(labels, "w") as archive:
        archive.writestr("labels.txt", "person\ndog\nvase")
    return labels


def spotted(labels: Path, kind: int, box: tuple[float, float, float, float] = PERSON) -> FixedObjects:
    """Return a network that sees something of a kind, where the person is unless a `box` is given."""
    left, top, right, bottom = box
    rows = HEIGHT * SIDE / WIDTH
    return FixedObjects(labels, (kind, 0.9, (left * SIDE, top * rows, right * SIDE, bottom * rows)))


@pytest.fixture(scope="module")
def networks(labels: Path) -> Networks:
    """Every network that looks."""
    return Networks(
        salient=OvalMatte(),
        features=NoiseBackbone(),
        depth=FixedNetwork(NEAR_BELOW),
        attention=FixedNetwork(np.zeros((1, 1, 1, 256, 416), np.float32)),
        objects=spotted(labels, 0),
        faces=EyeDetector(),
        landmarks=EyeMesh(),
    )


class CountedMatte(OvalMatte):
    """Counts how often it is asked."""

    asked = 0

    def __call__(self, *inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        self.asked += 1
        return super().__call__(*inputs)


def without(networks: Networks, *names: str) -> Networks:
    gone: dict[str, Any] = dict.fromkeys(names)
    return dataclasses.replace(networks, **gone)


def seen(scene: Scene) -> set[str]:
    """Return what in `scene` is not None nor empty."""
    fields = {name: getattr(scene, name) for name in EVERYTHING}
    return {name for name, value in fields.items() if value is not None and len(value)}


def test_without_networks_only_the_picture_is_seen(picture: NDArray[np.uint8]) -> None:
    scene = look(picture, Networks())
    assert scene.picture is picture
    assert seen(scene) == set()


def test_with_every_network_everything_is_seen(picture: NDArray[np.uint8], networks: Networks) -> None:
    scene = look(picture, networks)
    assert seen(scene) == EVERYTHING
    assert scene.matte is not None
    assert scene.matte.shape == (HEIGHT, WIDTH)
    (person,), (face,) = scene.things, scene.faces
    assert person.name == "person"
    assert person.box == pytest.approx(PERSON, abs=1e-3)
    assert face.centre == pytest.approx((0.5, 140 / HEIGHT), abs=0.005)


@pytest.mark.parametrize(
    ("missing", "unseen"),
    [
        ("salient", {"matte"}),
        ("attention", {"attention"}),
        ("features", set()),
        ("depth", set()),
        ("objects", {"things", "faces"}),
        ("faces", {"faces"}),
        ("landmarks", {"faces"}),
    ],
)
def test_without_one_network_the_rest_is_seen(
    picture: NDArray[np.uint8], networks: Networks, missing: str, unseen: set[str]
) -> None:
    assert seen(look(picture, without(networks, missing))) == EVERYTHING - unseen


def test_small_faces_are_looked_for_on_people_only(
    picture: NDArray[np.uint8], networks: Networks, labels: Path
) -> None:
    scene = look(picture, dataclasses.replace(networks, objects=spotted(labels, 1)))
    assert [thing.name for thing in scene.things] == ["dog"]
    assert scene.faces == ()


@pytest.mark.parametrize(("kind", "asked"), [(0, 1), (1, 1), (2, 0), (None, 1)])
def test_a_matte_of_people_is_asked_for_where_somebody_may_be(
    picture: NDArray[np.uint8], networks: Networks, labels: Path, kind: int | None, asked: int
) -> None:
    people = CountedMatte()
    objects = None if kind is None else spotted(labels, kind)
    look(picture, dataclasses.replace(networks, people=people, objects=objects))
    assert people.asked == asked


def test_no_matte_is_asked_for_of_a_dog_too_small_to_be_the_subject(
    picture: NDArray[np.uint8], networks: Networks, labels: Path
) -> None:
    people = CountedMatte()
    objects = spotted(labels, 1, (0.4, 0.5, 0.6, 0.9))
    look(picture, dataclasses.replace(networks, people=people, objects=objects))
    assert people.asked == 0


def test_the_network_made_for_depth_comes_before_the_features(
    picture: NDArray[np.uint8], networks: Networks
) -> None:
    best, second, third = (
        look(picture, without(networks, *names)).inverse_depth
        for names in ((), ("depth",), ("depth", "features"))
    )
    assert best is not None
    assert second is not None
    assert third is None
    rows = best.shape[0]
    assert best.mean(axis=1) == pytest.approx(np.linspace(0, 1, rows), abs=0.02)
    assert not np.allclose(best, second, atol=0.05)


class TestProgress:
    def test_rises_from_0(self, picture: NDArray[np.uint8], networks: Networks) -> None:
        shares: list[float] = []
        look(picture, networks, lambda _stage, share: shares.append(share))
        assert shares[0] == 0.0
        assert shares == sorted(shares)
        assert shares[-1] <= 1.0

    @pytest.mark.parametrize("calls", range(4))
    def test_what_it_raises_stops_the_looking(
        self, picture: NDArray[np.uint8], networks: Networks, calls: int
    ) -> None:
        asked: list[str] = []

        def stop(stage: str, _share: float) -> None:
            asked.append(stage)
            if len(asked) > calls:
                raise CancelledError

        with pytest.raises(CancelledError):
            look(picture, networks, stop)
        assert len(asked) == calls + 1
