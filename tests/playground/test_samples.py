"""The code that the page shows makes a clip, run just as it is shown."""

import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.clients.footage import FIVE_SECONDS_720P, watch
from tests.clients.user import BARE_PYTHON, User, node_client, python_client
from tests.playground.visitor import Visitor, picture
from tests.serving.running import STANDARD, Server

AWKWARD = 'Static camera on the baker\'s "best" bread, $HOME and `ls`, 100 % — \\ 固定机位'
NAME = "baker's photo.jpg"


@pytest.fixture
def user(server: Server, key: str, tmp_path: Path) -> User:
    (tmp_path / NAME).write_bytes(picture())
    return User(home=tmp_path, base=server.url, key=key, poor_key="")


def shown(visitor: Visitor, language: str) -> str:
    """Fill in a request with everything that could break, and return what is copied of it."""
    page = visitor.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.direct(AWKWARD)
    visitor.choose(picture(), NAME)
    page.click("#code")
    page.locator("#languages").get_by_role("button", name=language).click()
    expect(page.locator("#code-text")).to_contain_text("guidance_scale")
    page.click("#copy")
    expect(page.locator("#copied")).to_have_text("Copied.")
    return str(page.evaluate("navigator.clipboard.readText()"))


def check(user: User, visitor: Visitor) -> None:
    assert watch((user.home / "clip.mp4").read_bytes()) == FIVE_SECONDS_720P
    visitor.page.reload()
    expect(visitor.page.locator("#list .prompt").first).to_have_text(AWKWARD)


def test_curl(visitor: Visitor, user: User) -> None:
    if shutil.which("curl") is None:
        pytest.skip("This machine has no curl.")
    ended = user.run(["bash", "-euc", shown(visitor, "curl")], KEY=user.key)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    check(user, visitor)


def test_python(visitor: Visitor, user: User) -> None:
    command = [*BARE_PYTHON, "-c", shown(visitor, "Python")]
    ended = user.run(command, KEY=user.key, PYTHONPATH=str(python_client("wavespeed-2")))
    assert ended.returncode == 0, ended.stderr
    check(user, visitor)


def test_javascript(visitor: Visitor, user: User) -> None:
    (user.home / "node_modules").symlink_to(node_client("sdk") / "node_modules")
    (user.home / "clip.mjs").write_text(shown(visitor, "JavaScript"))
    ended = user.run(["node", "clip.mjs"], KEY=user.key)
    assert ended.returncode == 0, ended.stderr
    check(user, visitor)


def test_json(visitor: Visitor, user: User, server: Server) -> None:
    body = json.loads(shown(visitor, "JSON"))
    assert body["prompt"] == AWKWARD
    expect(visitor.page.locator("#code-about")).to_contain_text(f"POST {server.url}/api/v3/{STANDARD}")
    with server.client(user.key) as client:
        made = client.post(f"/api/v3/{STANDARD}", json=body).json()["data"]
        client.post(f"/api/v3/predictions/{made['id']}/cancel")
    assert made["input"]["image"] == body["image"]
