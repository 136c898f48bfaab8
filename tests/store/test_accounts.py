"""Accounts and keys, in a real database."""

import hashlib
import re

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, NoResultFound

from photoplay.errors import InvalidInputError
from photoplay.store import accounts
from photoplay.store.accounts import Caller, KeyState, Level
from photoplay.store.database import Database
from tests.store.customers import Customer


@pytest.mark.parametrize(
    ("level", "per_minute", "concurrency"),
    [("bronze", 5, 3), ("silver", 60, 100), ("gold", 600, 2000), ("ultra", 5000, 5000)],
)
def test_levels_are_those_of_the_contract(level: str, per_minute: int, concurrency: int) -> None:
    assert (Level(level).per_minute, Level(level).concurrency) == (per_minute, concurrency)


class TestAccounts:
    def test_found_by_name_and_by_id(self, database: Database) -> None:
        with database.begin() as connection:
            made = accounts.create_account(connection, "Ada", Level.GOLD)
        with database.read() as connection:
            assert accounts.find_account(connection, "Ada") == made
            assert accounts.get_account(connection, made.id) == made
            assert accounts.find_account(connection, "ada") is None
            with pytest.raises(NoResultFound):
                accounts.get_account(connection, "none")
        assert (made.level, made.available, made.held) == (Level.GOLD, 0, 0)

    def test_listed_by_name_and_counted(self, database: Database) -> None:
        with database.begin() as connection:
            for name in ("Bob", "Ada"):
                accounts.create_account(connection, name, Level.BRONZE)
        with database.read() as connection:
            assert [account.name for account in accounts.list_accounts(connection)] == ["Ada", "Bob"]
            assert accounts.count_accounts(connection) == 2

    def test_level_can_change(self, database: Database, ada: Customer, bob: Customer) -> None:
        with database.begin() as connection:
            accounts.set_level(connection, ada.account.id, Level.ULTRA)
        with database.read() as connection:
            assert accounts.get_account(connection, ada.account.id).level is Level.ULTRA
            assert accounts.get_account(connection, bob.account.id).level is Level.SILVER

    @pytest.mark.parametrize("name", ["", "x" * 201])
    def test_name_has_1_to_200_characters(self, database: Database, name: str) -> None:
        with database.begin() as connection:
            with pytest.raises(InvalidInputError, match="name must have 1 to 200 characters"):
                accounts.create_account(connection, name, Level.BRONZE)
            accounts.create_account(connection, "x" * 200, Level.BRONZE)

    def test_name_is_taken_once(self, database: Database, ada: Customer) -> None:
        with database.begin() as connection, pytest.raises(InvalidInputError, match="account 'Ada' already"):
            accounts.create_account(connection, ada.account.name, Level.BRONZE)


class TestKeys:
    def test_plaintext_is_shown_once_and_stored_nowhere(self, database: Database, ada: Customer) -> None:
        with database.begin() as connection:
            key, plaintext = accounts.issue_key(connection, ada.account.id)
            rows = connection.exec_driver_sql("SELECT * FROM api_keys").all()
        assert re.fullmatch(r"pp_[A-Za-z0-9]{48}", plaintext)
        assert key.prefix == plaintext[:11]
        assert re.fullmatch(r"whsec_[A-Za-z0-9]{40}", key.webhook_secret)
        stored = [value for row in rows for value in row]
        assert hashlib.sha256(plaintext.encode()).hexdigest() in stored
        assert not any(plaintext[11:] in str(value) for value in stored)

    def test_keys_differ(self, database: Database, ada: Customer) -> None:
        with database.begin() as connection:
            issued = [accounts.issue_key(connection, ada.account.id) for _ in range(20)]
        assert len({plaintext for _, plaintext in issued}) == 20
        assert len({key.webhook_secret for key, _ in issued}) == 20

    @pytest.mark.parametrize("state", list(KeyState))
    def test_caller_is_known_by_the_whole_key_in_any_state(
        self, database: Database, ada: Customer, state: KeyState
    ) -> None:
        with database.begin() as connection:
            key, plaintext = accounts.issue_key(connection, ada.account.id)
            accounts.set_key_state(connection, key.id, state)
        with database.read() as connection:
            caller = accounts.find_caller(connection, plaintext)
            assert isinstance(caller, Caller)
            assert (caller.account.name, caller.key.id, caller.key.state) == ("Ada", key.id, state)
            for wrong in ("", plaintext[:-1], plaintext.swapcase(), key.prefix, key.id):
                assert accounts.find_caller(connection, wrong) is None

    def test_listed_with_their_accounts_and_found_by_prefix(
        self, database: Database, ada: Customer, bob: Customer
    ) -> None:
        with database.read() as connection:
            listed = accounts.list_keys(connection)
            owners = {key.id: account.id for key, account in listed}
            assert owners == {ada.key.id: ada.account.id, bob.key.id: bob.account.id}
            assert accounts.find_key(connection, ada.key.prefix) == ada.key
            assert accounts.find_key(connection, "pp_00000000") is None

    def test_suspended_may_return_but_revoked_is_for_ever(self, database: Database, ada: Customer) -> None:
        with database.begin() as connection:
            for state in (KeyState.SUSPENDED, KeyState.ACTIVE, KeyState.REVOKED, KeyState.REVOKED):
                accounts.set_key_state(connection, ada.key.id, state)
            for state in (KeyState.SUSPENDED, KeyState.ACTIVE):
                with pytest.raises(InvalidInputError, match="key must exist and not be revoked"):
                    accounts.set_key_state(connection, ada.key.id, state)
            found = accounts.find_key(connection, ada.key.prefix)
        assert found is not None
        assert found.state is KeyState.REVOKED

    def test_unknown_key_has_no_state(self, database: Database) -> None:
        with database.begin() as connection, pytest.raises(InvalidInputError, match="key must exist"):
            accounts.set_key_state(connection, "none", KeyState.ACTIVE)

    def test_belongs_to_an_account(self, database: Database) -> None:
        with database.begin() as connection, pytest.raises(IntegrityError):
            accounts.issue_key(connection, "none")


@pytest.mark.parametrize("book", ["available", "held"])
def test_the_database_itself_refuses_a_balance_below_nothing(
    database: Database, ada: Customer, book: str
) -> None:
    with database.begin() as connection, pytest.raises(IntegrityError, match=f"ck_accounts_{book}"):
        connection.execute(sa.text(f"UPDATE accounts SET {book} = -1 WHERE id = '{ada.account.id}'"))
