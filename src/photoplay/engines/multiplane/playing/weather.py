"""What flies in the air: rain, snow, dust, sparks, petals and the like."""

from photoplay.director.honesty import Played
from photoplay.engines.multiplane.playing.performance import Player

PLAYERS: dict[Played, Player] = {}
