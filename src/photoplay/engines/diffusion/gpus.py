"""The GPUs of this machine, asked of the driver's own tool: importing torch would take seconds and memory."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

VISIBLE = "CUDA_VISIBLE_DEVICES"
TABLE = ("--query-gpu=index,uuid,name,memory.total", "--format=csv,noheader,nounits")
LIST = ("-L",)
ANSWER_S = 20.0
MIB = 1 << 20
GB = 1_000_000_000
WHOLE = re.compile(r"GPU \d+: .*\(UUID: (GPU-[^)]+)\)")
PART = re.compile(r"\s+MIG (\S*?(\d+)gb\S*)\s+Device\s+\d+: \(UUID: (MIG-[^)]+)\)")


@dataclass(frozen=True)
class Gpu:
    """One GPU, or a part of one that counts as one (MIG).

    Attributes:
        id: as `CUDA_VISIBLE_DEVICES` has it; no number, for CUDA counts from the fastest and the driver by the slot.
        memory: bytes.
        is_part: whether it is a part; CUDA shows a process one of them at most, so they cannot share a take.
    """

    id: str
    name: str
    memory: int
    is_part: bool = False


@cache
def gpus() -> tuple[Gpu, ...]:
    """Return the GPUs that this process may use, in order; none where there is no NVIDIA driver."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return ()
    try:
        table, listing = (
            subprocess.run(
                [tool, *asked], capture_output=True, text=True, timeout=ANSWER_S, check=True
            ).stdout
            for asked in (TABLE, LIST)
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    return visible(table, listing, os.environ.get(VISIBLE))


def visible(table: str, listing: str, allowed: str | None) -> tuple[Gpu, ...]:
    """Return the GPUs that are allowed, or all of them where nothing says.

    Args:
        table: what the driver's tool tells of whole GPUs, one a line.
        listing: what it tells of their parts; a GPU that is parted is there as its parts alone.
        allowed: numbers as the driver's tool has them, or ids or their beginnings, separated by commas.
    """
    parts = _parts(listing)
    known: list[tuple[str, Gpu]] = []
    for line in table.splitlines():
        fields = [field.strip() for field in line.split(",")]
        if len(fields) == 4 and fields[3].isdigit():
            index, uuid, name, memory = fields
            known += [(index, gpu) for gpu in parts.get(uuid) or [Gpu(uuid, name, int(memory) * MIB)]]
    if allowed is None:
        return tuple(gpu for _, gpu in known)
    wanted = [name.strip() for name in allowed.split(",") if name.strip()]
    found = (
        next((gpu for index, gpu in known if name == index or gpu.id.startswith(name)), None)
        for name in wanted
    )
    return tuple(gpu for gpu in found if gpu is not None)


def _parts(listing: str) -> dict[str, list[Gpu]]:
    """Return the parts of each GPU by its id; how much memory they have is in their names."""
    parts: dict[str, list[Gpu]] = {}
    whole: list[Gpu] = []
    for line in listing.splitlines():
        if gpu := WHOLE.match(line):
            whole = parts[gpu[1]] = []
        elif part := PART.match(line):
            whole.append(Gpu(part[3], f"MIG {part[1]}", int(part[2]) * GB, is_part=True))
    return parts


def share_of(worker: int, each: int) -> dict[str, str]:
    """Return the environment in which a worker sees its own GPUs, `each` many; nothing where there are too few."""
    own = gpus()[worker * each : (worker + 1) * each]
    return {VISIBLE: ",".join(gpu.id for gpu in own)} if len(own) == each else {}


def claim(count: int) -> None:
    """Have CUDA, which must not have begun, show the first of the GPUs alone to this process and those it starts."""
    os.environ.update(share_of(0, count))
