"""The command line client, logged in and pointed at the service by its own commands."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.clients.footage import FIVE_SECONDS_720P, FIVE_SECONDS_1080P, fetch, watch
from tests.clients.user import PHOTOGRAPH, ROOT, User, node_client
from tests.serving.running import PRO, STANDARD

END_PHOTOGRAPH = ROOT / "src/photoplay/playground/examples/astronaut.png"

Command = Callable[..., subprocess.CompletedProcess[str]]
Ask = Callable[..., Any]


@pytest.fixture
def command(user: User) -> Command:
    """The command, with its base URL set."""
    binary = node_client("cli") / "node_modules" / ".bin" / "wavespeed"

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return user.run([str(binary), *arguments], **environment)

    assert run("config", "--base-url", user.base).returncode == 0
    return run


@pytest.fixture
def ask(user: User, command: Command) -> Ask:
    """The command with a key, its answers as JSON."""

    def run(*arguments: str, key: str = user.key) -> Any:
        printed = command(*arguments, "--json", WAVESPEED_API_KEY=key).stdout
        # On a slow machine it asks again first, and says so.
        return json.loads(re.sub(r"\A[^\[{]*", "", printed))

    return run


def test_it_logs_in_with_a_good_key_only(user: User, command: Command) -> None:
    refused = command("login", "--no-browser", "--api-key", "pp_nobody")
    assert refused.returncode == 1
    assert "API rejected the key" in refused.stdout + refused.stderr
    welcomed = command("login", "--no-browser", "--api-key", user.key)
    assert welcomed.returncode == 0, welcomed.stderr
    assert f"${user.balance():.2f}" in command("balance").stdout


def test_the_catalogue(user: User, command: Command, ask: Ask) -> None:
    assert [model["model_id"] for model in ask("models", "--no-cache")] == [PRO, STANDARD]
    assert [model["model_id"] for model in ask("models", "standard", "--type", "image-to-video")] == [
        STANDARD
    ]
    schema = ask("schema", PRO)
    assert schema["required"] == ["image", "prompt"]
    assert "end_image" in schema["properties"]
    told = command("run", PRO, "--help", WAVESPEED_API_KEY=user.key).stdout
    assert all(field in told for field in schema["properties"])
    assert "enum: 5 | 10" in told


def test_prices(ask: Ask) -> None:
    assert ask("price", PRO, "-p", "Pan right")["unit_price"] == 0.45
    assert ask("price", PRO, "-i", "duration=10")["unit_price"] == 0.9


def test_two_photographs_become_a_video_that_can_be_found_again(
    user: User, ask: Ask, command: Command, tmp_path: Path
) -> None:
    before = ask("balance")["balance"]
    first, last = ask("upload", str(PHOTOGRAPH), str(END_PHOTOGRAPH))["urls"]
    made = ask(
        *("run", PRO, "-p", "Slow orbit left", "-i", f"image={first}", f"end_image={last}", "duration=5"),
        *("--download", "{slug}-{index}.{ext}"),
    )
    assert [watch(Path(file).read_bytes()) for file in made["saved"]] == [FIVE_SECONDS_1080P]
    assert Path(made["saved"][0]).name == "slow-orbit-left-1.mp4"
    assert before - ask("balance")["balance"] == pytest.approx(0.45)

    newest = ask("history", "--limit", "1", "--status", "completed", "--model", PRO)["items"]
    assert [item["outputs"] for item in newest] == [made["outputs"]]
    assert newest[0]["input"]["prompt"] == "Slow orbit left"
    found = newest[0]["id"]
    assert found not in {item["id"] for item in ask("history", "--status", "failed")["items"]}
    assert ask("history", "--until", "2020-01-01T00:00:00Z")["items"] == []
    assert ask("show", found)["input"]["end_image"] == last
    shown = command("show", found, WAVESPEED_API_KEY=user.key).stdout
    assert made["outputs"][0] in shown
    assert ask("download", made["outputs"][0], "-o", "again.mp4")["saved"] == [str(tmp_path / "again.mp4")]
    assert (tmp_path / "again.mp4").read_bytes() == Path(made["saved"][0]).read_bytes()


def test_a_video_made_in_sync_mode_and_deleted(ask: Ask) -> None:
    link = ask("upload", str(PHOTOGRAPH))["url"]
    made = ask("run", STANDARD, "--sync", "-p", "Pan right", "-i", f"image={link}")
    [clip] = made["outputs"]
    assert fetch(clip) == FIVE_SECONDS_720P
    newest = ask("history", "--limit", "1")["items"][0]
    assert newest["outputs"] == [clip]
    assert ask("delete", newest["id"]) == {"deleted": [newest["id"]]}
    assert "404" in ask("show", newest["id"])["error"]
    assert newest["id"] not in {item["id"] for item in ask("history")["items"]}
    assert httpx2.get(clip, trust_env=False).status_code == 404


def test_refusals_arrive_as_they_were_meant(user: User, ask: Ask) -> None:
    still = ("run", STANDARD, "-p", "Pan right", "-i", "image=aGVsbG8=")
    assert "key is not known" in ask(*still, key="pp_nobody")["error"]
    assert "401" in ask("balance", key="pp_nobody")["error"]
    assert "image must be a JPEG or PNG picture" in ask(*still)["error"]
    assert "duration must be 5 or 10" in ask(*still, "duration=7")["error"]
    link = ask("upload", str(PHOTOGRAPH))["url"]
    assert "HTTP 402" in ask(*still[:-1], f"image={link}", key=user.poor_key)["error"]
