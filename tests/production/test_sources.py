import base64
import textwrap
from urllib.parse import quote, quote_from_bytes

import pytest

from photoplay.errors import InvalidInputError
from photoplay.media.fetch import MediaFetchError
from photoplay.media.storage import new_key
from photoplay.production.house import House
from photoplay.production.sources import fetched, is_link, resolve
from photoplay.stills import MAX_BYTES
from photoplay.store.database import now_ms
from tests.production.orders import DAY, Orders, picture, stored
from tests.production.sites import Page, Site

PNG, JPEG = picture(), picture(kind="JPEG")
PLAIN = base64.b64encode(PNG).decode()
HOLDS_NOTHING = "image must have been uploaded; this upload link holds nothing yet, or not any more."


@pytest.fixture
def ada(shared_ada: Orders) -> Orders:
    return shared_ada


@pytest.fixture
def house(ada: Orders) -> House:
    return ada.house


def kept(house: House, text: str) -> bytes:
    """Resolve an inline picture; return what is stored then."""
    before = stored(house)
    key = resolve(house, text, "image", check_aspect=True)
    assert stored(house) - before == {key}
    assert key.startswith("inputs/")
    return house.storage.read(key)


def refused(house: House, text: str, field: str = "image") -> str:
    before = stored(house)
    with pytest.raises(InvalidInputError) as caught:
        resolve(house, text, field, check_aspect=True)
    assert caught.value.field == field
    assert stored(house) == before
    return str(caught.value)


class TestInline:
    @pytest.mark.parametrize(
        "text",
        [
            PLAIN,
            base64.urlsafe_b64encode(PNG).decode(),
            "\n".join(textwrap.wrap(PLAIN, 76)),
            "\r\n".join(textwrap.wrap(PLAIN, 64)) + "\r\n",
            f"  {PLAIN}\t",
            f"data:image/png;base64,{PLAIN}",
            f"DATA:image/png;BASE64,{PLAIN}",
            f"data:;base64,{PLAIN}",
            f"data:application/octet-stream;charset=utf-8;name=a.png;base64,{PLAIN}",
            f"data:image/png;base64,{quote(PLAIN)}",
            f"data:image/png,{quote_from_bytes(PNG)}",
        ],
        ids=range(11),
    )
    def test_every_way_of_writing_it(self, house: House, text: str) -> None:
        assert kept(house, text) == PNG

    @pytest.mark.parametrize("missing", [1, 2])
    def test_missing_padding(self, house: House, missing: int) -> None:
        content = PNG + b"\0" * ((3 - missing - len(PNG)) % 3)
        text = base64.b64encode(content).decode()
        assert text.endswith("=" * missing)
        assert kept(house, text.rstrip("=")) == content

    def test_the_ending_follows_the_content(self, house: House) -> None:
        text = f"data:image/png;base64,{base64.b64encode(JPEG).decode()}"
        assert resolve(house, text, "image", check_aspect=True).endswith(".jpg")

    @pytest.mark.parametrize(
        ("text", "rule"),
        [
            ("/home/ada/lighthouse.png", "must be an http(s) URL, a data: URI or base64"),
            ("ftp://example.org/a.png", "must be an http(s) URL, a data: URI or base64"),
            (PLAIN[:-5] + "é" + PLAIN[-4:], "must be an http(s) URL, a data: URI or base64"),
            ("A" * 1001, "must be an http(s) URL, a data: URI or base64"),
            ("====", "must not be empty"),
            ("data:image/png;base64", "must be a whole data URI, such as data:image/png;base64,..."),
            ("data:image/png;base64,", "must not be empty"),
            ("data:,", "must not be empty"),
            (base64.b64encode(b"GIF89a and more").decode(), "must be a JPEG or PNG picture; this is a GIF"),
            (base64.b64encode(PNG[:20]).decode(), "must be a JPEG or PNG picture; this one is damaged"),
            (
                base64.b64encode(PNG + bytes(MAX_BYTES)).decode(),
                "must be at most 10 MB (10 * 1024 * 1024 bytes)",
            ),
            ("A" * (MAX_BYTES * 4 + 1), "must be at most 10 MB (10 * 1024 * 1024 bytes)"),
        ],
        ids=range(12),
    )
    def test_what_is_no_picture(self, house: House, text: str, rule: str) -> None:
        assert refused(house, text) == f"image {rule}."
        assert refused(house, text, "end_image") == f"end_image {rule}."

    def test_a_long_head_takes_no_time(self, house: House) -> None:
        assert refused(house, "data:" + ";a" * 1_000_000).startswith("image must be a whole data URI")


