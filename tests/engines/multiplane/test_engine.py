import threading
from collections import deque
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.clips import write_clip
from photoplay.director.plan import CameraMove, Note, Plan
from photoplay.director.vocabulary.kinds import Direction, MoveKind
from photoplay.engines.multiplane import stage
from photoplay.engines.multiplane.arrival.fitting import fit
from photoplay.engines.multiplane.engine import BUILD_SHARE, MultiplaneEngine
from photoplay.engines.multiplane.staging.layers import Texture, paint
from photoplay.errors import CancelledError
from photoplay.shot import Resolution, Shot
from photoplay.sight.networks import Networks
from photoplay.stills import Still
from tests.engines.stopping import stop_at
from tests.scenes import GreenPaint, OvalMatte, landscape, portrait

Frames = list[NDArray[np.uint8]]

PLAN = Plan(
    duration=5,
    moves=(CameraMove(kind=MoveKind.TRUCK, direction=Direction.RIGHT, end=5),),
    drift=0.5,
)
ENGINE = MultiplaneEngine(Networks(salient=OvalMatte()))
WITH_EVERY_NETWORK = MultiplaneEngine(Networks(OvalMatte(), OvalMatte(), GreenPaint()))


def shot_of(picture: NDArray[np.uint8], end: NDArray[np.uint8] | None = None, seed: int = 1) -> Shot:
    end_image = None if end is None else Still(end)
    return Shot(Still(picture), "truck right", end_image=end_image, seed=seed, fps=24)


def ignore(_stage: str, _share: float) -> None:
    """Progress that nobody watches."""


def filmed(shot: Shot) -> Frames:
    return list(ENGINE.render(shot, PLAN, ignore))


def shares_of(shot: Shot, engine: MultiplaneEngine = ENGINE) -> list[float]:
    shares: list[float] = []
    deque(engine.render(shot, PLAN, lambda _stage, share: shares.append(share)), maxlen=0)
    return shares


