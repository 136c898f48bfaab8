"""The ledger: who owes what, in double entry. Entries are only ever added, and each transaction's add up to 0."""

import uuid
from collections.abc import Iterator

import sqlalchemy as sa

from photoplay.errors import InvalidInputError, PhotoplayError
from photoplay.store.database import now_ms
from photoplay.store.tables import accounts, ledger_entries, predictions, settlements

MICROS = 1_000_000
MAX_CREDIT = 1_000_000_000 * MICROS


class InsufficientBalanceError(PhotoplayError):
    """An account cannot pay.

    Attributes:
        price: what was asked for, in micro-dollars.
        balance: what is available, in micro-dollars.
    """

    def __init__(self, price: int, balance: int) -> None:
        super().__init__(
            f"The balance of {dollars(balance)} does not cover the price of {dollars(price)}; "
            "top up the account."
        )
        self.price = price
        self.balance = balance


def dollars(micros: int) -> str:
    """Return an amount of micro-dollars as text, ``$0.45``, exact and with at least two decimals."""
    whole, fraction = divmod(abs(micros), MICROS)
    decimals = f"{fraction:06d}".rstrip("0").ljust(2, "0")
    return f"{'-' if micros < 0 else ''}${whole}.{decimals}"


def credit(connection: sa.Connection, account_id: str, micros: int, note: str = "") -> None:
    """Add money to what an account can spend.

    Raises:
        InvalidInputError: the amount is not positive, or over a billion dollars.
    """
    if not 0 < micros <= MAX_CREDIT:
        raise InvalidInputError("credit", f"must be more than $0 and at most {dollars(MAX_CREDIT)}")
    _shift(connection, account_id, available=micros)
    _enter(connection, "credit", account_id, {"funding": -micros, "available": micros}, note=note)


def hold(connection: sa.Connection, account_id: str, prediction_id: str, micros: int) -> None:
    """Set the price of a prediction aside, until `capture` or `release`.

    Raises:
        InsufficientBalanceError: less than that is available; nothing is written.
    """
    if micros < 0:
        raise ValueError(f"A hold of {dollars(micros)} would be a gift.")
    if not _shift(connection, account_id, available=-micros, held=micros):
        balance = sa.select(accounts.c.available).where(accounts.c.id == account_id)
        raise InsufficientBalanceError(micros, connection.execute(balance).scalar_one())
    _enter(connection, "hold", account_id, {"available": -micros, "held": micros}, prediction_id)


def capture(connection: sa.Connection, prediction_id: str) -> bool:
    """Take what was held for a prediction; return False if it is settled already, or nothing was held."""
    return _settle(connection, prediction_id, "capture", to="revenue")


def release(connection: sa.Connection, prediction_id: str) -> bool:
    """Give back what was held for a prediction; return False if it is settled already, or nothing was held."""
    return _settle(connection, prediction_id, "release", to="available")


def _settle(connection: sa.Connection, prediction_id: str, kind: str, to: str) -> bool:
    entry = ledger_entries.c
    held = sa.select(entry.account_id, entry.amount).where(
        entry.prediction_id == prediction_id, entry.kind == "hold", entry.book == "held"
    )
    row = connection.execute(held).one_or_none()
    if row is None:
        return False
    account_id, micros = row
    # The account's row is the lock: of two that settle at once, the second reads what the first has written.
    connection.execute(sa.select(accounts.c.id).where(accounts.c.id == account_id).with_for_update())
    settled = sa.select(settlements.c.kind).where(settlements.c.prediction_id == prediction_id)
    if connection.execute(settled).first() is not None:
        return False
    connection.execute(settlements.insert().values(prediction_id=prediction_id, kind=kind))
    back = micros if to == "available" else 0
    if not _shift(connection, account_id, available=back, held=-micros):
        raise RuntimeError(f"The account {account_id} holds less than {dollars(micros)}.")
    _enter(connection, kind, account_id, {"held": -micros, to: micros}, prediction_id)
    return True


def _shift(connection: sa.Connection, account_id: str, available: int = 0, held: int = 0) -> bool:
    """Change both balances of an account; return False, and change nothing, if one would fall below 0."""
    change = {"account": account_id, "by_available": available, "by_held": held}
    return connection.execute(_SHIFT, change).rowcount == 1


