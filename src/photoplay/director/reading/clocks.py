"""Clock times in a clause: "0-2 s", "after two seconds", "for the last second"."""

import re
from dataclasses import dataclass

from photoplay.director.vocabulary.lexicon import word_set

_NUMBER = r"([0-9]{1,4}(?:\.[0-9]{1,6})?)"
_UNIT = r"(?:seconds|second|secs|sec|s)\b"

_ABOUT = r"(?: about| around)?"

_RANGE = re.compile(rf"\b{_NUMBER}\s?(?:{_UNIT} )?(?:- |to |and |until )\s?{_NUMBER}\s?(?:{_UNIT})?")
_FIRST = re.compile(rf"\bfirst (?:{_NUMBER} )?{_UNIT}")
_LAST = re.compile(rf"\b(?:last|final) (?:{_NUMBER} )?{_UNIT}")
_START = re.compile(
    rf"\b(?:after|at|from|past)(?: the)?(?: first)?{_ABOUT} {_NUMBER} ?{_UNIT}"
    rf"|\b{_NUMBER} ?{_UNIT} in(?:to|$)"
)
_END = re.compile(rf"\b(?:until|till|by)(?: the)? {_NUMBER} ?{_UNIT}")
_LENGTH = re.compile(
    rf"\b(?:over|for|in|within|during|lasting|lasts|takes){_ABOUT}(?: the)?(?: next)? {_NUMBER} ?{_UNIT}"
    rf"|\b{_NUMBER} second\b(?! in| mark)"
)
_CLIP = r"(?! of (?!the (?:clip|video|shot|sequence|scene|film|take)\b))"
_PARTS = (
    (re.compile(r"\bfirst half\b"), 0.0, 0.5),
    (re.compile(r"\b(?:second|last) half\b"), 0.5, 1.0),
    (re.compile(r"\b(?:halfway|midway)\b"), 0.5, 1.0),
    (re.compile(rf"\b(?:at|in|during) the (?:very )?(?:start|beginning|outset)\b{_CLIP}"), 0.0, 0.25),
    (re.compile(rf"\b(?:at|in|toward|towards|near) the (?:very )?end\b{_CLIP}"), 0.75, 1.0),
    (
        re.compile(r"\b(?:throughout|the whole time|the entire (?:clip|video|shot|time|sequence|scene))\b"),
        0.0,
        1.0,
    ),
)


@dataclass(frozen=True)
class Clock:
    """When a move happens, in seconds; None where the prompt leaves it open."""

    start: float | None = None
    end: float | None = None
    length: float | None = None


_TELLING = word_set(
    "half halfway midway start beginning outset end throughout whole entire second seconds sec secs s"
)


def may_tell_time(words: tuple[str, ...]) -> bool:
    """Whether a clause has any word that a clock time needs."""
    return not _TELLING.isdisjoint(words)


def read_clock(text: str, duration: float) -> Clock | None:
    """The first clock time in a clause, cut to the clip; None where there is none or it lies outside."""
    clock = _find(text, duration)
    if clock is None or lies_outside(text, duration):
        return None
    start = None if clock.start is None else max(clock.start, 0.0)
    end = None if clock.end is None else min(clock.end, duration)
    empty = (end is not None and end <= (start or 0.0)) or clock.length == 0
    return None if empty else Clock(start, end, clock.length)


def lies_outside(text: str, duration: float) -> bool:
    """Whether the first clock time in a clause begins after the clip has ended."""
    clock = _find(text, duration)
    return clock is not None and clock.start is not None and clock.start >= duration


def _find(text: str, duration: float) -> Clock | None:
    for pattern, start, end in _PARTS:
        if pattern.search(text):
            return Clock(start * duration, end * duration)
    if (match := _RANGE.search(text)) and "s" in match[0]:
        return Clock(float(match[1]), float(match[2]))
    if match := _LAST.search(text):
        return Clock(duration - float(match[1] or 1), duration)
    return _find_one_sided(text)


def _find_one_sided(text: str) -> Clock | None:
    if match := _START.search(text):
        return Clock(start=float(match[1] or match[2]))
    if match := _FIRST.search(text):
        return Clock(0.0, float(match[1] or 1))
    if match := _END.search(text):
        return Clock(end=float(match[1]))
    match = _LENGTH.search(text)
    return Clock(length=float(match[1] or match[2])) if match else None
