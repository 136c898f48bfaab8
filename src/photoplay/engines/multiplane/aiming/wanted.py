"""What the words of a target ask for: things, regions, a part of a face, and which of several."""

import re
from dataclasses import dataclass, replace
from enum import Enum, auto

from photoplay.director.vocabulary.chinese import Role, term_at
from photoplay.director.vocabulary.inflection import number_forms
from photoplay.director.vocabulary.lexicon import NOT_AFTER_A_SIDE, word_set
from photoplay.director.vocabulary.nouns import BODY_PARTS, NOUNS, Noun


class Part(Enum):
    """A part of somebody that can be told apart."""

    FACE = auto()
    EYES = auto()
    MOUTH = auto()


class Which(Enum):
    """Which of several is meant."""

    LEFT = auto()
    RIGHT = auto()
    MIDDLE = auto()
    NEAR = auto()
    FAR = auto()


@dataclass(frozen=True)
class Wanted:
    """What a target's words ask for."""

    things: tuple[str, ...] = ()
    """Names of things that would do."""
    regions: tuple[str, ...] = ()
    """Names of regions that would do where no thing does; each only where those before it are not there."""
    part: Part | None = None
    """The part of it that is meant."""
    is_subject: bool = False
    """Whether the subject is meant, whatever it is."""
    many: bool = False
    """Whether all of them are meant together."""
    which: Which | None = None


