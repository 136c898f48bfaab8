"""What goes wrong on a GPU, told apart."""

import re

IN_WORDS = re.compile("out of memory|ALLOC_FAILED|can't allocate memory")
"""How torch, and the libraries beneath it (cuBLAS, cuDNN, NCCL, Triton), say that memory did not suffice."""


def ran_out(error: BaseException) -> bool:
    """Return whether memory did not suffice."""
    import torch  # noqa: PLC0415 - seconds and gigabytes

    if isinstance(error, (MemoryError, torch.OutOfMemoryError)):
        return True
    return isinstance(error, RuntimeError) and IN_WORDS.search(str(error)) is not None


def is_fatal(error: BaseException) -> bool:
    """Return whether nothing works on the GPU any more in this process, as after an illegal access."""
    import torch  # noqa: PLC0415 - seconds and gigabytes

    return isinstance(error, torch.AcceleratorError) and not ran_out(error)
