"""Uploads: pictures that clients sent, and tickets to send one."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from photoplay.store.database import now_ms
from photoplay.store.tables import uploads


@dataclass(frozen=True)
class Upload:
    """A picture, or the ticket for one. Times are milliseconds since 1970.

    Attributes:
        token: what allows to send the picture.
        media_key: where it lies, or will lie, in the storage.
        size: in bytes, as announced, and as counted once it is stored.
        stored_at: empty until the picture is here.
    """

    token: str
    account_id: str
    media_key: str
    filename: str
    content_type: str
    size: int
    created_at: int
    stored_at: int | None = None


_COLUMNS = [uploads.c[name] for name in Upload.__dataclass_fields__]


def insert(connection: sa.Connection, upload: Upload) -> None:
    """Write a new upload."""
    connection.execute(uploads.insert().values(vars(upload)))


def by_token(connection: sa.Connection, token: str) -> Upload | None:
    """Return the upload that ``token`` allows."""
    return _first(connection, uploads.c.token == token)


def by_media_key(connection: sa.Connection, key: str) -> Upload | None:
    """Return the upload that lies at ``key``."""
    return _first(connection, uploads.c.media_key == key)


def mark_stored(connection: sa.Connection, token: str, size: int, content_type: str) -> bool:
    """Note that the picture is here, as it turned out to be; return False if one was here before, or no ticket is."""
    changed = connection.execute(
        uploads.update()
        .where(uploads.c.token == token, uploads.c.stored_at.is_(None))
        .values(size=size, content_type=content_type, stored_at=now_ms())
    )
    return changed.rowcount == 1


def created_before(connection: sa.Connection, before: int) -> list[Upload]:
    """Return the uploads older than that, stored or not, oldest first."""
    query = sa.select(*_COLUMNS).where(uploads.c.created_at < before)
    rows = connection.execute(query.order_by(uploads.c.created_at, uploads.c.token))
    return [Upload(*row) for row in rows]


def remove(connection: sa.Connection, tokens: Sequence[str]) -> None:
    """Forget uploads."""
    connection.execute(uploads.delete().where(uploads.c.token.in_(tokens)))


def _first(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> Upload | None:
    row = connection.execute(sa.select(*_COLUMNS).where(condition)).one_or_none()
    return None if row is None else Upload(*row)
