"""Which way the air goes, and how far things in it are seen."""

import numpy as np

from photoplay.director.plan import Effect
from photoplay.director.vocabulary.kinds import Direction
from photoplay.engines.multiplane.playing.setting import Setting

SIDES = {Direction.LEFT: -1.0, Direction.RIGHT: 1.0}
"""Which way the wind blows by a cue's direction."""
FAINT = 0.25
"""The wind where a cue says nothing."""


def wind(cue: Effect, chance: np.random.Generator) -> float:
    """Return which way and how strongly the wind blows, -1 to 1: a little, either way, where the cue says nothing."""
    either = FAINT * float(chance.choice([-1.0, 1.0]))
    return SIDES.get(cue.direction, either) if cue.direction else either


def farthest(setting: Setting, least: float = 0.1) -> float:
    """Return the least inverse depth, at least `least`, at which things in the air are not behind everything."""
    return float(np.clip(np.percentile(setting.depth, 20), least, 0.45))
