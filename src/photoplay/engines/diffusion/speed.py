"""What makes a model quicker: each function does one thing to a pipeline, and says whether it acts on this machine."""

import re
from typing import Any

from photoplay.engines.diffusion.family import Family, Take
from photoplay.settings import get_settings

FIRST_BLOCKS = 1
"""Blocks always computed: what they change since the last step tells how much the others would."""
WARM_UP = 4
"""Steps of each transformer that are always computed whole: they settle the composition."""
CHANGE = 0.2
"""Relative change of the first blocks' output below which the others' is kept."""
IN_A_ROW = 2
"""Steps kept one after another at most."""
MADE_FOR = {"_flash_3_hub": (9, 9), "_native_cudnn": (8, 99)}
"""The first and the last generation of GPUs that an attention is made for, by the larger number of its capability."""
FETCHED = "_hub"
"""How the names of those end whose code is fetched from the model hub when they are chosen."""
SHARED = {"_native_cudnn": "_sdpa_cudnn"}
"""What cache-dit, which shares attention, has in place of an attention of diffusers; torch's own besides."""
FP8_FROM = (8, 9)
"""Compute capability of the first GPUs that multiply in FP8."""
VARIANTS = 64
"""Compilations of one block before torch gives up: sizes, with and without guidance, computed and kept."""


def transformers(pipeline: Any, family: Family) -> list[Any]:
    """Return the parts of a pipeline that denoise."""
    return [getattr(pipeline, name) for name in family.transformers]


def attend(pipeline: Any, family: Family, capability: tuple[int, int], *, shared: bool = False) -> str:
    """Choose the best attention at hand for a GPU's compute capability; return its name in diffusers.

    Args:
        shared: whether several GPUs will compute it together, which those from the hub cannot.
    """
    fetches = not shared and not get_settings().offline
    for name in family.attention:
        first, last = MADE_FOR[name]
        if not first <= capability[0] <= last or (name.endswith(FETCHED) and not fetches):
            continue
        try:
            for transformer in transformers(pipeline, family):
                transformer.set_attention_backend(name)
        except Exception:  # each backend has its own way of saying that it is not made for this machine
            continue
        if works(name, "cuda"):
            return name
    for transformer in transformers(pipeline, family):
        transformer.set_attention_backend("native")
    return "native"


def works(attention: str, device: str) -> bool:
    """Return whether a device computes an attention, by its name in diffusers; not all say so when they are chosen."""
    import torch  # noqa: PLC0415 - seconds and gigabytes
    from diffusers.models.attention_dispatch import (  # noqa: PLC0415
        AttentionBackendName,
        dispatch_attention_fn,
    )

    try:
        some = torch.zeros(1, 64, 2, 128, dtype=torch.bfloat16, device=device)
        dispatch_attention_fn(some, some, some, backend=AttentionBackendName(attention))
        if device == "cuda":
            torch.cuda.synchronize()
    except Exception:  # as above
        return False
    return True


def cache(pipeline: Any, family: Family) -> None:
    """Keep what hardly changes between two steps (DBCache); `refresh` begins each take anew."""
    import cache_dit  # noqa: PLC0415 - imports torch

    for transformer in transformers(pipeline, family):
        cache_dit.enable_cache(transformer, cache_config=_kept(separate=family.separate_guidance))


def share(pipeline: Any, family: Family, gpus: int, attention: str) -> None:
    """Let several GPUs compute one take: each some of its attention heads (DeepSpeed Ulysses, Jacobs et al. 2023).

    Args:
        attention: by its name in diffusers.
    """
    import cache_dit  # noqa: PLC0415 - imports torch

    for transformer in transformers(pipeline, family):
        # cache-dit looks at what is set before it sets its own, and knows torch's alone.
        transformer.set_attention_backend("native")
        shared = cache_dit.ParallelismConfig(ulysses_size=gpus, attention_backend=SHARED.get(attention))
        cache_dit.enable_cache(transformer, parallelism_config=shared)


def refresh(pipeline: Any, family: Family, take: Take) -> None:
    """Forget what was kept of the take before, be it whole or cancelled."""
    import cache_dit  # noqa: PLC0415 - imports torch

    separate = family.separate_guidance and take.cfg > 1.0
    for transformer in transformers(pipeline, family):
        cache_dit.refresh_context(transformer, cache_config=_kept(separate=separate))


def _kept(*, separate: bool) -> Any:
    """Return how the cache works where a step's two passes are separate calls of a transformer, or all is one."""
    from cache_dit import DBCacheConfig  # noqa: PLC0415 - imports torch

    return DBCacheConfig(
        Fn_compute_blocks=FIRST_BLOCKS,
        Bn_compute_blocks=0,
        residual_diff_threshold=CHANGE,
        max_warmup_steps=WARM_UP,
        max_continuous_cached_steps=IN_A_ROW,
        enable_separate_cfg=separate,
    )


def quantize(pipeline: Any, family: Family) -> None:
    """Multiply in FP8 in the feed-forward layers alone: FP8 in attention makes long clips collapse."""
    from torchao.quantization import (  # noqa: PLC0415 - imports torch
        Float8DynamicActivationFloat8WeightConfig,
        PerRow,
        quantize_,
    )

    for transformer in transformers(pipeline, family):
        quantize_(
            transformer,
            Float8DynamicActivationFloat8WeightConfig(granularity=PerRow()),
            filter_fn=lambda module, name: is_feed_forward(family, module, name),
        )


def is_feed_forward(family: Family, module: Any, name: str) -> bool:
    """Return whether a module, by its name in a transformer, is a feed-forward layer of a block."""
    import torch  # noqa: PLC0415 - seconds and gigabytes

    return isinstance(module, torch.nn.Linear) and re.search(family.feed_forward, f".{name}.") is not None


def compile_blocks(pipeline: Any, family: Family) -> None:
    """Compile the block that each transformer repeats, once for all of them and for any size."""
    import torch  # noqa: PLC0415 - seconds and gigabytes

    torch._dynamo.config.recompile_limit = VARIANTS
    for transformer in transformers(pipeline, family):
        transformer.compile_repeated_blocks(dynamic=True)
