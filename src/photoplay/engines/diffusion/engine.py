"""The diffusion engine: one shot and its plan in, frames out."""

import gc
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeVar

import numpy as np

from photoplay.arrays import Picture
from photoplay.director.plan import Note, Plan
from photoplay.engines.diffusion.accidents import is_fatal, ran_out
from photoplay.engines.diffusion.family import Take
from photoplay.engines.diffusion.group import Group
from photoplay.engines.diffusion.placement import Placement, below
from photoplay.engines.diffusion.rig import Plot, Rig, Step
from photoplay.engines.diffusion.script import Script
from photoplay.engines.diffusion.tiers import Tier
from photoplay.engines.engine import Capabilities, Frame, Tell, check_asked, untold
from photoplay.engines.generative.joining import joined
from photoplay.engines.generative.stills import Stills
from photoplay.errors import (
    EngineFailedError,
    EngineLostError,
    EngineUnavailableError,
    WeightsUnavailableError,
)
from photoplay.progress import Part, Progress, unwatched
from photoplay.shot import Shot
from photoplay.sight.networks import Network

LOADED, DENOISED = 0.02, 0.92
"""Shares of a render's progress at which the model is loaded and at which every take is made."""
REHEARSED = 2
"""Steps of the largest take, which is made to know whether the memory suffices."""
LOST = "The GPU failed in the middle of the clip; try again."
BROKEN = (RuntimeError, MemoryError, EngineFailedError, EngineUnavailableError, WeightsUnavailableError)
"""What a model may be left broken by, or be broken where it is raised."""

log = logging.getLogger(__name__)

Result = TypeVar("Result")


class Camera(Protocol):
    """What makes takes: a `Rig` or a `Group`."""

    @property
    def where(self) -> Placement:
        """Where the model's parts are."""
        ...

    def compile(self) -> None:
        """Compile what a take repeats."""
        ...

    def shoot(self, take: Take, step: Step) -> list[Picture]:
        """Make a take."""
        ...


