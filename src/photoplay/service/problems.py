"""What goes wrong, as the wire contract tells it: ``{"code": ..., "message": ..., "error_code": ...}``."""

import uuid
from collections.abc import Mapping
from http import HTTPStatus

import structlog
from fastapi import FastAPI, Request
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from photoplay.errors import InvalidInputError, PhotoplayError
from photoplay.media.fetch import MediaFetchError
from photoplay.production.drafting import DraftFailedError, DraftLateError, DraftsOffError
from photoplay.production.refusals import (
    IdempotencyConflictError,
    QueueFullError,
    RateLimitedError,
    SuspendedKeyError,
    UnknownKeyError,
    final,
)
from photoplay.store.ledger import InsufficientBalanceError

log = structlog.get_logger()

_REFUSALS: Mapping[type[Exception], tuple[HTTPStatus, str]] = {
    InvalidInputError: (HTTPStatus.BAD_REQUEST, "invalid_input"),
    UnknownKeyError: (HTTPStatus.UNAUTHORIZED, "unauthorized"),
    SuspendedKeyError: (HTTPStatus.FORBIDDEN, "key_suspended"),
    InsufficientBalanceError: (HTTPStatus.PAYMENT_REQUIRED, "insufficient_balance"),
    IdempotencyConflictError: (HTTPStatus.CONFLICT, "idempotency_conflict"),
    RateLimitedError: (HTTPStatus.TOO_MANY_REQUESTS, "rate_limited"),
    QueueFullError: (HTTPStatus.TOO_MANY_REQUESTS, "queue_full"),
    MediaFetchError: (HTTPStatus.BAD_REQUEST, "media_not_fetched"),
    DraftsOffError: (HTTPStatus.SERVICE_UNAVAILABLE, "storyboards_off"),
    DraftLateError: (HTTPStatus.SERVICE_UNAVAILABLE, "too_slow"),
    DraftFailedError: (HTTPStatus.INTERNAL_SERVER_ERROR, "internal"),
}


class ProblemData(BaseModel):
    """Why a request was not answered as asked."""

    code: int
    message: str
    error_code: str


class RefusedError(PhotoplayError):
    """A request that is refused.

    Attributes:
        status: of the HTTP answer.
        error_code: the reason in a word, for programs.
        headers: of the answer, besides the usual ones.
    """

    def __init__(
        self, status: HTTPStatus, error_code: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.error_code = error_code
        self.headers = dict(headers or {})

    def response(self) -> Response:
        """Return the answer."""
        body = ProblemData(code=self.status, message=str(self), error_code=self.error_code)
        return Response(
            body.model_dump_json(), self.status, headers=self.headers, media_type="application/json"
        )


class LastResort:
    """Middleware that answers 500 to what nobody foresaw, and writes it to the log under the same id."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception:
            incident = uuid.uuid4().hex[:12]
            log.exception("request failed", incident=incident, method=scope.get("method"))
            if started or scope["type"] != "http":
                raise
            message = f"The service failed; this is its fault. Quote {incident} when you ask about it."
            refused = RefusedError(HTTPStatus.INTERNAL_SERVER_ERROR, "internal", message)
            await refused.response()(scope, receive, send)


def answer_problems(app: FastAPI) -> None:
    """Have every refusal answered in the contract's shape, those of the framework included."""

    async def refuse(_: Request, error: Exception) -> Response:
        return _refused(error).response()

    async def refuse_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return _of_framework(request, error).response()

    app.add_exception_handler(PhotoplayError, refuse)
    app.add_exception_handler(HTTPException, refuse_http)
    app.add_middleware(LastResort)


def _refused(error: Exception) -> RefusedError:
    if isinstance(error, RefusedError):
        return error
    if type(error) not in _REFUSALS:
        raise error
    status, error_code = _REFUSALS[type(error)]
    headers = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else {}
    if isinstance(error, RateLimitedError | QueueFullError):
        headers = {"Retry-After": str(error.retry_after)}
    return RefusedError(status, error_code, final(str(error)), headers)


def _of_framework(request: Request, error: HTTPException) -> RefusedError:
    asked = f"{request.method} {request.url.path}"
    status = HTTPStatus(error.status_code)
    error_code = status.phrase.lower().replace(" ", "_").replace("-", "_")
    match status:
        case HTTPStatus.NOT_FOUND if request.method == "POST":
            message = f"{asked} is neither an endpoint nor a model; GET /api/v3/models lists the models."
        case HTTPStatus.NOT_FOUND:
            message = f"{asked} is not an endpoint; /openapi.json lists them."
        case HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = ", ".join(sorted(_methods(request)))
            message = f"{asked} is not an endpoint; this path takes {allowed}."
            return RefusedError(status, error_code, message, {"Allow": allowed})
        case _:
            message = f"{asked} was refused: {error.detail}."
    return RefusedError(status, error_code, message, error.headers)


def _methods(request: Request) -> set[str]:
    """Return what the path takes; the framework itself names only those of the first route that fits."""
    fitting = (route for route in request.app.routes if route.matches(request.scope)[0] != Match.NONE)
    return {method for route in fitting for method in getattr(route, "methods", ())}
