"""Damped springs in gusts: what bends and swings in the wind, in closed form for any time.

Wind is a sum of sines that travel with it unchanged (Taylor's hypothesis of frozen turbulence), the stronger the
slower. A damped spring answers each sine by its transfer function 1 / (1 - r^2 + 2 i z r), r being the sine's
frequency over the spring's own: it follows slow gusts, resonates near its own frequency and ignores what is faster.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, floats, resize, soften
from photoplay.engines.multiplane.playing.timing import Timing

TONES = 14
"""Sines in the wind: enough that ten seconds show no period."""
SLOWEST, FASTEST = 0.11, 3.2
"""Of them, in hertz."""
SPREAD = 0.6
"""How far, in radians, single gusts stray from the wind's direction."""
SPEED = 0.42
"""How far the wind carries its gusts in a second, in long sides of the frame."""
SWING = 0.5
"""Root mean square of how far a spring swings about its lean, over its usual greatest."""


@dataclass(frozen=True)
class Wind:
    """Gusts that travel through the picture."""

    rates: NDArray[np.float64]
    """Of the sines, in radians per second."""
    weights: NDArray[np.float64]
    waves: Floats
    """Radians per pixel of the frame, right and down, shape (tones, 2)."""
    starts: NDArray[np.float64]
    """Their phases, in radians."""
    towards: tuple[float, float]
    """Unit vector that the wind blows along, right and down."""

    @classmethod
    def along(cls, towards: tuple[float, float], focal: float, chance: np.random.Generator) -> Self:
        """Return a wind `towards` a direction over a frame of the long side `focal` in pixels."""
        steps = (np.arange(TONES) + chance.random(TONES)) / TONES
        hertz = SLOWEST * (FASTEST / SLOWEST) ** steps
        strays = SPREAD * chance.uniform(-1.0, 1.0, TONES)
        angles = np.arctan2(towards[1], towards[0]) + strays
        ways = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
        waves = 2.0 * np.pi * hertz[:, None] / (SPEED * focal) * ways
        starts = 2.0 * np.pi * chance.random(TONES)
        return cls(2.0 * np.pi * hertz, hertz**-0.45, waves.astype(np.float32), starts, towards)

    def answers(self, own: Floats, damping: float, phases: Floats) -> NDArray[np.complex64]:
        """Return how springs answer the wind's tones at time 0, shape (tones, rows, columns), unit amplitude.

        Args:
            own: their own frequencies in hertz, one a node.
            damping: share of the critical; under 1 they overshoot.
            phases: radians by which each tone comes late at each node, shape (tones, rows, columns).
        """
        ratio = self.rates[:, None, None].astype(np.float32) / (np.float32(2.0 * np.pi) * own)
        gain = 1.0 / (1.0 - ratio**2 + np.complex64(2j * damping) * ratio)
        power = np.sqrt((self.weights[:, None, None] ** 2 * np.abs(gain) ** 2).sum(axis=0) / 2.0)
        turned = self.weights[:, None, None] * gain * np.exp(-1j * phases)
        return np.asarray(SWING * turned / power, np.complex64)

    def late(self, nodes: Floats) -> Floats:
        """Return by how many radians each tone comes late at `nodes`, frame coordinates: (tones, rows, columns)."""
        return np.asarray(
            np.tensordot(self.waves, nodes, axes=(1, 2)) + self.starts[:, None, None], np.float32
        )


@dataclass(frozen=True)
class Blowing:
    """The course of patterns in the wind: those of `parts_of`, then that of the lean."""

    rates: NDArray[np.float64]
    timing: Timing

    def __call__(self, time: float) -> Floats:
        """Return the weights of the patterns at `time`, in seconds."""
        strength = self.timing.presence(time) * self.timing.strength
        turned = self.rates * self.timing.clock(time)
        return np.asarray(
            strength * np.concatenate([np.cos(turned), -np.sin(turned), np.ones(1)]), np.float32
        )


def parts_of(answers: NDArray[np.complex64], lean: float) -> Floats:
    """Return the patterns that `Blowing` weighs, shape (2 tones + 1, rows, columns): unit springs.

    Args:
        answers: what `Wind.answers` gives.
        lean: how far the steady wind bends them.
    """
    return np.concatenate([answers.real, answers.imag, np.full_like(answers.real[:1], lean)])


def patches(size: tuple[int, int], cell: float, count: int, chance: np.random.Generator) -> Floats:
    """Return `count` smooth random fields, shape (count, rows, columns), of mean 0 and deviation 1.

    Args:
        size: columns and rows.
        cell: how large their patches are, in nodes.
    """
    grid = max(round(size[0] / cell), 2), max(round(size[1] / cell), 2)
    fields = [
        soften(resize(chance.normal(size=grid[::-1]).astype(np.float32), size, 2), cell / 3.0)
        for _ in range(count)
    ]
    return np.stack([(field - field.mean()) / (field.std() + floats(1e-6)) for field in fields])
