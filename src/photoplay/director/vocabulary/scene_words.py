"""The small words and the verbs by which the noun phrases of a clause are told apart."""

from functools import lru_cache

from photoplay.director.vocabulary.actions import ACTS, BODY, IDLE_VERBS
from photoplay.director.vocabulary.effects import EFFECTS, STIRRING, WORN
from photoplay.director.vocabulary.inflection import Form, forms
from photoplay.director.vocabulary.lexicon import (
    AMOUNTS,
    DETERMINERS,
    DIRECTION_WORDS,
    INTENSIFIERS,
    MANNERS,
    NEGATORS,
    PACES,
    SMALL_WORDS,
    is_filler,
    word_set,
)
from photoplay.director.vocabulary.lights import LIGHTS
from photoplay.director.vocabulary.nouns import NOUNS, PERSONAL

PREPOSITIONS = word_set(
    "in on at of with by from into onto over under above below behind beside near through across along "
    "around past against toward towards down up off out between among amid amidst beneath inside outside "
    "within without upon during for about like after before until via to infrontof alongside"
)

CONJUNCTIONS = word_set("and or then while nor plus")

RELATIVES = word_set("who whose which that")

OPENERS = DETERMINERS | word_set(
    "our each every all both several many few no another these those two three "
    "four five six seven eight nine ten"
)
"""Words that open a noun phrase."""

CAUSATIVES = word_set(
    "let lets make makes making have has having see watch to will would can may should must does do did"
)
"""Words after which a verb stands in its base form."""

MOVEMENT = word_set("movement movements motion motions moving move moves animation animated")
"""Nouns and adjectives for any motion of what is named beside them."""

_ADVERBS = word_set(
    "not never now also just still again together there here back forth away home alone abroad ahead "
    "barefoot downstairs upstairs outside inside apart aside everywhere forward while very too so almost "
    "if when than because is am has had i'm he's she's it's they're there's did"
)

_ADJECTIVES = word_set(
    "black white red blue green yellow brown pink purple orange grey gray golden silver gold stone marble "
    "concrete brick metal leather rubber plastic old young tall new ancient modern dark bright pale blonde "
    "blond thick thin warm cold hot wet dry fresh elderly lone solitary distant nearby soft light heavy deep "
    "wild loose curly steep broad tender shy sad happy sweet polite friendly proud faint crisp summer winter "
    "wooden golden woolen woollen snowy dusty rusty sandy cloudy sunny stormy muddy grassy rocky fluffy shiny empty "
    "windy rainy foggy misty frozen broken open majestic"
)
_ADJECTIVE_ENDINGS = ("ous", "ful", "ish", "less", "able")

GERUND_NOUNS = word_set(
    "building morning evening wedding ceiling painting clothing king ring string wing spring thing something "
    "nothing anything everything lightning lighting railing clearing crossing opening landing wing sling duckling "
    "gosling being sibling awning setting offering ceiling pudding stocking earring sibling viking"
)
"""Words in -ing that are nouns."""

NOT_VERBS = word_set(
    "dress glass grass moss kids red bed bus class mess sunglasses glasses jeans pants shorts clothes"
)
"""Words in -s or -ed that are no verbs after somebody's name."""

STRENGTHS: dict[str, float] = {
    word: amount
    for amount, words in {
        0.5: "light lightly faint faintly mild thin soft softly slight",
        1.5: "heavy heavily hard intense intensely violently wildly wild fierce fiercely thick dense strongly "
        "vigorously rough bright brightly loudly deep deeply broad broadly",
        2.0: "torrential furious furiously raging violent massive",
    }.items()
    for word in words.split()
}
"""Words for how strong a motion is, besides the amounts of a camera move."""


def _verbs() -> dict[str, tuple[str, Form]]:
    tabled = dict.fromkeys([verb for table in (BODY, EFFECTS, LIGHTS) for verb, _ in table])
    bases = [*ACTS, *tabled, *sorted(STIRRING | WORN), *IDLE_VERBS.split()]
    found: dict[str, tuple[str, Form]] = {}
    for base in bases:
        for spelling, form in forms(base).items():
            found.setdefault(spelling, (base, form))
    return {spelling: verb for spelling, verb in found.items() if spelling not in _NO_FORMS}


_NO_FORMS = word_set("left like rose found saw")
"""Spellings whose other meaning is the usual one."""

VERBS: dict[str, tuple[str, Form]] = _verbs()
"""Every spelling of a verb the scene knows: its base and its form."""


@lru_cache(maxsize=8192)
def is_adverb(word: str) -> bool:
    """Whether a word only colours a verb, or stands between a verb and its subject."""
    if word in NOUNS:
        return False
    return (
        word in _ADVERBS
        or word in INTENSIFIERS
        or word in NEGATORS
        or (is_filler(word) and not is_adjective(word))
    )


@lru_cache(maxsize=8192)
def is_adjective(word: str) -> bool:
    """Whether a word colours a noun."""
    if word in NOUNS or word in PERSONAL or word.endswith("ly"):
        return False
    if word in DIRECTION_WORDS or word in SMALL_WORDS or word in INTENSIFIERS or word in NEGATORS:
        return False
    coloured = word in _ADJECTIVES or word in AMOUNTS or word in PACES or word in MANNERS
    return coloured or (len(word) > 4 and word.endswith(_ADJECTIVE_ENDINGS))


@lru_cache(maxsize=8192)
def is_nounlike(word: str) -> bool:
    """Whether a word may be the noun of a phrase."""
    if word in NOUNS:
        return True
    small = word in PREPOSITIONS or word in OPENERS or word in CONJUNCTIONS or word in RELATIVES
    return not (
        small or word in PERSONAL or word in VERBS or word == "it" or is_adverb(word) or is_adjective(word)
    )
