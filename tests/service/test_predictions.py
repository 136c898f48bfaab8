import base64
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from photoplay.director.direct import direct
from photoplay.production.house import House
from photoplay.store import plans, predictions
from tests.service.guests import CLIP, LINK, STANDARD, Guest, refused

MakeGuest = Callable[..., Guest]
SPELLINGS = [
    f"/api/{version}/predictions/{{}}{ending}" for version in ("v2", "v3") for ending in ("", "/result")
]


class TestResult:
    @pytest.mark.parametrize("spelling", SPELLINGS)
    def test_every_spelling(self, guest: Guest, spelling: str) -> None:
        submitted = guest.submit()
        headers = {"Content-Type": "application/json"}  # clients send it on this request without a body, too
        answer = guest.http.get(spelling.format(submitted["id"]), headers=headers)
        assert (answer.status_code, answer.json()["data"]) == (200, submitted)

    def test_from_created_to_completed(self, guest: Guest) -> None:
        identity = guest.submit()["id"]
        guest.work(identity, "rendering", 0.25)
        data = guest.result(identity)
        assert (data["status"], data["stage"], data["progress"]) == ("processing", "rendering", 0.25)
        assert (data["queue_position"], data["outputs"]) == (0, [])
        key = guest.complete(identity, flagged=True)
        data = guest.result(identity)
        base = str(guest.http.base_url).rstrip("/")
        assert data["status"] == "completed"
        assert data["outputs"] == [f"{base}/media/{key}"]
        assert data["outputs"][0].endswith(".mp4")
        assert data["has_nsfw_contents"] == [True]
        assert data["executionTime"] == data["timings"]["inference"] == 8123
        assert (data["progress"], data["error"]) == (1.0, "")
        assert not {"code", "cancelled"} & data.keys()

    def test_failed(self, guest: Guest) -> None:
        identity = guest.submit()["id"]
        guest.fail(identity, 1401, "image must be a whole picture; this one is damaged.")
        data = guest.result(identity)
        assert (data["status"], data["code"]) == ("failed", 1401)
        assert data["error"] == "image must be a whole picture; this one is damaged."
        assert (data["outputs"], data["has_nsfw_contents"]) == ([], [])
        assert guest.balance == 10_000_000

    def test_the_plan_comes_with_the_filming(self, guest: Guest, make_guest: MakeGuest) -> None:
        identity = guest.submit(prompt="Pan left, then a dragon roars")["id"]
        path = f"/api/v3/predictions/{identity}/plan"
        assert guest.data(path) == {"timeline": "", "rows": [], "looks": [], "notes": []}
        plan = direct("Pan left, then tilt up", duration=5.0)
        with guest.house.database.begin() as connection:
            plans.keep(connection, identity, plan.model_dump(mode="json"), ["A note."])
        data = guest.data(path)
        assert data["plan"]["duration"] == 5.0
        assert [(row["group"], row["name"], row["phrase"]) for row in data["rows"]] == [
            ("Camera", "pan left", "pan left"),
            ("Camera", "tilt up", "tilt up"),
        ]
        assert data["timeline"].startswith("Camera  pan left")
        assert data["notes"] == ["A note."]
        assert refused(make_guest().http.get(path), 404, "not_found") == "Prediction not found"

    def test_a_plan_that_is_laid_out_otherwise(self, guest: Guest) -> None:
        identity = guest.submit()["id"]
        with guest.house.database.begin() as connection:
            plans.keep(connection, identity, {"version": 1}, ["A note."])
        data = guest.data(f"/api/v3/predictions/{identity}/plan")
        assert data == {"timeline": "", "rows": [], "looks": [], "notes": ["A note."]}

    def test_base64_where_it_was_asked_for(self, guest: Guest) -> None:
        identity = guest.submit(enable_base64_output=True)["id"]
        assert guest.result(identity)["outputs"] == []
        key = guest.complete(identity)
        assert [base64.b64decode(clip) for clip in guest.result(identity)["outputs"]] == [CLIP]
        [listed] = guest.data("/api/v3/predictions", {})["items"]
        assert listed["outputs"][0].endswith(key)
        guest.house.storage.delete([key])
        assert guest.result(identity)["outputs"] == []

    def test_of_another_account(self, guest: Guest, make_guest: MakeGuest) -> None:
        identity = guest.submit()["id"]
        for path in (*SPELLINGS, "/api/v3/predictions/{}/events"):
            answer = make_guest().http.get(path.format(identity))
            assert refused(answer, 404, "not_found") == "Prediction not found"
        answer = make_guest().post(f"/api/v3/predictions/{identity}/cancel", {})
        assert refused(answer, 404, "not_found") == "Prediction not found"
        assert guest.result(identity)["status"] == "created"

    @pytest.mark.parametrize("identity", ["0" * 32, "nonsense", "%00", "é", "0" * 33])
    def test_that_is_not_there(self, guest: Guest, identity: str) -> None:
        answer = guest.http.get(f"/api/v3/predictions/{identity}/result")
        assert refused(answer, 404, "not_found") == "Prediction not found"

    def test_after_the_janitor(self, guest: Guest, house: House) -> None:
        identity = guest.submit()["id"]
        guest.complete(identity)
        with house.database.begin() as connection:
            predictions.mark_media_removed(connection, [identity])
        data = guest.result(identity)
        assert (data["status"], data["outputs"]) == ("completed", [])


