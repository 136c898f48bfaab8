"""Words that ask for something by themselves: weather, gestures and plays of light."""

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise

from photoplay.director.reading.clauses import Clause, Link
from photoplay.director.scene.phrases import Parse, Phrase
from photoplay.director.scene.senses import sense_of
from photoplay.director.vocabulary.actions import GESTURES, GIVING, MEASURED_GESTURES
from photoplay.director.vocabulary.effects import WEATHER, WEATHER_BY_STRENGTH
from photoplay.director.vocabulary.kinds import EffectKind, LightKind, Motion
from photoplay.director.vocabulary.lexicon import AMOUNTS, PACES, word_set
from photoplay.director.vocabulary.lights import PAIRED_PLAYS, PLAYS, TURNS_OF_DAY
from photoplay.director.vocabulary.nouns import COMPOUNDS, NOUNS, Noun
from photoplay.director.vocabulary.scene_words import (
    MOVEMENT,
    OPENERS,
    STRENGTHS,
    VERBS,
    is_adjective,
    is_nounlike,
)

_PAST_WEATHER = word_set("after before since")
_NOT_OF_THE_SEA = word_set("heat sound radio light brain shock micro air hair beach soft loose")
_BECOMING = word_set("to into becomes become becoming turns turning")
_FARTHEST = 6
"""How many words may lie between two times of day."""


def named_kinds(
    clause: Clause, read: Parse, denied: Set[int], used: Set[int]
) -> Iterator[tuple[int, Motion]]:
    """The kinds that words of a clause name by themselves, with their positions.

    Args:
        clause: the words to read.
        read: their phrases and verbs.
        denied: positions that ask for nothing.
        used: heads of phrases that something is already told of.
    """
    words = clause.words
    heads = {phrase.head: phrase for phrase in read.phrases}
    for position, word in enumerate(words):
        if position in denied or position in used:
            continue
        if word in WEATHER and _is_weather(clause, position, position in heads):
            yield position, WEATHER[word]
        elif word in WEATHER_BY_STRENGTH and _is_strong(words, position, position in heads):
            yield position, WEATHER_BY_STRENGTH[word]
        elif word in GESTURES and position in heads and _is_made(read, word, position):
            yield position, GESTURES[word]
        elif position and word in MOVEMENT and (moved := sense_of("move", _noun(heads, words, position - 1))):
            yield position, moved
        elif word in PLAYS and _stands_free(words, position):
            yield position, PLAYS[word]
        elif position in heads and heads[position].noun is Noun.CLOUD_SHADOW:
            yield position, LightKind.CLOUD_SHADOW
    yield from _pairs(words, denied)
    yield from _turns_of_day(words, denied)


def _noun(heads: Mapping[int, Phrase], words: Sequence[str], position: int) -> Noun | None:
    """Return what the word at `position` names, as the head of its phrase where it is one ("cloud shadows")."""
    return heads[position].noun if position in heads else NOUNS.get(words[position])


def _is_weather(clause: Clause, position: int, is_head: bool) -> bool:
    words = clause.words
    if clause.link is Link.EARLIER or not _stands_free(words, position):
        return False
    if WEATHER[words[position]] is EffectKind.WAVES:
        following = {NOUNS.get(word) for word in words[position + 1 : position + 4]}
        if Noun.HAIR in following or (position and words[position - 1] in _NOT_OF_THE_SEA):
            return False
    before = position - 1
    while before >= 0 and (words[before] in OPENERS or is_adjective(words[before])):
        before -= 1
    return (is_head or words[position] not in NOUNS) and not (before >= 0 and words[before] in _PAST_WEATHER)


def _stands_free(words: tuple[str, ...], position: int) -> bool:
    """Whether a word is not the first part of a compound ("rain coat")."""
    if position + 1 == len(words):
        return True
    following = words[position + 1]
    is_adjective_of_weather = words[position].endswith("y")
    if following in COMPOUNDS and not is_adjective_of_weather:
        return False
    if words[position] not in NOUNS or following in VERBS:
        return True
    return not is_nounlike(following) or (following.endswith("s") and following not in NOUNS)


def _is_strong(words: tuple[str, ...], position: int, is_head: bool) -> bool:
    """Whether weather is told with its strength, or as a verb ("it starts to snow")."""
    before = words[position - 1] if position else ""
    if before == "to":
        return True
    is_told = before in STRENGTHS.keys() - {"deep", "thick"} or before in AMOUNTS or before in PACES
    return is_head and is_told


def _is_made(read: Parse, word: str, position: int) -> bool:
    given = any(verb.base in GIVING and verb.position < position for verb in read.verbs)
    return given or word not in MEASURED_GESTURES


def _pairs(words: tuple[str, ...], denied: Set[int]) -> Iterator[tuple[int, Motion]]:
    for position, pair in enumerate(pairwise(words)):
        if pair in PAIRED_PLAYS and position not in denied and position + 1 not in denied:
            yield position, PAIRED_PLAYS[pair]
    for position, pair in enumerate(zip(words, words[2:], strict=False)):
        of_light = words[position + 1] == "of" and (pair[1], pair[0]) in PAIRED_PLAYS
        if of_light and position not in denied:
            yield position, PAIRED_PLAYS[pair[1], pair[0]]


def _turns_of_day(words: tuple[str, ...], denied: Set[int]) -> Iterator[tuple[int, Motion]]:
    times = {first for first, _ in TURNS_OF_DAY}
    for position, word in enumerate(words):
        if word not in times or position in denied:
            continue
        between = words[position + 1 : position + 1 + _FARTHEST]
        for place, later in enumerate(between):
            if (word, later) in TURNS_OF_DAY and not _BECOMING.isdisjoint(between[:place]):
                yield position, TURNS_OF_DAY[word, later]
                break
