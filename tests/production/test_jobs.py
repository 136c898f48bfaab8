from collections.abc import Callable
from typing import Any

import pytest

from photoplay.production import jobs
from photoplay.production.house import House
from photoplay.settings import QUEUE
from photoplay.store.database import now_ms
from tests.production.orders import DAY

ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


def enqueue(house: House, job: str, turn: str = "ada:0") -> None:
    with house.database.begin() as connection:
        house.jobs.enqueue(connection, job, "outputs/a.mp4", turn)


def become(house: House, job: str, **values: object) -> None:
    """Change a job's row as DBOS does."""
    columns = ", ".join(f"{name} = :{name}" for name in values)
    with house.database.begin() as connection:
        connection.exec_driver_sql(
            f"update workflow_status set {columns} where workflow_uuid = :job", {**values, "job": job}
        )


def rows(house: House, query: str) -> list[tuple[Any, ...]]:
    with house.database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def test_a_job_is_queued_within_the_transaction(house: House) -> None:
    with house.database.engine.connect() as connection:
        house.jobs.enqueue(connection, "a", "outputs/a.mp4", "ada:0")
        connection.rollback()
    assert rows(house, "select * from workflow_status") == rows(house, "select * from workflow_input") == []
    enqueue(house, "a")
    queued = rows(
        house, "select status, queue_name, queue_partition_key, application_version from workflow_status"
    )
    assert queued == [("ENQUEUED", QUEUE, "ada:0", jobs.VERSION)]


def test_what_a_job_is_given_is_kept_as_json(house: House) -> None:
    enqueue(house, "a")
    ((inputs,),) = rows(house, "select inputs from workflow_input")
    assert '"a"' in inputs
    assert '"outputs/a.mp4"' in inputs


class TestEnded:
    def test_those_that_will_not_run_any_more(self, house: House) -> None:
        for status in [*ENDED, "PENDING", "ENQUEUED"]:
            enqueue(house, status)
            become(house, status, status=status)
        asked = [*ENDED, "PENDING", "ENQUEUED", "never heard of"]
        assert house.jobs.ended(asked) == set(ENDED)
        assert house.jobs.ended(["ERROR", "PENDING"]) == {"ERROR"}
        assert house.jobs.ended([]) == set()


class TestTakeOver:
    def test_jobs_of_workers_that_are_gone_are_queued_again(self, house: House) -> None:
        for job, worker in (("a", "worker-0"), ("b", "worker-1"), ("c", "worker-2")):
            enqueue(house, job, turn=f"{job}:0")
            become(house, job, status="PENDING", executor_id=worker, recovery_attempts=3)
        enqueue(house, "d")
        begun = house.jobs.begun()
        assert {(job.prediction_id, job.worker) for job in begun} == {
            ("a", "worker-0"),
            ("b", "worker-1"),
            ("c", "worker-2"),
        }
        house.jobs.take_over(job for job in begun if job.worker != "worker-0")
        query = (
            "select workflow_uuid, status, queue_name, queue_partition_key from workflow_status order by 1"
        )
        assert rows(house, query) == [
            ("a", "PENDING", QUEUE, "a:0"),
            ("b", "ENQUEUED", QUEUE, "b:0"),
            ("c", "ENQUEUED", QUEUE, "c:0"),
            ("d", "ENQUEUED", QUEUE, "ada:0"),
        ]
        assert [job.prediction_id for job in house.jobs.begun()] == ["a"]

    def test_what_has_ended_stays_ended(self, house: House) -> None:
        for status in ENDED:
            enqueue(house, status)
            become(house, status, status=status, executor_id="worker-9")
        assert house.jobs.begun() == []
        assert {status for (status,) in rows(house, "select status from workflow_status")} == set(ENDED)


class TestForget:
    def test_records_of_what_ended_long_ago_go(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(jobs, "AT_ONCE", 2)
        now = now_ms()
        for age in (6, 8):
            for status in ENDED:
                enqueue(house, f"{status} {age}")
                become(house, f"{status} {age}", status=status, completed_at=now - age * DAY)
        enqueue(house, "waiting")
        become(house, "waiting", created_at=now - 30 * DAY)
        enqueue(house, "running")
        become(
            house, "running", created_at=now - 30 * DAY, status="PENDING", started_at_epoch_ms=now - 30 * DAY
        )
        house.jobs.forget(now - 7 * DAY)
        left = {f"{status} 6" for status in ENDED} | {"waiting", "running"}
        for table in ("workflow_status", "workflow_input"):
            assert {job for (job,) in rows(house, f"select workflow_uuid from {table}")} == left
        house.jobs.forget(now - 7 * DAY)


def test_tables_can_be_made_while_others_are(new_house: Callable[..., House]) -> None:
    """As a server and its worker do on their first start."""
    house = new_house()
    jobs.migrate(house.database)
    enqueue(house, "a")
    jobs.migrate(house.database)
    assert rows(house, "select workflow_uuid from workflow_status") == [("a",)]
