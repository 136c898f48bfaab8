"""Where somebody's head is: by its landmarks, an animal's eyes, the region of faces, or the narrowing at the neck."""

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
GAPS = 1.15
"""Radius of an animal's head over the gap between its eyes."""
BELOW_EYES = 0.3
"""How far below its eyes its middle is, in such gaps."""
PROFILE = 1.7
"""Radius of a head in profile over how far its eye is from its outline."""
BEHIND_EYE = 0.25
"""How far from its eye towards the body its middle is, in radii."""
EYES_ACROSS = 4.0
"""Radius of a head in profile at least, over that of what looks like its eye."""
SEEN = 0.25
"""Share of an animal's mask at its eye, at least: small heads are often missed."""
SNOUT = 0.35
"""How much shorter than it is a snout or a beak counts: it is rigid to its tip."""
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
    snout: tuple[float, float] | None = None
    """Unit vector in the frame to where a snout or a beak goes beyond the ellipse; None where nothing does."""

    def coordinates(self, points: Floats) -> Floats:
        """Return `points`, frame coordinates, in half axes from the middle: to the right and down the head."""
        away = points - floats(*self.middle)
        x, y = self.up
        right, down = floats(-y, x), floats(-x, -y)
        return np.stack([away @ right / floats(self.across), away @ down / floats(self.down)], axis=-1)

    def follows(self, points: Floats) -> Floats:
        """Return how much of the head's movement each of `points` makes, 0 to 1."""
        return ramp(self._away(points), LOOSE, RIGID)

    def holds(self, points: Floats) -> Floats:
        """Return 1 wherever `follows` is above 0, falling to 0 around."""
        return ramp(self._away(points), 1.3 * LOOSE, LOOSE)

    def _away(self, points: Floats) -> Floats:
        """Return how far `points` are from the middle, in half axes; a snout is no further than the rest."""
        if self.snout is not None:
            ahead = np.maximum((points - floats(*self.middle)) @ floats(*self.snout), 0.0)
            points = points - np.float32(1.0 - SNOUT) * ahead[..., None] * floats(*self.snout)
        return np.asarray(np.linalg.norm(self.coordinates(points), axis=-1), np.float32)


def find_head(setting: Setting, mask: Floats, name: str) -> Head | None:
    """Return the head of somebody, or None where that cannot be told.

    Args:
        mask: where they are, one value a node of the frame.
        name: what the detector calls them.
    """
    faces = [head for face in setting.scene.faces if (head := _of_face(face, setting, mask)) is not None]
    if faces:
        return max(faces, key=lambda head: head.across)
    found = _of_eyes(setting, mask) or _of_region(setting, mask)
    return found or (_of_outline(setting, mask) if name in ("person", "") else None)


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


def _of_eyes(setting: Setting, mask: Floats) -> Head | None:
    """Return the head of an animal of which something surely looks like an eye."""
    nodes, s = nodes_of(setting), setting.canvas.spacing
    rows, columns = mask.shape

    def within(points: Floats) -> float:
        x, y = np.floor(points.T / s).astype(int)
        return float(mask[np.clip(y, 0, rows - 1), np.clip(x, 0, columns - 1)].min())

    for animal in setting.scene.animals:
        eyes = np.array([(place.x, place.y) for place in animal.places[:2]], np.float32)
        if within(eyes[:1]) < SEEN:
            continue
        inside = mask > 0.5
        if len(eyes) > 1 and within(np.linspace(eyes[0], eyes[1], 24)) > 0.3:
            gap = float(np.linalg.norm(eyes[1] - eyes[0]))
            middle, radius = eyes.mean(axis=0), GAPS * gap
            towards = _towards(
                nodes[inside & (np.linalg.norm(nodes - middle, axis=-1) > 1.2 * radius)], middle
            )
            middle = middle + BELOW_EYES * gap * towards
            return Head(_pair(middle), radius, radius, (0.0, -1.0), _pair(middle + 1.15 * radius * towards))
        room = np.asarray(cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 5), np.float32)
        at = np.clip(np.floor(eyes[0] / s).astype(int), 0, (columns - 1, rows - 1))
        radius = max(PROFILE * float(room[at[1], at[0]]) * s, EYES_ACROSS * animal.places[0].radius)
        towards = _towards(nodes[inside & (np.linalg.norm(nodes - eyes[0], axis=-1) > 1.5 * radius)], eyes[0])
        middle = eyes[0] + BEHIND_EYE * radius * towards
        neck, ahead = _pair(middle + 1.15 * radius * towards), _pair(-towards)
        return Head(_pair(middle), radius, radius, (0.0, -1.0), neck, snout=ahead)
    return None


def _towards(body: Floats, middle: Floats) -> Floats:
    """Return the unit vector from the `middle` of a head to its `body`, shape (nodes, 2): down where none is seen."""
    if len(body) < 4:
        return floats(0.0, 1.0)
    along = body.mean(axis=0) - middle
    return np.asarray(along / max(float(np.linalg.norm(along)), 1e-3), np.float32)


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
    towards = _towards(nodes[body] if body.sum() > inside.sum() / 4 else nodes[:0].reshape(-1, 2), middle)
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
