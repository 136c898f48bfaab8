import base64
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from photoplay.production.house import House
from photoplay.shot import MAX_SEED
from photoplay.store.accounts import Level
from tests.service.guests import LINK, PRO, STANDARD, Guest, picture, refused, running

MakeGuest = Callable[..., Guest]
BODY = {"prompt": "slow push-in", "image": LINK}


class TestAccepted:
    def test_the_answer_is_the_contracts(self, guest: Guest) -> None:
        answer = guest.post(f"/api/v3/{PRO}", BODY)
        assert answer.status_code == 200
        envelope = answer.json()
        data = envelope["data"]
        assert "error" not in envelope
        created_at, identity, seed = data.pop("created_at"), data.pop("id"), data["input"].pop("seed")
        assert len(identity) == 32
        assert created_at.endswith("Z")
        assert len(created_at) == len("2025-09-25T09:12:48.239Z")
        assert 0 <= seed <= MAX_SEED
        base = str(guest.http.base_url).rstrip("/")
        assert data == {
            "model": PRO,
            "input": BODY | {"guidance_scale": 0.5, "duration": 5},
            "outputs": [],
            "urls": {"get": f"{base}/api/v3/predictions/{identity}/result"},
            "has_nsfw_contents": [],
            "status": "created",
            "error": "",
            "executionTime": 0,
            "timings": {"inference": 0},
            "progress": 0.0,
            "stage": "",
            "queue_position": data["queue_position"],
        }
        assert data["queue_position"] >= 1
        assert guest.balance == 10_000_000 - 450_000

    @pytest.mark.parametrize("version", ["v2", "v3"])
    @pytest.mark.parametrize(
        ("model", "duration", "price"),
        [(PRO, 5, 450_000), (PRO, 10, 900_000), (STANDARD, 5, 250_000), (STANDARD, 10, 500_000)],
    )
    def test_models_versions_and_prices(
        self, guest: Guest, version: str, model: str, duration: int, price: int
    ) -> None:
        data = guest.data(f"/api/{version}/{model}", BODY | {"duration": duration})
        assert (data["model"], data["input"]["duration"]) == (model, duration)
        assert "/api/v3/" in data["urls"]["get"]
        assert guest.balance == 10_000_000 - price

    def test_unknown_keys_and_empty_ones_are_dropped(self, guest: Guest) -> None:
        extra: dict[str, object] = {
            "size": "832*480",
            "loras": [],
            "model": "x",
            "negative_prompt": "",
            "end_image": None,
        }
        data = guest.submit(**extra, guidance_scale="", duration=None, seed=-1, enable_sync_mode="")
        assert data["input"].keys() == {"prompt", "image", "guidance_scale", "duration", "seed"}
        assert (data["input"]["guidance_scale"], data["input"]["duration"]) == (0.5, 5)
        assert data["input"]["seed"] >= 0

    @pytest.mark.parametrize(
        ("field", "given", "kept"),
        [
            ("duration", "10", 10),
            ("duration", 10.0, 10),
            ("guidance_scale", "0.25", 0.25),
            ("guidance_scale", 1, 1.0),
            ("seed", 42, 42),
            ("seed", "42", 42),
            ("seed", MAX_SEED, MAX_SEED),
            ("negative_prompt", "shake", "shake"),
            ("prompt", "x" * 2500, "x" * 2500),
            ("end_image", LINK, LINK),
        ],
    )
    def test_values_that_can_only_mean_one_thing(
        self, guest: Guest, field: str, given: object, kept: object
    ) -> None:
        assert guest.submit(**{field: given})["input"][field] == kept

    @pytest.mark.parametrize("content_type", ["application/json", "text/plain", None])
    def test_the_content_type_does_not_matter(self, guest: Guest, content_type: str | None) -> None:
        headers = {"Content-Type": content_type} if content_type else {}
        answer = guest.http.post(f"/api/v3/{PRO}", content=json.dumps(BODY), headers=headers)
        assert answer.status_code == 200

    @pytest.mark.parametrize(
        "path", [f"//api/v3/{PRO}", f"/api//v3/{PRO}/", f"/api/v3/{PRO.replace('/', '%2F')}"]
    )
    def test_slashes_as_clients_happen_to_send_them(self, guest: Guest, path: str) -> None:
        address = str(guest.http.base_url).rstrip("/")
        assert guest.http.post(f"{address}{path}", json=BODY).json()["data"]["model"] == PRO

    @pytest.mark.parametrize("form", ["data:image/png;base64,{}", "{}"])
    def test_inline_pictures_become_links(self, guest: Guest, form: str) -> None:
        content = picture()
        data = guest.submit(image=form.format(base64.b64encode(content).decode()))
        assert guest.http.get(data["input"]["image"]).content == content

    def test_the_public_address_is_used_where_one_is_set(self, house: House, make_guest: MakeGuest) -> None:
        settings = house.settings.model_copy(update={"public_url": "https://films.example/studio/"})
        public = replace(house, settings=settings)
        with running(public) as address:
            data = make_guest(house=public, address=address).submit()
        assert data["urls"]["get"].startswith("https://films.example/studio/api/v3/predictions/")


