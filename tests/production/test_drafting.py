import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import numpy as np
import pytest

from photoplay.errors import CancelledError, InvalidInputError
from photoplay.media.moderation import Classifier
from photoplay.production import drafting
from photoplay.production.drafting import (
    PER_MINUTE,
    WAITING,
    DraftFailedError,
    Drafting,
    DraftLateError,
    DraftsOffError,
    Drawn,
    Order,
    Refused,
)
from photoplay.production.draftsman import FORBIDDEN, answer, draws
from photoplay.production.refusals import QueueFullError, RateLimitedError
from photoplay.progress import unwatched
from photoplay.settings import get_settings
from photoplay.shot import Resolution
from photoplay.stills import load_still
from tests.production.orders import picture
from tests.serving.running import eventually

GROWS_COLD = """
from photoplay.production import draftsman
draftsman.IDLE = 0.01
draftsman.main()
"""


def order(**changes: Any) -> Order:
    asked: dict[str, Any] = {
        "image": picture(),
        "end_image": None,
        "prompt": "slow dolly in",
        "negative_prompt": "",
        "guidance_scale": 0.5,
        "duration": 5,
        "seed": 3,
    }
    return Order(**asked | changes)


@pytest.fixture(scope="module")
def studio() -> Iterator[Drafting]:
    """Storyboards with one process, which all tests share."""
    drafting = Drafting(1)
    yield drafting
    drafting.close()


def draw(studio: Drafting, **changes: Any) -> Drawn:
    return studio.draw(order(**changes), threading.Event())


def process(studio: Drafting) -> "subprocess.Popen[bytes]":
    [draftsman] = studio._draftsmen
    assert draftsman._process is not None
    return draftsman._process._popen


def at_work(studio: Drafting, pool: ThreadPoolExecutor, cancelled: threading.Event) -> "Future[Drawn]":
    """Have something drawn; return once the process is busy with it."""
    draw(studio)
    pid = process(studio).pid
    busy = cpu(pid)
    drawn = pool.submit(studio.draw, order(), cancelled)
    eventually(lambda: cpu(pid) > busy, 20, "work")
    return drawn


