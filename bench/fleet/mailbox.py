"""A place where webhooks arrive."""

import hashlib
import hmac
import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Delivered:
    """One webhook as it arrived."""

    headers: dict[str, str]
    body: bytes

    @property
    def prediction(self) -> dict[str, Any]:
        """What it tells of a prediction."""
        return dict(json.loads(self.body))

    def is_signed_with(self, secret: str) -> bool:
        """Whether who sent it knows `secret`."""
        message = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + self.body
        expected = hmac.new(secret.removeprefix("whsec_").encode(), message, hashlib.sha256).hexdigest()
        return self.headers["webhook-signature"] == f"v3,{expected}"


class Mailbox:
    """Receives webhooks; answers as told."""

    def __init__(self) -> None:
        """Open it, at `url`."""
        self.delivered: list[Delivered] = []
        self.answers: list[int] = []
        mailbox = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                mailbox.delivered.append(Delivered(headers, body))
                self.send_response(mailbox.answers.pop(0) if mailbox.answers else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"

    def of(self, prediction_id: str) -> list[Delivered]:
        """Return those that tell of a prediction."""
        return [each for each in self.delivered if each.prediction["id"] == prediction_id]

    def close(self) -> None:
        """Take nothing more."""
        self._server.shutdown()
        self._server.server_close()
