import re
from dataclasses import replace

import jsonschema_rs
import pytest

from photoplay.catalogue.catalogue import MODELS, Inputs, Model, find_model, load_catalogue
from photoplay.catalogue.fields import Field
from photoplay.errors import InvalidInputError
from photoplay.shot import DURATIONS, FRAME_RATES, MAX_SEED, PROMPT_LENGTH, Resolution
from photoplay.stills import MAX_ASPECT, MAX_BYTES, MIN_SIDE

PRO = "kwaivgi/kling-v1.6-i2v-pro"
STANDARD = "kwaivgi/kling-v1.6-i2v-standard"
BODY = {"prompt": "pan", "image": "https://example.com/a.jpg"}


def model(model_id: str) -> Model:
    found = find_model(model_id)
    assert found is not None
    return found


def field(name: str) -> Field:
    return next(field for field in model(PRO).fields if field.name == name)


def test_the_models_of_the_contract() -> None:
    assert list(MODELS) == [PRO, STANDARD]
    pro, standard = MODELS.values()
    assert (pro.resolution, pro.fps, pro.end_image) == (Resolution.P1080, 30, True)
    assert (standard.resolution, standard.fps, standard.end_image) == (Resolution.P720, 30, False)
    assert find_model("someone/else") is None
    assert load_catalogue() == MODELS


@pytest.mark.parametrize(("model_id", "prices"), [(PRO, (450_000, 900_000)), (STANDARD, (250_000, 500_000))])
def test_prices(model_id: str, prices: tuple[int, int]) -> None:
    assert tuple(model(model_id).price(duration) for duration in DURATIONS) == prices
    assert model(model_id).quote({}) == prices[0]
    assert model(model_id).quote({"duration": "10"}) == prices[1]


@pytest.mark.parametrize("model_id", MODELS)
@pytest.mark.parametrize("duration", DURATIONS)
def test_the_formula_is_how_the_price_is_found(model_id: str, duration: int) -> None:
    made = re.fullmatch(r"base_price \* duration / (\d+)", model(model_id).formula)
    assert made is not None
    assert model(model_id).price(duration) * int(made[1]) == model(model_id).base_price * duration


def test_a_price_is_whole() -> None:
    with pytest.raises(ValueError, match="no price in whole micro-dollars"):
        replace(model(PRO), base_price=7).price(1)


def test_limits_are_those_of_a_shot() -> None:
    assert field("prompt").max_length == field("negative_prompt").max_length == PROMPT_LENGTH
    assert field("duration").choices == DURATIONS
    assert (field("guidance_scale").minimum, field("guidance_scale").maximum) == (0.0, 1.0)
    assert field("seed").maximum == MAX_SEED
    assert {each.fps for each in MODELS.values()} <= set(FRAME_RATES)
    for name in ("image", "end_image"):
        assert (
            f"at most {MAX_BYTES // 2**20} MB, each side at least {MIN_SIDE} pixels"
            in field(name).description
        )
    assert f"between 1:{MAX_ASPECT} and {MAX_ASPECT}:1" in field("image").description


def test_fields_are_those_of_the_inputs() -> None:
    assert {each.name for each in model(PRO).fields} == set(Inputs.__annotations__)
    assert {each.name for each in model(STANDARD).fields} == set(Inputs.__annotations__) - {"end_image"}


class TestSchema:
    @pytest.mark.parametrize("model_id", MODELS)
    def test_it_is_a_schema_in_the_order_of_a_form(self, model_id: str) -> None:
        schema = model(model_id).request_schema()
        jsonschema_rs.meta.validate(schema)
        assert schema["required"] == ["image", "prompt"]
        assert schema["x-order-properties"] == list(schema["properties"])
        assert schema["x-order-properties"][0] == "image"
        assert all(each["description"] and each["title"] for each in schema["properties"].values())
        assert schema["properties"]["duration"]["enum"] == [5, 10]
        assert schema["properties"]["guidance_scale"]["default"] == 0.5

    def test_it_says_what_a_form_needs(self) -> None:
        properties = model(PRO).request_schema()["properties"]
        rules = {"types": ["image/jpeg", "image/png"], "max_bytes": MAX_BYTES, "min_side": MIN_SIDE}
        assert properties["image"]["x-picture"] == rules | {"max_aspect": MAX_ASPECT}
        assert properties["end_image"]["x-picture"] == rules
        assert len(properties["guidance_scale"]["x-ends"]) == 2
        for_programs = [name for name, each in properties.items() if each.get("x-form") is False]
        assert for_programs == ["enable_sync_mode", "enable_base64_output"]

    @pytest.mark.parametrize(
        ("changes", "good"),
        [
            ({}, True),
            ({"prompt": ""}, False),
            ({"prompt": "x" * 2500}, True),
            ({"prompt": "x" * 2501}, False),
            ({"negative_prompt": ""}, True),
            ({"duration": 10}, True),
            ({"duration": 7}, False),
            ({"guidance_scale": 1}, True),
            ({"guidance_scale": 1.1}, False),
            ({"seed": -1}, True),
            ({"seed": -2}, False),
            ({"image": 3}, False),
            ({"enable_sync_mode": True, "size": "832*480"}, True),
        ],
    )
    def test_it_agrees_with_reading(self, changes: dict[str, object], good: bool) -> None:
        body = BODY | changes
        assert jsonschema_rs.is_valid(model(PRO).request_schema(), body) == good
        try:
            model(PRO).read(body)
        except InvalidInputError:
            assert not good
        else:
            assert good

    @pytest.mark.parametrize("model_id", MODELS)
    def test_the_example_and_the_defaults_are_good(self, model_id: str) -> None:
        example = model(model_id).example()
        assert jsonschema_rs.is_valid(model(model_id).request_schema(), example)
        assert model(model_id).read(example) == example
        assert jsonschema_rs.is_valid(
            model(model_id).request_schema(),
            {name: value for name, value in model(model_id).read(BODY).items() if value is not None},
        )


class TestRead:
    def test_defaults(self) -> None:
        assert model(PRO).read(BODY) == BODY | {
            "negative_prompt": "",
            "end_image": None,
            "guidance_scale": 0.5,
            "duration": 5,
            "seed": None,
            "enable_sync_mode": False,
            "enable_base64_output": False,
        }

    def test_what_only_another_model_has(self) -> None:
        with pytest.raises(InvalidInputError, match=f"end_image is not known to {STANDARD}; leave it out"):
            model(STANDARD).read(BODY | {"end_image": "https://example.com/b.jpg"})
        assert "end_image" not in model(STANDARD).read(BODY | {"end_image": None})