def cpu(pid: int) -> int:
    """Return the clock ticks that a process has had."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        return sum(map(int, file.read().rpartition(")")[2].split()[11:13]))


class TestDrawing:
    def test_six_frames_and_the_plan(self, studio: Drafting) -> None:
        drawn = draw(studio)
        frames = [load_still(frame).pixels for frame in drawn.frames]
        assert [frame.shape for frame in frames] == [frames[0].shape] * 6
        height, width = frames[0].shape[:2]
        photograph = load_still(picture()).resized(width, height)
        assert np.abs(frames[0].astype(float) - photograph).mean() < 3
        assert np.abs(frames[-1].astype(float) - photograph).mean() > 3
        assert drawn.times == pytest.approx([0, 30 / 30, 60 / 30, 89 / 30, 119 / 30, 149 / 30])
        assert [move.kind for move in drawn.plan.moves] == ["dolly"]
        assert any("weights pull" in note for note in drawn.notes)
        assert drawn.inference_ms > 0

    def test_one_process_draws_one_after_another(self, studio: Drafting) -> None:
        first, pid = draw(studio), process(studio).pid
        again, other = draw(studio), draw(studio, prompt="truck left", duration=10)
        assert process(studio).pid == pid
        assert first.frames == again.frames
        assert other.times[-1] == pytest.approx(299 / 30)
        assert os.getpriority(os.PRIO_PROCESS, pid) == min(os.getpriority(os.PRIO_PROCESS, 0) + 10, 19)

    def test_a_picture_that_turns_out_to_be_damaged(self, studio: Drafting) -> None:
        whole = picture()
        draw(studio)
        pid = process(studio).pid
        with pytest.raises(InvalidInputError, match="end_image must be a whole picture; this one is damaged"):
            draw(studio, end_image=whole[: len(whole) // 2])
        assert process(studio).pid == pid


class TestAccidents:
    @pytest.fixture
    def pool(self) -> Iterator[ThreadPoolExecutor]:
        with ThreadPoolExecutor(1) as pool:
            yield pool

    def test_whoever_leaves_stops_it(self, studio: Drafting, pool: ThreadPoolExecutor) -> None:
        cancelled = threading.Event()
        drawn = at_work(studio, pool, cancelled)
        pid = process(studio).pid
        cancelled.set()
        with pytest.raises(CancelledError):
            drawn.result(20)
        assert len(draw(studio).frames) == 6
        assert process(studio).pid == pid

    def test_a_process_killed_in_the_middle(self, studio: Drafting, pool: ThreadPoolExecutor) -> None:
        drawn = at_work(studio, pool, threading.Event())
        pid = process(studio).pid
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(DraftFailedError):
            drawn.result(20)
        assert len(draw(studio).frames) == 6
        assert process(studio).pid != pid

    def test_a_process_killed_while_it_has_nothing_to_do(self, studio: Drafting) -> None:
        draw(studio)
        pid = process(studio).pid
        os.kill(pid, signal.SIGKILL)
        process(studio).wait()
        assert len(draw(studio).frames) == 6
        assert process(studio).pid != pid

    def test_one_that_takes_too_long(self, studio: Drafting, monkeypatch: pytest.MonkeyPatch) -> None:
        draw(studio)
        pid = process(studio).pid
        with monkeypatch.context() as patch:
            patch.setattr(drafting, "LONGEST", 0.0)
            patch.setattr(drafting, "LOOK", 0.0)
            patch.setattr(drafting, "GRACE", 20.0)
            with pytest.raises(DraftLateError):
                draw(studio)
        draw(studio)
        assert process(studio).pid == pid

    def test_a_process_that_hangs_is_killed(self, studio: Drafting, monkeypatch: pytest.MonkeyPatch) -> None:
        draw(studio)
        hung = process(studio)
        hung.send_signal(signal.SIGSTOP)
        monkeypatch.setattr(drafting, "LONGEST", 0.1)
        monkeypatch.setattr(drafting, "GRACE", 0.1)
        with pytest.raises(DraftLateError):
            draw(studio)
        assert hung.returncode == -signal.SIGKILL


class TestTheProcess:
    def test_it_is_started_by_the_first_order_and_ended_for_good(self) -> None:
        studio = Drafting(1)
        assert studio._draftsmen[0]._process is None
        draw(studio)
        ended = process(studio)
        studio.close()
        assert ended.returncode == -signal.SIGKILL
        with pytest.raises(DraftFailedError):
            draw(studio)

    def test_it_dies_with_who_started_it(self) -> None:
        studio = Drafting(1)
        draw(studio)
        orphan = process(studio)
        started = studio._draftsmen[0]._process
        assert started is not None
        started.orders.close()
        assert orphan.wait(10) == 1

    def test_it_ends_when_there_is_nothing_to_do(self) -> None:
        with subprocess.Popen(
            [sys.executable, "-c", GROWS_COLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as cold:
            assert cold.wait(60) == 0
            assert cold.stdout is not None
            assert cold.stdout.read() == b""

    def test_one_that_is_about_to_end_gets_no_order(
        self, studio: Drafting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        draw(studio)
        old = process(studio)
        monkeypatch.setattr(drafting, "IDLE", drafting.LEEWAY)
        time.sleep(0.01)
        draw(studio)
        assert old.returncode is not None
        assert process(studio).pid != old.pid


class TestPolicy:
    @pytest.mark.parametrize("field", ["image", "end_image"])
    def test_what_is_forbidden_in_a_clip_is_in_a_storyboard(
        self, field: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PHOTOPLAY_MODERATION", "block")
        get_settings.cache_clear()
        judged: list[int] = []

        def nsfw(_self: Classifier, pixels: np.ndarray[Any, Any]) -> bool:
            judged.append(pixels.shape[1])
            return judged[-1] == 500

        monkeypatch.setattr(Classifier, "nsfw", nsfw)
        monkeypatch.setattr(Resolution, "area", 160 * 90)
        draw = draws(unwatched)
        get_settings.cache_clear()
        assert answer(order(**{field: picture(width=500)}), draw) == Refused(field, FORBIDDEN)
        assert isinstance(answer(order(end_image=picture()), draw), Drawn)
        assert judged[-2:] == [480, 480]


class TestTheLine:
    def test_switched_off(self) -> None:
        with pytest.raises(DraftsOffError), Drafting(0).place("ada"):
            pass

    def test_only_so_many_wait(self) -> None:
        studio = Drafting(2)
        with ExitStack() as line:
            for number in range(2 + WAITING):
                line.enter_context(studio.place(f"account {number}"))
            with pytest.raises(QueueFullError, match="4 storyboards are waiting; try again in 10 s"):
                line.enter_context(studio.place("one too many"))
        with studio.place("one too many"):
            pass

    def test_only_so_many_a_minute_for_each_account(self, monkeypatch: pytest.MonkeyPatch) -> None:
        studio = Drafting(1)
        for _ in range(PER_MINUTE):
            with studio.place("ada"):
                pass
        with pytest.raises(RateLimitedError, match="allows 10 storyboards a minute") as refused:
            studio.place("ada").__enter__()
        assert 50 < refused.value.retry_after <= 60
        with studio.place("bob"):
            pass
        monkeypatch.setattr(drafting, "MINUTE", 0.0)
        with studio.place("ada"):
            pass
        assert studio._asked.keys() == {"ada"}
