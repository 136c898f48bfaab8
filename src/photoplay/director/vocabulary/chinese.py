"""Every Chinese term the director knows, with its part in a sentence and its English words."""

from collections.abc import Iterable
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from photoplay.director.vocabulary import arrivals
from photoplay.director.vocabulary import chinese_camera as camera
from photoplay.director.vocabulary import chinese_scene as scene
from photoplay.director.vocabulary import chinese_small as small


class Role(Enum):
    """What a term does in its sentence."""

    CAMERA = auto()
    FILM_TERM = auto()
    """A move that only cameras make."""
    MOVE = auto()
    FOLLOW = auto()
    CIRCLE = auto()
    ACT = auto()
    """What something in the picture does."""
    NOUN = auto()
    LOOK = auto()
    """A size, an angle, a style: said of the whole picture."""
    DIRECTION = auto()
    ADVERB = auto()
    NEGATION = auto()
    PREPOSITION = auto()
    LINK = auto()
    NOTHING = auto()


class Term(NamedTuple):
    """A term of the glossary."""

    text: str
    role: Role
    gloss: tuple[str, ...]


def _terms(role: Role, table: dict[str, str]) -> dict[str, Term]:
    return {
        text: Term(text, role, tuple(gloss.split()))
        for gloss, texts in table.items()
        for text in texts.split()
    }


def _from_to(start: str, end: str) -> str:
    """Every way to say "from one side to the other"."""
    ends = [(start + side, end + side) for side in ("", "边", "侧", "方")]
    return " ".join(
        opening + before + middle + after
        for opening in "从由自"
        for middle in "到往向至"
        for before, after in ends
    )


TERMS: dict[str, Term] = {
    **_terms(Role.ACT, scene.ACTS),
    **_terms(Role.NOUN, scene.NOUNS),
    **_terms(Role.LOOK, scene.LOOKS),
    **_terms(Role.LOOK, scene.DEFECTS),
    **_terms(Role.LOOK, camera.OPTICS),
    **_terms(Role.LOOK, arrivals.CHINESE),
    **_terms(Role.LOOK, camera.ANGLES_AND_SIZES),
    **_terms(Role.LOOK, camera.LOOKED_AT),
    **_terms(Role.ADVERB, small.ADVERBS),
    **_terms(Role.ADVERB, small.CLOCKS),
    **_terms(Role.LINK, small.LINKS),
    **_terms(Role.NEGATION, small.NEGATIONS),
    **_terms(Role.PREPOSITION, small.PREPOSITIONS),
    **_terms(Role.NOTHING, {"": small.NOTHING}),
    **_terms(Role.MOVE, camera.MOVES),
    **_terms(Role.FILM_TERM, camera.FILM_TERMS),
    **_terms(Role.DIRECTION, camera.DIRECTIONS),
    **_terms(Role.DIRECTION, {gloss: _from_to(*sides) for gloss, sides in camera.FROM_TO.items()}),
    **_terms(Role.CIRCLE, {"orbit": camera.CIRCLES}),
    **_terms(Role.CAMERA, camera.CAMERAS),
    **{text: Term(text, Role.NOUN, (text,)) for text in small.GUARDED.split()},
}
"""Terms that hold whoever the sentence is about."""

ACTED: dict[str, Term] = {
    **_terms(Role.MOVE, camera.ACTED),
    **_terms(Role.FOLLOW, {"follow": camera.FOLLOWS}),
    **_terms(Role.LINK, {"while": "边"}),
}
"""Terms that hold where the camera acts."""

_LONGEST: dict[str, int] = {}
"""The length of the longest term that begins with a character."""
for _text in (*TERMS, *ACTED):
    _LONGEST[_text[0]] = max(_LONGEST.get(_text[0], 0), len(_text))
SIMPLIFIED = str.maketrans(small.TRADITIONAL[::2], small.TRADITIONAL[1::2])


def term_at(text: str, position: int, *, acted: bool) -> Term | None:
    """The longest term that begins at a position.

    Args:
        acted: whether the terms that need a camera count.
    """
    return _longest(text[position : position + _LONGEST.get(text[position : position + 1], 0)], acted=acted)


@lru_cache(maxsize=8192)
def _longest(text: str, *, acted: bool) -> Term | None:
    for length in range(len(text), 0, -1):
        part = text[:length]
        if acted and part in ACTED:
            return ACTED[part]
        if part in TERMS:
            return TERMS[part]
    return None


def is_known(text: str, position: int, roles: Iterable[Role]) -> bool:
    """Whether a term of one of these roles begins at a position, with a camera or without."""
    for acted in (True, False):
        term = term_at(text, position, acted=acted)
        if term is not None and term.role in roles:
            return True
    return False
