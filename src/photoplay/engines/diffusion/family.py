"""A Family: one video model, what it can do, what it needs, and how it is asked. Nothing here imports the model."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from photoplay.arrays import Picture
from photoplay.engines.diffusion.tiers import Tier
from photoplay.engines.generative.sizes import size_of
from photoplay.errors import InvalidInputError
from photoplay.weights import Checkpoint

OWN_GUIDANCE = 0.5
"""The guidance scale of a request at which a model is guided as its makers do."""

NEARLY = 1.05
"""How much larger than a frame a model's picture may be to fill it."""


@dataclass(frozen=True)
class Take:
    """One run of a model, in its own terms.

    Attributes:
        first: the picture it begins with, shape (height, width, 3), as is `last`, the one it ends with.
        frames: how many it makes, the first and the last among them.
        cfg: strength of classifier-free guidance (Ho and Salimans 2022); 1 switches it off, at half the cost.
        seed: of all its chance.
    """

    first: Picture
    last: Picture | None
    prompt: str
    negative_prompt: str
    width: int
    height: int
    frames: int
    fps: int
    steps: int
    cfg: float
    seed: int


@dataclass(frozen=True)
class FewSteps:
    """How a model makes a take in a few steps, without guidance.

    Attributes:
        checkpoint: what is needed for it.
        adapters: files of the checkpoint by the transformer they are laid over; where there are none, the checkpoint
            is a whole model that stands in for the family's.
        arguments: what the pipeline is told besides.
        scheduler: what of its scheduler is set otherwise.
    """

    checkpoint: Checkpoint
    steps: int
    adapters: Mapping[str, str] = field(default_factory=dict)
    arguments: Mapping[str, Any] = field(default_factory=dict)
    scheduler: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Memory:
    """Bytes that a model takes in the precision it runs in; but for the weights as `bench.memory` counts, and a sixth.

    Attributes:
        parts: of its parts' weights, by their names in the pipeline.
        working: what a take at the largest size needs besides, if its pictures are decoded in tiles.
        decoding: what it needs besides while its pictures are decoded whole.
        kept: what the cache keeps while it denoises.
    """

    parts: Mapping[str, int]
    working: int
    decoding: int
    kept: int


Load = Callable[[Path, Any], Any]
"""Called with a checkpoint's folder and a torch dtype; gives the pipeline."""


@dataclass(frozen=True, eq=False)
class Family:
    """One video model.

    Attributes:
        end_image: whether it can be told the last picture.
        fps: frames a second that it was taught.
        stride: frames of a take come in this many, and one more.
        longest: most frames of one take.
        multiple: sides of its pictures are multiples of this many pixels, which are one token's.
        areas: pixels of its pictures, from the smallest.
        steps: of denoising, as its makers advise.
        cfg: strength of guidance that its makers advise.
        negative: what is never wanted, in the words its makers use.
        transformers: the parts that denoise, by their names in the pipeline.
        feed_forward: how the names of a transformer's feed-forward layers look, as a regular expression.
        attention: ways to compute attention that suit it, by diffusers' names, the best first; torch's own besides.
        separate_guidance: whether a guided step runs its transformer twice, and not once for both passes.
        heads: of attention, which several GPUs that make one take share evenly; 0 where they cannot.
        load: reads a checkpoint; imports the model's libraries.
        arguments: what the pipeline is called with for a take.
    """

    name: str
    title: str
    checkpoint: Checkpoint
    end_image: bool
    fps: int
    stride: int
    longest: int
    multiple: int
    areas: tuple[int, ...]
    steps: int
    cfg: float
    negative: str
    memory: Memory
    transformers: tuple[str, ...]
    feed_forward: str
    attention: tuple[str, ...]
    separate_guidance: bool
    heads: int
    load: Load
    arguments: Callable[[Take], dict[str, Any]]
    few_steps: FewSteps | None = None

    def checkpoints(self, tier: Tier) -> tuple[Checkpoint, ...]:
        """Return what a tier needs.

        Raises:
            InvalidInputError: the family has no such tier.
        """
        if tier is not Tier.FAST:
            return (self.checkpoint,)
        if self.few_steps is None:
            raise InvalidInputError(
                "tier", f"must be 'standard' or 'exact' with {self.name}, of which there is no fast one"
            )
        extra = self.few_steps.checkpoint
        return (self.checkpoint, extra) if self.few_steps.adapters else (extra,)

    def steps_of(self, tier: Tier) -> int:
        """Return the steps of a take."""
        return self.few_steps.steps if tier is Tier.FAST and self.few_steps else self.steps

    def cfg_of(self, tier: Tier, guidance_scale: float) -> float:
        """Return the strength of guidance: as advised at .5, none at 0, and none in a few steps."""
        if tier is Tier.FAST:
            return 1.0
        return 1.0 + (self.cfg - 1.0) * guidance_scale / OWN_GUIDANCE

    def size(self, aspect_ratio: float, area: int, frames: int, gpus: int) -> tuple[int, int]:
        """Return (width, height) for a frame of `area` pixels: the largest that fills it, or the smallest there is.

        Args:
            frames: of the take, whose tokens are shared evenly.
            gpus: that share them.
        """
        filled = [own for own in self.areas if own <= area * NEARLY]
        pictures = (frames - 1) // self.stride + 1
        parts = gpus // math.gcd(gpus, pictures)
        return size_of(aspect_ratio, max(filled, default=self.areas[0]), self.multiple, parts)
