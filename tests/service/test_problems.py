import io
import logging
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
import structlog
from structlog.testing import capture_logs

from photoplay.production.house import House
from photoplay.store import accounts
from photoplay.store.accounts import KeyState
from photoplay.store.database import Database
from tests.service.guests import LINK, PRO, Guest, refused, running

MakeGuest = Callable[..., Guest]

KEYED = [
    ("POST", f"/api/v3/{PRO}"),
    ("POST", f"/api/v2/{PRO}"),
    ("POST", f"/api/v3/{PRO}/storyboard"),
    ("GET", f"/api/v3/predictions/{'0' * 32}/result"),
    ("GET", f"/api/v3/predictions/{'0' * 32}"),
    ("GET", f"/api/v2/predictions/{'0' * 32}/result"),
    ("GET", f"/api/v2/predictions/{'0' * 32}"),
    ("GET", f"/api/v3/predictions/{'0' * 32}/events"),
    ("POST", f"/api/v3/predictions/{'0' * 32}/cancel"),
    ("POST", "/api/v3/predictions"),
    ("POST", "/api/v3/predictions/delete"),
    ("POST", "/api/v3/media/uploads"),
    ("POST", "/api/v3/media/upload/binary"),
    ("POST", "/api/v2/media/upload/binary"),
    ("GET", "/api/v3/balance"),
    ("GET", "/api/v3/models"),
    ("POST", "/api/v3/model/price"),
    ("POST", "/api/v3/model/pricing"),
    ("POST", "/api/v3/billings/search"),
    ("POST", "/api/v3/user/usage_stats"),
    ("GET", "/api/v3/webhook/secret"),
]


def ask(address: str, method: str, path: str, **headers: str) -> httpx2.Response:
    """Send a request that has these headers and a body that is no JSON."""
    return httpx2.request(method, f"{address}{path}", headers=headers, content=b"{", trust_env=False)


@pytest.mark.parametrize(("method", "path"), KEYED)
class TestKeys:
    def test_missing_or_unknown(self, address: str, method: str, path: str) -> None:
        for headers in ({}, {"Authorization": "Bearer pp_nobody"}):
            answer = ask(address, method, path, **headers)
            assert "API key" in refused(answer, 401, "unauthorized")
            assert answer.headers["WWW-Authenticate"] == "Bearer"

    def test_suspended(self, guest: Guest, address: str, method: str, path: str) -> None:
        with guest.house.database.begin() as connection:
            accounts.set_key_state(connection, guest.key_id, KeyState.SUSPENDED)
        answer = ask(address, method, path, Authorization=f"Bearer {guest.key}")
        assert refused(answer, 403, "key_suspended") == "The API key is suspended."

    def test_revoked(self, guest: Guest, address: str, method: str, path: str) -> None:
        with guest.house.database.begin() as connection:
            accounts.set_key_state(connection, guest.key_id, KeyState.REVOKED)
        refused(ask(address, method, path, Authorization=f"Bearer {guest.key}"), 401, "unauthorized")


@pytest.mark.parametrize(
    ("state", "status", "error_code"),
    [(KeyState.REVOKED, 401, "unauthorized"), (KeyState.SUSPENDED, 403, "key_suspended")],
)
def test_a_key_is_closed_at_once_to_whoever_was_just_here(
    guest: Guest, state: KeyState, status: int, error_code: str
) -> None:
    guest.submit()
    with guest.house.database.begin() as connection:
        accounts.set_key_state(connection, guest.key_id, state)
    answer = guest.post(f"/api/v3/{PRO}", {"prompt": "slow push-in", "image": LINK})
    refused(answer, status, error_code)
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)
    assert guest.balance == 10_000_000 - 450_000


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Basic cHA6eA==", "Bearer \xe9", "Bearer a b", "pp_x"]
)
def test_headers_without_a_key(address: str, authorization: str) -> None:
    headers = {b"Authorization": authorization.encode("latin-1")}
    refused(httpx2.get(f"{address}/api/v3/balance", headers=headers, trust_env=False), 401, "unauthorized")


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "Bearer"])
def test_the_scheme_in_any_case(guest: Guest, address: str, scheme: str) -> None:
    assert ask(address, "GET", "/api/v3/balance", Authorization=f"{scheme} {guest.key}").status_code == 200


