"""Alerts and dashboard: as Prometheus reads them, and whether each alert comes when it should, and only then."""

import json
import re
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest

from tests.deploy.files import DEPLOY, documents, tool

DASHBOARD = DEPLOY / "grafana" / "photoplay.json"
ALERTS = DEPLOY / "prometheus" / "alerts.yaml"
CASES = Path(__file__).with_name("alerts.test.yaml")


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
    return found


def test_prometheus_reads_the_configuration() -> None:
    tool("promtool", "check", "config", DEPLOY / "prometheus" / "prometheus.yaml")


def test_alerts_come_when_they_should() -> None:
    tool("promtool", "test", "rules", CASES)


def test_every_alert_has_a_case() -> None:
    alerts = {rule["alert"] for rule in documents(ALERTS)[0]["groups"][0]["rules"]}
    assert alerts == set(re.findall(r'alertname="(\w+)"', CASES.read_text(encoding="utf-8")))


def test_prometheus_reads_the_queries_of_the_dashboard(tmp_path: Path) -> None:
    queries = [target["expr"] for panel in panels() for target in panel["targets"]]
    plain = [re.sub(r"\$__(rate_interval|range)", "5m", query) for query in queries]
    rules = [{"record": f"query:{number}", "expr": query} for number, query in enumerate(plain)]
    path = tmp_path / "rules.json"  # JSON is YAML
    path.write_text(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}), encoding="utf-8")
    assert f"{len(queries)} rules found" in tool("promtool", "check", "rules", path)


def test_panels_lie_side_by_side() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in panels():
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        cells = set(
            product(range(place["x"], place["x"] + place["w"]), range(place["y"], place["y"] + place["h"]))
        )
        assert not cells & taken, panel["title"]
        taken |= cells
    numbers = [panel["id"] for panel in panels()]
    assert all(before < after for before, after in pairwise(numbers))


@pytest.mark.parametrize(
    "gauge", ["queue_depth", "running", "workers_ready", "predictions_waiting", "workers"]
)
def test_gauges_are_never_summed_over_front_ends(gauge: str) -> None:
    """Each front end reports what the database says of all."""
    for path in (DASHBOARD, ALERTS, *DEPLOY.rglob("scaling.yaml"), *DEPLOY.rglob("worker.yaml")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(rf"(sum|avg)[^\n]*photoplay_{gauge}\b", text)
