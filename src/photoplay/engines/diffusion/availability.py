"""Whether the diffusion engine can film on this machine as the settings have it, and if not, why."""

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Self

from photoplay.engines.diffusion.families import find_family
from photoplay.engines.diffusion.family import Family
from photoplay.engines.diffusion.gpus import Gpu, claim, gpus
from photoplay.engines.diffusion.placement import check_shared, least
from photoplay.engines.diffusion.tiers import Tier
from photoplay.engines.engine import Capabilities
from photoplay.errors import EngineUnavailableError, WeightsUnavailableError
from photoplay.settings import get_settings
from photoplay.sight.networks import Network
from photoplay.weights import find_checkpoint, folder_of

if TYPE_CHECKING:
    from photoplay.engines.diffusion.engine import DiffusionEngine

LIBRARIES = ("torch", "diffusers", "transformers", "accelerate", "cache_dit", "torchao", "peft")
SILENCE = 1800.0
"""Seconds between two signs of life: a step of a large model that is streamed, or the first one, compiled."""
LIMIT = Path("/sys/fs/cgroup/memory.max")
"""The bytes that a container may have (cgroup v2)."""
ELSE = "or use --engine multiplane, which runs on any CPU."


@dataclass(frozen=True)
class Diffusion:
    """The engine as it is asked for.

    Attributes:
        device: `cuda` or `cpu`.
        gpus: that make one clip together.
    """

    family: Family
    tier: Tier
    device: str
    gpus: int

    @classmethod
    def of(cls, tier: Tier | None) -> Self:
        """Read the settings; `tier` comes before theirs.

        Raises:
            InvalidInputError: there is no such family, or no such tier of it.
        """
        settings = get_settings()
        family = find_family(settings.family)
        wanted = Tier(settings.tier) if tier is None else tier
        family.checkpoints(wanted)
        return cls(family, wanted, settings.device, settings.gpus)

    @property
    def capabilities(self) -> Capabilities:
        """What the engine can do."""
        return Capabilities(
            name="diffusion",
            end_image=self.family.end_image,
            negative_prompt=self.tier is not Tier.FAST,
            invents=True,
            model=f"the model {self.family.name} in its {self.tier} tier",
            silence=SILENCE,
        )

    def engine(self, interpolator: Network | None) -> "DiffusionEngine":
        """Return the engine; its model is loaded when first needed, on the GPUs that were checked."""
        from photoplay.engines.diffusion.engine import DiffusionEngine  # noqa: PLC0415 - imports torch's rig
        from photoplay.engines.diffusion.rig import Plot  # noqa: PLC0415

        if self.device == "cuda":
            claim(self.gpus)
        plot = Plot(self.family, self.tier, self.device, self.gpus)
        return DiffusionEngine(plot, self.capabilities, interpolator)

    def is_expected(self) -> bool:
        """Return whether a person may expect it here: there is a GPU, or a model's weights have been pulled."""
        return bool(gpus()) or folder_of(self.family.checkpoint).is_dir()

    def reason(self) -> str:
        """Return what speaks for it, where it has no obstacle."""
        if self.device == "cpu":
            return "its weights are here, and PHOTOPLAY_DEVICE is cpu"
        return f"its weights are here, and {gpus()[0].name} has {gpus()[0].memory / 1e9:.0f} GB"

    def obstacle(self) -> str | None:
        """Return why it cannot film, as a sentence; None where it can."""
        try:
            self.check()
        except (EngineUnavailableError, WeightsUnavailableError) as error:
            return str(error)
        return None

    def check(self, workers: int = 1) -> None:
        """Check libraries, device and weights.

        Args:
            workers: of this machine, each with GPUs and memory of its own.

        Raises:
            EngineUnavailableError: it cannot run here; the message says what to do.
            WeightsUnavailableError: the model's weights are missing, or cut short.
        """
        self._check_libraries()
        if self.gpus > 1:
            self._check_heads()
        if self.device == "cuda":
            self._check_gpus(workers)
            self._check_memory(workers * self.gpus)
        for checkpoint in self.family.checkpoints(self.tier):
            find_checkpoint(checkpoint)

    def _check_libraries(self) -> None:
        missing = [name for name in LIBRARIES if find_spec(name) is None]
        if missing:
            raise EngineUnavailableError(
                f"The diffusion engine needs libraries that are not installed ({', '.join(missing)}); run "
                f"pip install 'photoplay[diffusion]', {ELSE}"
            )

    def _check_heads(self) -> None:
        heads = self.family.heads
        if not heads:
            raise EngineUnavailableError(
                f"The model {self.family.name} cannot share a clip among several GPUs; set PHOTOPLAY_GPUS=1."
            )
        if heads % self.gpus:
            raise EngineUnavailableError(
                f"The model {self.family.name} has {heads} attention heads, which {self.gpus} GPUs cannot share "
                f"evenly; set PHOTOPLAY_GPUS to a number that divides {heads}."
            )

    def _check_gpus(self, workers: int) -> None:
        found = gpus()
        if not found:
            raise EngineUnavailableError(
                f"The diffusion engine needs an NVIDIA GPU and finds none; {ELSE[3:]}"
            )
        if _is_for_processors("torch"):
            raise EngineUnavailableError(
                f"The torch that is installed was built without CUDA; install one for your GPU, {ELSE}"
            )
        wanted = workers * self.gpus
        if len(found) < wanted:
            asked = f"PHOTOPLAY_GPUS asks for {wanted}"
            if workers > 1:
                asked = f"PHOTOPLAY_WORKERS={workers}, each with PHOTOPLAY_GPUS={self.gpus}, ask for {wanted}"
            raise EngineUnavailableError(f"{asked} GPUs and there are {len(found)}; ask for no more.")
        self._check_room(found[:wanted])

    def _check_room(self, used: Sequence[Gpu]) -> None:
        smallest = min(gpu.memory for gpu in used)
        if self.gpus > 1:
            check_shared(self.family, smallest, cached=self.tier is Tier.STANDARD)
            if any(gpu.is_part for gpu in used):
                raise EngineUnavailableError(
                    "Parts of a GPU (MIG) cannot share a clip; set PHOTOPLAY_GPUS=1."
                )
        elif smallest < least(self.family.memory):
            raise EngineUnavailableError(
                f"The model {self.family.name} needs {least(self.family.memory) / 1e9:.0f} GB of GPU memory, and there "
                f"are {smallest / 1e9:.0f}; choose a smaller one with PHOTOPLAY_FAMILY, {ELSE}"
            )

    def _check_memory(self, processes: int) -> None:
        """Check that the computer's own memory holds the model while each of so many processes loads it."""
        needed, there = processes * sum(self.family.memory.parts.values()), computer_memory()
        if there is not None and there < needed:
            by, fewer = "", ""
            if processes > 1:
                by, fewer = (
                    f" by {processes} processes",
                    "have fewer with PHOTOPLAY_WORKERS or PHOTOPLAY_GPUS, ",
                )
            raise EngineUnavailableError(
                f"The model {self.family.name} needs {needed / 1e9:.0f} GB of the computer's memory while it is "
                f"loaded{by}, and there are {there / 1e9:.0f}; {fewer}choose a smaller one with PHOTOPLAY_FAMILY, "
                f"{ELSE}"
            )


def computer_memory() -> int | None:
    """Return the bytes of memory that the computer has, or lets this container have; None where nothing tells."""
    told = list[int]()
    with suppress(AttributeError, ValueError, OSError):
        told.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    with suppress(ValueError, OSError):  # it may say "max", or not be there
        told.append(int(LIMIT.read_text()))
    return min(told, default=None)


def _is_for_processors(package: str) -> bool:
    try:
        return re.search(r"\+cpu\b", version(package)) is not None
    except PackageNotFoundError:
        return False
