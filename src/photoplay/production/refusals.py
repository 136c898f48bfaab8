"""Why a good request is not taken on; the service turns each into an answer of its own."""

import re

from photoplay.errors import PhotoplayError
from photoplay.store.accounts import KeyState

_SENT_AGAIN_ON = re.compile("http 5|429|timeout|connection", re.IGNORECASE)


class UnknownKeyError(PhotoplayError):
    """A key opens nothing: there is none like it, or it was revoked."""

    def __init__(self) -> None:
        super().__init__("The API key is not known, or not any more.")


class SuspendedKeyError(PhotoplayError):
    """A key opens nothing for now."""

    def __init__(self) -> None:
        super().__init__("The API key is suspended.")


class RateLimitedError(PhotoplayError):
    """The account has asked for more videos, or other things, in this minute than it may.

    Attributes:
        retry_after: seconds until one more is allowed.
    """

    def __init__(self, per_minute: int, retry_after: int, things: str = "videos") -> None:
        super().__init__(
            f"Your level allows {per_minute} {things} a minute; try again in {retry_after} seconds."
        )
        self.retry_after = retry_after


class QueueFullError(PhotoplayError):
    """As many videos, or other things, wait as the service takes on.

    Attributes:
        retry_after: seconds after which it is worth trying again.
    """

    def __init__(self, waiting: int, retry_after: int, things: str = "videos") -> None:
        super().__init__(
            f"The service is busy, {waiting} {things} are waiting; try again in {retry_after} seconds."
        )
        self.retry_after = retry_after


class IdempotencyConflictError(PhotoplayError):
    """An idempotency key came back with another request."""

    def __init__(self) -> None:
        super().__init__("Idempotency-Key was used before with another request; use a new key for a new one.")


def check_key(state: KeyState | None) -> None:
    """Refuse a key that does not open its account; None is the state of one that is not known.

    Raises:
        UnknownKeyError, SuspendedKeyError: it does not.
    """
    if state is None or state == KeyState.REVOKED:
        raise UnknownKeyError
    if state == KeyState.SUSPENDED:
        raise SuspendedKeyError


def final(sentence: str) -> str:
    """Return why a request fails for good, without the words and figures on which clients send it again.

    Only what follows a semicolon, where a sentence says what was found instead, holds a client's own figures.
    """
    return f"{sentence.partition(';')[0]}." if _SENT_AGAIN_ON.search(sentence) else sentence
