"""Clouds that drift."""

from dataclasses import dataclass

import cv2
import numpy as np

from photoplay.arrays import Floats, Mask, Picture, disc, floats, resize, soften
from photoplay.director.honesty import Played
from photoplay.director.plan import Effect
from photoplay.director.vocabulary.kinds import Direction, EffectKind
from photoplay.engines.multiplane.filming.acts import Acts
from photoplay.engines.multiplane.filming.warp import Relief
from photoplay.engines.multiplane.playing.exposure import luma
from photoplay.engines.multiplane.playing.fluids.currents import Travel, patches, stream
from photoplay.engines.multiplane.playing.fluids.streaming import fluid_of, way_of
from photoplay.engines.multiplane.playing.light.sources import Source, distance, sun
from photoplay.engines.multiplane.playing.performance import Performance, Player
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing

SPEED = 0.011
"""Of clouds overhead, over the long side, in a second."""
PERIOD = 5.0
"""Seconds of a turn."""
AT_HORIZON = 0.25
"""Speed at the horizon, as a share of that overhead."""
BILLOW, BILLOWS = 0.0022, 0.11
"""How far clouds billow, and how large their billows are, over the long side."""
LEAST, CLEAR = 0.01, 0.005
"""Share of the frame below which there is no sky, and contrast below which it has no clouds."""
THIN, STANDING = 0.011, 0.07
"""How thick at most what the sky's region overlooks, and how high it stands above the ground, over the long side."""
SCRAP = 0.08
"""Size of a piece of sky that is left alone, as a share of the largest."""
DARKER, FLYING = 20, 45
"""How much darker it is than the sky around it, of 255, where it may stand, and where it must fly."""
RIM = 0.003
"""Width of the rim that lenses and sharpening leave along a skyline, over the long side."""
DISC = 0.01
"""Share of the frame that the sun's disc covers at most."""
SUN = 0.09
"""How far around the sun nothing drifts, over the long side."""


def drift(cue: Effect, setting: Setting, timing: Timing) -> Performance | None:
    """Clouds drift over the sky, slower at the horizon, and billow."""
    region = setting.region(("sky", "clouds"))
    if region is None or float((region > 0.5).mean()) < LEAST or _contrast(setting, region) < CLEAR:
        return None
    travel = Travel.of(timing, PERIOD)
    speed = SPEED * setting.view.focal * timing.tempo * float(np.tanh(timing.strength / 1.5) * 1.5)
    velocity = np.float32(speed) * _wind(cue, setting, region)
    billows = np.dstack([patches(setting, BILLOWS, salt) for salt in (11, 12, 13, 14)])
    billows = billows * _above(region)[..., None]
    stir = _Billows(setting.canvas.relief(soften(billows, 1.0)), travel, BILLOW * setting.view.focal, timing)
    current = stream(setting, velocity, travel, 13, stir.shift)
    way = way_of(velocity, region, travel.period)
    return Performance({0: Acts(fluids=(fluid_of(setting, 0, region, current, way, _apart, RIM),))})


