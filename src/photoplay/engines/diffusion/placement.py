"""Where a model's parts are while it works, by the memory at hand."""

from enum import StrEnum
from typing import Any

from photoplay.engines.diffusion.family import Memory

BLOCKS = 4_000_000_000
"""Bytes of the blocks that are on the GPU at a time where a model is streamed."""


class Placement(StrEnum):
    """Where the parts are; each placement is slower than the one before, and needs less memory."""

    RESIDENT = "resident"
    """All on the GPU, for good."""
    ONE_PART = "one part at a time"
    """Each on the GPU while it works, in the computer's memory otherwise."""
    STREAMED = "streamed"
    """In the computer's memory but for the decoder; block after block passes through the GPU."""


def placement(memory: Memory, available: int) -> Placement | None:
    """Return the quickest placement in so many bytes of GPU memory; None where there is none."""
    if available >= memory.resident:
        return Placement.RESIDENT
    if available >= memory.one_part:
        return Placement.ONE_PART
    return Placement.STREAMED if available >= least(memory) else None


def least(memory: Memory) -> int:
    """Return the bytes of GPU memory that a model needs at least."""
    return memory.working + BLOCKS + memory.parts["vae"]


def lower_of(one: Placement, other: Placement) -> Placement:
    """Return which of two placements needs less memory."""
    return max(one, other, key=list(Placement).index)


def below(where: Placement) -> Placement:
    """Return the placement that needs less memory than another; the last one where there is none."""
    lower = list(Placement)[list(Placement).index(where) + 1 :]
    return lower[0] if lower else where


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
        # It is called by `encode` and `decode`, which bring only the blocks of some decoders.
        exclude_modules=["vae"],
    )
