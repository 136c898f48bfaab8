"""Starting and stopping, cancelling, pictures from elsewhere, and what operators see."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from bench.fleet.mailbox import Mailbox
from tests.serving.running import COMMAND, PRO, STANDARD, Server, eventually, run_to_end

NewServer = Callable[..., Server]


@pytest.fixture(scope="module")
def key(server: Server) -> str:
    return server.new_key("tests", dollars=1000)


@pytest.fixture(scope="module")
def inline(photograph: bytes) -> dict[str, Any]:
    return {"prompt": "slow dolly in", "image": base64.b64encode(photograph).decode()}


@pytest.fixture
def photograph_url(photograph: bytes) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/photo.jpg"
            self.send_response(200 if found else 404)
            self.send_header("Content-Length", str(len(photograph) if found else 0))
            self.end_headers()
            self.wfile.write(photograph if found else b"")

        def log_message(self, *_: object) -> None:
            pass

    site = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=site.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{site.server_port}/photo.jpg"
    site.shutdown()
    site.server_close()


def submit(
    server: Server, key: str, body: dict[str, Any], model: str = STANDARD, **query: str
) -> dict[str, Any]:
    with server.client(key) as client:
        answer = client.post(f"/api/v3/{model}", json=body, params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["data"])


def result(server: Server, key: str, prediction_id: str) -> dict[str, Any]:
    with server.client(key) as client:
        return dict(client.get(f"/api/v3/predictions/{prediction_id}/result").json()["data"])


def wait_end(server: Server, key: str, prediction_id: str) -> dict[str, Any]:
    def ended() -> dict[str, Any] | None:
        data = result(server, key, prediction_id)
        return data if data["status"] in ("completed", "failed") else None

    return eventually(ended, 180, "the end of the prediction") or {}


def wait_filming(server: Server, key: str, prediction_id: str) -> None:
    eventually(lambda: result(server, key, prediction_id)["stage"] == "Filming", 60, "filming")


def balance(server: Server, key: str) -> float:
    with server.client(key) as client:
        return float(client.get("/api/v3/balance").json()["data"]["balance"])


def test_the_owner_gets_a_link_with_a_key_the_first_time_only(new_server: NewServer) -> None:
    server = new_server(PHOTOPLAY_WORKERS="0")
    server.wait_up()
    link = (server.folder / "out.log").read_text().split()[-1]
    address, _, key = link.partition("/#key=")
    assert address == server.url
    assert balance(server, key) == 1000.0
    assert server.stop() == 0
    server.start()
    server.wait_up()
    assert (server.folder / "out.log").read_text().count("key=") == 1


def test_two_services_do_not_share_a_data_directory(new_server: NewServer) -> None:
    server = new_server(PHOTOPLAY_WORKERS="0")
    server.wait_up()
    code, sentence = run_to_end([*COMMAND, "serve", "--port", "1"], server.environment)
    assert code == 2
    assert "Another photoplay serve uses" in sentence


def test_a_taken_port_is_refused_before_anything_is_opened(server: Server, tmp_path: Path) -> None:
    environment = {**server.environment, "PHOTOPLAY_DATA_DIR": str(tmp_path)}
    code, sentence = run_to_end([*COMMAND, "serve", "--port", str(server.port)], environment)
    assert code == 2
    assert "Choose others with --host and --port." in sentence
    assert not (tmp_path / "photoplay.db").exists()


def test_a_stopped_service_lets_the_running_render_end(new_server: NewServer, inline: dict[str, Any]) -> None:
    server = new_server()
    server.wait_ready()
    key = server.new_key("stop")
    prediction_id = submit(server, key, inline)["id"]
    wait_filming(server, key, prediction_id)
    assert server.stop() == 0, server.log()
    assert server.rows("select status from predictions") == [("completed",)]


def test_a_render_without_grace_is_handed_back_and_done_after_a_restart(
    new_server: NewServer, inline: dict[str, Any]
) -> None:
    server = new_server(PHOTOPLAY_STOP_GRACE="0")
    server.wait_ready()
    key = server.new_key("stop")
    prediction_id = submit(server, key, inline)["id"]
    wait_filming(server, key, prediction_id)
    asked = time.monotonic()
    assert server.stop() == 0, server.log()
    assert time.monotonic() - asked < 10
    assert server.rows("select status from predictions") == [("processing",)]
    server.start()
    server.wait_ready()
    assert wait_end(server, key, prediction_id)["status"] == "completed"
    assert balance(server, key) == pytest.approx(100 - 0.25)


def test_a_running_render_stops_within_two_seconds_and_costs_nothing(
    server: Server, key: str, inline: dict[str, Any]
) -> None:
    before = balance(server, key)
    prediction_id = submit(server, key, {**inline, "duration": 10}, PRO)["id"]
    wait_filming(server, key, prediction_id)
    with server.client(key) as client:
        asked = time.time()
        data = client.post(f"/api/v3/predictions/{prediction_id}/cancel").json()["data"]
    assert (data["status"], data["cancelled"], data["code"]) == ("failed", True, 1403)
    assert balance(server, key) == before
    stopped = eventually(
        lambda: server.logged("prediction stopped", prediction_id), 10, "the end of the render"
    )
    assert stopped["at"] - asked < 2.0


def test_a_waiting_prediction_tells_its_place_and_can_be_cancelled(
    server: Server, key: str, inline: dict[str, Any]
) -> None:
    running = submit(server, key, {**inline, "duration": 10}, PRO)["id"]
    wait_filming(server, key, running)
    places = [submit(server, key, inline) for _ in range(2)]
    assert [data["queue_position"] for data in places] == [1, 2]
    with server.client(key) as client:
        for prediction_id in [places[0]["id"], running, places[1]["id"]]:
            client.post(f"/api/v3/predictions/{prediction_id}/cancel")
    for prediction_id in [running, *(data["id"] for data in places)]:
        assert (
            result(server, key, prediction_id)["error"]
            == "Cancelled before it finished; nothing was charged."
        )


def test_progress_streams_to_whoever_listens(server: Server, key: str, inline: dict[str, Any]) -> None:
    prediction_id = submit(server, key, inline)["id"]
    seen: list[dict[str, Any]] = []
    with (
        server.client(key) as client,
        client.stream("GET", f"/api/v3/predictions/{prediction_id}/events") as stream,
    ):
        assert stream.headers["content-type"].startswith("text/event-stream")
        seen += [
            json.loads(line.removeprefix("data:")) for line in stream.iter_lines() if line.startswith("data:")
        ]
    shares = [data["progress"] for data in seen]
    assert shares == sorted(shares)
    assert len(set(shares)) > 3
    assert seen[-1]["status"] == "completed"


def test_a_webhook_is_signed_and_carries_the_bare_prediction(
    server: Server, key: str, inline: dict[str, Any], mailbox: Mailbox
) -> None:
    prediction_id = submit(server, key, inline, webhook=mailbox.url)["id"]
    (delivered,) = eventually(lambda: mailbox.of(prediction_id), 60, "the webhook")
    with server.client(key) as client:
        secret = client.get("/api/v3/webhook/secret").json()["data"]["secret"]
    assert delivered.is_signed_with(secret)
    assert delivered.headers["webhook-id"] == prediction_id
    assert delivered.prediction == result(server, key, prediction_id)


def test_a_picture_from_elsewhere_is_fetched(server: Server, key: str, photograph_url: str) -> None:
    body = {"prompt": "truck left", "image": photograph_url}
    data = wait_end(server, key, submit(server, key, body)["id"])
    assert data["status"] == "completed"
    assert data["input"]["image"] == photograph_url


def test_a_picture_that_is_not_there_fails_the_prediction_for_free(
    server: Server, key: str, photograph_url: str
) -> None:
    before = balance(server, key)
    body = {"prompt": "truck left", "image": f"{photograph_url}-not"}
    data = wait_end(server, key, submit(server, key, body)["id"])
    assert (data["status"], data["code"]) == ("failed", 1402)
    assert "answered 404" in data["error"]
    assert balance(server, key) == before


def test_operators_see_what_is_missing_and_what_is_going_on(server: Server, key: str) -> None:
    with server.client(key) as client:
        ready = client.get("/readyz").json()
        metrics = client.get("/metrics").text
    assert ready["status"] == "ready"
    assert any("nothing is moderated" in warning for warning in ready["warnings"])
    for name in (
        "photoplay_queue_depth",
        "photoplay_workers_ready 1.0",
        "photoplay_wait_seconds_count",
    ):
        assert name in metrics


def test_keys_are_made_suspended_resumed_and_revoked_by_the_command(server: Server) -> None:
    key = server.run("keys", "create", "--name", "by command", "--credit", "4.50", "--level", "gold")
    prefix = key[:11]

    def status() -> int:
        with server.client(key) as client:
            return client.get("/api/v3/balance").status_code

    assert status() == 200
    assert f"{prefix}..." in server.run("keys", "list")
    assert key not in server.run("keys", "list")
    server.run("keys", "suspend", prefix)
    assert status() == 403
    server.run("keys", "resume", prefix)
    assert status() == 200
    server.run("keys", "revoke", prefix)
    assert status() == 401
    assert server.run("accounts", "credit", "by command", "0.50") == "$5.00"
    assert "by command" in server.run("accounts", "list")
