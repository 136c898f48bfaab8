"""Finding what happens in front of the camera, and who or what does it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from photoplay.director.camera.pacing import Pacing
from photoplay.director.reading.clauses import Clause, Link
from photoplay.director.scene.cues import Cue
from photoplay.director.scene.doers import (
    Doer,
    actor_among,
    agrees_with_base,
    carried_doer,
    doers_of,
    joined_before,
    phrase_text,
)
from photoplay.director.scene.named import named_kinds
from photoplay.director.scene.phrases import Parse, Phrase, Verb, parse
from photoplay.director.scene.qualifiers import read_direction, read_qualifiers
from photoplay.director.scene.senses import act_of, done_to, sense_of, stirred_by
from photoplay.director.vocabulary.actions import GESTURES, THINGS_CAN
from photoplay.director.vocabulary.effects import WIND_MOVES, WINDY, WORN
from photoplay.director.vocabulary.heads import HEADS
from photoplay.director.vocabulary.inflection import Form
from photoplay.director.vocabulary.kinds import ActionKind, EffectKind, Motion
from photoplay.director.vocabulary.lexicon import CAMERA_NOUNS, FILM_NOUNS, NEGATORS, word_set
from photoplay.director.vocabulary.nouns import NOUNS, PERSONAL, Noun
from photoplay.director.vocabulary.scene_motions import MOTIONS
from photoplay.director.vocabulary.scene_words import MOVEMENT, VERBS, is_adverb


@dataclass
class _Scan:
    """What has been read of a clause so far."""

    clause: Clause
    denied: frozenset[int]
    carried: Doer | None
    read: Parse
    found: list[tuple[int, Cue]] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    """Heads of the phrases that a cue is about."""


def find_cues(
    clause: Clause, negated: frozenset[int], taken: frozenset[int], carried: str = ""
) -> Iterator[Cue]:
    """What a clause asks the picture itself to do, in the order of its words.

    Args:
        clause: the words to read.
        negated: positions under a negation, which ask for nothing.
        taken: positions of words that belong to camera moves.
        carried: the noun phrase that a pronoun or a missing subject takes over from the clause before.
    """
    scan = _Scan(clause, negated | taken, carried_doer(carried), parse(clause.words))
    for order, verb in enumerate(scan.read.verbs):
        if verb.base and verb.position not in scan.denied:
            _read_verb(scan, verb, order)
    _read_wind(scan)
    for position, kind in named_kinds(clause, scan.read, scan.denied, scan.used):
        if all(kind is not cue.kind for _, cue in scan.found):
            _add(scan, kind, position, _giver(scan, position, kind), position)
    told: set[tuple[Motion, str]] = set()
    for _, cue in sorted(scan.found, key=lambda one: one[0]):
        if (cue.kind, cue.subject) not in told:
            told.add((cue.kind, cue.subject))
            yield cue


def subject_words(clause: Clause) -> str:
    """The noun phrase a clause opens with, for the next clause to take over; empty where there is none.

    A camera is one, and so are its nouns: nothing that a camera does is read as the picture's own motion.
    """
    read = parse(clause.words)
    for phrase in read.phrases:
        word = clause.words[phrase.head]
        if read.told_from is not None and read.told_from < phrase.start:
            return ""
        if phrase.is_pronoun or (word in HEADS and phrase.noun is None) or word in FILM_NOUNS - CAMERA_NOUNS:
            return ""
        if word in GESTURES or word in MOVEMENT:
            return ""
        if phrase.after in ("", "and") or phrase is not read.phrases[0]:
            return phrase_text(clause, read, phrase)
    return ""


def motions_in(words: Sequence[str]) -> list[Motion]:
    """The kinds that a term of a negative prompt names ("rain", "no smile", "hair movement")."""
    said = tuple(word for word in words if word not in NEGATORS)
    kinds = [cue.kind for cue in find_cues(Clause(said, said, Link.START, 0), frozenset(), frozenset())]
    if not MOVEMENT.isdisjoint(said):
        kinds += [kind for word in said if word in NOUNS for kind in MOTIONS.get(NOUNS[word], ())]
    return list(dict.fromkeys(kinds))


def _read_verb(scan: _Scan, verb: Verb, order: int) -> None:
    doers = doers_of(scan.clause, scan.read, verb, scan.carried)
    if verb.form is Form.PAST and not _is_told(scan, verb, doers):
        return
    end = scan.read.verbs[order + 1].position if order + 1 < len(scan.read.verbs) else len(scan.clause.words)
    if not (_read_said_of(scan, verb, doers, end) or _read_done_to(scan, verb, doers, end)):
        _read_act(scan, verb, doers, end)


_AGENTS = word_set("by in with from")


def _is_told(scan: _Scan, verb: Verb, doers: Sequence[Doer]) -> bool:
    """Whether a past form tells a story and is no mere participle ("she turned", but not "a turned head")."""
    phrase = doers[0].phrase if doers else None
    if phrase is None or verb.qualifies:
        return False
    words = scan.clause.words
    follows = phrase.head == verb.position - 1 or verb.subjects < verb.before
    suffered = _AGENTS.intersection(words[verb.position + 1 : verb.position + 2])
    tells = phrase.can_act and not phrase.after and follows and not suffered
    return tells or (phrase.is_pronoun and words[phrase.head] in PERSONAL | {"it"})


def _read_said_of(scan: _Scan, verb: Verb, doers: Sequence[Doer], end: int) -> bool:
    for doer in doers:
        kind = None if doer.is_camera else sense_of(verb.base, doer.noun)
        idle_form = verb.form is Form.BASE and doer.phrase is not None and doer.phrase.after == "with"
        worn = verb.qualifies and verb.base in WORN and doer.noun in (Noun.HAIR, Noun.CLOTH)
        if kind is not None and not (worn or (idle_form and isinstance(kind, ActionKind))):
            _add_said_of(scan, verb, doer, kind, end)
            return True
    return False


def _add_said_of(scan: _Scan, verb: Verb, doer: Doer, kind: Motion, end: int) -> None:
    """Add what a verb says of its subject, and of what an "and" joins to it where that moves otherwise."""
    words, phrase = scan.clause.sources, doer.phrase
    joined = joined_before(scan.read, phrase) if phrase else None
    other = sense_of(verb.base, joined.noun) if joined else None
    if phrase and joined and other and other is not kind:
        text = " ".join(words[joined.start : joined.head + 1])
        _add(scan, other, joined.head, Doer(text, joined.noun, joined), end)
        doer = Doer(" ".join(words[phrase.start : phrase.head + 1]), doer.noun, phrase)
    _add(scan, kind, verb.position, doer, end)


def _read_done_to(scan: _Scan, verb: Verb, doers: Sequence[Doer], end: int) -> bool:
    thing = _object(scan, verb)
    if thing is None or thing.head in scan.denied:
        return False
    subject = next((doer for doer in doers if doer.can_act), doers[-1] if doers else None)
    action = done_to(verb.base, thing.noun)
    if action is not None and not (subject and subject.is_camera):
        text = subject.text if subject else phrase_text(scan.clause, scan.read, thing)
        _add(scan, action, verb.position, Doer(text, None, subject.phrase if subject else None), end)
        scan.used.add(thing.head)
        return True
    kind = stirred_by(verb.base, thing.noun)
    if kind is None or (subject and (subject.can_act or subject.is_camera)):
        return False
    text = phrase_text(scan.clause, scan.read, thing)
    _add(scan, kind, verb.position, Doer(text, thing.noun, thing), end)
    return True


def _object(scan: _Scan, verb: Verb) -> Phrase | None:
    """The noun phrase a verb acts on."""
    following = scan.read.phrases[verb.before : verb.before + 1]
    if not following or following[0].start < verb.position or following[0].after in ("and", "or"):
        return None
    between = scan.clause.words[verb.position + 1 : following[0].start]
    if any(verb.position < other.position < following[0].start for other in scan.read.verbs):
        return None
    return following[0] if not following[0].after or between in (("up",), ("down",)) else None


def _read_act(scan: _Scan, verb: Verb, doers: Sequence[Doer], end: int) -> None:
    clause = scan.clause
    act = act_of(verb.base, verb.form, clause.words, verb.position)
    if act is None:
        return
    if verb.qualifies:
        attributed = doers and (doers[0].can_act or (act.kind in THINGS_CAN and doers[0].noun is None))
        if not attributed and act.takes_object:
            before = replace(verb, qualifies=False)
            doers = doers_of(clause, scan.read, before, scan.carried)
        elif not attributed:
            return
    actor = actor_among(doers, act.kind, verb.base)
    if actor is None or (
        actor.text == "" and verb.form is Form.BASE and clause.words[verb.position] in HEADS
    ):
        return
    if verb.form is Form.BASE and not agrees_with_base(clause, actor, verb.position):
        return
    if act.posed and verb.form is Form.GERUND and _is_postmodifier(scan, verb):
        return
    _add(scan, act.kind, verb.position, actor, end)


def _is_postmodifier(scan: _Scan, verb: Verb) -> bool:
    """Whether a participle stands right after the noun it describes, or opens a description."""
    before = verb.position - 1
    if before < 0:
        return scan.carried is None
    phrases = scan.read.phrases[: verb.before]
    return bool(phrases) and phrases[-1].head == before


def _read_wind(scan: _Scan) -> None:
    clause = scan.clause
    winds = [position for position, word in enumerate(clause.words) if word in WINDY]
    winds += [phrase.head for phrase in scan.read.phrases if phrase.noun is Noun.WIND]
    winds = [position for position in winds if position not in scan.denied]
    if not winds:
        return
    for phrase in scan.read.phrases:
        kind = WIND_MOVES.get(phrase.noun) if phrase.noun else None
        if kind is not None and phrase.head not in scan.used | scan.denied:
            text = phrase_text(clause, scan.read, phrase)
            _add(scan, kind, phrase.head, Doer(text, phrase.noun, phrase), len(clause.words))
    kind = WIND_MOVES.get(scan.carried.noun) if scan.carried and scan.carried.noun else None
    if kind is not None and not scan.found:
        _add(scan, kind, winds[0], scan.carried, len(clause.words))


def _giver(scan: _Scan, position: int, kind: Motion) -> Doer | None:
    """Of whom a named gesture is told, or the phrase that names an effect."""
    phrases = [phrase for phrase in scan.read.phrases if phrase.start <= position]
    if not isinstance(kind, ActionKind):
        own = [phrase for phrase in phrases if phrase.head == position]
        return Doer(phrase_text(scan.clause, scan.read, own[0]), own[0].noun, own[0]) if own else None
    actors = [phrase for phrase in phrases if phrase.can_act]
    if not actors:
        return Doer(scan.carried.text, None) if scan.carried and not scan.carried.is_camera else None
    subject = actors[-1]
    if subject.is_pronoun and scan.carried and not scan.carried.is_camera:
        return Doer(scan.carried.text, None, subject)
    return Doer(phrase_text(scan.clause, scan.read, subject), subject.noun, subject)


def _own_words(clause: Clause, start: int, position: int, end: int) -> str:
    """The words of one of two things told of the same subject ("smiles and slowly nods")."""
    ands = [place for place in range(start, end) if clause.words[place] == "and"]
    before = [
        place for place in ands if place < position and not VERBS.keys().isdisjoint(clause.words[start:place])
    ]
    after = [
        place for place in ands if place > position and all(map(is_adverb, clause.words[place + 1 : end]))
    ]
    return clause.phrase(before[-1] + 1 if before else start, after[0] if after else end)


def _pacing(clause: Clause, kind: Motion, position: int, phrase: Phrase | None, end: int) -> Pacing:
    """Return how strongly and fast: by the words around the verb, else for an effect around its noun ("heavy rain")."""
    pacing = read_qualifiers(clause, 0, position, end)
    if phrase is None or phrase.head == position or pacing.amount != 1.0 or not isinstance(kind, EffectKind):
        return pacing
    return replace(pacing, amount=read_qualifiers(clause, phrase.start, phrase.head, phrase.head + 1).amount)


def _add(scan: _Scan, kind: Motion, position: int, doer: Doer | None, end: int) -> None:
    phrase = doer.phrase if doer else None
    start = position
    if phrase is not None:
        scan.used.add(phrase.head)
        start, end = min(phrase.start, position), max(end, phrase.head + 1)
    end = max(end, position + 1)
    cue = Cue(
        kind=kind,
        subject=doer.text if doer else "",
        direction=read_direction(scan.clause, position, end, kind),
        pacing=_pacing(scan.clause, kind, position, phrase, end),
        phrase=_own_words(scan.clause, start, position, end),
    )
    scan.found.append((position, cue))
