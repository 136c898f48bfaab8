"""What the files in deploy/ say, and the tools that check them."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
IMAGES = [DEPLOY / "Dockerfile", DEPLOY / "Dockerfile.cuda"]
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMPOSE = [DEPLOY / "compose.yaml", DEPLOY / "compose.gpu.yaml"]
MANIFESTS = sorted(path for path in DEPLOY.glob("kubernetes/*/*.yaml") if path.name != "kustomization.yaml")


def found_tool(name: str) -> str:
    """Return the path of a tool; without it the test is skipped."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def tool(name: str, *arguments: str | Path, **environment: str) -> str:
    """Run a tool, which must succeed, and return what it prints."""
    ended = subprocess.run(
        [found_tool(name), *arguments],
        env=environment or None,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout + ended.stderr


def documents(path: Path) -> list[Any]:
    return list(yaml.safe_load_all(path.read_text(encoding="utf-8")))


def manifests() -> list[dict[str, Any]]:
    return [document for path in MANIFESTS for document in documents(path)]


def of_kind(kind: str) -> list[dict[str, Any]]:
    return [manifest for manifest in manifests() if manifest["kind"] == kind]


def containers() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Give every pod's specification with its container."""
    for deployment in of_kind("Deployment"):
        pod = deployment["spec"]["template"]["spec"]
        for container in pod["containers"]:
            yield pod, container


def services(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = documents(path)[0]["services"]
    return found


def instructions(image: Path) -> list[tuple[str, str]]:
    """Return the instructions of a Dockerfile with what follows each."""
    text = re.sub(r"\\\n\s*", "", image.read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines]


def unit(path: Path) -> dict[str, list[str]]:
    """Return the settings of a systemd unit; each may be there more than once."""
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            name, value = line.split("=", 1)
            found.setdefault(name, []).append(value)
    return found


def commands() -> Iterator[list[str]]:
    """Give what follows `photoplay` wherever it is called."""
    for image in IMAGES:
        for name, value in instructions(image):
            if name == "CMD":
                yield json.loads(value)
            if name == "RUN":
                yield from (shlex.split(call) for call in re.findall(r"bin/photoplay ([^&]+)", value))
    for path in COMPOSE:
        for service in services(path).values():
            if service.get("image", "photoplay").startswith("photoplay"):
                yield service.get("command", [])
    yield from (container["args"] for _, container in containers())
    for path in UNITS:
        (call,) = unit(path)["ExecStart"]
        yield shlex.split(call.replace("%i", "1").replace("$WORKER_OPTIONS", "--queue gpu"))[1:]
    page = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    yield from (shlex.split(call) for call in re.findall(r"`photoplay ([^`]+)`", page))
