"""How much GPU memory a take needs besides the weights: `python -m bench.memory`, on any machine, in a few minutes.

Full-size parts work on torch's meta device, which computes nothing but knows how large everything is; the most that
lives at once counts. What an allocator wastes and libraries work in comes on top.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import torch
from rich.console import Console
from torch.multiprocessing.reductions import StorageWeakRef
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from bench.flops import SIZES
from bench.random_models import random_pipeline
from bench.sheets import show_table
from photoplay.engines.diffusion import speed
from photoplay.engines.diffusion.families import FAMILIES
from photoplay.engines.diffusion.family import Family

HEADER = ["family", "frames", "denoising", "kept by the cache", "decoding", "decoding in tiles"]
"""Of the table, in GB."""
WIDE = 16 / 9

Work = Callable[[], object]


class Watch:
    """Watches how many bytes live at once that were not there before."""

    def __init__(self, module: Any) -> None:
        weights = (*module.parameters(), *module.buffers())
        self._weights = {StorageWeakRef(weight.untyped_storage()).cdata for weight in weights}
        self._made: dict[int, tuple[Any, int]] = {}
        self._size = 0
        self.peak = 0

    def __call__(self, function: Any, _types: Any, given: Any = (), named: Any = None) -> Any:
        """Call a function of torch, and look at what it has made."""
        made = function(*given, **(named or {}))
        for tensor in tree_leaves(made):
            if isinstance(tensor, torch.Tensor):
                self._note(tensor.untyped_storage())
        return made

    def _note(self, storage: Any) -> None:
        reference = StorageWeakRef(storage)
        if reference.cdata in self._weights:
            return
        self._size += storage.nbytes() - self._made.get(reference.cdata, (None, 0))[1]
        self._made[reference.cdata] = reference, storage.nbytes()
        if self._size > self.peak:  # with what has gone since, so it may be less
            self._made = {key: pair for key, pair in self._made.items() if not pair[0].expired()}
            self._size = sum(size for _, size in self._made.values())
            self.peak = max(self.peak, self._size)


def peak(module: Any, work: Work) -> int:
    """Return the most bytes that live at once while a module works, besides its weights."""
    watch = Watch(module)
    mode = type("Watching", (TorchDispatchMode,), {"__torch_dispatch__": lambda _, *call: watch(*call)})
    with torch.no_grad(), mode():
        work()
    return watch.peak


def empty(*shape: int, dtype: torch.dtype = torch.bfloat16) -> torch.Tensor:
    """Return a tensor without numbers."""
    return torch.empty(*shape, dtype=dtype, device="meta")


def works(family: Family, width: int, height: int) -> tuple[Any, Work, Work]:
    """Return a family's parts, and what its transformer and its decoder do for the longest take."""
    parts, sizes = random_pipeline(family.name, "meta"), SIZES[family.name]
    tokens = sizes.tokens(width, height, family.longest)
    shape = (family.longest - 1) // sizes.temporal + 1, height // sizes.spatial, width // sizes.spatial
    decode = partial(parts.vae.decode, empty(1, sizes.channels, *shape, dtype=parts.vae.dtype))
    if not family.separate_guidance:
        denoise = partial(
            parts.transformer,
            hidden_states=empty(2, tokens, sizes.channels),
            encoder_hidden_states=empty(2, sizes.text_tokens, sizes.text_width),
            timestep=empty(2, tokens),
            encoder_attention_mask=empty(2, sizes.text_tokens),
            video_coords=empty(2, 3, tokens),
            return_dict=False,
        )
        return parts, denoise, partial(decode, empty(1))
    denoise = partial(
        parts.transformer,
        hidden_states=empty(1, sizes.channels + sizes.given, *shape),
        timestep=empty(1, tokens) if sizes.token_times else empty(1),
        encoder_hidden_states=empty(1, sizes.text_tokens, sizes.text_width),
        return_dict=False,
    )
    return parts, denoise, decode


def unmade(query: torch.Tensor, *_: Any, **__: Any) -> torch.Tensor:
    """Stand in for attention, of which torch would otherwise choose the one for a CPU, which lays out its matrix."""
    return torch.empty_like(query)


def row(family: Family) -> list[str]:
    """Return a line of the table."""
    width, height = family.size(WIDE, family.areas[-1], family.longest, gpus=1)
    parts, denoise, decode = works(family, width, height)
    plain = peak(parts.transformer, denoise)
    speed.cache(parts, replace(family, transformers=("transformer",)))
    passes = 2 if family.separate_guidance else 1
    # The first steps are computed whole, so nothing has to be compared.
    cached = peak(parts.transformer, lambda: [denoise() for _ in range(2 * passes)])
    (context,) = parts.transformer._context_manager._cached_context_manager.values()
    left = sum(one.nbytes for one in context.buffers.values() if isinstance(one, torch.Tensor))
    # What one expert kept is still there while the next denoises.
    kept = cached - plain + (len(family.transformers) - 1) * left
    whole = peak(parts.vae, decode)
    parts.vae.enable_tiling()
    figures = plain, kept, whole, peak(parts.vae, decode)
    return [family.name, f"{family.longest}", *(f"{figure / 1e9:.1f}" for figure in figures)]


def main() -> None:
    """Count, and print the table."""
    functional = torch.nn.functional
    functional.scaled_dot_product_attention = unmade
    console = Console()
    console.print(show_table(console, HEADER, [row(family) for family in FAMILIES.values()]))


if __name__ == "__main__":
    main()
