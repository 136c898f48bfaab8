"""The LangChain tool."""

from tests.clients.footage import FIVE_SECONDS_720P, fetch
from tests.clients.user import User


def test_the_tool_makes_a_video_and_passes_refusals_on(user: User) -> None:
    made, refused = user.python(
        "langchain",
        """
        import wavespeed.config
        from langchain_wavespeed import WaveSpeedRunModel

        wavespeed.config.api.base_url = base
        tool = WaveSpeedRunModel(api_key=key, poll_interval=0.5)
        still = {"image": inline, "prompt": "Slow dolly-in"}
        answer = [
            tool.invoke({"model": standard, "input": still}),
            complaint(tool.invoke, {"model": standard, "input": {**still, "duration": 7}}),
        ]
        """,
    )
    assert [fetch(url) for url in made.splitlines()] == [FIVE_SECONDS_720P]
    assert refused.startswith("ToolException: ")
    assert "duration must be 5 or 10" in refused
