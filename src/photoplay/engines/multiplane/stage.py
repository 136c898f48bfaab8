"""A stage: one still on its layers, ready to be filmed along one path."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from photoplay.director.plan import Note, Plan
from photoplay.engines.engine import Frame
from photoplay.engines.multiplane.aiming.aim import aims_of, shot_target
from photoplay.engines.multiplane.aiming.named import named_regions
from photoplay.engines.multiplane.filming.acts import Acts
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.filming.lens import BlurStack, Focus, focus_at, shutter_times
from photoplay.engines.multiplane.filming.path import TURNS, CameraPath
from photoplay.engines.multiplane.filming.renderer import Layer, Renderer
from photoplay.engines.multiplane.filming.warp import parallax
from photoplay.engines.multiplane.governor import PLANNING, Framing, govern
from photoplay.engines.multiplane.playing.cast import cast
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.staging.fill import PAINTING
from photoplay.engines.multiplane.staging.geometry import Geometry, lay_out
from photoplay.engines.multiplane.staging.layers import Texture, paint
from photoplay.progress import Part, Progress, unwatched
from photoplay.sight.look import look
from photoplay.sight.networks import Networks
from photoplay.stills import Still

RIM = 0.075
"""How far beyond the frame picture is invented, as a share of the long side."""
MIRRORED_RIM = 0.045
"""The same where the picture can only be mirrored."""
LOOKS = 31
"""Instants at which a path is measured."""
BACKGROUND = 0.2
"""Inverse depth that a rack focus to the background pulls to."""


@dataclass
class Stage:
    """A still on its layers, with the camera path that the governor allows it."""

    framing: Framing
    renderer: Renderer
    times: NDArray[np.float64]
    """When each frame is taken, in seconds."""
    focus: list[Focus]
    """Where the lens is focused in each frame."""
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
        """Build the stage of `still`.

        Args:
            view: the frame that is filmed, of the still's aspect ratio.
            times: when each frame is taken, in seconds from the start of the plan.
            rest: which of `times` must give the still itself.
            seed: of the camera's small wander.
            progress: called with the share of the building done; what it raises stops the building.
        """
        picture = still.resized(view.width, view.height)
        scene = look(
            picture,
            networks,
            Part(progress, 0.0, 0.25),
            named=named_regions(plan),
            apart=bool(plan.actions) or any(move.kind not in TURNS for move in plan.moves),
        )
        progress(PLANNING, 0.25)
        geometry = lay_out(scene)
        target, aims = shot_target(scene, geometry), aims_of(plan, scene, geometry)
        path = CameraPath(plan, target, seed, rest, aims)
        travel = parallax(view, path.poses(np.linspace(times[0], times[-1], LOOKS)))
        geometry = lay_out(scene, travel, geometry.lines) if scene.figures else geometry
        rim = (RIM if networks.inpaint else MIRRORED_RIM) * view.focal
        framing = govern(geometry, path, times, rim, Part(progress, 0.25, 0.4))
        focus = focus_at(plan, view, target.inverse_depth, BACKGROUND, times, rest, aims)
        progress(PAINTING, 0.4)
        mattes = [cutout.alpha for cutout in geometry.cutouts]
        textures = paint(still, view, mattes, framing, networks, Part(progress, 0.4, 0.85))
        aperture = max(f.aperture for f in focus)
        acts, passes, notes = cast(Setting(scene, geometry, textures, plan, rest, seed))
        layers = _layers(geometry, textures, acts, framing, times, aperture, Part(progress, 0.85, 0.98))
        progress(PAINTING, 0.98)
        renderer = Renderer(view, layers, rest, passes)
        renderer.match(picture)
        progress(PAINTING, 1.0)
        return cls(framing, renderer, times, focus, notes)

    def frame(self, index: int, progress: Progress = unwatched) -> Frame:
        """Return one frame, shape (rows, columns, 3); `progress` is called while it is exposed, raise to stop."""
        path, step = self.framing.path, float(self.times[1] - self.times[0])
        instants = shutter_times(path, self.renderer.view, float(self.times[index]), step)
        return self.renderer.expose(path.poses(np.array(instants)), self.focus[index], progress, instants)


def _layers(
    geometry: Geometry,
    textures: tuple[Texture, ...],
    acts: tuple[Acts, ...],
    framing: Framing,
    times: NDArray[np.float64],
    aperture: float,
    progress: Progress,
) -> list[Layer]:
    reach = parallax(geometry.view, framing.path.poses(np.linspace(times[0], times[-1], LOOKS)))
    reliefs = [(geometry.backdrop, None), *((cutout.relief, cutout.matte) for cutout in geometry.cutouts)]
    layers: list[Layer] = []
    for (relief, matte), texture, moving in zip(reliefs, textures, acts, strict=True):
        done = len(layers) / len(reliefs)
        progress(PAINTING, done)
        blurring = Part(progress, done, done + 1 / len(reliefs))
        blurred = BlurStack.of(texture, geometry.view, aperture, blurring)
        focused = _in_focus(moving, geometry.view, aperture)
        layers.append(Layer(relief.limited(reach), blurred, matte, focused))
    return layers


def _in_focus(acts: Acts, view: View, aperture: float) -> Acts:
    """Return `acts` with fluids that go out of focus as their layer does."""
    fluids = [
        replace(fluid, stack=BlurStack.of(fluid.stack.levels[0], view, aperture)) for fluid in acts.fluids
    ]
    return replace(acts, fluids=tuple(fluids))
