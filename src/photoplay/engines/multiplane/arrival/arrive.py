"""From two photographs and a plan to what films every frame between them."""

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from photoplay.director.plan import Note, Plan
from photoplay.director.vocabulary.kinds import ArrivalKind
from photoplay.engines.engine import Frame
from photoplay.engines.multiplane.arrival.choice import TOGETHER, choose
from photoplay.engines.multiplane.arrival.cuts import Cut, cut, without_whips
from photoplay.engines.multiplane.arrival.ends import Ends, compared
from photoplay.engines.multiplane.arrival.fitting import fit
from photoplay.engines.multiplane.arrival.grain import grained
from photoplay.engines.multiplane.arrival.meeting import meet
from photoplay.engines.multiplane.arrival.window import Brightness, mean_luma
from photoplay.engines.multiplane.filming.camera import View
from photoplay.engines.multiplane.scouting import Scouting
from photoplay.engines.multiplane.shooting import Shooting
from photoplay.engines.multiplane.stage import Stage
from photoplay.parallel import Beside, side_by_side
from photoplay.progress import Part, Progress, unwatched
from photoplay.shot import Shot
from photoplay.sight.correspondence import Search
from photoplay.sight.networks import Networks
from photoplay.stills import Still

CUT_AT = 0.55
"""Share of the clip at which one photograph gives way to another that shows something else."""
WAYS = {
    ArrivalKind.MORPH: "a morph",
    ArrivalKind.CAMERA: "a move of the camera",
    ArrivalKind.TRAVEL: "the way of the subject",
    ArrivalKind.CUT: "a straight cut",
    ArrivalKind.DISSOLVE: "a dissolve",
    ArrivalKind.PUSH: "a push through",
    ArrivalKind.WHIP: "a whip pan",
    ArrivalKind.FOCUS: "a pull of focus",
    ArrivalKind.LIGHT: "a sweep of light",
}


@dataclass(frozen=True)
class Arriving:
    """What films the way to an end image, and says how it arrives."""

    shooting: Shooting
    notes: tuple[Note, ...]

    def frame(self, index: int, progress: Progress = unwatched) -> Frame:
        """See `Shooting`."""
        return self.shooting.frame(index, progress)


@dataclass(frozen=True)
class Cutting:
    """Two stages, one after the other, and what leads the eye over the change."""

    opening: Stage
    closing: Stage
    first: int
    """The frame of the clip that is the closing stage's first."""
    cut: Cut

    @property
    def notes(self) -> tuple[Note, ...]:
        """What of the plan nothing in either photograph can play."""
        return tuple(note for note in self.opening.notes if note in self.closing.notes)

    def frame(self, index: int, progress: Progress = unwatched) -> Frame:
        """See `Shooting`."""
        time = float(self.opening.times[index])
        before = partial(self.opening.frame, index, Part(progress, 0.0, 0.5))
        after = partial(self.closing.frame, index - self.first, Part(progress, 0.5, 1.0))
        return self.cut.frame(time, before, after)


def arrive(
    shot: Shot,
    end: Still,
    plan: Plan,
    times: NDArray[np.float64],
    networks: Networks,
    progress: Progress = unwatched,
) -> Arriving:
    """Look at both stills and build what films the way from the one to the other.

    Args:
        end: the end image; of another aspect ratio it is fitted into the frame.
        times: when each frame is taken, in seconds.
        progress: called with the share of the building done; raise to stop.
    """
    ends, told = _look(shot, end, plan, networks, Part(progress, 0.0, 0.45))
    networks.rest()
    at = CUT_AT * float(times[-1])
    choice = choose(ends, plan, at)
    building = Part(progress, 0.45, 1.0)
    if choice.kind in TOGETHER:
        at = 0.5 * float(times[-1])
        travels = choice.kind is ArrivalKind.CAMERA
        shooting: Shooting = meet(
            ends, travels=travels, times=times, networks=networks, seed=shot.seed, progress=building
        )
    else:
        shooting = _cut(ends, choice.kind, at, times, networks, shot.seed, building)
    pictures = ends.opening.scene.picture, ends.closing.scene.picture
    shooting = grained(shooting, pictures, times, at, ends.opening.geometry.view, shot.seed)
    arrival = f"The clip arrives at the end image by {WAYS[choice.kind]}. {choice.why}"
    said = tuple(Note(phrase="", text=text) for text in (arrival, told) if text)
    return Arriving(shooting, (*said, *shooting.notes))


def _look(shot: Shot, end: Still, plan: Plan, networks: Networks, progress: Progress) -> tuple[Ends, str]:
    """Return what is known of both stills and of each other, and what was done to fit the second."""
    view = View(*shot.frame_size)
    scout = partial(Scouting.of, view=view, plan=plan, networks=networks, apart=True)
    open_on = partial(scout, shot.image, progress=Part(progress, 0.0, 0.8))
    if np.array_equal(shot.image.pixels, end.pixels):
        return Ends.same(open_on()), ""

    def close_on() -> Scouting:
        fitted = fitting.result()
        return scout(fitted.still, salient=fitted.salient if networks.hurried else None)

    def search() -> Search:
        first, second = (
            still.resized(view.width, view.height) for still in (shot.image, fitting.result().still)
        )
        return Search.of(first, second, networks)

    with Beside() as beside:
        fitting = beside.start(partial(fit, end, view.width / view.height, networks))
        closed, searched = beside.start(close_on), beside.start(search)
        opening = open_on()
        searching = searched.result()
        closing = closed.result()
    return compared(opening, closing, searching, Part(progress, 0.85, 1.0)), fitting.result().told


def _cut(
    ends: Ends,
    kind: ArrivalKind,
    at: float,
    times: NDArray[np.float64],
    networks: Networks,
    seed: int,
    progress: Progress,
) -> Cutting:
    plan = ends.opening.plan
    once = without_whips(plan) if kind is ArrivalKind.WHIP else plan
    opening, closing = (each.planned(once) for each in (ends.opening, ends.closing))
    change = cut(
        kind,
        plan,
        opening.geometry.view,
        at=at,
        towards=opening.centre,
        out_of=closing.centre,
        brightness=Brightness(mean_luma(opening.scene.picture), mean_luma(closing.scene.picture)),
        seed=seed,
    )
    first, rest = int(np.searchsorted(times, change.span[0])), float(times[-1])
    stages = side_by_side(
        partial(Stage.governed, opening, times, networks, rest=0.0, seed=seed, progress=progress),
        partial(Stage.governed, closing, times[first:], networks, rest=rest, seed=seed),
    )
    return Cutting(*stages, first, change)
