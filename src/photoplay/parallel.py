"""Two pieces of work at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import cv2

One = TypeVar("One")
Other = TypeVar("Other")


def side_by_side(here: Callable[[], One], beside: Callable[[], Other]) -> tuple[One, Other]:
    """Return what both give, the second worked on in a thread of its own, where OpenCV may have more than one.

    What either raises is raised, when both have ended.
    """
    if cv2.getNumThreads() == 1:
        return here(), beside()
    with ThreadPoolExecutor(1, thread_name_prefix="beside") as thread:
        later = thread.submit(beside)
        return here(), later.result()
