"""Predictions: what was asked for, how far it is, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from photoplay.store.database import now_ms
from photoplay.store.tables import predictions


class Status(StrEnum):
    """Where a prediction stands."""

    CREATED = "created"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIVE = (Status.CREATED, Status.PROCESSING)


@dataclass(frozen=True, kw_only=True)
class Prediction:
    """One request for a clip. Times are milliseconds since 1970.

    Attributes:
        input: what was asked for; ``image`` and ``end_image`` are http(s) URLs or storage keys.
        stage: what is being done, in a word or two.
        progress: the share of the work that is done, 0 to 1.
        outputs: the clips' storage keys.
        error: why it failed, a sentence, or nothing.
        error_code: the wire contract's number for that.
        inference_ms: how long the clip took to make.
        price: in micro-dollars.
        base_url: where the client reaches this service, to make links from.
        request_sha256: of the request, to tell a repeated one from another under the same idempotency key.
    """

    id: str
    account_id: str
    key_id: str
    model: str
    input: Mapping[str, Any]
    status: Status = Status.CREATED
    stage: str = ""
    progress: float = 0.0
    outputs: tuple[str, ...] = ()
    has_nsfw_contents: tuple[bool, ...] = ()
    error: str = ""
    error_code: int | None = None
    inference_ms: int = 0
    price: int
    webhook: str | None = None
    base_url: str
    idempotency_key: str | None = None
    request_sha256: str
    created_at: int = field(default_factory=now_ms)
    started_at: int | None = None
    finished_at: int | None = None
    deleted_at: int | None = None
    media_removed_at: int | None = None

    @property
    def finished(self) -> bool:
        """Whether nothing more will come of it."""
        return self.status not in ACTIVE


@dataclass(frozen=True)
class Search:
    """Which predictions to list: one page, and filters. The times, in milliseconds, are included."""

    page: int = 1
    page_size: int = 20
    model: str | None = None
    statuses: tuple[Status, ...] = ()
    created_after: int | None = None
    created_before: int | None = None
    prompt: str | None = None
    """What the prompt must contain, in upper or lower case."""


_COLUMNS = [predictions.c[name] for name in Prediction.__dataclass_fields__]
_ONE = sa.select(*_COLUMNS).where(predictions.c.id == sa.bindparam("id"), predictions.c.deleted_at.is_(None))
"""Built once: clients ask it again and again, and building it takes longer than the answer."""
_AGE = (predictions.c.created_at, predictions.c.id)
_IS_ACTIVE = predictions.c.status.in_(ACTIVE)


def insert(connection: sa.Connection, prediction: Prediction) -> None:
    """Write a new prediction.

    Raises:
        sqlalchemy.exc.IntegrityError: its account has used its idempotency key before.
    """
    connection.execute(predictions.insert().values(vars(prediction)))


def get(connection: sa.Connection, prediction_id: str, account_id: str | None = None) -> Prediction | None:
    """Return a prediction, unless it is deleted or of an account other than ``account_id``."""
    row = connection.execute(_ONE, {"id": prediction_id}).one_or_none()
    if row is None or account_id not in (None, row.account_id):
        return None
    return _prediction(row)


def by_idempotency_key(connection: sa.Connection, account_id: str, key: str) -> Prediction | None:
    """Return the prediction that an account made under an idempotency key, even if it is deleted."""
    query = sa.select(*_COLUMNS).where(
        predictions.c.account_id == account_id, predictions.c.idempotency_key == key
    )
    return _first(connection, query)


def search(connection: sa.Connection, account_id: str, wanted: Search) -> tuple[int, list[Prediction]]:
    """Return how many predictions of an account are wanted, and one page of them, newest first."""
    conditions = [predictions.c.account_id == account_id, predictions.c.deleted_at.is_(None)]
    if wanted.model is not None:
        conditions.append(predictions.c.model == wanted.model)
    if wanted.statuses:
        conditions.append(predictions.c.status.in_(wanted.statuses))
    if wanted.created_after is not None:
        conditions.append(predictions.c.created_at >= wanted.created_after)
    if wanted.created_before is not None:
        conditions.append(predictions.c.created_at <= wanted.created_before)
    if wanted.prompt is not None:
        conditions.append(predictions.c.input["prompt"].as_string().icontains(wanted.prompt, autoescape=True))
    total = connection.execute(sa.select(sa.func.count()).select_from(predictions).where(*conditions))
    page = (
        sa.select(*_COLUMNS)
        .where(*conditions)
        .order_by(*(column.desc() for column in _AGE))
        .limit(wanted.page_size)
        .offset((wanted.page - 1) * wanted.page_size)
    )
    return total.scalar_one(), _all(connection, page)


def start(connection: sa.Connection, prediction_id: str) -> bool:
    """Note that a prediction is being made, for the first time or again; return False if it is finished."""
    return _change(
        connection,
        predictions.c.id == prediction_id,
        _IS_ACTIVE,
        status=Status.PROCESSING,
        started_at=sa.func.coalesce(predictions.c.started_at, now_ms()),
    )


def report(connection: sa.Connection, prediction_id: str, stage: str, progress: float) -> bool:
    """Note how far a prediction is, 0 to 1; return False if it is not being made any more."""
    return _change(
        connection,
        predictions.c.id == prediction_id,
        predictions.c.status == Status.PROCESSING,
        stage=stage,
        progress=progress,
    )


def finish(
    connection: sa.Connection,
    prediction_id: str,
    status: Status,
    *,
    outputs: Sequence[str] = (),
    has_nsfw_contents: Sequence[bool] = (),
    error: str = "",
    error_code: int | None = None,
    inference_ms: int = 0,
) -> bool:
    """End a prediction, and return True; return False, and change nothing, if it has ended before.

    A completed one is at progress 1; another stays where it was.
    """
    if status in ACTIVE:
        raise ValueError(f"A prediction does not end as {status}.")
    progress = 1.0 if status == Status.COMPLETED else predictions.c.progress
    return _change(
        connection,
        predictions.c.id == prediction_id,
        _IS_ACTIVE,
        status=status,
        stage="",
        progress=progress,
        outputs=list(outputs),
        has_nsfw_contents=list(has_nsfw_contents),
        error=error,
        error_code=error_code,
        inference_ms=inference_ms,
        finished_at=now_ms(),
    )


def mark_deleted(connection: sa.Connection, account_id: str, ids: Sequence[str]) -> list[Prediction]:
    """Delete those of an account's predictions that are not deleted yet, and return them as they were."""
    query = (
        sa.select(*_COLUMNS)
        .where(
            predictions.c.id.in_(ids),
            predictions.c.account_id == account_id,
            predictions.c.deleted_at.is_(None),
        )
        .order_by(*_AGE)
        .with_for_update()
    )
    newly = _all(connection, query)
    _change(connection, predictions.c.id.in_([prediction.id for prediction in newly]), deleted_at=now_ms())
    return newly


