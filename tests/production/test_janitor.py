import os
import threading
import time
from collections.abc import Callable

import pytest

from photoplay.media.storage import new_key
from photoplay.production import janitor, settle, watch
from photoplay.production.house import House
from photoplay.production.janitor import MOST_TAKEOVERS, Janitor
from photoplay.store import ledger, uploads, workers
from photoplay.store.database import now_ms
from photoplay.store.predictions import Prediction, Status
from tests.production.orders import CREDIT, DAY, PRO, Orders, inline, picture, stored
from tests.serving.running import eventually

HOUR = 3_600_000
PRICE = 250_000


def job(orders: Orders, prediction: Prediction) -> tuple[str, ...]:
    query = f"select status, executor_id from workflow_status where workflow_uuid = '{prediction.id}'"
    with orders.house.database.read() as connection:
        return tuple(connection.exec_driver_sql(query).one())


def begin(orders: Orders, prediction: Prediction, worker: str, **changes: object) -> None:
    """Let a worker have begun a job, as DBOS writes it."""
    orders.start(prediction)
    write_job(orders, prediction, **{"status": "PENDING", "executor_id": worker} | changes)


def write_job(orders: Orders, prediction: Prediction, **values: object) -> None:
    columns = ", ".join(f"{name} = :{name}" for name in values)
    with orders.house.database.begin() as connection:
        connection.exec_driver_sql(
            f"update workflow_status set {columns} where workflow_uuid = :job",
            values | {"job": prediction.id},
        )


def grow_old(house: House, key: str, age: int) -> None:
    """Let what is stored have been written so many milliseconds ago."""
    then = time.time() - age / 1000
    os.utime(house.settings.data_dir / "media" / key, (then, then))


def put(house: House, key: str, age: int) -> str:
    """Store something that was written so many milliseconds ago."""
    house.storage.put(key, b"content", "image/png")
    grow_old(house, key, age)
    return key


