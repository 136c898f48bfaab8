"""Amount, pace and easing, from the words near a move."""

import math
from dataclasses import dataclass
from itertools import pairwise

from photoplay.director.vocabulary.kinds import Easing, MoveKind, Pace
from photoplay.director.vocabulary.lexicon import AMOUNTS, EASINGS, INTENSIFIERS, PACES, is_number

LARGEST_AMOUNT = 3.0
USUAL_DEGREES = {MoveKind.PAN: 5.5, MoveKind.TILT: 4.5, MoveKind.ROLL: 6.0, MoveKind.ORBIT: 7.0}
"""The size of a move of amount 1, for prompts that give a number of degrees."""
USUAL_ZOOM = 1.3
"""The magnification of a zoom of amount 1."""


@dataclass(frozen=True)
class Pacing:
    """How a move is made."""

    amount: float = 1.0
    pace: Pace = Pace.NORMAL
    easing: Easing = Easing.EASE_IN_OUT


def read_pacing(words: list[str], kind: MoveKind | None = None, implied: Pace | None = None) -> Pacing:
    """Read the words that qualify a move of this kind, or anything else; the first word of each sort wins."""
    paces = [PACES[word] for word in words if word in PACES]
    pace = Pace.WHIP if Pace.WHIP in paces else next(iter(paces), Pace.NORMAL)
    if pace is Pace.SLOW and _is_intensified(words):
        pace = Pace.VERY_SLOW
    amount = next((AMOUNTS[word] for word in words if word in AMOUNTS), 1.0)
    easing = next((EASINGS[word] for word in words if word in EASINGS), Easing.EASE_IN_OUT)
    return Pacing(_numbered_amount(words, kind) or amount, implied or pace, easing)


def _is_intensified(words: list[str]) -> bool:
    return any(word in INTENSIFIERS and PACES.get(after) is Pace.SLOW for word, after in pairwise(words))


def _numbered_amount(words: list[str], kind: MoveKind | None) -> float | None:
    for word, unit in zip(words, [*words[1:], ""], strict=False):
        if not is_number(word):
            continue
        number = float(word)
        if kind is MoveKind.ZOOM and unit in ("x", "times", "percent") and number > 0:
            factor = 1 + number / 100 if unit == "percent" else number
            return _clamped(math.log(max(factor, 1.01)) / math.log(USUAL_ZOOM))
        if kind in USUAL_DEGREES and (unit in ("degree", "degrees", "deg") or number in (90, 180, 270, 360)):
            return _clamped(number / USUAL_DEGREES[kind])
    return None


def _clamped(amount: float) -> float:
    return round(min(amount, LARGEST_AMOUNT), 2)
