from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.director.plan import CameraMove, Lens, Plan
from photoplay.director.vocabulary.kinds import Direction, MoveKind, Pace
from photoplay.engines.multiplane import scouting as scouting_module
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.stage import Stage
from photoplay.progress import Progress
from photoplay.sight.figures import Figure
from photoplay.sight.networks import Network, Networks
from photoplay.sight.objects import Box
from photoplay.stills import Still
from tests.scenes import RED, GreenPaint, MadeUpNetwork, OvalMatte, landscape, oval, portrait, seen

D, K = Direction, MoveKind
TIMES = np.arange(13) / 2.4
WITHOUT_SUBJECT = Networks()
WITH_SUBJECT = Networks(salient=OvalMatte())
VIEWS = [View(320, 180), View(180, 320), View(240, 240)]
every_view = pytest.mark.parametrize("view", VIEWS, ids=["landscape", "portrait", "square"])
with_and_without_subject = pytest.mark.parametrize(
    "networks", [WITHOUT_SUBJECT, WITH_SUBJECT], ids=["no subject", "subject"]
)


def plan_of(
    kind: MoveKind, direction: Direction | None = None, *, amount: float = 1.0, **more: object
) -> Plan:
    moves = (CameraMove(kind=kind, direction=direction, amount=amount, end=5),)
    return Plan.model_validate({"duration": 5, "moves": moves, **more})


DOLLY = plan_of(K.DOLLY, D.IN)


def staged(
    plan: Plan, view: View, networks: Networks, *, rest: float = 0.0, seed: int = 3, detail: int = 2
) -> tuple[Still, Stage]:
    """Build the stage of a still with `detail` times the frame's pixels across."""
    still = Still(portrait(detail * view.width, detail * view.height))
    return still, Stage.build(still, view, plan, TIMES, networks, rest=rest, seed=seed)


def filmed(stage: Stage) -> list[NDArray[np.uint8]]:
    return [stage.frame(index) for index in range(len(TIMES))]


class TestExactFrame:
    @every_view
    @with_and_without_subject
    def test_first(self, view: View, networks: Networks) -> None:
        still, stage = staged(DOLLY, view, networks)
        assert np.array_equal(stage.frame(0), still.resized(view.width, view.height))

    @every_view
    @with_and_without_subject
    def test_last_where_it_comes_to_rest_there(self, view: View, networks: Networks) -> None:
        still, stage = staged(DOLLY, view, networks, rest=float(TIMES[-1]))
        assert np.array_equal(stage.frame(12), still.resized(view.width, view.height))
        assert not np.array_equal(stage.frame(0), stage.frame(12))

    @pytest.mark.parametrize(
        "plan",
        [
            plan_of(K.HANDHELD, drift=1.0),
            plan_of(K.RACK_FOCUS, D.FAR, lens=Lens(depth_of_field=1.0)),
            plan_of(K.ZOOM, D.OUT),
            plan_of(K.ORBIT, D.CLOCKWISE, amount=3.0),
            Plan(duration=5, moves=(CameraMove(kind=K.PAN, direction=D.LEFT, pace=Pace.WHIP, end=0.5),)),
        ],
        ids=["handheld", "rack focus", "zoom out", "orbit", "whip"],
    )
    def test_whatever_the_move(self, plan: Plan) -> None:
        still, stage = staged(plan, VIEWS[0], WITH_SUBJECT)
        assert np.array_equal(stage.frame(0), still.resized(320, 180))

    @pytest.mark.parametrize("detail", [1, 3])
    def test_whatever_the_size_of_the_still(self, detail: int) -> None:
        still, stage = staged(DOLLY, VIEWS[0], WITH_SUBJECT, detail=detail)
        assert np.array_equal(stage.frame(0), still.resized(320, 180))


