"""Storyboards for whoever waits for one: who may have one, and the processes that draw them, each with warm networks.

A process is started by the first storyboard that needs it, draws one after another, and ends when none was asked for
in a while. It shares nothing with the workers.
"""

import math
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import Pipe
from typing import Any

import structlog

from photoplay.director.plan import Plan
from photoplay.errors import CancelledError, InvalidInputError, PhotoplayError
from photoplay.production.refusals import QueueFullError, RateLimitedError

WAITING = 4
"""Storyboards that may wait, besides those that are being drawn."""
PER_MINUTE = 10
"""Storyboards of one account."""
MINUTE = 60.0
BUSY_SECONDS = 10
"""What a client is told to wait when too many wait already."""
LONGEST = 60.0
"""Seconds that drawing one may take, the start of a process among them."""
GRACE = 3.0
"""Seconds a process may take to stop on top of that before it is killed."""
LOOK = 0.1
"""Seconds between two looks at whether the client still waits."""
IDLE = 300.0
"""Seconds without an order after which a process ends."""
LEEWAY = 10.0
"""Seconds before that from which a process is given no order any more."""
STORYBOARDS = "storyboards"

log = structlog.get_logger()


@dataclass(frozen=True)
class Order:
    """What is to be drawn. Every field has been checked, of the pictures the header."""

    image: bytes
    end_image: bytes | None
    prompt: str
    negative_prompt: str
    guidance_scale: float
    duration: int
    seed: int | None


@dataclass(frozen=True)
class Drawn:
    """A storyboard."""

    frames: tuple[bytes, ...]
    """JPEG files, in order."""
    times: tuple[float, ...]
    """Of the frames, in seconds."""
    plan: Plan
    notes: tuple[str, ...]
    inference_ms: int


@dataclass(frozen=True)
class Refused:
    """An order whose picture breaks a rule, as only its pixels show."""

    field: str
    rule: str


Answer = Drawn | Refused | None
"""What comes of an order; None where it was cancelled or went wrong."""


class DraftsOffError(PhotoplayError):
    """The operator wants no storyboards to be drawn."""

    def __init__(self) -> None:
        super().__init__("Storyboards are switched off at this service; submit the video itself.")


class DraftLateError(PhotoplayError):
    """A storyboard took too long."""

    def __init__(self) -> None:
        super().__init__(f"The storyboard was given up after {LONGEST:g} seconds; ask for it again later.")


class DraftFailedError(PhotoplayError):
    """A storyboard could not be drawn, by no fault of who asked."""

    def __init__(self) -> None:
        super().__init__("The storyboard could not be drawn; this is the service's fault. Ask for it again.")


class Drafting:
    """The storyboards of one service, for any number of threads.

    Args:
        processes: how many are drawn at once; 0 for none at all.
    """

    def __init__(self, processes: int) -> None:
        self._draftsmen = [_Draftsman() for _ in range(processes)]
        self._free: queue.LifoQueue[_Draftsman] = queue.LifoQueue()  # so that those not needed grow cold
        for draftsman in self._draftsmen:
            self._free.put(draftsman)
        self._lock = threading.Lock()
        self._present = 0
        self._asked: dict[str, deque[float]] = {}

    @contextmanager
    def place(self, account_id: str) -> Iterator[None]:
        """Hold a place in the line for an account.

        Raises:
            DraftsOffError: nothing is drawn here.
            RateLimitedError, QueueFullError: too much for now.
        """
        with self._lock:
            self._admit(account_id, time.monotonic())
            self._present += 1
        try:
            yield
        finally:
            with self._lock:
                self._present -= 1

    def draw(self, order: Order, cancelled: threading.Event) -> Drawn:
        """Have a storyboard drawn, as soon as there is a process for it.

        Args:
            cancelled: set it to stop.

        Raises:
            InvalidInputError: a picture is damaged, or shows what the policy forbids.
            CancelledError: it was stopped.
            DraftLateError, DraftFailedError: nothing came of it.
        """
        draftsman = self._free.get()
        try:
            return draftsman.draw(order, cancelled)
        finally:
            self._free.put(draftsman)

    def close(self) -> None:
        """End every process, for good."""
        for draftsman in self._draftsmen:
            draftsman.close()

    def _admit(self, account_id: str, now: float) -> None:
        if not self._draftsmen:
            raise DraftsOffError
        for account, times in list(self._asked.items()):
            while times and times[0] <= now - MINUTE:
                times.popleft()
            if not times:
                del self._asked[account]
        asked = self._asked.get(account_id, deque())
        if len(asked) >= PER_MINUTE:
            wait = max(1, math.ceil(asked[0] + MINUTE - now))
            raise RateLimitedError(PER_MINUTE, wait, STORYBOARDS)
        waiting = self._present - len(self._draftsmen)
        if waiting >= WAITING:
            raise QueueFullError(waiting, BUSY_SECONDS, STORYBOARDS)
        asked.append(now)
        self._asked[account_id] = asked


class _Draftsman:
    """The place of one process, whichever is in it; one thread at a time draws."""

    def __init__(self) -> None:
        self._process: _Process | None = None
        self._used = 0.0
        self._closed = False

    def draw(self, order: Order, cancelled: threading.Event) -> Drawn:
        """See `Drafting.draw`."""
        deadline, given_up = time.monotonic() + LONGEST, None
        process = self._ready()
        try:
            process.orders.send(order)
            while not process.answers.poll(LOOK):
                late = time.monotonic() > deadline
                if given_up is None and (late or cancelled.is_set()):
                    given_up = DraftLateError() if late else CancelledError("The client has left.")
                    process.orders.send(None)
                if time.monotonic() > deadline + GRACE:
                    raise EOFError
            answer: Answer = process.answers.recv()
        except (EOFError, OSError):
            code = self._end()
            if given_up is None:
                log.error("a storyboard's process died", code=code)
                raise DraftFailedError from None
            answer = None
        self._used = time.monotonic()
        if given_up is not None:
            raise given_up
        if isinstance(answer, Refused):
            raise InvalidInputError(answer.field, answer.rule)
        if answer is None:
            raise DraftFailedError
        return answer

    def close(self) -> None:
        """End the process, even while it draws, and start no other."""
        self._closed = True
        if self._process is not None:
            self._process.kill()

    def _ready(self) -> "_Process":
        """Return the process, started if there is none that lives and will live on."""
        if self._process is not None and (
            self._process.is_over or time.monotonic() > self._used + IDLE - LEEWAY
        ):
            self._end()
        if self._closed:
            raise DraftFailedError
        if self._process is None:
            self._process = _Process()
        return self._process

    def _end(self) -> int:
        process, self._process = self._process, None
        assert process is not None
        return process.kill()


class _Process:
    """A process that draws, with the ways to it and from it; it dies when the way to it is closed."""

    def __init__(self) -> None:
        ours: tuple[Any, Any] = Pipe(duplex=False)
        theirs: tuple[Any, Any] = Pipe(duplex=False)
        (taken, self.orders), (self.answers, given) = ours, theirs
        command = [sys.executable, "-m", "photoplay.production.draftsman"]
        self._popen = subprocess.Popen(command, stdin=taken.fileno(), stdout=given.fileno())
        taken.close()
        given.close()

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self._popen.poll() is not None

    def kill(self) -> int:
        """Have it ended; return its exit code."""
        self._popen.kill()
        return self._popen.wait()
