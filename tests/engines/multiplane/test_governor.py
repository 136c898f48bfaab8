from itertools import pairwise

import cv2
import numpy as np
import pytest

from photoplay.director.direct import direct
from photoplay.director.plan import CameraMove, Lock, Plan
from photoplay.director.vocabulary.kinds import DIRECTIONS, Direction, LockKind, MoveKind
from photoplay.engines.multiplane.filming.path import CameraPath
from photoplay.engines.multiplane.governor import (
    FOOT,
    MOST_BENT,
    MOST_STRETCH,
    MOST_UNCOVERED,
    Framing,
    Strain,
    govern,
)
from photoplay.engines.multiplane.staging.fill import Margins
from photoplay.engines.multiplane.staging.geometry import Geometry, lay_out
from photoplay.errors import CancelledError
from tests.scenes import landscape, oval, portrait, seen

D, K = Direction, MoveKind
SIZE = WIDTH, HEIGHT = 320, 180
TIMES = np.arange(50) / 10
RIM = 0.075 * WIDTH


@pytest.fixture(scope="module")
def geometry() -> Geometry:
    """The oval before a landscape."""
    return lay_out(seen(portrait(*SIZE), oval(*SIZE)))


def move(
    kind: MoveKind,
    direction: Direction | None = None,
    amount: float = 1.0,
    *,
    start: float = 0.0,
    end: float = 5.0,
) -> CameraMove:
    return CameraMove(kind=kind, direction=direction, amount=amount, start=start, end=end)


def governed(geometry: Geometry, *moves: CameraMove, rim: float = RIM) -> Framing:
    plan = Plan(duration=5, moves=moves)
    return govern(geometry, CameraPath(plan, geometry.target), TIMES, rim)


class TestStrain:
    BEARABLE = Strain((10, 0, 10, 0), foot=4, uncovered=0.02, stretch=1.5, folded=False)

    def test_within(self) -> None:
        assert self.BEARABLE.within(rim=10)

    @pytest.mark.parametrize(
        "strain",
        [
            Strain((0, 0, 10.1, 0), foot=4, uncovered=0.02, stretch=1.5, folded=False),
            Strain((10, 0, 10, 0), foot=10 * FOOT + 0.1, uncovered=0.02, stretch=1.5, folded=False),
            Strain((10, 0, 10, 0), foot=4, uncovered=MOST_UNCOVERED + 0.001, stretch=1.5, folded=False),
            Strain((10, 0, 10, 0), foot=4, uncovered=0.02, stretch=MOST_STRETCH + 0.01, folded=False),
            Strain((10, 0, 10, 0), foot=4, uncovered=0.02, stretch=1.5, folded=True),
            Strain((10, 0, 10, 0), foot=4, uncovered=0.02, stretch=1.5, folded=False, bend=MOST_BENT + 0.01),
        ],
    )
    def test_each_limit(self, strain: Strain) -> None:
        assert not strain.within(rim=10)


@pytest.mark.parametrize("direction", [0, 1])
@pytest.mark.parametrize(
    "kind", [K.PAN, K.ROLL, K.TRUCK, K.PEDESTAL, K.DOLLY, K.ZOOM, K.ORBIT, K.CRANE, K.AERIAL]
)
def test_never_exceeds_what_the_stage_bears(kind: MoveKind, direction: int, geometry: Geometry) -> None:
    framing = governed(geometry, move(kind, DIRECTIONS[kind][direction], 3.0))
    assert framing.strain.within(RIM)
    assert max(framing.margins) <= RIM + 3


def test_a_small_move_is_left_as_it_is(geometry: Geometry) -> None:
    framing = governed(geometry, move(K.TRUCK, D.RIGHT, 0.2), move(K.PAN, D.LEFT, 0.2))
    assert framing.path.gains == (1.0, 1.0)


def test_a_huge_move_is_made_smaller(geometry: Geometry) -> None:
    framing = governed(geometry, move(K.ORBIT, D.CLOCKWISE, 3.0))
    assert 0.05 < framing.path.gains[0] < 0.9


def test_what_is_asked_for_never_makes_the_move_smaller(geometry: Geometry) -> None:
    amounts = np.array([0.2, 0.5, 1.0, 2.0, 3.0])
    gains = [governed(geometry, move(K.DOLLY, D.OUT, a)).path.gains[0] for a in amounts.tolist()]
    assert gains == sorted(gains, reverse=True)
    travelled = amounts * gains
    assert (np.diff(travelled) > -0.05 * travelled[:-1]).all()


def test_less_rim_allows_less(geometry: Geometry) -> None:
    gains = [governed(geometry, move(K.ZOOM, D.OUT, 1.5), rim=rim).path.gains[0] for rim in (4, 12, 24)]
    assert gains == sorted(set(gains))


@pytest.mark.parametrize("kind", [K.STATIC, K.RACK_FOCUS])
def test_a_still_camera_needs_nothing(kind: MoveKind, geometry: Geometry) -> None:
    framing = governed(geometry, move(kind, D.FAR if kind is K.RACK_FOCUS else None))
    assert framing.margins == Margins()
    assert framing.magnification == 1.0
    assert framing.path.gains == (1.0,)
    assert not any(framing.strain.overshoot)
    assert framing.strain.uncovered == framing.strain.foot == 0.0


