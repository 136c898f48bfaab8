"""Workers: which processes make clips, and when each was last heard of."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from photoplay.store.database import now_ms
from photoplay.store.tables import workers


@dataclass(frozen=True)
class Worker:
    """One worker slot and the process in it. Times are milliseconds since 1970.

    Attributes:
        ready: whether its engine is warm.
        notes: what it does without, a sentence each.
        queue: whose jobs it takes.
    """

    id: str
    pid: int
    ready: bool
    notes: tuple[str, ...]
    started_at: int
    beat_at: int
    queue: str


STATES = ("ready", "warming", "silent")
SILENT = 10_000
"""Milliseconds without a beat after which a worker counts as silent."""


def state_of(worker: Worker) -> str:
    """Return which of `STATES` a worker is in."""
    if now_ms() - worker.beat_at > SILENT:
        return "silent"
    return "ready" if worker.ready else "warming"


_COLUMNS = [workers.c[name] for name in Worker.__dataclass_fields__]


def announce(connection: sa.Connection, worker_id: str, pid: int, queue: str) -> None:
    """Put a process that is warming up into a slot, in place of the one that was there."""
    forget(connection, worker_id)
    now = now_ms()
    worker = Worker(worker_id, pid, ready=False, notes=(), started_at=now, beat_at=now, queue=queue)
    connection.execute(workers.insert().values(vars(worker)))


def beat(connection: sa.Connection, worker_id: str, pid: int, ready: bool, notes: Sequence[str]) -> bool:
    """Note that a worker is alive; return False if its slot is another's by now, or gone."""
    changed = connection.execute(
        workers.update()
        .where(workers.c.id == worker_id, workers.c.pid == pid)
        .values(ready=ready, notes=list(notes), beat_at=now_ms())
    )
    return changed.rowcount == 1


def list_workers(connection: sa.Connection) -> list[Worker]:
    """Return every worker, by its id."""
    rows = connection.execute(sa.select(*_COLUMNS).order_by(workers.c.id))
    return [Worker(**row._asdict() | {"notes": tuple(row.notes)}) for row in rows]


def forget(connection: sa.Connection, worker_id: str) -> None:
    """Empty a slot."""
    connection.execute(workers.delete().where(workers.c.id == worker_id))
