"""The folder of weights on this machine: what is there, and pulling what is not."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from photoplay.errors import WeightsUnavailableError
from photoplay.settings import get_settings
from photoplay.weights.archives import sha256_of
from photoplay.weights.clients import SourceError
from photoplay.weights.entry import Entry
from photoplay.weights.manifest import MANIFEST, find
from photoplay.weights.sources import Courier, Progress, unwatched

RECENT_S = 24 * 3600.0
SCRATCH = "pull-"


@dataclass(frozen=True)
class Holding:
    """What this machine has of one entry.

    Attributes:
        path: where the weights are, or None while they are missing.
        problem: why the last attempt to pull them failed, or None.
    """

    entry: Entry
    path: Path | None
    problem: str | None


def inventory() -> list[Holding]:
    """Return every entry of the manifest with what is present of it."""
    located = [(entry, locate(entry.name)) for entry in MANIFEST]
    return [Holding(entry, path, None if path else _problem(entry)) for entry, path in located]


def locate(name: str) -> Path | None:
    """Return the path of the weights ``name`` if a file of the right size is there.

    The hash was checked when the file was pulled; `pull` checks it again.
    """
    entry = find(name)
    path = _path(entry)
    try:
        return path if path.stat().st_size == entry.size else None
    except OSError:
        return None


def pull(name: str, progress: Progress = unwatched) -> Path:
    """Return the path of the weights ``name``, downloading them unless a file with the right sha256 is there.

    Raises:
        InvalidInputError: no entry has this name.
        WeightsUnavailableError: no source could give the file; the message lists each with its reason.
    """
    return pull_all([name], progress)[name]


def pull_all(names: Iterable[str], progress: Progress = unwatched) -> dict[str, Path]:
    """Pull several weights, fetching an archive that holds more than one of them only once.

    Raises:
        InvalidInputError: no entry has one of these names; nothing is pulled.
        WeightsUnavailableError: some could not be had. All the others are in place by then.
    """
    entries = [find(name) for name in dict.fromkeys(names)]
    missing = [entry for entry in entries if not _is_intact(entry)]
    problems = _pull_missing(missing, progress)
    if problems:
        raise WeightsUnavailableError("\n".join(problems.values()))
    return {entry.name: _path(entry) for entry in entries}


def ensure(names: Iterable[str], progress: Progress = unwatched) -> dict[str, Path]:
    """Return the paths of those weights that are present or can be pulled now, and leave out the others.

    A failed attempt is remembered, and not repeated here within 24 hours; `pull` always tries.
    """
    wanted = [find(name) for name in dict.fromkeys(names)]
    absent = [entry for entry in wanted if locate(entry.name) is None and _problem(entry) is None]
    if not get_settings().offline:
        _pull_missing(absent, progress)
    located = ((entry.name, locate(entry.name)) for entry in wanted)
    return {name: path for name, path in located if path is not None}


def _pull_missing(entries: list[Entry], progress: Progress) -> dict[str, str]:
    """Pull each entry from its first source that works; return what went wrong, by name."""
    if not entries:
        return {}
    if get_settings().offline:
        reason = "Weights are not fetched while PHOTOPLAY_OFFLINE is set."
        return {entry.name: _report(entry, [reason]) for entry in entries}
    problems = {}
    try:
        with _scratch_folder() as scratch:
            courier = Courier(scratch)
            for entry in entries:
                reasons = _pull_one(entry, courier, progress)
                if reasons:
                    problems[entry.name] = _report(entry, reasons)
                _remember(entry, problems.get(entry.name))
    except OSError as error:
        reason = f"The folder cannot be written ({error}); PHOTOPLAY_WEIGHTS_DIR names another."
        return {entry.name: _report(entry, [reason]) for entry in entries if not _is_intact(entry)}
    return problems


def _pull_one(entry: Entry, courier: Courier, progress: Progress) -> list[str]:
    """Put ``entry`` in place; return nothing, or why each source failed."""
    reasons = []
    for source in entry.sources:
        try:
            _install(entry, courier.fetch(entry, source, progress))
        except SourceError as error:
            reasons.append(f"{source}: {error}.")
        else:
            progress(entry.name, entry.size, entry.size)
            return []
    return reasons


def _install(entry: Entry, file: Path) -> None:
    found = sha256_of(file)
    if found != entry.sha256:
        raise SourceError(f"refused, its sha256 is {found}, expected {entry.sha256}")
    os.replace(file, _path(entry))


def _report(entry: Entry, reasons: list[str]) -> str:
    folder = get_settings().weights_dir
    lines = [
        f"The weights {entry.name} ({entry.task}, {entry.size / 1e6:.0f} MB) could not be had.",
        *(f"  {reason}" for reason in reasons),
        f"  Next: run 'photoplay weights pull {entry.name}', or put {entry.filename} into {folder} by hand.",
    ]
    return "\n".join(lines)


@contextmanager
def _scratch_folder() -> Iterator[Path]:
    """Yield a new folder on the disk of the weights, and sweep away what killed processes left behind."""
    folder = get_settings().weights_dir
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"{SCRATCH}*"):
        if not _is_recent(old):
            shutil.rmtree(old, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=folder, ignore_cleanup_errors=True) as scratch:
        yield Path(scratch)


def _path(entry: Entry) -> Path:
    return get_settings().weights_dir / entry.filename


def _is_intact(entry: Entry) -> bool:
    path = locate(entry.name)
    return path is not None and sha256_of(path) == entry.sha256


def _marker(entry: Entry) -> Path:
    return _path(entry).with_name(f"{entry.filename}.failed")


def _remember(entry: Entry, problem: str | None) -> None:
    if problem is None:
        _marker(entry).unlink(missing_ok=True)
    else:
        _marker(entry).write_text(problem, encoding="utf-8")


def _problem(entry: Entry) -> str | None:
    """Return what went wrong within the last 24 hours, if anything did."""
    marker = _marker(entry)
    try:
        return marker.read_text(encoding="utf-8", errors="replace") if _is_recent(marker) else None
    except OSError:
        return None


def _is_recent(path: Path) -> bool:
    try:
        return abs(time.time() - path.stat().st_mtime) < RECENT_S
    except OSError:
        return False
