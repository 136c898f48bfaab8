import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
import structlog
from dbos import DBOS, StepOptions

from photoplay.engines.engine import Frame
from photoplay.errors import EngineLostError
from photoplay.media.moderation import Classifier
from photoplay.production import jobs, settle, worker
from photoplay.production.house import House
from photoplay.production.janitor import Janitor
from photoplay.production.steps import Steps
from photoplay.production.worker import serve_jobs, warm
from photoplay.store import ledger, workers
from photoplay.store.predictions import Prediction, Status
from photoplay.store.workers import Worker
from tests.production.engines import SlideProjector
from tests.production.orders import CREDIT, Orders, inline, stored
from tests.serving.running import eventually

PRICE = 250_000
HANGS = """
import sys, time
from photoplay.media.moderation import Classifier
from photoplay.production import worker
from photoplay.production.house import House
from photoplay.production.steps import Reporter, Steps
from photoplay.settings import get_settings

worker.HUNG_AFTER = 0.5
house = House.open(get_settings())
pulse = worker.Pulse(house, "worker-0")
steps = Steps(house, None, Classifier.of(None))
steps.reporter = Reporter(house, "0" * 32)
pulse.ready(steps, [])
pulse.start()
time.sleep(30)
"""


def crew(house: House) -> list[Worker]:
    with house.database.read() as connection:
        return workers.list_workers(connection)


def job_status(orders: Orders, prediction: Prediction) -> str:
    with orders.house.database.read() as connection:
        query = f"select status from workflow_status where workflow_uuid = '{prediction.id}'"
        return str(connection.exec_driver_sql(query).scalar_one())


@contextmanager
def at_work(house: House, error: Exception | None = None) -> Iterator[None]:
    """Have jobs done in this process, by an engine that breaks at the first frame, so that they are short."""

    def break_down(_index: int, _frame: Frame) -> Frame:
        raise error or ZeroDivisionError

    serve_jobs(Steps(house, SlideProjector(break_down), Classifier.of(None)), "worker-0")
    try:
        yield
    finally:
        DBOS.destroy(destroy_registry=True)


