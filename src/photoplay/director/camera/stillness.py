"""Static shots: how a prompt says that the camera stays where it is."""

from dataclasses import dataclass

from photoplay.director.camera.subjects import Subject, is_camera
from photoplay.director.reading.clauses import Clause, Link
from photoplay.director.vocabulary.heads import BASE_OF, HEADS, SHAKY, STAYING, STILL
from photoplay.director.vocabulary.kinds import MoveKind
from photoplay.director.vocabulary.lexicon import (
    CAMERA_NOUNS,
    FILM_NOUNS,
    NEGATORS,
    PACES,
    is_filler,
    word_set,
)

_FIRM = word_set("static locked stationary fixed")
_HOLDS = word_set("hold holds holding stays stay staying")
_KEPT = word_set("level low high close tight wide with behind beside near ahead parallel horizontal straight")
"""What a camera may keep while it moves."""
_FRAMES = (CAMERA_NOUNS | word_set("shots twoshot tripod angle composition position")) - {
    "we",
    "viewer",
    "dolly",
    "drone",
}
_CAMERAS = word_set("camera cam")
_MOVEMENTS = word_set("move movement motion")
_RESTRICTING = SHAKY | word_set("excessive unnecessary")
_EXCEPTIONS = word_set("except besides apart other but save until")


@dataclass(frozen=True)
class Stillness:
    """A wish for a static camera."""

    phrase: str
    absolute: bool = False
    """Whether no other move may be made ("no camera movement")."""
    spoken: bool = False
    """Whether the camera is said to hold, which follows what it did before."""


def find_stillness(clause: Clause, carried: Subject, negated: frozenset[int]) -> Stillness | None:
    """The words of a clause that ask for a static camera, if any do."""
    words = clause.words
    denial = _denied_movement(words, negated)
    if denial is not None:
        comes_later = clause.link is Link.THEN and denial == 0
        return Stillness(clause.phrase(0, len(words)), absolute=not comes_later)
    for position, word in enumerate(words):
        if position in negated:
            continue
        if _is_tripod(words, position) or (word in STILL and _is_of_camera(words, position, carried)):
            start = position - 1 if words[position - 1 : position] == ("camera",) else position
            return Stillness(clause.phrase(start, position + 2))
        keeps = words[position + 1 : position + 2] and words[position + 1] in _KEPT
        if word in _HOLDS and not keeps and _holder_is_camera(words, position, carried, clause.link):
            return Stillness(clause.phrase(position, len(words)), spoken=True)
    return None


def find_shake(clause: Clause, negated: frozenset[int]) -> str | None:
    """An adjective that makes the camera handheld ("shaky cam")."""
    words = clause.words
    for position, word in enumerate(words):
        if (
            word in SHAKY
            and position not in negated
            and _noun_after(words, position) in _FRAMES | {"footage"}
        ):
            return clause.phrase(position, position + 2)
        if _is_shaken(words, position) and position not in negated:
            return clause.phrase(position - 1, position + 1)
    return None


def _is_shaken(words: tuple[str, ...], position: int) -> bool:
    """Whether the whole picture shakes, which is the camera's doing."""
    if words[position] not in HEADS or HEADS[words[position]][0].calls is not MoveKind.HANDHELD:
        return False
    before = position - 1
    while before >= 0 and is_filler(words[before]):
        before -= 1
    return before >= 0 and words[before] in ("picture", "image", "screen")


def _denied_movement(words: tuple[str, ...], negated: frozenset[int]) -> int | None:
    """The position of the word that denies every movement of the camera, if one does."""
    if _CAMERAS.isdisjoint(words):
        return None
    for position in sorted(negated):
        if BASE_OF.get(words[position]) not in _MOVEMENTS or not _EXCEPTIONS.isdisjoint(words[position:]):
            continue
        denial = max((at for at in range(position) if words[at] in NEGATORS), default=0)
        if not any(word in PACES or word in _RESTRICTING for word in words[denial:position]):
            return denial
    return None


def _is_of_camera(words: tuple[str, ...], position: int, carried: Subject) -> bool:
    noun = _noun_after(words, position)
    if noun in _FRAMES:
        return True
    before = position - 1
    while before >= 0 and (
        is_filler(words[before]) or words[before] in STAYING | STILL | {"settling", "perfectly", "mounted"}
    ):
        before -= 1
    if before < 0:
        return carried is Subject.CAMERA or (
            words[position] in _FIRM and noun in ("", "for", "until", "during")
        )
    if words[position] in _FIRM and words[before] in FILM_NOUNS:
        before -= before > 0 and words[before - 1] in CAMERA_NOUNS
    return is_camera(words, before)


def _noun_after(words: tuple[str, ...], position: int) -> str:
    after = position + 1
    while after < len(words) and (is_filler(words[after]) or words[after] in STILL):
        after += 1
    if after < len(words) and words[after + 1 : after + 2] and words[after + 1] in FILM_NOUNS - CAMERA_NOUNS:
        return words[after + 1]
    return words[after] if after < len(words) else ""


def _is_tripod(words: tuple[str, ...], position: int) -> bool:
    """Whether the clause is about filming from a tripod, not about a tripod in the picture."""
    about_filming = _FRAMES | STILL | STAYING | {"mounted", "filmed", "on", "from"}
    following = words[position + 1 : position + 2]
    return words[position] == "tripod" and (
        following in {("shot",), ("mounted",)}
        or all(word in about_filming or is_filler(word) for word in words)
    )


def _holder_is_camera(words: tuple[str, ...], position: int, carried: Subject, link: Link) -> bool:
    before = position - 1
    while before >= 0 and is_filler(words[before]):
        before -= 1
    if before >= 0:
        return is_camera(words, before)
    ordered = words[position] == "hold" and (
        len(words) == 1
        or link is Link.THEN
        or words[position + 1 : position + 2] in {("still",), ("steady",)}
    )
    return carried is Subject.CAMERA or (carried is Subject.UNSAID and ordered)
