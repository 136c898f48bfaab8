"""From clauses to a Script: what a prompt asks for, in the phases in which it happens."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from photoplay.director.camera.mentions import Mention
from photoplay.director.camera.moves import find_ellipsis, find_moves, guess_move
from photoplay.director.camera.pacing import Pacing
from photoplay.director.camera.stillness import find_shake, find_stillness
from photoplay.director.camera.subjects import Subject, is_bare_name, is_heading, subject_of
from photoplay.director.phases import Phase, Phases
from photoplay.director.plan import Arrival
from photoplay.director.reading.clauses import Clause, Link, split_clauses
from photoplay.director.reading.clocks import Clock, lies_outside, may_tell_time, read_clock
from photoplay.director.reading.negation import negated_positions
from photoplay.director.reading.word import Word
from photoplay.director.scene.arrivals import find_arrival
from photoplay.director.scene.find import find_cues, subject_words
from photoplay.director.scene.looks import find_grades
from photoplay.director.vocabulary.heads import HEADS, Use
from photoplay.director.vocabulary.kinds import GradeKind, MoveKind
from photoplay.director.vocabulary.lexicon import (
    CAMERA_NOUNS,
    CLOCK_WORDS,
    FILM_OPENERS,
    SHOWING,
    is_filler,
    is_number,
    word_set,
)

FIRST_CLAUSES, LAST_CLAUSES = 200, 100
"""The most clauses read from each end; prompts of 2500 characters that say anything have fewer."""
Paraphrase = Callable[[str], MoveKind | None]
"""Names the kind of camera move that a clause means, or None."""


@dataclass(frozen=True)
class Style:
    """A grade or a style, as the prompt names it."""

    kind: GradeKind
    phrase: str
    clock: Clock | None


@dataclass
class Script:
    """What the prompt asks for."""

    phases: list[Phase] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    """Clauses with a clock time after the end of the clip."""
    unclear: list[str] = field(default_factory=list)
    """Clauses on the camera that call no move."""
    locked_by: str | None = None
    """The words that forbid every camera movement."""
    arrival: Arrival | None = None
    """The first way to an end image that is named."""


@dataclass
class _Reader:
    """Where the reading of a prompt stands."""

    duration: float
    paraphrase: Paraphrase | None
    script: Script = field(default_factory=Script)
    placing: Phases = field(default_factory=Phases)
    sentence: int = -1
    opening: Subject = Subject.UNSAID
    """The subject the sentence opened with."""
    carried: Subject = Subject.UNSAID
    """The subject a clause takes over when it names none."""
    owner: str = ""
    """The words for whoever "she" or "it" is."""
    heading: Subject = Subject.UNSAID
    """The camera under a heading such as "CAMERA:" on a line of its own."""
    last_word: str = ""
    negation_open: bool = False
    clock: Clock | None = None
    """A clock time that waits for what it times."""
    timed: bool = False
    """Whether anything of this sentence has been given its time."""


def read_script(words: list[Word], duration: float, paraphrase: Paraphrase | None = None) -> Script:
    """Read the words of a prompt for a clip of so many seconds.

    Args:
        paraphrase: asked about clauses on the camera that no rule understands.
    """
    reader = _Reader(duration, paraphrase)
    clauses = split_clauses(words)
    if len(clauses) > FIRST_CLAUSES + LAST_CLAUSES:
        clauses = clauses[:FIRST_CLAUSES] + clauses[-LAST_CLAUSES:]
    lengths = Counter(clause.sentence for clause in clauses)
    for clause in clauses:
        if clause.sentence != reader.sentence:
            _open_sentence(reader, clause)
        _read_clause(reader, clause)
        if lengths[clause.sentence] == 1 and is_heading(clause):
            reader.heading = reader.carried
    reader.script.phases = reader.placing.phases
    return reader.script


_CAMERAS = word_set("camera cam viewpoint perspective lens")
_CLOCK_OPENERS = word_set(
    "after at for in during from between over until within throughout by the halfway midway"
)


def _open_sentence(reader: _Reader, clause: Clause) -> None:
    takes_up = "it" in clause.words[:3]
    reader.opening = reader.carried = reader.carried if takes_up else reader.heading
    reader.sentence = clause.sentence
    reader.negation_open = False
    if reader.timed:
        reader.clock = None
    reader.timed = False
    reader.placing.open_sentence()


def _read_clause(reader: _Reader, clause: Clause) -> None:
    subject = subject_of(clause, _carried(reader, clause))
    if clause.link is Link.AS and _it_is_the_subject_filmed(reader, clause):
        subject = Subject.OTHER
    negated = negated_positions(clause, continues=reader.negation_open)
    reader.negation_open = len(clause.words) - 1 in negated
    if clause.link in (Link.THEN, Link.EARLIER):
        reader.placing.order, reader.clock = clause.link, None
    mentions = list(_mentions(reader, clause, subject, negated))
    taken = frozenset(position for mention in mentions for position in range(*mention.span))
    cues = list(find_cues(clause, negated, taken, reader.owner))
    _set_clock(reader, clause, timed=bool(mentions or cues))
    reader.timed |= bool(mentions or cues)
    for mention in mentions:
        reader.placing.place(replace(mention, clock=reader.clock) if reader.clock else mention, clause.link)
    for cue in cues:
        reader.placing.place_cue(replace(cue, clock=reader.clock) if reader.clock else cue, clause.link)
    _read_styles(reader, clause, negated)
    reader.script.arrival = reader.script.arrival or find_arrival(clause, negated)
    if not (mentions or cues) and not all(map(is_filler, clause.words)):
        reader.placing.order = None
    _carry_on(reader, clause, Subject.CAMERA if mentions else subject)


def _read_styles(reader: _Reader, clause: Clause, negated: frozenset[int]) -> None:
    for start, end, kind in find_grades(clause, negated):
        if kind not in [style.kind for style in reader.script.styles]:
            reader.script.styles.append(Style(kind, clause.phrase(start, end), reader.clock))


def _carry_on(reader: _Reader, clause: Clause, subject: Subject) -> None:
    named_only = subject is Subject.OTHER and is_bare_name(clause.words)
    reader.carried = Subject.UNSAID if named_only else subject
    reader.last_word = clause.words[-1]
    if subject is not Subject.CAMERA:
        reader.owner = subject_words(clause) or reader.owner
    if reader.opening is Subject.UNSAID:
        reader.opening = reader.carried


def _carried(reader: _Reader, clause: Clause) -> Subject:
    """The subject for a clause that names none."""
    if clause.link is Link.WHICH:
        return Subject.CAMERA if reader.last_word in CAMERA_NOUNS else Subject.OTHER
    if clause.link is Link.THEN:
        return Subject.CAMERA if reader.placing.told else reader.opening
    return reader.carried


def _it_is_the_subject_filmed(reader: _Reader, clause: Clause) -> bool:
    """In "zooms in on the car as it drifts" the car drifts; in "tilts up as it rises" the camera rises."""
    verb = next((word for word in clause.words if word in HEADS), None)
    everyday = verb is not None and HEADS[verb][0].use is Use.VERB
    return clause.words[0] == "it" and everyday and any(mention.trailed for mention in reader.placing.told)


def _set_clock(reader: _Reader, clause: Clause, *, timed: bool) -> None:
    if not may_tell_time(clause.words):
        return
    text = " ".join(clause.words)
    clock = read_clock(text, reader.duration)
    if lies_outside(text, reader.duration):
        reader.script.outside.append(clause.phrase(0, len(clause.words)))
    if clock is None or not (timed or clause.words[0] in _CLOCK_OPENERS or is_number(clause.words[0])):
        return
    told = reader.placing.told
    waits = clause.link in (Link.START, Link.THEN) or (clock.start and clock.end is None)
    if timed or waits or not told or told[-1].clock:
        reader.clock = clock
    elif all(is_filler(word) or word in CLOCK_WORDS or word in FILM_OPENERS for word in clause.words):
        reader.placing.replace(told[-1], replace(told[-1], clock=clock))


def _mentions(
    reader: _Reader, clause: Clause, subject: Subject, negated: frozenset[int]
) -> Iterator[Mention]:
    stillness = find_stillness(clause, subject, negated)
    if stillness is not None:
        if stillness.absolute:
            reader.script.locked_by = stillness.phrase
        yield Mention(MoveKind.STATIC, None, Pacing(), stillness.phrase, spoken=stillness.spoken)
    shake = find_shake(clause, negated)
    if shake is not None:
        yield Mention(MoveKind.HANDHELD, None, Pacing(), shake)
    moves = list(find_moves(clause, subject, negated))
    told = reader.placing.told
    if clause.link is Link.THEN and told and not (moves or stillness):
        moves = [move for move in [find_ellipsis(clause, told[-1])] if move]
    if subject is Subject.CAMERA and not (moves or stillness or shake or negated):
        phrase = clause.phrase(0, len(clause.words))
        guessed = reader.paraphrase(phrase) if reader.paraphrase else None
        moves = [guess_move(clause, guessed)] if guessed else []
        acts = SHOWING.isdisjoint(clause.words) and not _CAMERAS.isdisjoint(clause.words)
        if acts and not moves:
            reader.script.unclear.append(phrase)
    yield from moves
