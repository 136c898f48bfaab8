"""The real classifier on example photographs, where its weights can be had."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.media.moderation import THRESHOLD, Classifier
from photoplay.settings import get_settings
from photoplay.stills import load_still
from photoplay.weights import ensure

EXAMPLES = Path(__file__).parents[2] / "src/photoplay/playground/examples"

Picture = NDArray[np.uint8]


@pytest.fixture(scope="session")
def weights(pytestconfig: pytest.Config) -> Path:
    """The classifier's weights, fetched once into pytest's cache and kept there from run to run."""
    assert pytestconfig.cache
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PHOTOPLAY_WEIGHTS_DIR", str(pytestconfig.cache.mkdir("weights")))
        patch.delenv("PHOTOPLAY_OFFLINE")
        get_settings.cache_clear()
        found = ensure(["opennsfw"])
    get_settings.cache_clear()
    if not found:
        pytest.skip("the weights opennsfw cannot be had here")
    return found["opennsfw"]


@pytest.fixture(scope="session")
def classifier(weights: Path) -> Classifier:
    """The classifier as the service uses it."""
    loaded = Classifier.of(weights)
    loaded.load()
    return loaded


def example(name: str) -> Picture:
    return load_still(EXAMPLES / name).pixels


@pytest.mark.parametrize(
    ("name", "score"), [("astronaut.png", 0.0318), ("dandelion.jpg", 0.0019), ("moonwalk.jpg", 0.0015)]
)
def test_photographs_get_the_score_of_the_reference(name: str, score: float, classifier: Classifier) -> None:
    assert classifier.score(example(name)) == pytest.approx(score, abs=0.003)
    assert not classifier.nsfw(example(name))


def test_channels_are_taken_in_the_right_order(classifier: Classifier) -> None:
    astronaut = example("astronaut.png")
    swapped = np.ascontiguousarray(astronaut[:, :, ::-1])
    assert abs(classifier.score(swapped) - classifier.score(astronaut)) > 0.01


@pytest.mark.parametrize("shape", [(300, 300, 3), (1080, 1920, 3), (1920, 768, 3), (1, 1, 3)])
def test_frames_of_any_shape(shape: tuple[int, int, int], classifier: Classifier) -> None:
    score = classifier.score(np.full(shape, 128, np.uint8))
    assert 0 <= score < THRESHOLD


def test_the_threshold_decides(weights: Path, classifier: Classifier) -> None:
    astronaut = example("astronaut.png")
    score = classifier.score(astronaut)
    assert Classifier(weights, threshold=score).nsfw(astronaut)
    assert not Classifier(weights, threshold=score + 0.001).nsfw(astronaut)


def test_without_weights_nothing_is_marked() -> None:
    classifier = Classifier.of(None)
    assert not classifier.available
    classifier.load()
    assert classifier.score(example("astronaut.png")) == 0.0
    assert not classifier.nsfw(example("astronaut.png"))
    assert not Classifier(None, threshold=0.0).nsfw(example("astronaut.png"))


def test_with_weights_it_is_available(classifier: Classifier) -> None:
    assert classifier.available
