"""Keys of new accounts, made as `photoplay keys create` makes them, without a process for each."""

from photoplay.settings import Settings
from photoplay.store import accounts, ledger
from photoplay.store.accounts import Level
from photoplay.store.database import Database


def new_key(settings: Settings, name: str, micros: int) -> str:
    """Return the key of a new account of the highest level, in the database that the settings name.

    Args:
        micros: what the account has, in micro-dollars.
    """
    database = Database.of(settings)
    try:
        with database.begin() as connection:
            account = accounts.create_account(connection, name, Level.ULTRA)
            ledger.credit(connection, account.id, micros, "credited with a new key")
            _, plaintext = accounts.issue_key(connection, account.id)
        return plaintext
    finally:
        database.close()
