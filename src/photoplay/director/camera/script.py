"""From clauses to a Script: the moves a prompt names, in the phases in which they follow each other."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from photoplay.director.camera.mentions import Mention
from photoplay.director.camera.moves import find_ellipsis, find_moves
from photoplay.director.camera.pacing import Pacing
from photoplay.director.camera.retelling import merged, only_describes
from photoplay.director.camera.stillness import find_shake, find_stillness
from photoplay.director.camera.subjects import Subject, subject_of
from photoplay.director.plan import MoveKind
from photoplay.director.reading.clauses import Clause, Link, split_clauses
from photoplay.director.reading.clocks import Clock, lies_outside, read_clock
from photoplay.director.reading.negation import negated_positions
from photoplay.director.reading.words import Word
from photoplay.director.vocabulary.heads import HEADS, Use
from photoplay.director.vocabulary.lexicon import (
    CAMERA_NOUNS,
    CLOCK_WORDS,
    FILM_OPENERS,
    is_filler,
    is_number,
    word_set,
)


@dataclass
class Script:
    """What the prompt asks the camera to do."""

    phases: list[list[Mention]] = field(default_factory=list)
    """Moves of one phase happen together, phases one after another."""
    outside: list[str] = field(default_factory=list)
    """Clauses with a clock time after the end of the clip."""
    locked_by: str | None = None
    """The words that forbid every camera movement."""


@dataclass
class _Reader:
    """Where the reading of a prompt stands."""

    duration: float
    script: Script = field(default_factory=Script)
    sentence: int = -1
    opening: Subject = Subject.UNSAID
    """The subject the sentence opened with."""
    carried: Subject = Subject.UNSAID
    """The subject a clause takes over when it names none."""
    last_word: str = ""
    negation_open: bool = False
    order: Link | None = None
    """A "then" or "earlier" that waits for its move."""
    clock: Clock | None = None
    """A clock time that waits for its moves."""
    placed: list[Mention] = field(default_factory=list)
    """The moves of this sentence."""


def read_script(words: list[Word], duration: float) -> Script:
    """Read the words of a prompt for a clip of so many seconds."""
    reader = _Reader(duration)
    for clause in split_clauses(words):
        if clause.sentence != reader.sentence:
            _open_sentence(reader, clause)
        _read_clause(reader, clause)
    return reader.script


_CLOCK_OPENERS = word_set(
    "after at for in during from between over until within throughout by the halfway midway"
)


def _open_sentence(reader: _Reader, clause: Clause) -> None:
    takes_up = "it" in clause.words[:3]
    reader.opening = reader.carried = reader.carried if takes_up else Subject.UNSAID
    reader.sentence = clause.sentence
    reader.order = None
    reader.negation_open = False
    if reader.placed:
        reader.clock = None
    reader.placed = []


def _read_clause(reader: _Reader, clause: Clause) -> None:
    subject = subject_of(clause, _carried(reader, clause))
    if clause.link is Link.AS and _it_is_the_subject_filmed(reader, clause):
        subject = Subject.OTHER
    negated = negated_positions(clause, continues=reader.negation_open)
    reader.negation_open = len(clause.words) - 1 in negated
    if clause.link in (Link.THEN, Link.EARLIER):
        reader.order, reader.clock = clause.link, None
    mentions = list(_mentions(reader, clause, subject, negated))
    _set_clock(reader, clause, mentions)
    for mention in mentions:
        _place(reader, replace(mention, clock=reader.clock), clause)
    reader.carried = Subject.CAMERA if mentions else subject
    reader.last_word = clause.words[-1]
    if reader.opening is Subject.UNSAID:
        reader.opening = reader.carried


def _carried(reader: _Reader, clause: Clause) -> Subject:
    """The subject for a clause that names none."""
    if clause.link is Link.WHICH:
        return Subject.CAMERA if reader.last_word in CAMERA_NOUNS else Subject.OTHER
    if clause.link is Link.THEN:
        return Subject.CAMERA if reader.placed else reader.opening
    return reader.carried


def _it_is_the_subject_filmed(reader: _Reader, clause: Clause) -> bool:
    """In "zooms in on the car as it drifts" the car drifts; in "tilts up as it rises" the camera rises."""
    verb = next((word for word in clause.words if word in HEADS), None)
    everyday = verb is not None and HEADS[verb][0].use is Use.VERB
    return clause.words[0] == "it" and everyday and any(mention.trailed for mention in reader.placed)


def _set_clock(reader: _Reader, clause: Clause, mentions: list[Mention]) -> None:
    text = " ".join(clause.words)
    clock = read_clock(text, reader.duration)
    if lies_outside(text, reader.duration):
        reader.script.outside.append(clause.phrase(0, len(clause.words)))
    if clock is None or not (mentions or clause.words[0] in _CLOCK_OPENERS or is_number(clause.words[0])):
        return
    waits = clause.link in (Link.START, Link.THEN) or (clock.start and clock.end is None)
    if mentions or waits or not reader.placed or reader.placed[-1].clock:
        reader.clock = clock
    elif all(is_filler(word) or word in CLOCK_WORDS or word in FILM_OPENERS for word in clause.words):
        _replace(reader, reader.placed[-1], replace(reader.placed[-1], clock=clock))


def _mentions(
    reader: _Reader, clause: Clause, subject: Subject, negated: frozenset[int]
) -> Iterator[Mention]:
    stillness = find_stillness(clause, subject, negated)
    if stillness is not None:
        if stillness.absolute and clause.link is not Link.THEN:
            reader.script.locked_by = stillness.phrase
        yield Mention(MoveKind.STATIC, None, Pacing(), stillness.phrase, spoken=stillness.spoken)
    shake = find_shake(clause, negated)
    if shake is not None:
        yield Mention(MoveKind.HANDHELD, None, Pacing(), shake)
    moves = list(find_moves(clause, subject, negated))
    if clause.link is Link.THEN and reader.placed and not (moves or stillness):
        moves = [move for move in [find_ellipsis(clause, reader.placed[-1])] if move]
    yield from moves


def _place(reader: _Reader, mention: Mention, clause: Clause) -> None:
    phases = reader.script.phases
    order, reader.order = reader.order, None
    if order is None and not mention.reverses and _retells(reader, mention, clause):
        return
    if not phases:
        phases.append([mention])
    elif order is Link.EARLIER:
        phases.insert(len(phases) - 1, [mention])
    elif order is Link.THEN or mention.reverses or _opens_phase(reader, mention):
        phases.append([mention])
    else:
        phases[-1].append(mention)
    reader.placed.append(mention)


def _retells(reader: _Reader, mention: Mention, clause: Clause) -> bool:
    told = [earlier for phase in reader.script.phases for earlier in phase]
    merges = False
    for earlier in reversed(told):
        together = any(placed is earlier for placed in reader.placed)
        one = merged(earlier, mention, together=together)
        if one is None:
            continue
        _replace(reader, earlier, one)
        merges = True
        if one is not mention:
            break
    if merges:
        return True
    in_passing = clause.link is Link.AS and mention.everyday
    return bool(told) and not reader.placed and (in_passing or only_describes(mention))


def _opens_phase(reader: _Reader, mention: Mention) -> bool:
    previous = reader.script.phases[-1][0]
    if mention.clock is not None and mention.clock.start is not None:
        return mention.clock != previous.clock
    goes_on = mention.kind in (MoveKind.HANDHELD, MoveKind.TRACKING) or previous.kind is MoveKind.HANDHELD
    return mention.spoken and not reader.placed and not goes_on


def _replace(reader: _Reader, earlier: Mention, later: Mention) -> None:
    for mentions in (*reader.script.phases, reader.placed):
        mentions[:] = dict.fromkeys(later if mention is earlier else mention for mention in mentions)
