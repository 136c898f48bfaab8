"""The pictures of the playground in the docs, taken of the page itself: `python -m bench.screenshots`."""

import io
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page

from bench.browser import launched
from bench.serving import Service, served

PICTURES = Path("docs/pictures")
RENDER = 300_000
"""Milliseconds that a clip may take."""
DESK = {"viewport": {"width": 1360, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True}
MOONWALK, PORTRAIT, DANDELION = range(3)


def main() -> None:
    """Make a clip and a storyboard on the page, and take three pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with served(credit=10) as service, launched() as browser:
        desk = opened(browser, service, DESK | {"color_scheme": "dark"})
        begin(desk, DANDELION)
        desk.click("#go")
        desk.locator("#plan .rows li").first.wait_for(timeout=RENDER)
        desk.click("#play")
        desk.locator("#plan .rows .bar").nth(1).click()
        save(desk, "playground.webp")
        take = desk.url
        phone = opened(browser, service, PHONE | {"color_scheme": "dark"})
        phone.goto(take)
        phone.reload()
        phone.locator("#plan .rows li").first.wait_for()
        phone.click("#play")
        phone.locator("#plan .rows .bar").nth(1).click()
        phone.locator("#stage").evaluate("(stage) => stage.scrollIntoView()")
        save(phone, "playground-phone.webp")
        light = opened(browser, service, DESK | {"color_scheme": "light"})
        begin(light, MOONWALK)
        light.click("#draw")
        light.locator("#board-plan .rows li").first.wait_for(timeout=RENDER)
        save(light, "playground-storyboard.webp")


def opened(browser: Browser, service: Service, context: dict[str, Any]) -> Page:
    """Open the page by the link with the key."""
    page = browser.new_context(**context).new_page()
    page.goto(f"{service.url}/#key={service.key}")
    page.locator("#price", has_text="$").wait_for()
    return page


def begin(page: Page, shot: int) -> None:
    """Choose an example."""
    page.locator("#examples button").nth(shot).click()
    page.locator("#first").wait_for()


def save(page: Page, name: str) -> None:
    """Take a picture, once what moves has come to rest."""
    page.wait_for_timeout(700)
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    picture.convert("RGB").save(PICTURES / name, quality=80, method=6)


if __name__ == "__main__":
    main()