def test_a_large_move_does_not_shrink_its_neighbour(geometry: Geometry) -> None:
    large, small = governed(
        geometry, move(K.DOLLY, D.OUT, 3.0, end=2.5), move(K.TILT, D.UP, 0.2, start=2.5)
    ).path.gains
    assert large < 0.6
    assert small > 0.8


def test_sees_invented_picture_only_on_the_side_it_looks_to(geometry: Geometry) -> None:
    margins = governed(geometry, move(K.PAN, D.RIGHT)).margins
    assert margins.right > 0
    assert (margins.left, margins.top, margins.bottom) == (0, 0, 0)


def test_margins_hold_all_that_is_seen(geometry: Geometry) -> None:
    framing = governed(geometry, move(K.ROLL, D.CLOCKWISE))
    assert all(side >= seen for side, seen in zip(framing.margins, framing.strain.overshoot, strict=True))
    assert min(framing.margins) > 5


def test_magnification_is_that_of_the_subject(geometry: Geometry) -> None:
    framing = governed(geometry, move(K.DOLLY, D.IN))
    end = framing.path.poses(TIMES[-1:])[0]
    assert framing.magnification == pytest.approx(1 / (1 - end.z * geometry.target.inverse_depth), rel=1e-3)


@pytest.mark.parametrize("direction", [D.IN, D.OUT])
def test_a_zoom_uncovers_nothing_even_of_a_soft_subject(direction: Direction) -> None:
    alpha = np.asarray(cv2.GaussianBlur(oval(*SIZE), (0, 0), 7), np.float32)
    framing = governed(lay_out(seen(portrait(*SIZE), alpha)), move(K.ZOOM, direction, 1.5))
    assert framing.strain.uncovered == pytest.approx(0, abs=1e-4)


def test_works_without_a_subject() -> None:
    framing = governed(lay_out(seen(landscape(*SIZE))), move(K.TRUCK, D.LEFT, 3.0))
    assert framing.strain.within(RIM)
    assert framing.strain.uncovered == framing.strain.foot == 0.0


def test_a_subject_cut_off_below_is_not_shown_further_down() -> None:
    alpha = np.zeros((HEIGHT, WIDTH), np.float32)
    alpha[HEIGHT // 3 :, WIDTH // 3 : -WIDTH // 3] = 1.0
    framing = governed(lay_out(seen(portrait(*SIZE), alpha)), move(K.PEDESTAL, D.DOWN, 3.0))
    assert framing.strain.foot <= FOOT * RIM


class TestProgress:
    def shares(self, geometry: Geometry, *moves: CameraMove) -> list[float]:
        shares: list[float] = []
        path = CameraPath(Plan(duration=5, moves=moves), geometry.target)
        govern(geometry, path, TIMES, RIM, lambda _stage, share: shares.append(share))
        return shares

    def test_tells_of_every_move_alone_and_of_all_together(self, geometry: Geometry) -> None:
        easy = [move(K.PAN, D.LEFT, 0.1, end=1.0), move(K.PAN, D.LEFT, 0.1, start=1.0)]
        assert self.shares(geometry, *easy) == pytest.approx([0, 1 / 3, 2 / 3])

    def test_rises_with_every_size_tried_of_a_move_too_large(self, geometry: Geometry) -> None:
        shares = self.shares(
            geometry, move(K.TRUCK, D.LEFT, 3.0, end=2.0), move(K.TRUCK, D.LEFT, 3.0, start=2.0)
        )
        assert len(shares) >= 15
        assert shares == sorted(set(shares))
        assert (shares[0], shares[-1] < 1.0) == (0.0, True)

    def test_what_it_raises_stops_it(self, geometry: Geometry) -> None:
        def cancel(_stage: str, share: float) -> None:
            if share > 0.2:
                raise CancelledError

        path = CameraPath(Plan(duration=5, moves=(move(K.TRUCK, D.LEFT, 3.0),)), geometry.target)
        with pytest.raises(CancelledError):
            govern(geometry, path, TIMES, RIM, cancel)


def test_a_lock_on_distortion_allows_less_stretch(geometry: Geometry) -> None:
    huge = move(K.DOLLY, D.IN, 3.0)
    free = Plan(duration=5, moves=(huge,))
    strict = free.model_copy(update={"locks": (Lock(kind=LockKind.DISTORTION),)})
    gains = [
        govern(geometry, CameraPath(plan, geometry.target), TIMES, RIM).path.gains[0]
        for plan in (free, strict)
    ]
    assert gains[1] < gains[0]


@pytest.mark.parametrize("prompt", ["pan left", "slow dolly-in", "orbit right", "crane up"])
def test_guidance_scales_every_move(prompt: str, geometry: Geometry) -> None:
    sizes = []
    for guidance in (0.0, 0.25, 0.5, 0.75, 1.0):
        plan = direct(prompt, duration=5.0, guidance_scale=guidance).model_copy(update={"drift": 0.0})
        path = govern(geometry, CameraPath(plan, geometry.target), TIMES, RIM).path
        (pose,) = path.poses(np.array([5.0]))
        sizes.append(np.linalg.norm([pose.x, pose.y, pose.z, pose.yaw, pose.pitch]))
    assert all(before <= after + 1e-9 for before, after in pairwise(sizes))
    assert sizes[-1] > 1.3 * sizes[0]
