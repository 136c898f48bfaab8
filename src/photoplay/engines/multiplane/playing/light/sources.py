"""Where in the photograph the light comes from."""

from collections.abc import Collection
from dataclasses import dataclass

import cv2
import numpy as np

from photoplay.arrays import Floats, disc, floats, soften
from photoplay.engines.multiplane.filming.camera import Pose, View
from photoplay.engines.multiplane.playing.exposure import luma, smoothstep
from photoplay.engines.multiplane.playing.setting import Setting

LAMPS = ("lamps", "fire")
"""Regions that shine."""
SPOT = 0.03
"""Radius of the largest bright spot, as a share of the frame's long side."""
LEAST_SUN = 0.97
"""How bright the sun is at least."""


@dataclass(frozen=True)
class Source:
    """A place that light comes from."""

    x: float
    """Frame coordinates in the photograph's plane."""
    y: float
    inverse_depth: float
    brightness: float
    """0 to 1."""

    def on_screen(self, view: View, pose: Pose) -> tuple[float, float]:
        """Return where in the frame it is seen from `pose`, in pixels; it may lie outside."""
        focal, (cx, cy) = view.focal, view.centre
        scene = np.array([(self.x - cx) / focal, (self.y - cy) / focal, 1.0])
        scene -= self.inverse_depth * np.array([pose.x, pose.y, pose.z])
        across, down, ahead = pose.rotation().T @ scene
        lens = focal * np.exp(pose.zoom) / max(ahead, 1e-3)
        return float(lens * across + cx), float(lens * down + cy)


def brightest(setting: Setting, *, warmth: float = 0.0, within: Floats | None = None) -> Source:
    """Return the brightest place, one a few nodes large.

    Args:
        warmth: how much it counts to be warm in colour.
        within: how much each node of the frame may be it, 0 to 1.
    """
    guide = setting.guide
    deviation = max(guide.shape[:2]) / 120.0
    score = luma(guide) ** 2 + np.float32(warmth) * (guide[..., 0] - guide[..., 2]) * luma(guide)
    score = soften(score.astype(np.float32), deviation)
    if within is not None:
        score = score * within
    row, column = np.unravel_index(int(score.argmax()), score.shape)
    spacing = setting.canvas.spacing
    return Source(
        float((column + 0.5) * spacing - 0.5),
        float((row + 0.5) * spacing - 0.5),
        float(setting.depth[row, column]),
        float(soften(luma(guide), deviation)[row, column]),
    )


def subject_of(setting: Setting) -> Floats | None:
    """Return what the shot is about, 0 to 1, one value a node of the frame; None where it is about no one thing."""
    cutouts, main = setting.geometry.cutouts, setting.geometry.main
    return next((setting.shown[1 + n] for n, cutout in enumerate(cutouts) if cutout is main), None)


def sun(setting: Setting) -> Source | None:
    """Return the sun: the brightest place of the sky, where it is white and the sky is darker on every side of it."""
    sky = setting.region(["sky", "clouds"])
    if sky is None:
        return None
    source, light = brightest(setting, within=soften(sky, 1.0)), luma(setting.guide)
    away = distance(setting, source)
    near, far = (light[(sky > 0.5) & (away > ring) & (away < ring + 0.03)] for ring in (0.1, 0.17))
    if min(near.size, far.size) == 0 or source.brightness < LEAST_SUN:
        return None
    outshone = np.percentile(near, 95) < source.brightness - 0.05 and np.percentile(far, 75) < 0.88
    return source if outshone else None


def distance(setting: Setting, source: Source) -> Floats:
    """Return how far each node of the frame is from `source`, in shares of the long side."""
    columns, rows = setting.canvas.size
    spacing = setting.canvas.spacing
    across, down = np.meshgrid(np.arange(columns) - source.x / spacing, np.arange(rows) - source.y / spacing)
    return np.asarray(np.hypot(across, down) / max(rows, columns), np.float32)


def spots(setting: Setting, least: float = 0.12) -> Floats:
    """Return how much each node is a bright spot, brighter by `least` than what is on every side of it, 0 to 1."""
    light = np.asarray(setting.guide.max(axis=-1), np.float32)
    without = cv2.morphologyEx(light, cv2.MORPH_OPEN, disc(SPOT * max(light.shape)))
    outshines = smoothstep(light - np.asarray(without, np.float32), least, 2.5 * least)
    return np.asarray(outshines * smoothstep(light, 0.45, 0.7), np.float32)


def lamps_in(setting: Setting) -> Floats:
    """Return what shines by itself, 0 to 1: lamps, fire, bright spots that are warm, on vehicles or in the dark."""
    guide = setting.guide
    warm = smoothstep(guide[..., 0] - guide[..., 2], 0.0, 0.15)
    vehicles, no_lamps = setting.region(["vehicles"]), setting.region(["sky", "clouds", "people"])
    dark = 1.0 - smoothstep(floats(float(luma(guide).mean())), 0.2, 0.4)
    kind = np.maximum(warm, dark if vehicles is None else np.maximum(dark, vehicles))
    lit = 0.9 * spots(setting) * smoothstep(luma(guide), 0.65, 0.85) * kind
    for elsewhere in (no_lamps, subject_of(setting)):
        lit = lit if elsewhere is None else lit * (1.0 - elsewhere)
    lamps = setting.region(LAMPS)
    return np.asarray(lit if lamps is None else np.maximum(lit, lamps), np.float32)


def shining(setting: Setting, names: Collection[str] = LAMPS) -> Floats:
    """Return where something shines by itself, 0 to 1, one value a node: regions `names`, else warm bright spots."""
    found = setting.region(names)
    if found is not None and float(found.max()) > 0.5:
        return found
    guide = setting.guide
    warm = smoothstep(guide[..., 0] - guide[..., 2], 0.05, 0.3)
    return np.asarray(spots(setting) * warm, np.float32)


def reach(mask: Floats, deviation: float) -> Floats:
    """Return how the light of what `mask` shows falls off around it: 1 at it, gently towards 0 far away.

    Args:
        mask: one value a node of the frame.
        deviation: as a share of the long side.
    """
    side = max(mask.shape)
    weight = sum(
        soften(mask, scale * deviation * side)
        / max(float(soften(mask, scale * deviation * side).max()), 1e-6)
        for scale in (0.5, 1.0, 2.0)
    )
    return np.asarray(np.maximum(weight / 3.0, mask), np.float32)


def facing(setting: Setting, steepness: float = 0.5) -> Floats:
    """Return which way surfaces face, shape (rows, columns, 2): slopes right and down, each within -1 to 1.

    The relief's inverse depth is taken for height; edges, where it jumps, face no way.

    Args:
        steepness: how high the nearest stands over the farthest, as a share of the long side.
    """
    depth = soften(setting.depth, 1.2)
    scale = steepness * max(depth.shape)
    right = cv2.Sobel(depth, cv2.CV_32F, 1, 0, ksize=3, scale=scale / 8.0)
    down = cv2.Sobel(depth, cv2.CV_32F, 0, 1, ksize=3, scale=scale / 8.0)
    slopes = np.stack([right, down], axis=-1)
    steep = np.linalg.norm(slopes, axis=-1, keepdims=True)
    return soften(np.asarray(-slopes / (1.0 + steep * steep), np.float32), 1.2)


def as_colour(values: Floats, colour: tuple[float, float, float]) -> Floats:
    """Return `values`, shape (rows, columns), in a colour: shape (rows, columns, 3)."""
    return np.asarray(values[..., None] * floats(*colour), np.float32)
