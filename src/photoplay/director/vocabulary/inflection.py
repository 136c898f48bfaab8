"""The forms of English verbs and nouns."""

from enum import Enum, auto

from photoplay.director.vocabulary.lexicon import word_set


class Form(Enum):
    """A form of an English verb."""

    BASE = auto()
    THIRD_PERSON = auto()
    GERUND = auto()
    PAST = auto()


_DOUBLED = word_set(
    "pan spin zip jib whip bob run nod swim clap hug flap hop trot sip wag chat drip skip step stir jog "
    "grab grin bat slip wrap tip lap hum rub pat pet tug trip dip flip stop snap scan spar tap sit get "
    "chop tug throb sob strut beg dim wed drum shut"
)
_BRITISH_DOUBLED = word_set("travel swivel")

_IRREGULAR_PAST = {
    base: pasts.split()
    for base, pasts in {
        "fly": "flew flown",
        "rise": "rose risen",
        "go": "went gone",
        "spin": "spun",
        "swing": "swung",
        "slide": "slid",
        "fall": "fell fallen",
        "sink": "sank sunk",
        "creep": "crept",
        "shake": "shook shaken",
        "sweep": "swept",
        "lead": "led",
        "withdraw": "withdrew withdrawn",
        "blow": "blew blown",
        "run": "ran",
        "swim": "swam swum",
        "ride": "rode ridden",
        "drive": "drove driven",
        "speak": "spoke spoken",
        "say": "said",
        "tell": "told",
        "sing": "sang sung",
        "drink": "drank drunk",
        "eat": "ate eaten",
        "bite": "bit bitten",
        "sit": "sat",
        "stand": "stood",
        "get": "got gotten",
        "lie": "lay lain",
        "kneel": "knelt",
        "leap": "leapt",
        "leave": "left",
        "weep": "wept",
        "fight": "fought",
        "catch": "caught",
        "take": "took taken",
        "throw": "threw thrown",
        "give": "gave given",
        "break": "broke broken",
        "burn": "burnt",
        "freeze": "froze frozen",
        "shine": "shone",
        "spread": "spread",
        "burst": "burst",
        "shut": "shut",
        "hit": "hit",
        "set": "set",
        "split": "split",
        "draw": "drew drawn",
        "write": "wrote written",
        "stride": "strode",
        "sleep": "slept",
        "bend": "bent",
        "strike": "struck",
        "wind": "wound",
        "grow": "grew grown",
        "hold": "held",
        "keep": "kept",
        "wear": "wore worn",
        "hang": "hung",
        "see": "saw seen",
        "make": "made",
        "feed": "fed",
        "come": "came",
        "become": "became",
    }.items()
}


def forms(base: str) -> dict[str, Form]:
    """Every spelling of a verb with the form it is; British spellings of regular verbs included."""
    stem = base + base[-1] if base in _DOUBLED else base.removesuffix("e")
    if base.endswith("ee"):
        stem = base
    gerund = base[:-2] + "ying" if base.endswith("ie") else stem + "ing"
    past = base + "d" if base.endswith("e") else stem + "ed"
    if base.endswith("y") and base[-2] not in "aeiou":
        past = base[:-1] + "ied"
    found = {base: Form.BASE, _with_s(base): Form.THIRD_PERSON, gerund: Form.GERUND}
    for spelling in _IRREGULAR_PAST.get(base, [past]):
        found.setdefault(spelling, Form.PAST)
    if base in _BRITISH_DOUBLED:
        found |= {base + base[-1] + "ing": Form.GERUND, base + base[-1] + "ed": Form.PAST}
    return found


_IRREGULAR_PLURAL = {
    "man": "men",
    "woman": "women",
    "child": "children",
    "person": "people",
    "leaf": "leaves",
    "wolf": "wolves",
    "calf": "calves",
    "scarf": "scarves",
    "goose": "geese",
    "mouse": "mice",
    "foot": "feet",
    "sheaf": "sheaves",
}


def number_forms(noun: str) -> tuple[str, str]:
    """The singular and the plural of a noun."""
    for singular, plural in _IRREGULAR_PLURAL.items():
        if noun.endswith(singular):
            return noun, noun.removesuffix(singular) + plural
    return noun, _with_s(noun)


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in set("aeiou"):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "sh", "ch", "o", "x", "z")) else "s")
