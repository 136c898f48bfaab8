import datetime
from typing import Any

import httpx2
import pytest

from photoplay.production.house import House
from photoplay.production.janitor import TICKET_LIFE
from photoplay.store import uploads
from photoplay.store.tables import uploads as table
from tests.service.guests import PRO, Guest, picture, refused

BINARY = "/api/v3/media/upload/binary"
TICKETS = "/api/v3/media/uploads"
TINY = picture(1, 1)
LIMIT = 50 * 1024 * 1024


def put(ticket: dict[str, Any], content: Any) -> httpx2.Response:
    """Send an announced picture as told, and nothing else: no key."""
    upload = ticket["upload"]
    assert upload["method"] == "PUT"
    return httpx2.put(upload["url"], content=content, headers=upload["headers"], trust_env=False)


class TestForm:
    @pytest.mark.parametrize("path", [BINARY, BINARY.replace("v3", "v2")])
    @pytest.mark.parametrize(("kind", "content_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
    def test_the_bytes_say_what_it_is(self, guest: Guest, path: str, kind: str, content_type: str) -> None:
        content = picture(1, 1, kind)
        file = ("hat.bin", content, "application/octet-stream")
        answer = guest.http.post(path, files={"file": file}, data={"folder": "x"})
        assert answer.status_code == 200
        data = answer.json()["data"]
        link = data.pop("download_url")
        assert data == {"type": "image", "filename": "hat.bin", "size": len(content)}
        found = httpx2.get(link, trust_env=False)
        assert (found.content, found.headers["content-type"]) == (content, content_type)

    def test_what_was_uploaded_can_be_submitted(self, guest: Guest) -> None:
        files = {"file": ("hat.png", picture())}
        link = guest.http.post(BINARY, files=files).json()["data"]["download_url"]
        assert guest.submit(image=link)["input"]["image"] == link
        tiny = guest.http.post(BINARY, files={"file": TINY}).json()["data"]["download_url"]
        answer = guest.post(f"/api/v3/{PRO}", {"prompt": "pan", "image": tiny})
        assert "image must be at least 300 pixels" in refused(answer, 400, "invalid_input")

    @pytest.mark.parametrize(
        "parts",
        [
            {"files": {"file": ("a.gif", b"GIF89a...")}},
            {"files": {"file": ("a.png", b"")}},
            {"files": {"picture": ("a.png", TINY)}},
            {"files": [("file", ("a.png", TINY)), ("file", ("b.png", TINY))]},
            {"data": {"file": "text"}},
            {"json": {"file": "text"}},
            {"content": TINY},
            {"content": b"x", "headers": {"Content-Type": "multipart/form-data"}},
            {"content": b"--a\r\nrubbish", "headers": {"Content-Type": "multipart/form-data; boundary=a"}},
        ],
    )
    def test_forms_without_a_picture(self, guest: Guest, parts: dict[str, Any]) -> None:
        answer = guest.http.post(BINARY, **parts)
        assert refused(answer, 400, "invalid_input").startswith("file must be")

    def test_too_large(self, guest: Guest) -> None:
        answer = guest.http.post(BINARY, files={"file": ("a.png", TINY + bytes(LIMIT))})
        refused(answer, 413, "body_too_large")

    def test_odd_file_names(self, guest: Guest) -> None:
        answer = guest.http.post(BINARY, files={"file": (f"höhe {'x' * 300}.png", TINY)})
        assert answer.json()["data"]["filename"].startswith("höhe xxx")


class TestTicket:
    @pytest.mark.parametrize(
        ("announced", "content_type", "ending"),
        [
            ({"filename": "hat.png", "content_type": "image/png"}, "image/png", ".png"),
            ({"filename": "hat.png", "content_type": "image/jpeg"}, "image/jpeg", ".jpg"),
            ({"filename": "hat", "content_type": "image/jpg"}, "image/jpg", ".jpg"),
            ({"filename": "hat.JPEG"}, "image/jpeg", ".jpg"),
            ({"filename": "hat.jpg", "content_type": "application/octet-stream"}, "image/jpeg", ".jpg"),
            ({"filename": "upload"}, "image/png", ".png"),
        ],
    )
    def test_announce_put_and_get(
        self, guest: Guest, announced: dict[str, str], content_type: str, ending: str
    ) -> None:
        ticket = guest.data(TICKETS, announced | {"size": len(TINY)})
        assert (ticket["type"], ticket["filename"]) == ("image", announced["filename"])
        assert ticket["size"] == len(TINY)
        assert ticket["download_url"].endswith(ending)
        assert ticket["upload"]["headers"] == {"Content-Type": content_type}
        expires = datetime.datetime.fromisoformat(ticket["upload"]["expires_at"])
        left = (expires - datetime.datetime.now(datetime.UTC)).total_seconds()
        assert 3500 < left <= 3600
        refused(guest.http.get(ticket["download_url"]), 404, "not_found")
        assert put(ticket, TINY).json() == {"code": 200, "message": "success", "data": None}
        found = guest.http.get(ticket["download_url"])
        assert (found.content, found.headers["content-type"]) == (TINY, "image/png")

    def test_submitting_before_and_after_the_put(self, guest: Guest) -> None:
        content = picture()
        ticket = guest.data(TICKETS, {"filename": "a.png", "size": len(content)})
        body = {"prompt": "pan", "image": ticket["download_url"]}
        early = guest.post(f"/api/v3/{PRO}", body)
        assert "image must have been uploaded" in refused(early, 400, "invalid_input")
        put(ticket, content)
        assert guest.post(f"/api/v3/{PRO}", body).status_code == 200

    def test_only_once(self, guest: Guest) -> None:
        ticket = guest.data(TICKETS, {"filename": "a.png", "size": len(TINY)})
        assert put(ticket, TINY).status_code == 200
        refused(put(ticket, TINY), 409, "ticket_used")

    def test_only_what_was_announced(self, guest: Guest) -> None:
        ticket = guest.data(TICKETS, {"filename": "a.png", "size": len(TINY)})
        refused(put(ticket, TINY + b"x"), 413, "body_too_large")
        refused(put(ticket, iter([TINY, b"x"])), 413, "body_too_large")
        short = refused(put(ticket, TINY[:-1]), 400, "invalid_input")
        assert short == f"size must be as announced, {len(TINY)} bytes; it has {len(TINY) - 1}."
        other = refused(put(ticket, b"GIF89a".ljust(len(TINY))), 400, "invalid_input")
        assert other.startswith("file must be a JPEG or PNG")
        assert put(ticket, TINY).status_code == 200

    def test_only_for_an_hour(self, guest: Guest, house: House) -> None:
        ticket = guest.data(TICKETS, {"filename": "a.png", "size": len(TINY)})
        token = ticket["upload"]["url"].rpartition("/")[2]
        with house.database.begin() as connection:
            upload = uploads.by_token(connection, token)
            assert upload is not None
            earlier = upload.created_at - TICKET_LIFE - 1
            connection.execute(table.update().where(table.c.token == token).values(created_at=earlier))
        refused(put(ticket, TINY), 404, "not_found")

    @pytest.mark.parametrize("token", ["x" * 43, "x", "%00", "é"])
    def test_only_with_a_ticket(self, address: str, token: str) -> None:
        answer = httpx2.put(f"{address}{TICKETS}/{token}", content=TINY, trust_env=False)
        refused(answer, 404, "not_found")

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"filename": None}, "filename is required"),
            ({"filename": 1}, "filename must be a string"),
            ({"filename": "x" * 256}, "filename must have at most 255"),
            ({"filename": "a\0.png"}, "filename must be valid Unicode"),
            ({"size": None}, "size is required"),
            ({"size": 0}, "size must be at least 1"),
            ({"size": LIMIT + 1}, f"size must be at most {LIMIT}"),
            ({"size": "big"}, "size must be an integer"),
            ({"content_type": "video/mp4"}, "content_type must be image/png or image/jpeg"),
            ({"content_type": 5}, "content_type must be a string"),
        ],
    )
    def test_bad_bodies(self, guest: Guest, changes: dict[str, Any], words: str) -> None:
        answer = guest.post(TICKETS, {"filename": "a.png", "size": 70} | changes)
        assert refused(answer, 400, "invalid_input").startswith(words)