class TestRefused:
    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"prompt": None}, "prompt is required"),
            ({"prompt": "   "}, "prompt is required"),
            ({"prompt": 7}, "prompt must be a string"),
            ({"prompt": "x" * 2501}, "prompt must be at most 2500 characters long; it has 2501"),
            ({"prompt": "a\0b"}, "prompt must be valid Unicode"),
            ({"prompt": "\ud800"}, "prompt must be valid Unicode"),
            ({"negative_prompt": "x" * 2501}, "negative_prompt must be at most 2500"),
            ({"negative_prompt": ["a"]}, "negative_prompt must be a string"),
            ({"image": ""}, "image is required"),
            ({"image": {"url": LINK}}, "image must be a string"),
            ({"image": "no picture"}, "image must be"),
            ({"image": "ftp://example.com/a.png"}, "image must be"),
            ({"image": "http://127.0.0.1/a.png"}, "image must"),
            ({"image": base64.b64encode(picture(299, 320)).decode()}, "image must be at least 300 pixels"),
            ({"image": base64.b64encode(picture(300, 760)).decode()}, "image must have an aspect ratio"),
            ({"end_image": base64.b64encode(picture(200, 320)).decode()}, "end_image must be at least 300"),
            ({"end_image": 5}, "end_image must be a string"),
            ({"guidance_scale": 1.01}, "guidance_scale must be between 0.0 and 1.0"),
            ({"guidance_scale": -0.1}, "guidance_scale must be between 0.0 and 1.0"),
            ({"guidance_scale": True}, "guidance_scale must be a number"),
            ({"guidance_scale": "high"}, "guidance_scale must be a number"),
            ({"guidance_scale": 10**400}, "guidance_scale must be a number"),
            ({"duration": 7}, "duration must be 5 or 10"),
            ({"duration": 5.5}, "duration must be 5 or 10"),
            ({"duration": "five"}, "duration must be 5 or 10"),
            ({"duration": True}, "duration must be 5 or 10"),
            ({"seed": -2}, "seed must be between -1 and"),
            ({"seed": MAX_SEED + 1}, "seed must be between -1 and"),
            ({"seed": 0.5}, "seed must be an integer"),
            ({"enable_sync_mode": "maybe"}, "enable_sync_mode must be true or false"),
            ({"enable_base64_output": 2}, "enable_base64_output must be true or false"),
        ],
    )
    def test_the_field_and_the_rule_are_named(
        self, guest: Guest, changes: dict[str, object], words: str
    ) -> None:
        answer = guest.http.post(f"/api/v3/{PRO}", content=json.dumps(BODY | changes))
        assert refused(answer, 400, "invalid_input").startswith(words)
        assert guest.balance == 10_000_000

    @pytest.mark.parametrize(
        "content", ["", "[]", "null", "{", '{"prompt": NaN}', "[" * 100_000, b"\xff\xfe\xfa"]
    )
    def test_a_body_that_is_no_object(self, guest: Guest, content: str | bytes) -> None:
        message = refused(guest.http.post(f"/api/v3/{PRO}", content=content), 400, "invalid_json")
        assert message == "The body must be a JSON object."

    def test_an_end_image_is_not_dropped_where_a_model_has_none(self, guest: Guest) -> None:
        answer = guest.post(f"/api/v3/{STANDARD}", BODY | {"end_image": LINK})
        assert refused(answer, 400, "invalid_input").startswith("end_image is not known to")
        assert guest.submit(STANDARD, end_image="")["model"] == STANDARD

    @pytest.mark.parametrize("webhook", ["gopher://example.com", "http://10.0.0.1/hook", "nonsense"])
    def test_a_webhook_that_cannot_be_called(self, guest: Guest, webhook: str) -> None:
        answer = guest.http.post(f"/api/v3/{PRO}", params={"webhook": webhook}, json=BODY)
        assert refused(answer, 400, "invalid_input").startswith("webhook must")

    def test_a_webhook_with_base64(self, guest: Guest) -> None:
        params = {"webhook": "https://example.com/hook"}
        answer = guest.http.post(f"/api/v3/{PRO}", params=params, json=BODY | {"enable_base64_output": True})
        assert answer.status_code == 400
        assert answer.text == (
            '{"error":"webhook callback does not support base64 output, '
            'please use the normal API to use base64 output"}'
        )
        assert guest.http.post(f"/api/v3/{PRO}", params=params, json=BODY).status_code == 200
        empty = guest.http.post(f"/api/v3/{PRO}?webhook=", json=BODY | {"enable_base64_output": True})
        assert empty.status_code == 200

    def test_an_unknown_model(self, guest: Guest) -> None:
        message = refused(guest.post("/api/v3/kwaivgi/kling-v9", BODY), 404, "not_found")
        assert "kwaivgi/kling-v9" in message
        assert "/api/v3/models" in message

    def test_a_balance_that_is_too_small(self, make_guest: MakeGuest) -> None:
        guest = make_guest(credit=449_999)
        message = refused(guest.post(f"/api/v3/{PRO}", BODY), 402, "insufficient_balance")
        assert "balance" in message
        assert guest.balance == 449_999

    def test_a_rate_that_is_too_high(self, make_guest: MakeGuest) -> None:
        guest = make_guest(level=Level.BRONZE)
        for _ in range(5):
            guest.submit()
        answer = guest.post(f"/api/v3/{PRO}", BODY)
        refused(answer, 429, "rate_limited")
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
        assert guest.balance == 10_000_000 - 5 * 450_000

    def test_a_queue_that_is_full(self, house: House, make_guest: MakeGuest) -> None:
        make_guest().submit()
        busy = replace(house, settings=house.settings.model_copy(update={"queue_depth": 1}))
        with running(busy) as address:
            answer = make_guest(house=busy, address=address).post(f"/api/v3/{PRO}", BODY)
        refused(answer, 429, "queue_full")
        assert int(answer.headers["Retry-After"]) >= 1

    @pytest.mark.parametrize("chunked", [False, True])
    def test_a_body_that_is_too_large(self, guest: Guest, chunked: bool) -> None:
        content = json.dumps(BODY | {"image": "A" * (32 * 1024 * 1024)}).encode()
        sent: Any = iter([content[: 2**20], content[2**20 :]]) if chunked else content
        message = refused(guest.http.post(f"/api/v3/{PRO}", content=sent), 413, "body_too_large")
        assert message == "The body must be at most 33554432 bytes."


