"""The noun phrases and verbs of a clause, as far as the scene needs them."""

from dataclasses import dataclass, field
from functools import lru_cache

from photoplay.director.camera.subjects import is_camera
from photoplay.director.vocabulary.actions import ACTS, BODY
from photoplay.director.vocabulary.effects import EFFECTS
from photoplay.director.vocabulary.inflection import Form
from photoplay.director.vocabulary.lexicon import CAMERA_NOUNS
from photoplay.director.vocabulary.lights import LIGHTS
from photoplay.director.vocabulary.nouns import ACTORS, MODIFIED, NOUNS, PERSONAL, Noun
from photoplay.director.vocabulary.scene_words import (
    CONJUNCTIONS,
    GERUND_NOUNS,
    NOT_VERBS,
    OPENERS,
    PREPOSITIONS,
    RELATIVES,
    VERBS,
    is_adjective,
    is_adverb,
    is_nounlike,
)

SIDES = ("left", "right")


@dataclass(frozen=True)
class Phrase:
    """A noun phrase."""

    start: int
    head: int
    """Position of its noun, which is its last word."""
    noun: Noun | None
    """The class of its noun; None for a noun the director does not know."""
    order: int
    """How many phrases come before it."""
    after: str
    """The preposition or conjunction before it; empty where there is none."""
    is_camera: bool = False
    is_pronoun: bool = False

    @property
    def can_act(self) -> bool:
        """Whether it names somebody who can act."""
        return self.noun in ACTORS and not self.is_camera


@dataclass(frozen=True)
class Verb:
    """A verb or participle; its base is empty where the director does not know it."""

    position: int
    base: str
    form: Form
    before: int
    """How many phrases come before it."""
    subjects: int
    """How many phrases come before the first of the verbs that an "and" joins."""
    qualifies: bool = False
    """Whether it is a participle before the noun of the phrase that follows."""


@dataclass
class Parse:
    """The phrases and verbs of a clause, each in the order of its words."""

    words: tuple[str, ...]
    phrases: list[Phrase] = field(default_factory=list)
    verbs: list[Verb] = field(default_factory=list)
    participles: set[int] = field(default_factory=set)
    """Positions of the verbs that qualify the noun after them."""
    told_from: int | None = None
    """Position of the first verb that does not."""
    nouns_from: int | None = None
    """Where the phrase being read starts."""
    head: int | None = None
    preposition: str = ""

    @property
    def is_headed(self) -> bool:
        """Whether the phrase being read has its noun."""
        return self.head is not None


@lru_cache(maxsize=4)
def parse(words: tuple[str, ...]) -> Parse:
    """Tell the noun phrases and the verbs of a clause apart."""
    state = Parse(words)
    for position, word in enumerate(words):
        if _is_verb(state, position):
            _read_verb(state, position)
        elif word in PERSONAL or word == "it" or (word == "her" and not _opens_phrase(words, position + 1)):
            _read_pronoun(state, position)
        elif word in PREPOSITIONS or word in CONJUNCTIONS:
            _close(state)
            state.preposition = word
        else:
            _read_part(state, position)
    _close(state)
    return state


def _read_part(state: Parse, position: int) -> None:
    """Read a word that may belong to a noun phrase."""
    word = state.words[position]
    is_open = state.nouns_from is not None and not state.is_headed
    if word in OPENERS and not (word == "that" and state.is_headed):
        if not is_open:
            _close(state)
            state.nouns_from = position
    elif word in SIDES and is_open:
        return
    elif is_nounlike(word) or word in GERUND_NOUNS or word in VERBS:
        state.nouns_from = position if state.nouns_from is None else state.nouns_from
        state.head = position
    elif is_adjective(word) and not state.is_headed:
        state.nouns_from = position if state.nouns_from is None else state.nouns_from
    elif state.is_headed or word in RELATIVES:
        _close(state)


def _read_pronoun(state: Parse, position: int) -> None:
    _close(state)
    noun = None if state.words[position] == "it" else Noun.PERSON
    order, after = len(state.phrases), state.preposition
    state.phrases.append(Phrase(position, position, noun, order, after, is_pronoun=True))
    state.preposition = ""


def _close(state: Parse) -> None:
    if state.nouns_from is not None and state.head is not None:
        words, head = state.words, state.head
        noun = MODIFIED.get((words[head - 1], words[head])) if head else None
        noun = noun or NOUNS.get(words[head].removesuffix("'s"))
        earlier = state.phrases[-1] if state.phrases else None
        if noun is Noun.CLOUD and state.preposition == "of" and earlier and earlier.noun is Noun.SHADOW:
            noun = Noun.CLOUD_SHADOW
        camera = words[head] in CAMERA_NOUNS and (words[head] == "drone" or noun is None)
        state.phrases.append(
            Phrase(
                state.nouns_from,
                head,
                noun,
                len(state.phrases),
                state.preposition,
                camera and is_camera(words, head),
            )
        )
    if state.nouns_from is not None:
        state.preposition = ""
    state.nouns_from = state.head = None


