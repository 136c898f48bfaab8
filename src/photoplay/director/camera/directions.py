"""Which way a move goes, from the words around its verb."""

from dataclasses import dataclass

from photoplay.director.vocabulary.heads import BASE_OF, READINGS, Gesture
from photoplay.director.vocabulary.kinds import DIRECTIONS, Direction, MoveKind
from photoplay.director.vocabulary.lexicon import (
    DIRECTION_WORDS,
    EASINGS,
    FILM_NOUNS,
    NEGATORS,
    NOT_AFTER_A_SIDE,
    PACES,
    PASSAGES,
    PREPOSITIONS_OF_APPROACH,
    SIZE_UNITS,
    is_filler,
    is_number,
    word_set,
)

_COURSE = DIRECTION_WORDS.keys() | FILM_NOUNS | PACES.keys() | EASINGS.keys() | SIZE_UNITS | {"speed"}
"""Words after a verb that say how the camera goes, not what it films."""
FARTHEST = 12
"""How many words before its verb a direction may stand."""
_NEW_SUBJECTS = word_set("reveal reveals show shows who that")
_TO_THE = {("to", "the"), ("on", "the")}


@dataclass(frozen=True)
class Course:
    """The directions beside a verb and where the words that tell them end."""

    directions: tuple[Direction, ...]
    end: int
    """The position after the last word that belongs to the move."""


def read_course(words: tuple[str, ...], head: int, start: int, end: int) -> Course:
    """Read the directions of the verb at `head` from the words in `start`..`end`."""
    strong, weak, position = _beside(words, head, end)
    if not strong:
        strong = _farther(words, position, end)
    if not strong:
        strong = [
            DIRECTION_WORDS[word] for word in words[max(start, head - FARTHEST) : head] if _is_strong(word)
        ]
    return Course(tuple(dict.fromkeys(strong or weak)), position)


def _beside(words: tuple[str, ...], head: int, end: int) -> tuple[list[Direction], list[Direction], int]:
    strong: list[Direction] = []
    weak: list[Direction] = []
    last = position = head + 1
    while position < end and _belongs(words[position]):
        word = words[position]
        if word in DIRECTION_WORDS and not _names_a_thing(words, position):
            if _follows_a_passage(words, position):
                weak.append(Direction.IN)
            else:
                (strong if _is_strong(word) else weak).append(DIRECTION_WORDS[word])
        position += 1
        if word in _COURSE or word.endswith("ly") or is_number(word):
            last = position
    return strong, weak, last


def _belongs(word: str) -> bool:
    if word in NEGATORS:
        return False
    return word in DIRECTION_WORDS or word in FILM_NOUNS or is_filler(word)


def _is_strong(word: str) -> bool:
    return word in DIRECTION_WORDS and word not in PREPOSITIONS_OF_APPROACH


def _follows_a_passage(words: tuple[str, ...], position: int) -> bool:
    place = [word for word in words[position + 1 : position + 4] if word in PASSAGES]
    return words[position] in ("up", "down") and bool(place)


def _names_a_thing(words: tuple[str, ...], position: int) -> bool:
    following = words[position + 1] if position + 1 < len(words) else ""
    left_behind = following == "behind" and BASE_OF.get(words[position - 1]) is None
    return following in NOT_AFTER_A_SIDE or left_behind


def _farther(words: tuple[str, ...], start: int, end: int) -> list[Direction]:
    """Directions said after the place: "pans across the valley to the left", "circles her clockwise"."""
    found: list[Direction] = []
    for position in range(start, end):
        word = words[position]
        if word.endswith("ing") or word in _NEW_SUBJECTS:
            break
        leads_on = words[position + 1 : position + 2] == ("to",)
        certain = (
            leads_on
            or word.endswith(("wards", "clockwise"))
            or words[max(position - 2, 0) : position] in _TO_THE
        )
        if _is_strong(word) and certain and not _names_a_thing(words, position):
            found.append(DIRECTION_WORDS[word])
    return found


def goes_around(words: tuple[str, ...], head: int, end: int) -> bool:
    """Whether the words after a verb name a centre to circle, which its own axis is not."""
    return "axis" not in words[head + 1 : end] and any(
        word in ("around", "about", "round") for word in words[head + 1 : end]
    )


def reading(calls: MoveKind | Gesture, direction: Direction) -> tuple[MoveKind, Direction] | None:
    """The move a word calls with this direction, or None where the two do not go together."""
    if isinstance(calls, MoveKind) and direction in DIRECTIONS[calls]:
        return calls, direction
    return READINGS.get((calls, direction))