def with_media_before(connection: sa.Connection, before: int) -> list[Prediction]:
    """Return the finished predictions whose media are due to be removed: ended before then, or deleted."""
    query = sa.select(*_COLUMNS).where(
        predictions.c.status.not_in(ACTIVE),
        predictions.c.media_removed_at.is_(None),
        sa.or_(predictions.c.finished_at < before, predictions.c.deleted_at.is_not(None)),
    )
    return _all(connection, query.order_by(*_AGE))


def mark_media_removed(connection: sa.Connection, ids: Sequence[str]) -> None:
    """Forget the links to predictions' media: their clips, and those input pictures that were stored here."""
    query = sa.select(*_COLUMNS).where(predictions.c.id.in_(ids)).with_for_update()
    for prediction in _all(connection, query):
        kept = {name: value for name, value in prediction.input.items() if not _is_stored(name, value)}
        _change(
            connection,
            predictions.c.id == prediction.id,
            input=kept,
            outputs=[],
            media_removed_at=now_ms(),
        )


def _first(connection: sa.Connection, query: sa.Select[Any]) -> Prediction | None:
    row = connection.execute(query).one_or_none()
    return None if row is None else _prediction(row)


def _all(connection: sa.Connection, query: sa.Select[Any]) -> list[Prediction]:
    return [_prediction(row) for row in connection.execute(query)]


def _prediction(row: sa.Row[Any]) -> Prediction:
    values = dict(row._mapping)
    values["status"] = Status(values["status"])
    values["outputs"] = tuple(values["outputs"])
    values["has_nsfw_contents"] = tuple(values["has_nsfw_contents"])
    return Prediction(**values)


def _change(connection: sa.Connection, *where: sa.ColumnElement[bool], **values: object) -> bool:
    return connection.execute(predictions.update().where(*where).values(values)).rowcount > 0


def _is_stored(name: str, value: object) -> bool:
    return name in ("image", "end_image") and str(value).startswith(("inputs/", "uploads/"))
