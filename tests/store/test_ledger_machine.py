"""The ledger under any sequence of movements, on a real SQLite file, against a model that only counts."""

import tempfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from photoplay.store import ledger
from photoplay.store.database import Database
from photoplay.store.ledger import InsufficientBalanceError
from photoplay.store.predictions import Prediction, Status
from tests.store.customers import Customer, settle

Purchase = tuple[str, Prediction | None]
NAMES = ("Ada", "Bob", "Cleo")
AMOUNTS = st.integers(1, 3_000_000)
SUMS = sa.text("SELECT account_id, book, CAST(SUM(amount) AS INTEGER) FROM ledger_entries GROUP BY 1, 2")


class LedgerMachine(RuleBasedStateMachine):
    """Three customers, their predictions, and what each should have."""

    bought = Bundle("bought")

    @initialize()
    def open_accounts(self) -> None:
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.database = Database.at(Path(self.folder.name))
        self.database.migrate()
        self.customers = {name: Customer.of(self.database, name) for name in NAMES}
        self.available = dict.fromkeys(NAMES, 0)
        self.held = dict.fromkeys(NAMES, 0)
        self.paid = dict.fromkeys(NAMES, 0)
        self.settled = set[str]()

    @rule(name=st.sampled_from(NAMES), micros=AMOUNTS)
    def credit(self, name: str, micros: int) -> None:
        with self.database.begin() as connection:
            ledger.credit(connection, self.customers[name].account.id, micros)
        self.available[name] += micros

    @rule(target=bought, name=st.sampled_from(NAMES), price=AMOUNTS)
    def buy(self, name: str, price: int) -> Purchase:
        return self.bought_for(name, price)

    @rule(target=bought, name=st.sampled_from(NAMES))
    def spend_all(self, name: str) -> Purchase:
        return self.bought_for(name, max(1, self.available[name]))

    def bought_for(self, name: str, price: int) -> Purchase:
        if price > self.available[name]:
            with pytest.raises(InsufficientBalanceError) as caught:
                self.customers[name].buy(price=price)
            assert (caught.value.price, caught.value.balance) == (price, self.available[name])
            return name, None
        prediction = self.customers[name].buy(price=price)
        self.available[name] -= price
        self.held[name] += price
        return name, prediction

    @rule(purchase=bought, status=st.sampled_from([Status.COMPLETED, Status.FAILED, Status.CANCELLED]))
    def end(self, purchase: Purchase, status: Status) -> None:
        name, prediction = purchase
        if prediction is None:
            return
        is_new = prediction.id not in self.settled
        with self.database.begin() as connection:
            assert settle(connection, prediction, status) == (is_new, is_new)
        if is_new:
            self.settled.add(prediction.id)
            self.held[name] -= prediction.price
            balance = self.paid if status == Status.COMPLETED else self.available
            balance[name] += prediction.price

    @rule(purchase=bought)
    def crash_while_ending(self, purchase: Purchase) -> None:
        if purchase[1] is not None:
            with self.database.engine.connect() as connection:
                settle(connection, purchase[1], Status.COMPLETED)

    @invariant()
    def balances_are_the_sums_and_never_negative(self) -> None:
        with self.database.read() as connection:
            sums = {(account, book): amount for account, book, amount in connection.execute(SUMS)}
            assert ledger.audit(connection) == []
        for name, customer in self.customers.items():
            wanted = (self.available[name], self.held[name])
            assert min(wanted) >= 0
            assert customer.balances == wanted
            account_id = customer.account.id
            assert (sums.get((account_id, "available"), 0), sums.get((account_id, "held"), 0)) == wanted
            assert sums.get((account_id, "revenue"), 0) == self.paid[name]
            assert sums.get((account_id, "funding"), 0) == -sum(wanted) - self.paid[name]

    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()


LedgerMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
TestLedger = LedgerMachine.TestCase
