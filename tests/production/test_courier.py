import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest

from bench.fleet.mailbox import Mailbox
from photoplay.production import courier, settle
from photoplay.production.courier import ATTEMPTS, Courier, pause
from photoplay.production.house import House
from photoplay.service.wire.predictions import webhook_body
from photoplay.store import outbox
from photoplay.store.database import now_ms
from photoplay.store.outbox import Delivery
from photoplay.store.predictions import Prediction
from photoplay.store.tables import webhook_deliveries
from tests.production.orders import Orders
from tests.production.sites import Page, Site
from tests.serving.running import eventually


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Couriers look often, so that no test waits for them."""
    monkeypatch.setattr(courier, "POLL", 0.01)


@contextmanager
def couriers(house: House, count: int = 1) -> Iterator[None]:
    """Have couriers at work for as long as the block lasts."""
    stop = threading.Event()
    threads = [threading.Thread(target=Courier(house, webhook_body).run, args=(stop,)) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def owed(orders: Orders, prediction: Prediction) -> Delivery:
    delivery = orders.owed(prediction)
    assert delivery is not None
    return delivery


def settled(orders: Orders, prediction: Prediction) -> bool:
    """Tell whether an attempt is over, well or badly."""
    delivery = owed(orders, prediction)
    return delivery.delivered_at is not None or delivery.last_error != ""


def try_again_now(orders: Orders, prediction: Prediction) -> None:
    """Let the pause be over."""
    with orders.house.database.begin() as connection:
        outbox.postpone(connection, prediction.id, now_ms() - 1, "")


class TestDelivery:
    def test_the_bare_prediction_arrives_signed(self, ada: Orders, mailbox: Mailbox) -> None:
        prediction = ada.order(webhook=mailbox.url, base_url="https://films.example.org")
        with couriers(ada.house):
            time.sleep(0.1)
            assert mailbox.delivered == []
            key = ada.complete(prediction)
            eventually(lambda: owed(ada, prediction).delivered_at, 10, "the delivery")
        (letter,) = mailbox.delivered
        assert letter.headers["content-type"] == "application/json"
        assert letter.headers["webhook-id"] == prediction.id
        assert abs(int(letter.headers["webhook-timestamp"]) - time.time()) < 30
        assert letter.is_signed_with(ada.customer.key.webhook_secret)
        body = json.loads(letter.body)
        assert "data" not in body
        assert (body["id"], body["status"], body["error"]) == (prediction.id, "completed", "")
        assert body["outputs"] == [f"https://films.example.org/media/{key}"]
        assert body["has_nsfw_contents"] == [False]
        assert body["executionTime"] == body["timings"]["inference"] == 1234
        assert (owed(ada, prediction).attempts, owed(ada, prediction).next_at) == (1, None)

    @pytest.mark.parametrize("end", ["fail", "cancel"])
    def test_a_bad_end_is_told_too(self, ada: Orders, mailbox: Mailbox, end: str) -> None:
        prediction = ada.order(webhook=mailbox.url)
        if end == "fail":
            settle.fail(ada.house, prediction.id, settle.UNFETCHED, "image must be reachable.")
        else:
            settle.cancel(ada.house, prediction.id)
        with couriers(ada.house):
            eventually(lambda: owed(ada, prediction).delivered_at, 10, "the delivery")
        (body,) = [json.loads(letter.body) for letter in mailbox.delivered]
        assert (body["status"], body["outputs"]) == ("failed", [])
        assert body["code"] == (1402 if end == "fail" else 1403)

    def test_two_couriers_deliver_each_once(self, ada: Orders, mailbox: Mailbox) -> None:
        """Once, that is, while nobody dies: who dies between sending and noting it has it sent again."""
        sent = [ada.order(webhook=mailbox.url) for _ in range(30)]
        with couriers(ada.house, 2):
            for prediction in sent:
                settle.cancel(ada.house, prediction.id)
            eventually(lambda: all(owed(ada, each).delivered_at for each in sent), 20, "every delivery")
        assert sorted(letter.headers["webhook-id"] for letter in mailbox.delivered) == sorted(
            prediction.id for prediction in sent
        )

    def test_what_a_dead_courier_had_taken_is_delivered_after_its_lease(
        self, ada: Orders, mailbox: Mailbox
    ) -> None:
        prediction = ada.order(webhook=mailbox.url)
        settle.cancel(ada.house, prediction.id)
        with ada.house.database.begin() as connection:
            assert outbox.claim_due(connection, now_ms(), 400, 10) != []
        with couriers(ada.house):
            time.sleep(0.1)
            assert mailbox.delivered == []
            eventually(lambda: owed(ada, prediction).delivered_at, 10, "the delivery")
        assert owed(ada, prediction).attempts == 2

    def test_a_slow_site_holds_nobody_up(self, ada: Orders, mailbox: Mailbox, site: Site) -> None:
        slow = ada.order(webhook=f"{site.url}/slow")
        settle.cancel(ada.house, slow.id)
        with couriers(ada.house):
            eventually(lambda: site.seen, 10, "the slow delivery")
            for _ in range(2):
                quick = ada.order(webhook=mailbox.url)
                settle.cancel(ada.house, quick.id)
                eventually(partial(settled, ada, quick), 5, "the quick delivery")
                assert owed(ada, quick).delivered_at
            assert not settled(ada, slow)
            site.open.set()


class TestTryingAgain:
    def test_the_pause_grows_with_every_failure(self, ada: Orders, mailbox: Mailbox) -> None:
        mailbox.answers = [500, 404, 301, 204]
        prediction = ada.order(webhook=mailbox.url)
        settle.cancel(ada.house, prediction.id)
        with couriers(ada.house):
            for attempt, answer in enumerate([500, 404, 301], start=1):
                before = now_ms()
                eventually(lambda: settled(ada, prediction), 10, "the attempt")
                delivery = owed(ada, prediction)
                assert (delivery.attempts, delivery.last_error) == (attempt, f"answered {answer}")
                assert delivery.next_at is not None
                expected = 5_000 * 2 ** (attempt - 1)
                assert before + expected <= delivery.next_at <= now_ms() + expected
                assert len(mailbox.delivered) == attempt
                try_again_now(ada, prediction)
            eventually(lambda: owed(ada, prediction).delivered_at, 10, "the delivery")
        assert (owed(ada, prediction).attempts, owed(ada, prediction).last_error) == (4, "")
        assert len({letter.body for letter in mailbox.delivered}) == 1

    def test_the_pauses_make_a_day(self) -> None:
        pauses = [pause(attempt) for attempt in range(1, ATTEMPTS)]
        assert pauses[:3] == [5_000, 10_000, 20_000]
        assert pauses == sorted(pauses)
        assert max(pauses) == 3_600_000
        assert 23 < sum(pauses) / 3_600_000 < 26

    def test_it_is_given_up_at_last(self, ada: Orders, mailbox: Mailbox) -> None:
        mailbox.answers = [500]
        prediction = ada.order(webhook=mailbox.url)
        settle.cancel(ada.house, prediction.id)
        with ada.house.database.begin() as connection:
            connection.execute(webhook_deliveries.update().values(attempts=ATTEMPTS - 1))
        with couriers(ada.house):
            eventually(lambda: settled(ada, prediction), 10, "the last attempt")
        delivery = owed(ada, prediction)
        assert (delivery.attempts, delivery.next_at, delivery.delivered_at) == (ATTEMPTS, None, None)

    def test_a_redirect_is_not_followed(self, ada: Orders, site: Site) -> None:
        site.pages["/hook"] = Page(status=307, headers={"Location": f"{site.url}/inside"})
        prediction = ada.order(webhook=f"{site.url}/hook")
        settle.cancel(ada.house, prediction.id)
        with couriers(ada.house):
            eventually(lambda: settled(ada, prediction), 10, "the attempt")
        assert owed(ada, prediction).last_error == "answered 307"
        assert site.seen == ["/hook"]

    def test_a_private_address_is_not_dialled(self, new_house: Callable[..., House], site: Site) -> None:
        ada = Orders.of(new_house(allowed_private_networks=()))
        prediction = ada.order()
        ada.change(prediction, webhook=f"{site.url}/hook")
        settle.cancel(ada.house, prediction.id)
        with couriers(ada.house):
            eventually(lambda: settled(ada, prediction), 10, "the attempt")
        assert owed(ada, prediction).last_error == "webhook must be at a public address."
        assert site.seen == []

    def test_a_deleted_prediction_is_told_to_nobody(self, ada: Orders, mailbox: Mailbox) -> None:
        prediction = ada.order(webhook=mailbox.url)
        ada.complete(prediction)
        settle.remove(ada.house, ada.customer.account.id, [prediction.id])
        with couriers(ada.house):
            eventually(lambda: settled(ada, prediction), 10, "the attempt")
        delivery = owed(ada, prediction)
        assert (delivery.next_at, delivery.last_error) == (None, "the prediction was deleted")
        assert mailbox.delivered == []

    def test_a_database_that_comes_back(self, ada: Orders, mailbox: Mailbox) -> None:
        prediction = ada.order(webhook=mailbox.url)
        settle.cancel(ada.house, prediction.id)
        with ada.house.database.begin() as connection:
            connection.exec_driver_sql("alter table webhook_deliveries rename to lost")
        with couriers(ada.house):
            time.sleep(0.1)
            with ada.house.database.begin() as connection:
                connection.exec_driver_sql("alter table lost rename to webhook_deliveries")
            eventually(lambda: owed(ada, prediction).delivered_at, 10, "the delivery")
        assert len(mailbox.delivered) == 1
