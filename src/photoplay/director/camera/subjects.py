"""Who moves: whether a verb's subject is the camera."""

from enum import Enum, auto

from photoplay.director.reading.clauses import Clause
from photoplay.director.vocabulary.heads import BASE_OF, STAYING
from photoplay.director.vocabulary.lexicon import (
    CAMERA_NOUNS,
    FILM_OPENERS,
    OBJECT_MARKERS,
    PICTURE_NOUNS,
    POSSESSIVES,
    SCENE_NOUNS,
    TIME_UNITS,
    is_filler,
)

LONGEST_NAME = 6
"""Words of the longest clause that is taken for a mere name."""


class Subject(Enum):
    """What a word in a clause is said of."""

    CAMERA = auto()
    OTHER = auto()
    UNSAID = auto()
    """Nobody is named: an imperative, or a bare noun."""


def is_camera(words: tuple[str, ...], position: int) -> bool:
    """Whether the word is a camera that acts, and not one that is looked at or held."""
    if words[position] not in CAMERA_NOUNS or words[position + 1 : position + 2] == ("of",):
        return False
    if words[position] == "drone" and words[position - 1 : position] == ("a",):
        return position == 1 and words[2:3] != () and words[2] in BASE_OF
    before = position - 1
    while before >= 0 and is_filler(words[before]):
        before -= 1
    if before < 0 or TIME_UNITS & set(words[before:position]):
        return True
    if words[position - 1] == "the" and words[before] in POSSESSIVES:
        return True
    if words[position] in PICTURE_NOUNS:
        return words[before] in FILM_OPENERS or words[before] in BASE_OF or words[before] in CAMERA_NOUNS
    return words[before] not in OBJECT_MARKERS


def subject_of(clause: Clause, carried: Subject) -> Subject:
    """The subject a clause opens with; `carried` where it names none of its own."""
    in_scene = False
    for position, word in enumerate(clause.words):
        if word == "it" and position == 0:
            return carried
        if word in SCENE_NOUNS or (in_scene and word in FILM_OPENERS):
            in_scene = True
            continue
        if is_camera(clause.words, position):
            return Subject.CAMERA
        if word in BASE_OF or word in STAYING or word in FILM_OPENERS or word.endswith(("ing", "ed")):
            return carried
        if not is_filler(word):
            return Subject.OTHER
    return carried


def is_bare_name(words: tuple[str, ...]) -> bool:
    """Whether words only name what is filmed ("Forbidden City, zoom in"), so that nobody in them acts."""
    acts = any(word in BASE_OF or word in STAYING or word.endswith(("ing", "ed")) for word in words)
    return len(words) <= LONGEST_NAME and not acts


def is_heading(clause: Clause) -> bool:
    """Whether a clause is but one or two words, as headings are."""
    return len(clause.words) <= 2
