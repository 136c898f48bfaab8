import os
import platform
import signal
import subprocess
import threading
import time
from collections.abc import Iterator

import pytest

from photoplay.production import crew
from photoplay.production.crew import Crew, _Slot, names
from photoplay.production.house import House
from photoplay.settings import QUEUE, Settings
from photoplay.store import workers
from tests.serving.running import eventually


@pytest.fixture
def crew_at_work(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(crew, "CHILDHOOD", 0.2)
    monkeypatch.setenv("PHOTOPLAY_DATA_DIR", str(house.settings.data_dir))
    with house.database.begin() as connection:
        connection.exec_driver_sql("alter table workers rename to lost")
    stop = threading.Event()
    thread = threading.Thread(target=Crew(house).run, args=(stop,))
    thread.start()
    yield
    stop.set()
    thread.join(30)
    assert not thread.is_alive()


def pid(house: House) -> int:
    with house.database.read() as connection:
        return next((worker.pid for worker in workers.list_workers(connection)), 0)


@pytest.mark.usefixtures("crew_at_work")
def test_a_worker_is_started_until_it_lives_and_again_when_it_dies(house: House) -> None:
    """The database is not there at first, and the first worker is killed."""
    time.sleep(0.5)
    with house.database.begin() as connection:
        connection.exec_driver_sql("alter table lost rename to workers")
    first = eventually(lambda: pid(house), 30, "a worker")
    os.kill(first, signal.SIGKILL)
    second = eventually(lambda: pid(house) not in (0, first) and pid(house), 30, "another worker")
    assert second != first


def pause_after(slot: _Slot, age: float) -> float:
    """Return for how long a worker is left alone that has died at some age in seconds."""
    slot._process = subprocess.Popen(["true"], stdin=subprocess.PIPE)
    slot._process.wait()
    slot._started = time.monotonic() - age
    slot.keep_running()
    return slot._pause


def test_a_worker_that_dies_before_it_is_warm_is_left_alone_for_longer_each_time(house: House) -> None:
    slot = _Slot(house, "worker-0", {})
    with house.database.begin() as connection:
        workers.announce(connection, "worker-0", 1, QUEUE)
    assert [round(pause_after(slot, 60.0)) for _ in range(4)] == [60, 120, 240, 300]
    with house.database.begin() as connection:
        workers.beat(connection, "worker-0", 1, True, [])
    assert pause_after(slot, 60.0) == 0.0


def test_names_do_not_change() -> None:
    assert names(Settings(workers=0)) == []
    assert names(Settings(workers=3))[:2] == names(Settings(workers=2)) == ["worker-0", "worker-1"]


def test_names_tell_machines_apart_where_there_are_many() -> None:
    many = Settings(workers=2, database_url="postgresql://localhost/photoplay")
    assert names(many) == [f"{platform.node()}-0", f"{platform.node()}-1"]
    assert names(many.model_copy(update={"machine": "rack-7"})) == ["rack-7-0", "rack-7-1"]
