"""Where a model's parts are while it works, by the memory at hand."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from photoplay.engines.diffusion.family import Family, Memory
from photoplay.errors import EngineUnavailableError

BLOCKS = 4_000_000_000
"""Bytes of the blocks that are on the GPU at a time where a model is streamed."""


class Placement(StrEnum):
    """Where the parts are; each placement is slower than the one before, and needs less memory."""

    RESIDENT = "resident"
    """All on the GPU, for good."""
    TILED = "resident, its pictures decoded in tiles"
    """As before, but with less memory for the last part of a take."""
    ONE_PART = "one part at a time"
    """Each on the GPU while it works, in the computer's memory otherwise."""
    STREAMED = "streamed"
    """In the computer's memory but for the decoder; block after block passes through the GPU."""


WHOLE = (Placement.RESIDENT, Placement.TILED)
"""Where all parts are on the GPU."""


def needed(memory: Memory, where: Placement, *, cached: bool = False) -> int:
    """Return the bytes of GPU memory that a model needs in a place."""
    working = memory.working + (memory.kept if cached else 0)
    every = sum(memory.parts.values())
    return {
        Placement.RESIDENT: every + max(working, memory.decoding),
        Placement.TILED: every + working,
        Placement.ONE_PART: max(memory.parts.values()) + working,
        Placement.STREAMED: memory.parts["vae"] + BLOCKS + memory.working,
    }[where]


def placement(memory: Memory, available: int, *, cached: bool = False) -> Placement | None:
    """Return the quickest placement in so many bytes of GPU memory; None where there is none.

    Args:
        cached: whether the cache keeps something, which it does not of a model that is streamed.
    """
    return next((where for where in Placement if needed(memory, where, cached=cached) <= available), None)


def least(memory: Memory) -> int:
    """Return the bytes of GPU memory that a model needs at least."""
    return needed(memory, Placement.STREAMED)


def lowest(places: Iterable[Placement]) -> Placement:
    """Return which of some placements needs the least memory."""
    return max(places, key=list(Placement).index)


def below(where: Placement, *, shared: bool = False) -> Placement:
    """Return the placement that needs less memory than another; the last one where there is none.

    Args:
        shared: whether several GPUs make a take together; see `check_shared`.
    """
    choice = WHOLE if shared else tuple(Placement)
    lower = choice[choice.index(where) + 1 :]
    return lower[0] if lower else where


def check_shared(family: Family, available: int, *, cached: bool) -> None:
    """Check that so many bytes of GPU memory suffice for one of several GPUs that make a take together.

    Each has to hold the whole model: diffusers moves no parts about of a model whose attention is shared, and GPUs
    that chose each for itself would wait for one another.

    Args:
        cached: see `placement`.

    Raises:
        EngineUnavailableError: they do not.
    """
    whole = needed(family.memory, Placement.TILED, cached=cached)
    if available < whole:
        raise EngineUnavailableError(
            f"The model {family.name} needs {whole / 1e9:.0f} GB on each GPU that shares a clip, and one has "
            f"{available / 1e9:.0f} free; set PHOTOPLAY_GPUS=1, or choose a smaller model with PHOTOPLAY_FAMILY."
        )


def put(pipeline: Any, where: Placement, device: str) -> None:
    """Put a pipeline's parts in their places; pictures are decoded in tiles where memory is short."""
    if where is not Placement.RESIDENT:
        pipeline.vae.enable_tiling()
    if where in WHOLE:
        pipeline.to(device)
        return
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
