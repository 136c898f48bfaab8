"""Somebody who uses the service through a client: from a home of their own, in processes that see nothing of ours."""

import base64
import json
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.serving.running import PRO, STANDARD

ROOT = Path(__file__).parents[2]
INSTALLED = ROOT / ".clients"
PHOTOGRAPH = ROOT / "src/photoplay/playground/examples/dandelion.jpg"
PATIENCE = 120
"""Seconds that one command of a client may take."""
BARE_PYTHON = [sys.executable, "-S"]
"""An interpreter that sees no packages but those on PYTHONPATH."""

PYTHON_BEFORE = """
import json, sys

globals().update(json.load(sys.stdin))


def complaint(call, *arguments, **named):
    try:
        call(*arguments, **named)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


"""
PYTHON_AFTER = """
print("\\n" + json.dumps(answer))
"""
NODE_BEFORE = """
Object.assign(globalThis, JSON.parse(require("fs").readFileSync(0)));
const complaint = (call) => call().then(() => null, (error) => `${error.name}: ${error.message}`);
let answer;
(async () => {
"""
NODE_AFTER = """
})().then(() => console.log("\\n" + JSON.stringify(answer)));
"""


@dataclass(frozen=True)
class User:
    """A user with a home, a photograph, a key with a balance and one with hardly any."""

    home: Path
    base: str
    key: str
    poor_key: str

    @property
    def knows(self) -> dict[str, str]:
        """What the code of a snippet finds at hand."""
        return {
            "base": self.base,
            "key": self.key,
            "poor_key": self.poor_key,
            "standard": STANDARD,
            "pro": PRO,
            "photograph": str(PHOTOGRAPH),
            "inline": base64.b64encode(PHOTOGRAPH.read_bytes()).decode(),
        }

    def run(
        self, command: Sequence[str], stdin: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command at home, with next to nothing in its environment."""
        bare = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LANG": "C.UTF-8"}
        return subprocess.run(
            command,
            cwd=self.home,
            env={**bare, **environment},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def python(self, client: str, code: str, **knows: object) -> Any:
        """Run what a user of a Python client would write; return what it leaves in `answer`."""
        script = PYTHON_BEFORE + textwrap.dedent(code) + PYTHON_AFTER
        return self._snippet([*BARE_PYTHON, "-c", script], knows, PYTHONPATH=str(python_client(client)))

    def node(self, client: str, code: str) -> Any:
        """Run what a user of a Node client would write; return what it leaves in `answer`."""
        script = NODE_BEFORE + textwrap.dedent(code) + NODE_AFTER
        return self._snippet(["node", "-e", script], {}, NODE_PATH=str(node_client(client) / "node_modules"))

    def balance(self) -> float:
        """Return what the account can spend, in dollars."""
        return float(self._ask("GET", "balance")["balance"])

    def predictions(self) -> int:
        """Return how many predictions the account has."""
        return int(self._ask("POST", "predictions", json={"page_size": 1})["total"])

    def _ask(self, method: str, path: str, **request: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.key}"}
        url = f"{self.base}/api/v3/{path}"
        return httpx2.request(method, url, headers=headers, trust_env=False, **request).json()["data"]

    def _snippet(self, command: Sequence[str], knows: Mapping[str, object], **environment: str) -> Any:
        ended = self.run(command, json.dumps({**self.knows, **knows}), **environment)
        assert ended.returncode == 0, ended.stderr
        return json.loads(ended.stdout.splitlines()[-1])


def python_client(name: str) -> Path:
    """Return the folder that a Python client is installed in."""
    return _installed(INSTALLED / "python" / name)


def node_client(name: str) -> Path:
    """Return the folder that a Node client is installed in; the test is skipped where there is no npm."""
    folder = INSTALLED / "node" / name
    if shutil.which("npm") is None:
        pytest.skip("This machine has no npm; the clients that are installed by it are not tested.")
    return _installed(folder)


def _installed(folder: Path) -> Path:
    stamp = folder / "installed"
    assert stamp.exists(), f"`make {stamp.relative_to(ROOT)}` installs this client; `make test` does so too."
    return folder
