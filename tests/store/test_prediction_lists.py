"""Lists of predictions, in a real database: the search with its filters, and the queue in which accounts take turns."""

import pytest

from photoplay.store import predictions, queueing
from photoplay.store.database import Database
from photoplay.store.predictions import Prediction, Search, Status
from tests.store.customers import Customer

PRO, STANDARD = "kwaivgi/kling-v1.6-i2v-pro", "kwaivgi/kling-v1.6-i2v-standard"


@pytest.fixture
def history(ada: Customer, bob: Customer) -> list[Prediction]:
    """Six predictions of Ada's, one each second and the newest last, among some of Bob's."""
    statuses = [Status.COMPLETED, Status.FAILED, Status.COMPLETED, Status.CANCELLED, Status.CREATED]
    made = []
    for second, status in enumerate([*statuses, Status.CREATED]):
        bob.ask(created_at=second * 1000, status=status)
        made.append(ada.ask(created_at=second * 1000, status=status, model=STANDARD if second % 3 else PRO))
    return made


class TestSearch:
    @pytest.mark.parametrize(
        ("wanted", "seconds"),
        [
            (Search(), [5, 4, 3, 2, 1, 0]),
            (Search(model=PRO), [3, 0]),
            (Search(statuses=(Status.COMPLETED,)), [2, 0]),
            (Search(statuses=(Status.COMPLETED, Status.FAILED)), [2, 1, 0]),
            (Search(created_after=2000), [5, 4, 3, 2]),
            (Search(created_before=2000), [2, 1, 0]),
            (Search(created_after=1001, created_before=3999), [3, 2]),
            (Search(model=STANDARD, statuses=(Status.CREATED,), created_before=4500), [4]),
            (Search(model="none"), []),
            (Search(created_after=9000), []),
        ],
    )
    def test_filters_and_order(
        self, database: Database, ada: Customer, history: list[Prediction], wanted: Search, seconds: list[int]
    ) -> None:
        with database.read() as connection:
            total, found = predictions.search(connection, ada.account.id, wanted)
        assert found == [history[second] for second in seconds]
        assert total == len(seconds)

    @pytest.mark.parametrize(
        ("words", "found"),
        [("LIGHTHOUSE", [1, 0]), ("pan left", [1]), ("100%", [2]), ("_", []), ("tilt", [])],
    )
    def test_words_of_the_prompt(
        self, database: Database, ada: Customer, bob: Customer, words: str, found: list[int]
    ) -> None:
        prompts = ["The lighthouse", "Pan left to a Lighthouse", "Zoom to 100%"]
        made = [ada.ask(created_at=second, input={"prompt": prompt}) for second, prompt in enumerate(prompts)]
        bob.ask(input={"prompt": "A lighthouse, 100% pan left"})
        with database.read() as connection:
            total, listed = predictions.search(connection, ada.account.id, Search(prompt=words))
        assert (total, listed) == (len(found), [made[index] for index in found])

    @pytest.mark.parametrize(("page", "seconds"), [(1, [5, 4]), (2, [3, 2]), (3, [1, 0]), (4, [])])
    def test_pages(
        self, database: Database, ada: Customer, history: list[Prediction], page: int, seconds: list[int]
    ) -> None:
        with database.read() as connection:
            total, found = predictions.search(connection, ada.account.id, Search(page, page_size=2))
        assert (total, found) == (6, [history[second] for second in seconds])

    def test_pages_of_one_moment_neither_repeat_nor_leave_out(
        self, database: Database, ada: Customer
    ) -> None:
        made = {ada.ask(created_at=1000).id for _ in range(7)}
        with database.read() as connection:
            pages = [
                predictions.search(connection, ada.account.id, Search(page, page_size=3))[1]
                for page in (1, 2, 3)
            ]
        assert [len(page) for page in pages] == [3, 3, 1]
        assert {prediction.id for page in pages for prediction in page} == made


class TestQueue:
    def test_one_account_waits_in_the_order_of_asking(self, database: Database, ada: Customer) -> None:
        waiting = [ada.ask(created_at=time) for time in (30, 10, 20)]
        with database.read() as connection:
            assert [queueing.position(connection, one) for one in waiting] == [3, 1, 2]
            assert queueing.lines(connection) == {ada.account.id: 3}

    def test_those_of_one_moment_have_places_of_their_own(self, database: Database, ada: Customer) -> None:
        waiting = [ada.ask(created_at=10) for _ in range(5)]
        with database.read() as connection:
            assert sorted(queueing.position(connection, one) for one in waiting) == [1, 2, 3, 4, 5]

    def test_accounts_take_turns(self, database: Database, ada: Customer, bob: Customer) -> None:
        cleo = Customer.of(database, "Cleo")
        many = [ada.ask(created_at=time) for time in (1, 2, 3, 4)]
        few = [bob.ask(created_at=time) for time in (5, 7)]
        (one,) = [cleo.ask(created_at=6)]
        order = [many[0], few[0], one, many[1], few[1], many[2], many[3]]
        with database.read() as connection:
            assert [queueing.position(connection, waiting) for waiting in order] == [1, 2, 3, 4, 5, 6, 7]
            lines = queueing.lines(connection)
        assert list(lines.items()) == [(ada.account.id, 4), (bob.account.id, 2), (cleo.account.id, 1)]
        assert [queueing.place(lines, ada.account.id, rank) for rank in (1, 2, 3, 4)] == [1, 4, 6, 7]

    def test_accounts_that_came_at_one_moment_have_places_of_their_own(
        self, database: Database, ada: Customer, bob: Customer
    ) -> None:
        waiting = [customer.ask(created_at=1) for customer in (ada, bob) for _ in range(3)]
        with database.read() as connection:
            places = [queueing.position(connection, one) for one in waiting]
        assert sorted(places) == [1, 2, 3, 4, 5, 6]
        assert {place % 2 for place in places[:3]} != {place % 2 for place in places[3:]}

    @pytest.mark.parametrize("status", [status for status in Status if status != Status.CREATED])
    def test_only_what_waits_has_a_place_and_takes_one(
        self, database: Database, ada: Customer, bob: Customer, status: Status
    ) -> None:
        busy = [customer.ask(created_at=1, status=status) for customer in (ada, bob)]
        last = ada.ask(created_at=2)
        with database.read() as connection:
            assert [queueing.position(connection, one) for one in (*busy, last)] == [0, 0, 1]
            assert queueing.lines(connection) == {ada.account.id: 1}

    def test_one_that_was_started_meanwhile_has_no_place(
        self, database: Database, ada: Customer, bob: Customer
    ) -> None:
        waiting = ada.ask()
        bob.ask()
        with database.begin() as connection:
            predictions.start(connection, waiting.id)
            assert queueing.position(connection, waiting) == 0
