"""Which regions a plan speaks of: seen there sooner, since the prompt says that they are."""

from photoplay.director.plan import Action, Effect, Plan
from photoplay.director.vocabulary.kinds import EffectKind
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


def named_regions(plan: Plan) -> frozenset[str]:
    """Return the regions that the targets, subjects and effects of `plan` are about."""
    effects = [cue for cue in plan.cues if isinstance(cue, Effect)]
    spoken = [move.target for move in plan.moves]
    spoken += [cue.subject for cue in plan.cues if isinstance(cue, Action | Effect)]
    wanted = [read_target(words) for words in spoken if words]
    return frozenset().union(
        *(_SHOWN_BY.get(effect.kind, ()) for effect in effects), *(found.regions for found in wanted if found)
    )
