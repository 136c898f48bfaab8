"""Billing: what an account was charged and given back, and how much it used."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

import sqlalchemy as sa

from photoplay.store.predictions import Status
from photoplay.store.tables import ledger_entries, predictions

DAY_MS = 24 * 3600 * 1000


class BillingType(StrEnum):
    """Which way the money went: a hold is a deduction, a release a refund."""

    DEDUCT = "deduct"
    REFUND = "refund"


class OrderState(StrEnum):
    """What became of a hold."""

    PENDING = "pending"
    PAID = "paid"
    REFUNDED = "refunded"


@dataclass(frozen=True)
class Bill:
    """One movement of an account's money for a prediction. Times are milliseconds since 1970.

    Attributes:
        id: of the transaction.
        order_id: of the transaction that held the price; a deduction's own.
        price: in micro-dollars, positive in both directions.
        updated_at: when the hold was settled, or when it was made.
    """

    id: str
    type: BillingType
    price: int
    created_at: int
    updated_at: int
    order_id: str
    order_state: OrderState
    prediction_id: str
    model: str
    status: Status


@dataclass(frozen=True)
class BillSearch:
    """Which bills to list: one page, and filters. The times, in milliseconds, are included."""

    page: int = 1
    page_size: int = 20
    type: BillingType | None = None
    prediction_ids: tuple[str, ...] = ()
    start_time: int | None = None
    end_time: int | None = None


@dataclass(frozen=True)
class Tally:
    """How many predictions were asked for, and what they cost in micro-dollars; a refunded one costs nothing."""

    cost: int = 0
    count: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Return both together."""
        return Tally(self.cost + other.cost, self.count + other.count)


@dataclass(frozen=True)
class Usage:
    """What an account used in a span of time, by model name and by day (UTC), in order; days without use are left out.

    Attributes:
        succeeded: how many of the predictions are completed.
    """

    per_model: dict[str, Tally]
    daily: dict[date, Tally]
    total: Tally
    succeeded: int


_KINDS = {"hold": BillingType.DEDUCT, "release": BillingType.REFUND}
_ORDER_STATES = {None: OrderState.PENDING, "capture": OrderState.PAID, "release": OrderState.REFUNDED}


def search(connection: sa.Connection, account_id: str, wanted: BillSearch) -> tuple[int, list[Bill]]:
    """Return how many bills of an account are wanted, and one page of them, newest first."""
    moved, held, settled = (ledger_entries.alias() for _ in range(3))
    kinds = [kind for kind, billed in _KINDS.items() if wanted.type in (None, billed)]
    conditions = [moved.c.account_id == account_id, moved.c.book == "available", moved.c.kind.in_(kinds)]
    if wanted.prediction_ids:
        conditions.append(moved.c.prediction_id.in_(wanted.prediction_ids))
    if wanted.start_time is not None:
        conditions.append(moved.c.created_at >= wanted.start_time)
    if wanted.end_time is not None:
        conditions.append(moved.c.created_at <= wanted.end_time)
    page = (
        sa.select(
            moved.c.transaction_id,
            moved.c.kind,
            sa.func.abs(moved.c.amount).label("price"),
            moved.c.created_at,
            sa.func.coalesce(settled.c.created_at, moved.c.created_at).label("updated_at"),
            held.c.transaction_id.label("order_id"),
            settled.c.kind.label("settled"),
            predictions.c.id,
            predictions.c.model,
            predictions.c.status,
        )
        .join_from(moved, predictions, predictions.c.id == moved.c.prediction_id)
        .join(held, _is_held_by(held, moved, "hold"))
        .outerjoin(settled, _is_held_by(settled, moved, "capture", "release"))
        .where(*conditions)
        .order_by(moved.c.id.desc())
        .limit(wanted.page_size)
        .offset((wanted.page - 1) * wanted.page_size)
    )
    total = connection.execute(sa.select(sa.func.count()).select_from(moved).where(*conditions))
    bills = [
        Bill(
            id=row.transaction_id,
            type=_KINDS[row.kind],
            price=row.price,
            created_at=row.created_at,
            updated_at=row.updated_at,
            order_id=row.order_id,
            order_state=_ORDER_STATES[row.settled],
            prediction_id=row.id,
            model=row.model,
            status=Status(row.status),
        )
        for row in connection.execute(page)
    ]
    return total.scalar_one(), bills


def usage(
    connection: sa.Connection, account_id: str, start: int, end: int, model: str | None = None
) -> Usage:
    """Return what an account asked for from ``start`` to ``end``, in milliseconds and both included."""
    asked = sa.select(
        predictions.c.model,
        predictions.c.status,
        predictions.c.price,
        (predictions.c.created_at // DAY_MS).label("day"),
    ).where(predictions.c.account_id == account_id, predictions.c.created_at.between(start, end))
    if model is not None:
        asked = asked.where(predictions.c.model == model)
    per_day = asked.subquery()
    groups = (per_day.c.model, per_day.c.day, per_day.c.status)
    query = (
        sa.select(*groups, sa.func.sum(per_day.c.price), sa.func.count()).group_by(*groups).order_by(*groups)
    )
    per_model: dict[str, Tally] = defaultdict(Tally)
    daily: dict[date, Tally] = defaultdict(Tally)
    total, succeeded = Tally(), 0
    for name, day, status, price, count in connection.execute(query):
        tally = Tally(0 if status in (Status.FAILED, Status.CANCELLED) else int(price), count)
        per_model[name] += tally
        daily[datetime.fromtimestamp(day * DAY_MS / 1000, UTC).date()] += tally
        total += tally
        succeeded += count if status == Status.COMPLETED else 0
    return Usage(dict(per_model), dict(sorted(daily.items())), total, succeeded)


def _is_held_by(entry: sa.FromClause, moved: sa.FromClause, *kinds: str) -> sa.ColumnElement[bool]:
    """Match the entries in the book of held money for the prediction of another entry."""
    return sa.and_(
        entry.c.prediction_id == moved.c.prediction_id, entry.c.kind.in_(kinds), entry.c.book == "held"
    )
