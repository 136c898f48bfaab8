"""Which language a prompt is written in."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from photoplay.director.vocabulary.kinds import Language
from photoplay.director.vocabulary.lexicon import DIRECTION_WORDS, word_set

HAN_WEIGHT = 3
"""One Chinese character says about as much as so many Latin letters."""
_ENGLISH = (DIRECTION_WORDS.keys() - {"on"}) | word_set(
    "the and of with is are to at from as its her his their it she he they into while then over by for "
    "this that camera shot slow slowly no not without there who which"
)
_FOREIGN = word_set(
    "le la les des du une dans avec sur vers puis est et qui lent lentement caméra "
    "el los las una y con del hacia desde mientras luego cámara lentamente suave "
    "der das den dem ein eine einen und mit nach auf von ist zur zum langsam kamera dann während "
    "il lo gli che della dello dei nel telecamera lenta poi mentre verso sulla "
    "os um uma com para pela pelo então enquanto câmera câmara e é o "
    "de het een en naar langzaam wordt "
    "ve bir ile doğru och till med jag det i kameran się na do jest kamery w z"
)
"""Small words of languages with Latin letters that English does not have."""
_LATIN_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=8)
def language_of(text: str) -> Language:
    """The language of a prompt: English, Chinese, or another.

    A text that shows no other language, such as a mere name, is taken for English.
    """
    scripts = Counter(_script(letter) for letter in text if letter.isalpha())
    han = HAN_WEIGHT * scripts["CJK"]
    if scripts["HIRAGANA"] + scripts["KATAKANA"] + scripts["HANGUL"] > scripts["CJK"] / 10:
        return Language.OTHER if 2 * scripts["LATIN"] < sum(scripts.values()) else Language.ENGLISH
    if han and han >= scripts["LATIN"]:
        return Language.CHINESE
    if 2 * scripts["LATIN"] < sum(scripts.values()):
        return Language.OTHER
    words = _LATIN_WORD.findall(text.casefold())
    foreign = sum(word in _FOREIGN for word in words)
    return (
        Language.OTHER if foreign > max(2 * sum(word in _ENGLISH for word in words), 1) else Language.ENGLISH
    )


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").removeprefix("FULLWIDTH ").split(" ")[0].split("-")[0]
