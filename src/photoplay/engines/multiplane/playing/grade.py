"""Grades and styles, eased in from the photograph."""

from photoplay.director.honesty import Played
from photoplay.engines.multiplane.playing.performance import Player

PLAYERS: dict[Played, Player] = {}
