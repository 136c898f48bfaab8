"""The outbox: every webhook owed, until it is delivered or given up."""

from dataclasses import dataclass, replace

import sqlalchemy as sa

from photoplay.store.database import now_ms
from photoplay.store.tables import webhook_deliveries as deliveries


@dataclass(frozen=True)
class Delivery:
    """One webhook. Times are milliseconds since 1970.

    Attributes:
        attempts: how often it was claimed.
        next_at: when it is due, or None once it is delivered or given up.
        last_error: why the last attempt failed, or nothing.
    """

    prediction_id: str
    attempts: int
    next_at: int | None
    delivered_at: int | None
    last_error: str


_COLUMNS = [deliveries.c[name] for name in Delivery.__dataclass_fields__]


def owe(connection: sa.Connection, prediction_id: str) -> None:
    """Owe the webhook of a prediction from now on.

    Raises:
        sqlalchemy.exc.IntegrityError: it is owed already.
    """
    owed = Delivery(prediction_id, attempts=0, next_at=now_ms(), delivered_at=None, last_error="")
    connection.execute(deliveries.insert().values(vars(owed)))


def claim_due(connection: sa.Connection, now: int, lease_ms: int, limit: int) -> list[Delivery]:
    """Take up to ``limit`` webhooks that are due at ``now``, the longest due first.

    Nobody else is given them for ``lease_ms``; after that they are due again, unless `delivered` or `postpone`
    said otherwise.
    """
    query = (
        sa.select(*_COLUMNS)
        .where(deliveries.c.next_at <= now)
        .order_by(deliveries.c.next_at, deliveries.c.prediction_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    due = [Delivery(*row) for row in connection.execute(query)]
    lease_end = now + lease_ms
    connection.execute(
        deliveries.update()
        .where(deliveries.c.prediction_id.in_([delivery.prediction_id for delivery in due]))
        .values(next_at=lease_end, attempts=deliveries.c.attempts + 1)
    )
    return [replace(delivery, next_at=lease_end, attempts=delivery.attempts + 1) for delivery in due]


def delivered(connection: sa.Connection, prediction_id: str) -> None:
    """Note that a webhook has arrived."""
    _update(connection, prediction_id, next_at=None, delivered_at=now_ms(), last_error="")


def postpone(connection: sa.Connection, prediction_id: str, next_at: int | None, error: str) -> None:
    """Note that an attempt failed, and try again at ``next_at``, or never if that is None."""
    _update(connection, prediction_id, next_at=next_at, last_error=error)


def _update(connection: sa.Connection, prediction_id: str, **values: object) -> None:
    connection.execute(
        deliveries.update()
        .where(deliveries.c.prediction_id == prediction_id, deliveries.c.delivered_at.is_(None))
        .values(values)
    )