class TestPaths:
    @pytest.mark.parametrize(
        "path", ["/api", "/api/v3", "/api/v3/nothing", "/docs", "/redoc", "/api/v1/balance"]
    )
    def test_unknown(self, address: str, path: str) -> None:
        message = refused(ask(address, "GET", path), 404, "not_found")
        assert message == f"GET {path} is not an endpoint; /openapi.json lists them."

    @pytest.mark.parametrize(
        ("method", "path", "allowed"),
        [
            ("DELETE", "/api/v3/balance", "GET"),
            ("GET", f"/api/v3/{PRO}", "POST"),
            ("PUT", "/api/v3/predictions/delete", "GET, POST"),
            ("POST", f"/media/outputs/{'x' * 43}.mp4", "GET, HEAD"),
            ("OPTIONS", "/api/v3/media/uploads", "POST"),
        ],
    )
    def test_another_method(self, address: str, method: str, path: str, allowed: str) -> None:
        answer = ask(address, method, path)
        message = refused(answer, 405, "method_not_allowed")
        assert message == f"{method} {path} is not an endpoint; this path takes {allowed}."
        assert answer.headers["Allow"] == allowed

    @pytest.mark.parametrize("path", ["/api/v3/balance/", "//api/v3//balance", "/api/v3/balance//"])
    def test_superfluous_slashes(self, guest: Guest, address: str, path: str) -> None:
        assert ask(address, "GET", path, Authorization=f"Bearer {guest.key}").status_code == 200

    @pytest.mark.parametrize("host", ["a b", "evil.example/path?", "user@host", ""])
    def test_a_host_that_is_none(self, guest: Guest, address: str, host: str) -> None:
        answer = ask(address, "GET", "/api/v3/models", Authorization=f"Bearer {guest.key}", Host=host)
        assert refused(answer, 400, "invalid_host") == "The Host header must name a host."

    @pytest.mark.parametrize("host", ["films.example", "films.example:8080", "[::1]:8000", "10.0.0.7"])
    def test_links_begin_with_the_host_that_was_asked(self, guest: Guest, address: str, host: str) -> None:
        answer = ask(address, "GET", "/api/v3/models", Authorization=f"Bearer {guest.key}", Host=host)
        run = answer.json()["data"][0]["api_schema"]["api_schemas"][0]
        assert run["server"] == f"http://{host}"


class TestFaults:
    @pytest.fixture
    def faulty(self, house: House, tmp_path: Path) -> Iterator[str]:
        """The address of a service whose database has no tables."""
        empty = Database.at(tmp_path)
        with running(replace(house, database=empty)) as address:
            yield address
        empty.close()

    def test_a_fault_is_told_and_logged_under_one_name(self, faulty: str) -> None:
        with capture_logs() as logs:
            answer = ask(faulty, "GET", "/api/v3/balance", Authorization="Bearer pp_secret")
        message = refused(answer, 500, "internal")
        [entry] = logs
        assert (entry["event"], entry["log_level"]) == ("request failed", "error")
        assert entry["incident"] in message
        assert "pp_secret" not in str(logs)

    def test_the_service_goes_on(self, faulty: str) -> None:
        with capture_logs():
            for _ in range(3):
                refused(ask(faulty, "GET", "/api/v3/balance", Authorization="Bearer x"), 500, "internal")
        refused(ask(faulty, "GET", "/nothing"), 404, "not_found")


def test_a_client_that_leaves_in_the_middle_of_a_body(guest: Guest, address: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    head = (
        f"POST /api/v3/predictions HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {guest.key}\r\n"
        "Content-Length: 100\r\n\r\n{"
    )
    with capture_logs() as logs:
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(head.encode())
        assert guest.data("/api/v3/balance") == {"balance": 10.0}
    assert logs == []


def test_no_key_reaches_a_log(make_guest: MakeGuest) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logging.getLogger().addHandler(handler)
    guest = make_guest(credit=0)
    try:
        with capture_logs() as logs:
            structlog.get_logger().info("listening")
            guest.post(f"/api/v3/{PRO}", {"prompt": "pan", "image": LINK})
            guest.http.get("/api/v3/nothing")
    finally:
        logging.getLogger().removeHandler(handler)
    assert [entry["event"] for entry in logs] == ["listening"]
    assert guest.key not in written.getvalue()
