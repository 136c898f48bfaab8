"""Plans are kept beside predictions, the newest in place of the one before."""

from photoplay.store import plans
from photoplay.store.database import Database
from tests.store.customers import Customer


def test_the_newest_plan_counts(database: Database, ada: Customer) -> None:
    made = ada.ask()
    with database.begin() as connection:
        assert plans.find(connection, made.id) is None
        plans.keep(connection, made.id, {"version": 2}, ())
        plans.keep(connection, made.id, {"version": 2}, ("A note.",))
    with database.read() as connection:
        assert plans.find(connection, made.id) == plans.Understanding({"version": 2}, ("A note.",))
