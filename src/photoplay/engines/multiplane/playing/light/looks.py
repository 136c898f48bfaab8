"""The looks that a picture can be graded to, as a colourist would note them down."""

from dataclasses import dataclass

import numpy as np

from photoplay.arrays import Floats, floats
from photoplay.director.vocabulary.kinds import GradeKind
from photoplay.engines.multiplane.playing.exposure import LUMA

Tint = tuple[float, float, float]
NEUTRAL: Tint = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Look:
    """One look. All values are what it adds; those of a look that does nothing are 0, or 1 for factors."""

    contrast: float = 0.0
    """Share of an S-curve through black, middle grey and white."""
    gamma: float = 1.0
    """Over 1 darkens the middle, under 1 brightens it; black and white stay."""
    saturation: float = 1.0
    filter: Tint | None = None
    """Shares of red, green and blue in the grey that desaturation leads to; None for how bright colours look."""
    balance: Tint = NEUTRAL
    """Added to the logarithm of red, green and blue, then all lowered until none clips: the colour of the light."""
    shadows: Tint = NEUTRAL
    """Added to the dark tones; black stays black."""
    highlights: Tint = NEUTRAL
    """Added to the bright tones; white stays white."""
    fade: Tint = NEUTRAL
    """What black is lifted to, as on an old print."""
    paper: Tint = NEUTRAL
    """What white loses."""
    vignette: float = 0.0
    """How much darker the corners are."""
    grain: float = 0.0
    """Deviation of the grain at middle grey, in values of 255."""
    bloom: float = 0.0
    """How much of what is bright spreads around it."""
    haze: float = 0.0
    """Share of a soft picture laid over the sharp one."""

    def matrix(self, share: float) -> Floats:
        """Return the 3 x 3 matrix that mixes its colours, with a `share` of the look, from 0."""
        keep = 1.0 + share * (self.saturation - 1.0)
        keep = max(keep, 0.0)
        grey = np.tile(LUMA if self.filter is None else floats(*self.filter), (3, 1))
        mixed = keep * np.eye(3) + (1.0 - keep) * grey
        balance = np.exp(share * (np.array(self.balance) - max(self.balance)))
        return np.asarray(balance[:, None] * mixed, np.float32)

    def curve(self, values: Floats, share: float) -> Floats:
        """Return its tone curves at `values`, shape (n, 3), 0 to 1, with a `share` of the look."""
        v = np.clip(values, 0.0, 1.0) ** np.exp(share * np.log(self.gamma))
        s = v * v * (3.0 - 2.0 * v)
        v = v + min(share * self.contrast, 1.0) * (s - v)
        dark, light = 9.5 * v * (1.0 - v) ** 3, 9.5 * v**3 * (1.0 - v)
        v = v + share * (dark * floats(*self.shadows) + light * floats(*self.highlights))
        low, high = share * floats(*self.fade), 1.0 - share * floats(*self.paper)
        return np.asarray(np.clip(low + v * (high - low), 0.0, 1.0), np.float32)


LOOKS: dict[GradeKind, Look] = {
    GradeKind.CINEMATIC: Look(
        contrast=0.28,
        gamma=1.05,
        saturation=0.94,
        shadows=(-0.022, 0.006, 0.026),
        highlights=(0.028, 0.008, -0.03),
        vignette=0.16,
    ),
    GradeKind.NOIR: Look(
        contrast=0.75,
        gamma=1.28,
        saturation=0.0,
        filter=(0.42, 0.42, 0.16),
        shadows=(-0.004, 0.0, 0.008),
        vignette=0.42,
        grain=3.2,
    ),
    GradeKind.BLACK_AND_WHITE: Look(
        contrast=0.25, saturation=0.0, filter=(0.36, 0.46, 0.18), vignette=0.08, grain=1.2
    ),
    GradeKind.GOLDEN_HOUR: Look(
        contrast=0.1,
        gamma=0.9,
        saturation=1.06,
        balance=(0.08, -0.01, -0.16),
        shadows=(0.012, -0.002, 0.008),
        highlights=(0.03, 0.004, -0.045),
        vignette=0.1,
        bloom=0.22,
    ),
    GradeKind.VINTAGE: Look(
        contrast=0.1,
        gamma=0.94,
        saturation=0.74,
        balance=(0.045, 0.0, -0.07),
        shadows=(0.0, 0.012, 0.02),
        highlights=(0.02, 0.006, -0.04),
        fade=(0.075, 0.062, 0.07),
        paper=(0.01, 0.035, 0.11),
        vignette=0.26,
        grain=3.4,
    ),
    GradeKind.DREAMY: Look(gamma=0.93, saturation=0.96, highlights=(0.016, 0.0, 0.012), bloom=0.42, haze=0.3),
    GradeKind.WARM: Look(gamma=0.94, balance=(0.055, 0.005, -0.11), highlights=(0.012, 0.004, -0.016)),
    GradeKind.COOL: Look(
        gamma=0.93, balance=(-0.085, 0.0, 0.07), shadows=(-0.008, 0.0, 0.014), saturation=0.96
    ),
    GradeKind.VIVID: Look(contrast=0.22, saturation=1.26),
    GradeKind.MUTED: Look(
        contrast=-0.16, saturation=0.62, fade=(0.02, 0.02, 0.024), paper=(0.02, 0.02, 0.02)
    ),
    GradeKind.HIGH_CONTRAST: Look(contrast=0.72, saturation=1.02),
    GradeKind.LOW_KEY: Look(contrast=0.42, gamma=1.5, saturation=0.92, vignette=0.4),
    GradeKind.FILM_GRAIN: Look(contrast=0.06, grain=4.2),
}
"""What each grade looks like at its usual strength."""
