"""A prediction as its owner may see it: found, with its place in the queue, and with the clip itself if asked."""

import base64
import re
from dataclasses import dataclass
from http import HTTPStatus

import sqlalchemy as sa

from photoplay.production.house import House
from photoplay.service.problems import RefusedError
from photoplay.service.wire.predictions import PredictionData, describe
from photoplay.store import predictions, queueing
from photoplay.store.predictions import Prediction

_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Seen:
    """A prediction and its place in the queue, at one moment."""

    prediction: Prediction
    queue_position: int


def see(connection: sa.Connection, prediction_id: str, account_id: str) -> Seen:
    """Return how a prediction of an account stands.

    Raises:
        RefusedError: 404, the account has no such prediction.
    """
    known = _ID.fullmatch(prediction_id)
    prediction = predictions.get(connection, prediction_id, account_id) if known else None
    if prediction is None:
        raise RefusedError(HTTPStatus.NOT_FOUND, "not_found", "Prediction not found")
    return Seen(prediction, queueing.position(connection, prediction))


def look(house: House, prediction_id: str, account_id: str) -> Seen:
    """Return what `see` does, in a transaction of its own."""
    with house.database.read() as connection:
        return see(connection, prediction_id, account_id)


def show(house: House, seen: Seen, base: str) -> PredictionData:
    """Return what the client is shown; `outputs` hold the clip in base64 where it was asked for so."""
    inline = seen.prediction.input.get("enable_base64_output")
    outputs = _clips(house, seen.prediction) if inline else None
    return describe(seen.prediction, base, queue_position=seen.queue_position, outputs=outputs)


def _clips(house: House, prediction: Prediction) -> list[str]:
    """Return a prediction's clips in base64; none once the janitor has taken one, even before the row says so."""
    try:
        return [base64.b64encode(house.storage.read(key)).decode() for key in prediction.outputs]
    except FileNotFoundError:
        return []
