"""How strongly, how fast and which way: the words around a cue."""

from dataclasses import replace

from photoplay.director.camera.pacing import Pacing, read_pacing
from photoplay.director.reading.clauses import Clause
from photoplay.director.vocabulary.kinds import ActionKind, Direction
from photoplay.director.vocabulary.lexicon import DIRECTION_WORDS, NOT_AFTER_A_SIDE, word_set
from photoplay.director.vocabulary.lights import LIGHTS
from photoplay.director.vocabulary.scene_words import (
    OPENERS,
    STRENGTHS,
    VERBS,
    is_adjective,
    is_adverb,
    is_nounlike,
)

_IN_PICTURE = (Direction.LEFT, Direction.RIGHT, Direction.UP, Direction.DOWN)
_BACK_AND_FORTH = word_set("side back")
_OF_LIGHT = frozenset(verb for verb, _ in LIGHTS)
"""What light does: "light" before it is no strength."""


def read_qualifiers(clause: Clause, start: int, position: int, end: int) -> Pacing:
    """The pacing of the verb or noun at `position`, whose words lie from `start` to `end`."""
    words = clause.words
    end = next((place for place in range(position + 1, end) if words[place] == "and"), end)
    near: list[str] = []
    before = position - 1
    while before >= start and (
        words[before] in STRENGTHS or is_adverb(words[before]) or is_adjective(words[before])
    ):
        near.insert(0, words[before])
        before -= 1
    after = position + 1
    while after < end and (is_adverb(words[after]) or is_adjective(words[after])):
        near.append(words[after])
        after += 1
    near += [word for word in words[after:end] if word.endswith("ly")]
    shines = VERBS.get(words[position], ("",))[0] in _OF_LIGHT
    near = [word for word in near if word != "lightning" and not (shines and word == "light")]
    strengths = [STRENGTHS[word] for word in near if word in STRENGTHS]
    pacing = read_pacing(near)
    return replace(pacing, amount=strengths[0]) if strengths and pacing.amount == 1.0 else pacing


def read_direction(clause: Clause, position: int, end: int, kind: str) -> Direction | None:
    """The direction said after the verb at `position`."""
    words = clause.words
    for place in range(position + 1, end):
        word = words[place]
        if word in VERBS and place > position + 1 and word not in DIRECTION_WORDS:
            return None
        direction = DIRECTION_WORDS.get(word)
        if direction is None or (
            _BACK_AND_FORTH & set(clause.sources[place].split()[:1]) and " " in clause.sources[place]
        ):
            continue
        if kind == ActionKind.LEAN and direction in (Direction.IN, Direction.OUT):
            return direction
        if kind == ActionKind.SPIN and direction in (Direction.CLOCKWISE, Direction.COUNTERCLOCKWISE):
            return direction
        if direction in _IN_PICTURE and _is_direction(words, place):
            return direction
    return None


def _is_direction(words: tuple[str, ...], place: int) -> bool:
    """Whether a side or a height is where something moves, not where it is or part of a name."""
    following = words[place + 1] if place + 1 < len(words) else ""
    if words[max(place - 2, 0) : place] == ("on", "the") or following in NOT_AFTER_A_SIDE:
        return False
    if not following or following in VERBS:
        return True
    return not (is_nounlike(following) or (words[place] in ("up", "down") and following in OPENERS))
