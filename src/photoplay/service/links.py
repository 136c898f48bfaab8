"""The addresses that answers mention: absolute, under the public address or the one the client used."""

import re
from http import HTTPStatus

from starlette.requests import Request

from photoplay.production.house import House
from photoplay.production.sources import MEDIA_PATH
from photoplay.service.problems import RefusedError

_HOST = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?")


def base_url(house: House, request: Request) -> str:
    """Return the address that links in an answer to `request` begin with, without a slash at its end.

    Raises:
        RefusedError: 400, the request's Host header is no host.
    """
    if house.settings.public_url is not None:
        return str(house.settings.public_url).rstrip("/")
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        raise RefusedError(HTTPStatus.BAD_REQUEST, "invalid_host", "The Host header must name a host.")
    return f"{request.url.scheme}://{host}"


def media_url(base: str, key: str) -> str:
    """Return where the file stored at ``key`` is handed out."""
    return f"{base}{MEDIA_PATH}{key}"


def result_url(base: str, prediction_id: str) -> str:
    """Return where a prediction's result is."""
    return f"{base}/api/v3/predictions/{prediction_id}/result"


def ticket_url(base: str, token: str) -> str:
    """Return where the picture of an upload ticket is sent."""
    return f"{base}/api/v3/media/uploads/{token}"
