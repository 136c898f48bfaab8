"""A group: several GPUs that make one take together, a process each, and this process, which gives the orders.

Every member does the same with the same chance; attention is where they exchange their shares (`speed.share`). Orders,
and after each step whether to go on, come through a member's standard input, the end of which means that nobody gives
any more; each tells through its standard output where its model is, or what a person can mend, the first one how far it
is. A member that cannot go on ends, and the group with it.
"""

import os
import pickle
import queue
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from photoplay.arrays import Picture
from photoplay.engines.diffusion.accidents import ran_out
from photoplay.engines.diffusion.family import Take
from photoplay.engines.diffusion.placement import Placement, lowest
from photoplay.engines.diffusion.rig import Plot, Rig, Step, check_torch
from photoplay.errors import (
    CancelledError,
    EngineFailedError,
    EngineUnavailableError,
    WeightsUnavailableError,
)

JOIN = timedelta(minutes=20)
"""In which every member has to come to where they exchange their shares: the first time it still loads the model."""
COMPILE = "compile"
LOOK = 0.5
"""Seconds between two looks at whether the members live."""

Member = subprocess.Popen[bytes]
Tell = Callable[[object], None]


class Group:
    """The members, as seen from the process that gives the orders. It has the interface of a `Rig`."""

    def __init__(self, plot: Plot) -> None:
        """Start the members; they are ready when every one has loaded the model.

        Raises:
            EngineFailedError, MemoryError: one of them could not.
            EngineUnavailableError, WeightsUnavailableError: see `Rig`.
        """
        plot.folders()
        port = _free_port()
        self._members = [_started(plot.gpus) for _ in range(plot.gpus)]
        self._told: queue.Queue[Any] = queue.Queue()
        self._listeners = [
            threading.Thread(target=self._listen, args=(member,), daemon=True, name="group")
            for member in self._members
        ]
        try:
            for listener in self._listeners:
                listener.start()
            for rank, member in enumerate(self._members):
                _send(member, (plot, rank, port))
            self.where: Placement = lowest(self._next() for _ in self._members)
        except BaseException:
            self.close()
            raise

    def compile(self) -> None:
        """See `Rig`."""
        self._order(COMPILE)

    def shoot(self, take: Take, step: Step) -> list[Picture]:
        """See `Rig`.

        Raises:
            EngineFailedError, MemoryError: a member ended; the group is closed.
        """
        self._order(take)
        while True:
            told = self._next()
            if not isinstance(told, int):
                frames: list[Picture] = told
                return frames
            try:
                step(told)
            except BaseException:
                self._order(False)
                raise
            self._order(True)

    def close(self) -> None:
        """End the members."""
        for member in self._members:
            member.kill()
            member.wait()
            if member.stdin is not None:
                with suppress(OSError):
                    member.stdin.close()

    def _listen(self, member: Member) -> None:
        if member.stdout is not None:
            with suppress(EOFError, pickle.UnpicklingError), member.stdout:
                while True:
                    self._told.put(pickle.load(member.stdout))

    def _next(self) -> Any:
        """Return what the first member tells next."""
        while True:
            with suppress(queue.Empty):
                return self._heard(self._told.get(timeout=LOOK))
            self._check()

    def _heard(self, told: Any) -> Any:
        """Return what a member told; close the group and raise it if it is why the member ends."""
        if isinstance(told, Exception):
            self.close()
            raise told
        return told

    def _order(self, order: object) -> None:
        try:
            for member in self._members:
                _send(member, order)
        except (OSError, ValueError):  # it ended, or was closed with the group
            self._check(ended=True)

    def _check(self, *, ended: bool = False) -> None:
        """Close the group and say why if a member has ended."""
        if not ended and all(member.poll() is None for member in self._members):
            return
        self.close()
        for listener in self._listeners:
            listener.join(LOOK)
        while not self._told.empty():
            self._heard(self._told.get())
        raise EngineFailedError(
            "One of the processes that share the GPUs has ended; its last words are in the log. Try again, or set "
            "PHOTOPLAY_GPUS=1."
        )


def serve() -> None:
    """Be a member until nobody gives orders any more; tell what went wrong where a person can mend it."""
    tell = _teller()
    try:
        with suppress(EOFError):
            _obey(tell)
    except (EngineUnavailableError, WeightsUnavailableError) as error:
        tell(error)
    except Exception as error:
        if not ran_out(error):
            raise
        tell(MemoryError())


def _obey(tell: Tell) -> None:
    orders = sys.stdin.buffer
    plot, rank, port = pickle.load(orders)
    check_torch(plot.device)  # or the others would wait for this one to join
    _join(plot, rank, port)
    rig = Rig(plot, rank)
    tell(rig.where)

    def go_on(done: int) -> None:
        if rank == 0:
            tell(done)
        if not pickle.load(orders):
            raise CancelledError("Nobody wants the take any more.")

    while True:
        order = pickle.load(orders)
        if order == COMPILE:
            rig.compile()
            continue
        with suppress(CancelledError):
            frames = rig.shoot(order, go_on)
            if rank == 0:
                tell(frames)


def _teller() -> Tell:
    """Return what tells the leader; whatever else is printed goes where errors go."""
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    def tell(news: object) -> None:
        pickle.dump(news, channel)
        channel.flush()

    return tell


def _started(count: int) -> Member:
    command = [sys.executable, "-m", "photoplay.engines.diffusion.group", str(os.getpid())]
    # Each would take all cores for what is left to the CPU, and wait busily for the others.
    threads = {"OMP_NUM_THREADS": str(max((os.cpu_count() or 1) // count, 1))}
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=threads | os.environ)


def _send(member: Member, order: object) -> None:
    if member.stdin is not None:
        member.stdin.write(pickle.dumps(order))
        member.stdin.flush()


def _join(plot: Plot, rank: int, port: int) -> None:
    import torch  # noqa: PLC0415 - seconds and gigabytes
    import torch.distributed as dist  # noqa: PLC0415

    options: dict[str, Any] = {"backend": "gloo"}
    if plot.device == "cuda":
        torch.cuda.set_device(rank)
        options = {"backend": "nccl", "device_id": torch.device("cuda", rank)}
    where = f"tcp://127.0.0.1:{port}"
    dist.init_process_group(**options, init_method=where, rank=rank, world_size=plot.gpus, timeout=JOIN)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _end_with(leader: int) -> None:
    """End when the process of that number does, even in the middle of a step."""
    while os.getppid() == leader:
        time.sleep(LOOK)
    os._exit(1)


def main() -> None:
    """Serve, and end at once: torch waits for the others at exit, and they may be gone."""
    threading.Thread(target=_end_with, args=(int(sys.argv[1]),), daemon=True).start()
    try:
        serve()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main()
