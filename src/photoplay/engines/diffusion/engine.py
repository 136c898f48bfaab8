"""The diffusion engine: one shot and its plan in, frames out."""

from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

import numpy as np

from photoplay.arrays import Picture
from photoplay.director.plan import Note, Plan
from photoplay.engines.diffusion.family import Take
from photoplay.engines.diffusion.group import Group
from photoplay.engines.diffusion.rig import Plot, Rig, Step
from photoplay.engines.diffusion.script import Script
from photoplay.engines.diffusion.tiers import Tier
from photoplay.engines.engine import Capabilities, Frame, Tell, check_asked, untold
from photoplay.engines.generative.joining import joined
from photoplay.engines.generative.stills import Stills
from photoplay.errors import EngineFailedError
from photoplay.progress import Part, Progress, unwatched
from photoplay.shot import Shot
from photoplay.sight.networks import Network
from photoplay.stills import Still

LOADED, DENOISED = 0.02, 0.92
"""Shares of a render's progress at which the model is loaded and at which every take is made."""

Result = TypeVar("Result")


class Camera(Protocol):
    """What makes takes: a `Rig` or a `Group`."""

    @property
    def on_gpu(self) -> bool:
        """Whether the model works on a GPU."""
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

    @property
    def capabilities(self) -> Capabilities:
        """See `Engine`."""
        return self._capabilities

    def warm(self) -> None:
        """See `Engine`: load the model, compile it and make a short take, which pays where many will follow."""
        camera = self._ready(unwatched)
        if camera.on_gpu:
            camera.compile()
        family = self._plot.family
        frames = family.stride + 1
        grey = Still(_grey(*family.size(1.0, family.areas[0], frames, self._plot.gpus)))
        take = Take(
            first=grey.pixels,
            last=None,
            prompt="A grey card",
            negative_prompt="",
            width=grey.width,
            height=grey.height,
            frames=frames,
            fps=family.fps,
            steps=family.steps_of(self._plot.tier),
            cfg=family.cfg_of(self._plot.tier, 0.5),
            seed=0,
        )
        self._guarded(lambda: camera.shoot(take, lambda _: None))

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
            plot = self._plot
            self._camera = self._guarded(lambda: Group(plot) if plot.gpus > 1 else Rig(plot))
        return self._camera

    def _guarded(self, work: Callable[[], Result]) -> Result:
        """Do some work with the model; where the memory does not suffice, say so and leave all of it free."""
        import torch  # noqa: PLC0415 - seconds and gigabytes

        try:
            return work()
        except (torch.OutOfMemoryError, MemoryError) as error:
            reason = _out_of_memory(self._plot)
            # The traceback holds on to every tensor of the take.
            error.__traceback__ = None
        except EngineFailedError:
            self._forget()
            raise
        self._forget()
        raise EngineFailedError(reason)

    def _forget(self) -> None:
        """Let go of the model; the next render loads it again, placed by the memory that is free then."""
        import torch  # noqa: PLC0415 - seconds and gigabytes

        if isinstance(self._camera, Group):
            self._camera.close()  # which it is where one of its processes ended
        self._camera = None
        if torch.cuda.is_available():
            torch.cuda.empty_cache()


def _out_of_memory(plot: Plot) -> str:
    return (
        f"The memory did not suffice for {plot.family.name}; choose a smaller resolution, a smaller "
        "model with PHOTOPLAY_FAMILY=wan2.2-ti2v-5b, or end what else uses the GPU."
    )


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


def _grey(width: int, height: int) -> Picture:
    return np.full((height, width, 3), 128, np.uint8)
