"""Everybody can use it: axe finds nothing to complain of, in any state, theme or size; and it is there quickly."""

from itertools import product
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ViewportSize, expect

from tests.playground.conftest import NewVisitor
from tests.playground.visitor import Visitor, picture
from tests.serving.running import STANDARD, Server, eventually

AXE = Axe()
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
STILL = "Static camera. A man walks."
THEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 720}


def check(visitor: Visitor, state: str) -> None:
    """Assert that axe finds nothing, in both themes, on a desk and on a phone."""
    for theme, size in product(THEMES, (PHONE, DESK)):
        visitor.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        visitor.page.set_viewport_size(size)
        violations = AXE.run(visitor.page, options=RULES).response["violations"]
        found = {each["id"]: [node["html"] for node in each["nodes"]] for each in violations}
        assert found == {}, (state, theme, size)


@pytest.fixture(scope="module")
def finished(server: Server, key: str) -> str:
    """A finished take."""
    with server.client(key) as client:
        form = {"file": ("photo.jpg", picture())}
        link = client.post("/api/v3/media/upload/binary", files=form).json()["data"]["download_url"]
        made = client.post(f"/api/v3/{STANDARD}", json={"image": link, "prompt": STILL}).json()["data"]
        result = f"/api/v3/predictions/{made['id']}/result"
        eventually(
            lambda: client.get(result).json()["data"]["status"] == "completed", 300, "the clip", pause=0.5
        )
    return str(made["id"])


def test_axe_finds_nothing_in_any_state(new_visitor: NewVisitor, key: str, finished: str) -> None:
    visitor = new_visitor(refused=True, reduced_motion="reduce")
    page = visitor.page
    visitor.come()
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
    page.click("#code")
    check(visitor, "code")
    page.keyboard.press("Escape")
    page.click("#account")
    check(visitor, "account")
    page.keyboard.press("Escape")
    visitor.go.click()
    expect(page.locator("#cancel")).to_be_visible()
    check(visitor, "running")
    page.click("#cancel")
    expect(visitor.panel("failure")).to_be_visible()
    check(visitor, "cancelled")
    page.click("#draw")
    expect(page.locator("#frames img")).to_have_count(6, timeout=90_000)
    check(visitor, "storyboard")
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
