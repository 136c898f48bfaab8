"""Billing, in a real database."""

from datetime import UTC, date, datetime

import pytest

from photoplay.store import billing, predictions
from photoplay.store.billing import Bill, BillingType, BillSearch, OrderState, Tally, Usage
from photoplay.store.database import Database, now_ms
from photoplay.store.predictions import Status
from tests.store.customers import PRICE, Customer

PRO, STANDARD = "kwaivgi/kling-v1.6-i2v-pro", "kwaivgi/kling-v1.6-i2v-standard"


def found(database: Database, customer: Customer, wanted: BillSearch) -> list[Bill]:
    """Return the bills of a customer, and check that they are counted."""
    with database.read() as connection:
        total, bills = billing.search(connection, customer.account.id, wanted)
    assert total == len(bills)
    return bills


def at(text: str) -> int:
    """Return a time, UTC, in milliseconds since 1970."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


class TestBills:
    def test_a_hold_is_a_deduction(self, database: Database, ada: Customer, bob: Customer) -> None:
        before = now_ms()
        bought = ada.buy()
        bob.buy()
        (bill,) = found(database, ada, BillSearch())
        assert (bill.type, bill.price, bill.id) == (BillingType.DEDUCT, PRICE, bill.order_id)
        assert (bill.prediction_id, bill.model, bill.status) == (bought.id, bought.model, Status.CREATED)
        assert bill.order_state is OrderState.PENDING
        assert before <= bill.created_at == bill.updated_at <= now_ms()

    def test_a_completed_one_is_paid(self, database: Database, ada: Customer) -> None:
        ada.end(ada.buy(), Status.COMPLETED)
        (bill,) = found(database, ada, BillSearch())
        assert (bill.type, bill.order_state, bill.status) == ("deduct", "paid", Status.COMPLETED)
        assert bill.updated_at >= bill.created_at

    def test_a_release_is_a_refund_of_the_same_order(self, database: Database, ada: Customer) -> None:
        ada.end(ada.buy(), Status.FAILED)
        refund, deduction = found(database, ada, BillSearch())
        assert (deduction.type, refund.type) == (BillingType.DEDUCT, BillingType.REFUND)
        assert (deduction.price, refund.price) == (PRICE, PRICE)
        assert deduction.order_id == refund.order_id == deduction.id != refund.id
        assert deduction.order_state is refund.order_state is OrderState.REFUNDED
        assert deduction.updated_at == refund.updated_at == refund.created_at

    def test_filters(self, database: Database, ada: Customer) -> None:
        paid, refunded = ada.buy(), ada.buy()
        ada.end(paid, Status.COMPLETED)
        ada.end(refunded, Status.CANCELLED)
        bills = found(database, ada, BillSearch())
        assert [bill.prediction_id for bill in bills] == [refunded.id, refunded.id, paid.id]
        assert found(database, ada, BillSearch(type=BillingType.REFUND)) == bills[:1]
        assert found(database, ada, BillSearch(type=BillingType.DEDUCT)) == bills[1:]
        assert found(database, ada, BillSearch(prediction_ids=(paid.id, "none"))) == bills[2:]
        assert found(database, ada, BillSearch(prediction_ids=("none",))) == []
        first, last = bills[-1].created_at, bills[0].created_at
        assert found(database, ada, BillSearch(start_time=first, end_time=last)) == bills
        assert found(database, ada, BillSearch(start_time=last + 1)) == []
        assert found(database, ada, BillSearch(end_time=first - 1)) == []

    def test_pages_newest_first(self, database: Database, ada: Customer) -> None:
        bought = [ada.buy().id for _ in range(5)]
        with database.read() as connection:
            pages = [
                billing.search(connection, ada.account.id, BillSearch(page, page_size=2))
                for page in (1, 2, 3, 4)
            ]
        assert [total for total, _ in pages] == [5, 5, 5, 5]
        assert [bill.prediction_id for _, bills in pages for bill in bills] == bought[::-1]
        assert [len(bills) for _, bills in pages] == [2, 2, 1, 0]

    def test_a_deleted_prediction_stays_on_the_bill(self, database: Database, ada: Customer) -> None:
        bought = ada.buy()
        with database.begin() as connection:
            predictions.mark_deleted(connection, ada.account.id, [bought.id])
        assert [bill.prediction_id for bill in found(database, ada, BillSearch())] == [bought.id]


class TestUsage:
    @pytest.fixture(autouse=True)
    def _asked(self, ada: Customer, bob: Customer) -> None:
        asked = [
            ("2025-09-24T23:59:59.999", PRO, Status.COMPLETED),
            ("2025-09-25T00:00:00.000", PRO, Status.COMPLETED),
            ("2025-09-25T12:00:00.000", STANDARD, Status.FAILED),
            ("2025-09-25T12:00:00.000", STANDARD, Status.CREATED),
            ("2025-09-27T08:00:00.000", PRO, Status.CANCELLED),
        ]
        for time, model, status in asked:
            ada.ask(created_at=at(time), model=model, status=status)
        bob.ask(created_at=at("2025-09-25T01:00:00.000"))

    def test_by_model_and_by_day(self, database: Database, ada: Customer) -> None:
        with database.read() as connection:
            used = billing.usage(connection, ada.account.id, 0, now_ms())
        assert used == Usage(
            per_model={PRO: Tally(2 * PRICE, 3), STANDARD: Tally(PRICE, 2)},
            daily={
                date(2025, 9, 24): Tally(PRICE, 1),
                date(2025, 9, 25): Tally(2 * PRICE, 3),
                date(2025, 9, 27): Tally(0, 1),
            },
            total=Tally(3 * PRICE, 5),
            succeeded=2,
        )
        assert list(used.daily) == sorted(used.daily)
        assert list(used.per_model) == [PRO, STANDARD]

    def test_of_one_model(self, database: Database, ada: Customer) -> None:
        with database.read() as connection:
            used = billing.usage(connection, ada.account.id, 0, now_ms(), STANDARD)
        tally = Tally(PRICE, 2)
        assert used == Usage({STANDARD: tally}, {date(2025, 9, 25): tally}, tally, 0)

    def test_both_ends_are_included(self, database: Database, ada: Customer) -> None:
        start, end = at("2025-09-24T23:59:59.999"), at("2025-09-25T00:00:00.000")
        with database.read() as connection:
            assert billing.usage(connection, ada.account.id, start, end).total.count == 2
            assert billing.usage(connection, ada.account.id, start + 1, end - 1) == Usage({}, {}, Tally(), 0)
