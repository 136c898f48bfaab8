"""Submitting: one route for each model of the catalogue, under v3 and v2."""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Header, Query, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from photoplay.catalogue.catalogue import MODELS, Model
from photoplay.errors import InvalidInputError
from photoplay.production import intake
from photoplay.production.house import House
from photoplay.service.bodies import SUBMIT_LIMIT, described, json_object, read_body
from photoplay.service.callers import RememberedCaller, house_of
from photoplay.service.documented import problems
from photoplay.service.links import base_url
from photoplay.service.problems import ProblemData, RefusedError
from photoplay.service.views import Seen, look, show
from photoplay.service.wire.envelope import Envelope, reply
from photoplay.service.wire.predictions import PredictionData, timed_out
from photoplay.store.accounts import Caller
from photoplay.store.predictions import Prediction

SYNC_SECONDS = 90
SYNC_LOOK = 0.2
"""Seconds between two looks at a prediction that a client waits for."""
REPLAYED = {"Idempotent-Replayed": "true"}

_IDEMPOTENCY_KEY = re.compile(r"[ -~]{1,255}")

router = APIRouter(tags=["submit"])

Webhook = Annotated[
    str | None,
    Query(description="Where the prediction is sent when it ends.", examples=["https://example.com/hook"]),
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        description="1 to 255 printable characters; a request sent again under one makes no second video."
    ),
]


class WebhookWithBase64(BaseModel):
    """The one refusal that the contract shapes differently."""

    error: str


class WebhookWithBase64Error(RefusedError):
    """A webhook and the clip in base64 were asked for together."""

    def __init__(self) -> None:
        message = (
            "webhook callback does not support base64 output, please use the normal API to use base64 output"
        )
        super().__init__(HTTPStatus.BAD_REQUEST, "webhook_with_base64", message)

    def response(self) -> Response:
        """Return the answer, word for word as clients know it."""
        body = json.dumps({"error": str(self)}, separators=(",", ":"))
        return Response(body, self.status, media_type="application/json")


@dataclass(frozen=True)
class Submission:
    """A request as it came."""

    model: Model
    content: bytes
    base: str
    webhook: str | None
    idempotency_key: str | None

    def accept(self, house: House, caller: Caller) -> "Taken":
        """Take it on.

        Raises:
            PhotoplayError: it is refused.
        """
        inputs = self.model.read(json_object(self.content))
        if self.webhook and inputs["enable_base64_output"]:
            raise WebhookWithBase64Error
        request = intake.Request(
            model=self.model,
            base_url=self.base,
            prompt=inputs["prompt"],
            negative_prompt=inputs["negative_prompt"],
            image=inputs["image"],
            end_image=inputs.get("end_image"),
            guidance_scale=inputs["guidance_scale"],
            duration=inputs["duration"],
            seed=inputs["seed"],
            base64_output=inputs["enable_base64_output"],
            webhook=self.webhook or None,
            idempotency_key=self._idempotency_key(),
            waits=inputs["enable_sync_mode"],
        )
        accepted = intake.accept(house, caller, request)
        shown = show(house, Seen(accepted.prediction, accepted.place), self.base)
        return Taken(accepted, shown, request.waits)

    def _idempotency_key(self) -> str | None:
        if self.idempotency_key is not None and not _IDEMPOTENCY_KEY.fullmatch(self.idempotency_key):
            raise InvalidInputError("Idempotency-Key", "must have 1 to 255 printable ASCII characters")
        return self.idempotency_key


@dataclass(frozen=True)
class Taken:
    """A request that was taken on, as the client is shown it, and whether the client waits for the end."""

    accepted: intake.Accepted
    shown: PredictionData
    waits: bool


async def _ended(request: Request, house: House, prediction: Prediction, base: str) -> PredictionData:
    """Wait for a prediction's end, with neither a thread nor a transaction held meanwhile."""
    deadline = time.monotonic() + SYNC_SECONDS
    while True:
        seen = await run_in_threadpool(look, house, prediction.id, prediction.account_id)
        if await request.is_disconnected():
            await run_in_threadpool(intake.hung_up, house, prediction)
            return show(house, seen, base)
        if seen.prediction.finished:
            return await run_in_threadpool(show, house, seen, base)
        if time.monotonic() >= deadline:
            return timed_out(show(house, seen, base), SYNC_SECONDS)
        await asyncio.sleep(SYNC_LOOK)


def submit_to(model: Model) -> Callable[..., Awaitable[Response]]:
    """Return the route that takes requests for ``model``."""

    async def submit(
        request: Request,
        caller: RememberedCaller,
        webhook: Webhook = None,
        idempotency_key: IdempotencyKey = None,
    ) -> Response:
        house = house_of(request)
        base = base_url(house, request)
        content = await read_body(request, SUBMIT_LIMIT)
        submission = Submission(model, content, base, webhook, idempotency_key)
        taken = await to_thread.run_sync(
            submission.accept, house, caller, limiter=request.app.state.submitting
        )
        headers = REPLAYED if taken.accepted.replayed else None
        if taken.waits:
            return reply(await _ended(request, house, taken.accepted.prediction, base), headers)
        return reply(taken.shown, headers)

    submit.__doc__ = f"Ask for a video: {model.description}"
    return submit


for model in MODELS.values():
    for version in ("v3", "v2"):
        router.add_api_route(
            f"/api/{version}/{model.id}",
            submit_to(model),
            methods=["POST"],
            name=f"submit_{version}",
            summary=model.name,
            response_model=Envelope[PredictionData],
            responses=problems(401, 402, 403, 404, 409, 413, 429)
            | {400: {"model": ProblemData | WebhookWithBase64, "description": "A field breaks its rule."}},
            openapi_extra=described(model.request_schema(), model.example()),
        )
