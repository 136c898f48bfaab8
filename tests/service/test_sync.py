import base64
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest

from photoplay.service.app import SUBMITTING_THREADS, THREADS
from tests.service.guests import CLIP, LINK, PRO, Guest, refused

BODY = {"prompt": "slow push-in", "image": LINK}


@pytest.fixture
def worker(guest: Guest) -> Callable[[Callable[[str], object]], threading.Thread]:
    """Does something to the only prediction of the guest as soon as there is one."""

    def start(do: Callable[[str], object]) -> threading.Thread:
        def work() -> None:
            while not (items := guest.data("/api/v3/predictions", {"status": "created"})["items"]):
                time.sleep(0.02)
            do(items[0]["id"])

        thread = threading.Thread(target=work)
        thread.start()
        return thread

    return start


def test_the_answer_waits_for_the_end(guest: Guest, worker: Any) -> None:
    thread = worker(guest.complete)
    data = guest.submit(enable_sync_mode=True)
    thread.join()
    assert data["status"] == "completed"
    assert guest.http.get(data["outputs"][0]).content == CLIP


def test_with_base64(guest: Guest, worker: Any) -> None:
    thread = worker(guest.complete)
    data = guest.submit(enable_sync_mode="true", enable_base64_output=True)
    thread.join()
    assert base64.b64decode(data["outputs"][0], validate=True) == CLIP


def test_a_failure_is_an_answer_too(guest: Guest, worker: Any) -> None:
    thread = worker(lambda identity: guest.fail(identity, 1402, "image must be reachable."))
    data = guest.submit(enable_sync_mode=True)
    thread.join()
    assert (data["status"], data["code"], data["error"]) == ("failed", 1402, "image must be reachable.")
    assert guest.balance == 10_000_000


def test_running_out(guest: Guest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("photoplay.service.routes.submissions.SYNC_SECONDS", 0)
    data = guest.submit(enable_sync_mode=True)
    assert (data["status"], data["code"]) == ("processing", 5004)
    assert "Sync mode timed out" in data["error"]
    assert data["urls"]["get"] in data["error"]
    assert guest.result(data["id"])["status"] == "created"


def test_deleted_while_a_client_waits(guest: Guest, worker: Any) -> None:
    thread = worker(lambda identity: guest.data("/api/v3/predictions/delete", {"ids": [identity]}))
    answer = guest.post(f"/api/v3/{PRO}", BODY | {"enable_sync_mode": True})
    thread.join()
    refused(answer, 404, "not_found")


def test_clients_that_wait_hold_nobody_up(guest: Guest) -> None:
    waiting = THREADS + SUBMITTING_THREADS + 1
    with ThreadPoolExecutor(waiting) as pool:
        answers = [pool.submit(guest.submit, enable_sync_mode=True) for _ in range(waiting)]
        while (page := guest.data("/api/v3/predictions", {"status": "created"}))["total"] < waiting:
            time.sleep(0.05)
        started = time.monotonic()
        for item in page["items"]:
            assert guest.result(item["id"])["status"] == "created"
        assert time.monotonic() - started < 5
        for item in page["items"]:
            guest.complete(item["id"])
        assert {answer.result(timeout=30)["status"] for answer in answers} == {"completed"}


class TestHangingUp:
    """Clients that give up after some seconds and send the same request again."""

    def hang_up(self, guest: Guest, **changes: object) -> None:
        with pytest.raises(httpx2.ReadTimeout):
            guest.http.post(f"/api/v3/{PRO}", json=BODY | {"enable_sync_mode": True} | changes, timeout=0.7)
        with guest.house.database.read() as connection:
            query = "select count(*) from unanswered"
            for _ in range(200):
                if connection.exec_driver_sql(query).scalar_one():
                    return
                connection.rollback()
                time.sleep(0.05)
        pytest.fail("Nobody noticed.")

    def test_asking_again_makes_and_costs_one(self, guest: Guest, worker: Any) -> None:
        self.hang_up(guest)
        self.hang_up(guest)
        thread = worker(guest.complete)
        answer = guest.post(f"/api/v3/{PRO}", BODY | {"enable_sync_mode": True})
        thread.join()
        assert answer.json()["data"]["status"] == "completed"
        assert answer.headers["Idempotent-Replayed"] == "true"
        assert guest.data("/api/v3/predictions", {})["total"] == 1
        assert guest.balance == 10_000_000 - 450_000

    def test_what_ended_meanwhile_is_the_answer(self, guest: Guest) -> None:
        self.hang_up(guest)
        [item] = guest.data("/api/v3/predictions", {})["items"]
        guest.complete(item["id"])
        assert guest.submit(enable_sync_mode=True)["id"] == item["id"]

    def test_another_request_is_another_prediction(self, guest: Guest, worker: Any) -> None:
        self.hang_up(guest, seed=1)
        guest.complete(guest.data("/api/v3/predictions", {})["items"][0]["id"])
        thread = worker(guest.complete)
        guest.submit(enable_sync_mode=True, seed=2)
        thread.join()
        assert guest.data("/api/v3/predictions", {})["total"] == 2

    def test_who_does_not_wait_gets_a_new_one(self, guest: Guest) -> None:
        self.hang_up(guest)
        [item] = guest.data("/api/v3/predictions", {})["items"]
        assert guest.submit()["id"] != item["id"]
