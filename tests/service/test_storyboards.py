import base64
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import httpx2
import pytest

from photoplay.catalogue.catalogue import MODELS
from photoplay.director.plan import Plan
from photoplay.media.fetch import Fetcher
from photoplay.planning import understand
from photoplay.production.drafting import DraftFailedError, Drafting, DraftLateError, Drawn, Order
from photoplay.production.house import House
from photoplay.stills import load_still
from tests.production.orders import picture as detailed
from tests.production.orders import stored
from tests.production.sites import Page, Site, served
from tests.service.guests import LINK, PRO, STANDARD, Guest, picture, refused, running
from tests.serving.running import eventually

MakeGuest = Callable[..., Guest]
PATH = f"/api/v3/{PRO}/storyboard"
PHOTOGRAPH = base64.b64encode(detailed()).decode()
PROMPT = "slow dolly in, she smiles"


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as site:
        yield site


@pytest.fixture
def local(house: House) -> Iterator[tuple[House, str]]:
    """A service that may fetch pictures from this machine, and its address."""
    allowed = (ip_network("127.0.0.0/8"),)
    settings = house.settings.model_copy(update={"allowed_private_networks": allowed})
    fetcher = Fetcher(allowed)
    near = replace(house, settings=settings, fetcher=fetcher)
    with running(near) as address:
        yield near, address
    fetcher.close()


@pytest.fixture
def orders(monkeypatch: pytest.MonkeyPatch) -> list[Order]:
    """What a pen without a process is asked to draw."""
    orders: list[Order] = []

    def draw(_self: Drafting, order: Order, _cancelled: threading.Event) -> Drawn:
        orders.append(order)
        plan = understand(order.prompt, order.negative_prompt, duration=order.duration)
        return Drawn((b"jpeg",) * 6, (0.0, 1, 2, 3, 4, 4.9666), plan, ("A note.",), 1234)

    monkeypatch.setattr(Drafting, "draw", draw)
    return orders


def board(guest: Guest, model: str = PRO, /, **changes: object) -> httpx2.Response:
    return guest.post(f"/api/v3/{model}/storyboard", {"prompt": PROMPT, "image": PHOTOGRAPH} | changes)


class TestTheAnswer:
    def test_from_the_process_that_draws(self, guest: Guest) -> None:
        """Free, and nothing of it is kept."""
        before = stored(guest.house)
        data = guest.data(PATH, {"prompt": PROMPT, "image": PHOTOGRAPH, "seed": 3})
        told = {"plan", "timeline", "rows", "looks", "notes"}
        assert data.keys() == {"model", "frames", "executionTime"} | told
        assert data["model"] == PRO
        assert [frame["time"] for frame in data["frames"]] == [0.0, 1.0, 2.0, 2.967, 3.967, 4.967]
        for frame in data["frames"]:
            head, _, content = frame["image"].partition(",")
            assert head == "data:image/jpeg;base64"
            assert load_still(base64.b64decode(content)).width > 700
        assert Plan.model_validate(data["plan"]) == understand(PROMPT)
        assert data["timeline"].startswith("Camera  dolly in (slow)")
        assert data["notes"]
        assert data["executionTime"] > 0
        assert stored(guest.house) == before
        assert guest.balance == 10_000_000
        assert guest.data("/api/v3/predictions", {"page": 1})["total"] == 0
        assert guest.data("/api/v3/billings/search", {"page": 1})["total"] == 0

    def test_every_field_counts_and_no_other(self, guest: Guest, orders: list[Order]) -> None:
        answer = guest.http.post(
            PATH,
            params={"webhook": "https://example.com/hook"},
            json={
                "prompt": "pan",
                "image": f"data:image/png;base64,{base64.b64encode(picture()).decode()}",
                "end_image": base64.b64encode(picture(300, 900)).decode(),
                "negative_prompt": "zoom",
                "guidance_scale": "0.25",
                "duration": "10",
                "seed": "7",
                "enable_sync_mode": True,
                "enable_base64_output": True,
                "size": "832*480",
            },
        )
        assert answer.status_code == 200, answer.text
        assert orders == [Order(picture(), picture(300, 900), "pan", "zoom", 0.25, 10, 7)]

    def test_it_costs_nothing_where_there_is_no_credit(
        self, make_guest: MakeGuest, orders: list[Order]
    ) -> None:
        guest = make_guest(credit=0)
        assert [board(guest, model).status_code for model in MODELS] == [200, 200]
        assert [order.seed for order in orders] == [None, None]

    def test_an_upload_of_ours(self, guest: Guest, orders: list[Order]) -> None:
        files = {"file": ("a.png", picture())}
        link = guest.http.post("/api/v3/media/upload/binary", files=files).json()["data"]["download_url"]
        before = stored(guest.house)
        assert board(guest, image=link).status_code == 200
        assert orders[0].image == picture()
        assert stored(guest.house) == before

    def test_a_picture_behind_a_link(
        self, local: tuple[House, str], make_guest: MakeGuest, site: Site, orders: list[Order]
    ) -> None:
        house, address = local
        site.pages["/a.jpg"] = Page(picture(kind="JPEG"))
        guest, before = make_guest(house=house, address=address), stored(house)
        assert board(guest, end_image=f"{site.url}/a.jpg").status_code == 200
        assert orders[0].end_image == picture(kind="JPEG")
        assert stored(house) == before