class TestFrames:
    @every_view
    def test_are_pictures_of_the_views_size(self, view: View) -> None:
        _, stage = staged(DOLLY, view, WITH_SUBJECT)
        for frame in filmed(stage):
            assert frame.shape == (view.height, view.width, 3)
            assert frame.dtype == np.uint8

    def test_of_a_locked_camera_are_all_the_photograph(self) -> None:
        still, stage = staged(plan_of(K.STATIC), VIEWS[0], WITH_SUBJECT)
        for frame in filmed(stage):
            assert np.array_equal(frame, still.resized(320, 180))

    def test_change_ever_further_in_a_move(self) -> None:
        _, stage = staged(DOLLY, VIEWS[0], WITH_SUBJECT)
        frames = [frame.astype(int) for frame in filmed(stage)]
        away = [float(np.abs(frame - frames[0]).mean()) for frame in frames]
        assert away[0] == 0
        assert away[:9] == sorted(set(away[:9]))

    def test_are_the_same_for_the_same_seed(self) -> None:
        plan = plan_of(K.HANDHELD)
        first, again, other = (
            filmed(staged(plan, VIEWS[0], WITH_SUBJECT, seed=seed)[1]) for seed in (1, 1, 2)
        )
        assert np.array_equal(first, again)
        assert not np.array_equal(first, other)

    def test_do_not_depend_on_the_order_they_are_asked_for(self) -> None:
        _, stage = staged(plan_of(K.ORBIT, D.CLOCKWISE), VIEWS[0], WITH_SUBJECT)
        forward = filmed(stage)
        assert np.array_equal(stage.frame(4), forward[4])
        assert np.array_equal(stage.frame(0), forward[0])

    @pytest.mark.parametrize("kind", [K.ZOOM, K.DOLLY])
    @pytest.mark.parametrize(
        "networks",
        [WITHOUT_SUBJECT, WITH_SUBJECT, Networks(inpaint=GreenPaint())],
        ids=["no subject", "subject", "inpainting"],
    )
    def test_of_a_move_out_show_no_black(self, kind: MoveKind, networks: Networks) -> None:
        view = VIEWS[0]
        still = Still(landscape(640, 360))
        stage = Stage.build(still, view, plan_of(kind, D.OUT, amount=3.0), TIMES, networks, rest=0.0, seed=0)
        for frame in filmed(stage):
            assert frame.max(axis=-1).min() > 45

    def test_of_a_zoom_out_show_more_than_the_photograph(self) -> None:
        still, stage = staged(plan_of(K.ZOOM, D.OUT), VIEWS[0], WITHOUT_SUBJECT)
        red = [(frame.astype(int) @ [1, -1, 0] > 120).mean() for frame in (stage.frame(0), stage.frame(12))]
        assert still.width == 640
        assert red[1] < 0.95 * red[0]

    def test_of_a_rack_focus_lose_the_subjects_edge(self) -> None:
        _, stage = staged(plan_of(K.RACK_FOCUS, D.FAR), VIEWS[0], WITH_SUBJECT)
        sharp, soft = (np.abs(np.diff(stage.frame(i).astype(int), axis=1)) for i in (0, 12))
        edge = np.s_[80:100, 115:130, 1]
        assert soft[edge].max() < 0.7 * sharp[edge].max()


