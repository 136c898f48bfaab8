"""Whose key came with a request."""

from http import HTTPStatus
from typing import Annotated

import sqlalchemy as sa
from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool

from photoplay.production.house import House
from photoplay.service.problems import RefusedError
from photoplay.store import accounts
from photoplay.store.accounts import Caller, KeyState

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
        RefusedError: 401, there is no such key; 403, it is suspended.
    """
    if credentials is None:
        raise _unauthorized("An API key is required: send the header Authorization: Bearer <key>.")
    caller = accounts.find_caller(connection, credentials.credentials)
    if caller is None or caller.key.state == KeyState.REVOKED:
        raise _unauthorized("The API key is not known, or not any more.")
    if caller.key.state == KeyState.SUSPENDED:
        raise RefusedError(HTTPStatus.FORBIDDEN, "key_suspended", "The API key is suspended.")
    return caller


async def _known_caller(request: Request, credentials: Credentials) -> Caller:
    def find() -> Caller:
        with house_of(request).database.read() as connection:
            return find_caller(connection, credentials)

    return await run_in_threadpool(find)


KnownCaller = Annotated[Caller, Depends(_known_caller)]
"""The account and the key of a request; it is refused where there are none."""


def _unauthorized(message: str) -> RefusedError:
    return RefusedError(HTTPStatus.UNAUTHORIZED, "unauthorized", message, {"WWW-Authenticate": "Bearer"})
