"""How a prediction ends: its row, its money and its webhook in one transaction, once."""

from collections.abc import Sequence

import sqlalchemy as sa

from photoplay.production import metrics
from photoplay.production.house import House
from photoplay.store import ledger, outbox, predictions
from photoplay.store.predictions import Prediction, Status

MODERATED = 1200
INVALID = 1401
UNFETCHED = 1402
STOPPED = 1403
INTERNAL = 5000

PICTURES = ("image", "end_image")

FAULT = "The video could not be made because of a fault of ours; nothing was charged. Try again."
CANCELLED = "Cancelled before it finished; nothing was charged."


def complete(
    house: House, prediction_id: str, output_key: str, has_nsfw_contents: bool, inference_ms: int
) -> bool:
    """End a prediction well: the price is captured. Return False where it has ended before."""
    with house.database.begin() as connection:
        if not predictions.finish(
            connection,
            prediction_id,
            Status.COMPLETED,
            outputs=(output_key,),
            has_nsfw_contents=(has_nsfw_contents,),
            inference_ms=inference_ms,
        ):
            return False
        ledger.capture(connection, prediction_id)
        _owe_webhook(connection, prediction_id)
    metrics.OUTCOMES.labels(Status.COMPLETED).inc()
    return True


def fail(house: House, prediction_id: str, code: int, error: str) -> bool:
    """End a prediction badly: the price is released. Return False where it has ended before."""
    with house.database.begin() as connection:
        failed = _refund(connection, prediction_id, Status.FAILED, code, error)
    metrics.OUTCOMES.labels(Status.FAILED).inc(failed)
    return failed


def cancel(house: House, prediction_id: str) -> bool:
    """Stop a prediction: at once for the client; its worker finds out before the next picture.

    Returns:
        Whether there was anything to stop.
    """
    with house.database.begin() as connection:
        stopped = _stop(connection, prediction_id)
    metrics.OUTCOMES.labels(Status.CANCELLED).inc(stopped)
    return stopped


def remove(house: House, account_id: str, prediction_ids: Sequence[str]) -> None:
    """Delete predictions of an account with their pictures and clips; what is still running is cancelled.

    Nobody is told of the end of a deleted prediction: there is nothing left to tell of.
    """
    with house.database.begin() as connection:
        removed = predictions.mark_deleted(connection, account_id, prediction_ids)
        stopped = [prediction for prediction in removed if _stop(connection, prediction.id)]
    metrics.OUTCOMES.labels(Status.CANCELLED).inc(len(stopped))
    house.storage.delete(key for prediction in removed for key in kept_media(prediction))


def pictures(prediction: Prediction) -> list[str]:
    """Return what a prediction is made from: links and storage keys."""
    return [prediction.input[field] for field in PICTURES if field in prediction.input]


def kept_media(prediction: Prediction) -> list[str]:
    """Return the storage keys that live and die with a prediction; uploads have a life of their own."""
    return [*prediction.outputs, *(key for key in pictures(prediction) if key.startswith("inputs/"))]


def _stop(connection: sa.Connection, prediction_id: str) -> bool:
    return _refund(connection, prediction_id, Status.CANCELLED, STOPPED, CANCELLED)


def _refund(connection: sa.Connection, prediction_id: str, status: Status, code: int, error: str) -> bool:
    if not predictions.finish(connection, prediction_id, status, error=error, error_code=code):
        return False
    ledger.release(connection, prediction_id)
    _owe_webhook(connection, prediction_id)
    return True


def _owe_webhook(connection: sa.Connection, prediction_id: str) -> None:
    prediction = predictions.get(connection, prediction_id)
    if prediction is not None and prediction.webhook is not None:
        outbox.owe(connection, prediction_id)