def _apart(plain: Picture, cover: Picture) -> Mask:
    """Return 1 where what seems sky is none: a finial, a wire, a mast, a bird, dark before it, or a scrap of it.

    Args:
        plain: shape (rows, columns, 4).
        cover: what is sky, shape (rows, columns).
    """
    side = max(cover.shape)
    grey = np.asarray(cv2.cvtColor(plain, cv2.COLOR_RGB2GRAY), np.uint8)
    kernel = np.ones((2 * round(THIN * side / 2.0) + 1,) * 2, np.uint8)
    closed = np.asarray(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, kernel), np.uint8)
    small = (max(cover.shape[1] // 8, 1), max(cover.shape[0] // 8, 1))
    land = (resize(cover, small) < 100).astype(np.uint8)
    around = disc(STANDING * side / 8.0)
    darkest = cv2.erode(np.where(land > 0, np.uint8(255), resize(closed, small)), around)
    darkest = resize(np.asarray(darkest, np.uint8), cover.shape[::-1], cv2.INTER_LINEAR)
    standing = resize(np.asarray(cv2.dilate(land, around), np.uint8), cover.shape[::-1])
    contrast = np.where(standing > 0, np.uint8(DARKER), np.uint8(FLYING))
    found = (cv2.subtract(closed, grey) > contrast) & (grey < 0.9 * darkest)
    thin = np.asarray(cv2.dilate(found.astype(np.uint8), disc(side / 500.0)), np.uint8)
    return np.maximum(thin, _scraps(cover * (1 - thin)))


def _scraps(cover: Picture) -> Mask:
    """Return 1 where `cover` is cut off from the open sky: gaps between leaves, and haze over a far shore."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats((cover > 128).astype(np.uint8), connectivity=4)
    areas = stats[:, cv2.CC_STAT_AREA]
    small = areas < SCRAP * areas[1:].max(initial=0)
    small[0] = False
    return np.asarray(cv2.dilate(small[labels].astype(np.uint8), np.ones((3, 3), np.uint8)), np.uint8)


def _contrast(setting: Setting, region: Floats) -> float:
    """Return the deviation, from left to right, of what is smaller than a tenth of the frame, within the region."""
    grey = np.asarray(cv2.cvtColor(setting.guide, cv2.COLOR_RGB2GRAY), np.float32)
    inside = np.asarray(cv2.erode((region > 0.9).astype(np.uint8), np.ones((7, 7), np.uint8)), np.float32)
    reach = 0.04 * max(grey.shape)
    known, total = (_along(each, reach) for each in (inside, grey * inside))
    away = (grey - total / (known + np.float32(1e-3))) * inside
    return float(np.sqrt((away * away).sum() / (inside.sum() + 1.0)))


def _along(field: Floats, reach: float) -> Floats:
    return np.asarray(cv2.GaussianBlur(field, (0, 0), reach, sigmaY=0.5), np.float32)


def _above(region: Floats) -> Floats:
    """Return how high above the horizon each node of the frame is: 0 there to 1 at the top."""
    bottom = float(np.flatnonzero((region > 0.5).any(axis=1))[-1]) + 1.0
    rows = np.arange(len(region), dtype=np.float32)[:, None]
    return np.broadcast_to(np.clip((bottom - rows) / bottom, 0.0, 1.0), region.shape)


def _wind(cue: Effect, setting: Setting, region: Floats) -> Floats:
    """Return how clouds drift, shape (rows, columns, 2), 1 overhead."""
    columns, rows = setting.canvas.size
    bottom = float(np.flatnonzero((region > 0.5).any(axis=1))[-1]) + 1.0
    x, y = np.meshgrid(np.arange(columns, dtype=np.float32), np.arange(rows, dtype=np.float32))
    if cue.direction in (Direction.NEAR, Direction.OUT, Direction.FAR, Direction.IN):
        spread = np.dstack([(x - columns / 2) / columns, (y - bottom) / max(bottom, 1.0)])
        way = spread if cue.direction in (Direction.NEAR, Direction.OUT) else -spread
    else:
        sign = -1.0 if cue.direction is Direction.LEFT else 1.0
        vertical = {Direction.UP: -1.0, Direction.DOWN: 1.0}.get(cue.direction or Direction.RIGHT, 0.0)
        way = np.broadcast_to(floats(0.0, vertical) if vertical else floats(sign, -0.06), (rows, columns, 2))
    wind = way * (AT_HORIZON + (1.0 - AT_HORIZON) * _above(region))[..., None]
    source = sun(setting)
    if source is not None and _is_disc(setting, source):
        wind = wind * (1.0 - np.exp(-((distance(setting, source) / SUN) ** 2)))[..., None]
    return np.asarray(wind, np.float32)


def _is_disc(setting: Setting, source: Source) -> bool:
    """Return whether what shines at `source` is small and round, as the sun is, and no bright cloud."""
    light = luma(setting.guide)
    column, row = (int(each / setting.canvas.spacing) for each in (source.x, source.y))
    shining = (light > light[row, column] - 0.05).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(shining)
    _, _, width, height, area = stats[labels[row, column]]
    return bool(area < DISC * light.size and area > 0.5 * width * height and labels[row, column] > 0)


@dataclass(frozen=True)
class _Billows:
    """Slow turbulence: patterns that come and go, a whole number of times in a clip."""

    patterns: Relief
    """Shape (rows, columns, 4): across and down, in two patterns."""
    travel: Travel
    reach: float
    timing: Timing

    def shift(self, points: Floats, time: float) -> Floats:
        """Return how far clouds billow at `points`, as `Displacement.shift` does."""
        size = self.reach * self.travel.freedom(time) * min(self.timing.strength, 1.6)
        if size == 0.0:
            return np.zeros_like(points)
        turn = 2.0 * np.pi * round(max(self.timing.duration / 7.0 * self.timing.tempo, 1.0))
        turn *= time / self.timing.duration
        patterns = self.patterns.sample(points)
        mixed = patterns[..., :2] * np.float32(np.cos(turn)) + patterns[..., 2:] * np.float32(np.sin(turn))
        return np.asarray(np.float32(size) * mixed, np.float32)


PLAYERS: dict[Played, Player] = {EffectKind.CLOUDS: drift}
