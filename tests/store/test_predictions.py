"""Predictions, in a real database: what is kept, their life, deletion and the end of their media."""

import threading
from dataclasses import asdict, replace
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from photoplay.store import predictions, queueing
from photoplay.store.database import Database, now_ms
from photoplay.store.predictions import ACTIVE, Prediction, Status
from tests.store.customers import Customer

ENDS = [status for status in Status if status not in ACTIVE]


def stored(database: Database, prediction: Prediction) -> Prediction:
    """Return a prediction as it is now."""
    with database.read() as connection:
        found = predictions.get(connection, prediction.id)
    assert found is not None
    return found


def end(database: Database, prediction: Prediction, status: Status = Status.COMPLETED, **values: Any) -> bool:
    """Finish a prediction."""
    with database.begin() as connection:
        return predictions.finish(connection, prediction.id, status, **values)


class TestKept:
    def test_every_column_comes_back(self, database: Database, ada: Customer) -> None:
        asked = ada.ask(
            input={"prompt": "Größe 🎬", "guidance_scale": 0.5, "duration": 10, "seed": None, "loras": [1]},
            status=Status.FAILED,
            stage="filming",
            progress=0.25,
            outputs=("outputs/a.mp4", "outputs/b.mp4"),
            has_nsfw_contents=(True, False),
            error="It broke.",
            error_code=5000,
            inference_ms=12_345,
            webhook="https://example.org/hook",
            idempotency_key="once",
            created_at=1_758_791_568_239,
            started_at=2,
            finished_at=3,
            media_removed_at=5,
        )
        assert stored(database, asked) == asked

    def test_what_is_not_given_is_empty(self, database: Database, ada: Customer) -> None:
        before = now_ms()
        asked = ada.ask()
        found = stored(database, asked)
        assert found == asked
        assert before <= found.created_at <= now_ms()
        empty = {name for name, value in asdict(found).items() if value in ((), "", None, 0)}
        assert empty == {
            *("stage", "progress", "outputs", "has_nsfw_contents", "error", "error_code", "inference_ms"),
            *("webhook", "idempotency_key", "started_at", "finished_at", "deleted_at", "media_removed_at"),
        }

    def test_only_the_owner_gets_it(self, database: Database, ada: Customer, bob: Customer) -> None:
        asked = ada.ask()
        with database.read() as connection:
            assert predictions.get(connection, asked.id, ada.account.id) == asked
            assert predictions.get(connection, asked.id, bob.account.id) is None
            assert predictions.get(connection, "none") is None

    def test_an_idempotency_key_is_used_once_by_each_account(
        self, database: Database, ada: Customer, bob: Customer
    ) -> None:
        first = ada.ask(idempotency_key="once")
        other = bob.ask(idempotency_key="once")
        with pytest.raises(IntegrityError):
            ada.ask(idempotency_key="once")
        for _ in range(2):
            ada.ask(idempotency_key=None)
        with database.begin() as connection:
            predictions.mark_deleted(connection, ada.account.id, [first.id])
        with database.read() as connection:
            found = predictions.by_idempotency_key(connection, ada.account.id, "once")
            assert found is not None
            assert found.id == first.id
            assert predictions.by_idempotency_key(connection, bob.account.id, "once") == other
            assert predictions.by_idempotency_key(connection, bob.account.id, "twice") is None

    def test_50_threads_with_one_idempotency_key_make_one_prediction(self, ada: Customer) -> None:
        made, refused = list[Prediction](), list[IntegrityError]()

        def ask() -> None:
            try:
                made.append(ada.ask(idempotency_key="once"))
            except IntegrityError as error:
                refused.append(error)

        threads = [threading.Thread(target=ask) for _ in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (len(made), len(refused)) == (1, 49)


class TestLife:
    def test_from_created_to_completed(self, database: Database, ada: Customer) -> None:
        asked = ada.ask()
        assert not asked.finished
        with database.begin() as connection:
            assert predictions.start(connection, asked.id)
            assert predictions.report(connection, asked.id, "filming", 0.5)
        running = stored(database, asked)
        assert (running.status, running.stage, running.progress) == (Status.PROCESSING, "filming", 0.5)
        assert running.started_at is not None
        assert not running.finished
        values: dict[str, Any] = {
            "outputs": ["outputs/a.mp4"],
            "has_nsfw_contents": [False],
            "inference_ms": 900,
        }
        assert end(database, asked, **values)
        done = stored(database, asked)
        assert done.finished_at is not None
        assert done == replace(
            running,
            status=Status.COMPLETED,
            stage="",
            progress=1.0,
            outputs=("outputs/a.mp4",),
            has_nsfw_contents=(False,),
            inference_ms=900,
            finished_at=done.finished_at,
        )
        assert done.finished

    def test_a_second_start_keeps_the_first_time(self, database: Database, ada: Customer) -> None:
        asked = ada.ask(status=Status.PROCESSING, started_at=7)
        with database.begin() as connection:
            assert predictions.start(connection, asked.id)
        assert stored(database, asked).started_at == 7

    @pytest.mark.parametrize("status", ENDS)
    def test_what_is_finished_stays_so(self, database: Database, ada: Customer, status: Status) -> None:
        asked = ada.ask()
        bystander = ada.ask()
        assert end(database, asked, status, error="Because.", error_code=1403)
        ended = stored(database, asked)
        assert (ended.status, ended.error, ended.error_code) == (status, "Because.", 1403)
        for later in ENDS:
            assert not end(database, asked, later, outputs=["outputs/late.mp4"])
        with database.begin() as connection:
            assert not predictions.start(connection, asked.id)
            assert not predictions.report(connection, asked.id, "filming", 0.1)
        assert stored(database, asked) == ended
        assert stored(database, bystander) == bystander

    def test_a_failure_stays_at_its_progress(self, database: Database, ada: Customer) -> None:
        asked = ada.ask(status=Status.PROCESSING, stage="filming", progress=0.4)
        end(database, asked, Status.FAILED)
        failed = stored(database, asked)
        assert (failed.stage, failed.progress) == ("", 0.4)

    def test_no_report_before_the_start(self, database: Database, ada: Customer) -> None:
        asked = ada.ask()
        with database.begin() as connection:
            assert not predictions.report(connection, asked.id, "filming", 0.1)
        assert stored(database, asked) == asked

    @pytest.mark.parametrize("status", ACTIVE)
    def test_active_is_no_end(self, database: Database, ada: Customer, status: Status) -> None:
        asked = ada.ask()
        with pytest.raises(ValueError, match=f"does not end as {status}"):
            end(database, asked, status)

    def test_active_ones_are_listed_oldest_first(
        self, database: Database, ada: Customer, bob: Customer
    ) -> None:
        second = bob.ask(created_at=2)
        first = ada.ask(created_at=1, status=Status.PROCESSING)
        for status in ENDS:
            ada.ask(status=status)
        with database.read() as connection:
            assert queueing.active_ids(connection) == [first.id, second.id]


class TestDeletion:
    def test_deleted_once_and_gone_from_sight(self, database: Database, ada: Customer) -> None:
        kept, gone = ada.ask(created_at=1), ada.ask(created_at=2)
        with database.begin() as connection:
            assert predictions.mark_deleted(connection, ada.account.id, [gone.id, gone.id, "none"]) == [gone]
            assert predictions.mark_deleted(connection, ada.account.id, [gone.id]) == []
            assert predictions.mark_deleted(connection, ada.account.id, []) == []
            assert predictions.get(connection, gone.id) is None
            found = predictions.search(connection, ada.account.id, predictions.Search())
        assert found == (1, [kept])

    def test_nobody_deletes_what_is_anothers(self, database: Database, ada: Customer, bob: Customer) -> None:
        asked = ada.ask()
        with database.begin() as connection:
            assert predictions.mark_deleted(connection, bob.account.id, [asked.id]) == []
        assert stored(database, asked) == asked


class TestMedia:
    def test_due_are_those_that_ended_before_or_are_deleted(self, database: Database, ada: Customer) -> None:
        old = ada.ask(created_at=1, status=Status.COMPLETED, finished_at=99)
        ada.ask(created_at=2, status=Status.COMPLETED, finished_at=100)
        ada.ask(created_at=3, status=Status.FAILED, finished_at=98, media_removed_at=99)
        running = ada.ask(created_at=4, status=Status.PROCESSING)
        deleted = ada.ask(created_at=5, status=Status.CANCELLED, finished_at=200)
        with database.begin() as connection:
            predictions.mark_deleted(connection, ada.account.id, [running.id, deleted.id])
            due = predictions.with_media_before(connection, 100)
        assert [prediction.id for prediction in due] == [old.id, deleted.id]

    def test_links_to_our_media_are_emptied_and_the_rest_stays(
        self, database: Database, ada: Customer
    ) -> None:
        ours = {"prompt": "uploads/ is a word", "image": "inputs/a.png", "end_image": "uploads/b.jpg"}
        theirs = {"prompt": "Pan", "image": "https://example.org/inputs/a.png", "end_image": None}
        ended: dict[str, Any] = {"status": Status.COMPLETED, "outputs": ("outputs/a.mp4",), "finished_at": 9}
        first, second, other = (ada.ask(input=given, **ended) for given in (ours, theirs, ours))
        with database.begin() as connection:
            predictions.mark_media_removed(connection, [first.id, second.id])
        emptied = stored(database, first)
        assert emptied.media_removed_at is not None
        assert emptied == replace(
            first,
            input={"prompt": "uploads/ is a word"},
            outputs=(),
            media_removed_at=emptied.media_removed_at,
        )
        assert stored(database, second).input == theirs
        assert stored(database, second).outputs == ()
        assert stored(database, other) == other
        with database.read() as connection:
            assert predictions.with_media_before(connection, 100) == [other]
