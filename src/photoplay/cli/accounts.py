"""`photoplay keys` and `photoplay accounts`: who may use the service, and what for."""

from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from photoplay.errors import InvalidInputError
from photoplay.settings import get_settings
from photoplay.store import accounts as book
from photoplay.store import ledger
from photoplay.store.accounts import Account, ApiKey, KeyState, Level
from photoplay.store.database import Database

MICROS = 1_000_000
MOST = 1_000_000_000 * MICROS

keys = typer.Typer(no_args_is_help=True, help="The keys that clients of the service use.")
accounts = typer.Typer(no_args_is_help=True, help="The accounts that the keys belong to.")

Name = Annotated[str, typer.Option(help="The account's name; it is created where there is none.")]
Prefix = Annotated[
    str, typer.Argument(help="The key's first characters, as `photoplay keys list` shows them.")
]


@keys.command("create")
def create_key(
    name: Name,
    credit: Annotated[
        str, typer.Option(help="Dollars to credit the account with, such as 20 or 4.50.")
    ] = "0",
    level: Annotated[str | None, typer.Option(help="bronze, silver, gold or ultra.")] = None,
) -> None:
    """Create a key and print it, this once."""
    micros, wanted = dollars(credit), _level(level)
    with _database().begin() as connection:
        account = book.find_account(connection, name)
        if account is None:
            account = book.create_account(connection, name, wanted or Level.BRONZE)
        elif wanted is not None:
            book.set_level(connection, account.id, wanted)
        if micros:
            ledger.credit(connection, account.id, micros, "credited with a new key")
        _, plaintext = book.issue_key(connection, account.id)
    print(plaintext)


@keys.command("list")
def list_keys() -> None:
    """List the keys by their first characters."""
    with _database().read() as connection:
        listed = book.list_keys(connection)
    table = Table("key", "account", "level", "state", box=None)
    for key, account in listed:
        table.add_row(f"{key.prefix}...", account.name, account.level, key.state)
    Console(highlight=False).print(table)


@keys.command("suspend")
def suspend_key(prefix: Prefix) -> None:
    """Stop a key from being used, until it is resumed."""
    _set_state(prefix, KeyState.SUSPENDED)


@keys.command("resume")
def resume_key(prefix: Prefix) -> None:
    """Let a suspended key be used again."""
    _set_state(prefix, KeyState.ACTIVE)


@keys.command("revoke")
def revoke_key(prefix: Prefix) -> None:
    """Stop a key from being used, for ever."""
    _set_state(prefix, KeyState.REVOKED)


@accounts.command("list")
def list_accounts() -> None:
    """List the accounts with their balances."""
    with _database().read() as connection:
        listed = book.list_accounts(connection)
    table = Table("account", "level", "available", "held", box=None)
    for account in listed:
        table.add_row(account.name, account.level, _in_dollars(account.available), _in_dollars(account.held))
    Console(highlight=False).print(table)


@accounts.command("credit")
def credit_account(
    name: Annotated[str, typer.Argument(help="The account's name.")],
    amount: Annotated[str, typer.Argument(help="Dollars, such as 20 or 4.50.")],
) -> None:
    """Add to an account's balance and print the new one."""
    micros = dollars(amount)
    if micros == 0:
        raise InvalidInputError("amount", "must be more than nothing")
    with _database().begin() as connection:
        ledger.credit(connection, _account(book.find_account(connection, name), name).id, micros, "top-up")
        account = _account(book.find_account(connection, name), name)
    print(_in_dollars(account.available))


def dollars(text: str) -> int:
    """Return the micro-dollars that `text` stands for, exactly.

    Raises:
        InvalidInputError: it is no amount from 0 to a billion, or finer than a micro-dollar.
    """
    try:
        micros = Decimal(text.strip().removeprefix("$")) * MICROS
    except InvalidOperation:
        micros = Decimal("NaN")
    if not micros.is_finite() or micros != int(micros) or not 0 <= micros <= MOST:
        raise InvalidInputError("amount", f"must be dollars such as 20 or 4.50; {text!r} is not")
    return int(micros)


def _in_dollars(micros: int) -> str:
    return f"${Decimal(micros) / MICROS:,.2f}"


def _level(name: str | None) -> Level | None:
    try:
        return None if name is None else Level(name)
    except ValueError:
        raise InvalidInputError("level", f"must be {', '.join(Level)}; '{name}' is not") from None


def _set_state(prefix: str, state: KeyState) -> None:
    with _database().begin() as connection:
        key = book.find_key(connection, prefix.removesuffix("..."))
        book.set_key_state(connection, _key(key, prefix).id, state)


def _key(key: ApiKey | None, prefix: str) -> ApiKey:
    if key is None:
        raise InvalidInputError("key", f"must be the first characters of one; none starts with {prefix!r}")
    return key


def _account(account: Account | None, name: str) -> Account:
    if account is None:
        raise InvalidInputError("name", f"must be that of an account; there is none called {name!r}")
    return account


def _database() -> Database:
    database = Database.of(get_settings())
    database.migrate()
    return database
