"""Regions: what every place of a photograph is, as soft masks by name.

The head's scores, weighed with what else was seen there, put onto the picture's edges. A place that nothing is sure of
belongs to no region.
"""

from collections.abc import Collection, Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from photoplay.arrays import Floats, Picture, resize
from photoplay.sight.colour import cloudiness, cut, flames
from photoplay.sight.depth import small_size
from photoplay.sight.faces import Face
from photoplay.sight.features import Features
from photoplay.sight.figures import ANIMALS, PERSON, VEHICLES, Figure
from photoplay.sight.guided import guided
from photoplay.sight.head import Judgement
from photoplay.sight.names import PARTS, WHOLES
from photoplay.sight.objects import Thing
from photoplay.sight.prototypes import found, ranked, sharpened
from photoplay.sight.tops import without_tops

KINDS = {"people": {PERSON}, "animals": ANIMALS, "vehicles": VEHICLES}
UNDETECTED = {"people": -3.0, "animals": -1.0, "vehicles": -1.5}
"""What it takes from a region's score where the detector saw none of its kind."""
DETECTED = 4.0
WATER = ("still_water", "flowing_water")
EVEN = (("sky",), WATER)
"""Names, together, of what covers much of a photograph and looks alike throughout."""
SOUGHT = (WATER, ("smoke",), ("foliage",), ("grass",), ("ground",), ("buildings",))
"""Names, together, of what is there if the prompt says so, wherever it is likeliest to be."""
LOOKS_WATERY = 0.1
"""What the readout of water gives where nothing speaks for or against it, ..."""
SECOND_OPINION = 6.0
"""... and the score that each unit beyond adds to water where it is asked whether there is any."""
NO_CLOTH = ("sky", "still_water", "flowing_water", "fire", "smoke", "foliage", "grass", "animals", "vehicles")
"""Names of what no cloth is made of."""
BEYOND_SUBJECT = {"sky": -4.0, "still_water": -2.0, "flowing_water": -2.0, "ground": -2.0, "grass": -2.0}
"""What the subject's matte takes from the score of what no subject is made of."""
FAR_ROOT, FARNESS = 0.2, 12.0
"""Root of inverse depth up to which a place may be sky, and the score lost by each unit beyond."""
CUT = ("sky", "water")
"""Regions whose colours are few enough to tell them along their edge."""
NAMED = 1.5
"""What it adds to the score of still or of flowing water against the other to be named in the prompt."""
SNAPS = ((9, 0.04), (4, 0.04))
"""Reach, in pixels of the map, and contrast of the edges a mask is put onto."""
SURE, DOUBTFUL = 0.65, 0.35
"""Probabilities that count as wholly in and wholly out."""
HELD, FILLED = 0.85, 0.3
"""Share of the subject within boxes of one kind, and of these boxes that it fills, from which it is of that kind."""
LEAST_AREA = 0.0005
"""Share of the picture under which a region is not worth its name."""