class TestCancel:
    def test_one_that_waits(self, guest: Guest) -> None:
        identity = guest.submit()["id"]
        data = guest.data(f"/api/v3/predictions/{identity}/cancel", {})
        assert (data["status"], data["code"], data["cancelled"]) == ("failed", 1403, True)
        assert data["error"] == "Cancelled before it finished; nothing was charged."
        assert guest.balance == 10_000_000
        assert guest.data(f"/api/v3/predictions/{identity}/cancel", {}) == data

    def test_one_that_runs(self, guest: Guest, house: House) -> None:
        identity = guest.submit()["id"]
        guest.work(identity)
        assert guest.data(f"/api/v3/predictions/{identity}/cancel", {})["cancelled"]
        with house.database.begin() as connection:
            assert not predictions.report(connection, identity, "rendering", 0.5)

    def test_one_that_has_ended(self, guest: Guest) -> None:
        identity = guest.submit()["id"]
        guest.complete(identity)
        assert guest.data(f"/api/v3/predictions/{identity}/cancel", {})["status"] == "completed"
        assert guest.balance == 10_000_000 - 450_000


class TestDelete:
    def test_the_clip_goes_too(self, guest: Guest) -> None:
        identity = guest.submit()["id"]
        guest.complete(identity)
        link = guest.result(identity)["outputs"][0]
        assert guest.data("/api/v3/predictions/delete", {"ids": [identity, "0" * 32]}) is None
        refused(guest.http.get(f"/api/v3/predictions/{identity}/result"), 404, "not_found")
        assert guest.data("/api/v3/predictions", {})["items"] == []
        refused(guest.http.get(link), 404, "not_found")

    def test_one_that_runs_costs_nothing(self, guest: Guest) -> None:
        identity = guest.submit()["id"]
        guest.work(identity)
        guest.data("/api/v3/predictions/delete", {"ids": [identity]})
        assert guest.balance == 10_000_000

    def test_of_another_account(self, guest: Guest, make_guest: MakeGuest) -> None:
        identity = guest.submit()["id"]
        make_guest().data("/api/v3/predictions/delete", {"ids": [identity]})
        assert guest.result(identity)["status"] == "created"

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            ({}, "ids is required"),
            ({"ids": []}, "ids must have at least 1"),
            ({"ids": "abc"}, "ids must be a list"),
            ({"ids": [1]}, "ids.0 must be a string"),
            ({"ids": ["a\0"]}, "ids.0 must be valid Unicode"),
            ({"ids": ["\ud800"]}, "ids.0 must be valid Unicode"),
            ({"ids": ["a"] * 1001}, "ids must have at most 1000"),
        ],
    )
    def test_bad_bodies(self, guest: Guest, body: dict[str, Any], words: str) -> None:
        answer = guest.post("/api/v3/predictions/delete", body)
        assert refused(answer, 400, "invalid_input").startswith(words)


