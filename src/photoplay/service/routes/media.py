"""Handing out pictures and clips: to whoever has the link, in whole or in part."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from photoplay.media.pictures import sniff
from photoplay.media.storage import Storage, is_key
from photoplay.production.sources import MEDIA_PATH
from photoplay.service.callers import house_of
from photoplay.service.documented import problems
from photoplay.service.problems import RefusedError
from photoplay.service.ranges import UnsatisfiableError, parse_range

FOLDERS = ("inputs/", "uploads/", "outputs/")
SNIFFED = 16
"""Bytes of a picture that tell what it is; a link's ending follows what was announced."""
CACHED_S = 3600
"""A file never changes, but its owner may delete it."""

BINARY = {"schema": {"type": "string", "format": "binary"}}
FILE: dict[str, Any] = {"content": dict.fromkeys(("video/mp4", "image/jpeg", "image/png"), BINARY)}

router = APIRouter(tags=["media"])

RESPONSES = problems(404, 416) | {
    200: {"description": "The file.", **FILE},
    206: {"description": "The part that the header Range asks for.", **FILE},
    304: {"description": "The file is the one that the client has."},
}


@router.get(f"{MEDIA_PATH}{{key:path}}", response_class=StreamingResponse, responses=RESPONSES)
@router.head(f"{MEDIA_PATH}{{key:path}}", response_class=StreamingResponse, responses=RESPONSES)
async def media(request: Request, key: str) -> Response:
    """Hand out a picture or a clip."""
    storage = house_of(request).storage
    size = await run_in_threadpool(storage.size, key) if is_key(key) and key.startswith(FOLDERS) else None
    if not size:
        message = "There is no such file, or not any more: files are kept for some days."
        raise RefusedError(HTTPStatus.NOT_FOUND, "not_found", message)
    tag = _tag(key)
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": tag,
        "Cache-Control": f"private, max-age={CACHED_S}",
        "X-Content-Type-Options": "nosniff",
    }
    if {tag, "*"} & _tags(request, "if-none-match"):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    part = _part(request, tag, size)
    start, end = part or (0, size)
    headers |= {
        "Content-Type": await _content_type(storage, key, size),
        "Content-Length": str(end - start),
        "Content-Disposition": f'inline; filename="{_filename(key)}"',
    }
    status = HTTPStatus.OK
    if part is not None:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
        status = HTTPStatus.PARTIAL_CONTENT
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    return StreamingResponse(storage.stream(key, start, end), status, headers=headers)


def _part(request: Request, tag: str, size: int) -> tuple[int, int] | None:
    if "if-range" in request.headers and tag not in _tags(request, "if-range"):
        return None
    try:
        return parse_range(request.headers.get("range"), size)
    except UnsatisfiableError:
        raise RefusedError(
            HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            "no_such_part",
            f"The file has {size} bytes; it has no such part.",
            {"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"},
        ) from None


def _tags(request: Request, header: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in request.headers.get(header, "").split(",")}


def _tag(key: str) -> str:
    return f'"{_name(key)[:20]}"'


def _name(key: str) -> str:
    return key.partition("/")[2]


def _filename(key: str) -> str:
    """Return what to save a file as: recognisable, but not the link itself."""
    stem, _, ending = _name(key).rpartition(".")
    return f"photoplay-{stem[:8]}.{ending}"


async def _content_type(storage: Storage, key: str, size: int) -> str:
    if key.endswith(".mp4"):
        return "video/mp4"
    head = await anext(aiter(storage.stream(key, 0, min(SNIFFED, size))))
    return sniff(head) or "application/octet-stream"
