"""How a clip arrives at its end image: chosen by how alike the two photographs are, unless the prompt says."""

from dataclasses import dataclass

import numpy as np

from photoplay.director.plan import Plan
from photoplay.director.vocabulary.kinds import ArrivalKind
from photoplay.engines.multiplane.arrival.cuts import default_cut
from photoplay.engines.multiplane.arrival.ends import Ends

SAME_SCENE = 0.35
"""Share of both photographs that must be found in the other."""
TOGETHER = frozenset({ArrivalKind.MORPH, ArrivalKind.CAMERA, ArrivalKind.TRAVEL})
"""Arrivals in which both photographs are filmed at once, as one scene."""


@dataclass(frozen=True)
class Choice:
    """An arrival, and why."""

    kind: ArrivalKind
    why: str
    """A sentence for a person."""


def choose(ends: Ends, plan: Plan, at: float) -> Choice:
    """Choose the arrival of `plan` for what both photographs show; a cut would be made `at` a time in seconds."""
    if ends.is_loop:
        return Choice(ArrivalKind.MORPH, "The end image is the photograph itself: the clip is a loop.")
    if plan.arrival is not None:
        return Choice(plan.arrival.kind, f"The prompt asks for it ('{plan.arrival.phrase}').")
    likeness = float(np.mean([ends.found.sure.mean(), ends.found.sure_back.mean()]))
    alike = f"{likeness:.0%} of the photographs is found in each other"
    if likeness < SAME_SCENE and ends.solved:
        return Choice(
            ArrivalKind.CAMERA,
            f"The scene is the same, seen from far aside: {len(ends.found.matches)} places tell from where; "
            "the camera goes there.",
        )
    if likeness < SAME_SCENE:
        return Choice(default_cut(plan, at), f"The photographs show different scenes: {alike}.")
    if ends.figures.missing:
        return Choice(
            default_cut(plan, at), "The scene is the same, but somebody in it is only in one photograph."
        )
    return _within_one_scene(ends, alike)


def _within_one_scene(ends: Ends, alike: str) -> Choice:
    if ends.figures.there:
        return Choice(
            ArrivalKind.TRAVEL, f"The scene is the same and the subject is elsewhere in it: {alike}."
        )
    if ends.from_elsewhere:
        return Choice(
            ArrivalKind.CAMERA, f"The scene is the same, seen from elsewhere: {alike}; the camera goes there."
        )
    return Choice(ArrivalKind.MORPH, f"The scene is the same, slightly changed: {alike}.")
