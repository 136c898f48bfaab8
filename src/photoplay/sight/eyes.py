"""Eyes of animals, which the face landmarks do not know: where they look like eyes, and an outline to match.

What an eye looks like is a linear judgement on the features of patches, fitted on photographs of animals of all kinds
(`training/eyes.py`). Its opening is the ellipse across whose edge the colours change most from those of the fur around,
after the integro-differential operator of Daugman (1993). What is not certain is left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Self

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, floats, resize, soften
from photoplay.sight.features import PATCH, channels_of, normalised
from photoplay.sight.figures import ANIMALS
from photoplay.sight.networks import Network
from photoplay.sight.objects import Box, Thing
from photoplay.sight.openings import Opening, fit_opening

EYES = "eyes"
"""What a prompt speaks of that has them looked for."""
SIDE = 24
"""Patches of a look, each way."""
MOST_ANIMALS = 2
"""The largest: each costs two looks."""
LEAST_SCORE = 0.35
"""How sure the detector must be of an animal."""
MARGIN = 1.1
"""Side of the first look, over the longer side of an animal's box."""
CLOSE, PAIR = 0.35, 2.4
"""Side of the second look at least, over that of the first, and over the gap between two eyes."""
WORTH_IT = 0.8
"""Side of a second look, over that of the first, from which the first will do."""
LIKELY = 0.25
"""Score from which a peak is looked at again."""
SURE, SECOND, NO_SECOND = 0.84, 0.86, 0.55
"""Score of an eye, of a second one over the first, and up to which, over the first, a peak is no second eye."""
ALIKE = 1.6
"""How much larger one of two eyes may be."""
APART = (2.6, 14.0)
"""Between them lies the gap between the middles of two eyes, in the mean of their radii."""
SAME = 0.5
"""Share of the smaller of two boxes within the other from which they are one animal."""


@dataclass(frozen=True)
class Peak:
    """A place that looks like an eye."""

    score: float
    x: float
    y: float
    radius: float
    """Of the patches that look so, in pixels; likewise the place."""

    def touches(self, other: Self) -> bool:
        """Whether it is about the same eye."""
        return float(np.hypot(self.x - other.x, self.y - other.y)) < self.radius + other.radius


@dataclass(frozen=True)
class Animal:
    """An animal whose eyes are seen: both, or the one of a profile."""

    name: str
    """What the detector calls it; empty where it does not."""
    box: Box
    eyes: tuple[Opening, ...]
    """From the left, in pixels of the picture; none where there is any doubt about them."""
    places: tuple[Peak, ...]
    """What surely looks like an eye, each place once, the surest first: enough to know where the head is."""


@dataclass(frozen=True)
class Square:
    """A window of a picture."""

    x: float
    """Of its middle, in pixels; likewise the rest."""
    y: float
    side: float


def find_animals(
    picture: Picture, things: Sequence[Thing], region: Floats | None, network: Network
) -> tuple[Animal, ...]:
    """Return the animals among `things` of which something surely is an eye in `picture`, shape (rows, columns, 3).

    Args:
        region: where animals are, 0 to 1, covering the picture at any size, or None; where the detector names none, the
            largest piece of it is looked at.
    """
    found: list[Animal] = []
    for thing in _largest(things) or _in_region(region):
        places = _places(_peaks(picture, thing.box, network))
        sure = tuple(place[0] for place in places if place[0].score >= SURE)
        if sure and not any(
            one.touches(other) for animal in found for one in sure for other in animal.places
        ):
            found.append(Animal(thing.name, thing.box, _certain(picture, places), sure))
    return tuple(found)


def _largest(things: Sequence[Thing]) -> list[Thing]:
    animals = [thing for thing in things if thing.name in ANIMALS and thing.score > LEAST_SCORE]
    kept: list[Thing] = []
    for thing in sorted(animals, key=lambda thing: -thing.box.area):
        if all(thing.box.shared(other.box).area < SAME * thing.box.area for other in kept):
            kept.append(thing)
    return kept[:MOST_ANIMALS]


def _in_region(region: Floats | None) -> list[Thing]:
    """Return the largest piece of `region` as a thing without a name."""
    if region is None:
        return []
    count, _, stats, _ = cv2.connectedComponentsWithStats((region > 0.5).astype(np.uint8))
    if count < 2:
        return []
    left, top, width, height, _ = stats[1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())].tolist()
    rows, columns = region.shape
    box = Box(left / columns, top / rows, (left + width) / columns, (top + height) / rows)
    return [Thing("", 0.0, box)]


def _peaks(picture: Picture, box: Box, network: Network) -> list[Peak]:
    """Return what looks like an eye of the animal in `box`, the likeliest first."""
    rows, columns = picture.shape[:2]
    wide, tall = (box.right - box.left) * columns, (box.bottom - box.top) * rows
    whole = Square(
        (box.left + box.right) / 2 * columns, (box.top + box.bottom) / 2 * rows, MARGIN * max(wide, tall)
    )
    peaks = list(peaks_of(look_for_eyes(picture, whole, network), whole))
    if not peaks:
        return []
    close = _closer(peaks, whole)
    if close.side < WORTH_IT * whole.side:
        peaks = list(peaks_of(look_for_eyes(picture, close, network), close))
    return peaks


