"""The crew: the worker processes of one machine, started, watched, and started again when one dies."""

import os
import platform
import subprocess
import sys
import threading
import time

import structlog

from photoplay.engines.diffusion.gpus import share_of
from photoplay.production.house import House
from photoplay.settings import Settings
from photoplay.store import workers

LOOK = 0.2
"""Seconds between two looks at the workers."""
CHILDHOOD = 3.0
"""Seconds; a worker that does not live that long could not start."""
PATIENCE, LONG_PATIENCE = 10.0, 300.0
"""Seconds that a worker which keeps dying, young or while it loads, is left alone at most."""
LEEWAY = 5.0
"""Seconds a worker may take to end on top of the grace its render is given."""

log = structlog.get_logger()


def names(settings: Settings) -> list[str]:
    """Return what this machine's workers are called; an unfinished job finds the worker of its name again."""
    return [name_of(settings, number) for number in range(settings.workers)]


def name_of(settings: Settings, number: int) -> str:
    """Return what one of this machine's workers is called, which no other machine's may be."""
    alone = settings.database_url is None
    return f"{settings.machine or ('worker' if alone else platform.node())}-{number}"


class Crew:
    """Worker processes; each dies when the process that holds its standard input does."""

    def __init__(self, house: House) -> None:
        self._stop_grace = house.settings.stop_grace
        each = house.settings.gpus
        self._slots = [
            _Slot(house, name, share_of(number, each)) for number, name in enumerate(names(house.settings))
        ]

    def run(self, stop: threading.Event) -> None:
        """Keep every worker running until `stop` is set, then let each finish or hand back what it does."""
        while not stop.wait(LOOK):
            for slot in self._slots:
                try:
                    slot.keep_running()
                except Exception:  # a lost database comes back
                    log.exception("worker not started")
        for slot in self._slots:
            slot.ask_to_stop()
        deadline = time.monotonic() + self._stop_grace + LEEWAY
        for slot in self._slots:
            slot.stop(deadline)


class _Slot:
    """The place of one worker, whichever process is in it."""

    def __init__(self, house: House, name: str, environment: dict[str, str]) -> None:
        self._house, self._name, self._environment = house, name, environment
        self._process: subprocess.Popen[bytes] | None = None
        self._started = self._due = self._pause = 0.0

    def keep_running(self) -> None:
        """Start the worker, or start it again where it died.

        One that dies young or before it is warm is left alone for as long as it had lived, and for longer each time:
        a large model that cannot be loaded is not read again and again.
        """
        now = time.monotonic()
        if self._process is None:
            if now >= self._due:
                self._start(now)
            return
        code = self._process.poll()
        if code is None:
            return
        age = now - self._started
        longest = PATIENCE if age < CHILDHOOD else LONG_PATIENCE if self._was_warming() else 0.0
        self._pause = min(max(2 * self._pause, age, LOOK), longest)
        self._due = now + self._pause
        self._part(self._process)
        log.warning("worker died", worker=self._name, code=code, again_in=self._pause)

    def stop(self, deadline: float) -> None:
        """Wait for the worker, which has been asked to stop, no longer than until `deadline`."""
        if self._process is None:
            return
        try:
            self._process.wait(max(deadline - time.monotonic(), 0.0))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._part(self._process)

    def ask_to_stop(self) -> None:
        """Send SIGTERM."""
        if self._process is not None:
            self._process.terminate()

    def _was_warming(self) -> bool:
        with self._house.database.read() as connection:
            known = workers.list_workers(connection)
        return any(worker.id == self._name and not worker.ready for worker in known)

    def _part(self, process: subprocess.Popen[bytes]) -> None:
        self._process = None
        if process.stdin is not None:
            process.stdin.close()

    def _start(self, now: float) -> None:
        self._started, self._due = now, now + CHILDHOOD
        with self._house.database.begin() as connection:
            workers.forget(connection, self._name)
        command = [sys.executable, "-m", "photoplay.production.worker", self._name]
        environment = {**os.environ, **self._environment}
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)
