"""The durable queue: DBOS, in the database that also holds our own tables, so that one transaction spans both."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer

from photoplay.settings import QUEUE
from photoplay.store.database import Database

APPLICATION = "photoplay"
VERSION = "1"
"""Of the workflow's steps: jobs of another version are left to workers of that version."""
WORKFLOW = "produce"
ATTEMPTS = 12
"""Starts of one job after which it is given up: it takes its worker down each time."""

AT_ONCE = 500
"""Ended jobs forgotten in one transaction."""

_SERIALIZER = DBOSPortableJSONSerializer()
_ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


def migrate(database: Database) -> None:
    """Create or update the queue's own tables."""
    DBOS.migrate(database.engine.url.render_as_string(hide_password=False))


def config(database: Database, executor: str) -> DBOSConfig:
    """Return the settings of a worker's DBOS; jobs an executor left unfinished are its own when it comes back."""
    return DBOSConfig(
        name=APPLICATION,
        system_database_engine=database.engine,
        serializer=_SERIALIZER,
        application_version=VERSION,
        executor_id=executor,
        run_migrations=False,
        log_level="WARNING",
    )


@dataclass(frozen=True)
class Begun:
    """A job that a worker has begun."""

    prediction_id: str
    worker: str
    queue: str


class Jobs:
    """The front end's side of the queue."""

    def __init__(self, database: Database) -> None:
        self._client = DBOSClient(
            system_database_engine=database.engine, serializer=_SERIALIZER, application_name=APPLICATION
        )
        self._queued: defaultdict[str, Iterator[int]] = defaultdict(count)

    def turn(self, account_id: str, turns: int) -> str:
        """Return which of its turns the next job of an account waits for: one after the other."""
        return f"{account_id}:{next(self._queued[account_id]) % turns}"

    def enqueue(
        self, connection: sa.Connection, prediction_id: str, output_key: str, turn: str, queue: str = QUEUE
    ) -> None:
        """Queue a prediction within the caller's transaction.

        Args:
            output_key: where the clip goes, the same at every attempt.
            turn: jobs of the same turn run one after another, and turns are taken evenly.
            queue: whose workers may take it.
        """
        self._client.enqueue_in_transaction(
            connection,
            {
                "workflow_name": WORKFLOW,
                "queue_name": queue,
                "workflow_id": prediction_id,
                "app_version": VERSION,
                "queue_partition_key": turn,
            },
            prediction_id,
            output_key,
        )

    def ended(self, prediction_ids: Sequence[str]) -> set[str]:
        """Return those whose job will not run any more."""
        if not prediction_ids:
            return set()
        found = self._client.list_workflows(
            workflow_ids=list(prediction_ids), status=_ENDED, load_input=False, load_output=False
        )
        return {workflow.workflow_id for workflow in found}

    def begun(self) -> list[Begun]:
        """Return the jobs that workers have begun and not ended."""
        found = self._client.list_workflows(
            name=WORKFLOW, status="PENDING", load_input=False, load_output=False
        )
        return [Begun(job.workflow_id, job.executor_id or "", job.queue_name or QUEUE) for job in found]

    def take_over(self, left: Iterable[Begun]) -> None:
        """Queue again what workers began that are gone."""
        by_queue: defaultdict[str, list[str]] = defaultdict(list)
        for job in left:
            by_queue[job.queue].append(job.prediction_id)
        for queue, ids in by_queue.items():
            self._client.resume_workflows(ids, queue_name=queue)

    def forget(self, before: int) -> None:
        """Remove the records of jobs that ended before then, milliseconds since 1970."""
        while ended := self._client.list_workflows(
            status=_ENDED,
            completed_before=datetime.fromtimestamp(before / 1000, UTC).isoformat(),
            limit=AT_ONCE,
            load_input=False,
            load_output=False,
        ):
            self._client.delete_workflows([workflow.workflow_id for workflow in ended])

    def close(self) -> None:
        """Give the connections back."""
        self._client.destroy()
