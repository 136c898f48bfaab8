"""The proxy's configuration, in a real Caddy before two stand-ins for front ends."""

import http.client
import re
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from photoplay.service.bodies import UPLOAD_LIMIT
from tests.deploy.files import DEPLOY, found_tool, tool

PATIENCE = 10


class FrontEnd(ThreadingHTTPServer):
    """Counts what it is sent, and streams a second event only once it is told to."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.go_on = threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


class Answers(BaseHTTPRequestHandler):
    """Of a front end."""

    server: FrontEnd

    def do_GET(self) -> None:
        self.send_response(200)
        if self.path.endswith("/events"):
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            self.wfile.write(b"event: processing\n\n")
            self.server.go_on.wait(PATIENCE)
            self.wfile.write(b"event: completed\n\n")
            return
        self._answer(str(self.server.server_port))

    def do_PUT(self) -> None:
        self.send_response(200)
        self._answer(str(len(self.rfile.read(int(self.headers["Content-Length"])))))

    def _answer(self, text: str) -> None:
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *_arguments: object) -> None:  # noqa: A002
        """Keep quiet."""


@pytest.fixture
def fronts() -> Iterator[list[FrontEnd]]:
    servers = [FrontEnd(), FrontEnd()]
    yield servers
    for server in servers:
        server.stop()


@pytest.fixture
def proxy(fronts: list[FrontEnd], tmp_path: Path) -> Iterator[int]:
    """Give the port of a Caddy that stands before the front ends."""
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    for name, front in zip(("front-a", "front-b"), fronts, strict=True):
        text = text.replace(f"{name}:8000", f"127.0.0.1:{front.server_port}")
    path = tmp_path / "Caddyfile"
    path.write_text("{\n\tadmin off\n}\n" + text, encoding="utf-8")
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = int(free.getsockname()[1])
    environment = {"SITE_ADDRESS": f"http://127.0.0.1:{port}", "HOME": str(tmp_path)}
    process = subprocess.Popen(
        [found_tool("caddy"), "run", "--config", path], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                ask(port, "GET", "/")
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


def ask(port: int, method: str, path: str, body: bytes | None = None) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request(method, path, body)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def test_caddy_finds_nothing_amiss(tmp_path: Path) -> None:
    said = tool(
        "caddy", "validate", "--config", DEPLOY / "Caddyfile", SITE_ADDRESS=":8080", HOME=str(tmp_path)
    )
    assert "Valid configuration" in said
    assert not re.search(r'"level":"(warn|error)"', said)


def test_events_come_one_by_one(proxy: int, fronts: list[FrontEnd]) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", proxy, timeout=PATIENCE)) as connection:
        connection.request("GET", "/api/v3/predictions/1/events")
        answer = connection.getresponse()
        assert answer.readline() == b"event: processing\n"
        for front in fronts:
            front.go_on.set()
        assert b"event: completed" in answer.read()


def test_the_largest_upload_passes(proxy: int) -> None:
    assert ask(proxy, "PUT", "/api/v3/media/uploads/1", bytes(UPLOAD_LIMIT)) == (200, str(UPLOAD_LIMIT))


def test_the_counts_stay_inside(proxy: int) -> None:
    assert ask(proxy, "GET", "/metrics")[0] == 404


def test_a_front_end_that_goes_is_not_missed(proxy: int, fronts: list[FrontEnd]) -> None:
    asked = {ask(proxy, "GET", "/api/v3/models")[1] for _ in range(30)}
    assert asked == {str(front.server_port) for front in fronts}
    fronts[0].stop()
    answers = [ask(proxy, "GET", "/api/v3/models") for _ in range(30)]
    assert answers == [(200, str(fronts[1].server_port))] * 30
