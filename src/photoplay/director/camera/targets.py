"""What a move is aimed at: the noun phrase after its verb and direction."""

from photoplay.director.reading.clauses import Clause
from photoplay.director.vocabulary.kinds import MoveKind
from photoplay.director.vocabulary.lexicon import (
    DETERMINERS,
    DIRECTION_WORDS,
    FILM_NOUNS,
    is_filler,
    word_set,
)

LONGEST = 6
"""Words of the longest target."""
_LEADS = word_set(
    "to toward towards on onto at around about round past over above across along through into for of up "
    "down behind beside alongside between under below from upon the center middle centre"
)
_ASIDE = word_set("past beside alongside")
"""Words that say the camera does not go for the target itself; they stay with it."""
_ENDS = word_set(
    "and or to while as with in on by for until then revealing reveals reveal from at before after through "
    "that who which where when so but into against toward towards of's is are was it"
)
_NOUNS_IN_ING = word_set(
    "building ceiling morning evening king ring painting wing string spring thing wedding"
)


def read_target(clause: Clause, kind: MoveKind, start: int, end: int) -> str:
    """The words for what a move of a kind, ending at `start`, is aimed at; empty where none are."""
    words = clause.words
    goals = [index for index in range(start, end) if words[index] in ("to", "onto")]
    first = goals[-1] if goals and kind is MoveKind.RACK_FOCUS else start
    while first < end and words[first] in _LEADS and words[first] not in DETERMINERS:
        first += 1
    last = first
    while last < min(end, first + LONGEST) and not _ends(words, last, first):
        last += 1
    while last > first and is_filler(words[last - 1]):
        last -= 1
    named = [word for word in words[first:last] if not (is_filler(word) or word in DETERMINERS)]
    if not named or set(named) <= (FILM_NOUNS | DIRECTION_WORDS.keys()):
        return ""
    aside = first > start and words[first - 1] in _ASIDE
    return clause.phrase(first - aside, last)


def _ends(words: tuple[str, ...], position: int, first: int) -> bool:
    word = words[position]
    verbal = word.endswith("ing") and word not in _NOUNS_IN_ING
    return verbal or word in _ENDS or (position > first and word.endswith("ly"))
