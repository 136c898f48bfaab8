"""Accounts, their levels, and the keys that open them."""

import hashlib
import secrets
import string
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from photoplay.errors import InvalidInputError
from photoplay.store.database import now_ms
from photoplay.store.tables import accounts, api_keys

MAX_NAME = 200
PREFIX_LENGTH = 11
KEY_LENGTH = 48
WEBHOOK_SECRET_LENGTH = 40

_ALPHANUMERICS = string.ascii_letters + string.digits


class Level(StrEnum):
    """How much an account may ask for."""

    BRONZE = "bronze"
    SILVER = "silver"
    GOLD = "gold"
    ULTRA = "ultra"

    @property
    def per_minute(self) -> int:
        """Predictions accepted in any minute."""
        return _LIMITS[self][0]

    @property
    def concurrency(self) -> int:
        """Predictions made at once; more of them wait in the queue."""
        return _LIMITS[self][1]


_LIMITS = {Level.BRONZE: (5, 3), Level.SILVER: (60, 100), Level.GOLD: (600, 2000), Level.ULTRA: (5000, 5000)}


class KeyState(StrEnum):
    """Whether a key opens its account: a suspended one may do so again, a revoked one never."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Account:
    """Who pays.

    Attributes:
        available: what can be spent, in micro-dollars.
        held: what is set aside for predictions that have not ended, in micro-dollars.
        created_at: milliseconds since 1970.
    """

    id: str
    name: str
    level: Level
    available: int
    held: int
    created_at: int


@dataclass(frozen=True)
class ApiKey:
    """One key of an account, without the secret itself.

    Attributes:
        prefix: the key's first 11 characters, to recognise it by.
        webhook_secret: what this key's webhooks are signed with, ``whsec_...``.
        created_at: milliseconds since 1970.
    """

    id: str
    account_id: str
    prefix: str
    webhook_secret: str
    state: KeyState
    created_at: int


@dataclass(frozen=True)
class Caller:
    """Whose key came with a request; the key may be suspended or revoked."""

    account: Account
    key: ApiKey


_ACCOUNT = [accounts.c[name] for name in Account.__dataclass_fields__]
_KEY = [api_keys.c[name] for name in ApiKey.__dataclass_fields__]
_BOTH = sa.select(*_KEY, *_ACCOUNT).join_from(api_keys, accounts)
_CALLER = _BOTH.where(api_keys.c.sha256 == sa.bindparam("sha256"))
"""Built once: every request asks it, and building it takes longer than the answer."""


def create_account(connection: sa.Connection, name: str, level: Level) -> Account:
    """Open an account with nothing in it.

    Raises:
        InvalidInputError: the name is empty, over 200 characters, or taken.
    """
    if not 0 < len(name) <= MAX_NAME:
        raise InvalidInputError("name", f"must have 1 to {MAX_NAME} characters")
    if find_account(connection, name) is not None:
        raise InvalidInputError("name", f"must be a new one; there is an account {name!r} already")
    account = Account(uuid.uuid4().hex, name, level, available=0, held=0, created_at=now_ms())
    connection.execute(accounts.insert().values(vars(account)))
    return account


def find_account(connection: sa.Connection, name: str) -> Account | None:
    """Return the account called ``name``."""
    row = connection.execute(sa.select(*_ACCOUNT).where(accounts.c.name == name)).one_or_none()
    return None if row is None else _account(tuple(row))


def get_account(connection: sa.Connection, account_id: str) -> Account:
    """Return the account ``account_id``.

    Raises:
        sqlalchemy.exc.NoResultFound: there is none.
    """
    return _account(tuple(connection.execute(sa.select(*_ACCOUNT).where(accounts.c.id == account_id)).one()))


def list_accounts(connection: sa.Connection) -> list[Account]:
    """Return every account, by name."""
    rows = connection.execute(sa.select(*_ACCOUNT).order_by(accounts.c.name))
    return [_account(tuple(row)) for row in rows]


def count_accounts(connection: sa.Connection) -> int:
    """Return how many accounts there are."""
    return connection.execute(sa.select(sa.func.count()).select_from(accounts)).scalar_one()


def set_level(connection: sa.Connection, account_id: str, level: Level) -> None:
    """Move an account to another level."""
    connection.execute(accounts.update().where(accounts.c.id == account_id).values(level=level))


def issue_key(connection: sa.Connection, account_id: str) -> tuple[ApiKey, str]:
    """Make a key, and return it with its plaintext, ``pp_`` and 48 letters and digits, which is not kept.

    The key is drawn at random from 62**48, about 285 bits, so there is nothing to guess at: a plain SHA-256
    protects it as well as a slow password hash, and costs a request nothing.
    """
    plaintext = f"pp_{_random_text(KEY_LENGTH)}"
    secret = f"whsec_{_random_text(WEBHOOK_SECRET_LENGTH)}"
    key = ApiKey(uuid.uuid4().hex, account_id, plaintext[:PREFIX_LENGTH], secret, KeyState.ACTIVE, now_ms())
    connection.execute(api_keys.insert().values(**vars(key), sha256=_sha256(plaintext)))
    return key, plaintext


def find_caller(connection: sa.Connection, plaintext: str) -> Caller | None:
    """Return whose key ``plaintext`` is, whatever the key's state."""
    row = connection.execute(_CALLER, {"sha256": _sha256(plaintext)}).one_or_none()
    if row is None:
        return None
    key, account = _split(row)
    return Caller(account, key)


def list_keys(connection: sa.Connection) -> list[tuple[ApiKey, Account]]:
    """Return every key with its account, oldest first."""
    return [_split(row) for row in connection.execute(_BOTH.order_by(api_keys.c.created_at, api_keys.c.id))]


def find_key(connection: sa.Connection, prefix: str) -> ApiKey | None:
    """Return the key that starts with ``prefix``, its first 11 characters."""
    row = connection.execute(sa.select(*_KEY).where(api_keys.c.prefix == prefix)).one_or_none()
    return None if row is None else _key(tuple(row))


def get_key(connection: sa.Connection, key_id: str) -> ApiKey:
    """Return the key ``key_id``.

    Raises:
        sqlalchemy.exc.NoResultFound: there is none.
    """
    return _key(tuple(connection.execute(sa.select(*_KEY).where(api_keys.c.id == key_id)).one()))


def set_key_state(connection: sa.Connection, key_id: str, state: KeyState) -> None:
    """Suspend a key, make it active again, or revoke it.

    Raises:
        InvalidInputError: the key is revoked, and ``state`` is another.
    """
    is_free = sa.or_(api_keys.c.state != KeyState.REVOKED, api_keys.c.state == state)
    changed = connection.execute(
        api_keys.update().where(api_keys.c.id == key_id, is_free).values(state=state)
    )
    if changed.rowcount == 0:
        raise InvalidInputError("key", "must exist and not be revoked; a revoked key stays so for ever")


def _account(values: tuple[Any, ...]) -> Account:
    account_id, name, level, *rest = values
    return Account(account_id, name, Level(level), *rest)


def _key(values: tuple[Any, ...]) -> ApiKey:
    key_id, account_id, prefix, secret, state, created_at = values
    return ApiKey(key_id, account_id, prefix, secret, KeyState(state), created_at)


def _split(row: sa.Row[Any]) -> tuple[ApiKey, Account]:
    values = tuple(row)
    return _key(values[: len(_KEY)]), _account(values[len(_KEY) :])


def _random_text(length: int) -> str:
    return "".join(secrets.choice(_ALPHANUMERICS) for _ in range(length))


def _sha256(plaintext: str) -> str:
    return hashlib.sha256(plaintext.encode()).hexdigest()
