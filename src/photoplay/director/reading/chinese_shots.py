"""The headings of a shot list in Chinese: "1.", "shot 2:", "the third shot"."""

import re
from typing import NamedTuple

from photoplay.director.reading.chinese_terms import ACTING
from photoplay.director.vocabulary.chinese import Role, is_known

_N = r"[0-9一二三四五六七八九十]{1,2}"
_UNITS = r"(?!\s?(?:秒|s|倍|度|个|次|米|帧|\.[0-9]|[-到至]))"
_ENDS = rf"{_UNITS}(?=\s|[:,.、\]】)|]|$)[\s:,.、\]】)|]*"
_SHOT = re.compile(
    rf"第\s?{_N}\s?个?(?:分?镜头?|画面|场景|片段|幕){_ENDS}|(?:分?镜头?|画面|场景|片段)\s?{_N}{_ENDS}"
    rf"|分?镜头?\s?[0-9]{{1,2}}{_UNITS}(?=[\u4e00-\u9fff])"
)
_NUMBER = re.compile(r"[0-9]{1,2}\s?[.、):](?![0-9])\s*")
_BARE_NUMBER = re.compile(r"[0-9]{1,2}\s?(?![0-9.])")
_NAMED = frozenset({Role.CAMERA, Role.FILM_TERM})
_TOLD = frozenset({Role.ADVERB, Role.DIRECTION, Role.LOOK, Role.MOVE, Role.NOUN}) | _NAMED


class Heading(NamedTuple):
    """What opens an entry of a shot list."""

    end: int
    """The position after it in the text."""
    of_shot: bool
    """Whether it names a shot, not only its number."""


def read_heading(text: str, position: int, *, opens: bool) -> Heading | None:
    """The heading that begins at a position, if one does.

    Args:
        opens: whether a clause begins there.
    """
    if opens and (shot := _SHOT.match(text, position)):
        return Heading(shot.end(), of_shot=True)
    if not text[position : position + 1].isdigit():
        return None
    if opens and (number := _NUMBER.match(text, position)):
        return Heading(number.end(), of_shot=False)
    bare = _BARE_NUMBER.match(text, position)
    if bare is None or not is_known(text, bare.end(), _TOLD if opens else _NAMED):
        return None
    return Heading(bare.end(), of_shot=False)


def tells_a_move(text: str, position: int) -> bool:
    """Whether what stands under a heading begins with the camera or its move."""
    return is_known(text, position, ACTING | _NAMED)
