"""Where a request's pictures come from: a link, a link of our own, a data URI, or bare base64."""

import base64
import binascii
import re
from contextlib import suppress
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from photoplay.errors import InvalidInputError
from photoplay.media.fetch import check_url
from photoplay.media.pictures import inspect
from photoplay.media.storage import is_key, new_key
from photoplay.production.house import House
from photoplay.stills import MAX_BYTES
from photoplay.store import uploads

MEDIA_PATH = "/media/"
"""Under this path the service hands out what is stored; the rest of the path is the storage key."""

EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg"}

_DATA_URI = re.compile(r"data:[^,;]*(?:;[^,;]*)*?(;base64)?,", re.IGNORECASE)
_TOO_LARGE = "must be at most 10 MB (10 * 1024 * 1024 bytes)"


def is_link(reference: str) -> bool:
    """Return whether a picture is somewhere else, rather than in storage."""
    return reference[:8].lower().startswith(("http://", "https://"))


def resolve(house: House, text: str, field: str, *, check_aspect: bool) -> str:
    """Return the reference that a prediction keeps: a storage key, or a link that is yet to be fetched.

    A picture sent inline is checked and stored, and so is one of another prediction; an upload of ours is
    checked and becomes its key. Nothing is dialled.

    Raises:
        InvalidInputError: the picture breaks a rule, or the link does.
    """
    found = _found(house, text, field, check_aspect)
    if found is None:
        return text
    key, content, content_type = found
    if key is None or key.startswith("inputs/"):  # which go with the prediction that they belong to
        key = new_key("inputs", EXTENSIONS[content_type])
        house.storage.put(key, content, content_type)
    return key


def fetched(house: House, text: str, field: str, *, check_aspect: bool) -> bytes:
    """Return the picture itself, fetched where it is elsewhere; nothing is stored.

    Raises:
        InvalidInputError: the picture breaks a rule, or the link does.
        MediaFetchError: the link gives no picture.
    """
    found = _found(house, text, field, check_aspect)
    if found is not None:
        return found[1]
    content = house.fetcher.fetch_image(text, field)
    inspect(content, field, check_aspect)
    return content


def _found(house: House, text: str, field: str, check_aspect: bool) -> tuple[str | None, bytes, str] | None:
    """Return the storage key, if any, the content and the content type of a picture; None for one elsewhere."""
    key = None
    if not is_link(text):
        content = _decoded(text, field)
    elif own := _own(house, text, field):
        key, content = own
    else:
        check_url(text, field, house.settings.allowed_private_networks)
        return None
    return key, content, inspect(content, field, check_aspect)


def _own(house: House, link: str, field: str) -> tuple[str, bytes] | None:
    """Return the key and the content of a picture of ours; nobody can guess a key, so the host does not matter."""
    try:
        key = urlsplit(link).path.removeprefix(MEDIA_PATH)
    except ValueError:
        return None
    if not is_key(key) or not key.startswith(("uploads/", "inputs/")):
        return None
    try:
        return key, house.storage.read(key)
    except FileNotFoundError as error:
        with house.database.read() as connection:
            upload = uploads.by_media_key(connection, key)
        if upload is None:
            return None
        raise InvalidInputError(
            field, "must have been uploaded; this upload link holds nothing yet, or not any more"
        ) from error


def _decoded(text: str, field: str) -> bytes:
    head = _DATA_URI.match(text)
    if text[:5].lower() == "data:" and head is None:
        raise InvalidInputError(field, "must be a whole data URI, such as data:image/png;base64,...")
    payload = text[head.end() :] if head else text
    if len(payload) > MAX_BYTES * 4:
        raise InvalidInputError(field, _TOO_LARGE)
    if head and not head.group(1):
        return unquote_to_bytes(payload)
    with suppress(binascii.Error, ValueError):
        return base64.b64decode(payload, validate=True)  # as nearly every client sends it
    compact = "".join(unquote(payload).split()).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(compact + "=" * (-len(compact) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidInputError(field, "must be an http(s) URL, a data: URI or base64") from error
