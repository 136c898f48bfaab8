"""Hair, leaves and cloth in the wind."""

from photoplay.director.honesty import Played
from photoplay.director.vocabulary.kinds import EffectKind
from photoplay.engines.multiplane.playing.performance import Player
from photoplay.engines.multiplane.playing.wind.cloth import cloth
from photoplay.engines.multiplane.playing.wind.foliage import foliage
from photoplay.engines.multiplane.playing.wind.hair import hair

PLAYERS: dict[Played, Player] = {
    EffectKind.FOLIAGE: foliage,
    EffectKind.HAIR: hair,
    EffectKind.CLOTH: cloth,
}