class TestReconcile:
    @pytest.mark.parametrize("status", ["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED", "CANCELLED", "SUCCESS"])
    def test_a_prediction_whose_job_was_given_up_fails(self, ada: Orders, status: str) -> None:
        given_up, fine = ada.order(webhook="https://example.org/hook"), ada.order()
        begin(ada, given_up, "worker-0", status=status, completed_at=now_ms(), queue_name=None)
        Janitor(ada.house).reconcile()
        failed = ada.row(given_up.id)
        assert (failed.status, failed.error_code, failed.error) == (Status.FAILED, 5000, settle.FAULT)
        assert ada.row(fine.id).status == Status.CREATED
        assert ada.customer.balances == (CREDIT - PRICE, PRICE)
        assert ada.owed(given_up) is not None
        with ada.house.database.read() as connection:
            assert ledger.audit(connection) == []

    def test_a_prediction_that_ended_meanwhile_stays_as_it_ended(self, ada: Orders) -> None:
        """The janitor saw it active, then its job settled it and ended: the end counts."""
        prediction = ada.order()
        begin(ada, prediction, "worker-0")
        look = ada.house.jobs.ended

        def slow_look(active: list[str]) -> set[str]:
            assert active == [prediction.id]
            ada.complete(prediction)
            with ada.house.database.begin() as connection:
                connection.exec_driver_sql("update workflow_status set status = 'SUCCESS'")
            return look(active)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ada.house.jobs, "ended", slow_look)
            Janitor(ada.house).reconcile()
        assert ada.row(prediction.id).status == Status.COMPLETED
        assert ada.customer.balances == (CREDIT - PRICE, 0)

    def test_jobs_of_a_worker_that_is_silent_are_queued_again(
        self, ada: Orders, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One beats, one has stopped to, and one is not there at all."""
        monkeypatch.setattr(watch, "SILENCE", 0.3)
        kept, *lost = [ada.order() for _ in range(3)]
        for prediction, worker in zip((kept, *lost), ("quick", "silent", "absent"), strict=True):
            begin(ada, prediction, worker)
        with ada.house.database.begin() as connection:
            workers.announce(connection, "quick", 1, "production")
            workers.announce(connection, "silent", 2, "production")
        janitor = Janitor(ada.house)
        janitor.reconcile()
        assert [job(ada, each)[0] for each in (kept, *lost)] == ["PENDING"] * 3
        time.sleep(0.3)
        with ada.house.database.begin() as connection:
            workers.beat(connection, "quick", 1, True, [])
        janitor.reconcile()
        assert [job(ada, each)[0] for each in (kept, *lost)] == ["PENDING", "ENQUEUED", "ENQUEUED"]
        assert all(ada.row(each.id).status == Status.PROCESSING for each in lost)
        with ada.house.database.read() as connection:
            assert [worker.id for worker in workers.list_workers(connection)] == ["quick"]

    def test_a_prediction_that_loses_one_worker_after_the_other_is_given_up(
        self, ada: Orders, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(watch, "SILENCE", 0.0)
        prediction = ada.order()
        for number in range(MOST_TAKEOVERS + 1):
            assert ada.row(prediction.id).status != Status.FAILED
            begin(ada, prediction, f"pod-{number}")
            Janitor(ada.house).reconcile()
        failed = ada.row(prediction.id)
        assert (failed.status, failed.error_code) == (Status.FAILED, settle.INTERNAL)
        assert ada.customer.balances == (CREDIT, 0)


class TestPredictions:
    def test_media_go_after_seven_days(self, ada: Orders) -> None:
        now = now_ms()
        kept = {}
        for age in (6, 8):
            prediction = ada.order(model=PRO, image=inline(), end_image=inline(tint=9))
            ada.complete(prediction)
            ada.change(prediction, finished_at=now - age * DAY, created_at=now - age * DAY)
            kept[age] = ada.row(prediction.id)
        Janitor(ada.house).sweep(now)
        young, old = ada.row(kept[6].id), ada.row(kept[8].id)
        assert young == kept[6]
        assert stored(ada.house) == {*young.outputs, young.input["image"], young.input["end_image"]}
        assert (old.outputs, old.status) == ((), Status.COMPLETED)
        assert old.media_removed_at is not None
        assert old.input.keys() == {"prompt", "guidance_scale", "duration", "seed"}

    def test_the_days_are_a_setting(self, new_house: Callable[..., House]) -> None:
        ada = Orders.of(new_house(retention_days=30))
        prediction = ada.order(image=inline())
        ada.complete(prediction)
        ada.change(prediction, finished_at=now_ms() - 29 * DAY)
        Janitor(ada.house).sweep(now_ms())
        assert len(stored(ada.house)) == 2
        Janitor(ada.house).sweep(now_ms() + 2 * DAY)
        assert stored(ada.house) == set()

    def test_what_waits_or_runs_keeps_its_pictures_however_long(self, ada: Orders) -> None:
        waiting, running = ada.order(image=inline()), ada.order(image=inline())
        begin(ada, running, "worker-0")
        clip = put(ada.house, new_key("outputs", "mp4"), 9 * DAY)
        for prediction in (waiting, running):
            ada.change(prediction, created_at=now_ms() - 9 * DAY)
            grow_old(ada.house, prediction.input["image"], 9 * DAY)
        Janitor(ada.house).sweep(now_ms())
        # The clip is filmed and not settled yet, for the house was closed for a week: only its job knows of it.
        assert stored(ada.house) == {waiting.input["image"], running.input["image"], clip}

    def test_a_deletion_that_was_cut_short_is_finished(self, ada: Orders) -> None:
        prediction = ada.order(image=inline())
        ada.complete(prediction)
        ada.change(prediction, deleted_at=now_ms())
        Janitor(ada.house).sweep(now_ms())
        assert stored(ada.house) == set()

    def test_many_go_in_several_goes(self, ada: Orders, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(janitor, "AT_ONCE", 2)
        old = [ada.order(image=inline()) for _ in range(5)]
        for prediction in old:
            ada.complete(prediction)
            ada.change(prediction, finished_at=now_ms() - 8 * DAY)
        stale = [ada.upload(picture(), created_at=now_ms() - 8 * DAY) for _ in range(5)]
        assert stored(ada.house).issuperset(stale)
        Janitor(ada.house).sweep(now_ms())
        assert stored(ada.house) == set()
        assert ada.count("uploads") == 0
        assert ada.count("predictions where media_removed_at is null") == 0


class TestUploads:
    def test_they_go_after_seven_days(self, ada: Orders) -> None:
        now = now_ms()
        young = ada.upload(picture(), created_at=now - 6 * DAY)
        old = ada.upload(picture(), created_at=now - 8 * DAY)
        Janitor(ada.house).sweep(now)
        assert stored(ada.house) == {young}
        with ada.house.database.read() as connection:
            assert uploads.by_media_key(connection, young) is not None
            assert uploads.by_media_key(connection, old) is None

    def test_tickets_that_nobody_used_go_once_nothing_can_be_on_its_way(self, ada: Orders) -> None:
        now = now_ms()
        late = ada.upload(None, created_at=now - HOUR - 60_000, stored=False)
        never = ada.upload(None, created_at=now - 2 * HOUR - 60_000, stored=False)
        Janitor(ada.house).sweep(now)
        with ada.house.database.read() as connection:
            assert uploads.by_media_key(connection, late) is not None
            assert uploads.by_media_key(connection, never) is None

    def test_one_that_a_prediction_waits_with_stays_until_that_has_ended(self, ada: Orders) -> None:
        now = now_ms()
        key = ada.upload(picture(), created_at=now - 8 * DAY)
        grow_old(ada.house, key, 8 * DAY)
        prediction = ada.order(image=f"http://localhost/media/{key}")
        Janitor(ada.house).sweep(now)
        assert stored(ada.house) == {key}
        settle.cancel(ada.house, prediction.id)
        Janitor(ada.house).sweep(now)
        assert stored(ada.house) == set()


class TestStrays:
    def test_what_no_row_knows_goes_after_seven_days(self, ada: Orders) -> None:
        """Such as a picture whose request was cut short, or a clip whose worker died for the last time."""
        strays = [new_key("inputs", "png"), new_key("outputs", "mp4"), new_key("uploads", "jpg")]
        for key in [*strays, "checks/0123456789abcdef.txt"]:
            put(ada.house, key, 8 * DAY)
        young = put(ada.house, new_key("inputs", "png"), 6 * DAY)
        Janitor(ada.house).sweep(now_ms())
        assert stored(ada.house) == {young}

    def test_what_a_row_knows_stays(self, ada: Orders) -> None:
        """It waited so long that its picture is past its days, while it has ended only now."""
        prediction = ada.order(image=inline())
        clip = ada.complete(prediction)
        ada.change(prediction, created_at=now_ms() - 8 * DAY)
        grow_old(ada.house, prediction.input["image"], 8 * DAY)
        put(ada.house, new_key("inputs", "png"), 8 * DAY)
        Janitor(ada.house).sweep(now_ms())
        assert stored(ada.house) == {prediction.input["image"], clip}


def test_records_of_jobs_go_with_the_rest(ada: Orders) -> None:
    prediction, young = ada.order(), ada.order()
    settle.cancel(ada.house, prediction.id)
    settle.cancel(ada.house, young.id)
    for each, age in ((prediction, 8), (young, 6)):
        write_job(ada, each, status="SUCCESS", completed_at=now_ms() - age * DAY)
    Janitor(ada.house).sweep(now_ms())
    assert ada.count("workflow_status") == ada.count("workflow_input") == 1
    assert ada.row(prediction.id).status == Status.CANCELLED


def test_the_rounds_go_on_after_a_bad_one(ada: Orders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(janitor, "ROUND", 0.01)
    prediction = ada.order()
    begin(ada, prediction, "worker-0", status="ERROR")
    with ada.house.database.begin() as connection:
        connection.exec_driver_sql("alter table predictions rename to lost")
    stop = threading.Event()
    thread = threading.Thread(target=Janitor(ada.house).run, args=(stop,))
    thread.start()
    time.sleep(0.1)
    with ada.house.database.begin() as connection:
        connection.exec_driver_sql("alter table lost rename to predictions")
    eventually(lambda: ada.row(prediction.id).status == Status.FAILED, 10, "the end of the prediction")
    stop.set()
    thread.join()
