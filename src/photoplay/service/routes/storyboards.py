"""Storyboards: one route for each model of the catalogue, under v3. They cost nothing and leave nothing."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Self

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request
from starlette.responses import Response

from photoplay.catalogue.catalogue import MODELS, Inputs, Model
from photoplay.production.drafting import WAITING, Drafting, Drawn, Order
from photoplay.production.house import House
from photoplay.production.sources import fetched
from photoplay.service.bodies import SUBMIT_LIMIT, described, json_object, read_body
from photoplay.service.callers import KnownCaller, house_of
from photoplay.service.documented import problems
from photoplay.service.wire.envelope import Envelope, reply
from photoplay.service.wire.storyboards import StoryboardData, describe_storyboard

LOOK = 0.2
"""Seconds between two looks at whether the client still waits."""
LEFT = 499
"""Status of an answer that nobody waits for any more."""

router = APIRouter(tags=["storyboard"])


@dataclass(frozen=True)
class Atelier:
    """Where storyboards are drawn, first come, first served."""

    drafting: Drafting
    turns: asyncio.Semaphore
    threads: CapacityLimiter
    """For those who wait and those who draw: nobody who asks for something else waits behind them."""

    @classmethod
    def of(cls, processes: int) -> Self:
        """Return one in which so many are drawn at once."""
        return cls(
            Drafting(processes), asyncio.Semaphore(max(processes, 1)), CapacityLimiter(processes + WAITING)
        )

    async def draw(self, house: House, inputs: Inputs, cancelled: threading.Event) -> Drawn:
        """Fetch the pictures, wait, and have the storyboard drawn."""
        order = await to_thread.run_sync(_order, house, inputs, limiter=self.threads)
        async with self.turns:
            return await to_thread.run_sync(self.drafting.draw, order, cancelled, limiter=self.threads)


def _order(house: House, inputs: Inputs) -> Order:
    end_image = inputs.get("end_image")
    return Order(
        image=fetched(house, inputs["image"], "image", check_aspect=True),
        end_image=fetched(house, end_image, "end_image", check_aspect=False) if end_image else None,
        prompt=inputs["prompt"],
        negative_prompt=inputs["negative_prompt"],
        guidance_scale=inputs["guidance_scale"],
        duration=inputs["duration"],
        seed=inputs["seed"],
    )


async def _unless_left(request: Request, work: Awaitable[Drawn], cancelled: threading.Event) -> Drawn | None:
    """Return what comes of `work`, or None as soon as the client has left."""
    task = asyncio.ensure_future(work)
    try:
        while not task.done():
            await asyncio.wait([task], timeout=LOOK)
            if not task.done() and await request.is_disconnected():
                return None
        return task.result()
    finally:
        cancelled.set()
        task.cancel()


def draw_for(model: Model) -> Callable[..., Awaitable[Response]]:
    """Return the route that draws storyboards for `model`."""

    async def storyboard(request: Request, caller: KnownCaller) -> Response:
        house, atelier = house_of(request), request.app.state.atelier
        assert isinstance(atelier, Atelier)
        content = await read_body(request, SUBMIT_LIMIT)
        inputs = await to_thread.run_sync(
            lambda: model.read(json_object(content)), limiter=request.app.state.submitting
        )
        cancelled = threading.Event()
        with atelier.drafting.place(caller.account.id):
            drawn = await _unless_left(request, atelier.draw(house, inputs, cancelled), cancelled)
        return Response(status_code=LEFT) if drawn is None else reply(describe_storyboard(model, drawn))

    storyboard.__doc__ = (
        "See six frames of the video, and how its prompt is understood, before asking for it: "
        "the body is the same. It costs nothing, and nothing is kept."
    )
    return storyboard


for model in MODELS.values():
    router.add_api_route(
        f"/api/v3/{model.id}/storyboard",
        draw_for(model),
        methods=["POST"],
        name="storyboard",
        summary=f"Storyboard: {model.name}",
        response_model=Envelope[StoryboardData],
        responses=problems(400, 401, 403, 404, 413, 429, 500, 503),
        openapi_extra=described(model.request_schema(), model.example()),
    )
