"""Uploads, in a real database."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from photoplay.store import uploads
from photoplay.store.database import Database, now_ms
from photoplay.store.uploads import Upload
from tests.store.customers import Customer


@pytest.fixture
def ticket(database: Database, ada: Customer) -> Upload:
    """A ticket that Ada has, for a picture that is not here yet."""
    ticket = Upload("token", ada.account.id, "uploads/a.png", "a.png", "image/png", 70, created_at=100)
    with database.begin() as connection:
        uploads.insert(connection, ticket)
    return ticket


def test_found_by_token_and_by_place(database: Database, ticket: Upload) -> None:
    with database.read() as connection:
        assert uploads.by_token(connection, "token") == ticket
        assert uploads.by_media_key(connection, "uploads/a.png") == ticket
        assert uploads.by_token(connection, "uploads/a.png") is None
        assert uploads.by_media_key(connection, "token") is None


def test_a_place_is_taken_once(database: Database, ticket: Upload) -> None:
    with database.begin() as connection, pytest.raises(IntegrityError):
        uploads.insert(connection, replace(ticket, token="another"))


def test_a_ticket_is_used_once(database: Database, ticket: Upload) -> None:
    before = now_ms()
    with database.begin() as connection:
        assert uploads.mark_stored(connection, "token", 68, "image/jpeg")
        assert not uploads.mark_stored(connection, "token", 1, "image/png")
        assert not uploads.mark_stored(connection, "none", 1, "image/png")
        stored = uploads.by_token(connection, "token")
    assert stored is not None
    assert stored.stored_at is not None
    assert before <= stored.stored_at <= now_ms()
    assert stored == replace(ticket, size=68, content_type="image/jpeg", stored_at=stored.stored_at)


def test_old_ones_are_listed_and_forgotten(database: Database, ticket: Upload) -> None:
    older = replace(ticket, token="older", media_key="uploads/b.png", created_at=50, stored_at=60)
    newer = replace(ticket, token="newer", media_key="uploads/c.png", created_at=101)
    with database.begin() as connection:
        for upload in (newer, older):
            uploads.insert(connection, upload)
        assert uploads.created_before(connection, 100) == [older]
        assert uploads.created_before(connection, 101) == [older, ticket]
        uploads.remove(connection, ["older", "token", "none"])
        assert uploads.created_before(connection, 1000) == [newer]
        uploads.remove(connection, [])
        assert uploads.by_token(connection, "newer") == newer
