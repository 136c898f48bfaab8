"""Filling in the form: pictures that arrive in every way, what is refused, and what it costs."""

from playwright.sync_api import expect

from tests.playground.conftest import NewVisitor
from tests.playground.visitor import Visitor, picture
from tests.serving.running import Server

BAD_PICTURES = [
    (
        (picture(200, 400), "small.jpg"),
        "Each side must have at least 300 pixels; this picture has 200 × 400.",
    ),
    (
        (picture(1000, 320), "wide.jpg"),
        "Its sides must be between 1:2.5 and 2.5:1; this picture has 1000 × 320.",
    ),
    ((b"GIF89a" + bytes(100), "moving.gif"), "It must be a JPEG or PNG picture."),
    ((picture() + bytes(10 * 2**20), "large.jpg"), "It must have at most 10 MB; this picture has 10.0 MB."),
    ((picture()[:200], "half.jpg"), "It must be a whole picture; this one is damaged."),
]


def test_a_key_is_asked_for_and_checked(new_visitor: NewVisitor, key: str) -> None:
    visitor = new_visitor(refused=True)
    page = visitor.page
    visitor.come()
    expect(page.locator("#key")).to_be_focused()
    page.fill("#key", "pp_nobody")
    page.keyboard.press("Enter")
    expect(page.locator("#key-error")).to_have_text("The API key is not known, or not any more.")
    assert page.evaluate("localStorage.getItem('photoplay.key')") is None
    page.fill("#key", key)
    page.keyboard.press("Enter")
    expect(page.locator("#account-dialog")).to_be_hidden()
    expect(visitor.go).to_have_text("Run $0.45")
    page.reload()
    expect(visitor.go).to_have_text("Run $0.45")
    page.click("#account")
    page.click("#secret")
    expect(page.locator("#secret-text")).to_contain_text("whsec_")
    page.click("#forget")
    expect(page.locator("#key")).to_be_focused()
    assert page.evaluate("localStorage.length") == 0


def test_a_key_that_is_revoked_meanwhile(new_visitor: NewVisitor, server: Server) -> None:
    visitor = new_visitor(refused=True)
    key = server.new_key("leaving")
    visitor.come(key)
    visitor.direct()
    server.run("keys", "revoke", key[:11])
    visitor.go.click()
    expect(visitor.page.locator("#key-error")).to_have_text("The API key is not known, or not any more.")


def test_pictures_are_dropped_and_pasted(visitor: Visitor) -> None:
    page = visitor.page
    visitor.drop("#stage", picture())
    expect(visitor.panel("photograph").locator("img")).to_be_visible()
    expect(page.locator("[data-field=image] .tile img")).to_be_visible()
    visitor.drop("[data-field=end_image] .tile", picture(400, 1200), "tower.jpg")
    expect(page.locator("[data-field=end_image] .tile img")).to_be_visible()
    expect(visitor.problem("end_image")).to_be_hidden()
    page.get_by_role("button", name="Take away: first frame").click()
    expect(visitor.panel("empty")).to_be_visible()
    visitor.paste(picture())
    expect(visitor.panel("photograph").locator("img")).to_be_visible()


def test_bad_pictures_are_refused_at_once(visitor: Visitor) -> None:
    visitor.page.fill("#prompt", "Pan left")
    for file, sentence in BAD_PICTURES:
        visitor.choose(*file)
        expect(visitor.problem("image")).to_have_text(sentence)
        visitor.go.click()
        expect(visitor.problem("image")).to_have_text(sentence)
        expect(visitor.panel("progress")).to_be_hidden()
    visitor.choose(picture())
    expect(visitor.problem("image")).to_be_hidden()


def test_what_is_missing_is_said_and_gone_to(visitor: Visitor) -> None:
    visitor.go.click()
    expect(visitor.problem("image")).to_have_text("First frame is required.")
    expect(visitor.problem("prompt")).to_have_text("Prompt is required.")
    expect(visitor.page.locator("#image")).to_be_focused()


