"""The motions each class of noun is known for, for a prompt that forbids its movement."""

from photoplay.director.vocabulary.actions import BODY
from photoplay.director.vocabulary.effects import EFFECTS
from photoplay.director.vocabulary.kinds import ActionKind, EffectKind, LightKind
from photoplay.director.vocabulary.lights import LIGHTS
from photoplay.director.vocabulary.nouns import Noun


def _motions() -> dict[Noun, tuple[ActionKind | EffectKind | LightKind, ...]]:
    found: dict[Noun, dict[ActionKind | EffectKind | LightKind, None]] = {}
    for table in (EFFECTS, LIGHTS, BODY):
        for (_, noun), kind in table.items():
            found.setdefault(noun, {})[kind] = None
    return {noun: tuple(kinds) for noun, kinds in found.items()}


MOTIONS: dict[Noun, tuple[ActionKind | EffectKind | LightKind, ...]] = _motions()
"""Everything each class of noun can do."""
