"""Requests to addresses that somebody else chose: pictures to fetch, webhooks to call."""

import re
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import httpcore2
import httpx2

from photoplay.errors import InvalidInputError, PhotoplayError
from photoplay.media.addresses import Network, UnknownHostError, literal, may_dial
from photoplay.media.dialing import Clock, ForbiddenAddressError, GuardedDialer
from photoplay.media.pictures import read_header
from photoplay.stills import MAX_BYTES

IMAGE_S = 30.0
POST_S = 10.0
MAX_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
LONGEST_LINK = 200

_HOST = re.compile(r"[a-z0-9._:-]+")
_RETRIED_ON = ("http 5", "429", "timeout", "connection")
"""Clients of the contract submit again when an error holds one of these, so none of ours does."""
_CHECK_LINK = "Check the link or upload the picture"
_CHECK_ADDRESS = "Check the address"


class MediaFetchError(PhotoplayError):
    """A link could not be used; the sentence names the field and says what to do."""


def check_url(url: str, field: str, allowed: Sequence[Network] = ()) -> None:
    """Refuse a link that can be told to be of no use without looking anything up.

    Args:
        field: what to call the link in an error.
        allowed: networks that are not public but may be used all the same.

    Raises:
        InvalidInputError: it is not http or https, has no plain host, carries a user name, or spells out
            an address that is not public.
    """
    _parsed(url, field, allowed)


class Fetcher:
    """Sends requests only to public addresses and to `allowed` networks; for any number of threads."""

    def __init__(self, allowed: Sequence[Network] = ()) -> None:
        self._allowed = tuple(allowed)
        self._clock = Clock()
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpcore2.default_ssl_context(),
            max_connections=None,
            max_keepalive_connections=0,
            network_backend=GuardedDialer(self._allowed, self._clock),
        )

    def close(self) -> None:
        """Close every open socket."""
        self._pool.close()

    def fetch_image(self, url: str, field: str) -> bytes:
        """Return the picture at `url`: JPEG or PNG by its bytes, at most 10 MB, within 30 s in all.

        Up to five redirects are followed, each checked like the first link.

        Args:
            field: what to call the link in an error.

        Raises:
            MediaFetchError: the link may not be used, or gives no such picture.
        """
        self._clock.start(IMAGE_S)
        for _ in range(MAX_REDIRECTS + 1):
            target = self._target(url, field)
            headers = {"Accept": "image/png, image/jpeg", "Accept-Encoding": "identity"}
            with self._answer("GET", target, headers, None, field, _CHECK_LINK) as response:
                onward = _onward(target, response, field)
                if onward is None:
                    return _picture(target, response, field)
            url = onward
        raise _unreachable(field, target, f"is redirected more than {MAX_REDIRECTS} times", _CHECK_LINK)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Send a webhook's `body` to `url` and return the status of the answer, whichever it is.

        Follows no redirect, and takes at most 10 s in all.

        Raises:
            MediaFetchError: the address may not be used, or nothing answered.
        """
        self._clock.start(POST_S)
        target = self._target(url, "webhook")
        with self._answer("POST", target, headers, body, "webhook", _CHECK_ADDRESS) as response:
            return response.status

    def _target(self, url: str, field: str) -> httpx2.URL:
        try:
            return _parsed(url, field, self._allowed)
        except InvalidInputError as error:
            raise MediaFetchError(str(error)) from error

    @contextmanager
    def _answer(
        self,
        method: str,
        url: httpx2.URL,
        headers: Mapping[str, str],
        body: bytes | None,
        field: str,
        advice: str,
    ) -> Iterator[httpcore2.Response]:
        """Yield the answer to one request; what goes wrong inside is a MediaFetchError."""
        where = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        # httpcore would leave out the brackets around an IPv6 address.
        named = {"Host": url.netloc.decode("ascii"), "User-Agent": "photoplay", **headers}
        try:
            with self._pool.stream(method, where, headers=list(named.items()), content=body) as response:
                yield response
        except ForbiddenAddressError as error:
            sentence = f"{field} must be at a public address; {_named(url)} is not. {advice}."
            raise MediaFetchError(sentence) from error
        except (TimeoutError, httpcore2.TimeoutException) as error:
            raise _unreachable(field, url, "did not answer in time", advice) from error
        except (OSError, httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            raise _unreachable(field, url, _reason(error), advice) from error


def _parsed(url: str, field: str, allowed: Sequence[Network]) -> httpx2.URL:
    try:
        parsed = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError) as error:
        raise InvalidInputError(field, "must be a well-formed link") from error
    host = parsed.raw_host.decode("ascii")
    if parsed.scheme not in ("http", "https") or not host:
        raise InvalidInputError(field, "must be a link that begins with http:// or https://")
    if parsed.userinfo:
        raise InvalidInputError(field, "must be a link without a user name or password")
    if not _HOST.fullmatch(host):
        raise InvalidInputError(field, "must be a link with a plain host name")
    if parsed.port is not None and not 0 < parsed.port < 65536:
        raise InvalidInputError(field, "must be a link with a port between 1 and 65535")
    address = literal(host)
    if address is not None and not may_dial(address, allowed):
        raise InvalidInputError(field, "must be at a public address")
    return parsed


def _onward(url: httpx2.URL, response: httpcore2.Response, field: str) -> str | None:
    """Return where a redirect leads, or None where `response` is none."""
    location = _header(response, b"location")
    if response.status not in REDIRECTS or location is None:
        return None
    try:
        return str(url.join(location))
    except (httpx2.InvalidURL, ValueError) as error:
        raise _unreachable(field, url, "is redirected to a malformed link", _CHECK_LINK) from error


def _picture(url: httpx2.URL, response: httpcore2.Response, field: str) -> bytes:
    if response.status != 200:
        said = "is asked too often" if response.status == 429 else f"answered {response.status}"
        raise _unreachable(field, url, said, _CHECK_LINK)
    content = bytearray()
    for chunk in response.iter_stream():
        content += chunk
        if len(content) > MAX_BYTES:
            break
    try:
        read_header(bytes(content), field)
    except InvalidInputError as error:
        raise MediaFetchError(str(error)) from error
    return bytes(content)


def _header(response: httpcore2.Response, name: bytes) -> str | None:
    values = (value.decode("utf-8", "replace") for key, value in response.headers if key.lower() == name)
    return next(values, None)


def _unreachable(field: str, url: httpx2.URL, problem: str, advice: str) -> MediaFetchError:
    return MediaFetchError(f"{field} must be reachable: {_named(url)} {problem}. {advice}.")


def _reason(error: Exception) -> str:
    if isinstance(error, httpcore2.ProtocolError):
        return "sent an answer that is malformed or cut short"
    if isinstance(error, UnknownHostError):
        return "has no address"
    origin = error.args[0] if error.args else error  # the pool cuts the chain of causes, not the arguments
    if isinstance(origin, ssl.SSLCertVerificationError):
        return "has no valid certificate"
    return "does not answer over https" if isinstance(origin, ssl.SSLError) else "does not answer"


def _named(url: httpx2.URL) -> str:
    """Return the part of `url` that may stand in an error: a query is often a signature."""
    path = url.raw_path.partition(b"?")[0]
    name = f"{url.scheme}://{(url.netloc + path).decode('ascii')}"
    if any(word in name.lower() for word in _RETRIED_ON):
        return "its link"
    return name if len(name) <= LONGEST_LINK else f"{name[:LONGEST_LINK]}..."
