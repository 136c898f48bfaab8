"""Clients of a running service, each with an account of its own."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any

import httpx2
import uvicorn
from PIL import Image

from photoplay.media.storage import new_key
from photoplay.production import settle
from photoplay.production.house import House
from photoplay.service.app import create_app
from photoplay.store import accounts, ledger, predictions
from photoplay.store.accounts import Level

PRO = "kwaivgi/kling-v1.6-i2v-pro"
STANDARD = "kwaivgi/kling-v1.6-i2v-standard"
LINK = "https://example.com/lighthouse.jpg"
CLIP = bytes(range(256)) * 40


def picture(width: int = 320, height: int = 320, kind: str = "PNG") -> bytes:
    """Return a picture of one colour as a file."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), (90, 140, 200)).save(file, kind)
    return file.getvalue()


def refused(answer: httpx2.Response, status: int, error_code: str) -> str:
    """Assert the contract's shape of a refusal, and return its message."""
    body = answer.json()
    assert (answer.status_code, body["code"], body["error_code"]) == (status, status, error_code), body
    assert body.keys() == {"code", "message", "error_code"}
    return str(body["message"])


@contextmanager
def running(house: House) -> Iterator[str]:
    """Serve a house on this machine; give the address."""
    server = uvicorn.Server(uvicorn.Config(create_app(house), port=0, log_config=None, access_log=False))
    thread = Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            thread.join(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@dataclass
class Guest:
    """A client with a key, at a service whose house the test can reach into."""

    house: House
    http: httpx2.Client
    key: str
    key_id: str
    account_id: str

    def post(self, path: str, body: object) -> httpx2.Response:
        """Post JSON, even what UTF-8 cannot write."""
        return self.http.post(path, content=json.dumps(body))

    def data(self, path: str, body: object = None) -> Any:
        """Return the data of a good answer, to a POST where there is a body."""
        answer = self.http.get(path) if body is None else self.post(path, body)
        assert answer.status_code == 200, answer.text
        envelope = answer.json()
        assert envelope.keys() == {"code", "message", "data"}
        assert (envelope["code"], envelope["message"]) == (200, "success")
        return envelope["data"]

    def submit(self, model: str = PRO, /, **changes: object) -> Any:
        """Submit a request that is in order, with changes."""
        return self.data(f"/api/v3/{model}", {"prompt": "slow push-in", "image": LINK} | changes)

    def result(self, prediction_id: str) -> Any:
        """Return how a prediction stands."""
        return self.data(f"/api/v3/predictions/{prediction_id}/result")

    def work(self, prediction_id: str, stage: str = "rendering", progress: float = 0.25) -> None:
        """Do as a worker does in the middle of a prediction."""
        with self.house.database.begin() as connection:
            assert predictions.start(connection, prediction_id)
            assert predictions.report(connection, prediction_id, stage, progress)

    def complete(self, prediction_id: str, *, flagged: bool = False) -> str:
        """Do as a worker does at a prediction's end; return the clip's storage key."""
        key = new_key("outputs", "mp4")
        self.house.storage.put(key, CLIP, "video/mp4")
        assert settle.complete(self.house, prediction_id, key, flagged, 8123)
        return key

    def fail(self, prediction_id: str, code: int, error: str) -> None:
        """Do as a worker does when nothing comes of a prediction."""
        assert settle.fail(self.house, prediction_id, code, error)

    @property
    def balance(self) -> int:
        """What can be spent, in micro-dollars."""
        with self.house.database.read() as connection:
            return accounts.get_account(connection, self.account_id).available


def welcome(house: House, address: str, name: str, level: Level, credit: int) -> Guest:
    """Open an account with a key, and a client that uses it."""
    with house.database.begin() as connection:
        account = accounts.create_account(connection, name, level)
        if credit:
            ledger.credit(connection, account.id, credit)
        key, plaintext = accounts.issue_key(connection, account.id)
    headers = {"Authorization": f"Bearer {plaintext}"}
    http = httpx2.Client(base_url=address, headers=headers, trust_env=False, timeout=30)
    return Guest(house, http, plaintext, key.id, account.id)
