"""Finding the camera moves that a clause names."""

from collections.abc import Iterator
from dataclasses import replace

from photoplay.director.camera.calls import Called, called_by
from photoplay.director.camera.directions import Course, read_course, reading
from photoplay.director.camera.mentions import Mention
from photoplay.director.camera.pacing import read_pacing
from photoplay.director.camera.scan import Scan, subject_at
from photoplay.director.camera.sense import calls_a_move
from photoplay.director.camera.subjects import Subject
from photoplay.director.camera.targets import read_target
from photoplay.director.reading.clauses import Clause
from photoplay.director.vocabulary.heads import BASE_OF, HEADS, Use
from photoplay.director.vocabulary.inflection import Form
from photoplay.director.vocabulary.kinds import DIRECTIONS, MoveKind
from photoplay.director.vocabulary.lexicon import (
    DIRECTION_WORDS,
    FILM_NOUNS,
    TIME_UNITS,
    is_filler,
)


def find_moves(clause: Clause, carried: Subject, negated: frozenset[int]) -> Iterator[Mention]:
    """The moves a clause names, in the order of its words, negated ones left out."""
    scan = Scan(clause, carried, negated)
    for position, word in enumerate(clause.words):
        if position >= scan.consumed and word in HEADS:
            yield from _read_head(scan, position)


def _read_head(scan: Scan, position: int) -> Iterator[Mention]:
    words = scan.clause.words
    head, _ = HEADS[words[position]]
    end = _next_head(words, position)
    course = read_course(words, position, scan.consumed, end)
    subject = subject_at(scan, position)
    if _only_says_why(scan, position):
        return
    if not calls_a_move(scan, position, course, subject):
        if not is_filler(words[position]):
            scan.subjects[position] = Subject.OTHER
        return
    scan.subjects[position] = Subject.CAMERA
    start = scan.consumed
    called = list(called_by(head, words, position, course, (start, end)))
    if called or position in scan.negated:
        scan.consumed = course.end
    if position not in scan.negated:
        yield from _mentions(scan.clause, called, position, course, (start, end), subject=subject)


def _only_says_why(scan: Scan, position: int) -> bool:
    """Whether the verb is the purpose of a move just named ("pans to follow the bird")."""
    words = scan.clause.words
    follows = HEADS[words[position]][0].calls is MoveKind.TRACKING
    return follows and words[position - 1 : position] == ("to",) and bool(scan.subjects)


def _mentions(
    clause: Clause,
    called: list[Called],
    position: int,
    course: Course,
    bounds: tuple[int, int],
    *,
    subject: Subject,
) -> Iterator[Mention]:
    head, form = HEADS[clause.words[position]]
    start = max(bounds[0], _phrase_start(clause.words, position))
    qualifiers = _qualifiers(clause.words, start, position, course.end, bounds[1])
    for order, (kind, direction, named) in enumerate(called):
        yield Mention(
            kind=kind,
            direction=direction,
            pacing=read_pacing(qualifiers, kind, head.pace),
            phrase=clause.phrase(start, course.end),
            named=named,
            everyday=head.use is Use.VERB,
            spoken=subject is Subject.CAMERA or (form is Form.BASE and position == start),
            reverses=order > 0 and kind is called[order - 1][0],
            span=(start, course.end),
            target=read_target(clause, kind, course.end, bounds[1]),
            trailed=course.end < len(clause.words),
        )


def find_ellipsis(clause: Clause, last: Mention) -> Mention | None:
    """The move of a clause that only names a new direction ("pan left, then right")."""
    if not all(is_filler(word) for word in clause.words):
        return None
    directions = [DIRECTION_WORDS[word] for word in clause.words if word in DIRECTION_WORDS]
    move = reading(last.kind, directions[0]) if directions else None
    if move is None:
        return None
    phrase = clause.phrase(0, len(clause.words))
    return replace(last, kind=move[0], direction=move[1], phrase=phrase, named=True, clock=None)


def guess_move(clause: Clause, kind: MoveKind) -> Mention:
    """The move of a clause whose kind is known from elsewhere; the direction is what its words say."""
    words = clause.words
    named = [DIRECTION_WORDS[word] for word in words if word in DIRECTION_WORDS]
    readings = [move for direction in named if (move := reading(kind, direction)) and move[0] is kind]
    usual = (kind, next(iter(DIRECTIONS[kind]), None))
    return Mention(
        kind=kind,
        direction=next(iter(readings), usual)[1],
        pacing=read_pacing(list(words), kind),
        phrase=clause.phrase(0, len(words)),
        named=bool(readings) or not DIRECTIONS[kind],
        spoken=True,
        span=(0, len(words)),
    )


def _next_head(words: tuple[str, ...], position: int) -> int:
    for following in range(position + 1, len(words)):
        if (
            words[following] in BASE_OF
            and not is_filler(words[following])
            and words[following] not in FILM_NOUNS
        ):
            return following
    return len(words)


def _phrase_start(words: tuple[str, ...], position: int) -> int:
    start = position
    while start > 0 and is_filler(words[start - 1]) and words[start - 1] not in TIME_UNITS:
        start -= 1
    return start


def _qualifiers(words: tuple[str, ...], start: int, head: int, course_end: int, end: int) -> list[str]:
    near = list(words[start:head]) + list(words[head + 1 : course_end])
    far = [word for word in words[course_end:end] if word.endswith("ly") or word.isdigit()]
    return near + far
