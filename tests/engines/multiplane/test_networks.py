"""The real networks on an example photograph, where their weights can be had."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.director.plan import CameraMove, Direction, MoveKind, Plan
from photoplay.engines.multiplane.camera import View
from photoplay.engines.multiplane.fill import covered, extend, fill_behind
from photoplay.engines.multiplane.fill import Margins
from photoplay.engines.multiplane.matte import Trust, find_subject
from photoplay.engines.multiplane.networks import WANTED, Networks
from photoplay.engines.multiplane.stage import Stage
from photoplay.settings import get_settings
from photoplay.stills import Still, load_still
from photoplay.weights import ensure, inventory

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]

PORTRAIT = Path(__file__).parents[3] / "examples" / "astronaut.png"
SIZE = 320, 320


@pytest.fixture(scope="module")
def networks(pytestconfig: pytest.Config) -> Iterator[Networks]:
    """The networks, their weights kept in pytest's own cache from one run to the next."""
    assert pytestconfig.cache
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PHOTOPLAY_WEIGHTS_DIR", str(pytestconfig.cache.mkdir("weights")))
        patch.delenv("PHOTOPLAY_OFFLINE")
        get_settings.cache_clear()
        weights = ensure(WANTED)
        problems = [holding.problem for holding in inventory() if holding.problem]
        yield Networks.of(weights, threads=0) if not problems else pytest.skip("\n".join(problems))
    get_settings.cache_clear()
