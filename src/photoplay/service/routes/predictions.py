"""Predictions after they were accepted: their results, their list, cancelling and deleting them."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from photoplay.director.plan import Plan
from photoplay.production import settle
from photoplay.service.bodies import asked_for, described
from photoplay.service.callers import Credentials, KnownCaller, find_caller, house_of
from photoplay.service.documented import problems
from photoplay.service.links import base_url
from photoplay.service.views import look, see, show
from photoplay.service.wire.envelope import Envelope, reply, reply_nothing
from photoplay.service.wire.plans import PlanData, describe_plan
from photoplay.service.wire.predictions import (
    DeleteBody,
    PredictionData,
    PredictionPage,
    SearchBody,
    describe,
)
from photoplay.store import plans, predictions

PredictionId = Annotated[str, Path(examples=["e6832d4abffb4d79bfbca19783fca133"])]
RESULT_PATHS = [
    f"/api/{version}/predictions/{{prediction_id}}{ending}"
    for version in ("v3", "v2")
    for ending in ("/result", "")
]

router = APIRouter(tags=["predictions"])


async def result(request: Request, prediction_id: PredictionId, credentials: Credentials) -> Response:
    """Say how a prediction stands."""
    house = house_of(request)
    base = base_url(house, request)

    def answer() -> Response:
        with house.database.read() as connection:  # one look for the key and the prediction: this is polled
            caller = find_caller(connection, credentials)
            seen = see(connection, prediction_id, caller.account.id)
        return reply(show(house, seen, base))

    return await run_in_threadpool(answer)


for path in RESULT_PATHS:
    router.add_api_route(
        path, result, response_model=Envelope[PredictionData], responses=problems(400, 401, 403, 404)
    )


@router.get(
    "/api/v3/predictions/{prediction_id}/plan",
    response_model=Envelope[PlanData],
    responses=problems(401, 403, 404),
)
def plan(request: Request, prediction_id: PredictionId, caller: KnownCaller) -> Response:
    """Say how a prediction's prompt is understood, from when it is filmed on; the notes are whole at its end."""
    with house_of(request).database.read() as connection:
        see(connection, prediction_id, caller.account.id)
        kept = plans.find(connection, prediction_id)
    return reply(PlanData() if kept is None else _described(kept))


def _described(kept: plans.Understanding) -> PlanData:
    """Describe a kept plan; of one that an older version of this service laid out otherwise only the notes are left."""
    try:
        return describe_plan(Plan.model_validate(kept.plan), kept.notes)
    except ValidationError:
        return PlanData(notes=list(kept.notes))


@router.post(
    "/api/v3/predictions",
    response_model=Envelope[PredictionPage],
    responses=problems(400, 401, 403, 413),
    openapi_extra=described(SearchBody, {"page": 1, "page_size": 20, "status": "completed"}),
)
def search(
    request: Request, caller: KnownCaller, wanted: Annotated[SearchBody, asked_for(SearchBody)]
) -> Response:
    """List predictions, newest first; outputs are links here, whatever the prediction was asked to give."""
    house = house_of(request)
    base = base_url(house, request)
    with house.database.read() as connection:
        total, found = predictions.search(connection, caller.account.id, wanted.search())
    items = [describe(prediction, base, include_input=wanted.include_inputs) for prediction in found]
    return reply(PredictionPage(page=wanted.page, total=total, items=items))


@router.post(
    "/api/v3/predictions/delete",
    response_model=Envelope[None],
    responses=problems(400, 401, 403, 413),
    openapi_extra=described(DeleteBody, {"ids": ["e6832d4abffb4d79bfbca19783fca133"]}),
)
def delete(
    request: Request, caller: KnownCaller, wanted: Annotated[DeleteBody, asked_for(DeleteBody)]
) -> Response:
    """Delete predictions with their clips; those still being made are cancelled."""
    settle.remove(house_of(request), caller.account.id, wanted.ids)
    return reply_nothing()


@router.post(
    "/api/v3/predictions/{prediction_id}/cancel",
    response_model=Envelope[PredictionData],
    responses=problems(400, 401, 403, 404),
)
def cancel(request: Request, prediction_id: PredictionId, caller: KnownCaller) -> Response:
    """Stop a prediction, so that it costs nothing; one that has ended stays as it ended."""
    house = house_of(request)
    base = base_url(house, request)
    look(house, prediction_id, caller.account.id)
    settle.cancel(house, prediction_id)
    return reply(show(house, look(house, prediction_id, caller.account.id), base))
