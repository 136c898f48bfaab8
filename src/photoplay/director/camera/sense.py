"""Whether a word that can call a camera move calls one where it stands."""

from photoplay.director.camera.directions import Course, goes_around
from photoplay.director.camera.scan import Scan
from photoplay.director.camera.subjects import Subject, is_bare_name
from photoplay.director.vocabulary.heads import (
    BASE_OF,
    FALSE_FRIENDS,
    HEADS,
    NAMED_TERMS,
    NOT_ORDERED,
    Gesture,
    Head,
    Use,
)
from photoplay.director.vocabulary.inflection import Form
from photoplay.director.vocabulary.kinds import MoveKind
from photoplay.director.vocabulary.lexicon import (
    COMPLEMENTS,
    DETERMINERS,
    DIRECTION_WORDS,
    FILM_NOUNS,
    FILM_OPENERS,
    PACES,
    PERFORMERS,
    PREPOSITIONS_OF_APPROACH,
    SURE_FILM_NOUNS,
    is_filler,
)

_FACES = "looking"
"""In "with the camera looking down at the street" it says where the camera looks, not that it turns."""


def calls_a_move(scan: Scan, position: int, course: Course, subject: Subject) -> bool:
    """Whether the word at `position`, which can call a camera move, does so here."""
    words = scan.clause.words
    head, form = HEADS[words[position]]
    if _is_a_thing(head, words, position) or _leads_the_eye(words, position):
        return False
    if subject is Subject.CAMERA:
        return words[position] != _FACES
    if subject is Subject.UNSAID and (
        _moves_the_camera(words, position) or _is_ordered(scan, position, course)
    ):
        return True
    is_false_friend = not FALSE_FRIENDS.get(BASE_OF[words[position]], frozenset()).isdisjoint(words)
    if form is Form.PAST or is_false_friend:
        return False
    return _is_film_term(scan, position, course, subject)


def _is_a_thing(head: Head, words: tuple[str, ...], position: int) -> bool:
    """Whether an everyday word is the noun of "spirals of cloud" or of "the classic approach"."""
    if head.use is not Use.VERB or head.calls is MoveKind.TRACKING:
        return False
    is_named = "the" in words[max(position - 2, 0) : position] and HEADS[words[position]][1] is Form.BASE
    follows_on = _word_at(words, position + 1) in FILM_NOUNS or isinstance(head.calls, Gesture)
    return _word_at(words, position + 1) == "of" or (is_named and not follows_on)


def _leads_the_eye(words: tuple[str, ...], position: int) -> bool:
    """Whether the verb has an object that is not the viewer ("drawing the eye past the columns")."""
    object_ = words[position + 2] if position + 2 < len(words) else ""
    leads = BASE_OF[words[position]] in ("draw", "bring") and _word_at(words, position + 1) in DETERMINERS
    return leads and object_ not in ("viewer", "audience", "camera", "viewpoint")


def _is_film_term(scan: Scan, position: int, course: Course, subject: Subject) -> bool:
    words = scan.clause.words
    head, _ = HEADS[words[position]]
    following = _word_at(words, position + 1)
    if head.calls is MoveKind.DOLLY_ZOOM:
        return True
    if subject is Subject.OTHER:
        is_film = head.use is not Use.VERB and following in SURE_FILM_NOUNS
        return is_film or _follows_a_name(words, position, course)
    if _is_performed(words, position):
        return goes_around(words, position, len(words))
    return following in FILM_NOUNS or _is_term(scan, position, course)


def _follows_a_name(words: tuple[str, ...], position: int, course: Course) -> bool:
    """Whether a term stands after a mere name without a comma ("Mount Fuji pan right")."""
    if BASE_OF[words[position]] not in NAMED_TERMS or HEADS[words[position]][1] is not Form.BASE:
        return False
    has_object = (
        _word_at(words, course.end) in DETERMINERS and words[course.end - 1] not in PREPOSITIONS_OF_APPROACH
    )
    needs_course = HEADS[words[position]][0].use is Use.TERM
    names = is_bare_name(words[:position]) and words[position - 1] not in DETERMINERS
    return names and not has_object and (bool(course.directions) or not needs_course)


def _is_term(scan: Scan, position: int, course: Course) -> bool:
    """Whether a word nobody is named for is a film term by the words around it."""
    words = scan.clause.words
    head, form = HEADS[words[position]]
    if head.use is Use.VERB:
        return False
    has_object = _word_at(words, course.end) in DETERMINERS
    is_noun = position > 0 and words[position - 1] in PACES and not words[position - 1].endswith("ly")
    is_done = has_object and head.use is Use.TERM and not is_noun
    if scan.carried is Subject.OTHER and (form is Form.THIRD_PERSON or is_done):
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


def _is_performed(words: tuple[str, ...], position: int) -> bool:
    """Whether an everyday word is the object of an order ("make a half circle around it")."""
    opening = _opening(words)
    return words[opening] in PERFORMERS and opening < position and HEADS[words[position]][0].use is Use.VERB


def _is_ordered(scan: Scan, position: int, course: Course) -> bool:
    """Whether an everyday verb opens its clause as an order to the operator ("glide forward", "circle the tree")."""
    words = scan.clause.words
    head, form = HEADS[words[position]]
    if form is not Form.BASE or position != _opening(words) or BASE_OF[words[position]] in NOT_ORDERED:
        return False
    if head.calls in (Gesture.TRAVEL, Gesture.CIRCLE):
        return any(_is_of_travel(word) for word in words[position + 1 : course.end + 1])
    has_object = _word_at(words, position + 1) in DETERMINERS | {"around"}
    return head.calls in (MoveKind.ORBIT, MoveKind.TRACKING) and has_object


def _opening(words: tuple[str, ...]) -> int:
    """The position of the first word that is not a mere adverb or ordinal."""
    return next((index for index, word in enumerate(words) if word in BASE_OF or not is_filler(word)), 0)


def _is_of_travel(word: str) -> bool:
    return word in DIRECTION_WORDS or word in ("around", "past", "along", "across", "over", "alongside")


def _moves_the_camera(words: tuple[str, ...], position: int) -> bool:
    """Whether the verb's object is the camera ("move the camera left")."""
    objects = [word for word in words[position + 1 : position + 4] if word not in DETERMINERS]
    return objects[:1] in (["camera"], ["cam"])


def _may_follow(word: str) -> bool:
    opens_more = word in FILM_OPENERS or word in COMPLEMENTS or word in DETERMINERS or word in ("", "of")
    return opens_more or word in DIRECTION_WORDS or word in BASE_OF or is_filler(word)