def find_regions(
    picture: Picture,
    judgement: Judgement,
    features: Features | None = None,
    *,
    subject: Floats | None = None,
    things: Sequence[Thing] = (),
    faces: Sequence[Face] = (),
    figures: Sequence[Figure] = (),
    named: Collection[str] = (),
) -> dict[str, Floats]:
    """Return the masks of the regions found in `picture`, shape (rows, columns, 3), each 0 to 1, its long side 384.

    Args:
        judgement: of the picture's patches.
        features: of the same; with them doubtful places are settled by the picture's own prototypes.
        subject: its matte, or None.
        things: what the detector saw.
        named: regions that the prompt speaks of, which are looked for where they are likeliest.
    """
    size = small_size(picture)
    guide = resize(picture, size).astype(np.float32) / 255.0
    wholes = judgement.wholes if features is None else _settled(judgement, features, named)
    scores = dict(zip(WHOLES, _enlarged(wholes, size), strict=True))
    _weigh(scores, judgement, size, subject, things)
    if "fire" in named:
        scores["fire"] = np.max(list(scores.values()), axis=0) + flames(guide)
    chances = dict(zip(WHOLES, _softmax(np.stack(list(scores.values()))), strict=True))
    elsewhere = sum(chances[name] for name in NO_CLOTH)
    chances["water"] = chances.pop("still_water") + chances.pop("flowing_water")
    for name in CUT:
        chances[name] = cut(chances[name], guide)
    chances["sky"] = without_tops(chances["sky"], guide)
    parts = dict(zip(PARTS, _logistic(_enlarged(judgement.parts, size)), strict=True))
    if "cloth" in named and features is not None:
        cloth = ranked(judgement.parts[list(PARTS).index("cloth")], features)
        parts["cloth"] = _logistic(_enlarged(cloth[None], size))[0] * (1.0 - elsewhere)
    parts["clouds"] = cloudiness(guide, chances["sky"])
    for name, whole in PARTS.items():
        if whole:
            parts[name] = parts[name] * chances[whole]
    parts = _with_faces(parts, chances["animals"], _drawn(faces, size))
    masks = _snapped(chances | parts, guide)
    if "water" in masks:
        still, flowing = (scores[name] + np.float32(NAMED * (name in named)) for name in WATER)
        water = masks.pop("water")
        masks[_kind_of_water(water, flowing - still)] = water
    for name, matte in _mattes(subject, things, figures, size):
        for other in masks.keys() & set(WHOLES):
            masks[other] = masks[other] * (1.0 - matte)
        masks[name] = np.maximum(masks.get(name, 0.0), matte)
    return {name: mask for name, mask in masks.items() if float((mask > 0.5).mean()) > LEAST_AREA}


def _snapped(chances: dict[str, Floats], guide: Floats) -> dict[str, Floats]:
    """Return masks of the places where `chances` are high, put onto the edges of `guide`; none that stay empty."""
    there = [name for name, chance in chances.items() if name != "other" and chance.max() > DOUBTFUL]
    if not there:
        return {}
    masks = np.stack([chances[name] for name in there], axis=-1)
    for reach, contrast in SNAPS:
        masks = guided(guide, masks, reach, contrast**2)
    masks = np.clip((masks - DOUBTFUL) / (SURE - DOUBTFUL), 0.0, 1.0).astype(np.float32)
    return dict(zip(there, np.moveaxis(masks, -1, 0), strict=True))


def _kind_of_water(water: Floats, flow: Floats) -> str:
    """Return the one of `WATER` that a photograph's water is, by `flow`, the score of flowing against being still."""
    return WATER[int((water * flow).sum() > 0.0)]


def _mattes(
    subject: Floats | None, things: Sequence[Thing], figures: Sequence[Figure], size: tuple[int, int]
) -> Iterator[tuple[str, Floats]]:
    """Give the mattes of what the detector has a name for, and the regions they belong to."""
    region_of = {kind: region for region, kinds in KINDS.items() for kind in kinds}
    for figure in figures:
        if figure.name in region_of:
            yield region_of[figure.name], resize(figure.alpha, size)
    if subject is None:
        return
    matte = resize(subject, size)
    for name, kinds in KINDS.items():
        inside = _seen(things, kinds, size) > 0.0
        if float(matte[inside].sum()) > HELD * float(matte.sum()) and float(matte[inside].mean()) > FILLED:
            yield name, matte
            return


def _with_faces(parts: dict[str, Floats], animals: Floats, drawn: dict[str, Floats]) -> dict[str, Floats]:
    """Return `parts` with the faces `drawn` from landmarks; those of animals have none, and are the head's."""
    return parts | {name: np.maximum(mask, parts[name] * animals) for name, mask in drawn.items()}


