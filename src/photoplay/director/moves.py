"""Finding the camera moves that a clause names."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from photoplay.director.clauses import Clause
from photoplay.director.directions import Course, goes_around, has_complement, read_course, reading
from photoplay.director.heads import BASE_OF, FALSE_FRIENDS, HEADS, Form, Gesture, Head, Use
from photoplay.director.lexicon import (
    AERIAL_NOUNS,
    DETERMINERS,
    DIRECTION_WORDS,
    FILM_NOUNS,
    FILM_OPENERS,
    PACES,
    SIDE_BY_SIDE,
    is_filler,
)
from photoplay.director.mentions import Mention
from photoplay.director.pacing import read_pacing
from photoplay.director.plan import DIRECTIONS, Direction, MoveKind
from photoplay.director.subjects import Subject, is_camera


@dataclass
class _Scan:
    """What has been read of a clause so far."""

    clause: Clause
    index: int
    carried: Subject
    negated: frozenset[int]
    consumed: int = 0
    """Position after the last word that belongs to a move."""
    subjects: dict[int, Subject] = field(default_factory=dict)
    """The subject of every verb read, by its position."""


def find_moves(clause: Clause, index: int, carried: Subject, negated: frozenset[int]) -> Iterator[Mention]:
    """The moves a clause names, in the order of its words, negated ones left out."""
    scan = _Scan(clause, index, carried, negated)
    for position, word in enumerate(clause.words):
        if position >= scan.consumed and word in HEADS:
            yield from _read_head(scan, position)


def _read_head(scan: _Scan, position: int) -> Iterator[Mention]:
    words = scan.clause.words
    head, form = HEADS[words[position]]
    end = _next_head(words, position)
    course = read_course(words, position, scan.consumed, end)
    subject = _subject(scan, position)
    if not _calls_a_move(scan, position, course, subject):
        if not is_filler(words[position]):
            scan.subjects[position] = Subject.OTHER
        return
    scan.subjects[position] = Subject.CAMERA
    if position in scan.negated:
        scan.consumed = course.end
        return
    moves = list(_moves_called(scan, position, head, course, end))
    start = max(scan.consumed, _phrase_start(words, position))
    if moves:
        scan.consumed = course.end
    qualifiers = _qualifiers(words, start, position, course.end, end)
    for order, (kind, direction, named) in enumerate(moves):
        yield Mention(
            kind=kind,
            direction=direction,
            pacing=read_pacing(qualifiers, kind, head.pace),
            phrase=scan.clause.phrase(start, course.end),
            clause=scan.index,
            named=named,
            everyday=head.use is Use.VERB,
            spoken=subject is Subject.CAMERA or (form is Form.BASE and position == start),
            reverses=order > 0 and kind is moves[order - 1][0],
        )


def _subject(scan: _Scan, position: int) -> Subject:
    words = scan.clause.words
    before = position - 1
    while before >= 0 and before not in scan.subjects and is_filler(words[before]) and before >= scan.consumed:
        before -= 1
    if before < 0:
        return Subject.CAMERA if scan.carried is Subject.CAMERA else Subject.UNSAID
    if before < scan.consumed:
        before = max(scan.subjects)
    if before in scan.subjects:
        return scan.subjects[before]
    if is_camera(words, before):
        return Subject.CAMERA
    return Subject.UNSAID if words[before] in FILM_OPENERS else Subject.OTHER


def _calls_a_move(scan: _Scan, position: int, course: Course, subject: Subject) -> bool:
    words = scan.clause.words
    head, form = HEADS[words[position]]
    after = words[position + 1] if position + 1 < len(words) else ""
    if subject is Subject.CAMERA:
        return True
    if subject is Subject.OTHER or form is Form.PAST:
        return False
    if FALSE_FRIENDS.get(BASE_OF[words[position]], frozenset()) & set(words):
        return False
    if after in FILM_NOUNS:
        return True
    if head.use is Use.VERB:
        return False
    if scan.carried is Subject.OTHER and (form is Form.THIRD_PERSON or words[course.end : course.end + 1] in DETERMINERS):
        return False
    if head.use is Use.BARE_TERM:
        return not after or _may_follow(after)
    slow_noun = position > 0 and words[position - 1] in PACES and (not after or _may_follow(after))
    return bool(course.directions) or has_complement(words, position + 1) or slow_noun


def _may_follow(word: str) -> bool:
    return word in DIRECTION_WORDS or word in FILM_OPENERS or word in BASE_OF or is_filler(word) or (word,) in DETERMINERS


def _moves_called(
    scan: _Scan, position: int, head: Head, course: Course, end: int
) -> Iterator[tuple[MoveKind, Direction | None, bool]]:
    words = scan.clause.words
    calls = head.calls
    if calls is Gesture.CIRCLE and (goes_around(words, position, end) or not course.directions):
        calls = MoveKind.ORBIT
    elif calls is Gesture.TRAVEL and goes_around(words, position, end) and not course.directions:
        calls = MoveKind.ORBIT
    if calls is MoveKind.TRACKING or (calls is Gesture.TRAVEL and SIDE_BY_SIDE & set(words[position:end])):
        yield _tracking(words[position:end], head, course)
    elif calls is MoveKind.RACK_FOCUS:
        yield _rack_focus(words[position + 1 : end])
    elif isinstance(calls, MoveKind) and not DIRECTIONS[calls]:
        yield calls, None, True
    else:
        found = [move for direction in course.directions if (move := reading(calls, direction))]
        if calls is MoveKind.DOLLY and head.use is Use.TERM and AERIAL_NOUNS & set(words):
            calls = MoveKind.AERIAL
        if not found and isinstance(calls, MoveKind):
            yield calls, head.implied or DIRECTIONS[calls][0], head.implied is not None
        for kind, direction in dict.fromkeys(found):
            yield kind, direction, True


def _tracking(words: tuple[str, ...], head: Head, course: Course) -> tuple[MoveKind, Direction, bool]:
    allowed = [direction for direction in course.directions if direction in DIRECTIONS[MoveKind.TRACKING]]
    if "infrontof" in words or head.implied is Direction.OUT:
        return MoveKind.TRACKING, Direction.OUT, True
    sideways = [direction for direction in allowed if direction in (Direction.LEFT, Direction.RIGHT)]
    if SIDE_BY_SIDE & set(words):
        return MoveKind.TRACKING, (sideways or [Direction.RIGHT])[0], True
    return MoveKind.TRACKING, (allowed or [Direction.IN])[0], bool(allowed)


_NEAR = frozenset("foreground front near closer closeup".split())
_FAR = frozenset("background behind distance distant far horizon beyond back".split())


def _rack_focus(words: tuple[str, ...]) -> tuple[MoveKind, Direction, bool]:
    """The last depth named is where the focus goes, save after "from"."""
    goal = MoveKind.RACK_FOCUS, DIRECTIONS[MoveKind.RACK_FOCUS][0], False
    leaving = False
    for word in words:
        if word in ("from", "to", "onto", "on"):
            leaving = word == "from"
        elif word in _NEAR | _FAR:
            is_near = (word in _NEAR) is not leaving
            goal = MoveKind.RACK_FOCUS, Direction.NEAR if is_near else Direction.FAR, True
    return goal


def _next_head(words: tuple[str, ...], position: int) -> int:
    for following in range(position + 1, len(words)):
        if words[following] in BASE_OF and not is_filler(words[following]) and words[following] not in FILM_NOUNS:
            return following
    return len(words)


def _phrase_start(words: tuple[str, ...], position: int) -> int:
    start = position
    while start > 0 and (is_filler(words[start - 1]) or words[start - 1] in BASE_OF):
        start -= 1
    return start


def _qualifiers(words: tuple[str, ...], start: int, head: int, course_end: int, end: int) -> list[str]:
    near = list(words[start:head]) + list(words[head + 1 : course_end])
    far = [word for word in words[course_end:end] if word.endswith("ly") or word.isdigit()]
    return near + far
