"""The house: what every part of the service shares."""

from dataclasses import dataclass
from typing import Self

from photoplay.media.fetch import Fetcher
from photoplay.media.storage import Storage
from photoplay.production import jobs
from photoplay.production.jobs import Jobs
from photoplay.settings import Settings
from photoplay.store.database import Database


@dataclass(frozen=True)
class House:
    """Database, storage, queue and the guarded way out, as the settings say."""

    settings: Settings
    database: Database
    storage: Storage
    jobs: Jobs
    fetcher: Fetcher

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open everything, tables created or brought up to date."""
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        database = Database.at(settings.data_dir)
        database.migrate()
        jobs.migrate(database)
        return cls(
            settings=settings,
            database=database,
            storage=Storage.at(settings.data_dir / "media"),
            jobs=Jobs(database),
            fetcher=Fetcher(settings.allowed_private_networks),
        )

    def close(self) -> None:
        """Close everything."""
        self.fetcher.close()
        self.jobs.close()
        self.database.close()
