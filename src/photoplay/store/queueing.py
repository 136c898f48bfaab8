"""The queue: who waits and in what order, what runs, and what was taken over from a worker that was gone."""

from collections.abc import Mapping

import sqlalchemy as sa

from photoplay.store.predictions import ACTIVE, Prediction, Status
from photoplay.store.tables import predictions

_AGE = (predictions.c.created_at, predictions.c.id)
_IS_OLDER = sa.tuple_(*_AGE) < sa.tuple_(sa.bindparam("created_at"), sa.bindparam("id"))
_LINES = (
    sa.select(predictions.c.account_id, sa.func.count())
    .where(predictions.c.status == Status.CREATED)
    .group_by(predictions.c.account_id)
    .order_by(sa.func.min(predictions.c.created_at), predictions.c.account_id)
)
"""Built once, as is the next: they are asked so often that building them takes longer than the answer."""
_LINES_BEFORE = _LINES.add_columns(sa.func.sum(sa.case((_IS_OLDER, 1), else_=0)))
"""Also how many in each line are older than one."""


def active_ids(connection: sa.Connection) -> list[str]:
    """Return the predictions that have not ended, oldest first."""
    return list(
        connection.execute(
            sa.select(predictions.c.id).where(predictions.c.status.in_(ACTIVE)).order_by(*_AGE)
        ).scalars()
    )


def running(connection: sa.Connection) -> int:
    """Return how many predictions are being made."""
    query = sa.select(sa.func.count()).where(predictions.c.status == Status.PROCESSING)
    return connection.execute(query).scalar_one()


def lines(connection: sa.Connection) -> dict[str, int]:
    """Return how many predictions of each account wait, in the order in which accounts take turns."""
    return dict(tuple(row) for row in connection.execute(_LINES))


def place(lines: Mapping[str, int], account_id: str, rank: int) -> int:
    """Return the place in the queue of the prediction that is at a `rank`, 1 and up, in its account's line."""
    place = turns = rank
    for other, count in lines.items():
        if other == account_id:
            turns = rank - 1
        else:
            place += min(count, turns)
    return place


def position(connection: sa.Connection, prediction: Prediction) -> int:
    """Return a prediction's place in the queue: 1 is next, 0 is not waiting.

    Accounts take turns, one prediction each, and the account whose oldest waiting prediction is older goes first.
    """
    if prediction.status != Status.CREATED:
        return 0
    one = {"created_at": prediction.created_at, "id": prediction.id}
    found = {account_id: rest for account_id, *rest in connection.execute(_LINES_BEFORE, one)}
    if prediction.account_id not in found:  # it was started meanwhile
        return 0
    _, older = found[prediction.account_id]
    counts = {account_id: count for account_id, (count, _) in found.items()}
    return place(counts, prediction.account_id, older + 1)


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
