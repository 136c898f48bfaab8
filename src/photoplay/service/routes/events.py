"""Watching a prediction: server-sent events, one whenever something about it changes."""

import asyncio
import time
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from photoplay.production.house import House
from photoplay.service.callers import KnownCaller, house_of
from photoplay.service.documented import problems
from photoplay.service.links import base_url
from photoplay.service.problems import RefusedError
from photoplay.service.routes.predictions import PredictionId
from photoplay.service.views import Seen, look
from photoplay.service.wire.predictions import PredictionData, describe

LOOK = 0.25
"""Seconds between two looks at the prediction."""
SILENCE = 15.0
"""Seconds after which a quiet stream says that it is still there, lest a proxy cuts it."""
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

router = APIRouter(tags=["predictions"])

_EXAMPLE = 'event: processing\ndata: {"id":"e6832d4abffb4d79bfbca19783fca133","progress":0.42}\n\n'


@router.get(
    "/api/v3/predictions/{prediction_id}/events",
    response_class=StreamingResponse,
    responses=problems(400, 401, 403, 404)
    | {200: {"description": "A stream.", "content": {"text/event-stream": {"example": _EXAMPLE}}}},
)
async def events(request: Request, prediction_id: PredictionId, caller: KnownCaller) -> StreamingResponse:
    """Stream a prediction until it ends: each event is named after the status and holds the bare prediction.

    Outputs are links here, whatever the prediction was asked to give.
    """
    house = house_of(request)
    base = base_url(house, request)
    seen = await run_in_threadpool(look, house, prediction_id, caller.account.id)
    return StreamingResponse(_stream(house, seen, base), media_type="text/event-stream", headers=HEADERS)


async def _stream(house: House, seen: Seen, base: str) -> AsyncIterator[bytes]:
    told: PredictionData | None = None
    told_at = time.monotonic()
    while True:
        data = describe(seen.prediction, base, queue_position=seen.queue_position)
        if data != told:
            told, told_at = data, time.monotonic()
            text = data.model_dump_json(by_alias=True, exclude_none=True)
            yield f"event: {data.status}\ndata: {text}\n\n".encode()
        elif time.monotonic() - told_at > SILENCE:
            told_at = time.monotonic()
            yield b": still here\n\n"
        if seen.prediction.finished:
            return
        await asyncio.sleep(LOOK)
        try:
            seen = await run_in_threadpool(look, house, seen.prediction.id, seen.prediction.account_id)
        except RefusedError:  # deleted meanwhile
            return
