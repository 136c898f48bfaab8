"""The catalogue: which models there are, what a request would cost, and the words that prompts are made of."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from photoplay.catalogue.catalogue import MODELS, find_model
from photoplay.service.bodies import asked_for, described
from photoplay.service.callers import KnownCaller, house_of
from photoplay.service.documented import problems
from photoplay.service.links import base_url
from photoplay.service.problems import RefusedError
from photoplay.service.wire.envelope import Envelope, reply
from photoplay.service.wire.models import ModelData, PriceBody, PriceData, describe_model, describe_price
from photoplay.service.wire.vocabulary import FamilyData, describe_vocabulary

PRICE_EXAMPLE = {"model_id": "kwaivgi/kling-v1.6-i2v-pro", "inputs": {"duration": 10}}

router = APIRouter(tags=["models"])


@router.get("/api/v3/models", response_model=Envelope[list[ModelData]], responses=problems(400, 401, 403))
async def models(request: Request, _: KnownCaller) -> Response:
    """List the models with their prices and request schemas."""
    base = base_url(house_of(request), request)
    return reply([describe_model(model, base) for model in MODELS.values()])


async def price(_: KnownCaller, wanted: Annotated[PriceBody, asked_for(PriceBody)]) -> Response:
    """Say what a request would cost; nothing is made or charged."""
    model = find_model(wanted.model_id)
    if model is None:
        message = f"There is no model {wanted.model_id}; GET /api/v3/models lists them."
        raise RefusedError(HTTPStatus.NOT_FOUND, "unknown_model", message)
    return reply(describe_price(model, model.quote(wanted.inputs)))


for path in ("/api/v3/model/price", "/api/v3/model/pricing"):
    router.add_api_route(
        path,
        price,
        methods=["POST"],
        response_model=Envelope[PriceData],
        responses=problems(400, 401, 403, 404, 413),
        openapi_extra=described(PriceBody, PRICE_EXAMPLE),
    )


@router.get("/api/v3/vocabulary", response_model=Envelope[list[FamilyData]], responses=problems(401, 403))
def vocabulary(_: KnownCaller) -> Response:
    """List the words that the director knows, by family: moves, actions, weather, light, looks, sizes, pace."""
    return reply(describe_vocabulary())
