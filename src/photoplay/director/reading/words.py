"""From text to words: lower case, one spelling for each term, punctuation reduced to two breaks."""

import re
import unicodedata

from photoplay.director.reading.chinese import read_chinese
from photoplay.director.reading.language import language_of
from photoplay.director.reading.word import ARROW, COMMA_BREAK, SENTENCE_BREAK, Word
from photoplay.director.vocabulary.kinds import Language
from photoplay.director.vocabulary.lexicon import NUMBER_WORDS, TIME_UNITS, is_number
from photoplay.director.vocabulary.spellings import SPELLINGS

_TOKEN = re.compile(
    r"[0-9]{1,4}:[0-9]{2}(?![0-9])"
    r"|[0-9]+(?:\.[0-9]+)?"
    r"|[^\W\d_]+(?:'[^\W\d_]+)?"
    r"|[→,:()\[\]{}/&+|-]|[.!?;\n]"
)
_HAN = re.compile("[\u3400-\u9fff]")
_KEYCAP = re.compile("[0-9#*]\ufe0f?\u20e3")
"""A digit as an emoji."""
_CHARACTERS = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "–": "-",
        "—": " , ",
        "−": "-",
        "~": "-",
        "°": " degrees ",
        "%": " percent ",
        "。": ".",
        "،": ",",
        "।": ".",
    }
)
_CLOCK_PUNCTUATION = re.compile(r"(?<=[0-9])\s{0,9}(?:-{1,9}|\bto\b)\s{0,9}(?=[0-9])")
_LOOSE_DASH = re.compile(r"(?<=\s)-{1,9}(?=\s)")
_LONGEST_PHRASE = max(len(phrase) for phrase in SPELLINGS)


def read(text: str) -> list[Word]:
    """Split a text into words, `SENTENCE_BREAK` and `COMMA_BREAK`. Never raises."""
    plain = (
        unicodedata.normalize("NFKC", _KEYCAP.sub("", text).replace("…", "."))
        .casefold()
        .translate(_CHARACTERS)
    )
    if _HAN.search(plain) and language_of(text) is not Language.OTHER:
        return _without_repeats(read_chinese(plain, _read_latin))
    return _without_repeats(_read_latin(plain))


def _read_latin(plain: str) -> list[Word]:
    plain = plain.replace("->", ARROW).replace("=>", ARROW)
    plain = _CLOCK_PUNCTUATION.sub("-", plain)
    plain = _LOOSE_DASH.sub(" , ", plain)
    return _merge_phrases(_tokens(plain))


def _tokens(plain: str) -> list[str]:
    raw = _TOKEN.findall(plain)
    tokens: list[str] = []
    for position, token in enumerate(raw):
        before = raw[position - 1] if position else ""
        after = next((other for other in raw[position + 1 : position + 3] if other != "-"), "")
        if token == "-":
            if (is_number(before) or before in TIME_UNITS) and is_number(after):
                tokens.append(token)
        elif token in "&+":
            tokens.append("and")
        elif token == "/":
            tokens.append("or")
        elif token in ".!?;\n|":
            tokens.append(SENTENCE_BREAK)
        elif token in ",:()[]{}":
            tokens.append(COMMA_BREAK)
        elif ":" in token:
            minutes, seconds = token.split(":")
            tokens += [str(60 * int(minutes) + int(seconds)), "s"]
        else:
            counts = after in TIME_UNITS and before != "half"
            tokens.append(NUMBER_WORDS.get(token, token) if counts else token)
    return tokens


def _merge_phrases(tokens: list[str]) -> list[Word]:
    words: list[Word] = []
    position = 0
    while position < len(tokens):
        for length in range(min(_LONGEST_PHRASE, len(tokens) - position), 0, -1):
            run = tuple(tokens[position : position + length])
            if run in SPELLINGS:
                words += _spelt(SPELLINGS[run], " ".join(run))
                position += length
                break
        else:
            words.append(Word(tokens[position], tokens[position]))
            position += 1
    return words


def _spelt(canonical: tuple[str, ...], source: str) -> list[Word]:
    return [Word(text, source if position == 0 else "") for position, text in enumerate(canonical)]


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
