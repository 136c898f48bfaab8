"""A customer who orders clips at the door, and looks at what became of them."""

import base64
import io
import secrets
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from PIL import Image

from photoplay.catalogue.catalogue import MODELS
from photoplay.media.storage import new_key
from photoplay.production import intake, settle
from photoplay.production.house import House
from photoplay.production.intake import Accepted, Request
from photoplay.store import accounts, predictions, uploads
from photoplay.store.accounts import Caller, Level
from photoplay.store.database import now_ms
from photoplay.store.outbox import Delivery
from photoplay.store.predictions import Prediction
from photoplay.store.tables import predictions as prediction_rows
from photoplay.store.tables import webhook_deliveries
from photoplay.store.uploads import Upload
from tests.store.customers import Customer

STANDARD = MODELS["kwaivgi/kling-v1.6-i2v-standard"]
PRO = MODELS["kwaivgi/kling-v1.6-i2v-pro"]
CREDIT = 10_000_000
DAY = 86_400_000
LINK = "https://example.org/lighthouse.jpg"


def picture(width: int = 480, height: int = 320, kind: str = "PNG", tint: int = 0) -> bytes:
    """Return a small photograph as a file."""
    y, x = np.mgrid[0:height, 0:width]
    pixels = np.stack([x / 2, y / 2, 128 + tint + 100 * np.sin(x / 9) * np.cos(y / 7)], axis=-1)
    file = io.BytesIO()
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(file, kind)
    return file.getvalue()


def inline(width: int = 480, height: int = 320, kind: str = "PNG", tint: int = 0) -> str:
    """Return a small photograph as base64."""
    return base64.b64encode(picture(width, height, kind, tint)).decode()


@dataclass(frozen=True)
class Orders:
    """One customer of a house."""

    house: House
    customer: Customer

    @classmethod
    def of(
        cls, house: House, name: str = "Ada", credit: int = CREDIT, level: Level = Level.ULTRA
    ) -> "Orders":
        customer = Customer.of(house.database, name, credit)
        with house.database.begin() as connection:
            accounts.set_level(connection, customer.account.id, level)
        return cls(house, customer)

    @property
    def caller(self) -> Caller:
        with self.house.database.read() as connection:
            return Caller(accounts.get_account(connection, self.customer.account.id), self.customer.key)

    def request(self, **changes: Any) -> Request:
        asked: dict[str, Any] = {"model": STANDARD, "prompt": "slow dolly in", "image": LINK}
        return Request(**(asked | {"base_url": "http://localhost:8000"} | changes))

    def accept(self, **changes: Any) -> Accepted:
        return intake.accept(self.house, self.caller, self.request(**changes))

    def order(self, **changes: Any) -> Prediction:
        return self.accept(**changes).prediction

    def change(self, prediction: Prediction, **values: object) -> None:
        """Change a prediction's row, as time would."""
        with self.house.database.begin() as connection:
            row = prediction_rows.c.id == prediction.id
            connection.execute(prediction_rows.update().where(row).values(**values))

    def upload(self, content: bytes | None, created_at: int | None = None, stored: bool = True) -> str:
        """Upload a picture, or only announce one, and return its key."""
        key = new_key("uploads", "png")
        now = now_ms() if created_at is None else created_at
        token, size = secrets.token_urlsafe(32), len(content or b"")
        ticket = Upload(
            token, self.customer.account.id, key, "a.png", "image/png", size, now, now if stored else None
        )
        with self.house.database.begin() as connection:
            uploads.insert(connection, ticket)
        if content is not None:
            self.house.storage.put(key, content, "image/png")
        return key

    def start(self, prediction: Prediction) -> None:
        with self.house.database.begin() as connection:
            assert predictions.start(connection, prediction.id)

    def complete(self, prediction: Prediction) -> str:
        """Store a clip and end a prediction well; return the clip's key."""
        key = new_key("outputs", "mp4")
        self.house.storage.put(key, b"a clip", "video/mp4")
        assert settle.complete(self.house, prediction.id, key, False, 1234)
        return key

    def row(self, prediction_id: str) -> Prediction:
        """Return a prediction as it is now, even a deleted one."""
        columns = [prediction_rows.c[name] for name in Prediction.__dataclass_fields__]
        with self.house.database.read() as connection:
            found = connection.execute(sa.select(*columns).where(prediction_rows.c.id == prediction_id)).one()
        return predictions._prediction(found)

    def owed(self, prediction: Prediction) -> Delivery | None:
        """Return the webhook owed for a prediction."""
        columns = [webhook_deliveries.c[name] for name in Delivery.__dataclass_fields__]
        query = sa.select(*columns).where(webhook_deliveries.c.prediction_id == prediction.id)
        with self.house.database.read() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else Delivery(*row)

    def count(self, table: str) -> int:
        with self.house.database.read() as connection:
            return int(connection.exec_driver_sql(f"select count(*) from {table}").scalar_one())


def stored(house: House) -> set[str]:
    """Return every key in the storage."""
    return set(house.storage.older_than(now_ms() + DAY))
