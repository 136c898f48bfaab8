import httpx2
import pytest

from photoplay.media.storage import new_key
from photoplay.production.house import House
from tests.service.guests import CLIP, picture, refused

SIZE = len(CLIP)


@pytest.fixture(scope="module")
def link(house: House, address: str) -> str:
    """Where a clip is."""
    key = new_key("outputs", "mp4")
    house.storage.put(key, CLIP, "video/mp4")
    return f"{address}/media/{key}"


def get(link: str, method: str = "GET", **headers: str) -> httpx2.Response:
    """Ask for a file, with headers named as in Python and without any key."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx2.request(method, link, headers=named, trust_env=False)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_whole(link: str, method: str) -> None:
    answer = get(link, method)
    assert answer.status_code == 200
    assert answer.content == (CLIP if method == "GET" else b"")
    name = link.rpartition("/")[2]
    expected = {
        "content-type": "video/mp4",
        "content-length": str(SIZE),
        "accept-ranges": "bytes",
        "x-content-type-options": "nosniff",
        "cache-control": "private, max-age=3600",
        "content-disposition": f'inline; filename="photoplay-{name[:8]}.mp4"',
    }
    assert {name: answer.headers[name] for name in expected} == expected
    assert answer.headers["etag"].startswith('"')


def test_a_query_changes_nothing(link: str) -> None:
    assert get(f"{link}?download=1").content == CLIP


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("0-0", 0, 1),
        ("0-99", 0, 100),
        ("100-", 100, SIZE),
        ("-7", SIZE - 7, SIZE),
        (f"5-{SIZE * 2}", 5, SIZE),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_part(link: str, method: str, asked: str, start: int, end: int) -> None:
    answer = get(link, method, Range=f"bytes={asked}")
    assert answer.status_code == 206
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{SIZE}"
    assert answer.headers["content-length"] == str(end - start)
    assert answer.content == (CLIP[start:end] if method == "GET" else b"")


def test_the_whole_as_a_part(link: str) -> None:
    answer = get(link, Range="bytes=0-")
    assert (answer.status_code, answer.content) == (206, CLIP)
    assert answer.headers["content-range"] == f"bytes 0-{SIZE - 1}/{SIZE}"


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=-0"])
def test_no_such_part(link: str, asked: str) -> None:
    answer = get(link, Range=asked)
    refused(answer, 416, "no_such_part")
    assert answer.headers["content-range"] == f"bytes */{SIZE}"


def test_several_parts_give_the_whole(link: str) -> None:
    answer = get(link, Range="bytes=0-1,5-6")
    assert (answer.status_code, answer.content) == (200, CLIP)


def test_what_the_client_has_is_not_sent_again(link: str) -> None:
    tag = get(link).headers["etag"]
    for known in (tag, f'"other", W/{tag}', "*"):
        answer = get(link, If_None_Match=known)
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    assert get(link, If_None_Match='"other"').status_code == 200


def test_a_part_of_another_file_is_not_sent(link: str) -> None:
    tag = get(link).headers["etag"]
    assert get(link, Range="bytes=0-1", If_Range=tag).status_code == 206
    assert get(link, Range="bytes=0-1", If_Range='"other"').status_code == 200
    assert get(link, Range="bytes=0-1", If_Range="Wed, 21 Oct 2015 07:28:00 GMT").status_code == 200


@pytest.mark.parametrize(
    ("kind", "ending", "content_type"), [("PNG", "jpg", "image/png"), ("JPEG", "png", "image/jpeg")]
)
def test_a_picture_is_called_what_it_is(
    house: House, address: str, kind: str, ending: str, content_type: str
) -> None:
    key = new_key("inputs", ending)
    house.storage.put(key, picture(kind=kind), content_type)
    assert get(f"{address}/media/{key}").headers["content-type"] == content_type


@pytest.mark.parametrize(
    "key",
    [
        f"outputs/{'x' * 43}.mp4",
        "outputs/../photoplay.db",
        "outputs/%2e%2e/%2e%2e/photoplay.db",
        "checks/a.txt",
        "outputs/",
        "outputs/%00.mp4",
        "%2fetc/passwd",
    ],
)
def test_what_is_not_there(house: House, address: str, key: str) -> None:
    if key == "checks/a.txt":
        house.storage.put(key, b"inside", "text/plain")
    refused(get(f"{address}/media/{key}"), 404, "not_found")
