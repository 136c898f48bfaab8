"""Nothing accepted is lost and nothing is charged twice, however often the processes are killed."""

import base64
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import av

from bench.fleet.mailbox import Mailbox
from tests.serving.running import STANDARD, Server, eventually

AGAIN = 8
"""How many kills more than one at each moment there may be, for those that came too late."""
PRICE = 250_000
CREDIT = 100_000_000


class Director:
    """Keeps jobs coming, waits for a moment in the life of one, and kills."""

    def __init__(self, server: Server, key: str, body: dict[str, Any], webhook: str) -> None:
        self.server, self.key, self.body, self.webhook = server, key, body, webhook
        self.ids: list[str] = []
        self.database = server.look()

    def submit(self) -> None:
        with self.server.client(self.key) as client:
            answer = client.post(f"/api/v3/{STANDARD}", params={"webhook": self.webhook}, json=self.body)
        assert answer.status_code == 200, answer.text
        self.ids.append(answer.json()["data"]["id"])

    def count(self, query: str) -> int:
        return int(self.database.execute(f"select count(*) from {query}").fetchone()[0])

    def keep_busy(self) -> None:
        while self.count("predictions where status in ('created', 'processing')") < 2:
            self.submit()

    def kill_worker(self) -> None:
        for (pid,) in self.server.rows("select pid from workers"):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def kill_server(self) -> None:
        self.server.kill()
        self.server.start()
        self.server.wait_up()

    def kill_both(self) -> None:
        self.kill_worker()
        self.kill_server()


FILMED = """operation_outputs o join predictions p on p.id = o.workflow_uuid
            where p.status = 'processing' and o.function_name = 'film'"""
MOMENTS = {
    "accepted": "predictions where status = 'created'",
    "started": "predictions where status = 'processing' and progress = 0",
    "gathered": """operation_outputs o join predictions p on p.id = o.workflow_uuid
                   where p.status = 'processing' and o.function_name = 'gather'""",
    "staging": "predictions where status = 'processing' and stage not in ('', 'Filming')",
    "filming": "predictions where status = 'processing' and stage = 'Filming'",
    "nearly filmed": "predictions where status = 'processing' and progress > 0.8",
    "filmed": FILMED,
    "settled": "webhook_deliveries where next_at is not null",
}


def test_kills_at_every_stage(new_server: Callable[..., Server], mailbox: Mailbox, photograph: bytes) -> None:
    server = new_server()
    server.wait_ready()
    key = server.new_key("kills")
    body = {"prompt": "slow dolly in", "image": base64.b64encode(photograph).decode()}
    director = Director(server, key, body, mailbox.url)
    victims = [director.kill_worker, director.kill_server, director.kill_both]
    seen: dict[str, int] = dict.fromkeys(MOMENTS, 0)
    due = list(MOMENTS)
    for number, moment in enumerate(due):
        director.keep_busy()
        # Some moments last for milliseconds: a look may come too late, and the kill is one all the same.
        try:
            eventually(partial(director.count, MOMENTS[moment]), 30, moment, pause=0.001)
            seen[moment] += 1
        except AssertionError:
            if seen[moment] == 0 and len(due) < len(MOMENTS) + AGAIN:
                due.append(moment)
        victims[number % len(victims)]()
    assert all(seen.values()), seen

    def ended() -> bool:
        return director.count("predictions where status in ('created', 'processing')") == 0

    eventually(ended, 120, "the end of every prediction")
    check_every_prediction(server, key, director.ids)
    eventually(lambda: all(mailbox.of(each) for each in director.ids), 60, "every webhook")


def check_every_prediction(server: Server, key: str, ids: list[str]) -> None:
    with server.client(key) as client:
        for prediction_id in ids:
            data = client.get(f"/api/v3/predictions/{prediction_id}/result").json()["data"]
            assert data["status"] == "completed", data
            clip = client.get(data["outputs"][0])
            assert clip.headers["content-type"] == "video/mp4"
            (server.folder / "clip.mp4").write_bytes(clip.content)
            with av.open(str(server.folder / "clip.mp4")) as container:
                assert sum(1 for _ in container.decode(video=0)) == 150
        balance = client.get("/api/v3/balance").json()["data"]["balance"]
    assert balance == (CREDIT - PRICE * len(ids)) / 1_000_000
    kinds = server.rows("select prediction_id, kind, count(*) from ledger_entries group by 1, 2")
    charged = {(prediction_id, kind): lines for prediction_id, kind, lines in kinds if prediction_id}
    assert charged == {(each, kind): 2 for each in ids for kind in ("hold", "capture")}
    assert server.rows("select sum(held), sum(available) from accounts where name = 'kills'") == [
        (0, CREDIT - PRICE * len(ids))
    ]
    assert server.rows("select count(*) from predictions") == [(len(ids),)]
