"""Keeping the house in order: what is past its days goes, and no prediction is left without a job."""

import threading

import sqlalchemy as sa
import structlog

from photoplay.production import settle
from photoplay.production.house import House
from photoplay.production.intake import ASKED_AGAIN
from photoplay.production.watch import Watch
from photoplay.store import predictions, queueing, unanswered, uploads, workers
from photoplay.store.database import now_ms
from photoplay.store.predictions import Prediction

DAY = 86_400_000
TICKET_LIFE = 3_600_000
"""Milliseconds in which an announced upload must begin."""
UPLOAD_TIME = 3_600_000
"""Milliseconds that it may then be on its way."""
ROUND = 3.0
"""Seconds between two rounds."""
ROUNDS_BETWEEN_SWEEPS = 100
MOST_TAKEOVERS = 6
"""Workers that may be lost with a prediction before it is given up: it may be what takes them down."""
TASK = 0x6A616E69746F72
"""Of the database's lock, for one janitor to work at a time."""
AT_ONCE = 200
"""Rows changed in one transaction, so that nobody waits long for the sweep."""

log = structlog.get_logger()


class Janitor:
    """Goes its rounds until it is stopped."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._watch = Watch()

    def run(self, stop: threading.Event) -> None:
        """Reconcile every round and sweep every few minutes."""
        rounds = 0
        while not stop.is_set():
            try:
                self.reconcile()
                if rounds % ROUNDS_BETWEEN_SWEEPS == 0:
                    self.sweep(now_ms())
            except Exception:  # a lost database or storage comes back
                log.exception("the janitor's round was cut short")
                self._watch.look_away()
            rounds += 1
            stop.wait(ROUND)

    def reconcile(self) -> None:
        """End predictions whose job was given up, and queue jobs again whose worker will not come back."""
        with self._house.database.read() as connection:
            active = queueing.active_ids(connection)
        for prediction_id in self._house.jobs.ended(active):
            if settle.fail(self._house, prediction_id, settle.INTERNAL, settle.FAULT):
                log.error("prediction given up", prediction=prediction_id)
        with self._house.database.alone(TASK) as alone:
            if alone:
                self._take_over()

    def _take_over(self) -> None:
        begun = self._house.jobs.begun()
        with self._house.database.read() as connection:
            beats = {worker.id: worker.beat_at for worker in workers.list_workers(connection)}
        gone = self._watch.gone({job.worker for job in begun}, beats)
        left = [job for job in begun if job.worker in gone]
        for job in left:
            with self._house.database.begin() as connection:
                workers.forget(connection, job.worker)
                takeovers = queueing.note_takeover(connection, job.prediction_id)
            log.warning("prediction taken over", prediction=job.prediction_id, worker=job.worker)
            if takeovers > MOST_TAKEOVERS:
                settle.fail(self._house, job.prediction_id, settle.INTERNAL, settle.FAULT)
        self._house.jobs.take_over(left)

    def sweep(self, now: int) -> None:
        """Remove pictures and clips past their days, uploads that never came, and the finished jobs' records."""
        before = now - self._house.settings.retention_days * DAY
        self._sweep_predictions(before)
        self._sweep_uploads(before, now - TICKET_LIFE - UPLOAD_TIME)
        self._sweep_strays(before)
        with self._house.database.begin() as connection:
            unanswered.forget_before(connection, now - ASKED_AGAIN)
        self._house.jobs.forget(before)

    def _sweep_predictions(self, before: int) -> None:
        with self._house.database.read() as connection:
            old = predictions.with_media_before(connection, before)
        for start in range(0, len(old), AT_ONCE):
            some = old[start : start + AT_ONCE]
            self._house.storage.delete(key for prediction in some for key in settle.kept_media(prediction))
            with self._house.database.begin() as connection:
                predictions.mark_media_removed(connection, [prediction.id for prediction in some])
        if old:
            log.info("swept", predictions=len(old))

    def _sweep_uploads(self, before: int, unused_before: int) -> None:
        with self._house.database.read() as connection:
            known = uploads.created_before(connection, unused_before)
            wanted = {key for prediction in _active(connection) for key in settle.pictures(prediction)}
        stale = [upload for upload in known if upload.stored_at is None or upload.created_at < before]
        stale = [upload for upload in stale if upload.media_key not in wanted]
        for start in range(0, len(stale), AT_ONCE):
            some = stale[start : start + AT_ONCE]
            self._house.storage.delete(upload.media_key for upload in some)
            with self._house.database.begin() as connection:
                uploads.remove(connection, [upload.token for upload in some])
        if stale:
            log.info("swept", uploads=len(stale))

    def _sweep_strays(self, before: int) -> None:
        """Remove what is stored and belongs to no row: its writer was killed before it could write one."""
        old = self._house.storage.older_than(before)
        if not old:
            return
        with self._house.database.read() as connection:
            if any(prediction.created_at < before for prediction in _active(connection)):
                return  # its clip and its copies are known to its job alone
            finished = predictions.with_media_before(connection, now_ms())
            kept = {key for prediction in finished for key in settle.kept_media(prediction)}
            strays = [key for key in old if key not in kept and uploads.by_media_key(connection, key) is None]
        self._house.storage.delete(strays)
        if strays:
            log.info("swept", strays=len(strays))


def _active(connection: sa.Connection) -> list[Prediction]:
    found = [predictions.get(connection, each) for each in queueing.active_ids(connection)]
    return [prediction for prediction in found if prediction is not None]
