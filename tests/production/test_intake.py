import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from photoplay.errors import InvalidInputError, PhotoplayError
from photoplay.production import intake
from photoplay.production.house import House
from photoplay.production.intake import Accepted
from photoplay.production.refusals import (
    IdempotencyConflictError,
    QueueFullError,
    RateLimitedError,
    SuspendedKeyError,
    UnknownKeyError,
)
from photoplay.store import accounts, ledger
from photoplay.store.accounts import KeyState, Level
from photoplay.store.database import now_ms
from photoplay.store.ledger import InsufficientBalanceError
from photoplay.store.predictions import Status
from photoplay.store.tables import predictions
from tests.production.orders import CREDIT, LINK, PRO, STANDARD, Orders, inline, picture, stored

TABLES = ("predictions", "workflow_status", "workflow_input", "settlements")
INLINE, TOO_SMALL, TOO_NARROW = inline(), inline(300, 299), inline(300, 900)


def nothing_happened(orders: Orders, credit: int = CREDIT) -> None:
    assert orders.customer.balances == (credit, 0)
    assert stored(orders.house) == set()
    assert {table: orders.count(table) for table in TABLES} == dict.fromkeys(TABLES, 0)
    assert orders.count("ledger_entries where kind != 'credit'") == 0


def never_stored(house: House) -> bool:
    """Tell whether no picture was written, not even for a moment: the first one makes the folder."""
    return not (house.settings.data_dir / "media" / "inputs").exists()


def refused(orders: Orders, kind: type[PhotoplayError], **changes: Any) -> str:
    with pytest.raises(kind) as caught:
        orders.accept(**changes)
    return str(caught.value)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"prompt": " \n"}, "prompt must not be empty."),
        ({"prompt": "a" * 2501}, "prompt must be at most 2500 characters long; it has 2501."),
        ({"negative_prompt": "a" * 2501}, "negative_prompt must be at most 2500 characters long"),
        ({"guidance_scale": 1.01}, "guidance_scale must be between 0.00 and 1.00."),
        ({"guidance_scale": float("nan")}, "guidance_scale must be between 0.00 and 1.00."),
        ({"duration": 7}, "duration must be 5 or 10 seconds."),
        ({"seed": -1}, "seed must be an integer from 0 to"),
        ({"seed": 2**63}, "seed must be an integer from 0 to"),
        ({"image": TOO_SMALL}, "image must be at least 300 pixels on each side; this one is 300 x 299."),
        ({"image": TOO_NARROW}, "image must have an aspect ratio between 1:2.5 and 2.5:1"),
        ({"image": "http://127.0.0.1/a.png", "end_image": "http://10.0.0.1/a.png"}, "end_image"),
        ({"image": INLINE, "end_image": TOO_SMALL, "model": PRO}, "end_image must be at least 300 pixels"),
        ({"image": INLINE, "end_image": INLINE}, f"end_image is not known to {STANDARD.id}; leave it out"),
        ({"webhook": "http://10.0.0.1/"}, "webhook must be at a public address."),
        ({"webhook": "ftp://example.org/"}, "webhook must be a link that begins with http:// or https://."),
    ],
)
def test_bad_input_is_refused_before_anything_happens(
    shared_ada: Orders, changes: dict[str, Any], sentence: str
) -> None:
    changes = {"image": INLINE} | changes
    assert refused(shared_ada, InvalidInputError, **changes).startswith(sentence)
    nothing_happened(shared_ada)


def test_an_end_image_may_have_any_shape(ada: Orders) -> None:
    prediction = ada.order(model=PRO, image=INLINE, end_image=TOO_NARROW)
    assert stored(ada.house) == {prediction.input["image"], prediction.input["end_image"]}


def test_what_is_accepted_is_held_written_and_queued(ada: Orders) -> None:
    accepted = ada.accept(image=INLINE, webhook="https://example.org/hook", seed=7, negative_prompt="rain")
    prediction = ada.row(accepted.prediction.id)
    assert not accepted.replayed
    assert prediction == accepted.prediction
    assert prediction.status == Status.CREATED
    assert prediction.price == STANDARD.price(5)
    assert ada.customer.balances == (CREDIT - prediction.price, prediction.price)
    assert stored(ada.house) == {prediction.input["image"]}
    assert ada.house.storage.read(prediction.input["image"]) == picture()
    assert prediction.input == {
        "prompt": "slow dolly in",
        "negative_prompt": "rain",
        "image": prediction.input["image"],
        "guidance_scale": 0.5,
        "duration": 5,
        "seed": 7,
    }
    assert ada.count(f"workflow_status where workflow_uuid = '{prediction.id}' and status = 'ENQUEUED'") == 1
    assert ada.count("webhook_deliveries") == 0