class TestSearch:
    def test_newest_first_in_pages(self, guest: Guest, make_guest: MakeGuest) -> None:
        make_guest().submit()
        identities = []
        for _ in range(5):
            identities.append(guest.submit()["id"])
            time.sleep(0.002)
        pages = [guest.data("/api/v3/predictions", {"page": page, "page_size": 2}) for page in (1, 2, 3, 4)]
        found = [[item["id"] for item in page["items"]] for page in pages]
        assert found == [identities[:2:-1], identities[2:0:-1], identities[:1], []]
        assert [(page["page"], page["total"]) for page in pages] == [(1, 5), (2, 5), (3, 5), (4, 5)]

    def test_inputs_are_there_if_asked_for(self, guest: Guest) -> None:
        guest.submit()
        [item] = guest.data("/api/v3/predictions", {})["items"]
        assert "input" not in item
        [item] = guest.data("/api/v3/predictions", {"include_inputs": True})["items"]
        assert item["input"]["image"] == LINK

    def test_filters(self, guest: Guest) -> None:
        made = {status: guest.submit()["id"] for status in ("created", "processing", "completed", "failed")}
        guest.work(made["processing"])
        guest.complete(made["completed"])
        guest.fail(made["failed"], 5000, "The video could not be made.")
        made["cancelled"] = guest.submit(STANDARD)["id"]
        guest.data(f"/api/v3/predictions/{made['cancelled']}/cancel", {})

        def found(**wanted: object) -> set[str]:
            page = guest.data("/api/v3/predictions", wanted)
            return {name for name, identity in made.items() if identity in {i["id"] for i in page["items"]}}

        assert found(status="") == set(made)
        for status in ("created", "processing", "completed", "cancelled"):
            assert found(status=status) == {status}
        assert found(status="failed") == {"failed", "cancelled"}
        assert found(status="pending") == {"created"}
        assert found(model=STANDARD) == {"cancelled"}
        assert found(model="someone/else") == set()
        hour = timedelta(hours=1)
        now = datetime.now(UTC)
        assert found(created_after=(now - hour).isoformat(), created_before=(now + hour).isoformat()) == set(
            made
        )
        assert found(created_after=(now + hour).isoformat()) == set()
        assert found(created_before=(now - hour).strftime("%Y-%m-%dT%H:%M:%S.000Z")) == set()

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            ({"page": 0}, "page must be at least 1"),
            ({"page": "x"}, "page must be an integer"),
            ({"page_size": 101}, "page_size must be at most 100"),
            ({"page_size": 1.5}, "page_size must be an integer"),
            ({"status": "lost"}, "status must be 'created'"),
            ({"model": 3}, "model must be a string"),
            ({"created_after": "yesterday"}, "created_after must be a time such as"),
            ({"created_after": [1]}, "created_after must be a time such as"),
            ({"include_inputs": "perhaps"}, "include_inputs must be true or false"),
        ],
    )
    def test_bad_bodies(self, guest: Guest, body: dict[str, Any], words: str) -> None:
        answer = guest.post("/api/v3/predictions", body)
        assert refused(answer, 400, "invalid_input").startswith(words)

    def test_a_body_that_is_too_large(self, guest: Guest) -> None:
        answer = guest.post("/api/v3/predictions", {"model": "x" * 2**20})
        refused(answer, 413, "body_too_large")
