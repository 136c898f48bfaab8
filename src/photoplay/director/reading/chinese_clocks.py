"""Clock times and amounts in Chinese: the first two seconds, from second three, a half turn."""

import re
from typing import NamedTuple

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九十")} | {"两": 2}
_N = r"([0-9]{1,4}(?:\.[0-9]{1,6})?|[零一二两三四五六七八九十半]{1,3})\s?"
_S = r"(?:秒钟?|s(?:ec)?(?![a-z]))"
_LATER = r"(?:之后|以后|过后|后)"
_WITHIN = r"(?:之内|以内|内|时间|左右|里)?"

_PATTERNS = (
    (re.compile(rf"(?:在|从)?第?{_N}{_S}?\s?[-到至]\s?第?{_N}{_S}(?:时|{_WITHIN[3:-2]})?"), "{0} - {1} s"),
    (re.compile(rf"(?:在)?(?:最?前|最初的?|开头的?|首){_N}{_S}{_WITHIN}"), "first {0} second"),
    (re.compile(rf"(?:在)?(?:最后|末尾|结尾|后)的?{_N}{_S}{_WITHIN}"), "last {0} second"),
    (re.compile(rf"(?:从|自|在|到了?)?第{_N}{_S}(?:{_LATER}|开始|起|时|处|的时候)?"), "from {0} second"),
    (re.compile(rf"(?:直到|直至|到){_N}{_S}(?:为止|时)?"), "until {0} second"),
    (re.compile(rf"(?:在|从)?{_N}{_S}(?:{_LATER}|开始|起|时)"), "after {0} second"),
    (
        re.compile(rf"(?:持续|历时|耗时|用时|用|花|在|时长|长达)?(?:约|大约)?{_N}{_S}{_WITHIN}"),
        "for {0} second",
    ),
    (re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,6})?)\s?(?:度|degrees)"), "{0} degrees"),
    (re.compile(rf"{_N}倍"), "{0} times"),
)
_MAY_BEGIN = frozenset("0123456789零一二两三四五六七八九十半在从自到直第最前首开后末结持历耗用花时长约大")


class ChineseClock(NamedTuple):
    """A time or an amount, in English words."""

    words: tuple[str, ...]
    end: int
    """The position after it in the text."""


def read_chinese_clock(text: str, position: int) -> ChineseClock | None:
    """The time or amount that begins at a position, if one does."""
    if text[position] not in _MAY_BEGIN:
        return None
    for pattern, form in _PATTERNS:
        if match := pattern.match(text, position):
            numbers = [_number(group) for group in match.groups()]
            return ChineseClock(tuple(form.format(*numbers).split()), match.end())
    return None


def _number(spelling: str) -> str:
    if spelling[0].isascii():
        return spelling
    if spelling == "半":
        return "0.5"
    tens, ten, ones = spelling.rpartition("十")
    value = 10 * (_DIGITS.get(tens, 1)) if ten else 0
    half = 0.5 if ones.endswith("半") else 0
    return f"{value + _DIGITS.get(ones.removesuffix('半'), 0) + half:g}"
