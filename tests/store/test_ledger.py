"""The ledger, in a real database: each movement, what cannot be written, and what the audit finds."""

import threading
from collections import Counter

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, NoResultFound

from photoplay.errors import InvalidInputError
from photoplay.store import ledger
from photoplay.store.database import Database
from photoplay.store.ledger import InsufficientBalanceError, dollars
from photoplay.store.predictions import Status
from tests.store.customers import PRICE, Customer, settle


def entries(database: Database, *kinds: str) -> Counter[tuple[str, str, int]]:
    """Return the kind, book and amount of each entry of some kinds."""
    with database.read() as connection:
        rows = connection.execute(sa.text("SELECT kind, book, amount FROM ledger_entries")).all()
    return Counter((row.kind, row.book, row.amount) for row in rows if row.kind in kinds)


def audited(database: Database) -> list[str]:
    """Return what the audit finds."""
    with database.read() as connection:
        return ledger.audit(connection)


def run(database: Database, statement: str) -> None:
    """Change the database behind the ledger's back."""
    with database.begin() as connection:
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("micros", "text"),
    [
        (0, "$0.00"),
        (450_000, "$0.45"),
        (156_780_000, "$156.78"),
        (1, "$0.000001"),
        (1_234_500, "$1.2345"),
        (-450_000, "-$0.45"),
        (10**15, "$1000000000.00"),
        (9_007_199_254_740_993, "$9007199254.740993"),
    ],
)
def test_dollars_are_exact(micros: int, text: str) -> None:
    assert dollars(micros) == text


class TestMovements:
    def test_credit(self, database: Database, ada: Customer) -> None:
        with database.begin() as connection:
            ledger.credit(connection, ada.account.id, 1_000_000, "a gift")
            notes = connection.execute(sa.text("SELECT DISTINCT note FROM ledger_entries")).scalars().all()
        assert ada.balances == (11_000_000, 0)
        assert set(notes) == {"", "a gift"}
        assert entries(database, "credit")["credit", "funding", -1_000_000] == 1
        assert entries(database, "credit")["credit", "available", 1_000_000] == 1

    @pytest.mark.parametrize("micros", [0, -1, 10**15 + 1])
    def test_credit_is_positive_and_no_typing_error(
        self, database: Database, ada: Customer, micros: int
    ) -> None:
        with database.begin() as connection, pytest.raises(InvalidInputError, match=r"at most \$1000000000"):
            ledger.credit(connection, ada.account.id, micros)
        assert ada.balances == (10_000_000, 0)

    def test_credit_of_nobody(self, database: Database) -> None:
        with database.begin() as connection, pytest.raises(IntegrityError):
            ledger.credit(connection, "none", 1)

    def test_hold_and_capture(self, database: Database, ada: Customer, bob: Customer) -> None:
        prediction = ada.buy()
        assert ada.balances == (10_000_000 - PRICE, PRICE)
        ada.end(prediction, Status.COMPLETED)
        assert ada.balances == (10_000_000 - PRICE, 0)
        assert bob.balances == (10_000_000, 0)
        assert entries(database, "hold", "capture", "release") == {
            ("hold", "available", -PRICE): 1,
            ("hold", "held", PRICE): 1,
            ("capture", "held", -PRICE): 1,
            ("capture", "revenue", PRICE): 1,
        }
        assert audited(database) == []

    @pytest.mark.parametrize("status", [Status.FAILED, Status.CANCELLED])
    def test_hold_and_release(self, database: Database, ada: Customer, status: Status) -> None:
        ada.end(ada.buy(), status)
        assert ada.balances == (10_000_000, 0)
        assert entries(database, "capture", "release") == {
            ("release", "held", -PRICE): 1,
            ("release", "available", PRICE): 1,
        }
        assert audited(database) == []

    @pytest.mark.parametrize("first", [Status.COMPLETED, Status.FAILED])
    @pytest.mark.parametrize("second", [Status.COMPLETED, Status.FAILED])
    def test_a_hold_is_settled_once(
        self, database: Database, ada: Customer, first: Status, second: Status
    ) -> None:
        prediction = ada.buy()
        ada.buy()
        with database.begin() as connection:
            assert settle(connection, prediction, first) == (True, True)
        after = ada.balances
        with database.begin() as connection:
            assert settle(connection, prediction, second) == (False, False)
        assert ada.balances == after
        assert audited(database) == []

    def test_what_was_never_held_cannot_be_settled(self, database: Database) -> None:
        with database.begin() as connection:
            assert not ledger.capture(connection, "none")
            assert not ledger.release(connection, "none")

    def test_more_is_never_taken_than_is_held(self, database: Database, ada: Customer) -> None:
        prediction = ada.buy()
        run(database, "UPDATE accounts SET held = 0")
        for settle_with in (ledger.capture, ledger.release):
            with (
                pytest.raises(RuntimeError, match=r"holds less than \$0\.45"),
                database.begin() as connection,
            ):
                settle_with(connection, prediction.id)
        assert ada.balances == (10_000_000 - PRICE, 0)
        assert entries(database, "capture", "release") == {}

    def test_a_prediction_is_held_for_once(self, database: Database, ada: Customer) -> None:
        prediction = ada.buy()
        with database.begin() as connection, pytest.raises(IntegrityError):
            ledger.hold(connection, ada.account.id, prediction.id, PRICE)

    def test_holds_are_not_negative_and_of_an_account(self, database: Database, ada: Customer) -> None:
        with database.begin() as connection:
            with pytest.raises(ValueError, match=r"-\$0\.01 would be a gift"):
                ledger.hold(connection, ada.account.id, "p", -10_000)
            with pytest.raises(NoResultFound):
                ledger.hold(connection, "none", "p", 10_000)


