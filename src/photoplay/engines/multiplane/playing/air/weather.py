"""What flies in the air, and who plays it."""

from photoplay.director.honesty import Played
from photoplay.director.vocabulary.kinds import EffectKind
from photoplay.engines.multiplane.playing.air.drifting import bubbles, dust, snow
from photoplay.engines.multiplane.playing.air.fluttering import confetti, leaves, petals
from photoplay.engines.multiplane.playing.air.glowing import embers, fireflies, sparks
from photoplay.engines.multiplane.playing.air.rain import rain
from photoplay.engines.multiplane.playing.performance import Player

PLAYERS: dict[Played, Player] = {
    EffectKind.RAIN: rain,
    EffectKind.SNOW: snow,
    EffectKind.DUST: dust,
    EffectKind.BUBBLES: bubbles,
    EffectKind.SPARKS: sparks,
    EffectKind.EMBERS: embers,
    EffectKind.FIREFLIES: fireflies,
    EffectKind.PETALS: petals,
    EffectKind.FALLING_LEAVES: leaves,
    EffectKind.CONFETTI: confetti,
}
"""Who plays what."""
