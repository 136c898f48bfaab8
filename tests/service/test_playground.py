"""The page's files, as a browser is given them."""

import gzip
import re
from collections.abc import Iterator
from importlib.resources import files

import httpx2
import pytest

INDEX = files("photoplay").joinpath("playground", "index.html").read_text(encoding="utf-8")
BUDGET = 60_000
"""Bytes of script, compressed, that the page may weigh."""


@pytest.fixture
def http(address: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=address, trust_env=False) as client:
        yield client


def scripts(folder: str = "scripts") -> list[str]:
    """The paths of all scripts."""
    root = files("photoplay").joinpath("playground", folder)
    return [
        path
        for entry in root.iterdir()
        for path in (scripts(f"{folder}/{entry.name}") if entry.is_dir() else [f"{folder}/{entry.name}"])
    ]


def test_the_page_allows_nothing_from_elsewhere(http: httpx2.Client) -> None:
    answer = http.get("/")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


def test_what_the_page_names_is_there(http: httpx2.Client) -> None:
    for path in re.findall(r'(?:src|href)="(playground/[^"]+)"', INDEX):
        assert http.get(f"/{path}").status_code == 200, path


def test_every_script_is_announced_to_be_loaded_at_once() -> None:
    assert {f"playground/{path}" for path in scripts()} == set(
        re.findall(r'"(playground/scripts/[^"]+)"', INDEX)
    )


def test_an_upgrade_is_seen_at_once_and_nothing_is_sent_twice(http: httpx2.Client) -> None:
    for path in ("/", "/playground/scripts/main.js", "/playground/examples/moonwalk.jpg"):
        first = http.get(path)
        assert first.headers["cache-control"] == "no-cache"
        again = http.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        stale = http.get(path, headers={"If-None-Match": '"another"'})
        assert stale.content == first.content


def test_types_and_compression(http: httpx2.Client) -> None:
    types = {
        "scripts/main.js": "text/javascript; charset=utf-8",
        "styles/base.css": "text/css; charset=utf-8",
        "icon.svg": "image/svg+xml",
        "examples/moonwalk.jpg": "image/jpeg",
        "examples/shots.json": "application/json",
    }
    for path, kind in types.items():
        answer = http.get(f"/playground/{path}", headers={"Accept-Encoding": "gzip"})
        assert answer.headers["content-type"] == kind
        assert ("content-encoding" in answer.headers) == (not path.startswith("examples"))
        plain = http.get(f"/playground/{path}", headers={"Accept-Encoding": "identity"})
        assert "content-encoding" not in plain.headers
        assert plain.content == answer.content


def test_head_is_get_without_the_body(http: httpx2.Client) -> None:
    head, got = http.head("/"), http.get("/", headers={"Accept-Encoding": "identity"})
    assert head.content == b""
    assert head.headers["etag"] == got.headers["etag"]


def test_there_is_nothing_else(http: httpx2.Client) -> None:
    for path in (
        "/playground/scripts/none.js",
        "/playground/../service/app.py",
        "/playground/%2e%2e/settings.py",
    ):
        assert http.get(path).status_code == 404


def test_the_scripts_are_small() -> None:
    root = files("photoplay").joinpath("playground")
    assert sum(len(gzip.compress(root.joinpath(path).read_bytes())) for path in scripts()) < BUDGET
