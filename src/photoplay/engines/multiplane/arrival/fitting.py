"""Fitting an end image of another aspect ratio into the frame.

The rule: it is cropped to cover the frame, where most of its subject and of what draws the eye stays, and no head is
cut or lost while another crop keeps it. Where hardly anything is missing to the frame's own aspect ratio and a crop
would cut the subject, the picture is continued beyond its edges instead.
"""

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Array, Floats, Picture, resize
from photoplay.engines.multiplane.staging.fill import Margins, extend
from photoplay.sight.attention import where_people_look
from photoplay.sight.faces import Face, find_faces
from photoplay.sight.matte import salient_matte
from photoplay.sight.networks import Networks
from photoplay.sight.objects import find_objects
from photoplay.stills import Still

SAME = 0.005
"""Difference of two aspect ratios that is not to be seen: the picture is then stretched."""
MOST_INVENTED = 0.04
"""Share of the frame that may be invented."""
MOST_CUT = 0.01
"""Share of the subject that a crop may leave out for nothing to be invented."""
LOOKED_AT = 1024
"""Long side of the picture that is looked at, in pixels."""
SURE = 0.4
"""How salient a place must be to belong to the subject."""
HAIR, EARS = 0.35, 0.15
"""How far a head reaches above a face, and to its sides, in sizes of the face."""
DRAW = 0.3
"""What draws the eye counts for, against 1 for the subject."""

Span = tuple[float, float]
"""From one place to another along the axis that is cropped, in shares of it."""


@dataclass(frozen=True)
class Fitted:
    """A still of the frame's aspect ratio, and what was done to it."""

    still: Still
    told: str = ""
    """A sentence for a person; empty where nothing was done."""
    salient: Floats | None = None
    """What stands out in it, 0 to 1, of its aspect ratio, where it was looked at and cropped."""


@dataclass(frozen=True)
class _Looks:
    """What a crop must keep, along the axis that is cropped."""

    weight: Floats
    """What each stretch of the axis is worth, adding up to 1, or all 0."""
    subject: Floats
    """Of the subject alone, likewise."""
    heads: tuple[Span, ...]
    salient: Floats | None
    """What stands out, 0 to 1, the picture's shape."""

    @classmethod
    def of(cls, picture: Picture, networks: Networks, axis: int) -> "_Looks":
        """Look at `picture` along `axis`, 0 for down and 1 for across."""
        rows, columns = picture.shape[:2]
        salient = salient_matte(picture, networks.salient) if networks.salient else None
        drawn = where_people_look(picture, networks.attention) if networks.attention else None
        zero = np.zeros((rows, columns), np.float32)
        subject = _profile(zero if salient is None else np.where(salient > SURE, salient, zero), axis)
        attention = _profile(zero if drawn is None else resize(drawn, (columns, rows)), axis)
        weight = subject + np.float32(DRAW if subject.any() else 1.0) * attention
        return cls(weight, subject, tuple(_head(face, axis) for face in _faces(picture, networks)), salient)

    def kept(self, profile: Floats, crop: Span) -> float:
        """Return the share of a profile's whole within `crop`; 1 where it is of nothing."""
        edges = np.concatenate([[0.0], np.cumsum(profile, dtype=np.float64)])
        if edges[-1] == 0.0:
            return 1.0
        places = np.linspace(0.0, 1.0, len(edges))
        first, last = np.interp(crop, places, edges)
        return float((last - first) / edges[-1])

    def cut_heads(self, crop: Span) -> tuple[int, int]:
        """Return how many heads are not wholly within `crop`, and how many of them its edge goes through."""
        missed = [head for head in self.heads if head[0] < crop[0] or head[1] > crop[1]]
        return len(missed), sum(head[1] > crop[0] and head[0] < crop[1] for head in missed)


