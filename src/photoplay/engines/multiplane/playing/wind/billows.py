"""Waves that run over cloth: it swings from where it is held, and folds travel over it with light on their slopes."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from photoplay.arrays import Floats, Picture, floats, soften
from photoplay.engines.multiplane.filming.acts import Displacement
from photoplay.engines.multiplane.filming.seen import Seen
from photoplay.engines.multiplane.filming.warp import Relief
from photoplay.engines.multiplane.playing.exposure import expose
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.swings import Course, Swing, nodes_of
from photoplay.engines.multiplane.playing.timing import Timing
from photoplay.engines.multiplane.playing.wind.springs import Blowing, Wind, parts_of, patches

SWAY, FOLD = 0.0045, 0.0023
"""How far loose cloth swings and its folds throw it, in long sides of the frame."""
SWINGING, FOLDING = (0.5, 0.85), 1.3
"""Their own frequencies in hertz; a swing's differs from place to place."""
TROUGHS = 2.6
"""How much shorter folds are than gusts are long."""
LAG = 1.5
"""Radians by which the free edge of cloth comes later than where it is held."""
PIECE = 7.0
"""Size of what swings as one, in nodes."""
LEAN = 0.45
"""How far the steady wind carries it, over how far gusts do."""
SHADE = 0.11
"""How much lighter and darker the slopes of folds are, as a share."""
MOST = 1.3
"""How far cloth moves in the strongest wind, over the usual: it would tear."""


@dataclass(frozen=True)
class Cloth:
    """Where cloth is and how it can move."""

    mask: Floats
    """Where it is, 0 to 1, one value a node of the frame."""
    loose: Floats
    """How far it, and a little of what is beside it, moves of the most that it could, likewise: 0 where it is held."""


@dataclass(frozen=True)
class Billows:
    """Cloth in the wind."""

    swing: Floats
    """Shape (patterns, rows, columns, 2): shifts in pixels of the frame, one a node."""
    shade: Floats
    """Shape (patterns, rows, columns): how much lighter it is, as a share."""
    course: Course

    @classmethod
    def of(
        cls, cloth: Cloth, setting: Setting, wind: Wind, timing: Timing, chance: np.random.Generator
    ) -> Self:
        """Return how `cloth` moves in `wind`."""
        nodes, focal, size = nodes_of(setting), setting.view.focal, setting.canvas.size
        pieces, slow = patches(size, PIECE, 2, chance)
        lag = LAG * cloth.loose + 0.7 * pieces
        own = SWINGING[0] + (SWINGING[1] - SWINGING[0]) / (1.0 + np.exp(-slow))
        swinging = wind.answers(
            np.asarray(own, np.float32), 0.22, np.asarray(wind.late(nodes) + lag, np.float32)
        )
        late = np.asarray(TROUGHS * wind.late(nodes * floats(1.0, 0.6)) + 0.5 * lag, np.float32)
        folding = parts_of(wind.answers(np.full_like(own, FOLDING, np.float32), 0.4, late), 0.0)
        sway = parts_of(swinging, LEAN) * np.float32(SWAY * focal) * cloth.loose
        fold = folding * (np.float32(FOLD * focal) * cloth.loose)
        towards = floats(*wind.towards)
        swing = sway[..., None] * towards + fold[..., None] * (floats(0.0, 1.0) + floats(0.35) * towards)
        return cls(
            np.asarray(swing, np.float32),
            _slopes(folding, cloth, wind),
            Blowing(wind.rates, _bounded(timing)),
        )

    def moving(self, setting: Setting) -> Displacement:
        """Return what moves a layer that shows it."""
        return Swing.of(setting, self.swing, self.course)


def _bounded(timing: Timing) -> Timing:
    """Return `timing` with a strength under `MOST`, as it is up to the usual."""
    strength = timing.strength
    return replace(timing, strength=strength if strength < 1.0 else MOST - (MOST - 1.0) / strength)


def _slopes(folding: Floats, cloth: Cloth, wind: Wind) -> Floats:
    """Return how much lighter the slopes of folds are, as a share, where the light comes from before the wind."""
    slope = np.gradient(folding, axis=2) * np.float32(-wind.towards[0] if wind.towards[0] else 1.0)
    steep = float(np.sqrt((slope**2).sum(axis=0).mean())) + 1e-6
    lit = np.float32(SHADE / steep) * slope * (soften(cloth.mask, 1.0) * np.sqrt(cloth.loose))
    return np.asarray(lit, np.float32)


@dataclass(frozen=True)
class Shading:
    """Light on the slopes of folds."""

    shade: Floats
    course: Course
    setting: Setting

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        """Change `frame`, as `Pass` has it."""
        weights = self.course(time)
        if not weights.any():
            return
        lighter = np.einsum("p,pij->ij", weights, self.shade)
        field: Relief = self.setting.canvas.relief(np.asarray(lighter, np.float32))
        gain = np.exp(np.clip(field.sample(seen.source), -0.35, 0.35))
        expose(frame, seen.grid, np.repeat(gain[..., None], 3, axis=-1))
