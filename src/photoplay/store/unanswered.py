"""Predictions whose client hung up while it waited: when the same request comes again, it is theirs."""

import sqlalchemy as sa

from photoplay.store.predictions import Prediction
from photoplay.store.tables import unanswered


def note(connection: sa.Connection, prediction: Prediction, now: int) -> None:
    """Write down that nobody waits for a prediction any more."""
    forget(connection, prediction.id)
    connection.execute(
        unanswered.insert().values(
            prediction_id=prediction.id,
            account_id=prediction.account_id,
            request_sha256=prediction.request_sha256,
            hung_up_at=now,
        )
    )


def take(connection: sa.Connection, account_id: str, request_sha256: str, since: int) -> str | None:
    """Return the id of what the same request began, whose client hung up at ``since`` or later; once only."""
    query = (
        sa.select(unanswered.c.prediction_id)
        .where(
            unanswered.c.account_id == account_id,
            unanswered.c.request_sha256 == request_sha256,
            unanswered.c.hung_up_at >= since,
        )
        .order_by(unanswered.c.hung_up_at)
        .limit(1)
    )
    found: str | None = connection.execute(query).scalar_one_or_none()
    return found if found is not None and forget(connection, found) else None


def forget(connection: sa.Connection, prediction_id: str) -> bool:
    """Take back the note; return False if there is none."""
    mine = unanswered.c.prediction_id == prediction_id
    return connection.execute(unanswered.delete().where(mine)).rowcount > 0


def forget_before(connection: sa.Connection, before: int) -> None:
    """Forget the clients who hung up long ago."""
    connection.execute(unanswered.delete().where(unanswered.c.hung_up_at < before))
