import json

from photoplay.service.wire.predictions import webhook_body
from photoplay.store import predictions
from tests.service.guests import PRO, Guest


def test_the_bare_prediction_with_the_links_of_its_submission(guest: Guest) -> None:
    params = {"webhook": "https://example.com/hook"}
    body = {"prompt": "pan", "image": "https://example.com/a.jpg"}
    identity = guest.http.post(f"/api/v3/{PRO}", params=params, json=body).json()["data"]["id"]
    guest.complete(identity)
    with guest.house.database.read() as connection:
        prediction = predictions.get(connection, identity)
    assert prediction is not None
    told = json.loads(webhook_body(prediction))
    assert told == guest.result(identity)
    assert told["outputs"][0].startswith(str(guest.http.base_url))
    assert "https://example.com/hook" not in str(told)
