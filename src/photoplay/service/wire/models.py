"""The catalogue as clients see it."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from photoplay.catalogue.catalogue import Model
from photoplay.service.bodies import Asked, Text
from photoplay.service.wire.envelope import dollars


class ModelRun(BaseModel):
    """How to submit to a model."""

    type: Literal["model_run"] = "model_run"
    method: Literal["POST"] = "POST"
    server: str
    api_path: str
    request_schema: dict[str, Any] = Field(
        description="A JSON schema; x-order-properties orders a form; x-picture, x-ends and x-form help to show it."
    )


class ApiSchema(BaseModel):
    """What can be done with a model."""

    api_schemas: list[ModelRun]


class ModelData(BaseModel):
    """A model that can be asked for."""

    model_id: str
    name: str
    base_price: float
    description: str
    type: Literal["image-to-video"] = "image-to-video"
    sort_order: int
    formula: str
    resolution: str = Field(
        description="The height of a 16:9 frame; a frame has its area and the photograph's shape."
    )
    frame_rate: int = Field(description="Frames a second.")
    api_schema: ApiSchema


class PriceBody(Asked):
    """What a price is asked for; inputs may be given in part."""

    model_id: Text
    inputs: dict[str, Any] = Field(default={})


class PriceData(BaseModel):
    """What a request would cost, in dollars."""

    model_id: str
    price: float
    discounted_price: float
    discount_rate: float = Field(description="The share of the price that is taken off.")
    unit_price: float = Field(description="Of this one request.")
    currency: Literal["USD"] = "USD"


def describe_model(model: Model, base: str) -> ModelData:
    """Return a model as clients see it; ``base`` is where the service is."""
    run = ModelRun(server=base, api_path=f"/api/v3/{model.id}", request_schema=model.request_schema())
    return ModelData(
        model_id=model.id,
        name=model.name,
        base_price=dollars(model.base_price),
        description=model.description,
        sort_order=model.sort_order,
        formula=model.formula,
        resolution=model.resolution,
        frame_rate=model.fps,
        api_schema=ApiSchema(api_schemas=[run]),
    )


def describe_price(model: Model, micros: int) -> PriceData:
    """Return a price as clients see it; there are no discounts."""
    price = dollars(micros)
    return PriceData(
        model_id=model.id, price=price, discounted_price=price, discount_rate=0.0, unit_price=price
    )
