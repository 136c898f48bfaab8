"""Pinned package archives with pictures inside: had from their registries, checked, and read without installing."""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from photoplay.weights.archives import sha256_of
from photoplay.weights.clients import SourceError, download_archive
from photoplay.weights.entry import Archive

ONE_WHEEL = {"PIP_PLATFORM": "manylinux_2_28_x86_64", "PIP_PYTHON_VERSION": "3.11"}
"""Makes pip bring the same wheel to every machine: some wheels with pictures hold machine code beside them."""


@dataclass(frozen=True)
class Pinned:
    """A Debian package or a Python wheel.

    Attributes:
        size: bytes of the archive.
        sha256: of the archive; no other is read.
    """

    client: Literal["apt-get", "pip"]
    package: str
    version: str
    size: int
    sha256: str

    def __str__(self) -> str:
        return f"{self.package} {self.version}"


def fetch(archive: Pinned, folder: Path) -> Path:
    """Return `archive` in `folder`, downloaded by its client unless it is there already.

    Raises:
        SourceError: the client cannot have it, or has something else under this name.
    """
    target = folder / (archive.package + (".deb" if archive.client == "apt-get" else ".whl"))
    if target.exists() and sha256_of(target) == archive.sha256:
        return target
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{archive}: {archive.client} downloads {archive.size / 1e6:.0f} MB", flush=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        download = _from_debian if archive.client == "apt-get" else _from_index
        delivered = download(archive, Path(scratch))
        if sha256_of(delivered) != archive.sha256:
            raise SourceError(
                f"what {archive.client} gives as {archive} is another archive: its sha256 differs"
            )
        delivered.replace(target)
    return target


def members(archive: Path, names: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files `names` of a wheel or Debian package with their content, in the archive's order.

    Raises:
        SourceError: one of them is missing.
    """
    missing = set(names)
    for name, content in (
        _from_wheel(archive, names) if archive.suffix == ".whl" else _from_deb(archive, names)
    ):
        missing.discard(name)
        yield name, content
    if missing:
        raise SourceError(f"{archive.name} has no file {min(missing)}")


def unpack_source(package: str, version: str, sha256: str, folder: Path) -> Path:
    """Return the folder in `folder` with what the source archive of a Python package holds; nothing of it is run.

    pip checks the archive's sha256 and unpacks it, then wants setuptools before it would run the
    package. A constraint that no setuptools can meet ends it there, and `--no-clean` leaves what was unpacked.

    Raises:
        SourceError: pip cannot have this archive.
    """
    target = folder / f"{package}-{version}"
    if target.exists():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{package} {version}: pip downloads the source archive", flush=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        wanted, never = Path(scratch, "wanted.txt"), Path(scratch, "never.txt")
        wanted.write_text(f"{package}=={version} --hash=sha256:{sha256}\n")
        never.write_text("setuptools==0\n")
        options = "--no-deps --no-cache-dir --no-clean --require-hashes --quiet --no-binary"
        files = ["--build-constraint", str(never), "--requirement", str(wanted), "--dest", scratch]
        pip = [sys.executable, "-P", "-m", "pip", "download"]
        command = [*pip, *options.split(), package, *files]
        said = subprocess.run(
            command, env={**os.environ, "TMPDIR": scratch}, capture_output=True, text=True, check=False
        )
        unpacked = [path.parent for path in Path(scratch).glob(f"pip-download-*/{package}_*/PKG-INFO")]
        if len(unpacked) != 1:
            raise SourceError(
                f"pip cannot have the source archive of {package} {version}: {_last(said.stderr)}"
            )
        unpacked[0].replace(target)
    return target


def _from_index(archive: Pinned, scratch: Path) -> Path:
    os.environ.update(ONE_WHEEL)
    wheel = Archive("pip", archive.package, archive.version, archive.size)
    return download_archive(wheel, scratch, lambda _arrived: None)


def _from_debian(archive: Pinned, scratch: Path) -> Path:
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        raise SourceError(
            f"{archive} is a package of Debian 12, and apt-get or dpkg-deb is not on this machine"
        )
    command = ["apt-get", "--quiet=2", "download", f"{archive.package}={archive.version}"]
    said = subprocess.run(command, cwd=scratch, capture_output=True, text=True, check=False)
    delivered = list(scratch.glob("*.deb"))
    if said.returncode or len(delivered) != 1:
        raise SourceError(f"this machine's apt-get cannot have {archive} of Debian 12: {_last(said.stderr)}")
    return delivered[0]


def _from_wheel(archive: Path, names: Collection[str]) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(archive) as wheel:
        for name in wheel.namelist():
            if name in names:
                yield name, wheel.read(name)


def _from_deb(archive: Path, names: Collection[str]) -> Iterator[tuple[str, bytes]]:
    command = ["dpkg-deb", "--fsys-tarfile", str(archive)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE) as unpacking,
        tarfile.open(fileobj=unpacking.stdout, mode="r|") as package,
    ):
        for info in package:
            name = info.name.removeprefix("./")
            stream = package.extractfile(info) if name in names and info.isreg() else None
            if stream is not None:
                yield name, stream.read()


def _last(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "it failed without saying why"
