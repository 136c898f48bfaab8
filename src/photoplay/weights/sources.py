"""The downloads of one pull: no archive is fetched twice, no unreachable hub asked twice."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from photoplay.weights.archives import extract
from photoplay.weights.clients import SourceError, download_archive, download_hub_file
from photoplay.weights.entry import Archive, ArchiveMember, Entry, HubFile, Source

Progress = Callable[[str, int, int], None]
"""Called with an entry's name, the bytes that have arrived and the bytes of the whole download.

An entry's last call gives its own size twice; a second source starts again at 0. Raising `CancelledError`
stops the download and leaves nothing behind."""


def unwatched(_name: str, _done: int, _total: int) -> None:
    """Do nothing."""


class Courier:
    """Fetches files into a scratch folder, which its owner removes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._archives: dict[Archive, Path] = {}
        self._failed: dict[str | HubFile | Archive, SourceError] = {}

    def fetch(self, entry: Entry, source: Source, progress: Progress) -> Path:
        """Return the path of the file that ``source`` gives for ``entry``, its hash not yet checked.

        Raises:
            SourceError: with the reason why the source gives nothing.
        """
        try:
            if isinstance(source, ArchiveMember):
                return self._from_archive(entry, source, progress)
            return self._from_hub(entry, source, progress)
        except OSError as error:
            raise SourceError(str(error)) from error

    def _from_hub(self, entry: Entry, source: HubFile, progress: Progress) -> Path:
        folder, grown = self._new_folder(), _growth(entry.name, entry.size, progress)
        with self._once("hub", source):
            return download_hub_file(source, entry.sha256, folder, grown)

    def _from_archive(self, entry: Entry, source: ArchiveMember, progress: Progress) -> Path:
        archive = source.archive
        if archive not in self._archives:
            folder, grown = self._new_folder(), _growth(entry.name, archive.size, progress)
            with self._once(archive.client, archive):
                self._archives[archive] = download_archive(archive, folder, grown)
        target = self._new_folder() / entry.filename
        extract(self._archives[archive], source.path, target, entry.size)
        return target

    @contextmanager
    def _once(self, service: str, download: HubFile | Archive) -> Iterator[None]:
        """Fail at once where this download, or its whole service, has failed before."""
        for key in (service, download):
            if key in self._failed:
                raise self._failed[key]
        try:
            yield
        except SourceError as error:
            self._failed[service if error.unreachable else download] = error
            raise

    def _new_folder(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self._folder))


def _growth(name: str, size: int, progress: Progress) -> Callable[[int], None]:
    return lambda done: progress(name, min(done, size), size)
