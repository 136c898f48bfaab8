"""Where pictures and clips are kept: a folder of this machine, or a bucket that speaks S3."""

import asyncio
import re
import secrets
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, Self

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from photoplay.errors import InvalidInputError, PhotoplayError

CHUNK = 256 * 1024
UNFINISHED_S = 24 * 3600.0
"""A local file that is still being written after this long was left behind by a killed process."""

_KEY = re.compile(r"[a-z]+/[A-Za-z0-9_-]+\.[a-z0-9]+")


class StorageError(PhotoplayError):
    """The storage itself does not work."""


def new_key(folder: Literal["inputs", "uploads", "outputs"], extension: str) -> str:
    """Return a fresh key such as ``outputs/NAME.mp4``, whose 43 characters of NAME nobody can guess (256 bits)."""
    return f"{folder}/{secrets.token_urlsafe(32)}.{extension}"


def is_key(text: str) -> bool:
    """Tell whether `text` has the form of a key: ``folder/name.extension``, nothing else."""
    return _KEY.fullmatch(text) is not None


class Storage:
    """Named pieces of content, each written whole or not at all; for any number of threads.

    A process that has opened one must not fork.
    """

    def __init__(self, url: str) -> None:
        """Open the storage at `url`: ``file:///folder``, made if need be, or ``s3://bucket/prefix``.

        An S3 endpoint, region and credentials come from the usual ``AWS_`` environment variables.

        Raises:
            InvalidInputError: `url` is neither.
            StorageError: the folder cannot be made.
        """
        with _reported():
            self._store = _opened(url)
        if isinstance(self._store, LocalStore) and self._store.prefix is not None:
            _sweep(self._store.prefix)

    @classmethod
    def at(cls, folder: Path) -> Self:
        """Open the storage in `folder`."""
        return cls(folder.absolute().as_uri())

    def put(self, key: str, content: bytes | Path, content_type: str) -> None:
        """Write `content`, or the file it names without reading it whole, in place of what `key` held.

        Raises:
            ValueError: `key` has not the form of a key.
            StorageError: it cannot be written.
        """
        if not is_key(key):
            raise ValueError(f"a storage key looks like outputs/name.mp4; {key!r} does not")
        local = isinstance(self._store, LocalStore)
        with _reported():
            obstore.put(
                self._store, key, content, attributes=None if local else {"Content-Type": content_type}
            )

    def read(self, key: str) -> bytes:
        """Return what `key` holds; raise `FileNotFoundError` where that is nothing."""
        self._refuse(key)
        with _reported():
            return bytes(obstore.get(self._store, key).bytes())

    def size(self, key: str) -> int | None:
        """Return the number of bytes that `key` holds, or None where it holds nothing."""
        if not is_key(key):
            return None
        with suppress(FileNotFoundError), _reported():
            return obstore.head(self._store, key)["size"]
        return None

    def delete(self, keys: Iterable[str]) -> None:
        """Remove what `keys` hold; those that hold nothing are fine."""
        present = [key for key in keys if is_key(key)]
        with _reported():
            try:
                obstore.delete(self._store, present)
            except FileNotFoundError:
                for key in present:
                    with suppress(FileNotFoundError):
                        obstore.delete(self._store, key)

    def older_than(self, before: int) -> list[str]:
        """Return the keys of all that was written before then, milliseconds since 1970."""
        moment = datetime.fromtimestamp(before / 1000, UTC)
        with _reported():
            return [
                entry["path"]
                for page in obstore.list(self._store)
                for entry in page
                if entry["last_modified"] < moment and is_key(entry["path"])
            ]

    async def stream(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Yield the bytes from `start` up to but without `end`, 0 <= start < end, 256 kB or a little more at a time.

        Raises:
            FileNotFoundError: `key` holds nothing.
        """
        self._refuse(key)
        # Not obstore's own async calls: its threads may abort a process that ends soon after one.
        chunks = await asyncio.to_thread(self._open, key, start, end)
        while chunk := await asyncio.to_thread(_next, chunks):
            yield chunk

    def check(self) -> None:
        """Write and remove a few bytes; raise `StorageError` where that fails."""
        key = f"checks/{secrets.token_hex(8)}.txt"
        self.put(key, b"writable", "text/plain")
        self.delete([key])

    def _open(self, key: str, start: int, end: int) -> Iterator[bytes]:
        with _reported():
            return iter(obstore.get(self._store, key, options={"range": (start, end)}).stream(CHUNK))

    def _refuse(self, key: str) -> None:
        if not is_key(key):
            raise FileNotFoundError(key)


def _opened(url: str) -> LocalStore | S3Store:
    if url.startswith("file:///"):
        return LocalStore.from_url(url, mkdir=True)
    if url.startswith("s3://"):
        # The whole of a download may take hours where its reader is slow; a silent server is given up on.
        return S3Store.from_url(
            url,
            client_options={
                "allow_http": True,
                "timeout": timedelta(hours=6),
                "read_timeout": timedelta(minutes=1),
            },
            retry_config={"max_retries": 4, "retry_timeout": timedelta(minutes=1)},
        )
    raise InvalidInputError("storage", "must be at file:///folder or s3://bucket/prefix")


def _next(chunks: Iterator[bytes]) -> bytes:
    with _reported():
        return next(chunks, b"")


def _sweep(folder: Path) -> None:
    """Remove what killed processes left half written; obstore writes ``name#1`` and renames it."""
    long_ago = time.time() - UNFINISHED_S
    for path in folder.glob("*/*#*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < long_ago:
                path.unlink()


@contextmanager
def _reported() -> Iterator[None]:
    """Turn what goes wrong in the storage into a StorageError; what is not there stays FileNotFoundError."""
    try:
        yield
    except FileNotFoundError:
        raise
    except (BaseError, OSError) as error:
        raise StorageError(f"The media storage does not work: {str(error).splitlines()[0]}") from error
