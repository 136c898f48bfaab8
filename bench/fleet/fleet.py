"""Front ends and workers, each a process with a folder of its own, as if on a machine of its own."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from bench.fleet.stores import PATIENCE, S3, Postgres, free_ports

COMMAND = [sys.executable, "-c", "from photoplay.cli.main import main; main()"]
LOOK = 0.1


@dataclass
class Process:
    """One front end or worker, and how it is started."""

    name: str
    command: list[str]
    environment: dict[str, str]
    folder: Path
    running: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it."""
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.running = subprocess.Popen(
                self.command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def kill(self) -> None:
        """Kill it, without a chance to put anything in order."""
        if self.running is not None:
            self.running.kill()
            self.running.wait()

    def keep_running(self) -> None:
        """Start it again where it has ended, as whoever runs a service has it done."""
        if self.running is not None and self.running.poll() is not None:
            self.start()

    def signal(self, which: signal.Signals) -> None:
        """Send it a signal."""
        if self.running is not None:
            self.running.send_signal(which)


@dataclass
class Fleet:
    """A service on many machines."""

    folder: Path
    postgres: Postgres
    s3: S3
    fronts: list[Process] = field(default_factory=list)
    workers: list[Process] = field(default_factory=list)
    ports: list[int] = field(default_factory=list)

    def environment(self, machine: str) -> dict[str, str]:
        """Return what a process on a machine is told."""
        return {
            **os.environ,
            **self.s3.environment,
            "PHOTOPLAY_DATABASE_URL": self.postgres.url,
            "PHOTOPLAY_STORAGE_URL": self.s3.url,
            "PHOTOPLAY_DATA_DIR": str(self.folder / machine),
            "PHOTOPLAY_MACHINE": machine,
            "PHOTOPLAY_QUEUE_DEPTH": "100000",
            "PHOTOPLAY_ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8",
        }

    def add_front(self) -> None:
        """Start one more front end."""
        (port,) = free_ports(1)
        name = f"front-{len(self.fronts)}"
        command = [*COMMAND, "serve", "--no-worker", "--port", str(port)]
        self.fronts.append(Process(name, command, self.environment(name), self.folder))
        self.ports.append(port)
        self.fronts[-1].start()

    def add_worker(self, seconds: float | None) -> None:
        """Start one more worker, whose jobs are waits of so many seconds, or real ones."""
        name = f"machine-{len(self.workers)}"
        command = (
            [*COMMAND, "worker"] if seconds is None else [sys.executable, "-m", "bench.fleet.worker", "0"]
        )
        if seconds is not None:
            command.append(str(seconds))
        self.workers.append(Process(name, command, self.environment(name), self.folder))
        self.workers[-1].start()

    def url(self, number: int) -> str:
        """Return where a front end answers."""
        return f"http://127.0.0.1:{self.ports[number % len(self.ports)]}"

    def wait_ready(self) -> None:
        """Wait until every front end says that something would be filmed at once, or answers if nothing ever will."""
        path = "/readyz" if self.workers else "/healthz"
        deadline = time.monotonic() + PATIENCE
        for number in range(len(self.fronts)):
            while not _is_fine(f"{self.url(number)}{path}"):
                if time.monotonic() > deadline:
                    raise TimeoutError(f"The fleet is not ready; see the logs in {self.folder}.")
                time.sleep(LOOK)

    def supervise(self, over: threading.Event) -> None:
        """Start again what has ended, until it is `over`."""
        while not over.wait(LOOK):
            for process in (*self.fronts, *self.workers):
                process.keep_running()

    def command(self, *arguments: str) -> str:
        """Return what `photoplay` with these arguments prints."""
        done = subprocess.run(
            [*COMMAND, *arguments], env=self.environment("desk"), check=True, capture_output=True, text=True
        )
        return done.stdout.strip()


def _is_fine(url: str) -> bool:
    try:
        return httpx2.get(url, timeout=5.0, trust_env=False).status_code == 200
    except httpx2.TransportError:
        return False


@contextmanager
def fleet(folder: Path, *, fronts: int, workers: int, seconds: float | None) -> Iterator[Fleet]:
    """Give a fleet that is ready; all of it ends with the block.

    Args:
        seconds: that a job takes, or None for real ones.
    """
    (folder / "s3").mkdir(parents=True)
    postgres, s3 = Postgres(folder / "postgres"), S3(folder / "s3")
    made = Fleet(folder, postgres, s3)
    over = threading.Event()
    supervisor = threading.Thread(target=made.supervise, args=(over,))
    try:
        supervisor.start()
        s3.start()
        for _ in range(fronts):
            made.add_front()
        for _ in range(workers):
            made.add_worker(seconds)
        made.wait_ready()
        yield made
    finally:
        over.set()
        supervisor.join()
        for process in (*made.fronts, *made.workers):
            process.kill()
        s3.stop()
        postgres.stop()