def test_a_sentence_of_the_server_stands_beside_its_field(new_visitor: NewVisitor, key: str) -> None:
    visitor = new_visitor(refused=True)
    visitor.come(key)
    visitor.direct(seed="first")
    visitor.go.click()
    expect(visitor.problem("seed")).to_have_text("seed must be an integer.")
    expect(visitor.page.locator("#seed")).to_be_focused()
    expect(visitor.page.locator("#seed")).to_have_attribute("aria-invalid", "true")


def test_not_enough_balance(new_visitor: NewVisitor, server: Server) -> None:
    visitor = new_visitor(refused=True)
    visitor.come(server.new_key("poor", dollars=0.1))
    visitor.direct()
    visitor.go.click()
    expect(visitor.page.locator("#form-error")).to_contain_text("balance")
    expect(visitor.panel("photograph")).to_be_visible()


def test_the_form_is_that_of_the_model(visitor: Visitor) -> None:
    page = visitor.page
    expect(page.locator("[data-field=end_image]")).to_be_visible()
    page.get_by_role("radio", name="10", exact=True).check()
    expect(visitor.go).to_have_text("Run $0.90")
    page.locator("input[name=model]").nth(1).check()
    expect(visitor.go).to_have_text("Run $0.50")
    expect(page.locator("[data-field=end_image]")).to_be_hidden()
    expect(page.get_by_role("radio", name="10", exact=True)).to_be_checked()
    page.get_by_label("Guidance").press("End")
    expect(page.locator("[data-field=guidance_scale] output")).to_have_text("1.00")
    page.fill("#prompt", "Pan")
    expect(page.locator("#prompt-counter")).to_have_text("3 of 2500")
    page.locator("input[name=model]").nth(0).check()
    visitor.choose(picture(), field="end_image")
    page.locator("input[name=model]").nth(1).check()
    page.locator("input[name=model]").nth(0).check()
    expect(page.locator("[data-field=end_image] .tile img")).to_be_visible()


def test_words_of_the_director_write_into_the_prompt(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_text("Words of the director").click()
    for family, chip in (
        ("Camera moves", "dolly in"),
        ("Pace", "slowly"),
        ("Shot sizes", "close up"),
        ("Light", "dusk"),
    ):
        page.get_by_role("button", name=family, exact=True).click()
        page.get_by_role("button", name=chip, exact=True).click()
    expect(page.locator("#prompt")).to_have_value("Dolly in slowly. Close up. Dusk falls.")


def test_keyboard_alone(new_visitor: NewVisitor, key: str) -> None:
    visitor = new_visitor(refused=True, viewport={"width": 1280, "height": 900})
    visitor.come(key)
    page = visitor.page

    def tab_to(selector: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("(it) => document.activeElement.matches(it)", selector):
                return
        raise AssertionError(f"The Tab key does not lead to {selector}.")

    tab_to("input[name=model]")
    page.keyboard.press("ArrowRight")
    tab_to("#image")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files({"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": picture()})
    tab_to("#prompt")
    page.keyboard.type("Pan left")
    tab_to("#guidance_scale")
    page.keyboard.press("Home")
    tab_to("#seed")
    page.keyboard.type("none")
    page.keyboard.press("Enter")
    expect(visitor.problem("seed")).to_have_text("seed must be an integer.")
    tab_to("#code")
    page.keyboard.press("Enter")
    expect(page.locator("#code-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#code-dialog")).to_be_hidden()


def test_a_phone(new_visitor: NewVisitor, key: str) -> None:
    visitor = new_visitor(
        viewport={"width": 360, "height": 720}, has_touch=True, is_mobile=True, device_scale_factor=3
    )
    visitor.come(key)
    page = visitor.page
    visitor.direct()
    fits(visitor)
    page.get_by_text("Words of the director").tap()
    fits(visitor)
    page.tap("#code")
    expect(page.locator("#code-dialog")).to_be_visible()
    fits(visitor)


def fits(visitor: Visitor) -> None:
    """Assert that nothing is wider than the phone, and that the button is within reach."""
    assert visitor.page.evaluate("document.documentElement.scrollWidth") == 360
    expect(visitor.go).to_be_in_viewport(ratio=1)