class TestIdempotency:
    def test_the_same_request_is_answered_again(self, guest: Guest) -> None:
        headers = {"Idempotency-Key": "take one"}
        first = guest.http.post(f"/api/v3/{PRO}", json=BODY, headers=headers)
        again = guest.http.post(f"/api/v3/{PRO}", json=BODY, headers=headers)
        assert "Idempotent-Replayed" not in first.headers
        assert again.headers["Idempotent-Replayed"] == "true"
        assert first.json()["data"]["id"] == again.json()["data"]["id"]
        assert guest.balance == 10_000_000 - 450_000

    def test_another_request_under_the_key(self, guest: Guest) -> None:
        headers = {"Idempotency-Key": "k"}
        guest.http.post(f"/api/v3/{PRO}", json=BODY, headers=headers)
        answer = guest.http.post(f"/api/v3/{PRO}", json=BODY | {"duration": 10}, headers=headers)
        assert refused(answer, 409, "idempotency_conflict").startswith("Idempotency-Key")

    def test_two_accounts_may_use_the_same_key(self, make_guest: MakeGuest) -> None:
        answers = [
            make_guest().http.post(f"/api/v3/{PRO}", json=BODY, headers={"Idempotency-Key": "k"})
            for _ in range(2)
        ]
        assert answers[0].json()["data"]["id"] != answers[1].json()["data"]["id"]

    @pytest.mark.parametrize("key", ["", "x" * 256, "a\tb", "é"])
    def test_keys_that_are_none(self, guest: Guest, key: str) -> None:
        headers = {b"Idempotency-Key": key.encode()}
        answer = guest.http.post(f"/api/v3/{PRO}", json=BODY, headers=headers)
        assert refused(answer, 400, "invalid_input").startswith("Idempotency-Key must have 1 to 255")

    def test_at_once(self, guest: Guest) -> None:
        def submit(_: int) -> str:
            headers = {"Idempotency-Key": "one"}
            return str(guest.http.post(f"/api/v3/{PRO}", json=BODY, headers=headers).json()["data"]["id"])

        with ThreadPoolExecutor(10) as pool:
            assert len(set(pool.map(submit, range(20)))) == 1
        assert guest.balance == 10_000_000 - 450_000

    def test_a_deleted_prediction_is_not_made_again(self, guest: Guest) -> None:
        headers = {"Idempotency-Key": "k"}
        body = BODY | {"enable_base64_output": True}
        identity = guest.http.post(f"/api/v3/{PRO}", json=body, headers=headers).json()["data"]["id"]
        guest.complete(identity)
        guest.data("/api/v3/predictions/delete", {"ids": [identity]})
        again = guest.http.post(f"/api/v3/{PRO}", json=body, headers=headers).json()["data"]
        assert (again["id"], again["outputs"]) == (identity, [])
