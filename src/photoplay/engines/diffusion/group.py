"""A group: several GPUs that make one take together, a process each, and this process, which gives the orders.

Every member does the same with the same chance; attention is where they exchange their shares (`speed.share`). Orders,
and after each step whether to go on, come through a member's standard input, the end of which means that nobody gives
any more; the first member tells through its standard output how far it is. A member that cannot go on ends, and the
group with it.
"""

import os
import pickle
import queue
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from photoplay.arrays import Picture
from photoplay.engines.diffusion.accidents import ran_out
from photoplay.engines.diffusion.family import Take
from photoplay.engines.diffusion.placement import Placement
from photoplay.engines.diffusion.rig import Plot, Rig, Step
from photoplay.errors import CancelledError, EngineFailedError

JOIN = timedelta(minutes=20)
"""In which every member has to come to where they exchange their shares: the first time it still loads the model."""
COMPILE = "compile"
LOOK = 0.5
"""Seconds between two looks at whether the members live."""
MEMORY = 12
"""Exit status of a member whose memory did not suffice."""

Member = subprocess.Popen[bytes]


class Group:
    """The members, as seen from the process that gives the orders. It has the interface of a `Rig`."""

    def __init__(self, plot: Plot) -> None:
        """Start the members; they are ready when every one has loaded the model.

        Raises:
            EngineFailedError, MemoryError: one of them could not.
            WeightsUnavailableError: something of the model is missing, or cut short.
        """
        plot.folders()
        port = _free_port()
        self._members = [_started(rank, plot.gpus) for rank in range(plot.gpus)]
        self._told: queue.Queue[Any] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True, name="group").start()
        try:
            for rank, member in enumerate(self._members):
                _send(member, (plot, rank, port))
            self.where: Placement = self._next()
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

    def _listen(self) -> None:
        first = self._members[0].stdout
        if first is not None:
            with suppress(EOFError, pickle.UnpicklingError), first:
                while True:
                    self._told.put(pickle.load(first))

    def _next(self) -> Any:
        """Return what the first member tells next."""
        while True:
            with suppress(queue.Empty):
                return self._told.get(timeout=LOOK)
            self._check()

    def _order(self, order: object) -> None:
        try:
            for member in self._members:
                _send(member, order)
        except OSError:
            self._check(ended=True)

    def _check(self, *, ended: bool = False) -> None:
        """Close the group and say why if a member has ended."""
        codes = [member.poll() for member in self._members]
        if not ended and all(code is None for code in codes):
            return
        self.close()
        if MEMORY in codes:
            raise MemoryError
        raise EngineFailedError(
            "One of the processes that share the GPUs has ended; its last words are in the log. Try again, or set "
            "PHOTOPLAY_GPUS=1."
        )


def serve() -> None:
    """Be a member: do what is ordered until nobody gives orders any more."""
    orders = sys.stdin.buffer
    tell = _teller()
    plot, rank, port = pickle.load(orders)
    _join(plot, rank, port)
    rig = Rig(plot, rank)
    if rank == 0:
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


def _teller() -> Callable[[object], None]:
    """Return what tells the leader; whatever else is printed goes where errors go."""
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    def tell(news: object) -> None:
        pickle.dump(news, channel)
        channel.flush()

    return tell


def _started(rank: int, count: int) -> Member:
    command = [sys.executable, "-m", "photoplay.engines.diffusion.group"]
    tells = subprocess.PIPE if rank == 0 else subprocess.DEVNULL
    # Each would take all cores for what is left to the CPU, and wait busily for the others.
    threads = {"OMP_NUM_THREADS": str(max((os.cpu_count() or 1) // count, 1))}
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=tells, env=threads | os.environ)


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


def main() -> None:
    """Serve; tell by the exit status where the memory did not suffice."""
    try:
        with suppress(EOFError):
            serve()
    except Exception as error:
        if ran_out(error):
            os._exit(MEMORY)
        raise
    os._exit(0)  # torch waits for the others at exit, and they may be gone


if __name__ == "__main__":
    main()
