"""The queue: who waits and in what order, what runs, and what was taken over from a worker that was gone."""

import sqlalchemy as sa

from photoplay.store.predictions import ACTIVE, Prediction, Status
from photoplay.store.tables import predictions

_AGE = (predictions.c.created_at, predictions.c.id)
_IS_OLDER = sa.tuple_(*_AGE) < sa.tuple_(sa.bindparam("created_at"), sa.bindparam("id"))
_LINES = (
    sa.select(predictions.c.account_id, sa.func.count(), sa.func.sum(sa.case((_IS_OLDER, 1), else_=0)))
    .where(predictions.c.status == Status.CREATED)
    .group_by(predictions.c.account_id)
    .order_by(sa.func.min(predictions.c.created_at), predictions.c.account_id)
)
"""How many wait in each account's line, and how many of those are older than one."""


def accepted_since(connection: sa.Connection, account_id: str, since: int) -> tuple[int, int | None]:
    """Return how many predictions of an account were accepted after ``since``, and when the first of them was."""
    query = sa.select(sa.func.count(), sa.func.min(predictions.c.created_at)).where(
        predictions.c.account_id == account_id, predictions.c.created_at > since
    )
    count, oldest = connection.execute(query).one()
    return count, oldest


def active_ids(connection: sa.Connection) -> list[str]:
    """Return the predictions that have not ended, oldest first."""
    return list(
        connection.execute(
            sa.select(predictions.c.id).where(predictions.c.status.in_(ACTIVE)).order_by(*_AGE)
        ).scalars()
    )


def waiting(connection: sa.Connection) -> int:
    """Return how many predictions wait in the queue."""
    query = sa.select(sa.func.count()).where(predictions.c.status == Status.CREATED)
    return connection.execute(query).scalar_one()


def running(connection: sa.Connection) -> int:
    """Return how many predictions are being made."""
    query = sa.select(sa.func.count()).where(predictions.c.status == Status.PROCESSING)
    return connection.execute(query).scalar_one()


def position(connection: sa.Connection, prediction: Prediction) -> int:
    """Return a prediction's place in the queue: 1 is next, 0 is not waiting.

    Accounts take turns, one prediction each, and the account whose oldest waiting prediction is older goes first.
    """
    if prediction.status != Status.CREATED:
        return 0
    lines = connection.execute(_LINES, {"created_at": prediction.created_at, "id": prediction.id}).all()
    place = rank = next(
        (older + 1 for account_id, _, older in lines if account_id == prediction.account_id), 0
    )
    turns = rank
    for account_id, count, _ in lines:
        if account_id == prediction.account_id:
            turns = rank - 1
        else:
            place += min(count, turns)
    return place


def waiting_by_model(connection: sa.Connection) -> dict[str, tuple[int, int]]:
    """Return how many predictions of each model wait, and when the first of them was accepted."""
    query = (
        sa.select(predictions.c.model, sa.func.count(), sa.func.min(predictions.c.created_at))
        .where(predictions.c.status == Status.CREATED)
        .group_by(predictions.c.model)
    )
    return {model: (count, oldest) for model, count, oldest in connection.execute(query)}


def ended_since(connection: sa.Connection, since: int) -> dict[Status, int]:
    """Return how many predictions ended after ``since``, by how."""
    query = (
        sa.select(predictions.c.status, sa.func.count())
        .where(predictions.c.finished_at > since)
        .group_by(predictions.c.status)
    )
    return {Status(status): count for status, count in connection.execute(query)}


def note_takeover(connection: sa.Connection, prediction_id: str) -> int:
    """Note that a prediction is taken over from a worker that is gone; return how often it was so far."""
    count = sa.select(predictions.c.takeovers).where(predictions.c.id == prediction_id)
    connection.execute(
        predictions.update()
        .where(predictions.c.id == prediction_id)
        .values(takeovers=predictions.c.takeovers + 1)
    )
    return int(connection.execute(count).scalar_one())
