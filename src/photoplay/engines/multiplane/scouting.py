"""Scouting: what is known of a still before a camera path is chosen through it."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats
from photoplay.director.plan import Plan
from photoplay.engines.multiplane.aiming.aim import aims_of, shot_target
from photoplay.engines.multiplane.aiming.named import named_regions
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.filming.path import TURNS, CameraPath, Path, Target
from photoplay.engines.multiplane.filming.warp import Parallax, parallax
from photoplay.engines.multiplane.staging.geometry import Geometry, lay_out
from photoplay.progress import Progress, unwatched
from photoplay.sight.look import look
from photoplay.sight.networks import Networks
from photoplay.sight.scene import Scene
from photoplay.stills import Still

LOOKS = 31
"""Instants at which a path is measured."""
BACKGROUND = 0.2
"""Inverse depth of the background on a stage with all its depth."""


@dataclass(frozen=True)
class Scouting:
    """A still, what is seen in it, and where everything stands."""

    still: Still
    scene: Scene
    """Its picture is the frame."""
    geometry: Geometry
    """With everything that may have a layer of its own on one."""
    plan: Plan
    target: Target
    """What the shot is about."""
    aims: tuple[Target, ...]
    """What each move of the plan is about."""
    background: float = BACKGROUND
    """Inverse depth that a rack focus to the background pulls to."""

    @classmethod
    def of(
        cls,
        still: Still,
        view: View,
        plan: Plan,
        networks: Networks,
        progress: Progress = unwatched,
        *,
        apart: bool = False,
        salient: Floats | None = None,
    ) -> Self:
        """Look at `still`, of the aspect ratio of `view`.

        Args:
            apart: whether figures are wanted on layers of their own even where the camera does not travel.
            salient: what stands out, 0 to 1, of the still's aspect ratio, where it was looked at before.
        """
        scene = look(
            still.resized(view.width, view.height),
            networks,
            progress,
            named=named_regions(plan),
            apart=apart or bool(plan.actions) or any(move.kind not in TURNS for move in plan.moves),
            salient=salient,
        )
        return cls._laid(still, scene, lay_out(scene), plan)

    @classmethod
    def _laid(cls, still: Still, scene: Scene, geometry: Geometry, plan: Plan) -> Self:
        return cls(still, scene, geometry, plan, shot_target(scene, geometry), aims_of(plan, scene, geometry))

    def planned(self, plan: Plan) -> Self:
        """Return the same still for another plan, which names nothing else in it."""
        return replace(self, plan=plan, aims=aims_of(plan, self.scene, self.geometry))

    def relaid(self, scene: Scene) -> Self:
        """Return the same still with more known of what stands in it apart."""
        geometry = lay_out(scene, lines=self.geometry.lines)
        return self._laid(self.still, scene, geometry, self.plan)

    def shallower(self, share: float) -> Self:
        """Return what is known on a stage with a `share` of its depth, all of it brought nearer to the target."""
        about = self.target.inverse_depth
        return replace(
            self,
            geometry=self.geometry.shallower(share, about),
            aims=tuple(aim.nearer_to(about, share) for aim in self.aims),
            background=about + (self.background - about) * share,
        )

    @property
    def centre(self) -> tuple[float, float]:
        """Where what the shot is about is, in shares of the frame's width and height."""
        view = self.geometry.view
        (cx, cy), focal = view.centre, view.focal
        return (cx + focal * self.target.x + 0.5) / view.width, (
            cy + focal * self.target.y + 0.5
        ) / view.height

    def path(self, seed: int, rest: float) -> CameraPath:
        """Return the path that the plan asks for, which is on the photograph at `rest`, in seconds."""
        return CameraPath(self.plan, self.target, seed, rest, self.aims)

    def parted(self, path: Path, times: NDArray[np.float64]) -> Geometry:
        """Return the geometry with layers for those figures only that `path` parts from what is behind them."""
        reach = parallax_of(self.geometry.view, path, times).reach
        if self.geometry.parts_all(reach):
            return self.geometry
        return lay_out(self.scene, reach, self.geometry.lines)


def parallax_of(view: View, path: Path, times: NDArray[np.float64]) -> Parallax:
    """Return how far sources move along `path`."""
    return parallax(view, path.poses(np.linspace(times[0], times[-1], LOOKS)))
