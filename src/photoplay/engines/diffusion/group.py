"""A group: several GPUs that make one take together, a process each. This process leads, the others follow it.

What every process does is the same pipeline with the same chance; attention is where they exchange their shares
(`speed.share`). The leader gives its orders, and after each step whether to go on, through the followers' standard
input; the end of it means that the leader is gone.
"""

import pickle
import socket
import subprocess
import sys
from contextlib import suppress
from datetime import timedelta
from typing import Any

from photoplay.arrays import Picture
from photoplay.engines.diffusion.family import Take
from photoplay.engines.diffusion.rig import Plot, Rig, Step
from photoplay.errors import CancelledError

JOIN = timedelta(minutes=20)
"""In which every process has to come to where they exchange their shares: the first time it still loads the model."""
COMPILE = "compile"


class Group:
    """The leader's side. It has the interface of a `Rig`."""

    def __init__(self, plot: Plot) -> None:
        """Start the followers, and load the model here as they do there."""
        self.plot = plot
        self.broken = False
        """Whether the processes are out of step with each other; the group must then be closed."""
        port = _free_port()
        self._followers = [_started() for _ in range(1, plot.gpus)]
        try:
            for rank, follower in enumerate(self._followers, 1):
                _send(follower, (plot, rank, port))
            _join(plot, 0, port)
            self._rig = Rig(plot)
        except BaseException:
            self.close()
            raise

    @property
    def on_gpu(self) -> bool:
        """See `Rig`."""
        return self._rig.on_gpu

    def compile(self) -> None:
        """See `Rig`."""
        self._order(COMPILE)
        self._rig.compile()

    def shoot(self, take: Take, step: Step) -> list[Picture]:
        """See `Rig`."""
        self.broken = True
        self._order(take)

        def agreed(done: int) -> None:
            try:
                step(done)
            except BaseException:
                self._order(False)
                self.broken = False
                raise
            self._order(True)

        frames = self._rig.shoot(take, agreed)
        self.broken = False
        return frames

    def close(self) -> None:
        """End the followers; the group is of no use any more."""
        import torch.distributed as dist  # noqa: PLC0415 - seconds and gigabytes

        for follower in self._followers:
            follower.kill()
            follower.communicate()
        with suppress(Exception):  # what they were in the middle of fails with them
            dist.destroy_process_group()

    def _order(self, order: object) -> None:
        for follower in self._followers:
            _send(follower, order)


def follow() -> None:
    """Do what the leader does, take after take, until it is gone."""
    orders = sys.stdin.buffer
    plot, rank, port = pickle.load(orders)
    _join(plot, rank, port)
    rig = Rig(plot, rank)

    def go_on(_done: int) -> None:
        if not pickle.load(orders):
            raise CancelledError("The leader does not want the take any more.")

    while True:
        order = pickle.load(orders)
        if order == COMPILE:
            rig.compile()
            continue
        with suppress(CancelledError):
            rig.shoot(order, go_on)


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "photoplay.engines.diffusion.group"], stdin=subprocess.PIPE
    )


def _send(follower: subprocess.Popen[bytes], order: object) -> None:
    if follower.stdin is not None:
        follower.stdin.write(pickle.dumps(order))
        follower.stdin.flush()


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


if __name__ == "__main__":
    with suppress(EOFError):
        follow()
