"""Where the things of two pictures are in each other, how surely, and in what light."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Self

import cv2
import numpy as np

from photoplay.arrays import Floats, Picture, box, floats, resize, soften
from photoplay.parallel import side_by_side
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
        there, back = (np.asarray(flow * grown, np.float32) for flow in (there, back))
        return type(self)(there, back, sure, sure_back, _grown(self.matches, grown), tone_there, tone_back)


def _grown(matches: Floats, grown: Floats) -> Floats:
    # A pixel's place is its middle's, which is half a pixel from the origin.
    return np.asarray((matches + np.float32(0.5)) * np.tile(grown, 2) - np.float32(0.5), np.float32)


def correspond(first: Picture, second: Picture, networks: Networks) -> Correspondence:
    """Find the things of two photographs of one size, shape (rows, columns, 3), in each other; see `Search`."""
    return Search.of(first, second, networks).found()


@dataclass(frozen=True)
class Search:
    """What is to be merged of two pictures.

    Single features give a first idea; dense search and, where its weights are at hand, a learned interpolator say what
    goes where, from there and from rest; in every place the one is taken after whose word the pictures agree best.
    """

    first: Picture
    """At its own size up to `WORKING_SIDE` (in a hurry `HURRIED_SIDE`), beyond it at that, as is the second."""
    second: Picture
    matches: Matches
    said: tuple[Flows, ...]
    """What each method says; nothing where both pictures are one."""

    @classmethod
    def of(cls, first: Picture, second: Picture, networks: Networks) -> Self:
        """Ask every method about two photographs of one size, shape (rows, columns, 3)."""
        rows, columns = first.shape[:2]
        share = min((HURRIED_SIDE if networks.hurried else WORKING_SIDE) / max(rows, columns), 1.0)
        size = (max(round(columns * share), 1), max(round(rows * share), 1))
        here, there = (resize(picture, size) if share < 1 else picture for picture in (first, second))
        if np.array_equal(here, there):
            return cls(here, there, Matches.none(), ())
        matches = match(here, there)
        # Where not one place is found again, the network hardly finds more.
        hopeless = networks.hurried and not len(matches.pairs)
        network = None if hopeless else networks.interpolator
        said = candidates(here, there, matches.homography, network)
        return cls(here, there, matches, tuple(said))

    def pairs(self, width: int, height: int) -> Floats:
        """Return `Correspondence.matches` in pictures of `width` and `height`, before anything is merged."""
        rows, columns = self.first.shape[:2]
        return _grown(self.matches.pairs, floats(width / columns, height / rows))

    def led(self, there: Floats, back: Floats, width: int) -> Self:
        """Return the search with one more start: a guess at where things go, there and back.

        Args:
            there: in pixels of pictures that are `width` wide, at any size, as is `back`.
        """
        rows, columns = self.first.shape[:2]
        guesses = (
            np.float32(columns / width) * resize(guess, (columns, rows), cv2.INTER_LINEAR)
            for guess in (there, back)
        )
        return replace(self, said=(*self.said, searched_from(self.first, self.second, *guesses)))

    def found(self) -> Correspondence:
        """Return where things are; smaller than the photographs as a rule, see `Correspondence.resized`."""
        rows, columns = self.first.shape[:2]
        nothing = Correspondence.none(columns, rows)
        if not self.said:
            surely = np.ones((rows, columns), np.float32)
            return replace(nothing, sure=surely, sure_back=surely)
        one, other = side_by_side(
            partial(Comparison.of, self.first, self.second), partial(Comparison.of, self.second, self.first)
        )
        said = list(self.said)
        light = one.light(said)
        there = _Way(one, said, light)
        back = _Way(other, [flows.reversed() for flows in said], light.inverse())
        guess, guess_back = side_by_side(there.guess, back.guess)
        if one.common(one.sure(guess.flow, guess_back.flow, light)) < LEAST_COMMON:
            return nothing
        flow, flow_back = side_by_side(
            partial(there.filled, guess, guess_back), partial(back.filled, guess_back, guess)
        )
        (sure, tone), (sure_back, tone_back) = side_by_side(
            partial(there.sure, flow, flow_back), partial(back.sure, flow_back, flow)
        )
        return Correspondence(flow, flow_back, sure, sure_back, self.matches.pairs, tone, tone_back)


@dataclass(frozen=True)
class _Guess:
    """What is to be made of what several methods say."""

    flow: Floats
    """In every place the motion after which the pictures agree best there."""
    hint: Floats
    """The motion of whole things after which they agree best over all."""
    plausible: Floats
    """How far the hint is to be followed where nothing is sure, 0 to 1."""


@dataclass(frozen=True)
class _Way:
    """The way from one of two pictures to the other."""

    comparison: Comparison
    said: list[Flows]
    """By each method."""
    light: Tones
    """Of the other picture against this one's."""

    def guess(self) -> _Guess:
        """Let the pictures judge what is said."""
        scores = [self.comparison.score(flows.there, flows.back, self.light) for flows in self.said]
        best = np.argmax([box(score, VOTE) for score in scores], axis=0)
        every = np.stack([flows.there for flows in self.said])
        flow = np.take_along_axis(every, best[None, ..., None], axis=0)[0]
        whole = [index for index, flows in enumerate(self.said) if flows.hint > 0]
        index = max(whole, key=lambda index: float(scores[index].mean()))
        hint = self.said[index]
        return _Guess(flow, hint.there, hint.hint * ramp(scores[index], *PLAUSIBLE))

    def filled(self, guess: _Guess, back: _Guess) -> Floats:
        """Return the flow where it is sure and something tells it, and elsewhere what fits the hint and what is around.

        Where all is plain any motion looks right: there it is that of the things around.
        """
        sure = self.comparison.sure(guess.flow, back.flow, self.light)
        known = sure * self.comparison.told()
        weak = HINT * (1 - sure) * guess.plausible
        trust = known + weak
        wanted = (known[..., None] * guess.flow + weak[..., None] * guess.hint) / (trust + 1e-6)[..., None]
        smooth = carried_on(
            np.asarray(wanted, np.float32),
            np.asarray(trust, np.float32),
            self.comparison.first.astype(np.float32),
        )
        keep = np.asarray(soften(known, 1.0) * known, np.float32)[..., None]
        return np.asarray(keep * guess.flow + (1 - keep) * smooth, np.float32)

    def sure(self, flow: Floats, back: Floats) -> tuple[Floats, Floats]:
        """Return how sure a flow is, and what the colours of this picture lack to be the other's."""
        sure = self.comparison.sure(flow, back, self.light)
        return sure, _tone(self.comparison.first, self.comparison.second, flow, sure)


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
