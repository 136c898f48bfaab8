"""Where the things of two pictures are in each other, how surely, and in what light."""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, box, floats, resize, soften
from photoplay.sight.agreement import Comparison, Tones, ramp
from photoplay.sight.filling import carried_on
from photoplay.sight.flows import Flows, candidates, followed, searched_from
from photoplay.sight.matching import Matches, match
from photoplay.sight.networks import Networks

WORKING_SIDE = 640
"""Pixels of the long side in which pictures are compared; smaller ones are at their own size."""
HURRIED_SIDE = 400
"""The same where time counts more than looks."""
VOTE = 5
"""Pixels each way over which the methods are compared."""
LEAST_COMMON = 0.02
"""Share of what has texture that must agree for two pictures to have anything in common."""
HINT = 0.03
"""Most trust in what a method says where it is not sure."""
PLAUSIBLE = (0.4, 0.8)
"""Scores from which, and up to which, that trust grows."""
TONE_SIDE = 48
"""Pixels of the long side in which differences of light are told: they are smooth."""


@dataclass(frozen=True)
class Correspondence:
    """Where the things of two pictures of one size are in each other."""

    there: Floats
    """Pixels from where a thing is in the first picture to where it is in the second, shape (rows, columns, 2): x and
    y. Smooth, and carried on from elsewhere where nothing is sure."""
    back: Floats
    """Likewise from the second to the first."""
    sure: Floats
    """How sure `there` is, 0 to 1, shape (rows, columns): 0 where a thing is hidden in the second picture, or not in
    its frame."""
    sure_back: Floats
    """How sure `back` is."""
    matches: Floats
    """Shape (n, 4): x and y in the first picture, x and y in the second, of single places that one camera explains;
    none where there are too few."""
    tone_there: Floats
    """What the colours of the first lack to be in the second's light, smooth, shape (rows, columns, 3), in steps of
    255."""
    tone_back: Floats
    """Likewise of the second."""

    @classmethod
    def none(cls, width: int, height: int) -> Self:
        """Nothing in common."""
        still, toneless = (np.zeros((height, width, n), np.float32) for n in (2, 3))
        unsure = np.zeros((height, width), np.float32)
        return cls(still, still, unsure, unsure, Matches.none().pairs, toneless, toneless)

    def resized(self, width: int, height: int) -> Self:
        """Return it for both pictures at `width` and `height`."""
        rows, columns = self.sure.shape
        if (columns, rows) == (width, height):
            return self
        grown = floats(width / columns, height / rows)
        fields = (self.there, self.back, self.sure, self.sure_back, self.tone_there, self.tone_back)
        how = cv2.INTER_AREA if width < columns else cv2.INTER_LINEAR
        there, back, sure, sure_back, tone_there, tone_back = (
            resize(field, (width, height), how) for field in fields
        )
        # A pixel's place is its middle's, which is half a pixel from the origin.
        matches = (self.matches + np.float32(0.5)) * np.tile(grown, 2) - np.float32(0.5)
        there, back = (np.asarray(flow * grown, np.float32) for flow in (there, back))
        return type(self)(
            there, back, sure, sure_back, np.asarray(matches, np.float32), tone_there, tone_back
        )


def correspond(
    first: Picture, second: Picture, networks: Networks, led: tuple[Floats, Floats] | None = None
) -> Correspondence:
    """Find the things of two photographs of one size, shape (rows, columns, 3), in each other.

    The answer is at the pictures' own size up to `WORKING_SIDE` (in a hurry `HURRIED_SIDE`), beyond it at that; see
    `Correspondence.resized`. Single features give a first idea; dense search and, where its weights are at hand, a
    learned interpolator say what goes where, from there and from rest; in every place the one is taken after whose
    word the pictures agree best.

    Args:
        led: a guess at where things go, there and back, in pixels of the pictures, at any size: one more start.
    """
    rows, columns = first.shape[:2]
    share = min((HURRIED_SIDE if networks.hurried else WORKING_SIDE) / max(rows, columns), 1.0)
    size = (max(round(columns * share), 1), max(round(rows * share), 1))
    here, there = (resize(picture, size) if share < 1 else picture for picture in (first, second))
    if np.array_equal(here, there):
        surely = np.ones((size[1], size[0]), np.float32)
        still = Correspondence.none(*size)
        return Correspondence(
            still.there, still.back, surely, surely, still.matches, still.tone_there, still.tone_back
        )
    matches = match(here, there)
    said = candidates(here, there, matches.homography, networks.interpolator)
    if led is not None:
        said.append(
            searched_from(here, there, *(share * resize(guess, size, cv2.INTER_LINEAR) for guess in led))
        )
    return _merged(here, there, matches, said)


