"""Plans: how the prompt of a prediction was understood, and what came out otherwise than asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from photoplay.store.tables import plans


@dataclass(frozen=True)
class Understanding:
    """A plan as JSON, and the notes on it, in sentences."""

    plan: Mapping[str, Any]
    notes: tuple[str, ...]


def keep(
    connection: sa.Connection, prediction_id: str, plan: Mapping[str, Any], notes: Sequence[str]
) -> None:
    """Write down how a prediction is understood, in place of what was written before."""
    connection.execute(plans.delete().where(plans.c.prediction_id == prediction_id))
    connection.execute(plans.insert().values(prediction_id=prediction_id, plan=plan, notes=list(notes)))


def find(connection: sa.Connection, prediction_id: str) -> Understanding | None:
    """Return how a prediction is understood, or None before it is filmed."""
    query = sa.select(plans.c.plan, plans.c.notes).where(plans.c.prediction_id == prediction_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else Understanding(row.plan, tuple(row.notes))