def test_ten_seconds_cost_twice_and_a_seed_is_drawn(ada: Orders) -> None:
    first, second = ada.order(duration=10), ada.order(duration=10)
    assert first.price == 2 * STANDARD.price(5)
    assert first.input["seed"] != second.input["seed"]
    assert 0 <= first.input["seed"] < 2**31


def test_too_little_money(new_house: Callable[..., House]) -> None:
    eve = Orders.of(new_house(), "Eve", credit=STANDARD.price(5) - 1)
    sentence = refused(eve, InsufficientBalanceError, image=INLINE)
    assert sentence == "The balance of $0.249999 does not cover the price of $0.25; top up the account."
    nothing_happened(eve, STANDARD.price(5) - 1)


@pytest.mark.parametrize(
    ("state", "kind"), [(KeyState.REVOKED, UnknownKeyError), (KeyState.SUSPENDED, SuspendedKeyError)]
)
@pytest.mark.parametrize("changes", [{}, {"image": INLINE}, {"waits": True}, {"idempotency_key": "once"}])
def test_a_key_that_was_closed_a_moment_ago(
    ada: Orders, state: KeyState, kind: type[PhotoplayError], changes: dict[str, Any]
) -> None:
    caller, request = ada.caller, ada.request(**changes)
    with ada.house.database.begin() as connection:
        accounts.set_key_state(connection, caller.key.id, state)
    with pytest.raises(kind):
        intake.accept(ada.house, caller, request)
    assert never_stored(ada.house)
    nothing_happened(ada)


def test_a_level_that_was_changed_a_moment_ago(ada: Orders) -> None:
    caller = ada.caller
    for _ in range(5):
        ada.order()
    with ada.house.database.begin() as connection:
        accounts.set_level(connection, caller.account.id, Level.BRONZE)
    with pytest.raises(RateLimitedError, match="5 videos a minute"):
        intake.accept(ada.house, caller, ada.request())


def test_a_full_queue(new_house: Callable[..., House]) -> None:
    ada = Orders.of(new_house(queue_depth=2))
    ada.order()
    waiting = ada.order()
    sentence = refused(ada, QueueFullError, image=INLINE)
    assert sentence == "The service is busy, 2 videos are waiting; try again in 30 seconds."
    assert never_stored(ada.house)
    assert ada.count("predictions") == 2
    ada.start(waiting)
    ada.order()


class TestRate:
    @pytest.mark.parametrize(("level", "per_minute"), [(Level.BRONZE, 5), (Level.SILVER, 60)])
    def test_a_level_allows_so_many_a_minute(self, house: House, level: Level, per_minute: int) -> None:
        orders = Orders.of(house, credit=100_000_000, level=level)
        accepted = [orders.order() for _ in range(per_minute)]
        with pytest.raises(RateLimitedError) as caught:
            orders.accept(image=INLINE)
        since_first = (now_ms() - accepted[0].created_at) / 1000
        assert 60 - since_first - 1 < caught.value.retry_after <= 60
        assert str(caught.value) == (
            f"Your level allows {per_minute} videos a minute; try again in {caught.value.retry_after} seconds."
        )
        assert never_stored(house)
        assert orders.count("predictions") == per_minute

    def test_a_minute_slides(self, house: House) -> None:
        orders = Orders.of(house, level=Level.BRONZE)
        earlier = [orders.order() for _ in range(5)]
        now = now_ms()
        for prediction, age in zip(earlier, [60_000, 59_000, 30_000, 20_000, 10_000], strict=True):
            orders.change(prediction, created_at=now - age)
        orders.order()
        with pytest.raises(RateLimitedError) as caught:
            orders.order()
        assert caught.value.retry_after == 1
        # Once that second is over, the one of 59 s ago has left the window and the next leaves 29 s later.
        with house.database.begin() as connection:
            connection.execute(predictions.update().values(created_at=predictions.c.created_at - 1_000))
        orders.order()
        with pytest.raises(RateLimitedError) as caught:
            orders.order()
        assert 28 <= caught.value.retry_after <= 29

    def test_accounts_do_not_share_it(self, house: House) -> None:
        ada, bob = Orders.of(house, "A", level=Level.BRONZE), Orders.of(house, "B", level=Level.BRONZE)
        for _ in range(5):
            ada.order()
        refused(ada, RateLimitedError)
        bob.order()

    def test_what_was_accepted_before_is_answered_all_the_same(self, house: House) -> None:
        ada = Orders.of(house, level=Level.BRONZE)
        first = ada.order(idempotency_key="once")
        for _ in range(4):
            ada.order()
        refused(ada, RateLimitedError)
        assert ada.accept(idempotency_key="once") == Accepted(first, place=1, replayed=True)


