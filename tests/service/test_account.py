from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from photoplay.store import accounts
from tests.service.guests import PRO, STANDARD, Guest, refused

MakeGuest = Callable[..., Guest]
BILLS = "/api/v3/billings/search"
USAGE = "/api/v3/user/usage_stats"


@pytest.mark.parametrize(
    ("credit", "balance"), [(0, 0.0), (156_780_000, 156.78), (1, 0.000001), (10**15, 1e9)]
)
def test_balance(make_guest: MakeGuest, credit: int, balance: float) -> None:
    assert make_guest(credit=credit).data("/api/v3/balance") == {"balance": balance}


def test_webhook_secret_is_one_per_key(guest: Guest) -> None:
    secret = guest.data("/api/v3/webhook/secret")["secret"]
    assert secret.startswith("whsec_")
    with guest.house.database.begin() as connection:
        _, other = accounts.issue_key(connection, guest.account_id)
    answer = guest.http.get("/api/v3/webhook/secret", headers={"Authorization": f"Bearer {other}"})
    assert answer.json()["data"]["secret"] != secret


class TestBills:
    @pytest.fixture
    def made(self, guest: Guest) -> dict[str, str]:
        """One prediction of each ending."""
        made = {"pending": guest.submit(duration=10)["id"]}
        made |= {"paid": guest.submit()["id"], "refunded": guest.submit(STANDARD)["id"]}
        guest.complete(made["paid"])
        guest.fail(made["refunded"], 5000, "The video could not be made.")
        return made

    def test_deductions_and_refunds(self, guest: Guest, made: dict[str, str]) -> None:
        page = guest.data(BILLS, {"page": 1, "page_size": 10})
        assert (page["page"], page["total"]) == (1, 4)
        told = [
            (bill["billing_type"], bill["price"], bill["order"]["state"], bill["prediction"]["status"])
            for bill in page["items"]
        ]
        assert told == [
            ("refund", 0.25, "refunded", "failed"),
            ("deduct", 0.25, "refunded", "failed"),
            ("deduct", 0.45, "paid", "completed"),
            ("deduct", 0.9, "pending", "created"),
        ]
        refund, deduction = page["items"][:2]
        assert refund["prediction"] == deduction["prediction"]
        assert refund["prediction"]["uuid"] == made["refunded"]
        assert refund["prediction"]["model_uuid"] == STANDARD
        assert refund["order"] == deduction["order"]
        assert deduction["order"]["price"] == deduction["order"]["origin_price"] == 0.25
        assert refund["uuid"] != deduction["uuid"]
        for moment in ("created_at", "updated_at"):
            assert datetime.fromisoformat(refund[moment]).tzinfo is not None

    def test_filters_and_pages(self, guest: Guest, made: dict[str, str]) -> None:
        def total(**wanted: object) -> int:
            return int(guest.data(BILLS, wanted)["total"])

        hour = timedelta(hours=1)
        now = datetime.now(UTC)
        assert total(billing_type="refund") == 1
        assert total(billing_type="deduct") == 3
        assert total(prediction_uuids=[made["paid"], made["refunded"]]) == 3
        assert total(prediction_uuids=[], billing_type="", start_time=None) == 4
        assert total(start_time=(now - hour).isoformat(), end_time=(now + hour).isoformat()) == 4
        assert total(start_time=(now + hour).isoformat()) == 0
        assert total(end_time=(now - hour).isoformat()) == 0
        assert len(guest.data(BILLS, {"page": 2, "page_size": 3})["items"]) == 1

    def test_of_another_account(self, made: dict[str, str], make_guest: MakeGuest) -> None:
        assert make_guest().data(BILLS, {"prediction_uuids": list(made.values())})["items"] == []

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            ({"billing_type": "gift"}, "billing_type must be 'deduct' or 'refund'"),
            ({"prediction_uuids": "x"}, "prediction_uuids must be a list"),
            ({"page_size": 0}, "page_size must be at least 1"),
            ({"start_time": "soon"}, "start_time must be a time such as"),
        ],
    )
    def test_bad_bodies(self, guest: Guest, body: dict[str, Any], words: str) -> None:
        assert refused(guest.post(BILLS, body), 400, "invalid_input").startswith(words)


class TestUsage:
    def test_it_adds_up(self, guest: Guest) -> None:
        guest.complete(guest.submit()["id"])
        guest.complete(guest.submit(duration=10)["id"])
        guest.fail(guest.submit()["id"], 5000, "The video could not be made.")
        guest.submit(STANDARD)
        today = datetime.now(UTC)
        span = {"start_time": f"{today - timedelta(days=1):%Y-%m-%d}", "end_time": today.isoformat()}
        usage = guest.data(USAGE, span)
        assert usage["per_model_usage"] == [
            {"model_uuid": PRO, "total_cost": 1.35, "total_count": 3},
            {"model_uuid": STANDARD, "total_cost": 0.25, "total_count": 1},
        ]
        assert usage["summary"] == {"total_cost": 1.6, "total_requests": 4, "success_requests": 2}
        assert sum(day["count"] for day in usage["daily_usage"]) == 4
        assert usage["daily_usage"][-1]["date"] == f"{today:%Y-%m-%d}"
        only = guest.data(USAGE, span | {"model_uuid": STANDARD})
        assert only["summary"]["total_requests"] == 1

    def test_nothing(self, guest: Guest) -> None:
        span = {"start_time": "2020-01-01T00:00:00Z", "end_time": "2020-01-31T00:00:00Z"}
        nothing = {"total_cost": 0.0, "total_requests": 0, "success_requests": 0}
        assert guest.data(USAGE, span) == {"per_model_usage": [], "daily_usage": [], "summary": nothing}

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            ({"end_time": "2020-01-01"}, "start_time is required"),
            ({"start_time": "2020-01-01", "end_time": "x"}, "end_time must be a time such as"),
            ({"start_time": "2020-01-01", "end_time": "2020-01-02", "model_uuid": 1}, "model_uuid must be a"),
        ],
    )
    def test_bad_bodies(self, guest: Guest, body: dict[str, Any], words: str) -> None:
        assert refused(guest.post(USAGE, body), 400, "invalid_input").startswith(words)
