import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.service.guests import Guest

Event = tuple[str, dict[str, Any]]


def listen(guest: Guest, identity: str) -> Iterator[Event]:
    """Give the events of a prediction until the stream ends."""
    with guest.http.stream("GET", f"/api/v3/predictions/{identity}/events") as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        name = ""
        for line in answer.iter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                yield name, json.loads(line.removeprefix("data: "))
            else:
                assert line in ("", ": still here")


def test_every_change_until_the_end(guest: Guest) -> None:
    identity = guest.submit()["id"]
    events = listen(guest, identity)
    assert next(events)[0] == "created"
    guest.work(identity, "looking", 0.1)
    assert next(events)[1]["stage"] == "looking"
    guest.work(identity, "rendering", 0.6)
    name, data = next(events)
    assert (name, data["stage"], data["progress"]) == ("processing", "rendering", 0.6)
    guest.complete(identity)
    rest = list(events)
    assert [name for name, _ in rest] == ["completed"]
    assert rest[0][1] == guest.result(identity)


def test_one_that_has_ended_is_told_once(guest: Guest) -> None:
    identity = guest.submit(enable_base64_output=True)["id"]
    guest.complete(identity)
    [(name, data)] = listen(guest, identity)
    assert name == "completed"
    assert data["outputs"][0].endswith(".mp4")


def test_cancelling_ends_the_stream(guest: Guest) -> None:
    identity = guest.submit()["id"]
    events = listen(guest, identity)
    next(events)
    guest.data(f"/api/v3/predictions/{identity}/cancel", {})
    name, data = list(events)[-1]
    assert (name, data["cancelled"]) == ("failed", True)


def test_deleting_ends_the_stream(guest: Guest) -> None:
    identity = guest.submit()["id"]
    guest.work(identity)
    events = listen(guest, identity)
    next(events)
    guest.data("/api/v3/predictions/delete", {"ids": [identity]})
    assert list(events) == []


def test_a_quiet_stream_stays_open(guest: Guest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("photoplay.service.routes.events.SILENCE", 0.3)
    identity = guest.submit()["id"]
    guest.work(identity)
    lines: list[str] = []
    threading.Timer(1.5, guest.complete, [identity]).start()
    with guest.http.stream("GET", f"/api/v3/predictions/{identity}/events") as answer:
        lines.extend(answer.iter_lines())
    assert 2 <= lines.count(": still here") <= 6