class TestIdempotency:
    def test_fifty_at_once_are_one(self, ada: Orders) -> None:
        accepted: list[Accepted] = []
        ready = threading.Barrier(50)

        def submit() -> None:
            ready.wait()
            accepted.append(ada.accept(image=INLINE, idempotency_key="fifty"))

        threads = [threading.Thread(target=submit) for _ in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len({each.prediction.id for each in accepted}) == 1
        assert sorted(each.replayed for each in accepted) == [False] + [True] * 49
        assert stored(ada.house) == {accepted[0].prediction.input["image"]}
        assert ada.customer.balances == (CREDIT - STANDARD.price(5), STANDARD.price(5))
        assert [ada.count(table) for table in ("predictions", "workflow_status")] == [1, 1]
        assert ada.count("ledger_entries where kind = 'hold'") == 2

    @pytest.mark.parametrize(
        "changes",
        [
            {"prompt": "slow dolly out"},
            {"image": LINK + "?2"},
            {"duration": 10},
            {"seed": 1},
            {"model": PRO},
            {"guidance_scale": 0.6},
            {"base64_output": True},
            {"webhook": "https://example.org/hook"},
        ],
    )
    def test_another_request_under_the_same_key(self, ada: Orders, changes: dict[str, Any]) -> None:
        ada.order(idempotency_key="key")
        before = ada.customer.balances
        sentence = refused(ada, IdempotencyConflictError, idempotency_key="key", **changes)
        assert (
            sentence == "Idempotency-Key was used before with another request; use a new key for a new one."
        )
        assert ada.customer.balances == before
        assert ada.count("predictions") == 1

    def test_the_address_a_client_came_by_makes_no_other_request(self, ada: Orders) -> None:
        first = ada.order(idempotency_key="key")
        assert ada.order(idempotency_key="key", base_url="https://films.example.org").id == first.id

    def test_a_key_is_an_account_s_own(self, ada: Orders, house: House) -> None:
        bob = Orders.of(house, "Bob")
        assert ada.order(idempotency_key="key").id != bob.order(idempotency_key="key", seed=3).id

    def test_a_refused_request_leaves_its_key_free(self, house: House) -> None:
        eve = Orders.of(house, "Eve", credit=1)
        refused(eve, InsufficientBalanceError, idempotency_key="key")
        with house.database.begin() as connection:
            ledger.credit(connection, eve.customer.account.id, CREDIT)
        assert not eve.accept(idempotency_key="key").replayed


def test_ids_sort_by_time() -> None:
    times = [1, 1000, 1_760_000_000_000, 1_760_000_000_001, 2_000_000_000_000]
    ids = [intake._new_id(time) for time in times]
    assert sorted(ids) == ids
    assert all(len(each) == 32 and each[12] == "7" and each[16] in "89ab" for each in ids)
    assert len({intake._new_id(5) for _ in range(1000)}) == 1000


def test_jobs_of_an_account_wait_in_their_order(ada: Orders) -> None:
    ids = []
    for _ in range(5):
        ids.append(ada.order().id)
        time.sleep(0.002)
    with ada.house.database.read() as connection:
        queued = connection.exec_driver_sql(
            "select workflow_uuid from workflow_status order by priority, created_at, workflow_uuid"
        )
        assert list(queued.scalars()) == ids


@pytest.mark.parametrize(
    ("level", "workers", "turns"),
    [
        (Level.ULTRA, 1, [0, 0, 0, 0]),
        (Level.ULTRA, 2, [0, 1, 0, 1]),
        (Level.BRONZE, 5, [0, 1, 2, 0]),
        (Level.ULTRA, 0, [0, 0, 0, 0]),
    ],
)
def test_an_account_has_no_more_turns_than_videos_at_once(
    new_house: Callable[..., House], level: Level, workers: int, turns: list[int]
) -> None:
    ada = Orders.of(new_house(workers=workers), level=level)
    for _ in turns:
        ada.order()
    with ada.house.database.read() as connection:
        query = "select queue_partition_key from workflow_status order by workflow_uuid"
        queued = list(connection.exec_driver_sql(query).scalars())
    assert queued == [f"{ada.customer.account.id}:{turn}" for turn in turns]


@pytest.mark.parametrize("table", ["predictions", "ledger_entries", "workflow_status", "workflow_input"])
def test_a_crash_within_the_transaction_leaves_nothing(ada: Orders, table: str) -> None:
    crash = f"create trigger crash before insert on {table} begin select raise(abort, 'crash'); end"
    with ada.house.database.begin() as connection:
        connection.exec_driver_sql(crash)
    with pytest.raises(sa.exc.DBAPIError, match="crash"):
        ada.order(image=INLINE)
    with ada.house.database.begin() as connection:
        connection.exec_driver_sql("drop trigger crash")
    nothing_happened(ada)
    ada.order(image=INLINE)