class TestTheQueue:
    @pytest.fixture(autouse=True)
    def brisk(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(worker, "POLL", 0.02)

    def test_an_account_s_jobs_are_done_in_order_and_one_at_a_time(self, house: House) -> None:
        ada, bob = Orders.of(house, "Ada"), Orders.of(house, "Bob")
        hers: list[Prediction] = []
        his: list[Prediction] = []
        for customer, orders in (ada, hers), (bob, his), (ada, hers), (bob, his), (ada, hers):
            time.sleep(0.002)
            orders.append(customer.order(image=inline()))
        with at_work(house):
            eventually(lambda: all(ada.row(each.id).finished for each in hers + his), 30, "every end")
        done = [ada.row(each.id) for each in hers + his]
        assert {prediction.error_code for prediction in done} == {settle.INTERNAL}
        times = [(prediction.started_at or 0, prediction.finished_at or 0) for prediction in done]
        assert times[:3] == sorted(times[:3])
        assert times[3:] == sorted(times[3:])
        in_turn = sorted(times)
        assert all(end <= start for (_, end), (start, _) in pairwise(in_turn))

    def test_those_that_are_not_wanted_or_take_their_worker_down_each_time(self, ada: Orders) -> None:
        cancelled, deadly = ada.order(image=inline()), ada.order(image=inline())
        settle.cancel(ada.house, cancelled.id)
        with ada.house.database.begin() as connection:
            starts = f"update workflow_status set recovery_attempts = {jobs.ATTEMPTS} where workflow_uuid = ?"
            connection.exec_driver_sql(starts, (deadly.id,))
        with at_work(ada.house):
            status = "MAX_RECOVERY_ATTEMPTS_EXCEEDED"
            eventually(lambda: job_status(ada, deadly) == status, 10, "giving up")
            eventually(
                lambda: job_status(ada, cancelled) == "SUCCESS", 10, "the end of the cancelled one's job"
            )
        assert (ada.row(cancelled.id).status, ada.row(cancelled.id).started_at) == (Status.CANCELLED, None)
        assert ada.row(deadly.id).status == Status.CREATED
        Janitor(ada.house).reconcile()
        assert ada.row(deadly.id).error_code == 5000
        assert ada.customer.balances == (CREDIT, 0)

    def test_a_lost_engine_takes_its_worker_down_once_the_job_is_settled(
        self, ada: Orders, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        prediction = ada.order(image=inline())
        ends: list[tuple[int, Status]] = []
        monkeypatch.setattr(os, "_exit", lambda code: ends.append((code, ada.row(prediction.id).status)))
        with at_work(ada.house, EngineLostError("The GPU failed.")):
            eventually(lambda: job_status(ada, prediction) == "SUCCESS", 10, "the end of the job")
        assert ends == [(1, Status.FAILED)]
        assert ada.row(prediction.id).error_code == settle.STOPPED

    def test_a_storage_that_stays_away(self, ada: Orders, monkeypatch: pytest.MonkeyPatch) -> None:
        attempts: list[str] = []

        def soon(name: str) -> StepOptions:
            attempts.append(name)
            return {"name": name, "retries_allowed": True, "interval_seconds": 0.01, "max_attempts": 3}

        monkeypatch.setattr(worker, "_step", soon)
        prediction = ada.order(image=inline())
        path = ada.house.settings.data_dir / "media" / prediction.input["image"]
        path.unlink()
        path.symlink_to(path)
        with at_work(ada.house):
            eventually(lambda: job_status(ada, prediction) == "ERROR", 10, "the end of the job")
        assert attempts == ["gather", "film"]
        assert ada.row(prediction.id).status == Status.PROCESSING
        Janitor(ada.house).reconcile()
        failed = ada.row(prediction.id)
        assert (failed.status, failed.error_code, failed.error) == (Status.FAILED, 5000, settle.FAULT)
        assert ada.customer.balances == (CREDIT, 0)


def test_what_a_worker_does_without_is_said(house: House) -> None:
    steps, notes = warm(house)
    assert steps.engine.capabilities.name == "multiplane"
    assert not steps.classifier.available
    assert len(notes) == 2
    assert all("Run 'photoplay weights pull" in note for note in notes)
    assert "nothing is moderated" in notes[-1]


@dataclass
class Hand:
    """A worker process of a house."""

    house: House
    process: subprocess.Popen[bytes]
    log: Path

    def row(self) -> Worker | None:
        return next((each for each in crew(self.house) if each.pid == self.process.pid), None)

    def wait_ready(self) -> None:
        eventually(lambda: (row := self.row()) is not None and row.ready, 120, "a warm worker")

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(660)


Hire = Callable[..., Hand]


@pytest.fixture
def hire(house: House, tmp_path: Path) -> Iterator[Hire]:
    """Starts worker processes: ``hire(name, grace=30)``; a script runs in place of the worker's own."""
    with ExitStack() as stack:

        def start(name: str, grace: float = 30.0, script: str | None = None) -> Hand:
            environment = {
                **os.environ,
                "PHOTOPLAY_DATA_DIR": str(house.settings.data_dir),
                "PHOTOPLAY_STOP_GRACE": str(grace),
            }
            command = ["-m", "photoplay.production.worker", name] if script is None else ["-c", script]
            path = tmp_path / f"{name}.log"
            with path.open("ab") as log:
                process = subprocess.Popen(
                    [sys.executable, *command], env=environment, stdin=subprocess.PIPE, stdout=log, stderr=log
                )
            stack.callback(_end, process)
            return Hand(house, process, path)

        yield start


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    process.wait()
    assert process.stdin is not None
    process.stdin.close()


def test_a_stopped_pulse_does_not_miss_its_row(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    monkeypatch.setattr(worker, "BEAT", 0.01)
    pulse = worker.Pulse(house, "worker-0")
    pulse.start()
    time.sleep(0.1)
    pulse.stop()
    with house.database.begin() as connection:
        workers.forget(connection, "worker-0")
    time.sleep(0.1)
    assert not pulse.is_alive()
    assert ended == []


class TestTheProcess:
    def test_it_films_and_hands_back_what_it_has_no_time_for(self, ada: Orders, hire: Hire) -> None:
        first, second = ada.order(image=inline()), ada.order(image=inline(tint=20))
        guest = hire("guest", grace=0)
        guest.wait_ready()
        eventually(lambda: ada.row(first.id).finished, 120, "the first clip")
        done = ada.row(first.id)
        assert (done.status, done.has_nsfw_contents) == (Status.COMPLETED, (False,))
        assert len(ada.house.storage.read(done.outputs[0])) > 10_000

        eventually(lambda: ada.row(second.id).stage == "Filming", 120, "filming")
        assert guest.stop() == 0
        assert crew(ada.house) == []
        assert ada.row(second.id).status == Status.PROCESSING
        assert job_status(ada, second) == "ENQUEUED"

        heir = hire("worker-0", grace=600)
        eventually(lambda: ada.row(second.id).stage != "Filming", 120, "another start")
        assert heir.stop() == 0
        assert ada.row(second.id).status == Status.COMPLETED
        assert job_status(ada, second) == "SUCCESS"
        assert ada.customer.balances == (CREDIT - 2 * PRICE, 0)
        clips = {ada.row(each.id).outputs[0] for each in (first, second)}
        assert stored(ada.house) == {*clips, first.input["image"], second.input["image"]}
        with ada.house.database.read() as connection:
            assert ledger.audit(connection) == []

    def test_it_dies_with_who_started_it(self, hire: Hire) -> None:
        hand = hire("worker-0")
        eventually(hand.row, 30, "its row")
        assert hand.process.stdin is not None
        hand.process.stdin.close()
        assert hand.process.wait(5) == 1

    def test_it_yields_to_another_in_its_place(self, house: House, hire: Hire) -> None:
        hand = hire("worker-0")
        eventually(hand.row, 30, "its row")
        with house.database.begin() as connection:
            workers.announce(connection, "worker-0", hand.process.pid + 1, "production")
        assert hand.process.wait(30) == 1
        assert "another worker has this one's place" in hand.log.read_text()

    def test_it_gives_itself_up_when_its_render_hangs(self, hire: Hire) -> None:
        hand = hire("worker-0", script=HANGS)
        assert hand.process.wait(30) == 1
        assert "the render hangs" in hand.log.read_text()


def test_logs_name_the_prediction(ada: Orders) -> None:
    prediction = ada.order(image=inline())
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logs:
        Steps(ada.house, SlideProjector(), Classifier.of(None)).gather(prediction.id)
    assert logs
    assert all(entry["prediction"] == prediction.id for entry in logs)
