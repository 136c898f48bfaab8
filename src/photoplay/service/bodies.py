"""Reading what clients send: never more than a limit, JSON objects only, and each wrong field named."""

import json
from collections.abc import AsyncGenerator, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any, NoReturn, TypeVar

from fastapi import Depends, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails
from starlette.requests import ClientDisconnect

from photoplay.catalogue.fields import PLAIN_RULE, is_plain
from photoplay.errors import InvalidInputError
from photoplay.service.problems import RefusedError

MEBIBYTE = 1024 * 1024
JSON_LIMIT = 1 * MEBIBYTE
SUBMIT_LIMIT = 32 * MEBIBYTE
UPLOAD_LIMIT = 50 * MEBIBYTE

_RULES = {
    "missing": "is required and must not be empty",
    "string_type": "must be a string",
    "list_type": "must be a list",
    "dict_type": "must be an object",
    "int_type": "must be an integer",
    "int_parsing": "must be an integer",
    "int_from_float": "must be an integer",
    "int_parsing_size": "must be a smaller integer",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "string_too_short": "must have at least {min_length} characters",
    "string_too_long": "must have at most {max_length} characters",
    "too_short": "must have at least {min_length} entries",
    "too_long": "must have at most {max_length} entries",
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
    "value_error": "{error}",
}
_TIME_RULE = "must be a time such as 2025-09-25T09:12:48Z"


def _plain(text: str) -> str:
    if not is_plain(text):
        raise ValueError(PLAIN_RULE)
    return text


def _utc(time: datetime) -> datetime:
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time


Text = Annotated[str, AfterValidator(_plain)]
Time = Annotated[datetime, AfterValidator(_utc)]


def milliseconds(time: datetime) -> int:
    """Return a time as milliseconds since 1970."""
    return int(time.timestamp() * 1000)


def milliseconds_if(time: datetime | None) -> int | None:
    """Return a time that may be absent as milliseconds since 1970."""
    return None if time is None else milliseconds(time)


class Asked(BaseModel):
    """What a client asks for: unknown keys are dropped, and null and "" count as absent."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _drop_empty(cls, given: Any) -> Any:
        return {name: value for name, value in given.items() if value is not None and value != ""}


AskedT = TypeVar("AskedT", bound=Asked)


def asked_for(kind: type[AskedT]) -> Any:
    """Return the dependency that reads a JSON body as `kind`."""

    async def read(request: Request) -> AskedT:
        given = json_object(await read_body(request, JSON_LIMIT))
        try:
            return kind.model_validate(given)
        except ValidationError as error:
            _refuse(error.errors(include_url=False)[0])

    return Depends(read)


async def read_body(request: Request, limit: int) -> bytes:
    """Return a request's whole body.

    Raises:
        RefusedError: 413, it has more than ``limit`` bytes.
    """
    return b"".join([chunk async for chunk in limited(request, limit)])


async def limited(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    """Give a request's body piece by piece.

    Raises:
        RefusedError: 413, it has more than ``limit`` bytes.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise _too_large(limit)
    received = 0
    try:
        async for chunk in request.stream():
            received += len(chunk)
            if received > limit:
                raise _too_large(limit)
            yield chunk
    except ClientDisconnect as error:
        raise RefusedError(HTTPStatus.BAD_REQUEST, "incomplete_body", "The body must be whole.") from error


def json_object(content: bytes) -> dict[str, Any]:
    """Return the JSON object that ``content`` is, whatever its declared type.

    Raises:
        RefusedError: 400, it is something else.
    """
    try:
        given = json.loads(content, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise RefusedError(HTTPStatus.BAD_REQUEST, "invalid_json", "The body must be a JSON object.")
    return given


def described(schema: type[Asked] | dict[str, Any], example: Mapping[str, Any]) -> dict[str, Any]:
    """Return what OpenAPI says of a JSON body that a route reads by itself."""
    if not isinstance(schema, dict):
        schema = schema.model_json_schema()
    content = {"application/json": {"schema": schema, "example": example}}
    return {"requestBody": {"required": True, "content": content}}


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _too_large(limit: int) -> RefusedError:
    message = f"The body must be at most {limit} bytes."
    return RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body_too_large", message)


def _refuse(problem: ErrorDetails) -> NoReturn:
    field = ".".join(map(str, problem["loc"])) or "body"
    if problem["type"].startswith(("datetime", "timezone")):
        raise InvalidInputError(field, _TIME_RULE)
    rule = _RULES.get(problem["type"], "has a wrong value")
    raise InvalidInputError(field, rule.format(**problem.get("ctx", {})))
