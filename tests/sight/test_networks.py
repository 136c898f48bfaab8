"""The real networks on an example photograph, where their weights can be had."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.director.plan import CameraMove, Plan
from photoplay.director.vocabulary.kinds import Direction, MoveKind
from photoplay.engines.multiplane.camera import View
from photoplay.engines.multiplane.fill import Margins, covered, extend, fill_behind
from photoplay.engines.multiplane.stage import Stage
from photoplay.settings import get_settings
from photoplay.sight.matte import Trust, find_subject
from photoplay.sight.networks import WANTED, Networks
from photoplay.stills import Still, load_still
from photoplay.weights import ensure, inventory

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]

ASTRONAUT = Path(__file__).parents[2] / "examples" / "astronaut.png"
SIDE = 360


@pytest.fixture(scope="session")
def weights(pytestconfig: pytest.Config) -> dict[str, Path]:
    """Every network's weights, fetched once into pytest's cache and kept there from run to run."""
    assert pytestconfig.cache
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PHOTOPLAY_WEIGHTS_DIR", str(pytestconfig.cache.mkdir("weights")))
        patch.delenv("PHOTOPLAY_OFFLINE")
        get_settings.cache_clear()
        found = ensure(WANTED)
        problems = [holding.problem or holding.entry.name for holding in inventory() if not holding.path]
    get_settings.cache_clear()
    if set(found) != set(WANTED):
        pytest.skip("; ".join(problems))
    return found


@pytest.fixture(scope="session")
def networks(weights: dict[str, Path]) -> Networks:
    """The networks a clip is made with."""
    return Networks.of(weights, threads=0)


@pytest.fixture(scope="session")
def still() -> Still:
    """A portrait."""
    return load_still(ASTRONAUT)


@pytest.fixture(scope="session")
def picture(still: Still) -> Picture:
    """The portrait at a frame's size."""
    return still.resized(SIDE, SIDE)


@pytest.fixture(scope="session")
def alpha(picture: Picture, networks: Networks) -> Floats:
    """The matte of its subject."""
    alpha = find_subject(picture, networks)
    assert alpha is not None
    return alpha


def test_the_subject_of_a_portrait_is_trusted_and_takes_the_middle(alpha: Floats) -> None:
    trust = Trust.of(alpha)
    assert trust.enough
    assert 0.2 < trust.area < 0.7
    assert alpha[SIDE // 4 : 3 * SIDE // 4, 3 * SIDE // 8 : SIDE // 2].mean() > 0.9
    assert alpha[: SIDE // 4, -SIDE // 8 :].mean() < 0.1


def test_the_small_matte_stands_in_for_the_large_one(weights: dict[str, Path], picture: Picture) -> None:
    small = Networks.of({"u2netp": weights["u2netp"]}, threads=0)
    alpha = find_subject(picture, small)
    assert alpha is not None
    assert alpha[SIDE // 2 :, SIDE // 2].mean() > 0.9


def test_inpainting_changes_only_the_hole(picture: Picture, alpha: Floats, networks: Networks) -> None:
    hole = covered(alpha, 2)
    plate = fill_behind(picture, alpha, hole, networks.inpaint)
    known = cv2.dilate(hole, np.ones((5, 5), np.uint8)) == 0
    assert np.array_equal(plate[known], picture[known])
    assert np.abs(plate.astype(int) - picture)[hole > 0].mean() > 10


def test_inpainting_gives_detail_to_the_rim_of_the_hole(
    picture: Picture, alpha: Floats, networks: Networks
) -> None:
    hole = covered(alpha, 2)
    detailed, smooth = (fill_behind(picture, alpha, hole, net) for net in (networks.inpaint, None))
    assert not np.array_equal(detailed, smooth)


def test_extending_keeps_the_picture(picture: Picture, networks: Networks) -> None:
    wide = extend(picture, Margins(20, 10, 20, 10), networks.inpaint)
    assert wide.shape == (SIDE + 20, SIDE + 40, 3)
    assert np.array_equal(wide[10:-10, 20:-20], picture)
    assert wide[:, -20:].std() > 1


def test_the_first_frame_is_exact(still: Still, picture: Picture, networks: Networks) -> None:
    plan = Plan(duration=5, moves=(CameraMove(kind=MoveKind.ORBIT, direction=Direction.CLOCKWISE, end=5),))
    times = np.arange(6.0)
    stage = Stage.build(still, View(SIDE, SIDE), plan, times, networks, rest=0.0, seed=0)
    assert len(stage.renderer.layers) == 2
    assert np.array_equal(stage.frame(0), picture)
    assert not np.array_equal(stage.frame(5), picture)


def test_loading_takes_every_network(networks: Networks) -> None:
    networks.load()
    for network in (networks.salient, networks.people, networks.inpaint):
        assert network is not None
        assert "session" in vars(network)