def _closer(peaks: Sequence[Peak], whole: Square) -> Square:
    """Return a closer look at the best of `peaks`, and at the second if it may be the other eye."""
    best = peaks[0]
    gap = 0.0
    x, y = best.x, best.y
    if len(peaks) > 1 and peaks[1].score > 0.6 * best.score:
        other = peaks[1]
        gap = float(np.hypot(other.x - best.x, other.y - best.y))
        if gap < whole.side / 2:
            x, y = (best.x + other.x) / 2, (best.y + other.y) / 2
        else:
            gap = 0.0
    return Square(x, y, max(CLOSE * whole.side, PAIR * gap))


def _certain(picture: Picture, places: Sequence[Sequence[Peak]]) -> tuple[Opening, ...]:
    """Return the eyes at the best of `places`, or none: one without the other would wink."""
    if not places or places[0][0].score < SURE:
        return ()
    best = places[0][0].score
    first = _opening(picture, places[0])
    if first is None:
        return ()
    if len(places) < 2 or places[1][0].score < NO_SECOND * best:
        return (first,)
    second = _opening(picture, places[1])
    if second is None or places[1][0].score < max(SURE, SECOND * best):
        return ()
    radii = first.radius, second.radius
    gap = float(np.linalg.norm(first.middle - second.middle)) / (sum(radii) / 2)
    if max(radii) > ALIKE * min(radii) or not APART[0] < gap < APART[1]:
        return ()
    return (first, second) if first.middle[0] < second.middle[0] else (second, first)


def _places(peaks: Sequence[Peak]) -> list[list[Peak]]:
    """Return `peaks` by the place that they are about, the highest first."""
    places: list[list[Peak]] = []
    for peak in peaks:
        same = next((place for place in places if place[0].touches(peak)), None)
        if same is None:
            places.append([peak])
        else:
            same.append(peak)
    return places


def _opening(picture: Picture, place: Sequence[Peak]) -> Opening | None:
    """Return the clearest opening at one of the peaks of a `place`, or None where none is certain."""
    fits = [fit_opening(picture, peak.x, peak.y, peak.radius) for peak in place if peak.score >= SURE]
    return max((fit for fit in fits if fit is not None), key=lambda fit: fit.contrast, default=None)


def look_for_eyes(picture: Picture, square: Square, network: Network) -> Floats:
    """Return how much each patch of a `square` of `picture` looks like an eye, shape (`SIDE`, `SIDE`): about 0 to 1."""
    judged = channels_of(np.asarray(network(normalised(crop(picture, square))), np.float32), SIDE, SIDE)
    *weights, bias = judgement()
    return np.asarray(judged @ np.array(weights, np.float32) + np.float32(bias), np.float32)


def crop(picture: Picture, square: Square) -> Picture:
    """Return a `square` of `picture` as the features see it, mirrored beyond the picture's edge."""
    size = SIDE * PATCH
    scale = size / square.side
    small = soften(picture, 0.35 / scale) if scale < 1 else picture
    left, top = square.x - square.side / 2, square.y - square.side / 2
    matrix = np.array([[scale, 0.0, -left * scale], [0.0, scale, -top * scale]], np.float32)
    return np.asarray(
        cv2.warpAffine(small, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT),
        np.uint8,
    )


@cache
def judgement() -> Floats:
    """Return the weights of the judgement on a patch's channels, and its bias last."""
    with (files("photoplay.sight") / "heads" / "eyes.npy").open("rb") as file:
        return np.asarray(np.load(file), np.float32)


def peaks_of(scores: Floats, square: Square) -> Iterator[Peak]:
    """Give the peaks of `scores`, shape (`SIDE`, `SIDE`), of a `square`, the highest first."""
    highest = (scores >= cv2.dilate(scores, np.ones((3, 3), np.uint8))) & (scores > LIKELY)
    fine = resize(scores, (4 * SIDE, 4 * SIDE), cv2.INTER_CUBIC)
    patch = square.side / SIDE
    corner = floats(square.x, square.y) - np.float32(square.side / 2)
    for row, column in sorted(np.argwhere(highest).tolist(), key=lambda at: -float(scores[at[0], at[1]])):
        rows, columns = np.mgrid[
            max(row - 1, 0) : min(row + 2, SIDE), max(column - 1, 0) : min(column + 2, SIDE)
        ]
        weight = np.maximum(scores[rows, columns], 0.0) ** 2
        x, y = (float((each * weight).sum() / weight.sum()) + 0.5 for each in (columns, rows))
        place = corner + floats(x, y) * np.float32(patch)
        radius = _radius(fine, 4.0 * x, 4.0 * y) / 4.0 * patch
        yield Peak(float(scores[row, column]), float(place[0]), float(place[1]), radius)


def _radius(fine: Floats, x: float, y: float) -> float:
    """Return the radius of what hangs together about a place of `fine` and is half as high as it, at least 2."""
    column, row = min(int(x), fine.shape[1] - 1), min(int(y), fine.shape[0] - 1)
    top = float(fine[max(row - 3, 0) : row + 4, max(column - 3, 0) : column + 4].max())
    rows, columns = np.mgrid[: fine.shape[0], : fine.shape[1]]
    near = np.hypot(rows - y, columns - x) < 3.5 * 4
    _, labels = cv2.connectedComponents(((fine > top / 2) & near).astype(np.uint8))
    area = float((labels == labels[row, column]).sum()) if labels[row, column] else 0.0
    return max(float(np.sqrt(area / np.pi)), 2.0)
