"""A stage: one still on its layers, ready to be filmed along one path."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from photoplay.director.plan import Note, Plan
from photoplay.engines.engine import Frame
from photoplay.engines.multiplane.filming.acts import STILL, Acts, Pass
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.filming.lens import BlurStack, Focus, focus_at, shutter_times
from photoplay.engines.multiplane.filming.path import Path
from photoplay.engines.multiplane.filming.renderer import Layer, Renderer
from photoplay.engines.multiplane.filming.seen import Seen
from photoplay.engines.multiplane.governor import PLANNING, Framing, govern
from photoplay.engines.multiplane.playing.cast import cast
from photoplay.engines.multiplane.playing.performance import joined
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.scouting import Scouting, parallax_of
from photoplay.engines.multiplane.shallows import depth_for
from photoplay.engines.multiplane.staging.fill import PAINTING
from photoplay.engines.multiplane.staging.geometry import Geometry
from photoplay.engines.multiplane.staging.layers import Texture, paint
from photoplay.progress import Part, Progress, unwatched
from photoplay.sight.networks import Networks
from photoplay.stills import Still

RIM = 0.07
"""How far beyond the frame picture is invented, as a share of its width."""
MIRRORED_RIM = 0.045
"""The same where the picture can only be mirrored."""


@dataclass(frozen=True)
class Take:
    """How a stage is filmed."""

    path: Path
    times: NDArray[np.float64]
    """When each frame is taken, in seconds from the start of the plan."""
    rest: float
    """When the frame must be the photograph itself."""
    seed: int
    """Of all that is left to chance."""


@dataclass
class Stage:
    """A still on its layers, with the path along which it is filmed."""

    framing: Framing
    """What the path needs."""
    renderer: Renderer
    take: Take
    focus: list[Focus]
    """Where the lens is focused in each frame."""
    shutter: float
    """Share of a frame's time for which the shutter is open."""
    notes: tuple[Note, ...] = ()
    """What of the plan nothing in the photograph can play."""

    @classmethod
    def build(
        cls,
        still: Still,
        view: View,
        plan: Plan,
        times: NDArray[np.float64],
        networks: Networks,
        *,
        rest: float,
        seed: int,
        progress: Progress = unwatched,
    ) -> Self:
        """Build the stage of `still`, filmed as `plan` asks as far as the governor allows.

        Args:
            view: the frame that is filmed, of the still's aspect ratio.
            times: when each frame is taken, in seconds from the start of the plan.
            rest: which of `times` must give the still itself.
            seed: of all that is left to chance.
            progress: called with the share of the building done; what it raises stops the building.
        """
        scouting = Scouting.of(still, view, plan, networks, Part(progress, 0.0, 0.25))
        return cls.governed(
            scouting, times, networks, rest=rest, seed=seed, progress=Part(progress, 0.25, 1.0)
        )

    @classmethod
    def governed(
        cls,
        scouting: Scouting,
        times: NDArray[np.float64],
        networks: Networks,
        *,
        rest: float,
        seed: int,
        progress: Progress = unwatched,
    ) -> Self:
        """Build the stage of what was scouted, filmed as its plan asks as far as the governor allows; see `build`."""
        progress(PLANNING, 0.0)
        path = scouting.path(seed, rest)
        geometry = scouting.parted(path, times)
        rim = rim_of(geometry.view, networks)
        depth = depth_for(geometry, path, times, rim, Part(progress, 0.0, 0.13))
        scouting, geometry = scouting.shallower(depth), geometry.shallower(depth, path.target.inverse_depth)
        framing = govern(geometry, path.shallower(depth), times, rim, Part(progress, 0.13, 0.2))
        textures = painted(scouting, geometry, framing, networks, Part(progress, 0.2, 0.8))
        take = Take(framing.path, times, rest, seed)
        return cls.set(scouting, geometry, framing, take, textures, progress=Part(progress, 0.8, 1.0))

    @classmethod
    def set(
        cls,
        scouting: Scouting,
        geometry: Geometry,
        framing: Framing,
        take: Take,
        textures: tuple[Texture, ...],
        *,
        carried: Sequence[Acts] = (),
        passes: tuple[Pass, ...] = (),
        progress: Progress = unwatched,
    ) -> Self:
        """Set what was scouted, and `painted`, on a stage, to be filmed as `take` says.

        Args:
            textures: the stage's own, which may be painted over.
            carried: what moves each layer besides what the plan asks for, back to front; empty for nothing.
            passes: done to every frame before those of the plan.
        """
        progress(PAINTING, 0.0)
        plan, view = scouting.plan, geometry.view
        depth = scouting.target.inverse_depth
        focus = focus_at(plan, view, depth, scouting.background, take.times, take.rest, scouting.aims)
        aperture = max(f.aperture for f in focus)
        played, grading, notes = cast(Setting(scouting.scene, geometry, textures, plan, take.rest, take.seed))
        moving = [joined([*both]) for both in zip(carried or (STILL,) * len(played), played, strict=True)]
        layers = _layers(geometry, textures, moving, take, aperture, Part(progress, 0.0, 0.9))
        progress(PAINTING, 0.9)
        renderer = Renderer(view, layers, take.rest, (*passes, *grading))
        renderer.match(scouting.scene.picture)
        progress(PAINTING, 1.0)
        return cls(framing, renderer, take, focus, plan.lens.motion_blur, notes)

    @property
    def times(self) -> NDArray[np.float64]:
        """When each frame is taken, in seconds."""
        return self.take.times

    def frame(self, index: int, progress: Progress = unwatched) -> Frame:
        """Return one frame, shape (rows, columns, 3); `progress` is called while it is exposed, raise to stop."""
        return self.shoot(index, progress)[0]

    def shoot(self, index: int, progress: Progress = unwatched) -> tuple[Frame, Seen]:
        """Return one frame, and how the nodes of the warp see it; see `frame`."""
        times, path = self.take.times, self.take.path
        time, open_for = float(times[index]), self.shutter * float(times[1] - times[0])
        at_rest = time == self.take.rest
        instants = [time] if at_rest else shutter_times(path, self.renderer.view, time, open_for)
        return self.renderer.shoot(path.poses(np.array(instants)), self.focus[index], progress, instants)


