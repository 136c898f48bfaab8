"""The registries' own clients, each run as a child process that can be watched and stopped at any moment."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from photoplay.weights.entry import Archive, HubFile

POLL_S = 0.1
STALL_S = 60.0
HUB_ANSWER_S = 10.0
REGISTRY_ANSWER_S = 30.0
HUB_UNREACHABLE = 75
NPM_UNREACHABLE = {"EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "EIDLETIMEOUT", "ENOTFOUND", "ETIMEDOUT"}

Grown = Callable[[int], None]
"""Told ten times a second how many bytes have arrived; what it raises stops the download."""

Finished = subprocess.CompletedProcess[str]


class SourceError(Exception):
    """A source cannot give its file; the message is the reason.

    Attributes:
        unreachable: the whole service is out of reach, so its other files need not be tried.
    """

    def __init__(self, reason: str, *, unreachable: bool = False) -> None:
        super().__init__(reason)
        self.unreachable = unreachable


def download_archive(archive: Archive, folder: Path, grown: Grown) -> Path:
    """Download ``archive`` into the empty ``folder`` without installing or building anything.

    Raises:
        SourceError: the client is missing, or could not have the archive.
    """
    delivery = folder / "delivery"
    delivery.mkdir()
    if archive.client == "pip":
        _run(_pip_command(archive, delivery), folder, grown, REGISTRY_ANSWER_S, _pip_failure)
    else:
        _run(_npm_command(archive, delivery), folder, grown, REGISTRY_ANSWER_S, _npm_failure)
    delivered = list(delivery.iterdir())
    if len(delivered) != 1:
        raise SourceError(f"{archive.client} delivered {len(delivered)} files instead of one archive")
    return delivered[0]


def download_hub_file(source: HubFile, sha256: str, folder: Path, grown: Grown) -> Path:
    """Download ``source`` into the empty ``folder``.

    Raises:
        SourceError: the hub did not answer within seconds, or has no such file with this ``sha256``.
    """
    _run(_hub_command("file", source.repo, source.path, sha256), folder, grown, HUB_ANSWER_S, _hub_failure)
    return folder / source.path


def download_hub_folder(repo: str, patterns: Sequence[str], folder: Path, grown: Grown) -> None:
    """Download the files of a repository that match `patterns` into ``folder``, but those that are there.

    What was stopped half way goes on from there.

    Raises:
        SourceError: the hub did not answer within seconds, or refused.
    """
    before = _all_files(folder)

    def arrived(size: int) -> None:
        grown(before + size)

    def growth(where: Path) -> int:
        return max(_all_files(where) - before, 0)

    _run(_hub_command("folder", repo, *patterns), folder, arrived, HUB_ANSWER_S, _hub_failure, growth)


def _hub_command(*wanted: str) -> list[str]:
    return [sys.executable, "-P", str(Path(__file__).with_name("hub_client.py")), *wanted]


def _pip_command(archive: Archive, delivery: Path) -> list[str]:
    if importlib.util.find_spec("pip") is None:
        raise SourceError("this Python environment has no pip", unreachable=True)
    options = "--no-deps --only-binary=:all: --ignore-requires-python --no-cache-dir --no-input --quiet"
    patience = "--disable-pip-version-check --progress-bar off --retries 1 --timeout 10"
    wanted = f"{archive.package}=={archive.version}"
    pip = [sys.executable, "-P", "-m", "pip", "download"]
    return [*pip, *options.split(), *patience.split(), "--dest", str(delivery), wanted]


def _npm_command(archive: Archive, delivery: Path) -> list[str]:
    npm = shutil.which("npm")
    if npm is None:
        raise SourceError("npm is not installed", unreachable=True)
    options = "--ignore-scripts --json --loglevel silent --no-update-notifier"
    patience = "--fetch-retries 1 --fetch-retry-mintimeout 1000 --fetch-timeout 15000"
    folders = ["--cache", str(delivery.with_name("cache")), "--pack-destination", str(delivery)]
    return [
        npm,
        "pack",
        f"{archive.package}@{archive.version}",
        *options.split(),
        *patience.split(),
        *folders,
    ]


def _pip_failure(pip: Finished) -> SourceError:
    if "connection broken by" in pip.stderr:
        return SourceError("the package index did not answer", unreachable=True)
    return SourceError(_last_line(pip.stderr).removeprefix("ERROR: "))


def _npm_failure(npm: Finished) -> SourceError:
    try:
        error = json.loads(npm.stdout)["error"]
        return SourceError(error["summary"], unreachable=error["code"] in NPM_UNREACHABLE)
    except (ValueError, LookupError, TypeError):
        return SourceError(_last_line(npm.stderr))


def _hub_failure(hub: Finished) -> SourceError:
    return SourceError(_last_line(hub.stderr), unreachable=hub.returncode == HUB_UNREACHABLE)


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:400] if lines else "it failed without saying why"


def _run(
    command: Sequence[str],
    folder: Path,
    grown: Grown,
    answer_s: float,
    failure: Callable[[Finished], SourceError],
    measure: Callable[[Path], int] | None = None,
) -> None:
    """Run ``command`` in ``folder``; whatever ends this function ends the child too."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen(
            command, cwd=folder, env=_environment(folder), stdin=subprocess.DEVNULL, stdout=out, stderr=err
        )
        try:
            _watch(child, folder, grown, answer_s, measure or _largest_file)
        finally:
            child.kill()
            child.wait()
        if child.returncode:
            out.seek(0)
            err.seek(0)
            said = [stream.read().decode(errors="replace") for stream in (out, err)]
            raise failure(Finished(command, child.returncode, *said))


def _environment(folder: Path) -> dict[str, str]:
    """Keep the client's scratch files in ``folder``, where they are watched and removed afterwards."""
    scratch = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    hub = dict.fromkeys(
        ("HF_HUB_DISABLE_PROGRESS_BARS", "HF_HUB_DISABLE_TELEMETRY", "HF_HUB_DISABLE_XET"), "1"
    )
    return {**os.environ, **scratch, **hub}


def _watch(
    child: subprocess.Popen[bytes],
    folder: Path,
    grown: Grown,
    answer_s: float,
    measure: Callable[[Path], int],
) -> None:
    size, grown_at = 0, time.monotonic()
    while child.poll() is None:
        arrived = measure(folder)
        if arrived > size:
            size, grown_at = arrived, time.monotonic()
        patience = STALL_S if size else answer_s
        if time.monotonic() - grown_at > patience:
            raise SourceError(f"nothing arrived for {patience:.0f} s", unreachable=not size)
        grown(size)
        time.sleep(POLL_S)


def _largest_file(folder: Path) -> int:
    return max(_sizes(folder), default=0)


def _all_files(folder: Path) -> int:
    return sum(_sizes(folder))


def _sizes(folder: Path) -> Iterator[int]:
    for parent, _, files in os.walk(folder):
        for file in files:
            try:
                yield os.stat(os.path.join(parent, file)).st_size
            except OSError:  # moved away in this very moment
                continue
