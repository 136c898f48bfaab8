"""What a prompt says of the way to an end image."""

from collections.abc import Iterator
from itertools import pairwise

from photoplay.director.plan import Arrival
from photoplay.director.reading.clauses import Clause
from photoplay.director.vocabulary.arrivals import (
    BECOMING,
    BY_MEANS_OF,
    BY_TRANSITION,
    CHANGES_TO,
    CHANGING,
    ENDINGS,
    LEADING,
    MEANS,
    NO_ENDING,
    NOT_CUT_TO,
    OF_ANYTHING,
    PICTURES,
    SIDES,
    STILLS,
    THROUGH,
    TRANSITION,
    TRANSITIONS,
    WHOLES,
)
from photoplay.director.vocabulary.kinds import ArrivalKind
from photoplay.director.vocabulary.lexicon import DETERMINERS, DIRECTION_WORDS, is_filler
from photoplay.director.vocabulary.nouns import ACTORS, NOUNS
from photoplay.director.vocabulary.terms import Found

_NEAR = 4
"""How many words after "to" or "with" say what is meant."""
_FAR = 8
"""How many words before an ending say how it is reached."""


def find_arrival(clause: Clause, negated: frozenset[int]) -> Arrival | None:
    """Return the first way to an end image that a clause names outside of a negation."""
    found = [one for one in _named(clause) if negated.isdisjoint(range(one.start, one.end))]
    if not found:
        return None
    first = min(found, key=lambda one: one.start)
    return Arrival(kind=first.meaning, phrase=clause.phrase(first.start, first.end))


def _named(clause: Clause) -> Iterator[Found[ArrivalKind]]:
    yield from TRANSITIONS.find(clause.words)
    yield from _told_of_a_transition(clause.words)
    yield from _leading_to_an_ending(clause.words)
    yield from _whip_pans(clause.words)
    yield from _changes(clause)


def _told_of_a_transition(words: tuple[str, ...]) -> Iterator[Found[ArrivalKind]]:
    """What follows "transitions with a"."""
    for start, word in enumerate(words):
        if word not in TRANSITION:
            continue
        for position in range(start + 1, len(words)):
            kind = (MEANS | BY_TRANSITION).get(words[position])
            if kind is not None and not BY_MEANS_OF.isdisjoint(
                words[max(position - _NEAR, start) : position]
            ):
                yield Found(start, position + 1, kind)
                break


def _leading_to_an_ending(words: tuple[str, ...]) -> Iterator[Found[ArrivalKind]]:
    """What leads "to the next shot"."""
    for position, (word, noun) in enumerate(pairwise(words)):
        if word not in ENDINGS or noun not in PICTURES:
            continue
        opening = (
            position - 1
            if words[position - 1 : position] and words[position - 1] in DETERMINERS
            else position
        )
        if opening < 1 or words[opening - 1] not in LEADING:
            continue
        for start in range(opening - 2, max(opening - 2 - _FAR, -1), -1):
            through = words[start] in THROUGH and "through" in words[start:opening]
            kind = ArrivalKind.PUSH if through else MEANS.get(words[start])
            if kind is not None:
                yield Found(start, position + 2, kind)
                break


def _whip_pans(words: tuple[str, ...]) -> Iterator[Found[ArrivalKind]]:
    """A whip pan to something, which is more than a pan to one side."""
    for start, word in enumerate(words):
        end = start + 2 if words[start : start + 2] == ("whip", "pan") else start + 1
        if word not in ("swish", "swishes") and end == start + 1:
            continue
        while end < len(words) and is_filler(words[end]) and words[end] not in (*DIRECTION_WORDS, "to"):
            end += 1
        goal = words[end + 1 : end + 1 + _NEAR]
        if words[end : end + 1] in (("to",), ("into",)) and SIDES.isdisjoint(goal):
            yield Found(start, end + 1, ArrivalKind.WHIP)


def _changes(clause: Clause) -> Iterator[Found[ArrivalKind]]:
    """Verbs that turn one picture, or somebody in it, into another."""
    words = clause.words
    for position, word in enumerate(words):
        if clause.sources[position] in CHANGES_TO:
            if _is_somebody(words[position + 1 :]) and _is_somebody(words[:position]):
                yield Found(position, position + 1, ArrivalKind.MORPH)
            continue
        goes = words[position + 1 : position + 2]
        kind = ArrivalKind.MORPH if word in BECOMING else CHANGING.get(word)
        if kind is None or goes not in (("to",), ("into",)):
            continue
        goal = words[position + 2 : position + 2 + _NEAR]
        unlikely = NOT_CUT_TO if kind is ArrivalKind.CUT else NO_ENDING
        if unlikely.isdisjoint(goal) and _is_meant(words, position, goal):
            yield Found(position, position + 2, kind)


def _is_meant(words: tuple[str, ...], position: int, goal: tuple[str, ...]) -> bool:
    """Whether the verb there, before "to" or "into", is said of the whole picture or of somebody who changes."""
    word = words[position]
    said_of = [one for one in words[:position] if one not in DETERMINERS and not is_filler(one)]
    if word in BECOMING:
        turns = word.startswith("turn") and goal[:1] in (("a",), ("an",)) and _is_somebody(goal)
        return words[position + 1] == "into" and (turns or (said_of[-1:] != [] and said_of[-1] in STILLS))
    return not said_of or said_of[-1] in WHOLES or word in OF_ANYTHING


def _is_somebody(words: tuple[str, ...]) -> bool:
    return any(NOUNS.get(word) in ACTORS for word in words)
