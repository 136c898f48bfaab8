"""Which Chinese term begins where: the longest, unless its character belongs to an unknown word."""

import re

from photoplay.director.reading.chinese_clocks import read_chinese_clock
from photoplay.director.vocabulary.chinese import ACTED, TERMS, Role, Term, is_known, term_at

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
FILMING = re.compile(r"[的式]?(?:镜头(?!光晕|前|里|中)|运镜|拍摄|摄影|镜(?![子面框头前中里]))")
"""What makes the verb before it a move of the camera."""

ACTING = frozenset({Role.FILM_TERM, Role.MOVE, Role.FOLLOW, Role.CIRCLE})
"""The roles of camera moves."""
_BOUND = frozenset({Role.NOUN, Role.ACT, Role.ADVERB})
"""Roles whose terms of one character hold only between other words."""
_JOINED = ACTING | {
    Role.ADVERB,
    Role.DIRECTION,
    Role.CAMERA,
    Role.PREPOSITION,
    Role.ACT,
    Role.NEGATION,
    Role.LOOK,
}
"""Roles that may follow a link or a negation of one character."""
_FIRST = frozenset(text[0] for text, term in (TERMS | ACTED).items() if term.role in ACTING)
"""What a move begins with."""
_TOGETHER = re.compile(
    r"[与和跟同](?!此)[^,。、.!?;\n]{1,10}?(?:同步|并行|同速|等速|平行|并排|并肩|齐头并进|一起(?:移动|前进|向前))"
)
"""What says that the camera keeps pace with somebody."""
_COUNTED = re.compile("[一两二三四几这那每][台架部]")
_FILMS = re.compile(r"[^,。.!?;\n]{0,8}拍[摄的,。.]?")
_OF_A_MOVE = re.compile("同时|过程|时候|速度|方式|感觉")
"""What makes a verb before it one that tells what happens, not which thing is meant."""
_ANYWHERE = frozenset("向从在朝往沿的她他它")
"""Characters that end a run of unknown ones."""


def next_term(text: str, position: int, *, acted: bool, known: bool) -> Term | None:
    """The term at a position, or None where its character belongs to an unknown word.

    Args:
        acted: whether the camera is the subject.
        known: whether a known word stands right before.
    """
    if acted and _TOGETHER.match(text, position):
        return Term(text[position], Role.FOLLOW, ("follow",))
    term = _film_term(text, position, acted=acted) or term_at(text, position, acted=acted)
    if term is None and is_doubled(text, position):
        return Term(text[position : position + 2], Role.NOTHING, ())
    if term is not None and _is_counted_thing(text, position, term):
        return Term(term.text, Role.NOUN, (term.text,))
    if term is not None and term.text[-1] == "的" and _OF_A_MOVE.match(text, position + len(term.text)):
        term = term_at(text[position : position + len(term.text) - 1], 0, acted=acted)
    if term is None or len(term.text) > 1 or _stands_between_words(text, position, term, known=known):
        return term
    return None


def ends_unknown(text: str, position: int, *, acted: bool) -> bool:
    """Whether a run of unknown characters ends before a position."""
    term = _film_term(text, position, acted=acted) or term_at(text, position, acted=acted)
    if term is None and is_doubled(text, position):
        return True
    is_sure = term is not None and (len(term.text) > 1 or term.text in _ANYWHERE)
    return is_sure or read_chinese_clock(text, position) is not None


def is_doubled(text: str, position: int) -> bool:
    """Whether a character stands twice, as in words for how something sounds or looks."""
    return text[position] == text[position + 1 : position + 2]


def is_drawn_out(text: str, position: int) -> bool:
    """Whether a character stands for the third time in a row, which says no more than the second."""
    return (
        position > 1
        and HAN.match(text, position) is not None
        and text[position - 2] == text[position - 1] == text[position]
    )


def _is_counted_thing(text: str, position: int, term: Term) -> bool:
    """Whether the name of a camera is that of a thing in the picture, as in "two drones"."""
    if term.role not in (Role.CAMERA, Role.FILM_TERM):
        return False
    return _COUNTED.match(text, max(position - 2, 0), position) is not None and not _FILMS.match(
        text, position
    )


def _film_term(text: str, position: int, *, acted: bool) -> Term | None:
    """A move right before a word for filming, as in "a rising shot", needs no camera."""
    if acted or text[position] not in _FIRST:
        return None
    term = term_at(text, position, acted=True)
    if term is None or term.role not in ACTING:
        return None
    end = position + len(term.text)
    ends = not HAN.match(text, end)
    is_manner = term.text == "手持" and (ends or is_known(text, end, {Role.FILM_TERM, Role.FOLLOW}))
    return term if is_manner or FILMING.match(text, end) else None


def _stands_between_words(text: str, position: int, term: Term, *, known: bool) -> bool:
    following = position + 1
    if term.text in _ANYWHERE:
        return True
    if term.role is Role.CAMERA:
        return is_known(text, following, ACTING | {Role.ADVERB, Role.DIRECTION, Role.PREPOSITION})
    if term.role is Role.NOTHING or term.text in "到至":
        return known
    if term.role in (Role.LINK, Role.NEGATION) or term.text in "先只仅":
        return is_known(text, following, _JOINED) or (known and _ends_at(text, following))
    return term.role not in _BOUND or _ends_at(text, following)


def _ends_at(text: str, position: int) -> bool:
    return not HAN.match(text, position) or term_at(text, position, acted=True) is not None
