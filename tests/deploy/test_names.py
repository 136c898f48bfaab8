"""Every name that the files use is one that the program knows."""

import inspect
import json
import re
from pathlib import Path

import pytest
import typer.main
from prometheus_client import Counter, Histogram

from photoplay.catalogue.catalogue import load_catalogue
from photoplay.cli.main import app
from photoplay.production import metrics
from photoplay.service import operation
from photoplay.settings import Settings
from tests.deploy.files import DEPLOY, ROOT, commands, documents, services

FILES = [path for path in [*sorted(DEPLOY.rglob("*")), ROOT / "docs" / "deployment.md"] if path.is_file()]


def words(path: Path, form: str) -> set[str]:
    return set(re.findall(form, path.read_text(encoding="utf-8")))


def counted() -> set[str]:
    """Return the names under which the service's counts are scraped."""
    names = set(re.findall(r'GaugeMetricFamily\(\s*"(\w+)"', inspect.getsource(operation)))
    for metric in vars(metrics).values():
        if isinstance(metric, Counter | Histogram):
            names |= {sample.name for family in metric.collect() for sample in family.samples}
            (family,) = metric.describe()
            endings = ("_total",) if isinstance(metric, Counter) else ("_bucket", "_count", "_sum")
            names |= {family.name + ending for ending in endings}
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_settings_exist(path: Path) -> None:
    known = {f"PHOTOPLAY_{name.upper()}" for name in Settings.model_fields}
    assert words(path, r"\bPHOTOPLAY_[A-Z_]+") <= known


def test_metrics_exist() -> None:
    monitoring = [path for path in FILES if {"grafana", "prometheus", "kubernetes"} & set(path.parts)]
    used = set[str]().union(*(words(path, r"\bphotoplay_[a-z_]+") for path in monitoring))
    assert len(used) >= 8
    assert used <= counted()


def test_commands_exist() -> None:
    """Each is read as the command line would read it; the group of the last word is where it ends."""
    read = 0
    for arguments in filter(None, commands()):
        command, rest = typer.main.get_command(app), list(arguments)
        while hasattr(command, "commands"):
            name = rest.pop(0)
            assert name in command.commands, arguments
            command = command.commands[name]
        command.make_context(arguments[0], rest)
        read += 1
    assert read >= 10


def test_queues_are_of_models_that_exist_and_have_workers() -> None:
    queues = json.loads(services(DEPLOY / "compose.gpu.yaml")["front-a"]["environment"]["PHOTOPLAY_QUEUES"])
    (literal,) = documents(DEPLOY / "kubernetes/gpu/kustomization.yaml")[0]["configMapGenerator"][0][
        "literals"
    ]
    assert json.loads(literal.removeprefix("PHOTOPLAY_QUEUES=")) == queues
    assert queues.keys() <= load_catalogue().keys()
    worked = {call[call.index("--queue") + 1] for call in commands() if "--queue" in call}
    assert set(queues.values()) <= worked