@pytest.fixture(scope="module", autouse=True)
def small_frames() -> Iterator[None]:
    """Frames of the area of 160 x 90."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Resolution, "area", 160 * 90)
        yield


@pytest.fixture(scope="module")
def shot(small_frames: None) -> Shot:
    """A truck past the oval."""
    assert small_frames is None
    return shot_of(portrait(480, 270))


@pytest.fixture(scope="module")
def frames(shot: Shot) -> Frames:
    """The frames of `shot`."""
    return filmed(shot)


@pytest.fixture(scope="module")
def arriving(small_frames: None) -> tuple[Shot, Frames]:
    """The same ending on a picture of another shape."""
    assert small_frames is None
    shot = shot_of(portrait(480, 270), landscape(400, 400))
    return shot, filmed(shot)


@pytest.fixture(scope="module")
def loop(small_frames: None) -> Frames:
    """The frames of a shot that ends on its own photograph."""
    assert small_frames is None
    return filmed(shot_of(portrait(480, 270), portrait(480, 270)))


def test_says_what_it_can_do() -> None:
    assert ENGINE.capabilities.name == "multiplane"
    assert ENGINE.capabilities.end_image


def test_warms_without_networks() -> None:
    MultiplaneEngine(Networks()).warm()


def test_yields_as_many_frames_as_asked_for(shot: Shot, frames: Frames) -> None:
    assert len(frames) == shot.frame_count == 120
    assert {(frame.shape, frame.dtype.name) for frame in frames} == {((90, 160, 3), "uint8")}


@pytest.mark.parametrize(("width", "height"), [(480, 270), (300, 480), (333, 333)])
def test_first_frame_is_the_photograph(width: int, height: int) -> None:
    shot = shot_of(portrait(width, height))
    first = next(ENGINE.render(shot, PLAN, ignore))
    assert np.array_equal(first, shot.image.resized(*shot.frame_size))


def test_frames_are_arrays_of_their_own(frames: Frames) -> None:
    assert not any(np.shares_memory(frames[0], other) for other in frames[1:])


def test_the_camera_moves_smoothly(frames: Frames) -> None:
    steps = [float(np.abs(a.astype(int) - b).mean()) for a, b in pairwise(frames)]
    assert max(steps) < 4 * float(np.median(steps))


def test_the_same_shot_gives_the_same_frames(shot: Shot, frames: Frames) -> None:
    assert np.array_equal(filmed(shot), frames)


def test_another_seed_gives_another_drift(frames: Frames) -> None:
    other = filmed(shot_of(portrait(480, 270), seed=2))
    assert np.array_equal(other[0], frames[0])
    assert not np.array_equal(other[60], frames[60])


class TestProgress:
    @pytest.mark.parametrize("end", [None, landscape(480, 270)], ids=["alone", "with end image"])
    def test_rises_from_0(self, end: NDArray[np.uint8] | None) -> None:
        shares = shares_of(shot_of(portrait(480, 270), end))
        assert shares[0] == 0.0
        assert shares == sorted(shares)
        assert 0.9 < shares[-1] <= 1.0

    @pytest.mark.parametrize("limit", [0.0, 0.2, 0.5])
    def test_what_it_raises_stops_the_render(self, limit: float, shot: Shot) -> None:
        calls: list[float] = []

        def cancel(_stage: str, share: float) -> None:
            calls.append(share)
            if share >= limit:
                raise CancelledError

        frames = ENGINE.render(shot, PLAN, cancel)
        with pytest.raises(CancelledError):
            list(frames)
        assert calls[-1] >= limit
        assert all(share < limit for share in calls[:-1])
        assert next(frames, None) is None

    def test_a_render_stopped_anywhere_leaves_nothing_behind(self, tmp_path: Path) -> None:
        shot = shot_of(portrait(480, 270), landscape(480, 270))
        building = [share for share in shares_of(shot, WITH_EVERY_NETWORK) if share <= BUILD_SHARE]
        for call in (*range(1, len(building) + 1), len(building) + 60):
            film = WITH_EVERY_NETWORK.render(shot, PLAN, stop_at(call))
            with pytest.raises(CancelledError):
                write_clip(film, tmp_path / "clip.mp4", fps=24, size=shot.frame_size)
            assert not list(tmp_path.iterdir())
            assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("encoder")]

    def test_a_render_after_a_stopped_one_is_as_ever(self, shot: Shot, frames: Frames) -> None:
        with pytest.raises(CancelledError):
            list(ENGINE.render(shot, PLAN, stop_at(60)))
        assert np.array_equal(filmed(shot), frames)


class TestEndImage:
    def test_is_the_last_frame(self, arriving: tuple[Shot, Frames]) -> None:
        shot, frames = arriving
        width, height = shot.frame_size
        assert shot.end_image
        fitted = fit(shot.end_image, width / height, Networks(salient=OvalMatte())).still
        assert len(frames) == shot.frame_count
        assert np.array_equal(frames[-1], fitted.resized(width, height))

    def test_leaves_the_first_frame_exact(self, arriving: tuple[Shot, Frames]) -> None:
        shot, frames = arriving
        assert np.array_equal(frames[0], shot.image.resized(*shot.frame_size))

    def test_of_another_scene_leaves_the_beginning_as_it_is_without(
        self, arriving: tuple[Shot, Frames], frames: Frames
    ) -> None:
        assert np.abs(np.array(arriving[1][:40]).astype(int) - frames[:40]).max() <= 1

    def test_is_told(self) -> None:
        notes: list[Note] = []
        shot = shot_of(portrait(480, 270), landscape(400, 400))
        next(ENGINE.render(shot, PLAN, ignore, notes.append))
        told = " ".join(note.text for note in notes)
        assert "arrives at the end image by a whip pan" in told
        assert "different scenes" in told
        assert "cropped" in told


class TestLoop:
    def test_ends_as_it_begins(self, loop: Frames) -> None:
        assert np.array_equal(loop[0], loop[-1])
        assert np.array_equal(loop[0], Still(portrait(480, 270)).resized(160, 90))

    def test_moves_meanwhile(self, loop: Frames) -> None:
        assert np.abs(loop[60].astype(int) - loop[0]).mean() > 2.0

    def test_is_painted_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        paintings: list[int] = []

        def counted(*given: Any) -> tuple[Texture, ...]:
            paintings.append(len(paintings))
            return paint(*given)

        monkeypatch.setattr(stage, "paint", counted)
        ENGINE.prepare(shot_of(portrait(480, 270), portrait(480, 270)), PLAN)
        assert len(paintings) == 1

    def test_has_no_jump(self, loop: Frames) -> None:
        steps = [float(np.abs(a.astype(int) - b).mean()) for a, b in pairwise(loop)]
        assert max(steps) < 2.0 * float(np.median(steps))
