"""Hair and leaves in the wind."""

from photoplay.director.honesty import Played
from photoplay.director.vocabulary.kinds import EffectKind
from photoplay.engines.multiplane.playing.foliage import foliage
from photoplay.engines.multiplane.playing.hair import hair
from photoplay.engines.multiplane.playing.performance import Player

PLAYERS: dict[Played, Player] = {
    EffectKind.FOLIAGE: foliage,
    EffectKind.HAIR: hair,
}
