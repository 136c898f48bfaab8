"""From text to words: lower case, one spelling for each term, punctuation reduced to two breaks."""

import re
import unicodedata
from typing import NamedTuple

from photoplay.director.lexicon import NUMBER_WORDS, PHRASES, TIME_UNITS

SENTENCE_BREAK = "."
COMMA_BREAK = ","
ARROW = "→"

_TOKEN = re.compile(
    r"\d+:\d\d(?!\d)"
    r"|\d+(?:\.\d+)?"
    r"|[^\W\d_]+(?:'[^\W\d_]+)?"
    r"|[→,:()\[\]{}/&+|-]|[.!?;\n]"
)
_SPELLINGS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "–": "-", "—": " , ", "−": "-", "~": "-", "°": " degrees "})
_CLOCK_PUNCTUATION = re.compile(r"(?<=\d)\s*(?:-+|\bto\b)\s*(?=\d)")
_LONGEST_PHRASE = max(len(phrase) for phrase in PHRASES)


class Word(NamedTuple):
    """One word of the prompt."""

    text: str
    """The canonical spelling the rest of the director works with."""
    source: str
    """The words it stands for, in lower case."""


def read(text: str) -> list[Word]:
    """Split a text into words, `SENTENCE_BREAK` and `COMMA_BREAK`. Never raises."""
    plain = unicodedata.normalize("NFKC", text.replace("…", ".")).casefold().translate(_SPELLINGS)
    plain = plain.replace("->", ARROW).replace("=>", ARROW)
    plain = _CLOCK_PUNCTUATION.sub("-", plain)
    return _without_repeats(_merge_phrases(_tokens(plain)))


def share_of_latin(text: str) -> float:
    """The share of a text's letters that are Latin; 1 for a text without letters."""
    letters = [character for character in text if character.isalpha()]
    latin = sum(unicodedata.name(letter, "").startswith(("LATIN", "FULLWIDTH LATIN")) for letter in letters)
    return latin / len(letters) if letters else 1.0


def _tokens(plain: str) -> list[str]:
    raw = _TOKEN.findall(plain)
    tokens: list[str] = []
    for position, token in enumerate(raw):
        before = raw[position - 1] if position else ""
        after = raw[position + 1] if position + 1 < len(raw) else ""
        if token == "-":
            if (before[-1:].isdigit() or before in TIME_UNITS) and after[:1].isdigit():
                tokens.append(token)
        elif token in "&+":
            tokens.append("and")
        elif token == "/":
            tokens.append("or")
        elif token in ".!?;\n|":
            tokens.append(SENTENCE_BREAK)
        elif token in ",:()[]{}":
            tokens.append(COMMA_BREAK)
        else:
            tokens.append(_number(token, after))
    return tokens


def _number(token: str, after: str) -> str:
    if ":" in token:
        minutes, seconds = token.split(":")
        return str(60 * int(minutes) + int(seconds))
    if token in NUMBER_WORDS and after in TIME_UNITS:
        return NUMBER_WORDS[token]
    return token


def _merge_phrases(tokens: list[str]) -> list[Word]:
    words: list[Word] = []
    position = 0
    while position < len(tokens):
        for length in range(min(_LONGEST_PHRASE, len(tokens) - position), 0, -1):
            run = tuple(tokens[position : position + length])
            if run in PHRASES:
                words += [Word(text, " ".join(run)) for text in PHRASES[run]]
                position += length
                break
        else:
            words.append(Word(tokens[position], tokens[position]))
            position += 1
    return words


def _without_repeats(words: list[Word]) -> list[Word]:
    breaks = {SENTENCE_BREAK, COMMA_BREAK}
    kept: list[Word] = []
    for word in words:
        if word.text in breaks and kept and kept[-1].text in breaks:
            if word.text == SENTENCE_BREAK:
                kept[-1] = word
        else:
            kept.append(word)
    return kept