class TestRefused:
    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"prompt": ""}, "prompt is required"),
            ({"prompt": "x" * 2501}, "prompt must be at most 2500 characters long; it has 2501"),
            ({"image": None}, "image is required"),
            ({"image": "no picture"}, "image must be"),
            ({"image": "http://127.0.0.1/a.png"}, "image must"),
            ({"image": base64.b64encode(picture(299, 320)).decode()}, "image must be at least 300 pixels"),
            ({"image": base64.b64encode(picture(300, 760)).decode()}, "image must have an aspect ratio"),
            ({"end_image": base64.b64encode(picture(200, 320)).decode()}, "end_image must be at least 300"),
            ({"guidance_scale": 2}, "guidance_scale must be between 0.0 and 1.0"),
            ({"duration": 7}, "duration must be 5 or 10"),
            ({"seed": -2}, "seed must be between -1 and"),
            ({"enable_sync_mode": "maybe"}, "enable_sync_mode must be true or false"),
        ],
    )
    def test_as_at_submit(
        self, guest: Guest, changes: dict[str, object], words: str, orders: list[Order]
    ) -> None:
        assert refused(board(guest, **changes), 400, "invalid_input").startswith(words)
        assert orders == []

    def test_a_picture_that_only_its_pixels_show_to_be_damaged(self, guest: Guest) -> None:
        whole = detailed()
        answer = board(guest, image=base64.b64encode(whole[: len(whole) // 2]).decode())
        assert refused(answer, 400, "invalid_input") == "image must be a whole picture; this one is damaged."

    def test_an_end_image_where_a_model_has_none(self, guest: Guest) -> None:
        answer = board(guest, STANDARD, end_image=LINK)
        assert refused(answer, 400, "invalid_input").startswith("end_image is not known to")

    def test_a_body_that_is_no_object(self, guest: Guest) -> None:
        refused(guest.http.post(PATH, content="[]"), 400, "invalid_json")

    def test_there_is_none_under_v2(self, guest: Guest) -> None:
        refused(guest.post(f"/api/v2/{PRO}/storyboard", {}), 404, "not_found")

    def test_a_link_that_gives_no_picture(
        self, local: tuple[House, str], make_guest: MakeGuest, site: Site
    ) -> None:
        house, address = local
        answer = board(make_guest(house=house, address=address), image=f"{site.url}/nothing.png")
        message = refused(answer, 400, "media_not_fetched")
        assert message.startswith("image must be reachable:")
        assert "answered 404" in message


class TestLimits:
    def test_so_many_a_minute(self, guest: Guest, make_guest: MakeGuest, orders: list[Order]) -> None:
        assert [board(guest).status_code for _ in range(10)] == [200] * 10
        answer = board(guest)
        assert refused(answer, 429, "rate_limited").startswith("Your level allows 10 storyboards a minute")
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
        assert board(make_guest()).status_code == 200
        assert len(orders) == 11

    def test_so_many_wait_and_whoever_leaves_gives_its_place_free(
        self, local: tuple[House, str], make_guest: MakeGuest, site: Site, orders: list[Order]
    ) -> None:
        house, address = local
        crowd = [make_guest(house=house, address=address) for _ in range(6)]
        slow = f"{site.url}/slow"

        def hang_up(guest: Guest) -> None:
            with pytest.raises(httpx2.ReadTimeout):
                guest.http.post(PATH, json={"prompt": PROMPT, "image": slow}, timeout=2.0)

        with ThreadPoolExecutor(5) as pool:
            left = [pool.submit(hang_up, guest) for guest in crowd[:5]]
            eventually(lambda: len(site.seen) == 5, 10, "five requests")
            answer = board(crowd[5])
            refused(answer, 429, "queue_full")
            assert answer.headers["Retry-After"] == "10"
            for each in left:
                each.result()
        eventually(lambda: board(crowd[5]).status_code == 200, 5, "a free place", pause=0.6)
        assert len(orders) == 1

    def test_one_at_a_time_and_others_are_answered_meanwhile(
        self, guest: Guest, make_guest: MakeGuest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drawing, most, go_on = [], [0], threading.Event()

        def draw(_self: Drafting, order: Order, _cancelled: threading.Event) -> Drawn:
            drawing.append(order)
            most[0] = max(most[0], len(drawing))
            go_on.wait(10)
            drawing.remove(order)
            raise DraftLateError

        monkeypatch.setattr(Drafting, "draw", draw)
        with ThreadPoolExecutor(3) as pool:
            answers = [pool.submit(board, make_guest()) for _ in range(3)]
            eventually(lambda: drawing, 10, "drawing")
            assert guest.data("/api/v3/balance") == {"balance": 10.0}
            go_on.set()
            for answer in answers:
                message = refused(answer.result(), 503, "too_slow")
                assert message == "The storyboard was given up after 60 seconds; ask for it again later."
        assert most == [1]

    def test_switched_off(self, house: House, make_guest: MakeGuest) -> None:
        off = replace(house, settings=house.settings.model_copy(update={"drafts": 0}))
        with running(off) as address:
            answer = board(make_guest(house=off, address=address))
        assert refused(answer, 503, "storyboards_off").startswith("Storyboards are switched off")


def test_a_process_that_dies_is_the_services_fault(guest: Guest, monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(*_: Any) -> Drawn:
        raise DraftFailedError

    monkeypatch.setattr(Drafting, "draw", draw)
    assert refused(board(guest), 500, "internal").startswith("The storyboard could not be drawn")


def test_the_process_ends_with_the_service(
    house: House, make_guest: MakeGuest, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Drafting] = []
    usual = Drafting.draw

    def draw(self: Drafting, order: Order, cancelled: threading.Event) -> Drawn:
        started.append(self)
        return usual(self, order, cancelled)

    monkeypatch.setattr(Drafting, "draw", draw)
    with running(house) as address:
        assert board(make_guest(house=house, address=address)).status_code == 200
        [studio] = started
        process = studio._draftsmen[0]._process
        assert process is not None
        assert process._popen.poll() is None
    code: int | None = process._popen.returncode
    assert code == -signal.SIGKILL
