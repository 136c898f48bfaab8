"""Fog: air that hides what is far behind it, in drifting banks.

The light that comes through air as thick as t is exp(-t) of it, the rest is the air's own light (Koschmieder 1924).
Air as dense as exp(-height / H) has, along a sightline that rises by e per distance, gathered
H / e (1 - exp(-e Z / H)) up to the distance Z: what is high up stands above the fog.
"""

from dataclasses import dataclass, replace
from typing import Self

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, floats, remap, resize, soften
from photoplay.engines.multiplane.filming.easing import smootherstep
from photoplay.engines.multiplane.filming.seen import Seen, SeenLayer
from photoplay.engines.multiplane.filming.warp import Relief
from photoplay.engines.multiplane.playing.air.noise import look_up, tile
from photoplay.engines.multiplane.playing.exposure import STRIP, UNSEEN, luma
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.timing import Timing

FARTHEST = 0.16
"""Least inverse depth: beyond it fog is as thick as there."""
HORIZON_SKY = 0.5
"""How surely the sky a row must be, in the middle of it, to be above the horizon."""
SHEETS = ((0.22, 2.2, 1.0), (0.5, 1.1, 0.8), (1.1, 0.6, 0.55))
"""Drifting banks: their inverse depth, how large they are in scene units, and how much of the fog they make."""
SIDE = 256
"""Nodes of a tile of noise."""
ROLLING = 0.85
"""By how much banks are thicker and thinner than the mean, in deviations of their noise."""
PATCHES = 2.6
"""Sizes of a sheet's banks in a tile of noise."""
SPEED = 0.2
"""Scene units per second at which banks drift."""
FLATNESS = 0.45
"""Height of a bank over its width."""
EDGELESS = 0.012
"""Deviation by which the backdrop's depth is softened, as a share of the long side."""
AROUND = 0.07
"""Deviation within which the air takes on the light around, as a share of the long side."""
LOCAL, PALE = 0.5, 0.6
"""Share of that light in fog's, and of its colour that the air keeps."""
CLEAR = 0.9
"""Scene units before the camera that are free of fog."""
THICKENING = 2.6
"""Seconds in which fog comes up."""


