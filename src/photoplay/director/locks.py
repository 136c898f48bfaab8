"""What a negative prompt keeps out of the clip."""

from collections.abc import Iterator
from dataclasses import dataclass

from photoplay.director.camera.directions import read_course, reading
from photoplay.director.plan import Lens, Lock
from photoplay.director.reading.clauses import Clause, split_clauses
from photoplay.director.reading.words import read
from photoplay.director.scene.find import motions_in
from photoplay.director.vocabulary.defects import BLURS, CAMERA, DEFECTS, MOVEMENT
from photoplay.director.vocabulary.heads import BASE_OF, FALSE_FRIENDS, HEADS
from photoplay.director.vocabulary.kinds import Direction, LightKind, LockKind, Motion, MoveKind, Pace
from photoplay.director.vocabulary.lexicon import PACES

HASTY = (Pace.FAST, Pace.WHIP)


@dataclass(frozen=True)
class Locks:
    """Everything a negative prompt keeps out."""

    all: tuple[Lock, ...]

    def of(self, kind: LockKind) -> Lock | None:
        """The first lock of a kind, or None."""
        return next((lock for lock in self.all if lock.kind is kind), None)

    def against_move(self, kind: MoveKind, direction: Direction | None) -> Lock | None:
        """The lock that forbids a camera move, or None where it may stay."""
        if kind is MoveKind.STATIC:
            return None
        for lock in self.all:
            shakes = lock.kind is LockKind.SHAKE and kind is MoveKind.HANDHELD
            named = lock.kind is LockKind.MOVE and lock.forbids is kind
            if shakes or (named and lock.direction in (None, direction)):
                return lock
        return self.of(LockKind.CAMERA_MOVEMENT)

    def against_motion(self, kind: Motion) -> Lock | None:
        """The lock that forbids an action, an effect or a play of light, or None where it may stay."""
        for lock in self.all:
            flickers = lock.kind is LockKind.FLICKER and kind in (LightKind.FLICKER, LightKind.LIGHTNING)
            if flickers or (lock.kind is LockKind.MOTION and lock.forbids is kind):
                return lock
        return None

    def limit(self, lens: Lens) -> Lens:
        """The lens without the blur that is forbidden."""
        barred: dict[str, float] = {}
        if self.of(LockKind.MOTION_BLUR):
            barred["motion_blur"] = 0.0
        if self.of(LockKind.SOFT_FOCUS):
            barred["depth_of_field"] = 0.0
        return lens.model_copy(update=barred)


def read_locks(negative_prompt: str) -> Locks:
    """Read a negative prompt, a list of things not wanted. Words on picture quality forbid nothing."""
    locks = [lock for clause in split_clauses(read(negative_prompt)) for lock in _read_term(clause)]
    return Locks(tuple(dict.fromkeys(locks)))


def _read_term(clause: Clause) -> Iterator[Lock]:
    words = clause.words
    phrase = clause.phrase(0, len(words))
    defects = list(_defects(clause))
    if any(lock.kind is LockKind.SHAKE for lock in defects):
        yield from defects
        return
    if CAMERA & set(words) and MOVEMENT & {BASE_OF.get(word) for word in words}:
        hasty = any(PACES.get(word) in HASTY for word in words)
        yield Lock(kind=LockKind.HASTE if hasty else LockKind.CAMERA_MOVEMENT, phrase=phrase)
        return
    yield from defects
    moves = list(_moves(clause, phrase))
    yield from moves
    if not moves:
        for kind in motions_in(words):
            yield Lock(kind=LockKind.MOTION, forbids=kind, phrase=phrase)


def _defects(clause: Clause) -> Iterator[Lock]:
    words = clause.words
    for start, end, kind in DEFECTS.find(words):
        phrase = clause.phrase(start, end)
        yield Lock(kind=kind, phrase=phrase)
        if words[start] in BLURS and end == start + 1:
            yield Lock(kind=LockKind.SOFT_FOCUS, phrase=phrase)


def _moves(clause: Clause, phrase: str) -> Iterator[Lock]:
    words = clause.words
    for position, word in enumerate(words):
        if word not in HEADS or not FALSE_FRIENDS.get(BASE_OF[word], frozenset()).isdisjoint(words):
            continue
        calls = HEADS[word][0].calls
        if not isinstance(calls, MoveKind):
            continue
        course = read_course(words, position, 0, len(words))
        called = [move for direction in course.directions if (move := reading(calls, direction))]
        if not called:
            yield Lock(kind=LockKind.MOVE, forbids=calls, phrase=phrase)
        for kind, direction in called:
            yield Lock(kind=LockKind.MOVE, forbids=kind, direction=direction, phrase=phrase)
