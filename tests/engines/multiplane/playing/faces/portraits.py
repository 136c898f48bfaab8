"""A drawn face with its landmarks: enough of one to blink, glance and smile."""

from dataclasses import replace

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture
from photoplay.director.plan import Action
from photoplay.director.vocabulary.kinds import ActionKind, Direction
from photoplay.engines.multiplane.playing.faces.landmarks import (
    BELOW_BROW,
    BRIDGE,
    BROWS,
    CHEEKS,
    CHIN,
    CREASE,
    FOREHEAD,
    IRIS,
    LIPS,
    LOWER,
    MOUTH,
    NOSE,
    NOSE_LINE,
    UPPER,
)
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.sight.faces import OVAL, Face
from tests.engines.multiplane.playing.stages import setting_of

SIZE = 480, 360
"""Columns and rows."""
MIDDLE = np.array([240.0, 170.0])
EYES = ((-50.0, 0.0), (50.0, 0.0))
"""From the middle of the face."""
HALF = 26.0
OPEN = 13.0
"""Half the width of an eye, and how far its lids are from its middle."""
IRIS_RADIUS = 11.0
SKIN, WHITE, BROWN, LASH, LIP = (205, 165, 140), (235, 232, 228), (70, 45, 30), (60, 40, 35), (170, 80, 80)


def face_of(turn: float = 0.0, scale: float = 1.0) -> Face:
    """Return the landmarks of the face, turned clockwise by `turn` radians."""
    points = np.tile(MIDDLE * 0, (478, 1))
    across = np.linspace(-1.0, 1.0, 9)
    arch = np.sqrt(np.maximum(1.0 - across**2, 0.0))
    for side, (x, y) in enumerate(EYES):
        way = 1 - 2 * side
        for group, height, wide in (
            (UPPER, -OPEN, 1.0),
            (LOWER, OPEN, 1.0),
            (CREASE, -OPEN - 9, 1.15),
            (BELOW_BROW, -OPEN - 18, 1.2),
        ):
            points[list(group[side])] = np.stack([x + way * HALF * wide * across, y + height * arch], -1)
        points[list(UPPER[side])] = np.stack([x + way * HALF * across, y - OPEN * arch], -1)
        points[list(BROWS[side])] = np.stack([x + way * np.linspace(-28, 24, 5), np.full(5, y - 44.0)], -1)
        rim = [(0, 0), (IRIS_RADIUS, 0), (0, -IRIS_RADIUS), (-IRIS_RADIUS, 0), (0, IRIS_RADIUS)]
        points[list(IRIS[side])] = np.add(rim, (x, y))
        points[MOUTH[side]] = (-30 * way, 75)
        points[CHEEKS[side]] = (-55 * way, 40)
    points[list(LIPS)] = [(0, 66), (0, 74), (0, 76), (0, 86)]
    points[list(NOSE_LINE)] = [(0, -14), (0, -4), (0, 5), (0, 20)]
    round_ = 2 * np.pi * np.arange(len(OVAL)) / len(OVAL)
    points[list(OVAL)] = np.stack([105 * np.sin(round_), 20 - 125 * np.cos(round_)], -1)
    points[[FOREHEAD, CHIN, NOSE, BRIDGE]] = [(0, -105), (0, 145), (0, 40), (0, -4)]
    c, s = np.cos(turn), np.sin(turn)
    placed = scale * (points @ np.array([[c, s], [-s, c]])) + MIDDLE
    return Face(((placed + 0.5) / SIZE).astype(np.float32))


def drawn(face: Face) -> Picture:
    """Return a portrait with that face before a plain wall."""
    picture = np.full((SIZE[1], SIZE[0], 3), (110, 130, 150), np.uint8)
    points = face.landmarks * np.array(SIZE) - 0.5
    _fill(picture, points[list(OVAL)], SKIN)
    for side in (0, 1):
        outline = np.concatenate([points[list(UPPER[side])], points[list(LOWER[side])][::-1]])
        eye = np.zeros(picture.shape[:2], np.uint8)
        _fill(eye, outline, 255)
        ball = picture.copy()
        _fill(ball, outline, WHITE)
        middle, rim = points[IRIS[side][0]], points[IRIS[side][1]]
        centre = round(float(middle[0]) * 16), round(float(middle[1]) * 16)
        cv2.circle(ball, centre, int(16 * np.hypot(*(rim - middle))), BROWN, -1, cv2.LINE_AA, 4)
        picture[eye > 0] = ball[eye > 0]
        _line(picture, points[list(UPPER[side])], LASH, 2)
        _line(picture, points[list(BROWS[side])], LASH, 5)
    _line(picture, points[[MOUTH[0], 13, MOUTH[1]]], LIP, 5)
    return picture


def _fill(picture: Picture, outline: Floats, colour: tuple[int, int, int] | int) -> None:
    cv2.fillPoly(picture, [np.rint(outline * 16).astype(np.int32)], colour, cv2.LINE_AA, 4)


def _line(picture: Picture, points: Floats, colour: tuple[int, int, int], width: int) -> None:
    ends = [np.rint(points * 16).astype(np.int32)]
    cv2.polylines(picture, ends, isClosed=False, color=colour, thickness=width, lineType=cv2.LINE_AA, shift=4)


def portrait_of(face: Face, *cues: Action, picture: Picture | None = None, rest: float = 0.0) -> Setting:
    """Return the setting of the portrait of `face`, or of another picture of it."""
    shown = drawn(face) if picture is None else picture
    matte = np.zeros(shown.shape[:2], np.float32)
    cv2.fillConvexPoly(matte, np.rint(face.oval * SIZE).astype(np.int32), 1.0)
    setting = setting_of(shown, *cues, matte=matte, inverse_depth=0.3 + 0.5 * matte, rest=rest)
    return replace(setting, scene=replace(setting.scene, faces=(face,)))


def action(kind: ActionKind, direction: Direction | None = None, **how: object) -> Action:
    """Return a cue of five seconds."""
    return Action.model_validate({"kind": kind, "played_as": kind, "end": 5.0, "direction": direction, **how})
