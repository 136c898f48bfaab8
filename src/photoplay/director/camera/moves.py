"""Finding the camera moves that a clause names."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from photoplay.director.camera.calls import Called, called_by
from photoplay.director.camera.directions import Course, read_course, reading
from photoplay.director.camera.mentions import Mention
from photoplay.director.camera.pacing import read_pacing
from photoplay.director.camera.subjects import Subject, is_camera
from photoplay.director.plan import MoveKind
from photoplay.director.reading.clauses import Clause
from photoplay.director.vocabulary.heads import BASE_OF, FALSE_FRIENDS, HEADS, Form, Use
from photoplay.director.vocabulary.lexicon import (
    COMPLEMENTS,
    DETERMINERS,
    DIRECTION_WORDS,
    FILM_NOUNS,
    FILM_OPENERS,
    PACES,
    PERFORMERS,
    RELATIVES,
    SURE_FILM_NOUNS,
    TIME_UNITS,
    is_filler,
)


@dataclass
class _Scan:
    """What has been read of a clause so far."""

    clause: Clause
    carried: Subject
    negated: frozenset[int]
    consumed: int = 0
    """Position after the last word that belongs to a move."""
    subjects: dict[int, Subject] = field(default_factory=dict)
    """The subject of every verb read, by its position."""


def find_moves(clause: Clause, carried: Subject, negated: frozenset[int]) -> Iterator[Mention]:
    """The moves a clause names, in the order of its words, negated ones left out."""
    scan = _Scan(clause, carried, negated)
    for position, word in enumerate(clause.words):
        if position >= scan.consumed and word in HEADS:
            yield from _read_head(scan, position)


def _read_head(scan: _Scan, position: int) -> Iterator[Mention]:
    words = scan.clause.words
    head, _ = HEADS[words[position]]
    end = _next_head(words, position)
    course = read_course(words, position, scan.consumed, end)
    subject = _subject(scan, position)
    if _only_says_why(scan, position):
        return
    if not _calls_a_move(scan, position, course, subject):
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


def _only_says_why(scan: _Scan, position: int) -> bool:
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


def _subject(scan: _Scan, position: int) -> Subject:
    words = scan.clause.words
    before = position - 1
    while (
        before >= 0 and before not in scan.subjects and is_filler(words[before]) and before >= scan.consumed
    ):
        before -= 1
    if before < 0:
        return Subject.CAMERA if scan.carried is Subject.CAMERA else Subject.UNSAID
    if before < scan.consumed:
        before = max(scan.subjects)
    if before in scan.subjects:
        return scan.subjects[before]
    if is_camera(words, before):
        return Subject.CAMERA
    if "and" in words[before + 1 : position] and not RELATIVES & set(words[:before]):
        return _coordinated_subject(scan, position)
    if words[before] in PERFORMERS:
        return scan.carried
    return Subject.UNSAID if words[before] in FILM_OPENERS else Subject.OTHER


def _coordinated_subject(scan: _Scan, position: int) -> Subject:
    """The subject of a verb after "and": the one of the verb before it, or of the clause."""
    subject = scan.subjects[max(scan.subjects)] if scan.subjects else scan.carried
    imperative = HEADS[scan.clause.words[position]][1] is Form.BASE
    return Subject.UNSAID if subject is Subject.OTHER and imperative else subject


def _calls_a_move(scan: _Scan, position: int, course: Course, subject: Subject) -> bool:
    words = scan.clause.words
    if subject is Subject.CAMERA or (subject is Subject.UNSAID and _moves_the_camera(words, position)):
        return True
    is_false_friend = not FALSE_FRIENDS.get(BASE_OF[words[position]], frozenset()).isdisjoint(words)
    head, form = HEADS[words[position]]
    if form is Form.PAST or is_false_friend:
        return False
    following = _word_at(words, position + 1)
    if head.calls is MoveKind.DOLLY_ZOOM:
        return True
    if subject is Subject.OTHER:
        return head.use is not Use.VERB and following in SURE_FILM_NOUNS
    return following in FILM_NOUNS or _is_term(scan, position, course)


def _is_term(scan: _Scan, position: int, course: Course) -> bool:
    """Whether a word nobody is named for is a film term by the words around it."""
    words = scan.clause.words
    head, form = HEADS[words[position]]
    if head.use is Use.VERB:
        return False
    has_object = _word_at(words, course.end) in DETERMINERS
    if scan.carried is Subject.OTHER and (form is Form.THIRD_PERSON or has_object):
        return False
    stands_free = _may_follow(_word_at(words, position + 1))
    if head.use is Use.BARE_TERM:
        return stands_free
    paced = position > 0 and words[position - 1] in PACES
    counted = {"degrees", "degree"} & set(words[position:])
    return (
        bool(counted or course.directions)
        or _word_at(words, position + 1) in COMPLEMENTS
        or (paced and stands_free)
    )


def _word_at(words: tuple[str, ...], position: int) -> str:
    return words[position] if position < len(words) else ""


def _moves_the_camera(words: tuple[str, ...], position: int) -> bool:
    """Whether the verb's object is the camera ("move the camera left")."""
    objects = [word for word in words[position + 1 : position + 4] if word not in DETERMINERS]
    return objects[:1] in (["camera"], ["cam"])


def _may_follow(word: str) -> bool:
    opens_more = word in FILM_OPENERS or word in COMPLEMENTS or word in DETERMINERS or word in ("", "of")
    return opens_more or word in DIRECTION_WORDS or word in BASE_OF or is_filler(word)


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
