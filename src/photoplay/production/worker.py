"""A worker process: warms an engine, then does one prediction after another until it is told to stop.

One of a crew reads nothing from its standard input; the end of it means that whoever started the worker is gone.
"""

import argparse
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

import structlog
from dbos import DBOS, StepOptions
from filelock import FileLock

from photoplay.engines.choose import EngineName, choose_engine
from photoplay.logs import configure_logs
from photoplay.media.moderation import Classifier
from photoplay.production import jobs
from photoplay.production.house import House
from photoplay.production.steps import Steps
from photoplay.settings import QUEUE, get_settings
from photoplay.store import workers
from photoplay.weights import ensure

POLL = 0.2
"""Seconds between two looks into the queue."""
BEAT = 1.0
HUNG_AFTER = 180.0
"""Seconds without a sign from the engine after which the worker gives itself up, where the engine needs no more."""
LISTENING = 1.0
"""Seconds after which the worker looks again whether it has been asked to stop."""
GENTLE = 19
"""Niceness: whoever asks the service something is answered before the next frame is drawn."""

log = structlog.get_logger()


def serve_jobs(steps: Steps, executor: str, queue: str = QUEUE) -> None:
    """Start taking jobs of a queue; returns at once."""
    DBOS(config=jobs.config(steps.house.database, executor))

    @DBOS.workflow(name=jobs.WORKFLOW, max_recovery_attempts=jobs.ATTEMPTS - 1)
    def produce(prediction_id: str, output_key: str) -> None:
        outcome = DBOS.run_step(_step("gather"), steps.gather, prediction_id)
        copies = outcome.get("copies", [])
        if "stills" in outcome:
            outcome = DBOS.run_step(_step("film"), steps.film, prediction_id, output_key, outcome["stills"])
        try:
            DBOS.run_step(_step("settle"), steps.settle, prediction_id, output_key, outcome, copies)
        finally:  # what is not settled now is when the worker is back
            if steps.lost:
                log.error("the engine is lost; the worker gives itself up")
                os._exit(1)

    DBOS.listen_queues([queue])
    DBOS.launch()
    DBOS.register_queue(
        queue,
        worker_concurrency=1,
        partition_concurrency=1,
        polling_interval_sec=POLL,
        on_conflict="always_update",
    )


def _step(name: str) -> StepOptions:
    """Return the options of a step that is tried for half a minute while the database or storage is away."""
    return {"name": name, "retries_allowed": True, "interval_seconds": 0.5, "max_attempts": 7}


def warm(house: House) -> tuple[Steps, list[str]]:
    """Load every network; return the steps, and sentences on what is done without."""
    engine, notes = choose_engine(EngineName(house.settings.engine), _fetching)
    engine.warm()
    classifier = Classifier.of(ensure(["opennsfw"], _fetching).get("opennsfw"))
    sentences = list(notes)
    if classifier.available:
        classifier.load()
    else:
        sentences.append(
            "The classifier's weights are missing, so nothing is moderated and has_nsfw_contents is always false. "
            "Run 'photoplay weights pull opennsfw' to fetch them."
        )
    return Steps(house, engine, classifier), sentences


def _fetching(weights: str, done: int, _total: int | None) -> None:
    if done == 0:
        log.info("fetching weights", weights=weights)


class Pulse(threading.Thread):
    """Tells the database that the worker lives, and ends a process whose render hangs."""

    def __init__(self, house: House, executor: str, queue: str = QUEUE) -> None:
        super().__init__(daemon=True, name="pulse")
        self._house, self._executor = house, executor
        with house.database.begin() as connection:
            workers.announce(connection, executor, os.getpid(), queue)
        self._news, self._over = threading.Event(), threading.Event()
        self._steps: Steps | None = None
        self._notes: list[str] = []

    def ready(self, steps: Steps, notes: list[str]) -> None:
        """Tell, at once, that the worker takes jobs from now on."""
        self._steps, self._notes = steps, notes
        self._news.set()

    def stop(self) -> None:
        """Beat no more, from when this returns: who takes the worker's row away must not be taken for another."""
        self._over.set()
        self._news.set()
        self.join()

    def run(self) -> None:
        """Beat until it is stopped, or the process ends."""
        while not self._over.is_set():
            try:
                self._beat()
            except Exception as error:  # a locked or lost database is no reason to die
                log.warning("heartbeat missed", error=str(error))
            reporter = self._steps.reporter if self._steps else None
            if reporter is not None and time.monotonic() - reporter.heard > max(HUNG_AFTER, reporter.silence):
                log.error("the render hangs; the worker gives itself up")
                os._exit(1)
            self._news.wait(BEAT)
            self._news.clear()

    def _beat(self) -> None:
        with self._house.database.begin() as connection:
            ready = self._steps is not None
            ours = workers.beat(connection, self._executor, os.getpid(), ready, self._notes)
        if not ours:
            log.error("another worker has this one's place")
            os._exit(1)


Warm = Callable[[House], tuple[Steps, list[str]]]
"""Loads what a worker needs; returns its steps, and sentences on what is done without."""


def run(executor: str, queue: str = QUEUE, warm: Warm = warm) -> None:
    """Work until SIGTERM, or SIGINT where it reaches this process first; does not return.

    Args:
        executor: the worker's name; its unfinished jobs are its own when it comes back.
        queue: whose jobs it takes.
    """
    settings = get_settings()
    configure_logs()
    structlog.contextvars.bind_contextvars(worker=executor)
    os.nice(GENTLE)
    stop = threading.Event()

    def asked(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, asked)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with FileLock(settings.data_dir / f"{executor}.lock"):
        house = House.open(settings)
        pulse = Pulse(house, executor, queue)
        pulse.start()
        steps, notes = warm(house)
        for note in notes:
            log.warning(note)
        serve_jobs(steps, executor, queue)
        pulse.ready(steps, notes)
        log.info("worker ready", queue=queue)
        while not stop.wait(LISTENING):  # a signal that comes just before the wait does not end it
            pass
        log.info("worker stopping", running=steps.reporter is not None)
        DBOS.destroy(workflow_completion_timeout_sec=int(settings.stop_grace))
        pulse.stop()
        with house.database.begin() as connection:
            workers.forget(connection, executor)
        # A render that is still running is dropped here; its job goes to the next worker that is free.
        house.jobs.take_over(job for job in house.jobs.begun() if job.worker == executor)
        os._exit(0)


def main() -> None:
    """Run a worker of a crew: until SIGTERM, or until the process that started it is gone."""
    parser = argparse.ArgumentParser(description="Do the predictions of the service.")
    parser.add_argument("executor", help="the worker's name")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True, name="parent").start()
    run(parser.parse_args().executor)


def _die_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
