"""Splitting a prompt into clauses, and the order in which they happen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from photoplay.director.reading.word import COMMA_BREAK, SENTENCE_BREAK, Word
from photoplay.director.vocabulary.heads import BASE_OF
from photoplay.director.vocabulary.lexicon import (
    AMOUNTS,
    CAMERA_NOUNS,
    DIRECTION_WORDS,
    EASINGS,
    NEGATORS,
    OBJECT_MARKERS,
    PACES,
    SIZE_UNITS,
    TIME_UNITS,
    is_filler,
    word_set,
)

_CHINESE_GAP = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")


class Link(Enum):
    """How a clause follows the one before it in its sentence."""

    START = auto()
    COMMA = auto()
    WHILE = auto()
    AS = auto()
    WHICH = auto()
    """Says something of the last word before it."""
    THEN = auto()
    EARLIER = auto()
    """What it says happens before what was said just now."""


@dataclass(frozen=True)
class Clause:
    """A run of words without a break."""

    words: tuple[str, ...]
    sources: tuple[str, ...]
    link: Link
    sentence: int

    def phrase(self, start: int, end: int) -> str:
        """The words of the prompt from one position to another, the latter not included."""
        while start < end - 1 and _is_idle_opening(self.words[start]):
            start += 1
        return without_gaps(" ".join(filter(None, self.sources[start:end])))


def without_gaps(phrase: str) -> str:
    """Chinese is written without spaces between words."""
    return _CHINESE_GAP.sub("", phrase)


def _is_idle_opening(word: str) -> bool:
    return word in ("and", "or", "it", "then", "first", "-", "also", "just") or word in TIME_UNITS


THEN_WORDS = word_set(
    "then next finally afterwards afterward subsequently lastly later eventually ultimately →"
)
_ORDERING = {"before": Link.THEN, "after": Link.EARLIER, "once": Link.EARLIER}
_FRONTED = {"before": Link.EARLIER, "after": Link.THEN, "once": Link.THEN}
_MOVE_OPENERS = word_set("it the settling holding coming")
_QUALIFIERS = (
    DIRECTION_WORDS.keys() | PACES.keys() | AMOUNTS.keys() | EASINGS.keys() | SIZE_UNITS | TIME_UNITS
)
_SUBORDINATE = word_set("before after as while whilst once when")
_TIMES_OF_DAY = word_set("morning evening spring")
_LINKS = {
    COMMA_BREAK: Link.COMMA,
    "but": Link.COMMA,
    "where": Link.COMMA,
    "which": Link.WHICH,
    "while": Link.WHILE,
    "whilst": Link.WHILE,
    "simultaneously": Link.WHILE,
    "as": Link.AS,
    **_ORDERING,
    **dict.fromkeys(THEN_WORDS, Link.THEN),
}


def split_clauses(words: list[Word]) -> list[Clause]:
    """Split words into clauses, in the order they were written."""
    clauses: list[Clause] = []
    for number, sentence in enumerate(_sentences(words)):
        clauses += _clauses_of(sentence, number)
    return clauses


def _sentences(words: list[Word]) -> Iterator[list[Word]]:
    sentence: list[Word] = []
    for word in words:
        if word.text == SENTENCE_BREAK:
            yield sentence
            sentence = []
        else:
            sentence.append(word)
    yield sentence


def _clauses_of(sentence: list[Word], number: int) -> Iterator[Clause]:
    link, run = Link.START, list[Word]()
    after_fronted: Link | None = None
    for following, word in _with_next(_with_comma_before_camera(_without_idle_commas(sentence))):
        new_link = _link_of(word.text, following)
        if new_link is None:
            run.append(word)
            continue
        fronted = not run and link is Link.START and word.text in _FRONTED
        if run:
            yield _clause(run, link, number)
            link, run, after_fronted = after_fronted or Link.COMMA, [], None
        if fronted:
            after_fronted = _FRONTED[word.text]
        elif new_link is not Link.COMMA:
            link = new_link
    if run:
        yield _clause(run, link, number)


def _clause(run: list[Word], link: Link, number: int) -> Clause:
    return Clause(tuple(word.text for word in run), tuple(word.source for word in run), link, number)


def _with_next(words: list[Word]) -> Iterator[tuple[str, Word]]:
    for position, word in enumerate(words):
        yield (words[position + 1].text if position + 1 < len(words) else ""), word


def _link_of(word: str, following: str) -> Link | None:
    if word == "next" and following == "to":
        return None
    if word in _ORDERING and not _begins_a_move(following):
        return None
    return _LINKS.get(word)


def _begins_a_move(word: str) -> bool:
    is_gerund = word.endswith("ing") and word not in _TIMES_OF_DAY
    return is_gerund or word in CAMERA_NOUNS or word in _MOVE_OPENERS or word.endswith("ly")


def _with_comma_before_camera(sentence: list[Word]) -> list[Word]:
    """Put in the comma that "while she smiles the camera pans left" leaves out."""
    if not sentence or sentence[0].text not in _SUBORDINATE:
        return sentence
    texts = [word.text for word in sentence]
    cut = texts.index("camera") if "camera" in texts else 0
    cut -= texts[cut - 1] == "the"
    if cut < 3 or COMMA_BREAK in texts[:cut] or texts[cut - 1] in OBJECT_MARKERS | NEGATORS:
        return sentence
    return [*sentence[:cut], Word(COMMA_BREAK, COMMA_BREAK), *sentence[cut:]]


def _without_idle_commas(sentence: list[Word]) -> list[Word]:
    """Drop the commas around a run of mere adverbs and directions ("pans, slowly, left")."""
    runs: list[list[Word]] = [[]]
    for word in sentence:
        if word.text == COMMA_BREAK:
            runs.append([])
        else:
            runs[-1].append(word)
    joined = list(runs[0])
    for before, run in pairwise(runs):
        if not (_is_idle(before) or _is_idle(run)):
            joined.append(Word(COMMA_BREAK, COMMA_BREAK))
        joined += run
    return joined


def _is_idle(run: list[Word]) -> bool:
    says_how = not run or any(word.text in _QUALIFIERS or word.text.endswith("ly") for word in run)
    return says_how and all(
        is_filler(word.text) and word.text not in BASE_OF and word.text not in THEN_WORDS for word in run
    )
