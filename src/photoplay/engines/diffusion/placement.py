"""Where a model's parts are while it works, by the memory at hand."""

from enum import StrEnum
from typing import Any

from photoplay.engines.diffusion.family import Family, Memory
from photoplay.errors import EngineUnavailableError

BLOCKS = 4_000_000_000
"""Bytes of the blocks that are on the GPU at a time where a model is streamed."""


class Placement(StrEnum):
    """Where the parts are."""

    RESIDENT = "resident"
    """All on the GPU, for good."""
    ONE_PART = "one part at a time"
    """Each on the GPU while it works, in the computer's memory otherwise."""
    STREAMED = "streamed"
    """In the computer's memory; block after block passes through the GPU."""


def placement(memory: Memory, available: int) -> Placement | None:
    """Return the quickest placement in so many bytes of GPU memory; None where there is none."""
    if available >= memory.resident:
        return Placement.RESIDENT
    if available >= memory.one_part:
        return Placement.ONE_PART
    return Placement.STREAMED if available >= least(memory) else None


def least(memory: Memory) -> int:
    """Return the bytes of GPU memory that a model needs at least."""
    return memory.working + BLOCKS


def check_shared(family: Family, available: int) -> None:
    """Check that so many bytes of GPU memory suffice for one of several GPUs that make a take together.

    Each has to hold the whole model: diffusers moves no parts about of a model whose attention is shared, and GPUs
    that chose each for itself would wait for one another.

    Raises:
        EngineUnavailableError: they do not.
    """
    if placement(family.memory, available) is not Placement.RESIDENT:
        raise EngineUnavailableError(
            f"The model {family.name} needs {family.memory.resident / 1e9:.0f} GB on each GPU that shares a clip, and "
            f"one has {available / 1e9:.0f} free; set PHOTOPLAY_GPUS=1, or choose a smaller model with "
            "PHOTOPLAY_FAMILY."
        )


def put(pipeline: Any, where: Placement, device: str) -> None:
    """Put a pipeline's parts in their places; pictures are decoded in tiles where memory is short."""
    if where is Placement.RESIDENT:
        pipeline.to(device)
        return
    pipeline.vae.enable_tiling()
    if where is Placement.ONE_PART:
        pipeline.enable_model_cpu_offload(device=device)
        return
    import torch  # noqa: PLC0415 - seconds and gigabytes

    pipeline.enable_group_offload(
        torch.device(device),
        offload_type="block_level",
        num_blocks_per_group=1,
        use_stream=device != "cpu",
    )
