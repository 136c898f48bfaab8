"""A service of its own for a measurement, on a data directory that goes with it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

import httpx2

COMMAND = [sys.executable, "-c", "from photoplay.cli.main import main; main()"]


class Service(NamedTuple):
    """Where it is, and a key to it."""

    url: str
    key: str


@contextmanager
def served(credit: int) -> Iterator[Service]:
    """Start a service that is ready, with an account that has some dollars; stop it in the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PHOTOPLAY_DATA_DIR": folder, "PHOTOPLAY_QUEUE_DEPTH": "100000"}
        environment["PHOTOPLAY_STOP_GRACE"] = "0"
        command = [*COMMAND, "keys", "create", "--name", "bench", "--credit", str(credit), "--level", "ultra"]
        key = subprocess.check_output(command, env=environment, text=True).strip()
        server = subprocess.Popen(
            [*COMMAND, "serve", "--port", str(port)], env=environment, stderr=subprocess.DEVNULL
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_ready(url)
            yield Service(url, key)
        finally:
            server.terminate()
            server.wait()


def _wait_ready(url: str) -> None:
    for _ in range(600):
        with suppress(httpx2.TransportError):
            if httpx2.get(f"{url}/readyz", trust_env=False).status_code == 200:
                return
        time.sleep(0.5)
    raise SystemExit("The service did not become ready.")
