"""Who or what does it: the subjects a verb may have, pronouns resolved."""

from collections.abc import Sequence
from dataclasses import dataclass

from photoplay.director.reading.clauses import Clause, without_gaps
from photoplay.director.scene.phrases import Parse, Phrase, Verb, parse
from photoplay.director.vocabulary.actions import MANY_SENSED, THINGS_CAN
from photoplay.director.vocabulary.kinds import ActionKind
from photoplay.director.vocabulary.lexicon import CAMERA_NOUNS
from photoplay.director.vocabulary.nouns import ACTORS, Noun
from photoplay.director.vocabulary.scene_words import CAUSATIVES, CONJUNCTIONS

_FARTHEST = 5
"""How many phrases back a subject is looked for, and how many words back what governs a verb."""
_PLURALS = frozenset(
    {"men", "women", "children", "people", "they", "we", "you", "i", "mice", "geese", "both"}
)
_COUNTS = frozenset(
    {"two", "three", "four", "five", "both", "many", "several", "some", "few", "these", "those"}
)
_COLLECTIVES = frozenset({"sheep", "fish", "deer", "koi", "crowd", "family", "team", "couple", "flock"})


@dataclass(frozen=True)
class Doer:
    """A subject a verb may have."""

    text: str
    noun: Noun | None
    phrase: Phrase | None = None
    """Where the clause names it; None where it is carried on from the clause before."""
    is_camera: bool = False

    @property
    def can_act(self) -> bool:
        """Whether it is known to be somebody who can act."""
        return self.noun in ACTORS and not self.is_camera

    @property
    def is_name(self) -> bool:
        """Whether it may be somebody's name: one word that is no known noun."""
        return self.noun is None and " " not in self.text


def carried_doer(carried: str) -> Doer | None:
    """The noun phrase taken over from the clause before."""
    words = tuple(carried.split())
    phrases = parse(words).phrases
    if not phrases:
        return Doer(carried, None) if words else None
    first = next((phrase for phrase in phrases if phrase.noun is not None), phrases[0])
    leading = first if phrases[0].noun is None and first.after == "of" else phrases[0]
    camera = phrases[0].is_camera or words[phrases[0].head] in CAMERA_NOUNS
    return Doer(carried, leading.noun, is_camera=camera)


def doers_of(clause: Clause, read: Parse, verb: Verb, carried: Doer | None) -> list[Doer]:
    """The subjects a verb may have, the nearest first."""
    if verb.qualifies:
        return [
            _doer(clause, read, phrase, carried) for phrase in read.phrases[verb.before : verb.before + 1]
        ]
    before = verb.subjects
    chain: list[Doer] = []
    for phrase in reversed(read.phrases[max(before - _FARTHEST, 0) : before]):
        chain.append(_doer(clause, read, phrase, carried))
        if phrase.after in CONJUNCTIONS or not phrase.after:
            break
    if not chain and carried is not None:
        chain.append(carried)
    return chain


def _doer(clause: Clause, read: Parse, phrase: Phrase, carried: Doer | None) -> Doer:
    if phrase.is_pronoun and carried is not None and not carried.is_camera:
        word = clause.words[phrase.head]
        if word in ("it", "they") or (word in ("he", "she") and (carried.can_act or carried.noun is None)):
            noun = carried.noun if word in ("it", "they") else phrase.noun
            return Doer(carried.text, noun or phrase.noun, phrase)
    return Doer(phrase_text(clause, read, phrase), phrase.noun, phrase, phrase.is_camera)


def joined_before(read: Parse, phrase: Phrase) -> Phrase | None:
    """The phrase that an "and" joins to this one ("her hair" in "her hair and her dress")."""
    if phrase.after != "and" or not phrase.order:
        return None
    earlier = read.phrases[phrase.order - 1]
    told = read.told_from is not None and read.told_from < phrase.start
    return earlier if earlier.head == phrase.start - 2 and not earlier.after and not told else None


def phrase_text(clause: Clause, read: Parse, phrase: Phrase) -> str:
    """The words of a noun phrase, participles before its noun left out, with what an "and" joins to it."""
    inside = [place + 1 for place in range(phrase.start, phrase.head) if place in read.participles]
    earlier = None if inside else joined_before(read, phrase)
    start = earlier.start if earlier else max(inside, default=phrase.start)
    return without_gaps(" ".join(filter(None, clause.sources[start : phrase.head + 1])))


def actor_among(doers: Sequence[Doer], kind: ActionKind, base: str) -> Doer | None:
    """Who of the subjects a verb may have can do this; None where nobody can."""
    for doer in doers:
        if doer.can_act:
            return doer
    if not doers:
        return Doer("", None)
    subject = doers[-1]
    if subject.is_camera:
        return None
    if base in MANY_SENSED and kind not in THINGS_CAN and not subject.is_name:
        return None
    movable = kind in THINGS_CAN and kind is not ActionKind.FALL
    return subject if subject.noun is None or movable else None


def agrees_with_base(clause: Clause, doer: Doer, position: int) -> bool:
    """Whether a verb in its base form may have this subject ("two dogs run", "let him run")."""
    if doer.phrase is None or not CAUSATIVES.isdisjoint(
        clause.words[max(position - _FARTHEST, 0) : position]
    ):
        return True
    last = clause.words[doer.phrase.head]
    plural = (
        last in _PLURALS or last in _COLLECTIVES or (last.endswith("s") and not last.endswith(("ss", "'s")))
    )
    counted = clause.words[doer.phrase.start] in _COUNTS
    return plural or counted or " and " in doer.text
