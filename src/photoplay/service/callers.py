"""Whose key came with a request."""

import time
from http import HTTPStatus
from typing import Annotated

import sqlalchemy as sa
from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool

from photoplay.production.house import House
from photoplay.production.refusals import UnknownKeyError, check_key
from photoplay.service.problems import RefusedError
from photoplay.store import accounts
from photoplay.store.accounts import Caller

REMEMBERED = 5.0
"""Seconds for which a caller is."""
MOST = 10_000
"""Callers that are."""

_bearer = HTTPBearer(auto_error=False, description="A key made with `photoplay keys create`.")

Credentials = Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]
"""The key as it came, not looked at yet."""


def house_of(request: Request) -> House:
    """Return the house that the application serves."""
    house = request.app.state.house
    assert isinstance(house, House)
    return house


def find_caller(connection: sa.Connection, credentials: HTTPAuthorizationCredentials | None) -> Caller:
    """Return whose key `credentials` hold.

    Raises:
        RefusedError: 401, there is none.
        UnknownKeyError, SuspendedKeyError: it does not open an account.
    """
    if credentials is None:
        message = "An API key is required: send the header Authorization: Bearer <key>."
        raise RefusedError(HTTPStatus.UNAUTHORIZED, "unauthorized", message, {"WWW-Authenticate": "Bearer"})
    caller = accounts.find_caller(connection, credentials.credentials)
    if caller is None:
        raise UnknownKeyError
    check_key(caller.key.state)
    return caller


class Remembered:
    """Callers that were here a few seconds ago."""

    def __init__(self) -> None:
        self._callers: dict[str, tuple[float, Caller]] = {}

    def get(self, credentials: HTTPAuthorizationCredentials | None) -> Caller | None:
        """Return whose key `credentials` hold, if it is known and fresh."""
        until, caller = self._callers.get(credentials.credentials if credentials else "", (0.0, None))
        return caller if time.monotonic() < until else None

    def keep(self, credentials: HTTPAuthorizationCredentials | None, caller: Caller) -> None:
        """Remember a caller."""
        if len(self._callers) >= MOST:
            self._callers.clear()
        if credentials is not None:
            self._callers[credentials.credentials] = (time.monotonic() + REMEMBERED, caller)


async def _known_caller(request: Request, credentials: Credentials) -> Caller:
    def find() -> Caller:
        with house_of(request).database.read() as connection:
            return find_caller(connection, credentials)

    return await run_in_threadpool(find)


KnownCaller = Annotated[Caller, Depends(_known_caller)]
"""The account and the key of a request; it is refused where there are none."""


async def _remembered_caller(request: Request, credentials: Credentials) -> Caller:
    remembered: Remembered = request.app.state.remembered
    caller = remembered.get(credentials)
    if caller is None:
        caller = await _known_caller(request, credentials)
        remembered.keep(credentials, caller)
    return caller


RememberedCaller = Annotated[Caller, Depends(_remembered_caller)]
"""The same as it may have been some seconds ago, for routes that ask again before they do anything."""
