"""Two pieces of work at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import cv2

One = TypeVar("One")
Other = TypeVar("Other")


def side_by_side(here: Callable[[], One], beside: Callable[[], Other]) -> tuple[One, Other]:
    """Return what both give, the second worked on in a thread of its own, where OpenCV may have more than one.

    Meanwhile OpenCV has one thread for each of them, and neither is parted further: more would wait busily for each
    other. What either raises is raised, when both have ended.
    """
    threads = cv2.getNumThreads()
    if threads == 1:
        return here(), beside()
    cv2.setNumThreads(1)
    try:
        with ThreadPoolExecutor(1, thread_name_prefix="beside") as thread:
            later = thread.submit(beside)
            return here(), later.result()
    finally:
        cv2.setNumThreads(threads)
