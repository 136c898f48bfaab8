"""From the first visit to the finished clip, and what comes in between: all of it with real renders."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.clients.footage import FIVE_SECONDS_720P, watch
from tests.playground.conftest import NewVisitor
from tests.playground.visitor import PROMPT, Visitor
from tests.serving.running import STANDARD, Server, eventually


@pytest.fixture
def busy(server: Server, key: str) -> str:
    """A take that is being made or waits, of the same account; cancelled in the end."""
    with server.client(key) as client:
        photograph = {
            "file": ("photo.jpg", Path("src/photoplay/playground/examples/dandelion.jpg").read_bytes())
        }
        link = client.post("/api/v3/media/upload/binary", files=photograph).json()["data"]["download_url"]
        body = {"image": link, "prompt": "Slow dolly-in", "duration": 10}
        made = client.post(f"/api/v3/{STANDARD}", json=body).json()["data"]
        return str(made["id"])


def test_first_visit_to_finished_clip(new_visitor: NewVisitor, server: Server) -> None:
    key = server.new_key("newcomer", dollars=5)
    visitor = new_visitor(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    visitor.come(key)
    page = visitor.page
    assert page.url == f"{server.url}/"
    assert page.evaluate("localStorage.getItem('photoplay.key')") == key
    expect(page.locator("#balance")).to_have_text("$5.00")
    page.locator("#examples button").last.click()
    expect(visitor.panel("photograph")).to_be_visible()
    expect(page.locator("#prompt")).not_to_have_value("")
    page.locator("input[name=model]").nth(1).check()
    expect(visitor.go).to_have_text("Run $0.25")
    page.fill("#prompt", PROMPT)
    page.fill("#seed", "7")
    visitor.go.click()
    expect(visitor.panel("progress")).to_be_visible()
    expect(page.locator("#coming .rows li").first).to_contain_text("pan left", timeout=30_000)
    expect(page.locator("#percent")).to_contain_text("%", timeout=60_000)
    visitor.wait_for_clip()

    expect(page.locator("#balance")).to_have_text("$4.75")
    rows = page.locator("#plan .rows .name").all_inner_texts()
    assert rows[:2] == ["pan left", "tilt up"]
    assert page.locator("#plan mark").all_inner_texts()[:2] == ["Pan left", "tilt up"]
    expect(page.locator("#plan .notes li").first).to_be_visible()
    with page.expect_download() as download:
        page.click("#download")
    assert watch(Path(download.value.path()).read_bytes()) == FIVE_SECONDS_720P

    check_the_player(visitor)
    page.click("#onward")
    expect(visitor.panel("photograph")).to_be_visible()
    expect(page.locator("#image + .tile img")).to_be_visible()
    size = page.evaluate(
        "(() => { const i = document.getElementById('first'); return [i.naturalWidth, i.naturalHeight]; })()"
    )
    assert size[1] == FIVE_SECONDS_720P.short_side
    assert visitor.take == ""


def check_the_player(visitor: Visitor) -> None:
    page = visitor.page

    def frame() -> int:
        return int(page.get_by_label("Frame", exact=True).input_value())

    page.wait_for_function("document.getElementById('video').currentTime > 0")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.get_by_label("Frame", exact=True).press("Home")
    eventually(lambda: frame() == 0, 5, "the first frame")
    page.locator("#plan .rows .bar").nth(1).click()
    started = eventually(frame, 5, "the second move")
    page.click("#forth")
    eventually(lambda: frame() == started + 1, 5, "one frame on")
    page.click("#back")
    eventually(lambda: frame() == started, 5, "one frame back")
    page.get_by_label("Frame", exact=True).focus()
    page.keyboard.press("End")
    eventually(lambda: frame() == 149, 5, "the last frame")
    page.click("#comparing")
    expect(page.locator("#compare")).to_be_visible()
    eventually(lambda: frame() == 0, 5, "the first frame")
    before = page.locator("#compare").evaluate("(it) => it.style.getPropertyValue('--wipe')")
    page.keyboard.press("ArrowRight")
    assert page.locator("#compare").evaluate("(it) => it.style.getPropertyValue('--wipe')") != before
    page.click("#loop")
    assert page.evaluate("document.getElementById('video').loop") is False


def test_reload_in_the_middle(visitor: Visitor) -> None:
    page = visitor.page
    visitor.direct("Pan left")
    visitor.go.click()
    page.wait_for_url("**/#take=*")
    take = visitor.take
    page.reload()
    expect(visitor.panel("progress")).to_be_visible()
    expect(page.locator("#prompt")).to_have_value("Pan left")
    visitor.wait_for_clip()
    assert visitor.take == take
    page.reload()
    visitor.wait_for_clip()
    page.click("#again")
    expect(page.locator("#prompt")).to_be_focused()
    expect(page.locator("#seed")).to_have_value("7")


def test_queue_and_cancel(visitor: Visitor, busy: str) -> None:
    page = visitor.page
    visitor.direct()
    visitor.go.click()
    expect(page.locator("#stage-name")).to_have_text("In the queue")
    expect(page.locator("#queue")).to_have_text("It is the next.")
    page.click("#cancel")
    expect(visitor.panel("failure")).to_contain_text("Cancelled")
    expect(visitor.panel("failure")).to_contain_text("nothing was charged")
    expect(page.locator("#list li").first).to_contain_text("cancelled · $0.00")
    page.locator(f"#list [data-id='{busy}'] .card").click()
    expect(visitor.panel("progress")).to_be_visible()
    page.click("#cancel")
    expect(visitor.panel("failure")).to_be_visible()


def test_a_storyboard_is_free(visitor: Visitor) -> None:
    page = visitor.page
    visitor.direct()
    balance = page.locator("#balance").inner_text()
    page.click("#draw")
    expect(page.locator("#frames img")).to_have_count(6, timeout=90_000)
    expect(page.locator("#board-plan .rows .name").first).to_have_text("pan left")
    expect(page.locator("#board-plan mark").first).to_have_text("Pan left")
    page.reload()
    expect(page.locator("#balance")).to_have_text(balance)


def test_takes_are_searched_and_deleted(visitor: Visitor, server: Server, key: str) -> None:
    page = visitor.page
    with server.client(key) as client:
        for prompt in ("Orbit the red lantern", "Orbit the blue lantern"):
            body = {"image": "http://127.0.0.1:9/none.jpg", "prompt": prompt}
            client.post(f"/api/v3/{STANDARD}", json=body)
    page.fill("#search", "RED lantern")
    expect(page.locator("#list li")).to_have_count(1)
    page.get_by_role("button", name="Delete: Orbit the red lantern").click()
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("#list li")).to_have_count(1)
    page.get_by_role("button", name="Delete: Orbit the red lantern").click()
    page.locator("#delete-dialog").get_by_role("button", name="Delete").click()
    expect(page.locator("#list li")).to_have_count(0)
    expect(page.locator("#list-status")).to_have_text("No take has these words.")
    page.fill("#search", "lantern")
    expect(page.locator("#list li")).to_have_count(1)
    page.locator("#list .card").click()
    expect(visitor.panel("failure")).to_contain_text("image")