class DiffusionEngine:
    """An open video diffusion model, on one GPU or several."""

    def __init__(self, plot: Plot, capabilities: Capabilities, interpolator: Network | None) -> None:
        """Take note of what to load; it is loaded when first needed.

        Args:
            capabilities: what the engine can do with that.
            interpolator: finds what goes where between two frames; dense search does where there is none.
        """
        self._plot = plot
        self._capabilities = capabilities
        self._interpolator = interpolator
        self._camera: Camera | None = None
        self._compiles = False

    @property
    def capabilities(self) -> Capabilities:
        """See `Engine`."""
        return self._capabilities

    def warm(self) -> None:
        """See `Engine`: load the model, compile it and rehearse, which pays where many takes will follow.

        A rehearsal that runs out of memory is made again where the model needs less; one that cannot be compiled, as it
        is written.
        """
        self._compiles = self._plot.device != "cpu"
        while not self._rehearsed():
            pass

    def _rehearsed(self) -> bool:
        """Make every kind of take once; return False if that is to be tried again, otherwise."""
        best = self._plot.best
        try:
            camera = self._ready(unwatched)
            for take in self._rehearsals():
                self._guarded(partial(camera.shoot, take, lambda _: None))
        except (EngineUnavailableError, EngineLostError, WeightsUnavailableError):
            raise
        except Exception as error:  # compilers have many ways to fail
            if self._plot.best is best:
                if not self._compiles:
                    raise
                self._compiles = False
                log.warning(
                    "%s is tried without compiling, which is slower: %s", self._plot.family.name, error
                )
            self._forget()
            return False
        return True

    def _rehearsals(self) -> Iterator[Take]:
        """Give a small take with every step, which compiles what there is, and on a GPU the largest, for its memory."""
        family, tier = self._plot.family, self._plot.tier
        yield self._rehearsal(family.areas[0], family.stride + 1, family.steps_of(tier))
        if self._plot.device != "cpu":
            yield self._rehearsal(family.areas[-1], family.longest, REHEARSED)

    def _rehearsal(self, area: int, frames: int, steps: int) -> Take:
        family = self._plot.family
        width, height = family.size(1.0, area, frames, self._plot.gpus)
        grey = np.full((height, width, 3), 128, np.uint8)
        return Take(
            first=grey,
            last=grey if family.end_image else None,
            prompt="A grey card",
            negative_prompt="",
            width=width,
            height=height,
            frames=frames,
            fps=family.fps,
            steps=steps,
            cfg=family.cfg_of(self._plot.tier, 0.5),
            seed=0,
        )

    def render(self, shot: Shot, plan: Plan, progress: Progress, tell: Tell = untold) -> Iterator[Frame]:
        """See `Engine`.

        Raises:
            InvalidInputError: the model cannot do what is asked.
        """
        check_asked(
            self.capabilities,
            end_image=shot.end_image is not None,
            negative_prompt=shot.negative_prompt,
        )
        script = Script.of(shot, self._plot.family, self._plot.tier, self._plot.gpus)
        stills = Stills.of(shot, tell)
        for sentence in _remarks(shot, script):
            tell(Note(phrase="", text=sentence))
        camera = self._ready(progress)
        native = self._takes(camera, script, shot, plan, stills, Part(progress, LOADED, DENOISED))
        yield from stills.clip(native, shot, self._interpolator, Part(progress, DENOISED, 1.0))

    def _takes(
        self,
        camera: Camera,
        script: Script,
        shot: Shot,
        plan: Plan,
        stills: Stills,
        progress: Progress,
    ) -> list[Picture]:
        """Make every take; return the clip's native frames."""
        opening = stills.first.resized(*script.size)
        ending = stills.last.resized(*script.size) if stills.last else None
        frames: list[Picture] = []
        for index in range(len(script.lengths)):
            part = Part(progress, index / len(script.lengths), (index + 1) / len(script.lengths))
            take = script.take(index, shot, plan, opening, ending)
            made = self._made(camera, take, part)
            frames = (
                joined(frames, made, script.overlap, script.family.fps, self._interpolator)
                if frames
                else made
            )
            opening = frames[-script.overlap] if script.overlap else opening
        return frames

    def _made(self, camera: Camera, take: Take, progress: Progress) -> list[Picture]:
        progress("Reading the prompt", 0.0)

        def step(done: int) -> None:
            progress("Developing" if done == take.steps else "Denoising", done / (take.steps + 1))

        return self._guarded(lambda: camera.shoot(take, step))

    def _ready(self, progress: Progress) -> Camera:
        if self._camera is None:
            progress("Loading the model", 0.0)
            self._camera = self._guarded(self._loaded)
            if self._compiles:
                self._guarded(self._camera.compile)
        return self._camera

    def _loaded(self) -> Camera:
        _clear()
        return Group(self._plot) if self._plot.gpus > 1 else Rig(self._plot)

    def _guarded(self, work: Callable[[], Result]) -> Result:
        """Do some work with the model, which is forgotten where it may have been left broken.

        Raises:
            EngineFailedError: the memory did not suffice; the model will be loaded where it needs less.
            EngineLostError: nothing works on the GPU any more.
        """
        try:
            return work()
        except BROKEN as error:
            where = self._plot.best if self._camera is None else self._camera.where
            self._forget()
            if ran_out(error):
                reason = self._step_down(where)
            elif is_fatal(error):
                log.exception("The GPU failed.")
                reason = EngineLostError(LOST)
            else:
                raise
            # The traceback holds on to every tensor of the take.
            error.__traceback__ = None
        raise reason

    def _step_down(self, where: Placement) -> EngineFailedError:
        """Have the model loaded where it needs less than it did in a place, if there is such; return what is told."""
        name, lower = self._plot.family.name, below(where, shared=self._plot.gpus > 1)
        if lower is where or self._plot.device == "cpu":
            return EngineFailedError(
                f"The memory did not suffice for {name}; choose a smaller resolution, a smaller "
                "model with PHOTOPLAY_FAMILY, or end what else uses the GPU."
            )
        self._plot = replace(self._plot, best=lower)
        log.warning("%s ran out of memory while it was %s; from now on it is %s.", name, where, lower)
        return EngineFailedError(
            f"The memory did not suffice for {name}; try again: it will take less of it, and longer."
        )

    def _forget(self) -> None:
        """Let go of the model; the next render loads it again."""
        if isinstance(self._camera, Group):
            self._camera.close()  # which it is where one of its processes ended
        self._camera = None


def _clear() -> None:
    """Free what is left of a model on the GPU: its parts hold each other, and what made a take held them."""
    import torch  # noqa: PLC0415 - seconds and gigabytes

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def _remarks(shot: Shot, script: Script) -> Iterator[str]:
    """Give sentences on what of a shot the model does otherwise."""
    width, height = script.size
    if width * height < 0.8 * shot.resolution.area:
        yield (
            f"{script.family.title} films {width} x {height} pixels; its frames are enlarged to the {shot.resolution}"
            f" asked for."
        )
    if script.tier is Tier.FAST and shot.guidance_scale != 0.5:
        yield "The fast tier follows the prompt as it was taught to: guidance_scale changes nothing."
    if script.tier is not Tier.FAST and shot.guidance_scale == 0.0 and shot.negative_prompt.strip():
        yield (
            "With guidance_scale 0 the model is not guided, so it reads no negative prompt; only the director does."
        )
