"""Several pieces of work at the same time, on a few threads."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from types import TracebackType
from typing import Generic, Self, TypeVar

import cv2

One = TypeVar("One")
Other = TypeVar("Other")

MOST_THREADS = 4
"""That work on pieces of their own: each needs memory for one."""


class Later(Generic[One]):
    """What a piece of work will give."""

    def __init__(self, work: Callable[[], One], outcome: Future[One]) -> None:
        self._work = work
        self._outcome = outcome
        self._turn = Lock()

    def result(self) -> One:
        """Return what the work gives, or raise what it raises; work that nobody has begun is done here and now.

        Several threads may ask: one of them does it, and the others wait.
        """
        if self._taken_over():
            try:
                self._outcome.set_result(self._work())
            except BaseException as error:
                self._outcome.set_exception(error)
        return self._outcome.result()

    def _taken_over(self) -> bool:
        """Return whether nobody has begun the work, and mark it as begun."""
        with self._turn:
            if not self._outcome.cancel():
                return False
            self._outcome = Future()
            return self._outcome.set_running_or_notify_cancel()


class Beside:
    """A second thread for a while, where OpenCV may have more than one.

    Meanwhile OpenCV has one for each of both, and no work is parted further: more would wait busily for each other.
    At the end the thread is waited for, and what it has not begun is left undone.
    """

    def __enter__(self) -> Self:
        self._threads = cv2.getNumThreads()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="beside") if self._threads > 1 else None
        if self._thread:
            cv2.setNumThreads(1)
        return self

    def start(self, work: Callable[[], One]) -> Later[One]:
        """Let the second thread do `work` after what it was given before."""
        return Later(work, self._thread.submit(work) if self._thread else Future())

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread:
            self._thread.shutdown(cancel_futures=True)
            cv2.setNumThreads(self._threads)


def side_by_side(here: Callable[[], One], beside: Callable[[], Other]) -> tuple[One, Other]:
    """Return what both give, the second worked on in a thread of its own; see `Beside`.

    What either raises is raised, when both have ended.
    """
    with Beside() as thread:
        later = thread.start(beside)
        return here(), later.result()


def several_at_once(work: Callable[[One], Other], pieces: Iterable[One]) -> Generator[Other]:
    """Yield what `work` gives for each of `pieces`, in order, on as many threads as OpenCV may have, or `MOST_THREADS`.

    Meanwhile OpenCV has one for each of them: parts of a piece are too small to be worth handing over. What the work
    raises is raised here, and what nobody has begun by then, or when nothing more is asked for, is left undone.
    """
    whole = cv2.getNumThreads()
    threads = min(whole, MOST_THREADS)
    if threads < 2:
        yield from map(work, pieces)
        return
    pool = ThreadPoolExecutor(threads, thread_name_prefix="several")
    cv2.setNumThreads(1)
    try:
        begun: deque[Future[Other]] = deque()
        for piece in pieces:
            begun.append(pool.submit(work, piece))
            if len(begun) > threads + 1:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
        cv2.setNumThreads(whole)
