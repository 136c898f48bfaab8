"""What a prompt says of framing, grade and style."""

from collections.abc import Iterator, Sequence

from photoplay.director.plan import Framing
from photoplay.director.reading.clauses import Clause
from photoplay.director.vocabulary.kinds import GradeKind, ShotSize
from photoplay.director.vocabulary.lexicon import word_set
from photoplay.director.vocabulary.looks import ANGLES, COLOUR_ADJECTIVES, COLOUR_NOUNS, GRADES, SIZES
from photoplay.director.vocabulary.terms import Found

_LEADS_TO = word_set("to into toward towards until becomes ending ends end settling settles finishing then")
_OPENS = word_set("from starting starts begins beginning opens opening start open begin")
_SIZE_ONLY_BEFORE = word_set("medium wide")


def read_framing(words: Sequence[str]) -> Framing:
    """The shot's size, the size it ends in, and its angle, from the words of a prompt, breaks included."""
    size = closing = None
    for found in SIZES.find(words):
        if not _is_a_shot(words, found):
            continue
        if _LEADS_TO & set(words[max(found.start - 3, 0) : found.start]):
            closing = found.meaning
        elif size is None:
            size = found.meaning
        elif closing is None and found.meaning is not size and _is_opened(words, found.start):
            closing = found.meaning
    angle = next((found.meaning for found in ANGLES.find(words)), None)
    return Framing(size=size, closing=None if closing is size else closing, angle=angle)


def find_grades(clause: Clause, negated: frozenset[int]) -> Iterator[Found[GradeKind]]:
    """The grades and styles a clause asks for."""
    words = clause.words
    for found in GRADES.find(words):
        if found.start not in negated:
            yield found
    for position, word in enumerate(words):
        kind = COLOUR_ADJECTIVES.get(word)
        reach = words[position + 1 : position + 4]
        if kind and position not in negated and not COLOUR_NOUNS.isdisjoint(reach):
            noun = next(index for index, near in enumerate(reach) if near in COLOUR_NOUNS)
            yield Found(position, position + noun + 2, kind)


def _is_a_shot(words: Sequence[str], found: Found[ShotSize]) -> bool:
    """A bare "medium" or "wide" is a size only beside a word for the shot."""
    if found.end - found.start > 1 or words[found.start] not in _SIZE_ONLY_BEFORE:
        return True
    around = words[max(found.start - 3, 0) : found.start]
    return "shot" in around or "scale" in around or "framing" in around


def _is_opened(words: Sequence[str], end: int) -> bool:
    return bool(_OPENS & set(words[max(end - 12, 0) : end]))
