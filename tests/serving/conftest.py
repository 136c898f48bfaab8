"""A running service, a place its webhooks arrive at, and a photograph."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bench.fleet.mailbox import Mailbox
from tests.serving.running import Server


@pytest.fixture
def new_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start services that end with the test."""
    servers: list[Server] = []

    def start(**settings: str) -> Server:
        folder = tmp_path / f"server-{len(servers)}"
        folder.mkdir()
        server = Server(folder, settings=settings)
        servers.append(server)
        server.start()
        return server

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One warm service for every test that leaves it as it is."""
    server = Server(tmp_path_factory.mktemp("server"))
    server.start()
    server.wait_ready()
    yield server
    assert server.stop() == 0, server.log()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    yield box
    box.close()


@pytest.fixture(scope="session")
def photograph() -> bytes:
    """A small JPEG with something in it."""
    y, x = np.mgrid[0:320, 0:480]
    pixels = np.stack([x / 2, y / 2, 128 + 100 * np.sin(x / 9) * np.cos(y / 7)], axis=-1)
    file = io.BytesIO()
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(file, "JPEG", quality=90)
    return file.getvalue()
