"""Uploads: a picture sent at once, or announced first and then put under a link of its own."""

import re
import secrets
from dataclasses import replace
from http import HTTPStatus
from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.responses import Response

from photoplay.errors import InvalidInputError
from photoplay.media.pictures import sniff
from photoplay.media.storage import new_key
from photoplay.production.house import House
from photoplay.production.janitor import TICKET_LIFE
from photoplay.service.bodies import UPLOAD_LIMIT, asked_for, described, limited, read_body
from photoplay.service.callers import KnownCaller, house_of
from photoplay.service.documented import problems
from photoplay.service.links import base_url, media_url, ticket_url
from photoplay.service.problems import RefusedError
from photoplay.service.wire.envelope import Envelope, reply, reply_nothing, timestamp
from photoplay.service.wire.uploads import Instruction, TicketBody, TicketData, UploadData
from photoplay.store import uploads
from photoplay.store.accounts import Caller
from photoplay.store.database import now_ms
from photoplay.store.uploads import Upload

EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg", "image/jpg": "jpg"}
TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
UNSAID = ("", "application/octet-stream")
"""Content types that say nothing about a picture."""
NOT_A_PICTURE = "must be a JPEG or PNG picture"

TICKET_EXAMPLE = {"filename": "lighthouse.jpg", "size": 183_204, "content_type": "image/jpeg"}
FORM = {
    "multipart/form-data": {
        "schema": {
            "type": "object",
            "properties": {"file": {"type": "string", "format": "binary"}},
            "required": ["file"],
        }
    }
}
PICTURE = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in ("image/jpeg", "image/png")}

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")

router = APIRouter(tags=["uploads"])


async def upload(request: Request, caller: KnownCaller) -> Response:
    """Keep the picture in the form's part called file, whatever type the part declares."""
    house = house_of(request)
    base = base_url(house, request)
    filename, content = await _form_file(request)
    kept = await run_in_threadpool(_keep, house, caller, filename, content)
    return reply(
        UploadData(download_url=media_url(base, kept.media_key), filename=kept.filename, size=kept.size)
    )


for version in ("v3", "v2"):
    router.add_api_route(
        f"/api/{version}/media/upload/binary",
        upload,
        methods=["POST"],
        response_model=Envelope[UploadData],
        responses=problems(400, 401, 403, 413),
        openapi_extra={"requestBody": {"required": True, "content": FORM}},
    )


@router.post(
    "/api/v3/media/uploads",
    response_model=Envelope[TicketData],
    responses=problems(400, 401, 403, 413),
    openapi_extra=described(TicketBody, TICKET_EXAMPLE),
)
def announce(
    request: Request, caller: KnownCaller, wanted: Annotated[TicketBody, asked_for(TicketBody)]
) -> Response:
    """Announce a picture, and learn where to put it and which link it will have."""
    house = house_of(request)
    base = base_url(house, request)
    kind = _announced_type(wanted)
    ticket = _ticket(caller, wanted.filename, kind, wanted.size)
    with house.database.begin() as connection:
        uploads.insert(connection, ticket)
    instruction = Instruction(
        url=ticket_url(base, ticket.token),
        headers={"Content-Type": kind},
        expires_at=timestamp(ticket.created_at + TICKET_LIFE),
    )
    link = media_url(base, ticket.media_key)
    return reply(
        TicketData(download_url=link, filename=ticket.filename, size=ticket.size, upload=instruction)
    )


@router.put(
    "/api/v3/media/uploads/{token}",
    response_model=Envelope[None],
    responses=problems(400, 404, 409, 413),
    openapi_extra={"requestBody": {"required": True, "content": PICTURE}},
)
async def put(request: Request, token: str) -> Response:
    """Send an announced picture; the link is the authorisation, for an hour and for one picture."""
    house = house_of(request)
    ticket = await run_in_threadpool(_open_ticket, house, token)
    content = await read_body(request, ticket.size)
    await run_in_threadpool(_redeem, house, ticket, content)
    return reply_nothing()


async def _form_file(request: Request) -> tuple[str, bytes]:
    """Return the name and the content of the form's part called file."""
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise InvalidInputError("file", "must be a part of a multipart/form-data body")
    try:
        body = limited(request, UPLOAD_LIMIT)
        form = await MultiPartParser(request.headers, body, max_files=1).parse()
    except MultiPartException as error:
        raise InvalidInputError("file", f"must be a part of a form: {error.message}") from error
    try:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise InvalidInputError("file", "must be a picture in a part of that name, with a file name")
        return file.filename or "upload", await file.read()
    finally:
        await form.close()


def _keep(house: House, caller: Caller, filename: str, content: bytes) -> Upload:
    kind = sniff(content)
    if kind is None:
        raise InvalidInputError("file", NOT_A_PICTURE)
    kept = replace(_ticket(caller, filename, kind, len(content)), stored_at=now_ms())
    with house.database.begin() as connection:
        uploads.insert(connection, kept)  # first, so that the janitor knows of every file
    house.storage.put(kept.media_key, content, kind)
    return kept


def _ticket(caller: Caller, filename: str, kind: str, size: int) -> Upload:
    return Upload(
        token=secrets.token_urlsafe(32),
        account_id=caller.account.id,
        media_key=new_key("uploads", EXTENSIONS[kind]),
        filename=filename.replace("\0", "")[:255],
        content_type=kind,
        size=size,
        created_at=now_ms(),
    )


def _announced_type(wanted: TicketBody) -> str:
    """Return the type that an announced picture should have; what it is instead is found out once it is here."""
    kind = (wanted.content_type or "").partition(";")[0].strip().lower()
    if kind in UNSAID:
        return TYPES.get(PurePath(wanted.filename).suffix.lower(), "image/png")
    if kind not in EXTENSIONS:
        raise InvalidInputError("content_type", "must be image/png or image/jpeg")
    return kind


def _open_ticket(house: House, token: str) -> Upload:
    with house.database.read() as connection:
        ticket = uploads.by_token(connection, token) if _TOKEN.fullmatch(token) else None
    if ticket is None or (ticket.stored_at is None and now_ms() > ticket.created_at + TICKET_LIFE):
        message = "There is no such upload ticket, or it has ended; announce the picture again."
        raise RefusedError(HTTPStatus.NOT_FOUND, "not_found", message)
    if ticket.stored_at is not None:
        raise _used()
    return ticket


def _redeem(house: House, ticket: Upload, content: bytes) -> None:
    if len(content) != ticket.size:
        rule = f"must be as announced, {ticket.size} bytes; it has {len(content)}"
        raise InvalidInputError("size", rule)
    kind = sniff(content)
    if kind is None:
        raise InvalidInputError("file", NOT_A_PICTURE)
    with house.database.begin() as connection:
        if not uploads.mark_stored(connection, ticket.token, len(content), kind):
            raise _used()
    house.storage.put(ticket.media_key, content, kind)


def _used() -> RefusedError:
    message = "This upload ticket has been used; announce the picture again."
    return RefusedError(HTTPStatus.CONFLICT, "ticket_used", message)
