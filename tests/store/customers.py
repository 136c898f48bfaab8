"""A customer with an account and a key, who asks for clips."""

import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from photoplay.store import accounts, ledger, predictions
from photoplay.store.accounts import Account, ApiKey, Level
from photoplay.store.database import Database
from photoplay.store.predictions import Prediction, Status

PRICE = 450_000


@dataclass(frozen=True)
class Customer:
    """An account, its key, and the database both are in."""

    database: Database
    account: Account
    key: ApiKey

    @classmethod
    def of(cls, database: Database, name: str = "Ada", credit: int = 0) -> "Customer":
        """Open an account with a key and some money."""
        with database.begin() as connection:
            account = accounts.create_account(connection, name, Level.SILVER)
            key, _ = accounts.issue_key(connection, account.id)
            if credit:
                ledger.credit(connection, account.id, credit)
        return cls(database, account, key)

    @property
    def balances(self) -> tuple[int, int]:
        """What is available and what is held, in micro-dollars."""
        with self.database.read() as connection:
            account = accounts.get_account(connection, self.account.id)
        return account.available, account.held

    def prediction(self, **changes: Any) -> Prediction:
        """Return a new prediction of this customer, not in the database yet."""
        asked: dict[str, Any] = {
            "id": uuid.uuid4().hex,
            "account_id": self.account.id,
            "key_id": self.key.id,
            "model": "kwaivgi/kling-v1.6-i2v-pro",
            "input": {"prompt": "Pan left", "image": "https://example.org/a.png", "duration": 5},
            "price": PRICE,
            "base_url": "http://localhost:8000",
            "request_sha256": "0" * 64,
        }
        return Prediction(**(asked | changes))

    def ask(self, **changes: Any) -> Prediction:
        """Put a new prediction into the database, without paying for it."""
        prediction = self.prediction(**changes)
        with self.database.begin() as connection:
            predictions.insert(connection, prediction)
        return prediction

    def buy(self, **changes: Any) -> Prediction:
        """Put a new prediction into the database, its price held."""
        prediction = self.prediction(**changes)
        with self.database.begin() as connection:
            ledger.hold(connection, self.account.id, prediction.id, prediction.price)
            predictions.insert(connection, prediction)
        return prediction

    def end(self, prediction: Prediction, status: Status) -> None:
        """Finish a prediction and settle its price."""
        with self.database.begin() as connection:
            settle(connection, prediction, status)


def settle(connection: sa.Connection, prediction: Prediction, status: Status) -> tuple[bool, bool]:
    """Finish a prediction and settle its price; return whether each was done."""
    finished = predictions.finish(connection, prediction.id, status)
    close = ledger.capture if status == Status.COMPLETED else ledger.release
    return finished, close(connection, prediction.id)