class TestUploads:
    @pytest.mark.parametrize(
        "host",
        ["http://localhost:8000", "https://films.example.org", "HTTP://127.0.0.1", "http://user:x@[::1]:1"],
    )
    def test_one_of_ours_is_read_from_storage_under_any_host(self, ada: Orders, host: str) -> None:
        key = ada.upload(PNG)
        before = stored(ada.house)
        assert resolve(ada.house, f"{host}/media/{key}", "image", check_aspect=True) == key
        assert resolve(ada.house, f"{host}/media/{key}?download=1#top", "image", check_aspect=True) == key
        assert stored(ada.house) == before

    def test_it_is_checked_like_any_other(self, ada: Orders) -> None:
        link = f"http://localhost/media/{ada.upload(picture(300, 900))}"
        assert refused(ada.house, link).startswith("image must have an aspect ratio between 1:2.5 and 2.5:1")
        assert resolve(ada.house, link, "end_image", check_aspect=False).startswith("uploads/")

    def test_one_that_has_not_come_yet_or_is_gone(self, ada: Orders) -> None:
        announced, lost = ada.upload(None, stored=False), ada.upload(None)
        for key in (announced, lost):
            assert refused(ada.house, f"http://localhost/media/{key}") == HOLDS_NOTHING

    def test_a_site_with_such_paths_of_its_own_is_a_foreign_one(self, house: House, site: Site) -> None:
        link = f"{site.url}/media/{new_key('uploads', 'png')}"
        assert resolve(house, link, "image", check_aspect=True) == link
        assert site.seen == []


class TestOtherPredictions:
    def test_the_picture_of_another_prediction_is_copied(self, ada: Orders) -> None:
        first = ada.order(image=PLAIN)
        before = stored(ada.house)
        link = f"http://localhost:8000/media/{first.input['image']}"
        key = resolve(ada.house, link, "image", check_aspect=True)
        assert stored(ada.house) - before == {key}
        assert ada.house.storage.read(key) == PNG

    def test_a_clip_is_no_picture(self, ada: Orders) -> None:
        clip = ada.complete(ada.order())
        link = f"https://example.org/media/{clip}"
        assert resolve(ada.house, link, "image", check_aspect=True) == link


class TestForeignLinks:
    def test_nothing_is_dialled(self, house: House, site: Site) -> None:
        before = stored(house)
        for path in ("/a.png", "/a.png?x=1", "/media/uploads/../a.png", "/media/uploads/%2e%2e.png"):
            assert resolve(house, site.url + path, "image", check_aspect=True) == site.url + path
        assert site.seen == []
        assert stored(house) == before

    @pytest.mark.parametrize(
        ("link", "rule"),
        [
            ("http://[::1", "must be a well-formed link"),
            ("http://[bad]/a.png", "must be a well-formed link"),
            ("http://", "must be a link that begins with http:// or https://"),
            ("http:///media/uploads/a.png", "must be a link that begins with http:// or https://"),
            ("http://10.1.2.3/a.png", "must be at a public address"),
            ("http://user:secret@example.org/a.png", "must be a link without a user name or password"),
        ],
    )
    def test_a_link_of_no_use(self, house: House, link: str, rule: str) -> None:
        assert refused(house, link) == f"image {rule}."


@pytest.mark.parametrize("text", ["http://example.org", "HTTPS://example.org/a.png"])
def test_a_link_is_told_by_its_beginning(text: str) -> None:
    assert is_link(text)
    assert not is_link(f" {text}")
    assert not is_link(new_key("inputs", "png"))


def test_an_upload_past_its_days_is_refused_like_one_that_never_came(ada: Orders) -> None:
    key = ada.upload(PNG, created_at=now_ms() - 8 * DAY)
    ada.house.storage.delete([key])
    assert refused(ada.house, f"http://localhost/media/{key}") == HOLDS_NOTHING


class TestFetched:
    """The picture itself, of which nothing is kept."""

    def test_wherever_it_is(self, ada: Orders, site: Site) -> None:
        site.pages["/a.png"] = Page(PNG)
        other = ada.order(image=PLAIN).input["image"]
        uploaded = ada.upload(PNG)
        before = stored(ada.house)
        links = (f"{site.url}/a.png", *(f"http://localhost/media/{key}" for key in (other, uploaded)))
        for text in (PLAIN, f"data:image/png;base64,{PLAIN}", *links):
            assert fetched(ada.house, text, "image", check_aspect=True) == PNG
        assert stored(ada.house) == before

    def test_by_the_same_rules(self, ada: Orders, site: Site) -> None:
        narrow = picture(300, 900)
        site.pages["/a.png"] = Page(narrow)
        for text in (base64.b64encode(narrow).decode(), f"{site.url}/a.png"):
            with pytest.raises(InvalidInputError, match="image must have an aspect ratio"):
                fetched(ada.house, text, "image", check_aspect=True)
            assert fetched(ada.house, text, "end_image", check_aspect=False) == narrow

    def test_a_link_that_gives_none(self, house: House, site: Site) -> None:
        with pytest.raises(MediaFetchError, match="image must be reachable"):
            fetched(house, f"{site.url}/a.png", "image", check_aspect=True)
        with pytest.raises(InvalidInputError, match="image must be at a public address"):
            fetched(house, "http://10.1.2.3/a.png", "image", check_aspect=True)
        assert site.seen == ["/a.png"]