def rim_of(view: View, networks: Networks) -> float:
    """Return how many pixels beyond each side of the frame can be invented."""
    return (RIM if networks.inpaint or networks.hurried else MIRRORED_RIM) * view.width


def painted(
    scouting: Scouting,
    geometry: Geometry,
    framing: Framing,
    networks: Networks,
    progress: Progress = unwatched,
) -> tuple[Texture, ...]:
    """Return the textures of what `geometry` sets apart in the still, as far as `framing` shows it; see `paint`."""
    mattes = [cutout.alpha for cutout in geometry.cutouts]
    return paint(scouting.still, scouting.scene.picture, mattes, framing, networks, progress)


def _layers(
    geometry: Geometry,
    textures: tuple[Texture, ...],
    moving: Sequence[Acts],
    take: Take,
    aperture: float,
    progress: Progress,
) -> list[Layer]:
    moved = parallax_of(geometry.view, take.path, take.times)
    reliefs = [(geometry.backdrop, None), *((cutout.relief, cutout.matte) for cutout in geometry.cutouts)]
    layers: list[Layer] = []
    for (relief, matte), texture, acts in zip(reliefs, textures, moving, strict=True):
        done = len(layers) / len(reliefs)
        progress(PAINTING, done)
        blurring = Part(progress, done, done + 1 / len(reliefs))
        blurred = BlurStack.of(texture, geometry.view, aperture, blurring)
        focused = _in_focus(acts, geometry.view, aperture)
        layers.append(Layer(relief.limited(moved), blurred, matte, focused))
    return layers


def _in_focus(acts: Acts, view: View, aperture: float) -> Acts:
    """Return `acts` with fluids that go out of focus as their layer does."""
    fluids = [
        replace(fluid, stack=BlurStack.of(fluid.stack.levels[0], view, aperture)) for fluid in acts.fluids
    ]
    return replace(acts, fluids=tuple(fluids))
