"""Somebody to play with: an upright figure with a round head before a plain wall, and its face."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from photoplay.arrays import Floats, resize
from photoplay.director.plan import Action, Effect
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.sight.faces import OVAL, Face
from photoplay.sight.objects import Box, Thing
from tests.engines.multiplane.playing.stages import setting_of
from tests.scenes import landscape

WIDTH, HEIGHT = 320, 240
HEAD, RADIUS = (160.0, 70.0), 24.0
FEET = 215.0
Shift = Callable[[float], Floats]
"""How far each node has come at a time in seconds."""


def at(setting: Setting, x: float, y: float) -> tuple[int, int]:
    """Return the row and column of the node at a place of the frame."""
    return int(y / setting.canvas.spacing), int(x / setting.canvas.spacing)


def figure(scale: float = 1.0, across: float = 0.0) -> Floats:
    """Return the matte of somebody standing, `across` pixels beside the middle of a frame of `scale` times the size."""
    rows, columns = round(HEIGHT * scale), round(WIDTH * scale)
    y, x = np.mgrid[:rows, :columns] / scale
    x = x - across
    head = RADIUS - np.hypot(x - HEAD[0], y - HEAD[1])
    neck = np.minimum(11.0 - np.abs(x - HEAD[0]), np.minimum(y - HEAD[1], 125.0 - y))
    body = np.minimum(34.0 - np.abs(x - HEAD[0]), np.minimum(y - 104.0, FEET - y))
    inside = np.maximum(np.maximum(head, neck), body)
    return np.asarray((inside * scale / 2.0 + 0.5).clip(0, 1), np.float32)


def steepest(moved: Floats, setting: Setting) -> float:
    """Return the greatest gradient of a shift, one value a node, where the person is."""
    inside = resize(figure(), setting.canvas.size) > 0.05
    steps = [
        np.abs(np.diff(moved, axis=axis)).max(axis=-1)[inside[1:] if axis == 0 else inside[:, 1:]]
        for axis in (0, 1)
    ]
    return float(max(step.max() for step in steps)) / setting.canvas.spacing


def face_at(x: float, y: float, radius: float, width: float = WIDTH, height: float = HEIGHT) -> Face:
    """Return an upright face of that place and size in pixels, its nose in the middle."""
    points = np.zeros((478, 2), np.float32)
    turn = np.linspace(-np.pi / 2, 1.5 * np.pi, len(OVAL), endpoint=False)
    points[list(OVAL)] = np.stack([x + 0.8 * radius * np.cos(turn), y + radius * np.sin(turn)], axis=-1)
    points[10], points[152], points[1] = (x, y - radius), (x, y + radius), (x, y + 0.1 * radius)
    shares = (points + np.float32(0.5)) / np.array([width, height], np.float32)
    return Face(np.asarray(shares, np.float32))


def person_setting(
    *cues: Action | Effect,
    scale: float = 1.0,
    faced: bool = True,
    across: tuple[float, ...] = (0.0,),
    seed: int = 3,
) -> Setting:
    """Return the setting of a person, or several, each a named thing and one with its face."""
    mattes = [figure(scale, each) for each in across]
    matte = np.max(mattes, axis=0)
    picture = landscape(matte.shape[1], matte.shape[0])
    setting = setting_of(picture, *cues, matte=matte, inverse_depth=0.2 + 0.5 * matte, seed=seed)
    boxes = [Box((124 + each) / WIDTH, 44 / HEIGHT, (196 + each) / WIDTH, 217 / HEIGHT) for each in across]
    things = tuple(Thing("person", 0.9, box) for box in boxes)
    faces = tuple(face_at(HEAD[0] + each, HEAD[1] + 4.0, 17.0) for each in across) if faced else ()
    return replace(setting, scene=replace(setting.scene, things=things, faces=faces))
