"""The playground: the page at `/`, and the files that it is made of."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import APIRouter, Request
from starlette.responses import Response

from photoplay.service.problems import RefusedError

INDEX = "index.html"
PACKED = ("text/html", "text/css", "text/javascript", "image/svg+xml")
"""What is worth compressing; pictures are compressed already."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; "
    "connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)
"""Nothing comes from elsewhere: pictures and clips go through this service wherever they are stored. Storyboards are
``data:`` pictures, and a photograph that is not uploaded yet is a ``blob:``."""
HEADERS = {
    "Cache-Control": "no-cache",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Browsers ask each time whether a file has changed, so that an upgrade is seen at once."""

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Asset:
    """A file of the page.

    Attributes:
        packed: the content as gzip; nothing for what does not shrink.
    """

    content: bytes
    packed: bytes
    content_type: str
    tag: str

    @classmethod
    def of(cls, name: str, content: bytes) -> "Asset":
        """Return the file called `name`."""
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        packed = gzip.compress(content, mtime=0) if kind in PACKED else b""
        charset = "; charset=utf-8" if kind.startswith("text/") else ""
        return cls(content, packed, kind + charset, f'"{hashlib.sha256(content).hexdigest()[:20]}"')

    def response(self, request: Request) -> Response:
        """Return the answer: compressed where the client takes that, and no body where the client has it already."""
        headers = {**HEADERS, "ETag": self.tag, "Content-Type": self.content_type}
        if self.content_type.startswith("text/html"):
            headers["Content-Security-Policy"] = POLICY
        if self.tag in request.headers.get("if-none-match", ""):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        if self.packed and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(self.packed, headers={**headers, "Content-Encoding": "gzip"})
        return Response(self.content, headers=headers)


@router.api_route("/", methods=["GET", "HEAD"])
def page(request: Request) -> Response:
    """Show the page."""
    return _assets()[INDEX].response(request)


@router.api_route("/playground/{name:path}", methods=["GET", "HEAD"])
def asset(request: Request, name: str) -> Response:
    """Hand out a file of the page."""
    found = _assets().get(name)
    if found is None:
        raise RefusedError(HTTPStatus.NOT_FOUND, "not_found", f"There is no file {name} of the page.")
    return found.response(request)


@cache
def _assets() -> dict[str, Asset]:
    """Return every file of the page by its path."""
    root = files("photoplay").joinpath("playground")
    return {name: Asset.of(name, content) for name, content in _read(root, "")}


def _read(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        name = f"{path}{entry.name}"
        found += _read(entry, f"{name}/") if entry.is_dir() else [(name, entry.read_bytes())]
    return found
