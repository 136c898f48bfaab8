"""The rig: a model set up on its devices, which makes one take after another."""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from photoplay.arrays import Picture
from photoplay.engines.diffusion import speed
from photoplay.engines.diffusion.family import Family, Take
from photoplay.engines.diffusion.placement import (
    WHOLE,
    Placement,
    check_shared,
    lowest,
    placement,
    put,
)
from photoplay.engines.diffusion.tiers import Tier
from photoplay.errors import EngineUnavailableError
from photoplay.weights import find_checkpoint

Step = Callable[[int], None]
"""Called after each step of denoising with how many are done; what it raises ends the take."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Plot:
    """What a rig is set up as; the same in every process of a group.

    Attributes:
        device: `cuda` or `cpu`.
        gpus: that share a take.
        best: the quickest placement on a GPU that it may have; one in which the memory ran out is not tried again.
    """

    family: Family
    tier: Tier
    device: str
    gpus: int = 1
    best: Placement = Placement.RESIDENT

    def folders(self) -> tuple[Path, ...]:
        """Return where the model is, and the adapters that are laid over it, if there are any.

        Raises:
            WeightsUnavailableError: something is missing, or cut short.
        """
        return tuple(find_checkpoint(checkpoint) for checkpoint in self.family.checkpoints(self.tier))


class Rig:
    """A model in this process."""

    def __init__(self, plot: Plot, rank: int = 0, pipeline: Any = None) -> None:
        """Load the model and set it up.

        Args:
            rank: which of the group's processes this is.
            pipeline: a model that is loaded and in its place already, to be used as it is.

        Raises:
            EngineUnavailableError: torch cannot use the GPU, or its memory does not suffice where several share a take.
            WeightsUnavailableError: something of the model is missing, or cut short.
        """
        self.plot = plot
        self._device = f"cuda:{rank}" if plot.device == "cuda" else "cpu"
        self.where = Placement.RESIDENT
        """Where its parts are."""
        self.caches = False
        """Whether a cache is on, which begins each take anew."""
        self._may_use_fp8 = False
        self.pipeline = _loaded(plot, self._device) if pipeline is None else pipeline
        if pipeline is None:
            self._quicken()

    def _quicken(self) -> None:
        """Do what the tier allows and the machine can, and put the parts in their places."""
        import torch  # noqa: PLC0415 - seconds and gigabytes

        plot, family, pipeline, done = self.plot, self.plot.family, self.pipeline, list[str]()
        capability, attention = (0, 0), "native"
        if self.on_gpu:
            capability = torch.cuda.get_device_capability(self._device)
            free, cached = torch.cuda.mem_get_info(self._device)[0], plot.tier is Tier.STANDARD
            if plot.gpus > 1:
                check_shared(family, free, cached=cached)
            fits = placement(family.memory, free, cached=cached)
            self.where = lowest((fits or Placement.STREAMED, plot.best))
            attention = speed.attend(pipeline, family, capability, shared=plot.gpus > 1)
            done.append(attention)
        self.caches = plot.tier is Tier.STANDARD and self.where is not Placement.STREAMED
        if self.caches:
            # Before the parts are put: what brings one to the GPU is put anew after each take, around what it finds.
            speed.cache(pipeline, family)
            done.append("cache")
        put(pipeline, self.where, self._device)
        if plot.gpus > 1:
            speed.share(pipeline, family, plot.gpus, attention)
        may_round = plot.tier is not Tier.EXACT and self.where in WHOLE
        self._may_use_fp8 = may_round and capability >= speed.FP8_FROM
        used = ", ".join(done) or "nothing more"
        log.info("%s is ready on %s, %s; it uses %s", family.name, self._device, self.where, used)

    def compile(self) -> None:
        """Compile what a take repeats; the next take does the work, which pays for a process that makes many.

        Feed-forward layers multiply in FP8 from here on, where they may: not compiled, rounding to it takes the time
        that it saves.
        """
        if self._may_use_fp8:
            speed.quantize(self.pipeline, self.plot.family)
            log.info("%s multiplies in FP8", self.plot.family.name)
        speed.compile_blocks(self.pipeline, self.plot.family)

    @property
    def on_gpu(self) -> bool:
        """Whether the model works on a GPU."""
        return self._device != "cpu"

    def shoot(self, take: Take, step: Step) -> list[Picture]:
        """Make a take; return its frames, each of shape (height, width, 3)."""
        import torch  # noqa: PLC0415 - seconds and gigabytes

        family = self.plot.family
        if self.caches:
            speed.refresh(self.pipeline, family, take)

        def told(_pipeline: Any, index: int, _time: Any, tensors: dict[str, Any]) -> dict[str, Any]:
            step(index + 1)
            if self.caches and index + 1 == take.steps:
                # What is kept would be in the decoder's way.
                speed.refresh(self.pipeline, family, take)
            return tensors

        few = family.few_steps.arguments if self.plot.tier is Tier.FAST and family.few_steps else {}
        # The CPU's generator gives the same numbers whatever the GPU.
        chance = torch.Generator("cpu").manual_seed(take.seed)
        try:
            video = self.pipeline(
                **{**family.arguments(take), **few},
                generator=chance,
                callback_on_step_end=told,
                output_type="pt",
            ).frames[0]
        except BaseException:
            self.pipeline.maybe_free_model_hooks()
            raise
        levels = (video * 255.0).round().clamp(0.0, 255.0).to(torch.uint8)
        return [np.ascontiguousarray(frame) for frame in levels.permute(0, 2, 3, 1).cpu().numpy()]


def check_torch(device: str) -> None:
    """Check that torch can use what it shall run on, `cuda` or `cpu`.

    Raises:
        EngineUnavailableError: it cannot.
    """
    import torch  # noqa: PLC0415 - seconds and gigabytes

    if device == "cuda" and not torch.cuda.is_available():
        raise EngineUnavailableError(
            "The torch that is installed cannot use the GPU; install the one that fits its driver, or use --engine "
            "multiplane, which runs on any CPU."
        )


def _loaded(plot: Plot, device: str) -> Any:
    """Return the pipeline, its adapters laid over it and melted in."""
    import torch  # noqa: PLC0415 - seconds and gigabytes

    check_torch(plot.device)
    folder, *adapters = plot.folders()
    _quiet()
    pipeline = plot.family.load(folder, torch.float32 if device == "cpu" else torch.bfloat16)
    pipeline.set_progress_bar_config(disable=True)
    few = plot.family.few_steps
    if plot.tier is Tier.FAST and few is not None and adapters:
        for part, file in few.adapters.items():
            second = {} if part == plot.family.transformers[0] else {f"load_into_{part}": True}
            pipeline.load_lora_weights(adapters[0], weight_name=file, adapter_name=part, **second)
        pipeline.fuse_lora(components=list(few.adapters))
        pipeline.unload_lora_weights()
        pipeline.scheduler = type(pipeline.scheduler).from_config(pipeline.scheduler.config, **few.scheduler)
    return pipeline


def _quiet() -> None:
    """Keep the libraries from drawing bars and telling that what is used of them is new."""
    os.environ.setdefault("CACHE_DIT_LOG_LEVEL", "error")
    from diffusers.utils import logging as diffusers_logs  # noqa: PLC0415 - imports torch
    from transformers.utils import logging as transformers_logs  # noqa: PLC0415

    for logs in (diffusers_logs, transformers_logs):
        logs.set_verbosity_error()
        logs.disable_progress_bar()
