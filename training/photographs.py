"""The photographs that regions and depth are drawn on: `python -m training.photographs -o FOLDER`.

They travel inside packages of Debian and PyPI; `photographs.toml` says where each is, whose it is and its licence.
"""

import argparse
import io
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from photoplay.weights.clients import SourceError
from training import rcc
from training.archives import Pinned, fetch, members

LIST = Path(__file__).with_name("photographs.toml")
LONG_SIDE = 1600
QUALITY = 92


@dataclass(frozen=True)
class Photograph:
    """One photograph.

    Attributes:
        file: its name once written.
        member: the file of the archive it is in.
        inside: its path in `member` where that is a Qt resource container, else empty.
        source: where the photograph comes from and what was changed since.
    """

    file: str
    archive: Pinned
    member: str
    inside: str
    author: str
    licence: str
    source: str


def read_list(path: Path = LIST) -> tuple[Photograph, ...]:
    """Read the photographs of a list, by name."""
    content: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    archives = {
        name: Pinned(item["client"], name, item["version"], item["size"], item["sha256"])
        for name, item in content["archives"].items()
    }
    return tuple(
        Photograph(
            item["file"],
            archives[item["archive"]],
            item["member"],
            item.get("inside", ""),
            item["author"],
            item["licence"],
            item["source"],
        )
        for item in content["photographs"]
    )


def write(photographs: tuple[Photograph, ...], folder: Path) -> None:
    """Write every photograph as `folder`/`file`, by way of the archives in `folder`/archives.

    Raises:
        SourceError: an archive cannot be had, or has not the photograph.
    """
    for archive in dict.fromkeys(photograph.archive for photograph in photographs):
        chosen = [photograph for photograph in photographs if photograph.archive == archive]
        _write_from(fetch(archive, folder / "archives"), chosen, folder)
        print(f"{archive}: {len(chosen)} of the photographs", flush=True)


def encode(picture: bytes) -> bytes:
    """Return a picture of any format as JPEG, its long side at most 1600 pixels.

    The same Pillow gives the same bytes.
    """
    with Image.open(io.BytesIO(picture)) as opened:
        image = opened.convert("RGB")
    image.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    encoded = io.BytesIO()
    image.save(encoded, "JPEG", quality=QUALITY)
    return encoded.getvalue()


def _write_from(archive: Path, photographs: list[Photograph], folder: Path) -> None:
    by_member = defaultdict(list)
    for photograph in photographs:
        by_member[photograph.member].append(photograph)
    for member, content in members(archive, by_member):
        for photograph in by_member[member]:
            picture = rcc.read(content, photograph.inside) if photograph.inside else content
            (folder / photograph.file).write_bytes(encode(picture))


def main() -> None:
    """Write the photographs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, required=True)
    folder = parser.parse_args().output
    photographs = read_list()
    try:
        write(photographs, folder)
    except SourceError as error:
        raise SystemExit(f"The photographs are not complete: {error}.") from None
    print(f"{len(photographs)} photographs are in {folder}.")


if __name__ == "__main__":
    main()