class Watched(MadeUpNetwork):
    """A network that says when it runs."""

    def __init__(self, network: Network, events: list[str]) -> None:
        super().__init__()
        self.network, self.events = network, events

    def __call__(self, *inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        self.events.append("network")
        return self.network(*inputs)


class TestProgress:
    OUT = plan_of(K.ZOOM, D.OUT, amount=3.0, lens=Lens(depth_of_field=1.0))
    EVERY_NETWORK = Networks(OvalMatte(), OvalMatte(), GreenPaint())

    def build(self, networks: Networks, progress: Progress) -> Stage:
        still = Still(portrait(640, 360))
        return Stage.build(still, VIEWS[0], self.OUT, TIMES, networks, rest=0.0, seed=0, progress=progress)

    @pytest.mark.parametrize(
        "networks",
        [WITHOUT_SUBJECT, WITH_SUBJECT, EVERY_NETWORK],
        ids=["no subject", "subject", "every network"],
    )
    def test_rises_from_0_to_1(self, networks: Networks) -> None:
        shares: list[float] = []
        self.build(networks, lambda _stage, share: shares.append(share))
        assert (shares[0], shares[-1]) == (0.0, 1.0)
        assert shares == sorted(shares)

    def test_names_what_is_done_once_each(self) -> None:
        stages: list[str] = []
        self.build(self.EVERY_NETWORK, lambda stage, _share: stages.append(stage))
        assert [stage for stage, before in pairwise([*stages, ""]) if stage != before] == [
            "Looking at the photograph",
            "Planning the camera path",
            "Painting what the camera will see",
        ]

    def test_is_asked_before_and_after_every_network(self) -> None:
        events: list[str] = []
        salient, people, inpaint = (
            Watched(network, events) for network in (OvalMatte(), OvalMatte(), GreenPaint())
        )
        self.build(Networks(salient, people, inpaint), lambda _stage, _share: events.append("asked"))
        assert events.count("network") == 4
        assert events[0] == events[-1] == "asked"
        assert ("network", "network") not in pairwise(events)


@with_and_without_subject
def test_a_subject_has_a_layer_of_its_own(networks: Networks) -> None:
    _, stage = staged(DOLLY, VIEWS[0], networks)
    assert len(stage.renderer.layers) == (1 if networks.salient is None else 2)


class TestFigures:
    """A bottle beside the oval of `portrait`."""

    @pytest.fixture
    def still(self, monkeypatch: pytest.MonkeyPatch) -> Still:
        """A still in which both are seen."""
        width, height = VIEWS[0].width, VIEWS[0].height
        bottle = np.zeros((height, width), np.float32)
        bottle[60:140, 180:215] = 1.0
        subject = np.asarray(oval(width, height) * (1.0 - bottle), np.float32)
        depth = np.maximum.reduce([0.95 * bottle, 0.6 * subject, np.full_like(bottle, 0.1)])
        picture = portrait(width, height)
        picture[bottle > 0.5] = (20, 20, 200)
        figure = Figure("bottle", Box(180 / width, 60 / height, 215 / width, 140 / height), bottle)
        scene = replace(seen(picture, subject, depth), figures=(figure,))
        monkeypatch.setattr(scouting_module, "look", lambda *_args, **_more: scene)
        return Still(picture)

    def build(self, still: Still, plan: Plan) -> Stage:
        return Stage.build(still, VIEWS[0], plan, TIMES, WITHOUT_SUBJECT, rest=0.0, seed=0)

    def test_have_layers_of_their_own_and_the_first_frame_stays_exact(self, still: Still) -> None:
        stage = self.build(still, plan_of(K.TRUCK, D.RIGHT))
        assert len(stage.renderer.layers) == 3
        assert np.array_equal(stage.frame(0), still.resized(320, 180))

    def test_leave_nothing_behind_when_they_move(self, still: Still) -> None:
        blue = [
            (f.astype(int) @ [-1, 0, 1] > 120).mean()
            for f in filmed(self.build(still, plan_of(K.ORBIT, D.CLOCKWISE)))
        ]
        assert blue[-1] < 1.35 * blue[0]

    def test_stay_in_the_backdrop_while_the_camera_stands_still(self, still: Still) -> None:
        assert len(self.build(still, plan_of(K.PAN, D.LEFT)).renderer.layers) == 2


def test_a_dolly_in_enlarges_the_subject_more_than_the_background() -> None:
    picture = portrait(640, 360)
    picture[:, 40:60] = picture[:, -60:-40] = (0, 0, 255)
    stage = Stage.build(Still(picture), VIEWS[0], DOLLY, TIMES, WITH_SUBJECT, rest=0.0, seed=0)

    def widths(frame: NDArray[np.uint8]) -> NDArray[np.int64]:
        """Return the width of the red subject and the distance of the blue posts in the background."""
        row = frame[90].astype(int)
        red, blue = np.abs(row - RED).max(axis=-1) < 10, row @ [-1, 0, 1] > 180
        return np.array([np.ptp(np.flatnonzero(columns)) for columns in (red, blue)])

    subject, background = widths(stage.frame(8)) / widths(stage.frame(0))
    assert subject > background + 0.02
    assert background > 1.01