def _merged(first: Picture, second: Picture, matches: Matches, said: list[Flows]) -> Correspondence:
    ways = Comparison.of(first, second), Comparison.of(second, first)
    light = ways[0].light(said)
    lights = light, light.inverse()
    guesses = [
        _Guess.of(way, flows, seen)
        for way, flows, seen in zip(ways, (said, [flows.reversed() for flows in said]), lights, strict=True)
    ]
    if ways[0].common(ways[0].sure(guesses[0].flow, guesses[1].flow, light)) < LEAST_COMMON:
        return Correspondence.none(first.shape[1], first.shape[0])
    there, back = (
        guess.filled(way, other, seen)
        for guess, way, other, seen in zip(guesses, ways, reversed(guesses), lights, strict=True)
    )
    sure, sure_back = ways[0].sure(there, back, lights[0]), ways[1].sure(back, there, lights[1])
    return Correspondence(
        there,
        back,
        sure,
        sure_back,
        matches.pairs,
        _tone(first, second, there, sure),
        _tone(second, first, back, sure_back),
    )


@dataclass(frozen=True)
class _Guess:
    """What is to be made of what several methods say."""

    flow: Floats
    """In every place the motion after which the pictures agree best there."""
    hint: Floats
    """The motion of whole things after which they agree best over all."""
    plausible: Floats
    """How far the hint is to be followed where nothing is sure, 0 to 1."""

    @classmethod
    def of(cls, comparison: Comparison, said: list[Flows], light: Tones) -> Self:
        """Let the pictures judge."""
        scores = [comparison.score(flows.there, flows.back, light) for flows in said]
        best = np.argmax([box(score, VOTE) for score in scores], axis=0)
        every = np.stack([flows.there for flows in said])
        flow = np.take_along_axis(every, best[None, ..., None], axis=0)[0]
        whole = [index for index, flows in enumerate(said) if flows.hint > 0]
        hint = max(whole, key=lambda index: float(scores[index].mean()))
        return cls(flow, said[hint].there, said[hint].hint * ramp(scores[hint], *PLAUSIBLE))

    def filled(self, comparison: Comparison, other: Self, light: Tones) -> Floats:
        """Return the flow where it is sure and something tells it, and elsewhere what fits the hint and what is around.

        Where all is plain any motion looks right: there it is that of the things around.
        """
        sure = comparison.sure(self.flow, other.flow, light)
        known = sure * comparison.told()
        weak = HINT * (1 - sure) * self.plausible
        trust = known + weak
        wanted = (known[..., None] * self.flow + weak[..., None] * self.hint) / (trust + 1e-6)[..., None]
        smooth = carried_on(
            np.asarray(wanted, np.float32),
            np.asarray(trust, np.float32),
            comparison.first.astype(np.float32),
        )
        keep = np.asarray(soften(known, 1.0) * known, np.float32)[..., None]
        return np.asarray(keep * self.flow + (1 - keep) * smooth, np.float32)


def _tone(here: Picture, other: Picture, flow: Floats, sure: Floats) -> Floats:
    rows, columns = sure.shape
    share = TONE_SIDE / max(rows, columns)
    size = (max(round(columns * share), 2), max(round(rows * share), 2))
    lacking = followed(other.astype(np.float32), flow) - here
    weight = resize(sure, size)
    mean = resize(lacking * sure[..., None], size) / np.maximum(weight, 1e-6)[..., None]
    plain = np.zeros_like(mean)
    smooth = soften(carried_on(np.asarray(mean, np.float32), weight, np.asarray(plain, np.float32)), 1.5)
    return resize(smooth, (columns, rows), cv2.INTER_CUBIC)
