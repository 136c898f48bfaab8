"""The Python package: its client of today, the one before it, and the first."""

import pytest

from tests.clients.footage import FIVE_SECONDS_720P, fetch
from tests.clients.user import User

PRICE = 0.25
CLIENTS = ["wavespeed-2", "wavespeed-1"]

each_client = pytest.mark.parametrize("client", CLIENTS)


@each_client
def test_an_uploaded_photograph_becomes_a_video(user: User, client: str) -> None:
    before = user.balance()
    link, outputs = user.python(
        client,
        """
        from wavespeed import Client

        client = Client(key, base_url=base)
        link = client.upload(photograph)
        extras = {"negative_prompt": "", "seed": 7, "size": "1280*720", "loras": []}
        output = client.run(standard, {"image": link, "prompt": "Slow dolly-in", **extras})
        answer = [link, output["outputs"]]
        """,
    )
    assert link.startswith(f"{user.base}/")
    assert link.endswith(".jpg")
    assert [fetch(url) for url in outputs] == [FIVE_SECONDS_720P]
    assert before - user.balance() == pytest.approx(PRICE)


def test_sync_mode_of_the_client_of_today(user: User) -> None:
    result, looked_up = user.python(
        "wavespeed-2",
        """
        from wavespeed import Client

        client = Client(key, base_url=base)
        photograph = {"image": f"data:image/jpeg;base64,{inline}", "prompt": "Pan right"}
        result = client.run_no_throw(standard, photograph, enable_sync_mode=True)
        answer = [result, client.get_result(result["task_id"])]
        """,
    )
    assert (result["status"], result["error"]) == ("completed", None)
    assert [fetch(url) for url in result["outputs"]] == [FIVE_SECONDS_720P]
    assert looked_up["data"]["status"] == "completed"
    assert looked_up["data"]["outputs"] == result["outputs"]


def test_sync_mode_of_the_client_before(user: User) -> None:
    output = user.python(
        "wavespeed-1",
        """
        from wavespeed import Client

        photograph = {"image": inline, "prompt": "Pan right", "duration": "5"}
        answer = Client(key, base_url=base).run(standard, photograph, enable_sync_mode=True)
        """,
    )
    assert [fetch(url) for url in output["outputs"]] == [FIVE_SECONDS_720P]


@each_client
def test_refusals_arrive_as_they_were_meant(user: User, client: str) -> None:
    bad_key, bad_upload, bad_input, bad_picture, bad_model, too_poor = user.python(
        client,
        """
        from wavespeed import Client

        stranger = Client("pp_" + "x" * 48, base_url=base)
        client = Client(key, base_url=base)
        still = {"image": inline, "prompt": "Pan right"}
        answer = [
            complaint(stranger.run, standard, still),
            complaint(stranger.upload, photograph),
            complaint(client.run, standard, {**still, "duration": 7}),
            complaint(client.run, standard, {**still, "image": "aGVsbG8="}),
            complaint(client.run, "kwaivgi/kling-v9", still),
            complaint(Client(poor_key, base_url=base).run, standard, still),
        ]
        """,
    )
    assert "HTTP 401" in bad_key
    assert "key is not known" in bad_key
    assert "HTTP 401" in bad_upload
    assert "HTTP 400" in bad_input
    assert "duration must be 5 or 10" in bad_input
    assert "HTTP 400" in bad_picture
    assert "image must be a JPEG or PNG picture" in bad_picture
    assert "HTTP 404" in bad_model
    assert "HTTP 402" in too_poor
    assert "balance" in too_poor


@each_client
def test_a_failure_arrives_once_and_costs_nothing(user: User, client: str) -> None:
    before = user.balance(), user.predictions()
    failure = user.python(
        client,
        """
        from wavespeed import Client

        client = Client(key, base_url=base, max_retries=2, retry_interval=0.1)
        nowhere = {"image": "http://127.0.0.1:9/photo.jpg", "prompt": "Pan right"}
        answer = complaint(client.run, standard, nowhere, poll_interval=0.1)
        """,
    )
    assert "Prediction failed (task_id: " in failure
    assert "image " in failure
    balance, predictions = before
    assert (user.balance(), user.predictions()) == (balance, predictions + 1)


def test_the_first_client_makes_a_video_through_v2(user: User) -> None:
    made, looked_up = user.python(
        "wavespeed-0",
        """
        import asyncio
        from wavespeed import WaveSpeed

        client = WaveSpeed(api_key=key, base_url=f"{base}/api/v2/")
        made = client.run(standard, {"image": inline, "prompt": "Tilt up", "guidance_scale": 0.7})
        looked_up = asyncio.run(client.async_get_prediction(made.id))
        answer = [json.loads(each.model_dump_json()) for each in (made, looked_up)]
        """,
    )
    assert made["status"] == "completed"
    assert made["has_nsfw_contents"] == [False]
    assert made["executionTime"] > 0
    assert [fetch(url) for url in made["outputs"]] == [FIVE_SECONDS_720P]
    assert looked_up["outputs"] == made["outputs"]
    assert looked_up["input"]["guidance_scale"] == 0.7


def test_the_first_client_learns_of_refusals(user: User) -> None:
    refusals = user.python(
        "wavespeed-0",
        """
        import httpx
        from wavespeed import WaveSpeed

        def refusal(key, **changes):
            client = WaveSpeed(api_key=key, base_url=f"{base}/api/v2/")
            try:
                client.create(standard, {"image": inline, "prompt": "Tilt up", **changes})
            except httpx.HTTPStatusError as error:
                return [error.response.status_code, error.response.json()["message"]]

        answer = [refusal("pp_nobody"), refusal(key, guidance_scale=5), refusal(poor_key)]
        """,
    )
    assert [status for status, _ in refusals] == [401, 400, 402]
    assert refusals[1][1].startswith("guidance_scale must be between 0.0 and 1.0")
