"""The compose files, as docker compose reads them."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.deploy.files import COMPOSE, DEPLOY, services, tool

LEEWAY = 10
"""Seconds that a worker needs to end after the grace of its render."""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's settings, filled in."""
    text = (DEPLOY / "example.env").read_text(encoding="utf-8")
    path = tmp_path_factory.mktemp("compose") / ".env"
    path.write_text(re.sub(r"=$", "=filled", text, flags=re.MULTILINE), encoding="utf-8")
    return path


def read(example: Path, files: list[Path]) -> dict[str, Any]:
    named = [argument for file in files for argument in ("--file", str(file))]
    printed = tool(
        "docker-compose",
        *named,
        "--env-file",
        example,
        "config",
        "--format",
        "json",
        PATH=os.environ["PATH"],
    )
    found: dict[str, Any] = json.loads(printed)["services"]
    return found


@pytest.mark.parametrize("files", [COMPOSE[:1], COMPOSE], ids=["cpu", "gpu"])
def test_docker_compose_reads_it_without_a_warning(example: Path, files: list[Path]) -> None:
    crew = read(example, files)
    assert {"front-a", "front-b", "postgres", "proxy", "storage", "worker"} <= crew.keys()
    assert ("worker-gpu" in crew) == (len(files) == 2)
    for service in crew.values():
        for wanted, how in service.get("depends_on", {}).items():
            assert how["condition"] == "service_healthy"
            assert "healthcheck" in crew[wanted] or crew[wanted]["image"] == "photoplay"
            assert not crew[wanted].get("healthcheck", {}).get("disable")


def test_a_render_has_its_grace() -> None:
    for path in COMPOSE:
        for service in services(path).values():
            grace = service.get("environment", {}).get("PHOTOPLAY_STOP_GRACE")
            if grace is not None:
                assert int(service["stop_grace_period"].removesuffix("s")) >= grace + LEEWAY


def test_the_example_sets_all_that_is_asked_for() -> None:
    asked = set(re.findall(r"\$\{(\w+)", COMPOSE[0].read_text(encoding="utf-8")))
    text = (DEPLOY / "example.env").read_text(encoding="utf-8")
    assert asked == set(re.findall(r"^(\w+)=", text, re.MULTILINE))


def test_the_proxy_knows_every_front_end() -> None:
    fronts = {name for name, service in services(COMPOSE[0]).items() if "serve" in service.get("command", [])}
    upstreams = re.findall(r"([\w-]+):8000", (DEPLOY / "Caddyfile").read_text(encoding="utf-8"))
    assert set(upstreams) == fronts
    assert len(fronts) == 2
