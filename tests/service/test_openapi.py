import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from photoplay.catalogue.catalogue import MODELS
from tests.service.guests import Guest

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,"
    "response_headers_conformance,unsupported_method,ignored_auth"
)
OPEN = {"/media/{key}", "/api/v3/media/uploads/{token}"}


@pytest.fixture
def document(address: str) -> dict[str, Any]:
    found = httpx2.get(f"{address}/openapi.json", trust_env=False).json()
    assert isinstance(found, dict)
    return found


def test_every_call_is_described(document: dict[str, Any]) -> None:
    for path, calls in document["paths"].items():
        for method, call in calls.items():
            assert call["description"], path
            keyed = path not in OPEN
            assert ("security" in call) == keyed, path
            assert {"401", "403"} <= call["responses"].keys() or not keyed
            assert "422" not in call["responses"], path
            if method == "post" and not path.endswith("/cancel"):
                [content] = call["requestBody"]["content"].values()
                assert "example" in content or "binary" in path, path


def as_floats(schema: dict[str, Any]) -> Any:
    """Return a schema with every number as a float, which FastAPI makes of some limits."""
    return json.loads(json.dumps(schema), parse_int=float)


def test_models_have_calls_with_their_own_schemas(document: dict[str, Any]) -> None:
    for model in MODELS.values():
        for path in (f"v2/{model.id}", f"v3/{model.id}", f"v3/{model.id}/storyboard"):
            call = document["paths"][f"/api/{path}"]["post"]
            body = call["requestBody"]["content"]["application/json"]
            assert as_floats(body["schema"]) == as_floats(model.request_schema())
            assert body["example"] == model.example()


def test_schemathesis(make_guest: Callable[..., Guest], address: str, tmp_path: Path) -> None:
    guest = make_guest(credit=10_000_000_000)
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{address}/openapi.json"),
        *("--header", f"Authorization: Bearer {guest.key}", "--checks", CHECKS),
        *("--phases", "examples,coverage,fuzzing,stateful", "--max-examples", "4", "--seed", "7"),
        *("--continue-on-failure", "--no-color"),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
