"""The house: what every part of the service shares."""

import time
from dataclasses import dataclass, field
from typing import Self

import structlog
from sqlalchemy.exc import OperationalError

from photoplay.errors import PhotoplayError
from photoplay.media.fetch import Fetcher
from photoplay.media.storage import Storage
from photoplay.production import jobs
from photoplay.production.jobs import Jobs
from photoplay.production.waiting import Waiting
from photoplay.settings import Settings
from photoplay.store.database import Database

PATIENCE, AGAIN = 30.0, 1.0
"""Seconds that a database may take to answer, and between two tries."""

log = structlog.get_logger()


def _migrate(database: Database) -> None:
    """Bring every table up to date, once the database answers: many machines are not started in an order."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            database.migrate()
            jobs.migrate(database)
            return
        except OperationalError as error:
            if time.monotonic() > deadline:
                raise PhotoplayError(
                    f"The database does not answer: {str(error.orig).strip().splitlines()[0]}. "
                    "Start it, or set PHOTOPLAY_DATABASE_URL to where it is."
                ) from error
            log.warning("the database does not answer yet")
            time.sleep(AGAIN)


@dataclass(frozen=True)
class House:
    """Database, storage, queue and the guarded way out, as the settings say."""

    settings: Settings
    database: Database
    storage: Storage
    jobs: Jobs
    fetcher: Fetcher
    waiting: Waiting = field(default_factory=Waiting)

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open everything, tables created or brought up to date."""
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        database = Database.of(settings)
        _migrate(database)
        return cls(
            settings=settings,
            database=database,
            storage=Storage(settings.storage_url or (settings.data_dir / "media").absolute().as_uri()),
            jobs=Jobs(database),
            fetcher=Fetcher(settings.allowed_private_networks),
        )

    def close(self) -> None:
        """Close everything."""
        self.fetcher.close()
        self.jobs.close()
        self.database.close()
