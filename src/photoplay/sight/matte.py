"""The subject's matte: which part of every pixel belongs to what the photograph is about.

U2-Net (Qin et al. 2020) finds a salient subject of any kind; MODNet (Ke et al. 2022) draws people to the hair
and takes over where both see the same subject. A guided filter (He et al. 2010) snaps the edge to the picture.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, Picture, box, floats, resize
from photoplay.progress import Progress, unwatched
from photoplay.sight.networks import Network, Networks

LOOKING = "Looking at the photograph"
SMALLEST_SUBJECT = 0.03
"""Share of the picture under which a subject is not worth a layer of its own."""
LARGEST_SUBJECT = 0.85
MOST_UNSURE = 0.35
"""Share of the subject that may be neither in nor out."""
FINE = 0.12
"""The same up to which a matte is fine enough where time counts more than looks."""
MOST_GROWN = 2.5
"""How much larger a person may be than what is surely salient of them."""
SALIENT_ENDS = (0.25, 0.80)
"""What counts as wholly out and wholly in: a salient matte is a soft guess, and its faint parts are reflections."""
PEOPLE_ENDS = (0.08, 0.90)
"""The same for a matte whose faint parts are hair."""
SALIENT_SIDE = 320
PEOPLE_SIDE, HURRIED_SIDE = 512, 384
_MEAN = floats(0.485, 0.456, 0.406)
_DEVIATION = floats(0.229, 0.224, 0.225)


@dataclass(frozen=True)
class Trust:
    """How far a matte can be believed."""

    area: float
    """Share of the picture that the subject takes."""
    unsure: float
    """Share of the subject neither in nor out."""

    @classmethod
    def of(cls, alpha: Floats) -> "Trust":
        """Measure `alpha`."""
        touched = int((alpha > 0.1).sum())
        between = int(((alpha > 0.1) & (alpha < 0.9)).sum())
        return cls(area=float((alpha > 0.5).mean()), unsure=between / max(touched, 1))

    @property
    def enough(self) -> bool:
        """Whether the subject can stand on a layer of its own."""
        return SMALLEST_SUBJECT <= self.area <= LARGEST_SUBJECT and self.unsure <= MOST_UNSURE


def find_subject(
    picture: Picture, networks: Networks, progress: Progress = unwatched, salient: Floats | None = None
) -> Floats | None:
    """Return the matte of the subject of `picture`, or None where there is none to rely on.

    Args:
        picture: shape (rows, columns, 3), sRGB.
        progress: called between the networks; raise to stop.
        salient: what stands out, 0 to 1, of any size, where it was looked at before.

    Returns:
        Shape (rows, columns), 0 to 1.
    """
    if networks.salient is None:
        return None
    progress(LOOKING, 0.0)
    coarse = salient_matte(picture, networks.salient) if salient is None else _resized(salient, picture)
    alpha, ends = coarse, SALIENT_ENDS
    if networks.people is not None and _may_be_finer(alpha, networks.hurried):
        progress(LOOKING, 0.6)
        person = people_matte(picture, networks.people, HURRIED_SIDE if networks.hurried else PEOPLE_SIDE)
        if _same_subject(alpha, person):
            alpha, ends = np.maximum(person, _sure(alpha)), PEOPLE_ENDS
    progress(LOOKING, 0.9)
    if not Trust.of(alpha).enough:
        return None
    return without_specks(snapped(picture, alpha, ends))


def salient_matte(picture: Picture, network: Network) -> Floats:
    """Return the coarse matte, shape (rows, columns), of what stands out in `picture`."""
    small = resize(picture, (SALIENT_SIDE, SALIENT_SIDE))
    scaled = small.astype(np.float32) / max(float(small.max()), 1.0)
    planes = ((scaled - _MEAN) / _DEVIATION).transpose(2, 0, 1)[None]
    return _resized(network(np.ascontiguousarray(planes))[0, 0], picture)


def people_matte(picture: Picture, network: Network, side: int = PEOPLE_SIDE) -> Floats:
    """Return the coarse matte, shape (rows, columns), of the people in `picture`."""
    rows, columns = picture.shape[:2]
    scale = side / min(rows, columns)
    size = (int(columns * scale) // 32 * 32, int(rows * scale) // 32 * 32)
    small = resize(picture, size)
    planes = ((small.astype(np.float32) - 127.5) / 127.5).transpose(2, 0, 1)[None]
    return _resized(network(np.ascontiguousarray(planes))[0, 0], picture)


def _resized(alpha: NDArray[np.generic], picture: Picture) -> Floats:
    size = (picture.shape[1], picture.shape[0])
    return np.clip(resize(alpha.astype(np.float32), size, cv2.INTER_CUBIC), 0.0, 1.0)


def _same_subject(salient: Floats, person: Floats) -> bool:
    """Whether `person` holds nearly all of what is surely salient, and is itself surer."""
    core = salient > 0.5
    if not core.any():
        return False
    held = float((person[core] > 0.5).mean())
    ours, theirs = Trust.of(salient), Trust.of(person)
    return held > 0.93 and theirs.unsure < 0.2 and theirs.area < MOST_GROWN * ours.area


def _may_be_finer(salient: Floats, hurried: bool) -> bool:
    """Whether a matte of people could be better: one that takes over never makes a speck a subject."""
    trust = Trust.of(salient)
    return (1.0 + MOST_GROWN) * trust.area > SMALLEST_SUBJECT and not (hurried and trust.unsure < FINE)


def _sure(alpha: Floats) -> Floats:
    """Return what of `alpha` is more in than out: a person's matte may miss what they carry."""
    steeper: Floats = 2.0 * alpha - floats(0.8)
    return np.clip(steeper, 0.0, 1.0)


def snapped(picture: Picture, alpha: Floats, ends: tuple[float, float]) -> Floats:
    """Return `alpha` with its edge moved onto the picture's own, and its `ends` stretched to 0 and 1."""
    guide: Floats = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255.0
    reach = max(round(max(alpha.shape) / 170), 3)
    snapped = guided_filter(guide, alpha, reach, 1e-4)
    stretched: Floats = (snapped - ends[0]) / (ends[1] - ends[0])
    return np.clip(stretched, 0.0, 1.0)


def guided_filter(guide: Floats, field: Floats, reach: int, smoothing: float) -> Floats:
    """Return `field` smoothed along the edges of `guide` (He, Sun and Tang 2010), both (rows, columns)."""
    guide_mean, field_mean = box(guide, reach), box(field, reach)
    covariance: Floats = box(guide * field, reach) - guide_mean * field_mean
    gain: Floats = covariance / (box(guide * guide, reach) - guide_mean**2 + smoothing)
    offset = box(field_mean - gain * guide_mean, reach)
    return box(gain, reach) * guide + offset


def without_specks(alpha: Floats) -> Floats:
    """Return `alpha` without islands too small to be a subject."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((alpha > 0.08).astype(np.uint8))
    large = stats[:, cv2.CC_STAT_AREA] > 0.002 * alpha.size
    large[0] = False
    keep = large[labels] if count > 1 else np.zeros(alpha.shape, bool)
    return np.where(keep, alpha, np.float32(0.0))
