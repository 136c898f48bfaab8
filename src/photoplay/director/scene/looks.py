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
_BETWEEN_LOOKS = word_set("and the a very slightly look style mood soft softly natural realistic")
_IS = word_set("is are looks look feels stays remains becomes was")
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
    named = list(GRADES.find(words))
    yield from (found for found in named if found.start not in negated)
    if COLOUR_ADJECTIVES.keys().isdisjoint(words):
        return
    lists_looks = _lists_looks(words, named)
    for position, word in enumerate(words):
        kind = COLOUR_ADJECTIVES.get(word)
        if kind is None or position in negated:
            continue
        reach = words[position + 1 : position + 4]
        noun = next((index for index, near in enumerate(reach) if near in COLOUR_NOUNS), None)
        if noun is not None:
            yield Found(position, position + noun + 2, kind)
        elif lists_looks or _is_said_of_the_picture(words, position):
            yield Found(position, position + 1, kind)


def _lists_looks(words: Sequence[str], named: Sequence[Found[GradeKind]]) -> bool:
    """Whether a clause is but a list of styles ("warm and dreamy")."""
    looks = {index for found in named for index in range(found.start, found.end)}
    return all(
        word in COLOUR_ADJECTIVES or word in _BETWEEN_LOOKS or index in looks
        for index, word in enumerate(words)
    )


def _is_said_of_the_picture(words: Sequence[str], position: int) -> bool:
    """Whether the adjective is what a palette or a light is said to be ("the palette is cool")."""
    before = words[max(position - 5, 0) : position]
    return not COLOUR_NOUNS.isdisjoint(before) and not _IS.isdisjoint(before)


def _is_a_shot(words: Sequence[str], found: Found[ShotSize]) -> bool:
    """A bare "medium" or "wide" is a size only beside a word for the shot."""
    if found.end - found.start > 1 or words[found.start] not in _SIZE_ONLY_BEFORE:
        return True
    around = words[max(found.start - 3, 0) : found.start]
    return "shot" in around or "scale" in around or "framing" in around


def _is_opened(words: Sequence[str], end: int) -> bool:
    return bool(_OPENS & set(words[max(end - 12, 0) : end]))
