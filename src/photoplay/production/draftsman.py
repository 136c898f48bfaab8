"""A process that draws storyboards, one after another; it ends when nothing was asked for in a while.

Orders come through its standard input, the end of which means that whoever started it is gone; answers go through its
standard output.
"""

import io
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

import structlog
from PIL import Image

from photoplay.drafts import storyboard
from photoplay.engines.choose import draft_engine
from photoplay.engines.engine import Frame
from photoplay.errors import CancelledError, InvalidInputError
from photoplay.logs import configure_logs
from photoplay.media.moderation import Classifier
from photoplay.production.drafting import IDLE, Answer, Drawn, Order, Refused
from photoplay.progress import Progress
from photoplay.settings import get_settings
from photoplay.stills import load_still
from photoplay.weights import ensure

GENTLE = 10
"""Niceness: whoever asks the service something is answered first, and the workers, at 19, wait for a storyboard."""
JPEG_QUALITY = 85
FORBIDDEN = "must not show what the content policy forbids"

log = structlog.get_logger()


class Desk:
    """Where orders arrive."""

    def __init__(self, orders: "Connection[Any, Any]") -> None:
        self._orders = orders
        self._waiting: queue.Queue[Order] = queue.Queue()
        self._cancelled = threading.Event()
        threading.Thread(target=self._listen, daemon=True, name="desk").start()

    def next(self) -> Order:
        """Return the next order.

        Raises:
            queue.Empty: there was none in a long time.
        """
        return self._waiting.get(timeout=IDLE)

    def watch(self, _stage: str, _share: float) -> None:
        """See `Progress`; stops what is not wanted any more."""
        if self._cancelled.is_set():
            raise CancelledError("The storyboard is not wanted any more.")

    def _listen(self) -> None:
        """Take orders, and None for the end of the one before."""
        while True:
            try:
                order: Order | None = self._orders.recv()
            except (EOFError, OSError):
                os._exit(1)
            if order is None:
                self._cancelled.set()
            else:
                self._cancelled.clear()
                self._waiting.put(order)


def answer(order: Order, draw: Callable[[Order], Drawn]) -> Answer:
    """Return what comes of an order."""
    try:
        return draw(order)
    except InvalidInputError as error:
        return Refused(error.field, error.rule)
    except CancelledError:
        log.info("storyboard stopped")
    except Exception:
        log.exception("storyboard failed")
    return None


def draws(progress: Progress) -> Callable[[Order], Drawn]:
    """Load every network; return what draws, telling `progress`, which raises to stop."""
    blocks = get_settings().moderation == "block"
    classifier = Classifier.of(ensure(["opennsfw"]).get("opennsfw") if blocks else None)
    draft_engine(lambda *_: None)[0].warm()

    def draw(order: Order) -> Drawn:
        started = time.monotonic()
        for field, content in (("image", order.image), ("end_image", order.end_image)):
            if (
                blocks
                and content
                and classifier.nsfw(load_still(content, field=field, check_aspect=False).pixels)
            ):
                raise InvalidInputError(field, FORBIDDEN)
        board = storyboard(
            order.image,
            order.prompt,
            negative_prompt=order.negative_prompt,
            end_image=order.end_image,
            guidance_scale=order.guidance_scale,
            duration=order.duration,
            seed=order.seed,
            progress=progress,
        )
        frames = tuple(_jpeg(frame) for frame in board.frames)
        took = round((time.monotonic() - started) * 1000)
        return Drawn(frames, board.times, board.plan, board.notes, took)

    return draw


def _jpeg(frame: Frame) -> bytes:
    file = io.BytesIO()
    Image.fromarray(frame).save(file, "JPEG", quality=JPEG_QUALITY)
    return file.getvalue()


def main() -> None:
    """Draw until nothing is asked for, or until the process that started this one is gone."""
    orders: Connection[Any, Any] = Connection(os.dup(0), writable=False)
    answers: Connection[Any, Any] = Connection(os.dup(1), readable=False)
    os.dup2(sys.stderr.fileno(), 1)  # a library's greeting is no answer
    configure_logs()
    os.nice(GENTLE)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    desk = Desk(orders)
    draw = draws(desk.watch)
    log.info("storyboards can be drawn")
    while True:
        try:
            order = desk.next()
        except queue.Empty:
            return
        answers.send(answer(order, draw))


if __name__ == "__main__":
    main()