def _opens_phrase(words: tuple[str, ...], position: int) -> bool:
    """Whether a noun stands here, adjectives aside."""
    for word in words[position : position + 3]:
        if is_nounlike(word):
            return True
        if not (
            is_adjective(word)
            or word in SIDES
            or (word in VERBS and VERBS[word][1] in (Form.GERUND, Form.PAST, Form.BASE))
        ):
            return False
    return False


def _is_verb(state: Parse, position: int) -> bool:
    words, word = state.words, state.words[position]
    if word not in VERBS:
        return _is_unknown_verb(state, word)
    base, form = VERBS[word]
    if word in NOUNS or word in GERUND_NOUNS:
        return _noun_acts(state, position, base, form)
    if state.nouns_from is not None and not state.is_headed:
        return form in (Form.GERUND, Form.PAST) and _opens_phrase(words, position + 1)
    if state.preposition not in ("", "to", "and", "or", "then", "up", "down") and not state.is_headed:
        return form is Form.GERUND or (form is Form.PAST and _opens_phrase(words, position + 1))
    return True


def _noun_acts(state: Parse, position: int, base: str, form: Form) -> bool:
    """Whether a word that is also a noun is the verb of a noun before it ("the man waves")."""
    following = state.words[position + 1] if position + 1 < len(state.words) else ""
    if state.preposition == "and" and state.verbs and not state.is_headed and state.nouns_from is None:
        return form is Form.THIRD_PERSON and base in ACTS and following not in VERBS
    subjects = _nouns_just_read(state, position)
    if form is not Form.GERUND and not ACTORS.isdisjoint(subjects):
        return True
    number = form is Form.THIRD_PERSON or state.words[position - 1].endswith("s")
    if number and state.head is not None and (base, Noun.ANY) in LIGHTS:
        return True
    return any((base, noun) in table for noun in subjects for table in (EFFECTS, LIGHTS, BODY))


def _nouns_just_read(state: Parse, position: int) -> list[Noun]:
    """The class of the noun just before, and of the one it only tells the place of."""
    found: list[Noun | None] = []
    if state.head is not None:
        found.append(NOUNS.get(state.words[state.head]))
        if found == [None] and state.preposition and state.phrases:
            found.append(state.phrases[-1].noun)
    elif state.phrases and state.phrases[-1].head == position - 1:
        found.append(state.phrases[-1].noun)
    return [noun for noun in found if noun is not None]


def _is_unknown_verb(state: Parse, word: str) -> bool:
    if word in NOT_VERBS or word in GERUND_NOUNS or not is_nounlike(word) or word in NOUNS:
        return False
    if state.head is None:
        return False
    if word.endswith("ing") and len(word) > 5:
        return True
    return NOUNS.get(state.words[state.head]) in ACTORS and word.endswith(("s", "ed")) and len(word) > 3


def _read_verb(state: Parse, position: int) -> None:
    words = state.words
    base, form = VERBS.get(words[position], ("", Form.GERUND))
    following = _opens_phrase(words, position + 1)
    qualifies = form in (Form.GERUND, Form.PAST) and following and not state.is_headed
    if qualifies and form is Form.GERUND and state.nouns_from is None and state.phrases:
        qualifies = bool(state.preposition) or state.phrases[-1].head != position - 1
        qualifies = qualifies and not _is_progressive(words, position)
    before = len(state.phrases)
    if qualifies:
        state.verbs.append(Verb(position, base, form, before, before, qualifies=True))
        state.participles.add(position)
        state.nouns_from = position if state.nouns_from is None else state.nouns_from
        return
    coordinated = state.preposition in CONJUNCTIONS and not state.is_headed
    _close(state)
    state.preposition = ""
    subjects = len(state.phrases)
    if coordinated and state.told_from is not None:
        subjects = next(verb.subjects for verb in reversed(state.verbs) if not verb.qualifies)
    state.verbs.append(Verb(position, base, form, len(state.phrases), subjects))
    state.told_from = position if state.told_from is None else state.told_from


def _is_progressive(words: tuple[str, ...], position: int) -> bool:
    """Whether an auxiliary stands before the participle ("is slowly drinking tea")."""
    before = position - 1
    while before >= 0 and is_adverb(words[before]):
        if words[before] in ("is", "are", "was", "were", "be", "been", "starts", "begins", "keeps"):
            return True
        before -= 1
    return False
