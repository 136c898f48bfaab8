"""Who rises in "the camera follows the bird, rising": in Chinese both do."""

from photoplay.director.reading.word import COMMA_BREAK, SENTENCE_BREAK, Word
from photoplay.director.vocabulary.lexicon import is_filler, word_set

_BREAKS = (COMMA_BREAK, SENTENCE_BREAK)
_LIFTS = word_set("rise rises ascend ascends lower lowers descend descends sink sinks")
_TRAVELS = word_set("move moves")
_VERTICAL = word_set("upwards downwards up down")


def joined_by_camera(words: list[Word]) -> list[Word]:
    """Put an "and" before what a camera that follows somebody does up or down along with them."""
    told: list[Word] = []
    follows = False
    for position, word in enumerate(words):
        if word.text in _BREAKS:
            follows = False
        elif word.text == "follow" and told and told[-1].text != "to":
            follows = True
        elif follows and _goes_up_or_down(words, position):
            start = len(told)
            while is_filler(told[start - 1].text):
                start -= 1
            told.insert(start, Word("and", ""))
            follows = False
        told.append(word)
    return told


def _goes_up_or_down(words: list[Word], position: int) -> bool:
    following = words[position + 1].text if position + 1 < len(words) else ""
    word = words[position].text
    return word in _LIFTS or (word in _TRAVELS and following in _VERTICAL)