ANIMALS = ("dog", "cat", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe", "bird")
VEHICLES = ("car", "bus", "truck", "train", "motorcycle", "bicycle")

_THINGS: dict[tuple[str, ...], str] = {
    ("dog",): "dog puppy pup hound husky corgi poodle labrador retriever shepherd",
    ("cat",): "cat kitten kitty",
    ("horse",): "horse pony foal",
    ("sheep",): "sheep lamb",
    ("cow",): "cow bull calf ox cattle",
    ("elephant",): "elephant",
    ("bear",): "bear panda cub",
    ("zebra",): "zebra",
    ("giraffe",): "giraffe",
    ("bicycle", "motorcycle"): "bicycle bike",
    ("motorcycle",): "motorcycle motorbike scooter",
    ("car",): "car taxi cab jeep limousine convertible sedan",
    ("car", "truck", "bus"): "van",
    ("bus",): "bus coach",
    ("train",): "train tram locomotive carriage",
    ("truck",): "truck lorry tractor",
    ("traffic light",): "traffic-light",
    ("fire hydrant",): "hydrant",
    ("bench",): "bench",
    ("backpack",): "backpack rucksack",
    ("umbrella",): "umbrella parasol",
    ("handbag",): "handbag bag purse",
    ("suitcase",): "suitcase luggage",
    ("sports ball",): "ball football basketball",
    ("kite",): "kite",
    ("skateboard",): "skateboard",
    ("surfboard",): "surfboard",
    ("bottle",): "bottle flask",
    ("wine glass", "cup", "bottle"): "glass goblet wine",
    ("cup", "wine glass"): "cup mug teacup coffee tea drink",
    ("bowl",): "bowl",
    ("banana",): "banana",
    ("apple",): "apple",
    ("orange",): "orange",
    ("pizza",): "pizza",
    ("cake",): "cake",
    ("chair",): "chair armchair stool",
    ("couch",): "couch sofa",
    ("potted plant",): "houseplant potted-plant",
    ("bed",): "bed",
    ("dining table",): "table desk",
    ("tv", "laptop"): "tv television screen monitor",
    ("laptop",): "laptop computer",
    ("keyboard",): "keyboard",
    ("cell phone",): "phone smartphone cellphone",
    ("book",): "book",
    ("clock",): "clock",
    ("vase",): "vase",
    ("teddy bear",): "teddy teddy-bear",
}

_REGIONS: dict[tuple[str, ...], str] = {
    ("windows",): "window",
    (
        "buildings",
    ): "building tower house church castle temple palace skyscraper skyline cathedral cottage hut "
    "barn facade city town village ruin arch",
    ("ground",): "ground road street path floor pavement beach shore",
    ("foliage", "grass"): "garden park",
    ("grass", "foliage"): "grass meadow lawn field pasture",
    ("foliage",): "hill forest",
}

_CLASSES: dict[Noun, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Noun.PERSON: (("person",), ("people",)),
    Noun.ANIMAL: (ANIMALS, ("animals",)),
    Noun.FLYER: (("bird",), ("animals",)),
    Noun.VEHICLE: (VEHICLES, ("vehicles",)),
    Noun.BOAT: (("boat",), ("vehicles",)),
    Noun.AIRCRAFT: (("airplane",), ("vehicles",)),
    Noun.WATER: ((), ("flowing_water", "still_water")),
    Noun.WATERFALL: ((), ("flowing_water",)),
    Noun.WAVE: ((), ("flowing_water", "still_water")),
    Noun.RIPPLE: ((), ("still_water", "flowing_water")),
    Noun.POND: ((), ("still_water",)),
    Noun.SEA: ((), ("still_water", "flowing_water")),
    Noun.SKY: ((), ("sky", "clouds")),
    Noun.CLOUD: ((), ("clouds",)),
    Noun.FIRE: ((), ("fire",)),
    Noun.CANDLE: ((), ("fire", "lamps")),
    Noun.SMOKE: ((), ("smoke",)),
    Noun.STEAM: ((), ("smoke",)),
    Noun.LAMP: ((), ("lamps",)),
    Noun.FOLIAGE: ((), ("foliage", "grass")),
    Noun.LEAF: ((), ("foliage",)),
    Noun.HAIR: ((), ("hair",)),
    Noun.CLOTH: ((), ("cloth",)),
}
"""The things and the regions that each of the director's classes of nouns may be."""

_INSECTS = word_set(
    "butterfly butterflies moth moths bee bees bumblebee bumblebees dragonfly dragonflies insect"
)


def _nouns() -> dict[str, Wanted]:
    known = {
        spelling: Wanted(*_CLASSES[noun])
        for spelling, noun in NOUNS.items()
        if noun in _CLASSES and spelling not in _INSECTS
    }
    for regions, words in _REGIONS.items():
        known |= {
            spelling: Wanted(regions=regions) for word in words.split() for spelling in number_forms(word)
        }
    for things, words in _THINGS.items():
        kind = "animals" if things[0] in ANIMALS else "vehicles" if things[0] in VEHICLES else ""
        wanted = Wanted(things, (kind,) if kind else ())
        known |= {spelling: wanted for word in words.split() for spelling in number_forms(word)}
    return known


_NOUNS = _nouns()


_PARTS: dict[str, Part] = {
    word: part
    for part, words in {
        Part.FACE: "face faces head heads expression cheek cheeks nose chin brow brows forehead profile",
        Part.EYES: "eye eyes gaze pupil pupils eyelid eyelids lashes eyelashes tears tear",
        Part.MOUTH: "smile mouth lip lips grin laugh",
    }.items()
    for word in words.split()
}
_SUBJECT = word_set("subject him her his she he it its protagonist hero heroine character figure")
_MANY = word_set("crowd people group audience team family couple herd flock traffic two three four both all")
_THEY = word_set("they them their")
_PLURALS = {"faces", "heads"} | {
    many for word in _NOUNS for one, many in [number_forms(word)] if many in _NOUNS and one in _NOUNS
}
_PAST = word_set("past beside by alongside")
_BREAKS = word_set(
    "of in on at with by near behind beside under from inside between wearing holding who that"
)
_NO_PLACE = NOT_AFTER_A_SIDE | _PARTS.keys()
"""Words before which a side is one of a body or of a thing itself."""
_WHICH: dict[str, Which] = {
    word: which
    for which, words in {
        Which.LEFT: "left leftmost",
        Which.RIGHT: "right rightmost",
        Which.MIDDLE: "middle center centre central",
        Which.NEAR: "near nearest nearby closest front foreground",
        Which.FAR: "far farthest furthest background behind back distant distance",
    }.items()
    for word in words.split()
}


def read_target(words: str) -> Wanted | None:
    """Return what the words of a target ask for, or None where they name nothing that can be looked for."""
    tokens = _tokens(words)
    wanted = _named(tokens)
    if wanted is None:
        return None
    which = [
        _WHICH[word]
        for word, after in zip(tokens, [*tokens[1:], ""], strict=True)
        if word in _WHICH and after not in _NO_PLACE
    ]
    return replace(wanted, which=which[-1] if which else None)


def goes_past(words: str) -> bool:
    """Return whether the words of a target say that the camera goes past it, not to it."""
    return words.split(" ", 1)[0] in _PAST


def _tokens(words: str) -> list[str]:
    text = words.lower() if words.isascii() else _glossed(words)
    for pair in ("traffic light", "potted plant", "teddy bear"):
        text = text.replace(pair, pair.replace(" ", "-"))
    return re.findall(r"[a-z-]+", text.replace("'s ", " "))


def _glossed(words: str) -> str:
    """Return the English nouns of Chinese `words`."""
    glosses: list[str] = []
    position = 0
    while position < len(words):
        term = term_at(words, position, acted=False)
        if term is not None and term.role in (Role.NOUN, Role.DIRECTION):
            glosses += term.gloss
        position += 1 if term is None else len(term.text)
    return " ".join(glosses)


def _named(tokens: list[str]) -> Wanted | None:
    """Return what the last noun before a preposition names, in the first phrase that has a noun we know."""
    phrases: list[list[str]] = [[]]
    for token in tokens:
        if token in _BREAKS:
            phrases.append([])
        else:
            phrases[-1].append(token)
    found = [wanted for wanted in map(_head, phrases) if wanted is not None]
    if len(found) > 1 and found[0] == Wanted(part=found[0].part):
        return replace(found[1], part=found[0].part)
    return found[0] if found else None


def _head(phrase: list[str]) -> Wanted | None:
    """Return what the last noun of a phrase names, and if that is part of somebody, whose it is."""
    together = bool(_MANY & set(phrase))
    for index in range(len(phrase) - 1, -1, -1):
        word = phrase[index]
        if word in _PARTS:
            owner = _head(phrase[:index]) or Wanted()
            return replace(owner, part=_PARTS[word], many=owner.many or word in _PLURALS)
        if word in _NOUNS and word not in _SUBJECT:
            return replace(_NOUNS[word], many=together or word in _PLURALS)
        if word in _THEY:
            return Wanted(*_CLASSES[Noun.PERSON], many=True)
        follows = phrase[index + 1 :]
        if word in _SUBJECT and (not follows or _is_part(follows[-1])):
            return Wanted(is_subject=True)
    return None


def _is_part(word: str) -> bool:
    """Whether a word names part of somebody, which has no place of its own."""
    return NOUNS.get(word) in BODY_PARTS
