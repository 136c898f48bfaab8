"""Everybody can use it: axe finds nothing to complain of, in any state, theme or size; and it is there quickly."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.playground.conftest import NewVisitor
from tests.playground.visitor import PROMPT, Visitor, picture
from tests.serving.running import STANDARD, Server, eventually

AXE = Axe()
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 720}, "has_touch": True, "is_mobile": True}


def check(visitor: Visitor, state: str) -> None:
    """Assert that axe finds nothing."""
    results = AXE.run(visitor.page, options=RULES)
    found = [
        (violation["id"], [node["html"] for node in violation["nodes"]])
        for violation in results.response["violations"]
    ]
    assert found == [], state


@pytest.fixture(scope="module")
def finished(server: Server, key: str) -> str:
    """A finished take."""
    with server.client(key) as client:
        link = client.post("/api/v3/media/upload/binary", files={"file": ("photo.jpg", picture())}).json()[
            "data"
        ]
        body = {"image": link["download_url"], "prompt": PROMPT}
        made = client.post(f"/api/v3/{STANDARD}", json=body).json()["data"]
        result = f"/api/v3/predictions/{made['id']}/result"
        eventually(
            lambda: client.get(result).json()["data"]["status"] == "completed", 300, "the clip", pause=0.5
        )
    return str(made["id"])


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing(
    new_visitor: NewVisitor, key: str, finished: str, theme: str, device: dict[str, Any]
) -> None:
    visitor = new_visitor(refused=True, color_scheme=theme, reduced_motion="reduce", **device)
    page = visitor.page
    visitor.come()
    expect(page.locator("#key")).to_be_focused()
    page.fill("#key", "pp_nobody")
    page.keyboard.press("Enter")
    expect(page.locator("#key-error")).to_be_visible()
    check(visitor, "a wrong key")
    page.fill("#key", key)
    page.keyboard.press("Enter")
    expect(page.locator("#list li").first).to_be_visible()
    check(visitor, "empty")
    page.get_by_text("Words of the director").click()
    visitor.go.click()
    check(visitor, "what is missing")
    visitor.direct()
    check(visitor, "filled in")
    page.click("#code")
    check(visitor, "code")
    page.keyboard.press("Escape")
    page.click("#account")
    check(visitor, "account")
    page.keyboard.press("Escape")
    visitor.go.click()
    expect(page.locator("#stage-name")).not_to_have_text("Sending")
    check(visitor, "running")
    page.click("#cancel")
    expect(visitor.panel("failure")).to_be_visible()
    check(visitor, "cancelled")
    page.locator(f"#list [data-id='{finished}'] .card").click()
    visitor.wait_for_clip()
    check(visitor, "finished")
    page.click("#comparing")
    check(visitor, "comparing")
    page.click("#remove")
    check(visitor, "deleting")


def test_motion_is_reduced_where_that_is_asked_for(
    new_visitor: NewVisitor, server: Server, key: str, finished: str
) -> None:
    visitor = new_visitor(reduced_motion="reduce")
    visitor.come(key)
    visitor.page.goto(f"{server.url}/#take={finished}")
    visitor.page.reload()
    visitor.wait_for_clip()
    assert visitor.page.evaluate("document.getElementById('video').paused") is True
