"""The Node package."""

import pytest

from tests.clients.footage import FIVE_SECONDS_720P, fetch
from tests.clients.user import User

PRICE = 0.25


def test_an_uploaded_photograph_becomes_a_video(user: User) -> None:
    before = user.balance()
    link, outputs = user.node(
        "sdk",
        """
        const {Client} = require("wavespeed");
        const client = new Client(key, {baseUrl: base});
        const link = await client.upload(photograph);
        const output = await client.run(standard, {image: link, prompt: "Slow dolly-in", seed: 7});
        answer = [link, output.outputs];
        """,
    )
    assert link.startswith(f"{user.base}/")
    assert [fetch(url) for url in outputs] == [FIVE_SECONDS_720P]
    assert before - user.balance() == pytest.approx(PRICE)


def test_sync_mode(user: User) -> None:
    result = user.node(
        "sdk",
        """
        const {Client} = require("wavespeed");
        const client = new Client(key, {baseUrl: base});
        const still = {image: `data:image/jpeg;base64,${inline}`, prompt: "Pan right"};
        answer = await client.runNoThrow(standard, still, {enableSyncMode: true});
        """,
    )
    assert result["detail"]["status"] == "completed"
    assert len(result["detail"]["taskId"]) == 32
    assert [fetch(url) for url in result["outputs"]] == [FIVE_SECONDS_720P]


def test_refusals_arrive_as_they_were_meant(user: User) -> None:
    bad_key, bad_upload, bad_input, too_poor = user.node(
        "sdk",
        """
        const {Client} = require("wavespeed");
        const client = (key) => new Client(key, {baseUrl: base});
        const still = {image: inline, prompt: "Pan right"};
        answer = [
            await complaint(() => client("pp_nobody").run(standard, still)),
            await complaint(() => client("pp_nobody").upload(photograph)),
            await complaint(() => client(key).run(standard, {...still, guidance_scale: 7})),
            await complaint(() => client(poor_key).run(standard, still)),
        ];
        """,
    )
    assert "HTTP 401" in bad_key
    assert "key is not known" in bad_key
    assert "HTTP 401" in bad_upload
    assert "HTTP 400" in bad_input
    assert "guidance_scale must be between 0.0 and 1.0" in bad_input
    assert "HTTP 402" in too_poor
    assert "balance" in too_poor


def test_a_failure_arrives_once_and_costs_nothing(user: User) -> None:
    before = user.balance(), user.predictions()
    failure = user.node(
        "sdk",
        """
        const {Client} = require("wavespeed");
        const client = new Client(key, {baseUrl: base, maxRetries: 2, retryInterval: 0.1});
        const nowhere = {image: "http://127.0.0.1:9/photo.jpg", prompt: "Pan right"};
        answer = await complaint(() => client.run(standard, nowhere, {pollInterval: 0.1}));
        """,
    )
    assert "Prediction failed (task_id: " in failure
    assert "image " in failure
    balance, predictions = before
    assert (user.balance(), user.predictions()) == (balance, predictions + 1)
