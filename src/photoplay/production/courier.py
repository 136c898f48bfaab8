"""Webhooks: what the outbox owes is delivered at least once, signed, with longer and longer pauses."""

import hashlib
import hmac
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import structlog

from photoplay.media.fetch import MediaFetchError
from photoplay.production import metrics
from photoplay.production.house import House
from photoplay.store import accounts, outbox, predictions
from photoplay.store.database import now_ms
from photoplay.store.outbox import Delivery
from photoplay.store.predictions import Prediction

ATTEMPTS = 34
FIRST_PAUSE, LONGEST_PAUSE = 5_000, 3_600_000
"""Milliseconds before the second attempt, doubled each time, up to an hour: about a day in all."""
LEASE = 60_000
"""Milliseconds after which another courier may take over a delivery whose courier died."""
POLL = 0.5
AT_ONCE = 8

log = structlog.get_logger()

Render = Callable[[Prediction], bytes]
"""Gives the body that a client is sent."""


def sign(secret: str, prediction_id: str, timestamp: int, body: bytes) -> str:
    """Return the hexadecimal HMAC-SHA256 of ``id.timestamp.body``, keyed with what follows ``whsec_``."""
    message = f"{prediction_id}.{timestamp}.".encode() + body
    return hmac.new(secret.removeprefix("whsec_").encode(), message, hashlib.sha256).hexdigest()


class Courier:
    """Delivers what the outbox owes."""

    def __init__(self, house: House, render: Render) -> None:
        self._house, self._render = house, render

    def run(self, stop: threading.Event) -> None:
        """Deliver until `stop` is set; what is on its way then is delivered again after its lease."""
        away: list[Future[None]] = []
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="courier") as riders:
            while not stop.wait(POLL):
                away = [ride for ride in away if not ride.done()]
                try:
                    due = self._due(AT_ONCE - len(away))
                except Exception:  # a lost database comes back
                    log.exception("webhooks wait")
                    continue
                away += [riders.submit(self._ride, delivery) for delivery in due]

    def _due(self, limit: int) -> list[Delivery]:
        """Take what is due, and no more than can leave at once: a lease runs from now on."""
        with self._house.database.begin() as connection:
            return outbox.claim_due(connection, now_ms(), LEASE, limit)

    def _ride(self, delivery: Delivery) -> None:
        try:
            self._deliver(delivery)
        except Exception:  # it is due again when its lease ends
            log.exception("webhook waits", prediction=delivery.prediction_id)

    def _deliver(self, delivery: Delivery) -> None:
        with self._house.database.read() as connection:
            prediction = predictions.get(connection, delivery.prediction_id)
            key = accounts.get_key(connection, prediction.key_id) if prediction else None
        if prediction is None or key is None or prediction.webhook is None:
            self._note(delivery, "the prediction was deleted", final=True)
            return
        body, timestamp = self._render(prediction), int(time.time())
        headers = {
            "Content-Type": "application/json",
            "webhook-id": prediction.id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": f"v3,{sign(key.webhook_secret, prediction.id, timestamp, body)}",
        }
        try:
            status = self._house.fetcher.post(prediction.webhook, body, headers)
        except MediaFetchError as error:
            self._note(delivery, str(error))
            return
        self._note(delivery, "" if 200 <= status < 300 else f"answered {status}")

    def _note(self, delivery: Delivery, problem: str, *, final: bool = False) -> None:
        log.info(
            "webhook", prediction=delivery.prediction_id, attempt=delivery.attempts, problem=problem or None
        )
        metrics.WEBHOOKS.labels("failed" if problem else "delivered").inc()
        with self._house.database.begin() as connection:
            if not problem:
                outbox.delivered(connection, delivery.prediction_id)
                return
            again = None if final or delivery.attempts >= ATTEMPTS else now_ms() + pause(delivery.attempts)
            outbox.postpone(connection, delivery.prediction_id, again, problem)


def pause(attempts: int) -> int:
    """Return the milliseconds to wait after so many attempts."""
    return int(min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE))
