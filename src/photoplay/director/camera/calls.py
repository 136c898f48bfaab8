"""The moves a verb calls with the directions beside it."""

from collections.abc import Iterator

from photoplay.director.camera.directions import Course, goes_around, reading
from photoplay.director.vocabulary.heads import Gesture, Head, Use
from photoplay.director.vocabulary.kinds import DIRECTIONS, Direction, MoveKind
from photoplay.director.vocabulary.lexicon import (
    AERIAL_NOUNS,
    DETERMINERS,
    FILM_NOUNS,
    LATERAL,
    SIDE_BY_SIDE,
    word_set,
)

_PATHS = {
    "between": (MoveKind.DOLLY, Direction.IN),
    "among": (MoveKind.DOLLY, Direction.IN),
    "sideways": (MoveKind.TRUCK, DIRECTIONS[MoveKind.TRUCK][0]),
    "laterally": (MoveKind.TRUCK, DIRECTIONS[MoveKind.TRUCK][0]),
    "along": (MoveKind.DOLLY, Direction.IN),
    "across": (MoveKind.TRUCK, DIRECTIONS[MoveKind.TRUCK][0]),
    "past": (MoveKind.TRUCK, DIRECTIONS[MoveKind.TRUCK][0]),
    "over": (MoveKind.AERIAL, Direction.IN),
    "above": (MoveKind.AERIAL, Direction.IN),
}
"""Where a camera goes by the preposition alone."""

Called = tuple[MoveKind, Direction | None, bool]
"""A kind, its direction, and whether the prompt named the direction."""

_FLOWN = (MoveKind.DOLLY, MoveKind.PEDESTAL, Gesture.TRAVEL)
"""What becomes an aerial move when a drone does it."""

_NEAR = word_set("foreground front near closer closeup")
_FAR = word_set("background behind distance distant far horizon beyond back")


def called_by(
    head: Head, words: tuple[str, ...], position: int, course: Course, bounds: tuple[int, int]
) -> Iterator[Called]:
    """The moves of the head at `position`, whose words lie within `bounds`."""
    start, end = bounds
    calls = _sense(head, words, position, course, end)
    beside = SIDE_BY_SIDE & set(words[position:end])
    if calls is MoveKind.TRACKING and _tracks_nobody(head, words, position, course):
        direction = course.directions[0]
        yield (MoveKind.DOLLY if direction in DIRECTIONS[MoveKind.DOLLY] else MoveKind.TRUCK), direction, True
    elif calls is MoveKind.TRACKING or (calls is Gesture.TRAVEL and beside):
        yield _tracking(words[start:end], head, course)
    elif calls is MoveKind.RACK_FOCUS:
        yield _rack_focus(words[position + 1 : end])
    elif isinstance(calls, MoveKind) and not DIRECTIONS[calls]:
        yield calls, None, True
    else:
        is_framing = calls is MoveKind.TILT and words[position + 1 : position + 2] == ("at",)
        found = [move for direction in course.directions if (move := reading(calls, direction))]
        by_path = calls is Gesture.TRAVEL and not found
        if by_path:
            found = [_PATHS[word] for word in words[position + 1 : end] if word in _PATHS][:1]
        if head.use is Use.VERB and head.implied:
            found = []
        is_bare = not found or (calls is MoveKind.ORBIT and found[0][0] is not calls)
        if is_bare and isinstance(calls, MoveKind) and not is_framing:
            yield calls, head.implied or DIRECTIONS[calls][0], head.implied is not None
        for kind, direction in dict.fromkeys(found):
            yield kind, direction, not by_path


def _tracks_nobody(head: Head, words: tuple[str, ...], position: int, course: Course) -> bool:
    """Whether "tracks left" or "track back" names nobody who is tracked: the camera is but on rails."""
    on_rails = course.directions[:1] in ((Direction.LEFT,), (Direction.RIGHT,))
    following = words[position + 1 : position + 2]
    on_rails |= following in (("in",), ("out",), ("back",))
    tracked = set(following) & (DETERMINERS | FILM_NOUNS) or {"with", "beside", "alongside"} & set(words)
    return head.use is Use.TERM and bool(course.directions) and on_rails and not tracked


def _sense(head: Head, words: tuple[str, ...], position: int, course: Course, end: int) -> MoveKind | Gesture:
    around = goes_around(words, position, end)
    if head.calls is Gesture.CIRCLE and (around or not course.directions):
        return MoveKind.ORBIT
    if head.calls is Gesture.TRAVEL and around and not course.directions:
        return MoveKind.ORBIT
    sweeps = head.calls is MoveKind.PAN and head.use is Use.VERB and not course.directions
    if (sweeps or head.calls in _FLOWN) and AERIAL_NOUNS & set(words[:position]):
        return MoveKind.AERIAL
    return head.calls


def _tracking(words: tuple[str, ...], head: Head, course: Course) -> Called:
    allowed = [direction for direction in course.directions if direction in DIRECTIONS[MoveKind.TRACKING]]
    if "infrontof" in words or head.implied is Direction.OUT:
        return MoveKind.TRACKING, Direction.OUT, True
    sideways = [direction for direction in allowed if direction in (Direction.LEFT, Direction.RIGHT)]
    beside = LATERAL & set(words)
    if beside:
        named = bool(sideways) or not beside.isdisjoint(("beside", "alongside"))
        return MoveKind.TRACKING, (sideways or [Direction.RIGHT])[0], named
    return MoveKind.TRACKING, (allowed or [Direction.IN])[0], bool(allowed)


def _rack_focus(words: tuple[str, ...]) -> Called:
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
