"""What the light does, and who plays it."""

from photoplay.director.honesty import Played
from photoplay.director.vocabulary.kinds import LightKind
from photoplay.engines.multiplane.playing.light.beams import flare, glow, rays, sweep
from photoplay.engines.multiplane.playing.light.daylight import cloud_shadow, dawn, dusk
from photoplay.engines.multiplane.playing.light.flicker import flicker, lightning
from photoplay.engines.multiplane.playing.light.glints import shimmer
from photoplay.engines.multiplane.playing.performance import Player

PLAYERS: dict[Played, Player] = {
    LightKind.FLICKER: flicker,
    LightKind.SWEEP: sweep,
    LightKind.RAYS: rays,
    LightKind.LIGHTNING: lightning,
    LightKind.CLOUD_SHADOW: cloud_shadow,
    LightKind.DUSK: dusk,
    LightKind.DAWN: dawn,
    LightKind.SHIMMER: shimmer,
    LightKind.GLOW: glow,
    LightKind.FLARE: flare,
}