_AVAILABLE = accounts.c.available + sa.bindparam("by_available", type_=sa.BigInteger)
_HELD = accounts.c.held + sa.bindparam("by_held", type_=sa.BigInteger)
_SHIFT = (
    accounts.update()
    .where(accounts.c.id == sa.bindparam("account"), _AVAILABLE >= 0, _HELD >= 0)
    .values(available=_AVAILABLE, held=_HELD)
)


_ENTER = ledger_entries.insert().returning(ledger_entries.c.id)


def _enter(
    connection: sa.Connection,
    kind: str,
    account_id: str,
    amounts: dict[str, int],
    prediction_id: str | None = None,
    note: str = "",
) -> None:
    """Write one transaction: an entry for each book."""
    shared = {
        "transaction_id": uuid.uuid4().hex,
        "kind": kind,
        "account_id": account_id,
        "prediction_id": prediction_id,
        "note": note,
        "created_at": now_ms(),
    }
    entries = [{**shared, "book": book, "amount": amount} for book, amount in amounts.items()]
    connection.execute(_ENTER, entries)


def audit(connection: sa.Connection) -> list[str]:
    """Return a sentence on everything that does not tally; a sound ledger gives none.

    Checked are that each transaction adds up to 0, that each account's balances are the sums of its entries,
    and that each prediction's price was held, and captured or released as the prediction ended.
    """
    return [*_unbalanced(connection), *_misstated(connection), *_missettled(connection)]


def _unbalanced(connection: sa.Connection) -> Iterator[str]:
    total = sa.func.sum(ledger_entries.c.amount)
    transaction = ledger_entries.c.transaction_id
    for name, amount in connection.execute(
        sa.select(transaction, total).group_by(transaction).having(total != 0)
    ):
        yield f"The entries of the transaction {name} add up to {dollars(int(amount))}, not to 0."


def _misstated(connection: sa.Connection) -> Iterator[str]:
    for book in ("available", "held"):
        entries = (
            sa.select(ledger_entries.c.account_id, sa.func.sum(ledger_entries.c.amount).label("amount"))
            .where(ledger_entries.c.book == book)
            .group_by(ledger_entries.c.account_id)
            .subquery()
        )
        total = sa.func.coalesce(entries.c.amount, 0)
        balance = accounts.c[book]
        query = (
            sa.select(accounts.c.name, balance, total)
            .outerjoin_from(accounts, entries, entries.c.account_id == accounts.c.id)
            .where(balance != total)
        )
        for name, stated, amount in connection.execute(query):
            yield (
                f"The account {name} has {dollars(stated)} {book}, "
                f"but its entries add up to {dollars(int(amount))}."
            )


def _missettled(connection: sa.Connection) -> Iterator[str]:
    held, settled = ledger_entries.alias(), ledger_entries.alias()
    is_hold = sa.and_(held.c.kind == "hold", held.c.book == "held")
    owner = predictions.c
    due = sa.case((owner.status == "completed", "capture"), (owner.finished_at.is_not(None), "release"))
    query = (
        sa.select(owner.id, owner.status, owner.price, held.c.amount, due, settlements.c.kind, settled.c.kind)
        .outerjoin_from(predictions, held, sa.and_(held.c.prediction_id == owner.id, is_hold))
        .outerjoin(settlements, settlements.c.prediction_id == owner.id)
        .outerjoin(
            settled,
            sa.and_(
                settled.c.prediction_id == owner.id,
                settled.c.kind.in_(("capture", "release")),
                settled.c.book == "held",
            ),
        )
        .where(
            sa.or_(
                owner.price.is_distinct_from(held.c.amount),
                due.is_distinct_from(settlements.c.kind),
                due.is_distinct_from(settled.c.kind),
            )
        )
    )
    for name, status, price, amount, wanted, said, done in connection.execute(query):
        yield (
            f"The prediction {name} is {status} at a price of {dollars(price)}, to end in {wanted or 'nothing yet'}, "
            f"but {dollars(amount or 0)} was held, which the settlements say ended in {said or 'nothing yet'} "
            f"and the entries in {done or 'nothing yet'}."
        )
    strays = (
        sa.select(held.c.prediction_id)
        .outerjoin_from(held, predictions, owner.id == held.c.prediction_id)
        .where(is_hold, owner.id.is_(None))
    )
    for name in connection.execute(strays).scalars():
        yield f"Money is held for {name}, but there is no such prediction."
