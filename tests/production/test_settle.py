import random
import threading
from collections.abc import Callable, Iterator

import pytest

from photoplay.media.storage import new_key
from photoplay.production import settle
from photoplay.store import ledger, predictions
from photoplay.store.predictions import Prediction, Status
from tests.production.orders import CREDIT, PRO, Orders, inline, picture, stored

HOOK = "https://example.org/hook"
PRICE = 250_000


@pytest.fixture(autouse=True)
def books_tally(ada: Orders) -> Iterator[None]:
    """Whatever a test does, the ledger is sound at its end."""
    yield
    with ada.house.database.read() as connection:
        assert ledger.audit(connection) == []


class TestComplete:
    def test_the_price_is_captured(self, ada: Orders) -> None:
        prediction = ada.order(webhook=HOOK)
        ada.start(prediction)
        key = new_key("outputs", "mp4")
        assert settle.complete(ada.house, prediction.id, key, True, 4321)
        done = ada.row(prediction.id)
        assert (done.status, done.outputs, done.has_nsfw_contents) == (Status.COMPLETED, (key,), (True,))
        assert (done.inference_ms, done.progress, done.error, done.error_code) == (4321, 1.0, "", None)
        assert done.finished_at is not None
        assert ada.customer.balances == (CREDIT - PRICE, 0)
        assert ada.owed(prediction) is not None

    def test_no_webhook_is_owed_to_who_asked_for_none(self, ada: Orders) -> None:
        prediction = ada.order()
        ada.complete(prediction)
        assert ada.owed(prediction) is None


class TestFail:
    def test_the_price_is_released(self, ada: Orders) -> None:
        prediction = ada.order(webhook=HOOK)
        assert settle.fail(ada.house, prediction.id, settle.UNFETCHED, "image must be reachable.")
        failed = ada.row(prediction.id)
        assert (failed.status, failed.error_code) == (Status.FAILED, 1402)
        assert (failed.error, failed.outputs) == ("image must be reachable.", ())
        assert ada.customer.balances == (CREDIT, 0)
        assert ada.owed(prediction) is not None

    def test_nothing_ends_twice(self, ada: Orders) -> None:
        prediction = ada.order(webhook=HOOK)
        ada.complete(prediction)
        before = ada.row(prediction.id)
        assert not settle.fail(ada.house, prediction.id, settle.INTERNAL, settle.FAULT)
        assert not settle.cancel(ada.house, prediction.id)
        assert not settle.complete(ada.house, prediction.id, new_key("outputs", "mp4"), False, 1)
        assert ada.row(prediction.id) == before
        assert ada.customer.balances == (CREDIT - PRICE, 0)

    def test_what_is_not_there_does_not_end(self, ada: Orders) -> None:
        assert not settle.cancel(ada.house, "0" * 32)


class TestCancel:
    @pytest.mark.parametrize("running", [False, True])
    def test_the_price_is_released(self, ada: Orders, running: bool) -> None:
        prediction = ada.order(webhook=HOOK, image=inline())
        if running:
            ada.start(prediction)
        assert settle.cancel(ada.house, prediction.id)
        stopped = ada.row(prediction.id)
        assert (stopped.status, stopped.error_code) == (Status.CANCELLED, 1403)
        assert stopped.error == "Cancelled before it finished; nothing was charged."
        assert ada.customer.balances == (CREDIT, 0)
        assert ada.owed(prediction) is not None
        with ada.house.database.begin() as connection:
            assert not predictions.report(connection, prediction.id, "Filming", 0.5)


@pytest.mark.parametrize("seed", range(4))
def test_of_twenty_that_race_one_wins(ada: Orders, seed: int) -> None:
    prediction = ada.order(webhook=HOOK)
    ada.start(prediction)
    ways: dict[Status, Callable[[], bool]] = {
        Status.COMPLETED: lambda: settle.complete(ada.house, prediction.id, "outputs/a.mp4", False, 1),
        Status.FAILED: lambda: settle.fail(ada.house, prediction.id, settle.INTERNAL, settle.FAULT),
        Status.CANCELLED: lambda: settle.cancel(ada.house, prediction.id),
    }
    runners = random.Random(seed).choices(list(ways), k=20)
    won: list[Status] = []
    ready = threading.Barrier(len(runners))

    def run(status: Status) -> None:
        ready.wait()
        if ways[status]():
            won.append(status)

    threads = [threading.Thread(target=run, args=(status,)) for status in runners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won == [ada.row(prediction.id).status]
    assert ada.customer.balances == (CREDIT - (PRICE if won == [Status.COMPLETED] else 0), 0)
    assert ada.count("webhook_deliveries") == 1
    assert ada.count("settlements") == 1


class TestRemove:
    def test_a_finished_one_goes_with_its_media(self, ada: Orders) -> None:
        prediction = ada.order(image=inline(), end_image=inline(tint=20), model=PRO)
        ada.complete(prediction)
        assert len(stored(ada.house)) == 3
        settle.remove(ada.house, ada.customer.account.id, [prediction.id])
        assert stored(ada.house) == set()
        gone = ada.row(prediction.id)
        assert (gone.status, gone.deleted_at is not None) == (Status.COMPLETED, True)
        assert ada.customer.balances == (CREDIT - prediction.price, 0)

    @pytest.mark.parametrize("running", [False, True])
    def test_an_unfinished_one_is_cancelled_and_nobody_is_told(self, ada: Orders, running: bool) -> None:
        prediction = ada.order(image=inline(), webhook=HOOK)
        if running:
            ada.start(prediction)
        settle.remove(ada.house, ada.customer.account.id, [prediction.id])
        assert ada.row(prediction.id).status == Status.CANCELLED
        assert ada.customer.balances == (CREDIT, 0)
        assert stored(ada.house) == set()
        assert ada.owed(prediction) is None
        assert not settle.complete(ada.house, prediction.id, new_key("outputs", "mp4"), False, 1)

    def test_it_is_deleted_and_cancelled_in_one_go(self, ada: Orders) -> None:
        """Else a crash in between leaves it to be filmed, and charged, for nobody."""
        prediction = ada.order(image=inline())
        with ada.house.database.begin() as connection:
            connection.exec_driver_sql(
                "create trigger crash before insert on settlements begin select raise(abort, 'crash'); end"
            )
        with pytest.raises(Exception, match="crash"):
            settle.remove(ada.house, ada.customer.account.id, [prediction.id])
        assert ada.row(prediction.id) == prediction
        assert stored(ada.house) == {prediction.input["image"]}

    def test_uploads_stay(self, ada: Orders) -> None:
        key = ada.upload(picture())
        prediction = ada.order(image=f"http://localhost/media/{key}")
        settle.remove(ada.house, ada.customer.account.id, [prediction.id])
        assert stored(ada.house) == {key}

    def test_only_one_s_own_and_only_once(self, ada: Orders) -> None:
        bob = Orders.of(ada.house, "Bob")
        his, hers = bob.order(), ada.order()
        for _ in range(2):
            settle.remove(ada.house, ada.customer.account.id, [his.id, hers.id, "0" * 32])
        assert _statuses(bob, his) == (Status.CREATED, None)
        assert _statuses(ada, hers)[0] == Status.CANCELLED
        assert ada.customer.balances == (CREDIT, 0)


def _statuses(orders: Orders, prediction: Prediction) -> tuple[Status, int | None]:
    row = orders.row(prediction.id)
    return row.status, row.deleted_at
