"""Clouds that drift, stars that twinkle."""

from photoplay.director.honesty import Played
from photoplay.engines.multiplane.playing.performance import Player

PLAYERS: dict[Played, Player] = {}