class TestBalance:
    def test_the_last_cent_can_be_spent_but_no_more(self, database: Database, ada: Customer) -> None:
        with database.begin() as connection:
            ledger.hold(connection, ada.account.id, "a", 9_700_000)
            with pytest.raises(InsufficientBalanceError) as caught:
                ledger.hold(connection, ada.account.id, "b", 450_000)
            ledger.hold(connection, ada.account.id, "c", 300_000)
        error = caught.value
        assert (error.price, error.balance) == (450_000, 300_000)
        expected = "The balance of $0.30 does not cover the price of $0.45; top up the account."
        assert str(error) == expected
        assert ada.balances == (0, 10_000_000)
        assert entries(database, "hold")["hold", "held", 450_000] == 0

    def test_50_threads_spend_a_balance_that_lasts_for_10(self, database: Database) -> None:
        customer = Customer.of(database, credit=10 * PRICE)
        outcomes = Counter[str]()
        gate = threading.Barrier(50)

        def buy() -> None:
            gate.wait()
            try:
                customer.buy()
                outcomes["held"] += 1
            except InsufficientBalanceError:
                outcomes["refused"] += 1

        threads = [threading.Thread(target=buy) for _ in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert outcomes == {"held": 10, "refused": 40}
        assert customer.balances == (0, 10 * PRICE)
        assert audited(database) == []

    def test_20_threads_settle_one_hold(self, database: Database, ada: Customer) -> None:
        prediction = ada.buy()
        settled = list[bool]()
        gate = threading.Barrier(20)

        def end(status: Status) -> None:
            gate.wait()
            with database.begin() as connection:
                settled.append(settle(connection, prediction, status)[1])

        statuses = [Status.COMPLETED, Status.FAILED] * 10
        threads = [threading.Thread(target=end, args=(status,)) for status in statuses]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert Counter(settled) == {True: 1, False: 19}
        assert audited(database) == []


class TestAppendOnly:
    @pytest.mark.parametrize("table", ["ledger_entries", "settlements"])
    @pytest.mark.parametrize("change", ["UPDATE {} SET kind = 'gift'", "DELETE FROM {}"])
    def test_nothing_is_changed_or_removed(
        self, database: Database, ada: Customer, table: str, change: str
    ) -> None:
        ada.end(ada.buy(), Status.COMPLETED)
        with pytest.raises(DBAPIError, match=f"{table} is append-only"):
            run(database, change.format(table))
        assert audited(database) == []


class TestAudit:
    def test_a_sound_ledger_gives_nothing(self, database: Database, ada: Customer, bob: Customer) -> None:
        for status in (Status.COMPLETED, Status.FAILED, Status.CANCELLED):
            ada.end(ada.buy(), status)
            bob.buy()
        assert audited(database) == []

    def test_a_transaction_that_does_not_add_up(self, database: Database, ada: Customer) -> None:
        run(
            database,
            "INSERT INTO ledger_entries (transaction_id, kind, book, account_id, amount, note, created_at) "
            f"VALUES ('odd', 'credit', 'funding', '{ada.account.id}', -10000, '', 0)",
        )
        assert audited(database) == ["The entries of the transaction odd add up to -$0.01, not to 0."]

    @pytest.mark.parametrize(("book", "sums"), [("available", "$9.55"), ("held", "$0.45")])
    def test_a_balance_that_is_not_its_entries(
        self, database: Database, ada: Customer, book: str, sums: str
    ) -> None:
        ada.buy()
        run(database, f"UPDATE accounts SET {book} = 20000")
        assert audited(database) == [f"The account Ada has $0.02 {book}, but its entries add up to {sums}."]

    def test_a_balance_without_entries(self, database: Database) -> None:
        Customer.of(database, "Bob")
        run(database, "UPDATE accounts SET available = 1")
        assert audited(database) == [
            "The account Bob has $0.000001 available, but its entries add up to $0.00."
        ]

    @pytest.mark.parametrize(
        ("status", "end"), [("completed", "capture"), ("failed", "release"), ("cancelled", "release")]
    )
    def test_a_finished_prediction_whose_hold_is_open(
        self, database: Database, ada: Customer, status: str, end: str
    ) -> None:
        prediction = ada.buy()
        run(database, f"UPDATE predictions SET status = '{status}', finished_at = 1")
        assert audited(database) == [
            f"The prediction {prediction.id} is {status} at a price of $0.45, to end in {end}, but $0.45 was held, "
            "which the settlements say ended in nothing yet and the entries in nothing yet."
        ]

    def test_a_running_prediction_whose_hold_is_settled(self, database: Database, ada: Customer) -> None:
        prediction = ada.buy()
        with database.begin() as connection:
            ledger.capture(connection, prediction.id)
        (sentence,) = audited(database)
        assert "is created at a price of $0.45, to end in nothing yet, but" in sentence
        assert sentence.endswith("the settlements say ended in capture and the entries in capture.")

    def test_a_failed_prediction_that_was_paid(self, database: Database, ada: Customer) -> None:
        ada.end(ada.buy(), Status.COMPLETED)
        run(database, "UPDATE predictions SET status = 'failed'")
        (sentence,) = audited(database)
        assert "to end in release" in sentence

    def test_a_settlement_without_entries(self, database: Database, ada: Customer) -> None:
        prediction = ada.buy()
        run(database, f"INSERT INTO settlements VALUES ('{prediction.id}', 'capture')")
        run(database, "UPDATE predictions SET status = 'completed', finished_at = 1")
        (sentence,) = audited(database)
        assert "settlements say ended in capture and the entries in nothing yet" in sentence

    def test_entries_without_a_settlement(self, database: Database, ada: Customer) -> None:
        prediction = ada.buy()
        run(database, "UPDATE accounts SET held = 0")
        run(database, "UPDATE predictions SET status = 'completed', finished_at = 1")
        for book, amount in (("held", -PRICE), ("revenue", PRICE)):
            run(
                database,
                "INSERT INTO ledger_entries "
                "(transaction_id, kind, book, account_id, amount, prediction_id, note, created_at) VALUES "
                f"('t', 'capture', '{book}', '{ada.account.id}', {amount}, '{prediction.id}', '', 0)",
            )
        (sentence,) = audited(database)
        assert sentence.endswith("settlements say ended in nothing yet and the entries in capture.")

    def test_a_prediction_nobody_paid_for(self, database: Database, ada: Customer) -> None:
        ada.ask()
        (sentence,) = audited(database)
        assert "at a price of $0.45, to end in nothing yet, but $0.00 was held" in sentence

    def test_a_prediction_at_another_price(self, database: Database, ada: Customer) -> None:
        ada.buy()
        run(database, "UPDATE predictions SET price = 900000")
        (sentence,) = audited(database)
        assert "at a price of $0.90, to end in nothing yet, but $0.45 was held" in sentence

    def test_a_hold_for_no_prediction(self, database: Database, ada: Customer) -> None:
        with database.begin() as connection:
            ledger.hold(connection, ada.account.id, "ghost", 1)
        assert audited(database) == ["Money is held for ghost, but there is no such prediction."]
