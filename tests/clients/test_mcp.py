"""The two MCP servers, the Python one and the Node one, as a language model's program would talk to them.

The Node one uploads by the Node package; `pins/mcp.json` gives it the version that is tested here too.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.clients.footage import FIVE_SECONDS_720P, fetch, watch
from tests.clients.user import BARE_PYTHON, PHOTOGRAPH, User, node_client, python_client
from tests.serving.running import PRO, STANDARD

TALK = """
import asyncio
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

async def talk():
    server = StdioServerParameters(command=command[0], args=command[1:], env=environment)
    async with stdio_client(server) as (heard, said), ClientSession(heard, said) as session:
        await session.initialize()
        tools = [tool.name for tool in (await session.list_tools()).tools]
        results = [await session.call_tool(name, arguments) for name, arguments in calls]
        return [tools, [result.content[0].text for result in results]]

answer = asyncio.run(talk())
"""

Call = tuple[str, dict[str, Any]]


def python_server(user: User, key: str) -> tuple[list[str], dict[str, str]]:
    folder = python_client("wavespeed-mcp")
    return [*BARE_PYTHON, str(folder / "bin" / "wavespeed-mcp")], {
        "PYTHONPATH": str(folder),
        "WAVESPEED_API_KEY": key,
        "WAVESPEED_API_HOST": user.base,
        "WAVESPEED_API_RESOURCE_MODE": "local",
        "WAVESPEED_MCP_BASE_PATH": str(user.home),
    }


def node_server(user: User, key: str) -> tuple[list[str], dict[str, str]]:
    binary = node_client("mcp") / "node_modules" / ".bin" / "wavespeed-mcp"
    environment = {"HOME": str(user.home), "WAVESPEED_API_KEY": key, "WAVESPEED_BASE_URL": user.base}
    return [str(binary)], environment


def talk(
    user: User, server: tuple[list[str], dict[str, str]], calls: Sequence[Call]
) -> tuple[list[str], list[str]]:
    """Return the tools that a server offers, and what it says to calls of them."""
    command, environment = server
    tools, said = user.python("wavespeed-mcp", TALK, command=command, environment=environment, calls=calls)
    return tools, said


def test_the_python_server_films_a_photograph(user: User) -> None:
    before = user.balance()
    still = {"image": str(PHOTOGRAPH), "prompt": "Slow dolly-in", "model": STANDARD, "guidance_scale": 0.5}
    calls = [("generate_video", still), ("generate_video", {**still, "guidance_scale": 5})]
    tools, (made, refused) = talk(user, python_server(user, user.key), calls)
    assert "generate_video" in tools
    result = json.loads(made)
    assert result["status"] == "success", result
    assert result["model"] == STANDARD
    assert [watch(Path(file["path"]).read_bytes()) for file in result["local_files"]] == [FIVE_SECONDS_720P]
    assert "guidance_scale must be between 0.0 and 1.0" in json.loads(refused)["error"]
    assert before - user.balance() == pytest.approx(0.25)


def test_the_python_server_learns_of_a_bad_key(user: User) -> None:
    still = {"image": str(PHOTOGRAPH), "prompt": "Slow dolly-in", "model": STANDARD, "guidance_scale": 0.5}
    _, [refused] = talk(user, python_server(user, "pp_nobody"), [("generate_video", still)])
    assert "Authentication failed" in json.loads(refused)["error"]


def test_the_node_server_films_a_photograph(user: User) -> None:
    before = user.balance()
    still = {"image": f"@{PHOTOGRAPH}", "prompt": "Slow dolly-in"}
    calls: list[Call] = [
        ("list_models", {"query": "i2v-pro", "refresh": True}),
        ("get_model_schema", {"model": PRO}),
        ("get_price", {"model": STANDARD, "input": {"duration": 10}}),
        ("get_balance", {}),
        ("upload_file", {"path": str(PHOTOGRAPH)}),
        ("run_model", {"model": STANDARD, "input": still}),
    ]
    tools, said = talk(user, node_server(user, user.key), calls)
    assert {name for name, _ in calls} <= set(tools)
    models, schema, price, balance, upload, made = map(json.loads, said)
    assert [model["model_id"] for model in models["models"]] == [PRO]
    assert schema["required"] == ["image", "prompt"]
    assert (price["price"], price["currency"], price["unpriced_inputs"]) == (0.5, "USD", [])
    assert balance["balance"] == before
    assert upload["url"].startswith(f"{user.base}/")
    assert made["status"] == "completed"
    assert [fetch(url) for url in made["outputs"]] == [FIVE_SECONDS_720P]
    assert before - user.balance() == pytest.approx(0.25)

    _, [found] = talk(user, node_server(user, user.key), [("get_prediction", {"id": made["id"]})])
    assert json.loads(found)["outputs"] == made["outputs"]


def test_the_node_server_learns_of_refusals(user: User) -> None:
    still = {"image": f"@{PHOTOGRAPH}", "prompt": "Slow dolly-in"}
    run: Call = ("run_model", {"model": STANDARD, "input": {**still, "duration": 7}})
    _, [bad_input] = talk(user, node_server(user, user.key), [run])
    assert "duration must be 5 or 10" in bad_input
    _, [bad_key] = talk(user, node_server(user, "pp_nobody"), [("get_balance", {})])
    assert "key is not known" in bad_key
