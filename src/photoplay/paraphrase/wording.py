"""A clause reduced to how it moves: one name for whoever watches, and "it" for every place."""

import re

from photoplay.director.vocabulary.lexicon import word_set

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_VIEWPOINTS = word_set("viewpoint view viewer pov shot vantage perspective")
_ARTICLES = word_set("the a an")
_DETERMINERS = _ARTICLES | word_set("her his its their")
_PREPOSITIONS = word_set(
    "to from of on in at by with over under across around about along past behind beside into onto up "
    "down through toward towards for near between"
)
_ENDS = _PREPOSITIONS | word_set("as until while and but is are was that who so before after like next")
_TELLING = word_set(
    "camera lens frame framing picture image footage focus focal sharpness horizon eye eyes gaze operator "
    "cameraman bystander quadcopter helicopter we our us background foreground distance depth side sides "
    "end spot axis way size front back top bottom ground sky air point tripod field length angle arm rest "
    "place step steps hand home rear"
)
"""Nouns that say how the camera moves, or that a camera does; any other place might be another."""
LONGEST_PLACE = 3
"""The most words after a determiner that name one place."""


def reduced(clause: str) -> str:
    """Return the clause in small letters, without punctuation, places or names for the viewpoint."""
    words = _with_one_camera(_WORD.findall(clause.casefold()))
    kept: list[str] = []
    position = 0
    while position < len(words):
        end = _end_of_place(words, position)
        if end is None:
            kept.append(words[position])
            position += 1
        else:
            kept.append("it")
            position = end
    return " ".join(kept)


def _with_one_camera(words: list[str]) -> list[str]:
    named: list[str] = []
    for position, word in enumerate(words):
        before = named[-1] if named else ""
        if word in _VIEWPOINTS and before in ("the", "our"):
            named[-1:] = ["the", "camera"]
        elif word == "point" and words[max(position - 1, 0)] == "vantage":
            continue
        elif word == "we" and not named:
            named += ["the", "camera"]
        else:
            named.append(word)
    return named


def _end_of_place(words: list[str], start: int) -> int | None:
    """Where the place ends that begins at `start` with a determiner after a preposition, if one does."""
    if words[start] not in _DETERMINERS or start == 0 or words[start - 1] not in _PREPOSITIONS:
        return None
    end = start + 1
    while end < len(words) and end - start <= LONGEST_PLACE and words[end] not in _ENDS:
        end += 1
    named = words[start + 1 : end]
    return end if named and _TELLING.isdisjoint(named) else None
