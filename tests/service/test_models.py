from typing import Any

import pytest

from tests.service.guests import PRO, STANDARD, Guest, refused


def test_models(guest: Guest) -> None:
    models = guest.data("/api/v3/models")
    assert [(model["model_id"], model["base_price"], model["type"]) for model in models] == [
        (PRO, 0.45, "image-to-video"),
        (STANDARD, 0.25, "image-to-video"),
    ]
    orders = [model["sort_order"] for model in models]
    assert orders == sorted(orders)
    for model in models:
        assert model["formula"] == "base_price * duration / 5"
        assert model["name"]
        assert model["description"]
        assert model["frame_rate"] == 30
        assert model["resolution"] in model["description"]
        run = model["api_schema"]["api_schemas"][0]
        assert (run["type"], run["method"]) == ("model_run", "POST")
        assert run["request_schema"]["required"] == ["image", "prompt"]
        body = {"prompt": "pan", "image": "https://example.com/a.jpg"}
        assert guest.http.post(run["server"] + run["api_path"], json=body).status_code == 200


@pytest.mark.parametrize("path", ["/api/v3/model/price", "/api/v3/model/pricing"])
@pytest.mark.parametrize(
    ("model", "inputs", "price"),
    [
        (PRO, {}, 0.45),
        (PRO, {"duration": "10", "prompt": "pan"}, 0.9),
        (PRO, {"duration": ""}, 0.45),
        (STANDARD, {"duration": 10}, 0.5),
        (STANDARD, None, 0.25),
    ],
)
def test_price(guest: Guest, path: str, model: str, inputs: dict[str, Any] | None, price: float) -> None:
    assert guest.data(path, {"model_id": model, "inputs": inputs}) == {
        "model_id": model,
        "price": price,
        "discounted_price": price,
        "discount_rate": 0.0,
        "unit_price": price,
        "currency": "USD",
    }
    assert guest.balance == 10_000_000


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"inputs": {}}, "model_id is required"),
        ({"model_id": PRO, "inputs": []}, "inputs must be an object"),
        ({"model_id": PRO, "inputs": {"duration": 6}}, "duration must be 5 or 10"),
    ],
)
def test_bad_prices(guest: Guest, body: dict[str, Any], words: str) -> None:
    assert refused(guest.post("/api/v3/model/price", body), 400, "invalid_input").startswith(words)


def test_the_price_of_an_unknown_model(guest: Guest) -> None:
    answer = guest.post("/api/v3/model/price", {"model_id": "someone/else", "inputs": {}})
    assert "someone/else" in refused(answer, 404, "unknown_model")


def test_the_vocabulary(guest: Guest) -> None:
    families = {family["family"]: family["terms"] for family in guest.data("/api/v3/vocabulary")}
    assert {"Camera moves", "Shot sizes", "Light", "Pace"} <= families.keys()
    phrases = {term["name"]: term["phrases"] for term in families["Camera moves"]}
    assert phrases["dolly in"][0] == "dolly in"
    assert all(term["phrases"] and term["example"] for terms in families.values() for term in terms)
