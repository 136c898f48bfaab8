from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Event, get_ident
from time import sleep

import cv2
import pytest

from photoplay.parallel import Beside, several_at_once, side_by_side


@pytest.fixture(params=[1, 2])
def threads(request: pytest.FixtureRequest) -> Iterator[int]:
    """As many threads as OpenCV may have."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(request.param)
    yield request.param
    cv2.setNumThreads(before)


def test_gives_both(threads: int) -> None:
    (here, first), (beside, second) = side_by_side(lambda: (get_ident(), "a"), lambda: (get_ident(), 2))
    assert (first, second) == ("a", 2)
    assert here == get_ident()
    assert (beside == here) is (threads == 1)


@pytest.mark.parametrize("threads", [2], indirect=True)
def test_both_are_worked_on_at_once(threads: int) -> None:
    meeting = Barrier(threads, timeout=20)
    assert sorted(side_by_side(meeting.wait, meeting.wait)) == [0, 1]


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.usefixtures("threads")
def test_what_either_raises_is_raised(place: int) -> None:
    def fail(number: int) -> int:
        if number == place:
            raise KeyError(number)
        return number

    with pytest.raises(KeyError):
        side_by_side(partial(fail, 0), partial(fail, 1))


@pytest.mark.usefixtures("threads")
def test_what_is_worked_on_at_once_comes_in_order() -> None:
    assert list(several_at_once(lambda number: number * number, range(20))) == [n * n for n in range(20)]


@pytest.mark.parametrize("threads", [2], indirect=True)
def test_several_pieces_are_worked_on_at_once(threads: int) -> None:
    meeting = Barrier(threads, timeout=20)
    assert sorted(several_at_once(lambda _: meeting.wait(), range(threads))) == [0, 1]


def test_opencv_has_its_threads_back_in_the_end(threads: int) -> None:
    among = list(several_at_once(lambda _: cv2.getNumThreads(), range(3)))
    assert among == [1, 1, 1]
    assert cv2.getNumThreads() == threads


def test_what_one_of_several_raises_is_raised_in_its_turn(threads: int) -> None:
    def fail(number: int) -> int:
        if number == 2:
            raise KeyError(number)
        return number

    got = several_at_once(fail, range(9))
    assert [next(got), next(got)] == [0, 1]
    with pytest.raises(KeyError):
        next(got)
    assert cv2.getNumThreads() == threads


def test_what_is_not_asked_for_any_more_is_left_undone(threads: int) -> None:
    begun: list[int] = []

    def work(number: int) -> int:
        begun.append(number)
        return number

    given = several_at_once(work, range(1000))
    assert next(given) == 0
    given.close()
    assert len(begun) <= threads + 2
    assert cv2.getNumThreads() == threads


@pytest.mark.parametrize("threads", [2], indirect=True)
@pytest.mark.usefixtures("threads")
def test_what_several_threads_ask_for_is_done_once() -> None:
    done: list[int] = []
    busy = Event()

    def slowly() -> int:
        done.append(get_ident())
        sleep(0.1)
        return 7

    with Beside() as thread, ThreadPoolExecutor(4) as pool:
        thread.start(lambda: busy.wait(20))
        later = thread.start(slowly)
        asked = [pool.submit(later.result) for _ in range(4)]
        assert [each.result(20) for each in asked] == [7] * 4
        busy.set()
    assert len(done) == 1
