"""Workers, in a real database."""

from photoplay.store import workers
from photoplay.store.database import Database, now_ms
from photoplay.store.workers import Worker


def listed(database: Database) -> list[Worker]:
    """Return every worker."""
    with database.read() as connection:
        return workers.list_workers(connection)


def test_announced_before_it_is_ready(database: Database) -> None:
    before = now_ms()
    with database.begin() as connection:
        workers.announce(connection, "worker-1", 12, "production")
        workers.announce(connection, "worker-0", 11, "production")
    first, second = listed(database)
    assert [(worker.id, worker.pid) for worker in (first, second)] == [("worker-0", 11), ("worker-1", 12)]
    assert (first.ready, first.notes) == (False, ())
    assert before <= first.started_at == first.beat_at <= now_ms()


def test_a_beat_tells_how_it_is(database: Database) -> None:
    with database.begin() as connection:
        workers.announce(connection, "worker-0", 11, "production")
        workers.announce(connection, "worker-1", 12, "production")
        connection.exec_driver_sql("UPDATE workers SET started_at = 1, beat_at = 1")
        assert workers.beat(connection, "worker-0", 11, True, ["Without a matte."])
    beaten, other = listed(database)
    assert beaten == Worker("worker-0", 11, True, ("Without a matte.",), 1, beaten.beat_at, "production")
    assert beaten.beat_at > 1
    assert other.beat_at == 1


def test_a_new_process_takes_the_slot_and_the_old_one_is_heard_no_more(database: Database) -> None:
    with database.begin() as connection:
        workers.announce(connection, "worker-0", 11, "production")
        assert workers.beat(connection, "worker-0", 11, True, [])
        workers.announce(connection, "worker-0", 22, "production")
        assert not workers.beat(connection, "worker-0", 11, True, ["A ghost."])
    (worker,) = listed(database)
    assert (worker.pid, worker.ready, worker.notes) == (22, False, ())


def test_forgotten(database: Database) -> None:
    with database.begin() as connection:
        workers.announce(connection, "worker-0", 11, "production")
        workers.announce(connection, "worker-1", 12, "production")
        workers.forget(connection, "worker-0")
        workers.forget(connection, "none")
        assert not workers.beat(connection, "worker-0", 11, True, [])
    assert [worker.id for worker in listed(database)] == ["worker-1"]
