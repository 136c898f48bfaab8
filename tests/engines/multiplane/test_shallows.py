from dataclasses import replace

import numpy as np
import pytest

from photoplay.director.plan import CameraMove, Plan
from photoplay.director.vocabulary.kinds import Direction, MoveKind
from photoplay.engines.multiplane.filming.path import CameraPath, Target
from photoplay.engines.multiplane.governor import EASE, govern
from photoplay.engines.multiplane.shallows import DEPTHS, depth_for
from photoplay.engines.multiplane.staging.geometry import Geometry, lay_out
from photoplay.engines.multiplane.staging.straight import Lines
from photoplay.errors import CancelledError
from tests.scenes import landscape, seen

SIZE = WIDTH, HEIGHT = 320, 180
TIMES = np.arange(50) / 10
RIM = 0.075 * WIDTH
POSTS = np.array([[[x, 0.05], [x, 0.5]] for x in (0.2, 0.4, 0.6, 0.8)], np.float32)


@pytest.fixture(scope="module")
def flat() -> Geometry:
    """A landscape on one gentle surface, with posts that stand upright."""
    return replace(lay_out(seen(landscape(*SIZE), None)), firm=Lines(POSTS))


@pytest.fixture(scope="module")
def stepped(flat: Geometry) -> Geometry:
    """The same with a step halfway up, at which posts bend."""
    values = flat.backdrop.values.copy()
    half = len(values) // 2
    values[:half], values[half:] = 0.3, 0.55
    return replace(flat, backdrop=replace(flat.backdrop, values=values))


def path(kind: MoveKind = MoveKind.TRUCK, direction: Direction = Direction.RIGHT) -> CameraPath:
    plan = Plan(duration=5, moves=(CameraMove(kind=kind, direction=direction, end=5.0),), drift=0.0)
    return CameraPath(plan, Target(0.5))


def test_what_a_move_shows_with_ease_is_as_deep_as_it_is(flat: Geometry) -> None:
    assert depth_for(flat, path(), TIMES, RIM) == 1.0


def test_what_bends_is_laid_out_shallower_rather_than_hardly_passed(stepped: Geometry) -> None:
    depth = depth_for(stepped, path(), TIMES, RIM)
    deep = govern(stepped, path(), TIMES, RIM, limits=EASE)
    shallow = govern(stepped.shallower(depth, 0.5), path().shallower(depth), TIMES, RIM, limits=EASE)
    assert depth in DEPTHS[1:]
    assert shallow.path.gains[0] > 1.3 * deep.path.gains[0]


def test_a_camera_that_only_turns_needs_no_less_depth(stepped: Geometry) -> None:
    assert depth_for(stepped, path(MoveKind.PAN), TIMES, RIM) == 1.0


def test_it_can_be_stopped(stepped: Geometry) -> None:
    def stop(_stage: str, _share: float) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        depth_for(stepped, path(), TIMES, RIM, stop)


def test_what_a_move_is_aimed_at_comes_along() -> None:
    aimed = replace(path(), aims=(Target(0.7, 0.1, 0.2, named=True),))
    (aim,) = aimed.shallower(0.5).aims
    assert aim.inverse_depth == pytest.approx(0.6)
    assert aim[1:] == aimed.aims[0][1:]
    assert aimed.shallower(0.5).target == aimed.target