@dataclass(frozen=True)
class Fog:
    """A pass that lays air between what is near and what is far."""

    setting: Setting
    timing: Timing
    air: Picture
    """The air's own light, of the frame's shape."""
    thickness: float
    """Per scene unit of distance."""
    height: float
    """In which fog thins to 1/e, in scene units."""
    horizon: float
    """Row of the photograph, in pixels."""
    noise: Floats
    drift: tuple[float, float]
    """Which way banks drift: right and down, in shares of the usual speed."""
    rolling: float
    mattes: tuple[Picture, ...]
    """Of the layers before the backdrop, each of the frame's shape."""
    least: float
    """How much of the nearest it hides, 0 to 1."""
    depth: Relief
    """Inverse depth of the backdrop without its edges, which a veil would draw."""

    @classmethod
    def of(
        cls,
        setting: Setting,
        timing: Timing,
        chance: np.random.Generator,
        *,
        thickness: float,
        height: float,
        wind: float,
        rolling: float = ROLLING,
        least: float = 0.0,
        light: float = 1.0,
    ) -> Self:
        """Return the fog of a photograph, in the colour of its own distance.

        Args:
            thickness: per scene unit of distance.
            height: in which it thins to 1/e, in scene units.
            wind: which way it drifts, right or, negative, left.
            rolling: how uneven it is.
            least: how much of the nearest it hides.
            light: how bright it is, as a share of the photograph's own light.
        """
        noise = tile(SIDE, 2.0, 20.0, 1.6, chance)
        mattes = tuple(
            np.asarray(cutout.alpha * np.float32(255.0), np.uint8) for cutout in setting.geometry.cutouts
        )
        air = np.asarray(airlight(setting) * np.float32(light), np.uint8)
        backdrop = setting.geometry.backdrop
        smooth = soften(backdrop.values, EDGELESS * setting.view.focal / backdrop.spacing)
        return cls(
            setting,
            timing,
            air,
            thickness,
            height,
            horizon_of(setting),
            noise,
            (wind, -0.06),
            rolling,
            mattes,
            least,
            replace(backdrop, values=smooth),
        )

    def apply(self, frame: Picture, seen: Seen, time: float) -> None:
        """Lay the fog over `frame`, in place, as it is at `time` in seconds."""
        come = grown(self.timing, time)
        if come == 0.0:
            return
        backdrop = seen.layers[0]
        layers = [replace(backdrop, depth=self.depth.sample(backdrop.source)), *seen.layers[1:]]
        banks = self._banks(seen, layers, time)
        veils = [self._veil(layer, bank, come) for layer, bank in zip(layers, banks, strict=True)]
        if max(float(veil.max()) for veil in veils) < UNSEEN:
            return
        columns, height = slice(0, frame.shape[1]), max(STRIP // frame.shape[1], 1)
        for top in range(0, frame.shape[0], height):
            rows = slice(top, min(top + height, frame.shape[0]))
            veil = seen.grid.full(veils[0], rows, columns)
            for layer, nearer, matte in zip(seen.layers[1:], veils[1:], self.mattes, strict=True):
                veil = _before(veil, seen, layer, nearer, matte, (rows, columns))
            veil = np.ascontiguousarray(veil)
            cv2.blendLinear(frame[rows], self.air[rows], 1.0 - veil, veil, dst=frame[rows])

    def _veil(self, layer: SeenLayer, bank: Floats, come: float) -> Floats:
        distance = 1.0 / np.maximum(layer.depth, FARTHEST)
        rise = (self.horizon - layer.source[..., 1]) / np.float32(self.setting.view.focal)
        rise = np.maximum(rise / self.height, 1e-3)
        through = (1.0 - np.exp(-rise * distance)) / rise
        far = np.maximum(through - CLEAR, 0.0)
        hidden = self.thickness * far * bank + np.float32(self.least)
        return np.asarray(1.0 - np.exp(np.float32(-come) * hidden), np.float32)

    def _banks(self, seen: Seen, layers: list[SeenLayer], time: float) -> Floats:
        """Return how thick fog is before each layer, as a multiple of the mean."""
        clock = self.timing.clock(time)
        (cx, cy), focal = self.setting.view.centre, self.setting.view.focal
        depths = np.stack([layer.depth for layer in layers])
        if self.rolling == 0.0:
            return np.ones_like(depths)
        banks, total = np.zeros_like(depths), np.full_like(depths, 1e-3)
        for index, (depth, size, share) in enumerate(SHEETS):
            at = seen.lines.at(np.full(seen.lines.base.shape[:2], depth, np.float32))
            scene = (at - floats(cx, cy)) / floats(focal * depth)
            way = SPEED * clock * (1.0 - 0.15 * index)
            moved = scene - floats(self.drift[0] * way, self.drift[1] * way)
            nodes = moved / floats(size, FLATNESS * size) * floats(SIDE / PATCHES) + floats(
                71.0 * index, 37.0 * index
            )
            slow = nodes * np.float32(0.53) + floats(0.55 * SIDE * SPEED * clock / PATCHES / size, 90.0)
            rolled = 0.75 * look_up(self.noise, nodes) + 0.65 * look_up(self.noise, slow)
            before = share * np.clip((depth - depths) / 0.25 + 0.5, 0.0, 1.0)
            banks += before * rolled
            total += before
        return np.asarray(np.exp(self.rolling * banks / total - 0.5 * self.rolling**2), np.float32)


def _before(
    veil: Floats, seen: Seen, layer: SeenLayer, nearer: Floats, matte: Picture, part: tuple[slice, slice]
) -> Floats:
    """Return `veil` with that before a nearer layer where its `matte` shows, for a part of the frame."""
    rows, columns = part
    s = seen.grid.spacing
    around = layer.cover[rows.start // s : -(-rows.stop // s) + 2]
    if float(around.max()) < UNSEEN:
        return veil
    source = seen.grid.full(layer.source, rows, columns)
    share = remap(matte, source, cv2.BORDER_CONSTANT).astype(np.float32) / np.float32(255.0)
    return np.asarray(veil + share * (seen.grid.full(nearer, rows, columns) - veil), np.float32)


def grown(timing: Timing, time: float) -> float:
    """Return how much of a fog has come up at `time`, 0 to 1: slowly, and none at rest."""
    span = timing.end - timing.start
    seconds = min(THICKENING, 0.6 * span)
    entered = (time - timing.start) / seconds
    rested = abs(time - timing.rest) / seconds
    left = 1.0 if timing.end >= timing.duration else (timing.end - time) / min(1.5, span)
    return float(smootherstep(np.array([entered, rested, left])).min())


def airlight(setting: Setting, local: float = LOCAL) -> Picture:
    """Return the light of the air all over the frame: that of what is farthest, mixed with that of what is around.

    Args:
        local: the share of the latter.
    """
    guide = setting.guide
    far = np.clip(1.0 - setting.depth / max(float(np.percentile(setting.depth, 45)), 0.05), 0.02, 1.0) ** 2
    light = luma(guide)
    weight = far * np.clip(light / max(float(np.percentile(light, 80)), 0.02), 0.05, 1.0) ** 2
    colour = (guide * weight[..., None]).sum(axis=(0, 1)) / weight.sum()
    around = soften(guide, AROUND * max(guide.shape))
    mixed = local * around + (1.0 - local) * colour
    mixed = np.maximum(mixed, mixed + (luma(around) - luma(mixed))[..., None])
    grey = luma(mixed)[..., None]
    pale = grey + PALE * (mixed - grey)
    air = np.clip(pale * (0.95 + 0.16 * (1.0 - grey)) + 0.03, 0.0, 0.95).astype(np.float32)
    return np.asarray(
        resize(air, (setting.view.width, setting.view.height), cv2.INTER_CUBIC) * 255.0, np.uint8
    )


def horizon_of(setting: Setting) -> float:
    """Return the row of the photograph in which the horizon is, in pixels: where the sky ends, else its middle."""
    sky = setting.region(["sky"])
    height = setting.view.height
    if sky is None or float(sky.mean()) < 0.04:
        return 0.45 * height
    rows = np.flatnonzero(soften(sky, 1.0).mean(axis=1) > 0.25)
    low = (rows[-1] + 1) / len(sky) if len(rows) else 0.45
    return float(np.clip(low, 0.15, 0.75)) * height
