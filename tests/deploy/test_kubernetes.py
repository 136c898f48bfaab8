"""The manifests: against Kubernetes's schemas, and against each other."""

import re
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import yaml  # type: ignore[import-untyped]

from photoplay.service.app import create_app
from tests.deploy.files import DEPLOY, MANIFESTS, containers, documents, manifests, of_kind, tool

FOLDERS = sorted(path for path in (DEPLOY / "kubernetes").iterdir() if path.is_dir())
LEEWAY = 10
INSIDE = ("/metrics", "/healthz", "/readyz")


def documents_in(folder: Path) -> list[dict[str, Any]]:
    return [each for path in MANIFESTS if path.parent == folder for each in documents(path)]


def deployments() -> dict[str, dict[str, Any]]:
    return {deployment["metadata"]["name"]: deployment for deployment in of_kind("Deployment")}


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_it_fits_the_schemas(path: Path) -> None:
    said = tool("kubernetes-validate", "--strict", path)
    unknown = [line for line in said.splitlines() if "Couldn't find schema" in line]
    assert all("kind ScaledObject" in line for line in unknown)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_kustomize_builds_it(folder: Path) -> None:
    built = list(yaml.safe_load_all(tool("kubectl", "kustomize", folder)))
    wanted = manifests() if folder.name == "gpu" else documents_in(folder)
    assert sorted(each["kind"] for each in built) == sorted(["ConfigMap", *(each["kind"] for each in wanted)])
    names = {each["metadata"]["name"] for each in built if each["kind"] == "ConfigMap"}
    references = re.findall(r"configMapRef:\n +name: (\S+)", yaml.safe_dump_all(built))
    assert set(references) == names


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_kustomize_leaves_no_manifest_out(folder: Path) -> None:
    (kustomization,) = documents(folder / "kustomization.yaml")
    manifests = {path.name for path in folder.glob("*.yaml")} - {"kustomization.yaml"}
    assert {name for name in kustomization["resources"] if not name.startswith("..")} == manifests


def test_selectors_find_their_pods() -> None:
    labels = {name: each["spec"]["template"]["metadata"]["labels"] for name, each in deployments().items()}
    for name, deployment in deployments().items():
        assert deployment["spec"]["selector"]["matchLabels"] == labels[name]
    for budget in of_kind("PodDisruptionBudget"):
        assert budget["spec"]["selector"]["matchLabels"] == labels[budget["metadata"]["name"]]
    for service in of_kind("Service"):
        assert service["spec"]["selector"] == labels[service["metadata"]["name"]]


def test_a_render_has_its_grace() -> None:
    graces = [
        (pod["terminationGracePeriodSeconds"], int(variable["value"]))
        for pod, container in containers()
        for variable in container.get("env", [])
        if variable["name"] == "PHOTOPLAY_STOP_GRACE"
    ]
    assert len(graces) == 2
    assert all(given >= wanted + LEEWAY for given, wanted in graces)


def test_no_pod_may_do_more_than_it_must() -> None:
    for pod, container in containers():
        assert pod["securityContext"]["runAsNonRoot"]
        assert not pod["automountServiceAccountToken"]
        assert not container["securityContext"]["allowPrivilegeEscalation"]
        assert {"configMapRef": {"name": "photoplay"}} in container["envFrom"]
        assert {"secretRef": {"name": "photoplay"}} in container["envFrom"]
        mounted = {mount["name"] for mount in container["volumeMounts"]}
        assert mounted == {volume["name"] for volume in pod["volumes"]}


def test_workers_are_scaled_by_their_queue() -> None:
    scaled = {each["spec"]["scaleTargetRef"]["name"]: each["spec"] for each in of_kind("ScaledObject")}
    assert scaled.keys() == deployments().keys() - {"front"}
    for name, spec in scaled.items():
        assert "replicas" not in deployments()[name]["spec"]
        assert spec["minReplicaCount"] < spec["maxReplicaCount"]
        (container,) = deployments()[name]["spec"]["template"]["spec"]["containers"]
        queue = container["args"][-1] if "--queue" in container["args"] else "production"
        (trigger,) = spec["triggers"]
        assert trigger["type"] == "prometheus"
        assert f'{{queue="{queue}"}}' in trigger["metadata"]["query"]
        assert float(trigger["metadata"]["threshold"]) > 0


def test_the_ingress_lets_in_what_is_for_clients() -> None:
    (ingress,) = of_kind("Ingress")
    paths = ingress["spec"]["rules"][0]["http"]["paths"]

    def is_let_in(route: str) -> bool:
        return any(
            route == rule["path"] or (rule["pathType"] == "Prefix" and route.startswith(rule["path"] + "/"))
            for rule in paths
        )

    for route in routes():
        assert is_let_in(route) == (route not in INSIDE), route


def routes() -> set[str]:
    """Return the path of every route of the service."""
    house = Mock()
    house.settings.drafts = 0
    return {getattr(route, "path", "") for route in create_app(house).routes}
