from collections.abc import Iterator
from functools import partial
from threading import Barrier, get_ident

import cv2
import pytest

from photoplay.parallel import side_by_side


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
