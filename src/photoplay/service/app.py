"""The application: every route of the wire contract over one house."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from anyio import CapacityLimiter
from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

from photoplay.production.house import House
from photoplay.service import operation
from photoplay.service.callers import Remembered
from photoplay.service.paths import TidyPaths
from photoplay.service.problems import answer_problems
from photoplay.service.routes import (
    account,
    events,
    media,
    models,
    playground,
    predictions,
    storyboards,
    submissions,
    uploads,
)

THREADS = 8
"""Threads that look into the database and the storage; more would only wait for each other."""
SUBMITTING_THREADS = 2
"""Threads of their own for submissions: these stand in line to write, and nobody who asks waits behind them."""
COMMITTING_THREADS = 4
"""The same with PostgreSQL, where they stand in no line, but each waits for its commit."""
ABOUT = """Turns a photograph and a director's prompt into a video clip.

Submit to a model, then ask for the result until its status is completed or failed, or wait for the webhook."""


class Application(FastAPI):
    """FastAPI whose OpenAPI document leaves out the answers that this service never gives."""

    def openapi(self) -> dict[str, Any]:
        """Return the document."""
        document = super().openapi()
        for calls in document["paths"].values():
            for call in calls.values():
                call["responses"].pop("422", None)
        for unused in ("HTTPValidationError", "ValidationError"):
            document["components"]["schemas"].pop(unused, None)
        return document


def create_app(house: House) -> FastAPI:
    """Return the application that serves ``house``; opening and closing the house is the caller's part."""
    app = Application(
        title="Photoplay",
        description=ABOUT,
        version=version("photoplay"),
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.house = house
    app.state.remembered = Remembered()
    app.state.submitting = CapacityLimiter(
        COMMITTING_THREADS if house.settings.database_url else SUBMITTING_THREADS
    )
    app.state.atelier = storyboards.Atelier.of(house.settings.drafts)
    answer_problems(app)
    app.add_middleware(TidyPaths)
    for room in (
        submissions,
        storyboards,
        predictions,
        events,
        uploads,
        media,
        models,
        account,
        playground,
        operation,
    ):
        app.router.routes.extend(room.router.routes)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = THREADS
    yield
    app.state.atelier.drafting.close()
