"""Where somebody's head is: by its landmarks, by the region of faces, or by the narrowing at the neck."""

from dataclasses import dataclass

import cv2
import numpy as np

from photoplay.arrays import Floats, floats, resize, soften
from photoplay.engines.multiplane.playing.setting import Setting
from photoplay.engines.multiplane.playing.swings import nodes_of, ramp
from photoplay.sight.faces import Face

FOREHEAD, CHIN, NOSE = 10, 152, 1
"""Landmarks of a face."""
SKULL = (1.3, 1.35)
"""Half axes of a head over those of its face."""
CROWN = 0.25
"""How far a head's middle lies above that of its face, in halves of the face's height."""
NECK = 1.5
"""From the middle of a face to the joint that the head turns on, likewise."""
MUZZLE = 1.3
"""Radius of an animal's head over that of its face."""
LEAST_FACE = 0.12
"""Of somebody's height, the least radius of a head's face."""
LEAST_NECK = 1.22
"""How much wider both head and shoulders must be than a neck."""
SLENDER, BROAD = 0.8, 2.2
"""Between them lies the height of a head over its width."""
UPRIGHT = 1.35
"""How much taller than wide somebody must be to be looked for a neck."""
RIGID, LOOSE = 1.08, 1.95
"""From a head's middle, in half axes: up to where it is rigid, and from where the body no longer follows."""


@dataclass(frozen=True)
class Head:
    """A head as an upright ellipse."""

    middle: tuple[float, float]
    """In frame coordinates."""
    across: float
    """Half its width, in pixels of the frame."""
    down: float
    up: tuple[float, float]
    """Unit vector from the chin to the crown."""
    neck: tuple[float, float]
    """The joint that it turns on, in frame coordinates."""
    nose: tuple[float, float] | None = None
    """In half axes from the middle, to the right and up along the head; None where no landmarks were found."""

    def coordinates(self, points: Floats) -> Floats:
        """Return `points`, frame coordinates, in half axes from the middle: to the right and down the head."""
        away = points - floats(*self.middle)
        x, y = self.up
        right, down = floats(-y, x), floats(-x, -y)
        return np.stack([away @ right / floats(self.across), away @ down / floats(self.down)], axis=-1)

    def follows(self, points: Floats) -> Floats:
        """Return how much of the head's movement each of `points` makes, 0 to 1."""
        return ramp(np.linalg.norm(self.coordinates(points), axis=-1), LOOSE, RIGID)


def find_head(setting: Setting, mask: Floats, name: str) -> Head | None:
    """Return the head of somebody, or None where that cannot be told.

    Args:
        mask: where they are, one value a node of the frame.
        name: what the detector calls them.
    """
    faces = [head for face in setting.scene.faces if (head := _of_face(face, setting, mask)) is not None]
    if faces:
        return max(faces, key=lambda head: head.across)
    return _of_region(setting, mask) or (_of_outline(setting, mask) if name in ("person", "") else None)


def _of_face(face: Face, setting: Setting, mask: Floats) -> Head | None:
    size = floats(setting.view.width, setting.view.height)
    points = face.landmarks * size - np.float32(0.5)
    oval = face.oval * size - np.float32(0.5)
    middle = oval.mean(axis=0)
    column, row = np.clip((middle / setting.canvas.spacing).astype(int), 0, np.array(mask.shape[::-1]) - 1)
    if mask[row, column] < 0.3:
        return None
    axis = points[FOREHEAD] - points[CHIN]
    length = float(np.linalg.norm(axis))
    if length < 4.0:
        return None
    up = axis / length
    right = floats(-up[1], up[0])
    across = float(np.ptp(oval @ right)) / 2 * SKULL[0]
    half = length / 2
    centre = middle + CROWN * half * up
    nose = points[NOSE] - centre
    down = half * SKULL[1]
    return Head(
        _pair(centre),
        across,
        down,
        _pair(up),
        _pair(middle - NECK * half * up),
        (float(nose @ right) / across, float(nose @ -up) / down),
    )


def _pair(vector: Floats) -> tuple[float, float]:
    return float(vector[0]), float(vector[1])


def _of_region(setting: Setting, mask: Floats) -> Head | None:
    """Return the head of which a region of faces is the front."""
    faces = setting.region(["face"])
    if faces is None:
        return None
    face = np.asarray(resize(faces, mask.shape[::-1]) * (mask > 0.4), np.float32)
    sure = (face > 0.5).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(sure)
    if count < 2:
        return None
    best = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    nodes, s = nodes_of(setting), setting.canvas.spacing
    inside = labels == best
    radius = float(np.sqrt(inside.sum() / np.pi)) * s
    height = float(np.ptp(np.flatnonzero((mask > 0.5).any(axis=1)))) * s
    if radius < LEAST_FACE / 2 * height:
        return None
    middle = nodes[inside].mean(axis=0)
    radius *= MUZZLE
    body = (mask > 0.5) & (np.linalg.norm(nodes - middle, axis=-1) > 1.2 * radius)
    towards = nodes[body].mean(axis=0) - middle if body.sum() > inside.sum() / 4 else floats(0.0, 1.0)
    towards = towards / np.float32(max(float(np.linalg.norm(towards)), 1e-3))
    return Head(_pair(middle), radius, radius, (0.0, -1.0), _pair(middle + 1.15 * radius * towards))


def _of_outline(setting: Setting, mask: Floats) -> Head | None:
    """Return the head above the narrowing of an upright outline, its neck."""
    sure = mask > 0.5
    rows = np.flatnonzero(sure.any(axis=1))
    height = int(np.ptp(rows)) + 1
    if height < UPRIGHT * (np.ptp(np.flatnonzero(sure.any(axis=0))) + 1) or height < 12:
        return None
    top = int(rows[0])
    widths = sure[top : top + height].sum(axis=1).astype(np.float32)[:, None]
    widths = soften(widths, max(height / 60.0, 0.6)).ravel()
    upper = widths[: int(0.4 * height)]
    inner = range(max(int(0.06 * height), 2), len(upper) - 1)
    for row in sorted(inner, key=lambda row: float(upper[row])):
        head, below = float(upper[:row].max()), float(widths[row : row + 2 * row].max())
        if min(head, below) > LEAST_NECK * float(upper[row]):
            part = nodes_of(setting)[top : top + row][sure[top : top + row]]
            low, high = part.min(axis=0), part.max(axis=0)
            middle, half = (low + high) / 2, (high - low) / 2 + setting.canvas.spacing / 2
            if not SLENDER < float(half[1] / half[0]) < BROAD:
                return None
            neck = floats(middle[0], high[1])
            return Head(_pair(middle), float(half[0]), float(half[1]), (0.0, -1.0), _pair(neck))
    return None
