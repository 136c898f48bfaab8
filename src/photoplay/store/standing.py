"""What decides whether a key's owner may ask for one more prediction: one question, for every submit asks it."""

from dataclasses import dataclass

import sqlalchemy as sa

from photoplay.store.accounts import KeyState, Level
from photoplay.store.tables import accounts, api_keys, predictions, workers


@dataclass(frozen=True)
class Standing:
    """How the owner of a key stands at one moment.

    Attributes:
        accepted: how many predictions of the account were accepted lately.
        oldest: when the first of those was, in milliseconds since 1970.
        workers: how many take jobs of the queue in question, warm or not.
    """

    state: KeyState
    level: Level
    accepted: int
    oldest: int | None
    workers: int


_LATELY = (
    predictions.c.account_id == accounts.c.id,
    predictions.c.created_at > sa.bindparam("since", type_=sa.BigInteger),
)
_STANDING = (
    sa.select(
        api_keys.c.state,
        accounts.c.level,
        sa.select(sa.func.count()).select_from(predictions).where(*_LATELY).scalar_subquery(),
        sa.select(sa.func.min(predictions.c.created_at)).where(*_LATELY).scalar_subquery(),
        sa.select(sa.func.count()).where(workers.c.queue == sa.bindparam("queue")).scalar_subquery(),
    )
    .join_from(api_keys, accounts)
    .where(api_keys.c.id == sa.bindparam("key_id"))
)


def look_up(connection: sa.Connection, key_id: str, since: int, queue: str) -> Standing:
    """Return how the owner of a key stands: what was accepted after `since` counts, and workers of a `queue`.

    Raises:
        sqlalchemy.exc.NoResultFound: there is no such key.
    """
    state, level, *counts = connection.execute(
        _STANDING, {"key_id": key_id, "since": since, "queue": queue}
    ).one()
    return Standing(KeyState(state), Level(level), *counts)
