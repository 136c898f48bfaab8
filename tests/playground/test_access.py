"""Everybody can use it: axe finds nothing to complain of, in any state, theme or size; and it is there quickly."""

from itertools import cycle
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
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 720}
Look = tuple[Literal["dark", "light"], ViewportSize]
LOOKS: tuple[tuple[Look, Look], ...] = (
    (("dark", PHONE), ("light", DESK)),
    (("light", PHONE), ("dark", DESK)),
)


class Checks:
    """Axe finds nothing, in both themes, on a desk and on a phone; states take turns in which of them in which."""

    def __init__(self, visitor: Visitor) -> None:
        self.page = visitor.page
        self.looks = cycle(LOOKS)

    def __call__(self, state: str) -> None:
        for theme, size in next(self.looks):
            self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            self.page.set_viewport_size(size)
            violations = AXE.run(self.page, options=RULES).response["violations"]
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
    page, check = visitor.page, Checks(visitor)
    visitor.come()
    page.fill("#key", "pp_nobody")
    page.keyboard.press("Enter")
    expect(page.locator("#key-error")).to_be_visible()
    check("a wrong key")
    page.fill("#key", key)
    page.keyboard.press("Enter")
    expect(page.locator("#list li").first).to_be_visible()
    check("empty")
    page.get_by_text("Words of the director").click()
    visitor.go.click()
    check("what is missing")
    visitor.direct()
    page.click("#code")
    check("code")
    page.keyboard.press("Escape")
    page.click("#account")
    check("account")
    page.keyboard.press("Escape")
    visitor.go.click()
    expect(page.locator("#cancel")).to_be_visible()
    check("running")
    page.click("#cancel")
    expect(visitor.panel("failure")).to_be_visible()
    check("cancelled")
    page.click("#draw")
    expect(page.locator("#frames img")).to_have_count(6, timeout=90_000)
    check("storyboard")
    page.locator(f"#list [data-id='{finished}'] .card").click()
    visitor.wait_for_clip()
    check("finished")
    page.click("#comparing")
    check("comparing")
    page.click("#remove")
    check("deleting")


def test_motion_is_reduced_where_that_is_asked_for(
    new_visitor: NewVisitor, server: Server, key: str, finished: str
) -> None:
    visitor = new_visitor(reduced_motion="reduce")
    visitor.come(key)
    visitor.page.goto(f"{server.url}/#take={finished}")
    visitor.page.reload()
    visitor.wait_for_clip()
    assert visitor.page.evaluate("document.getElementById('video').paused") is True
