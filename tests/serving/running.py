"""The service as people run it: `photoplay serve` in a process of its own."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import httpx2

from bench.fleet.keys import new_key
from photoplay.settings import Settings
from photoplay.store import ledger

T = TypeVar("T")
STANDARD = "kwaivgi/kling-v1.6-i2v-standard"
PRO = "kwaivgi/kling-v1.6-i2v-pro"
COMMAND = [sys.executable, "-c", "from photoplay.cli.main import main; main()"]


def eventually(look: Callable[[], T], seconds: float, what: str, pause: float = 0.02) -> T:
    """Return the first true value of `look`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = look()
        if value:
            return value
        time.sleep(pause)
    raise AssertionError(f"{what} did not happen within {seconds:g} s")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run_to_end(command: list[str], environment: dict[str, str]) -> tuple[int, str]:
    """Return a command's exit code and what it said on standard error."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stderr


@dataclass
class Server:
    """A running service of its own data directory."""

    folder: Path
    port: int = field(default_factory=free_port)
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PHOTOPLAY_DATA_DIR": str(self.folder / "data"),
            "PHOTOPLAY_ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8",
            **self.settings,
        }

    def start(self) -> None:
        with (self.folder / "out.log").open("ab") as out, (self.folder / "error.log").open("ab") as error:
            self.process = subprocess.Popen(
                [*COMMAND, "serve", "--port", str(self.port)], env=self.environment, stdout=out, stderr=error
            )

    def wait_ready(self, seconds: float = 60.0) -> None:
        eventually(lambda: self._answers("/readyz"), seconds, "readiness")

    def wait_up(self, seconds: float = 60.0) -> None:
        eventually(lambda: self._answers("/healthz"), seconds, "an answer")

    def _answers(self, path: str) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log()
        try:
            return httpx2.get(self.url + path, timeout=5.0, trust_env=False).status_code == 200
        except httpx2.TransportError:
            return False

    def log(self) -> str:
        return (self.folder / "error.log").read_text()[-4000:]

    def logged(self, event: str, prediction_id: str) -> dict[str, Any]:
        """Return the line of the log that tells an event of a prediction, with its time in seconds `at`."""
        for line in (self.folder / "error.log").read_text().splitlines():
            if event in line and prediction_id in line:
                told = json.loads(line)
                return {**told, "at": datetime.fromisoformat(told["timestamp"]).timestamp()}
        return {}

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [*COMMAND, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return done.stdout.strip()

    def new_key(self, name: str, dollars: float = 100) -> str:
        return new_key(Settings(data_dir=self.folder / "data"), name, round(dollars * ledger.MICROS))

    def client(self, key: str) -> httpx2.Client:
        headers = {"Authorization": f"Bearer {key}"}
        return httpx2.Client(base_url=self.url, headers=headers, timeout=30.0, trust_env=False)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Answer one question from the database."""
        with closing(self.look()) as connection:
            return connection.execute(query, values).fetchall()

    def look(self) -> sqlite3.Connection:
        """Look into the database, as it is on the disk."""
        path = self.folder / "data" / "photoplay.db"
        return sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30.0)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


def serving(folder: Path) -> Iterator[Server]:
    """Yield a warm service, and see to it that nothing failed by the end."""
    server = Server(folder)
    server.start()
    server.wait_ready()
    yield server
    assert server.stop() == 0, server.log()
    assert "request failed" not in (folder / "error.log").read_text()
