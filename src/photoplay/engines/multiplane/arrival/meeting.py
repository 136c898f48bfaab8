"""Arrivals where both photographs show one scene: two stages filmed by one camera, each carried towards the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats
from photoplay.director.plan import Note, Plan
from photoplay.engines.engine import Frame
from photoplay.engines.multiplane.arrival.blending import QUICK, SWAP, Blend
from photoplay.engines.multiplane.arrival.carrying import Likeness, carry
from photoplay.engines.multiplane.arrival.ends import Ends
from photoplay.engines.multiplane.arrival.paths import Crossing, Returning, Travelling, without_moves
from photoplay.engines.multiplane.arrival.tone import Toned
from photoplay.engines.multiplane.filming.camera import Pose
from photoplay.engines.multiplane.filming.path import CameraPath
from photoplay.engines.multiplane.governor import Framing, govern, judged
from photoplay.engines.multiplane.scouting import Scouting
from photoplay.engines.multiplane.stage import Stage, Take, painted, rim_of
from photoplay.engines.multiplane.staging.layers import Texture
from photoplay.parallel import side_by_side
from photoplay.progress import Part, Progress, unwatched
from photoplay.sight.networks import Networks

STEADIER = 0.4
"""Share of its usual drift that a camera has beside a change of its own: it would be seen as unevenness of that."""
OUT_AND_BACK = 0.6
"""Share of its usual size that a move has which must come back: it does so in half the time."""


@dataclass(frozen=True)
class Meeting:
    """Two stages on their way to each other."""

    opening: Stage
    closing: Stage
    blend: Blend
    crossing: Crossing

    @property
    def notes(self) -> tuple[Note, ...]:
        """What of the plan nothing in either photograph can play."""
        return tuple(note for note in self.opening.notes if note in self.closing.notes)

    def frame(self, index: int, progress: Progress = unwatched) -> Frame:
        """Return one frame, shape (rows, columns, 3)."""
        share = self.crossing(float(self.opening.times[index]))
        if share == 0.0:
            return self.opening.frame(index, progress)
        if share == 1.0:
            return self.closing.frame(index, progress)
        (before, first), (after, second) = side_by_side(
            partial(self.opening.shoot, index, progress), partial(self.closing.shoot, index)
        )
        return self.blend.mix(before, after, first, second, share)


def meet(
    ends: Ends,
    *,
    travels: bool,
    times: NDArray[np.float64],
    networks: Networks,
    seed: int,
    progress: Progress = unwatched,
) -> Meeting:
    """Build both stages.

    Args:
        travels: whether the camera goes from where the one photograph was taken to where the other was.
        times: when each frame is taken, in seconds.
    """
    crossing, found, figures = Crossing(float(times[-1])), ends.found, ends.figures
    view, unmoved = ends.opening.geometry.view, Pose()
    rim = rim_of(view, networks)
    path = _path(ends, travels, times, rim)
    goals = (ends.there.pose, ends.back.pose) if travels and ends.there and ends.back else (unmoved, unmoved)
    sides = (
        _Side(ends.opening, found.there, found.sure, found.tone_there, figures.there, goals[0], False),
        _Side(ends.closing, found.back, found.sure_back, found.tone_back, figures.back, goals[1], True),
    )
    takes = [side.take(path, crossing, times, seed) for side in sides]
    framings = [
        judged(side.scouting.geometry, path.path, take.path, times, rim)
        for side, take in zip(sides, takes, strict=True)
    ]
    textures = _painted(ends, framings, networks, Part(progress, 0.0, 0.75))
    opening, closing = side_by_side(
        partial(sides[0].stage, framings[0], takes[0], textures[0], crossing, Part(progress, 0.75, 1.0)),
        partial(sides[1].stage, framings[1], takes[1], textures[1], crossing),
    )
    blend = Blend.of(view, found, ends.alone, crossing.most_in(QUICK * crossing.end), crossing.most_in(SWAP))
    return Meeting(opening, closing, blend, crossing)


def _painted(
    ends: Ends, framings: Sequence[Framing], networks: Networks, progress: Progress
) -> tuple[tuple[Texture, ...], tuple[Texture, ...]]:
    """Return the textures of both stages; a loop's one photograph is painted once."""
    if ends.is_loop:
        once = painted(ends.opening, ends.opening.geometry, framings[0], networks, progress)
        return once, tuple(replace(texture, texels=texture.texels.copy()) for texture in once)
    opening, closing = ends.opening, ends.closing
    return side_by_side(
        partial(painted, opening, opening.geometry, framings[0], networks, progress),
        partial(painted, closing, closing.geometry, framings[1], networks),
    )


@dataclass(frozen=True)
class _Side:
    """One of the two photographs, and what is known of the other in it."""

    scouting: Scouting
    motion: Floats
    sure: Floats
    tone: Floats
    alone: Mapping[int, Likeness]
    """Figures that go by themselves, by the index of their cut-out."""
    goal: Pose
    """Where the other was taken."""
    arrives: bool
    """Whether it is the second."""

    def take(self, path: Returning, crossing: Crossing, times: NDArray[np.float64], seed: int) -> Take:
        """Return how it is filmed, besides what carries it to the other."""
        travelling = Travelling(path, self.goal, crossing, self.arrives)
        return Take(travelling, times, crossing.end if self.arrives else 0.0, seed)

    def stage(
        self,
        framing: Framing,
        take: Take,
        textures: tuple[Texture, ...],
        crossing: Crossing,
        progress: Progress = unwatched,
    ) -> Stage:
        """Return its stage, on which it is carried to the other, or from there."""
        geometry = self.scouting.geometry
        share = _Remaining(crossing) if self.arrives else crossing
        return Stage.set(
            self.scouting,
            geometry,
            framing,
            take,
            textures,
            carried=carry(geometry, self.motion, self.sure, self.goal, share, self.alone),
            passes=(Toned(self.tone, share),),
            progress=progress,
        )


@dataclass(frozen=True)
class _Remaining:
    """How far the clip still is from the second photograph, 1 to 0."""

    crossing: Crossing

    def __call__(self, time: float) -> float:
        return 1.0 - self.crossing(time)


def _path(ends: Ends, travels: bool, times: NDArray[np.float64], rim: float) -> Returning:
    """Return what both cameras do besides: moves that come back, or nothing but wandering where they travel."""
    scouting = ends.opening
    asked = scouting.path(0, rest=0.0)
    plan = without_moves(asked.plan) if travels else _smaller(asked.plan)
    path = CameraPath(plan, asked.target, asked.seed, 0.0, () if travels else asked.aims)
    return Returning(govern(scouting.geometry, path, times, rim).path, float(times[-1]))


def _smaller(plan: Plan) -> Plan:
    return plan.model_copy(
        update={"amplitude": OUT_AND_BACK * plan.amplitude, "drift": STEADIER * plan.drift}
    )
