from photoplay.store import predictions, unanswered
from photoplay.store.database import Database
from tests.store.customers import Customer


def test_the_same_request_finds_it_once(database: Database, ada: Customer) -> None:
    made = ada.ask(request_sha256="one")
    with database.begin() as connection:
        unanswered.note(connection, made, 100)
        assert unanswered.take(connection, ada.account.id, "two", 0) is None
        assert unanswered.take(connection, "somebody", "one", 0) is None
        assert unanswered.take(connection, ada.account.id, "one", 101) is None
        assert unanswered.take(connection, ada.account.id, "one", 100) == made.id
        assert unanswered.take(connection, ada.account.id, "one", 0) is None


def test_who_hung_up_first_is_first(database: Database, ada: Customer) -> None:
    made = [ada.ask(request_sha256="one") for _ in range(2)]
    with database.begin() as connection:
        unanswered.note(connection, made[0], 100)
        unanswered.note(connection, made[1], 200)
        unanswered.note(connection, made[0], 300)
        assert unanswered.take(connection, ada.account.id, "one", 0) == made[1].id
        assert unanswered.take(connection, ada.account.id, "one", 0) == made[0].id


def test_forgotten_after_a_while(database: Database, ada: Customer) -> None:
    made = ada.ask(request_sha256="one")
    with database.begin() as connection:
        unanswered.note(connection, made, 100)
        unanswered.forget_before(connection, 101)
        assert unanswered.take(connection, ada.account.id, "one", 0) is None
        assert predictions.get(connection, made.id) == made
