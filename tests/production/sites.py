"""A web site of somebody else's on this machine, with pictures and a place for webhooks."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Page:
    """What a path answers."""

    content: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Site:
    """A web site.

    Attributes:
        seen: the path of every request, in order.
        open: while it is not set, requests to ``/slow`` wait.
    """

    url: str = ""
    pages: dict[str, Page] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    open: threading.Event = field(default_factory=threading.Event)


@contextmanager
def served() -> Iterator[Site]:
    """Give a site at 127.0.0.1 for as long as the block lasts."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._answer()

        def _answer(self) -> None:
            site.seen.append(self.path)
            if self.path == "/slow":
                site.open.wait(20)
            page = site.pages.get(self.path, Page(status=404))
            self.send_response(page.status)
            for name, value in {"Content-Length": str(len(page.content)), **page.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(page.content)

        def log_message(self, *_: object) -> None:
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        site.open.set()
        server.shutdown()
        thread.join()
        server.server_close()
