"""A real web site on this machine, with a path for each way a site may misbehave."""

import io
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import Any

import numpy as np
import pytest
import trustme
from PIL import Image

from photoplay.media.fetch import Fetcher, MediaFetchError

DRIP_S = 0.05

NameServer = Callable[[str, list[list[str]]], list[str]]
Refused = Callable[..., str]


@dataclass(frozen=True)
class Seen:
    """A request as it arrived.

    Attributes:
        headers: by lower-case name.
    """

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Site:
    """A web site.

    Attributes:
        port: of the TCP server on this machine.
        seen: every request, in order.
        pages: content by path.
        redirects: where to, by path.
    """

    port: int
    seen: list[Seen] = field(default_factory=list)
    pages: dict[str, bytes] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    stopped: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


class _Server(ThreadingHTTPServer):
    def __init__(self, host: str) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, 0), _Handler)
        self.site = Site(self.server_port)

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep the tests' output clean: clients hang up on purpose here."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        site = self.server.site
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        site.seen.append(Seen(self.command, self.path, headers, body))
        path = self.path.partition("?")[0]
        if path in site.redirects:
            self.send_response(302)
            self.send_header("Location", site.redirects[path])
            self.end_headers()
        elif path.startswith("/status/"):
            self.send_response(int(path.removeprefix("/status/")))
            self.end_headers()
        elif path == "/endless":
            self.send_response(200)
            self.end_headers()
            while not site.stopped.is_set():
                self.wfile.write(bytes(65536))
        elif path in ("/drip", "/drip-headers"):
            self._drip(headers_too=path == "/drip-headers")
        elif path == "/malformed":
            self.wfile.write(b"SMTP ready\r\n\r\n")
        else:
            self._page(site.pages.get(path), cut=path.endswith("cut.png"))

    def _page(self, content: bytes | None, cut: bool) -> None:
        self.send_response(200 if content else 404)
        content = content or b"<html>no such page</html>"
        if self.path != "/no-length.png":
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if cut else content)

    def _drip(self, headers_too: bool) -> None:
        self.wfile.write(b"HTTP/1.0 200 OK\r\n" + (b"X-Drip: " if headers_too else b"\r\n"))
        for _ in range(round(20 / DRIP_S)):
            if self.server.site.stopped.wait(DRIP_S):
                return
            self.wfile.write(b".")

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


def _serve(host: str, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    server = _Server(host)
    while "429" in str(server.server_port):  # which no error may name
        server.server_close()
        server = _Server(host)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
    try:
        yield server.site
    finally:
        server.site.stopped.set()
        server.shutdown()
        server.server_close()


@pytest.fixture
def site(photo: bytes) -> Iterator[Site]:
    """A web site at 127.0.0.1 with a photograph at ``/photo.png``."""
    for served in _serve("127.0.0.1"):
        served.pages["/photo.png"] = photo
        yield served


@pytest.fixture
def site6(photo: bytes) -> Iterator[Site]:
    """The same at ::1."""
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    for served in _serve("::1"):
        served.pages["/photo.png"] = photo
        yield served


@pytest.fixture
def secure_site(photo: bytes, authority: trustme.CA) -> Iterator[Site]:
    """The same over TLS, with a certificate for ``studio.test``."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("studio.test").configure_cert(tls)
    for served in _serve("127.0.0.1", tls):
        served.pages["/photo.png"] = photo
        yield served


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """A certificate authority that nobody trusts yet."""
    return trustme.CA()


@pytest.fixture(scope="session")
def photo() -> bytes:
    """A PNG of 320 by 300 pixels that does not compress."""
    pixels = np.random.default_rng(0).integers(0, 256, (300, 320, 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    """A fetcher that may reach this machine."""
    opened = Fetcher([ip_network("127.0.0.0/8")])
    yield opened
    opened.close()


@pytest.fixture
def refused() -> Refused:
    """A function that returns the sentence with which a fetcher refuses a URL."""

    def refuse(fetcher: Fetcher, url: str, field: str = "image") -> str:
        with pytest.raises(MediaFetchError) as caught:
            fetcher.fetch_image(url, field)
        sentence = str(caught.value)
        assert sentence.startswith(f"{field} must be ")
        assert sentence.endswith(".")
        assert not re.search("HTTP 5|429|timeout|connection", sentence, re.IGNORECASE), (
            "clients retry on these"
        )
        return sentence

    return refuse


@pytest.fixture
def name_server(monkeypatch: pytest.MonkeyPatch) -> NameServer:
    """A function that gives a host one set of addresses after the other, and returns the names looked up."""
    real = socket.getaddrinfo
    asked: list[str] = []

    def install(host: str, answers: list[list[str]]) -> list[str]:
        def answer(name: str, port: int, *rest: Any, **named: Any) -> list[Any]:
            asked.append(name)
            if name != host:
                return real(name, port, *rest, **named)
            given = answers[min(asked.count(host), len(answers)) - 1]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in given]

        monkeypatch.setattr(socket, "getaddrinfo", answer)
        return asked

    return install
