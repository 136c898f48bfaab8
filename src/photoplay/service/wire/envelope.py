"""The envelope that every answer of the contract comes in, and the values that several parts share."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel
from starlette.responses import Response

from photoplay.catalogue.catalogue import MICROS

DataT = TypeVar("DataT")


class Envelope(BaseModel, Generic[DataT]):
    """A good answer."""

    code: int = 200
    message: str = "success"
    data: DataT


def reply(data: BaseModel | list[Any], headers: Mapping[str, str] | None = None) -> Response:
    """Return the answer that carries ``data``; what is None in it is left out."""
    envelope = Envelope[Any](data=data)
    content = envelope.model_dump_json(by_alias=True, exclude_none=True)
    return Response(content, headers=headers, media_type="application/json")


def reply_nothing() -> Response:
    """Return the answer that only says that all went well."""
    return Response(Envelope[None](data=None).model_dump_json(), media_type="application/json")


def dollars(micros: int) -> float:
    """Return micro-dollars as the number that the contract writes; nothing calculates with it."""
    return round(micros / MICROS, 6)


def timestamp(milliseconds: int) -> str:
    """Return milliseconds since 1970 as ISO 8601 with milliseconds and a Z."""
    time = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
