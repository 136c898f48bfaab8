"""Which regions a plan speaks of: seen there sooner, since the prompt says that they are."""

import re

from photoplay.director.plan import Action, Effect, Plan
from photoplay.director.vocabulary.kinds import ActionKind, EffectKind
from photoplay.engines.multiplane.aiming.wanted import read_target

_SHOWN_BY = {
    EffectKind.FLOW: {"flowing_water"},
    EffectKind.WATERFALL: {"flowing_water"},
    EffectKind.WAVES: {"flowing_water"},
    EffectKind.RIPPLE: {"still_water"},
    EffectKind.SMOKE: {"smoke"},
    EffectKind.STEAM: {"smoke"},
    EffectKind.FLAMES: {"fire"},
    EffectKind.CLOUDS: {"clouds", "sky"},
    EffectKind.STARS: {"sky"},
    EffectKind.FOLIAGE: {"foliage"},
    EffectKind.HAIR: {"hair"},
    EffectKind.CLOTH: {"cloth"},
}
_EYES = {
    ActionKind.BLINK,
    ActionKind.GLANCE,
    ActionKind.TURN_HEAD,
    ActionKind.NOD,
    ActionKind.SHAKE_HEAD,
    ActionKind.TILT_HEAD,
    ActionKind.LOOK_AROUND,
}
"""Actions that eyes are looked for, or the head that they are in."""

_PLACED = re.compile(
    r"\b(?:above|across|along|around|at|behind|beneath|beside|by|from|in|into|near|off|on|over|past|through|under)\b"
)
"""Before the name of a place."""


def named_regions(plan: Plan) -> frozenset[str]:
    """Return the regions that the targets, subjects, places and effects of `plan` are about."""
    effects = [cue for cue in plan.cues if isinstance(cue, Effect)]
    spoken = [move.target for move in plan.moves]
    spoken += [cue.subject for cue in plan.cues if isinstance(cue, Action | Effect)]
    spoken += [place for cue in plan.cues for place in _PLACED.split(cue.phrase)[1:]]
    wanted = [read_target(words) for words in spoken if words]
    eyes = {"eyes"} if any(action.played_as in _EYES for action in plan.actions) else set()
    return frozenset(eyes).union(
        *(_SHOWN_BY.get(effect.kind, ()) for effect in effects), *(found.regions for found in wanted if found)
    )
