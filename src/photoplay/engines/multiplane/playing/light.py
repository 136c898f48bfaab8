"""What the light does."""

from photoplay.director.honesty import Played
from photoplay.engines.multiplane.playing.performance import Player

PLAYERS: dict[Played, Player] = {}