def _drawn(faces: Sequence[Face], size: tuple[int, int]) -> dict[str, Floats]:
    """Return where faces and eyes are, if landmarks were found."""
    found = {"face": np.zeros(size[::-1], np.float32), "eyes": np.zeros(size[::-1], np.float32)}
    for face in faces:
        for name, outlines in (("face", [face.oval]), ("eyes", face.eyes)):
            corners = [np.rint(outline * size - 0.5).astype(np.int32) for outline in outlines]
            cv2.fillPoly(found[name], corners, 1.0)
    return found


def _settled(judgement: Judgement, features: Features, named: Collection[str]) -> Floats:
    """Return the scores of `WHOLES` with doubtful patches settled for what is named, or is even.

    Water is looked for as if it were named where what is found so is rather water than not.
    """
    settled = judgement.wholes.copy()
    watery = judgement.water - np.float32(LOOKS_WATERY)
    for names in dict.fromkeys((*EVEN, *SOUGHT)):
        here = [WHOLES.index(name) for name in names]
        rest = [index for index in range(len(WHOLES)) if index not in here]
        together = _total(settled[here])
        margin = together - _total(settled[rest])
        asked = names in SOUGHT and bool(set(names) & set(named))
        if names == WATER:
            there = found(np.stack([together + watery, *settled[rest]]), features)
            asked = asked or _likely(margin + np.float32(SECOND_OPINION) * watery, there > 0.0)
            settled[here] += (there if asked else sharpened(margin, features)) - margin
        elif asked:
            settled[here] += found(np.stack([together, *settled[rest]]), features) - margin
        elif names in EVEN:
            settled[here] += sharpened(margin, features) - margin
    return settled


def _likely(scores: Floats, place: NDArray[np.bool_]) -> bool:
    """Return whether what is at `place` is so rather than not, by `scores`, logits of the same shape."""
    return bool(place.any()) and float(_logistic(scores[place]).mean()) > 0.5


def _total(scores: Floats) -> Floats:
    """Return the score of being any of several things (log-sum-exp)."""
    return np.asarray(np.logaddexp.reduce(scores, axis=0), np.float32)


def _weigh(
    scores: dict[str, Floats],
    judgement: Judgement,
    size: tuple[int, int],
    subject: Floats | None,
    things: Sequence[Thing],
) -> None:
    """Add to `scores`, in place, what depth, the subject and the detector have to say."""
    root = _enlarged(judgement.root[None], size)[0]
    scores["sky"] = scores["sky"] - np.clip(FARNESS * (root - FAR_ROOT), -2.0, 6.0)
    if subject is not None:
        matte = resize(subject, size)
        for name, loss in BEYOND_SUBJECT.items():
            scores[name] = scores[name] + np.float32(loss) * matte
    for name, kinds in KINDS.items():
        seen = _seen(things, kinds, size)
        scores[name] = scores[name] + np.where(seen > 0.0, DETECTED * seen, UNDETECTED[name]).astype(
            np.float32
        )


def _seen(things: Sequence[Thing], kinds: Collection[str], size: tuple[int, int]) -> Floats:
    """Return how surely a thing of `kinds` was seen at each place, shape (rows, columns)."""
    columns, rows = size
    seen = np.zeros((rows, columns), np.float32)
    for thing in things:
        if thing.name in kinds:
            y = slice(int(thing.box.top * rows), int(np.ceil(thing.box.bottom * rows)))
            x = slice(int(thing.box.left * columns), int(np.ceil(thing.box.right * columns)))
            seen[y, x] = np.maximum(seen[y, x], thing.score)
    return seen


def _enlarged(planes: Floats, size: tuple[int, int]) -> Floats:
    return np.stack([resize(plane, size, cv2.INTER_CUBIC) for plane in planes])


def _softmax(scores: Floats) -> Floats:
    risen = np.exp(scores - scores.max(axis=0))
    return np.asarray(risen / risen.sum(axis=0), np.float32)


def _logistic(scores: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-scores)), np.float32)
