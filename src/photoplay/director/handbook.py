"""The handbook: everything a Plan can hold, the words that call it and a prompt for each, out of the vocabulary."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TypeVar

from photoplay.director.camera.directions import reading
from photoplay.director.camera.moves import find_moves
from photoplay.director.camera.stillness import find_stillness
from photoplay.director.camera.subjects import Subject
from photoplay.director.locks import read_locks
from photoplay.director.reading.clauses import Clause, Link
from photoplay.director.reading.negation import negated_positions
from photoplay.director.scene.arrivals import find_arrival
from photoplay.director.scene.looks import find_grades, read_framing
from photoplay.director.scene.senses import act_of, sense_of
from photoplay.director.vocabulary import arrivals, chinese_camera, chinese_scene, examples
from photoplay.director.vocabulary.actions import ACTS, BODY, END, GESTURES
from photoplay.director.vocabulary.defects import CAMERA, DEFECTS, MOVEMENT
from photoplay.director.vocabulary.effects import EFFECTS, WEATHER, WEATHER_BY_STRENGTH
from photoplay.director.vocabulary.examples import Example
from photoplay.director.vocabulary.heads import HEADS, STILL, Gesture, Head, Use
from photoplay.director.vocabulary.inflection import Form
from photoplay.director.vocabulary.kinds import (
    DIRECTIONS,
    ActionKind,
    ArrivalKind,
    CameraAngle,
    Direction,
    EffectKind,
    GradeKind,
    LightKind,
    LockKind,
    Motion,
    MoveKind,
    Pace,
    ShotSize,
)
from photoplay.director.vocabulary.lexicon import PACES
from photoplay.director.vocabulary.lights import LIGHTS, PAIRED_PLAYS, PLAYS, TURNS_OF_DAY
from photoplay.director.vocabulary.looks import ANGLES, COLOUR_ADJECTIVES, COLOUR_NOUNS, GRADES, SIZES
from photoplay.director.vocabulary.nouns import MODIFIED, NOUNS, Noun
from photoplay.director.vocabulary.wordings import (
    MOST_BESIDE,
    Wording,
    named,
    plainest,
    terms_of,
    third_person,
    without_forms,
    written,
)

Kind = MoveKind | Motion | GradeKind | ShotSize | CameraAngle | ArrivalKind | LockKind
K = TypeVar("K", bound=Kind)
Called = tuple[MoveKind, Direction | None]
D, M = Direction, MoveKind

_TERM_WAYS = {D.NEAR: "to the foreground", D.FAR: "to the background"}
_EVERYDAY_WAYS = {D.IN: "forward", D.OUT: "backward"}
_CHINESE_WAYS = {
    D.LEFT: "向左{}",
    D.RIGHT: "向右{}",
    D.UP: "向上{}",
    D.DOWN: "向下{}",
    D.IN: "向前{}",
    D.OUT: "向后{}",
    D.CLOCKWISE: "顺时针{}",
    D.COUNTERCLOCKWISE: "逆时针{}",
    D.NEAR: "{}到前景",
    D.FAR: "{}到背景",
}
_UNDIRECTED = frozenset({M.ZOOM, M.DOLLY_ZOOM, M.ORBIT, M.AERIAL, M.TRACKING, M.RACK_FOCUS})
"""Moves that are often named without a direction."""
_NOMINAL = ("ment", "tion")
"""Endings of the nouns among the words that call moves."""
_HEADS: dict[Head, list[str]] = {}
"""The verbs that call moves, by how."""
for _spelling, (_head, _form) in HEADS.items():
    if _form is Form.BASE and not _spelling.endswith(_NOMINAL):
        _HEADS.setdefault(_head, []).append(_spelling)


@dataclass(frozen=True)
class Entry:
    """One thing that a Plan can hold."""

    kind: Kind
    example: Example
    english: tuple[Wording, ...]
    chinese: tuple[str, ...] = ()
    """Empty for what Chinese puts together from a noun and a verb."""
    direction: Direction | None = None

    @property
    def name(self) -> str:
        """For people."""
        return " ".join(filter(None, [self.kind.replace("_", " "), self.direction]))


def _stillness() -> Iterator[Wording]:
    yield Wording(written("static camera")[1:])
    yield Wording(plainest(STILL), after=("camera",))
    yield Wording(plainest(STILL), before=("the camera stays",))


def _move_wordings(kind: MoveKind, direction: Direction | None) -> Iterator[Wording]:
    terms: list[str] = []
    everyday: dict[str, list[str]] = {}
    for head, bases in sorted(_HEADS.items(), key=lambda one: one[0].calls is not kind):
        is_own = head.calls is kind or isinstance(head.calls, Gesture)
        for way in _ways(head, kind, direction) if is_own or head.use is Use.TERM else ():
            if head.use is Use.VERB:
                everyday.setdefault(way, []).extend(map(third_person, bases))
            elif way:
                terms += [term for base in bases for term in written(f"{written(base)[0]} {way}")]
            else:
                terms += [term for base in bases for term in written(base)]
    if kind is M.TRACKING and direction is DIRECTIONS[kind][0]:
        terms.append("tracking shot")
    if terms:
        yield Wording(tuple(dict.fromkeys(terms)))
    for way, verbs in everyday.items():
        yield Wording(tuple(verbs), before=("the camera",), after=(way,) if way else ())


def _ways(head: Head, kind: MoveKind, direction: Direction | None) -> Iterator[str]:
    """What to say after a word so that it calls a move."""
    told = _EVERYDAY_WAYS if head.use is Use.VERB else _TERM_WAYS
    is_usual = direction is next(iter(DIRECTIONS[kind]), None)
    if direction is None:
        yield from [""] if head.calls is kind else []
    elif head.implied:
        said = "" if head.use is Use.VERB else told.get(direction, direction)
        yield from [said] if (head.calls, head.implied) == (kind, direction) else []
    else:
        goes_unsaid = head.use is Use.BARE_TERM or (head.use is Use.VERB and kind in _UNDIRECTED)
        yield from [""] if goes_unsaid and is_usual and head.calls is kind else []
        ways = [told.get(one, one) for one in Direction if _read(head, one) == (kind, direction)]
        yield from sorted(ways, key=lambda way: way != direction)
        circles = kind is M.ORBIT and head.calls in (Gesture.TRAVEL, Gesture.CIRCLE)
        yield from ["around it"] if circles and is_usual else []


def _read(head: Head, direction: Direction) -> Called | None:
    """The move of a word with a direction; to track with nobody named is to truck or to dolly."""
    if head.calls is M.TRACKING and head.use is Use.TERM:
        return reading(Gesture.TRAVEL, direction) if direction in DIRECTIONS[M.TRACKING] else None
    return reading(head.calls, direction)


def _chinese_moves(kind: MoveKind, direction: Direction | None) -> Iterator[str]:
    """The Chinese terms for a move: those that tell the way, then those that need it said."""
    circling = {"orbit": chinese_camera.CIRCLES, "follow": chinese_camera.FOLLOWS}
    tables = (chinese_camera.FILM_TERMS, chinese_camera.MOVES, circling, chinese_camera.ACTED)
    glosses = [pair for table in tables for pair in table.items()]
    for gloss, texts in glosses:
        called, is_told = _move_of(gloss)
        if called == (kind, direction) and (is_told or kind in _UNDIRECTED):
            yield from texts.split()
    way = _CHINESE_WAYS[direction] if direction else ""
    for gloss, texts in glosses if way else ():
        called, is_told = _move_of(gloss)
        is_own = called is None or called[0] is kind
        if is_own and not is_told and _move_of(f"{gloss} {direction}")[0] == (kind, direction):
            yield from [way.format(text) for text in texts.split()]


@cache
def _move_of(gloss: str) -> tuple[Called | None, bool]:
    """The move of a camera by the English words of a Chinese term, and whether the way is told or no matter."""
    clause = _clause(gloss)
    negated = negated_positions(clause, continues=False)
    if find_stillness(clause, Subject.CAMERA, negated):
        return (M.STATIC, None), True
    move = next(find_moves(clause, Subject.CAMERA, negated), None)
    return ((move.kind, move.direction), move.named) if move else (None, gloss.endswith(_NOMINAL))


def _clause(text: str) -> Clause:
    words = tuple(text.split())
    return Clause(words, words, Link.START, 0)


def _acts(kind: ActionKind) -> Iterator[Wording]:
    """The verbs that mean this of somebody, with the words that must follow them."""
    said: dict[tuple[str, ...], list[str]] = {}
    for base, acts in ACTS.items():
        verb = third_person(base)
        for act in acts:
            allowed = act.then - {END} or {""}
            after = [word for word in allowed if act_of(base, Form.THIRD_PERSON, (verb, word), 0) is act]
            if act.kind is kind and after:
                said.setdefault(tuple(filter(None, plainest(after))), []).append(verb)
    for following, verbs in said.items():
        yield Wording(tuple(verbs), before=("somebody",), after=following)


def _said_of(table: Mapping[tuple[str, Noun], K], kind: K) -> Iterator[Wording]:
    """The verbs that mean this of a class of nouns."""
    verbs: dict[Noun, list[str]] = {}
    for (verb, noun), called in table.items():
        if called is kind and sense_of(verb, noun) is kind:
            verbs.setdefault(noun, []).append(third_person(verb))
    for noun, said in verbs.items():
        yield Wording(tuple(said), before=_nouns(noun) or ("anything",))


def _nouns(noun: Noun) -> tuple[str, ...]:
    """The first nouns of a class, in the singular."""
    pairs = (" ".join(pair) for pair, of in MODIFIED.items() if of is noun)
    nouns = [*(word for word, of in NOUNS.items() if of is noun), *pairs]
    return without_forms(nouns[: 2 * MOST_BESIDE])[:MOST_BESIDE]


def _action(kind: ActionKind) -> tuple[Wording, ...]:
    return *_acts(kind), *_said_of(BODY, kind), *named(GESTURES, kind, before=("gives a",))


def _effect(kind: EffectKind) -> tuple[Wording, ...]:
    strong = named(WEATHER_BY_STRENGTH, kind, before=("light", "heavy"))
    return *_said_of(EFFECTS, kind), *named(WEATHER, kind), *strong


def _light(kind: LightKind) -> tuple[Wording, ...]:
    pairs = {" ".join(pair): called for pair, called in PAIRED_PLAYS.items()}
    turns = {f"{earlier} to {later}": called for (earlier, later), called in TURNS_OF_DAY.items()}
    return *_said_of(LIGHTS, kind), *named({**PLAYS, **pairs, **turns}, kind)


def _grade(kind: GradeKind) -> tuple[Wording, ...]:
    plurals = plainest(noun for noun in COLOUR_NOUNS if noun.endswith("s"))
    return *terms_of(GRADES, kind), *named(COLOUR_ADJECTIVES, kind, after=plurals)


def _arrival(kind: ArrivalKind) -> tuple[Wording, ...]:
    return *terms_of(arrivals.TRANSITIONS, kind), *arrivals.WORDINGS.get(kind, ())


def _lock(kind: LockKind) -> tuple[Wording, ...]:
    match kind:
        case LockKind.CAMERA_MOVEMENT:
            return (Wording(plainest(MOVEMENT), before=plainest(CAMERA)),)
        case LockKind.HASTE:
            hasty = [word for word, pace in PACES.items() if pace is Pace.FAST and not word.endswith("ly")]
            return (Wording(tuple(hasty), after=("camera movement",)),)
        case LockKind.MOVE:
            moves = [move.english[0] for move in _MOVES if move.direction]
            return (Wording(tuple(terms.words[0] for terms in moves if not terms.before)),)
        case LockKind.MOTION:
            firsts = {called: word for word, called in reversed([*WEATHER.items(), *PLAYS.items()])}
            return (Wording(tuple(firsts.values())[::-1]),)
        case _:
            return terms_of(DEFECTS, kind)


def _framings_of(gloss: str) -> Sequence[Kind | None]:
    framing = read_framing(gloss.split())
    return framing.size, framing.angle


def _grades_of(gloss: str) -> Sequence[Kind]:
    return [found.meaning for found in find_grades(_clause(gloss), frozenset())]


def _arrivals_of(gloss: str) -> Sequence[Kind]:
    clause = _clause(f"everybody {gloss} another scene")
    arrival = find_arrival(clause, frozenset())
    return [arrival.kind] if arrival else []


def _locks_of(gloss: str) -> Sequence[Kind]:
    return [lock.kind for lock in read_locks(gloss).all]


def _entries(
    prompts: Mapping[K, Example],
    english: Callable[[K], tuple[Wording, ...]],
    glossary: Mapping[str, str] | None = None,
    meanings: Callable[[str], Sequence[Kind | None]] = lambda _: (),
) -> tuple[Entry, ...]:
    """An entry for every kind; its Chinese terms are those whose English words mean it."""
    chinese: dict[Kind | None, list[str]] = {}
    for gloss, texts in (glossary or {}).items():
        for kind in meanings(gloss):
            chinese.setdefault(kind, []).extend(texts.split())
    return tuple(
        Entry(kind, example, english(kind), tuple(chinese.get(kind, ()))) for kind, example in prompts.items()
    )


def _move_entry(kind: MoveKind, direction: Direction | None, example: Example) -> Entry:
    english = _stillness() if kind is M.STATIC else _move_wordings(kind, direction)
    chinese = dict.fromkeys(_chinese_moves(kind, direction))
    return Entry(kind, example, tuple(english), tuple(chinese), direction)


_MOVES = tuple(_move_entry(*called, example) for called, example in examples.MOVES.items())
_FRAMINGS = chinese_camera.ANGLES_AND_SIZES, _framings_of
_DEFECTS = {**chinese_scene.DEFECTS, **chinese_camera.OPTICS}

HANDBOOK: dict[str, tuple[Entry, ...]] = {
    "Camera moves": _MOVES,
    "Actions": _entries(examples.ACTIONS, _action),
    "Effects": _entries(examples.EFFECTS, _effect),
    "Light": _entries(examples.LIGHTS, _light),
    "Grades and styles": _entries(examples.GRADES, _grade, chinese_scene.LOOKS, _grades_of),
    "Shot sizes": _entries(examples.SIZES, partial(terms_of, SIZES), *_FRAMINGS),
    "Angles": _entries(examples.ANGLES, partial(terms_of, ANGLES), *_FRAMINGS),
    "The way to an end image": _entries(examples.ARRIVALS, _arrival, arrivals.CHINESE, _arrivals_of),
    "The negative prompt": _entries(examples.LOCKS, _lock, _DEFECTS, _locks_of),
}
"""The entries of each family, under its title."""
