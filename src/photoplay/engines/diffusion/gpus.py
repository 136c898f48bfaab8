"""The GPUs of this machine, asked of the driver's own tool: importing torch would take seconds and memory."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

VISIBLE = "CUDA_VISIBLE_DEVICES"
ANSWER_S = 20.0
MIB = 1 << 20


@dataclass(frozen=True)
class Gpu:
    """One GPU.

    Attributes:
        id: as `CUDA_VISIBLE_DEVICES` has it.
        memory: bytes.
    """

    id: str
    name: str
    memory: int


@cache
def gpus() -> tuple[Gpu, ...]:
    """Return the GPUs that this process may use, in order; none where there is no NVIDIA driver."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return ()
    query = [tool, "--query-gpu=index,uuid,name,memory.total", "--format=csv,noheader,nounits"]
    try:
        answer = subprocess.run(query, capture_output=True, text=True, timeout=ANSWER_S, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return ()
    return visible(answer, os.environ.get(VISIBLE))


def visible(answer: str, allowed: str | None) -> tuple[Gpu, ...]:
    """Return what the driver's tool tells, a GPU a line, of those that are allowed: all where nothing says."""
    known: dict[str, Gpu] = {}
    for line in answer.splitlines():
        fields = [field.strip() for field in line.split(",")]
        if len(fields) == 4 and fields[3].isdigit():
            index, uuid, name, memory = fields
            known[index] = known[uuid] = Gpu(index, name, int(memory) * MIB)
    if allowed is None:
        return tuple({gpu.id: gpu for gpu in known.values()}.values())
    wanted = [name.strip() for name in allowed.split(",") if name.strip()]
    return tuple(known[name] for name in wanted if name in known)


def share_of(worker: int, each: int) -> dict[str, str]:
    """Return the environment in which a worker sees its own GPUs, `each` many; nothing where there are too few."""
    own = gpus()[worker * each : (worker + 1) * each]
    return {VISIBLE: ",".join(gpu.id for gpu in own)} if len(own) == each else {}