def fit(end: Still, aspect_ratio: float, networks: Networks) -> Fitted:
    """Return `end` with `aspect_ratio`, width over height; what was done is told in a sentence."""
    own = end.width / end.height
    if abs(own / aspect_ratio - 1.0) < SAME:
        return Fitted(end)
    axis = 1 if own > aspect_ratio else 0
    share = min(own / aspect_ratio, aspect_ratio / own)
    scale = min(1.0, LOOKED_AT / max(end.width, end.height))
    small = end.resized(max(round(end.width * scale), 1), max(round(end.height * scale), 1))
    looks = _Looks.of(small, networks, axis)
    crop = _best_crop(looks, share)
    cuts = looks.kept(looks.subject, crop) < 1.0 - MOST_CUT or looks.cut_heads(crop)[0] > 0
    if cuts and 1.0 - share <= MOST_INVENTED:
        return _extended(end, aspect_ratio, 1 - axis, networks)
    return _cropped(end, aspect_ratio, crop, axis, looks.salient)


def _best_crop(looks: _Looks, share: float) -> Span:
    """Return the crop that takes a `share` of the axis and keeps most; of equals the one nearest to the middle."""
    starts: NDArray[np.float64] = np.linspace(0.0, 1.0 - share, 101)

    def loss(start: float) -> tuple[int, int, float, float]:
        crop = start, start + share
        lost = 1.0 - looks.kept(looks.weight, crop) if looks.weight.any() else 0.0
        return *looks.cut_heads(crop), round(lost, 2), abs(start - (1.0 - share) / 2)

    start = min(map(float, starts), key=loss)
    return start, start + share


def _cropped(end: Still, aspect_ratio: float, crop: Span, axis: int, salient: Floats | None) -> Fitted:
    whole = end.height if axis == 0 else end.width
    length = round(end.width / aspect_ratio if axis == 0 else end.height * aspect_ratio)
    first = min(round(crop[0] * whole), whole - length)
    pixels = _part(end.pixels, first / whole, length / whole, axis)
    told = (
        f"The end image has another aspect ratio: it was cropped about its subject and lost "
        f"{1.0 - length / whole:.0%} of its {_side(axis)}."
    )
    kept = None if salient is None else _part(salient, first / whole, length / whole, axis)
    return Fitted(Still(pixels), told, kept)


def _part(picture: Array, first: float, length: float, axis: int) -> Array:
    """Return what of `picture` lies from `first` on, over a `length` of the axis, both in shares of it."""
    whole = picture.shape[axis]
    window = slice(round(first * whole), round((first + length) * whole))
    return cast(Array, picture[window] if axis == 0 else picture[:, window])


def _extended(end: Still, aspect_ratio: float, axis: int, networks: Networks) -> Fitted:
    whole = end.height if axis == 0 else end.width
    length = round(end.width / aspect_ratio if axis == 0 else end.height * aspect_ratio)
    before, after = (length - whole) // 2, (length - whole + 1) // 2
    margins = Margins(top=before, bottom=after) if axis == 0 else Margins(left=before, right=after)
    told = (
        f"The end image has another aspect ratio, and a crop would cut its subject: "
        f"{(length - whole) / length:.1%} of its {_side(axis)} is invented at its edges."
    )
    return Fitted(Still(extend(end.pixels, margins, networks.inpaint)), told)


def _side(axis: int) -> str:
    return "height" if axis == 0 else "width"


def _profile(field: Floats, axis: int) -> Floats:
    """Return what `field` holds along `axis`, adding up to 1, or all 0."""
    along: Floats = field.sum(axis=1 - axis, dtype=np.float32)
    return along / max(float(along.sum()), 1e-9)


def _faces(picture: Picture, networks: Networks) -> tuple[Face, ...]:
    if networks.faces is None or networks.landmarks is None:
        return ()
    things = find_objects(picture, networks.objects) if networks.objects else ()
    people = [thing.box for thing in things if thing.name == "person"]
    return find_faces(picture, people, networks.faces, networks.landmarks)


def _head(face: Face, axis: int) -> Span:
    along = face.oval[:, 1 - axis]
    first, last = float(along.min()), float(along.max())
    size = last - first
    before, after = (HAIR, 0.0) if axis == 0 else (EARS, EARS)
    return max(first - before * size, 0.0), min(last + after * size, 1.0)
