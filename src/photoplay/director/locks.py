"""What a negative prompt forbids."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from photoplay.director.camera.directions import read_course, reading
from photoplay.director.plan import Direction, Lens, MoveKind
from photoplay.director.reading.clauses import split_clauses
from photoplay.director.reading.words import read
from photoplay.director.vocabulary.heads import BASE_OF, FALSE_FRIENDS, HEADS, SHAKY
from photoplay.director.vocabulary.lexicon import PACES, word_set

_MOVEMENT = word_set("move movement motion")
_CAMERA = word_set("camera cam")
_SHAKE = SHAKY | word_set("shake shakes jitter wobble handheld camerashake")
_STILL = word_set("static still motionless frozen stationary")


@dataclass
class Prohibitions:
    """What must not be in the clip, each with the words that say so."""

    moves: dict[tuple[MoveKind, Direction | None], str] = field(default_factory=dict)
    """Kinds, alone or with a direction."""
    movement: str | None = None
    """Any camera movement."""
    shake: str | None = None
    stillness: bool = False
    """A clip without camera movement."""
    depth_of_field: bool = False
    motion_blur: bool = False

    def forbids(self, kind: MoveKind, direction: Direction | None) -> str | None:
        """The words that forbid a move, or None where it may stay."""
        if kind is MoveKind.STATIC:
            return None
        if kind is MoveKind.HANDHELD and self.shake:
            return self.shake
        return self.moves.get((kind, None)) or self.moves.get((kind, direction)) or self.movement

    def limit(self, lens: Lens) -> Lens:
        """The lens without what is forbidden."""
        return Lens(
            depth_of_field=0.0 if self.depth_of_field else lens.depth_of_field,
            motion_blur=0.0 if self.motion_blur else lens.motion_blur,
        )


def read_prohibitions(negative_prompt: str) -> Prohibitions:
    """Read a negative prompt, a list of things not wanted. Words on picture quality forbid nothing."""
    prohibitions = Prohibitions()
    for clause in split_clauses(read(negative_prompt)):
        _read_term(prohibitions, clause.words, " ".join(clause.sources))
    return prohibitions


def _read_term(prohibitions: Prohibitions, words: tuple[str, ...], phrase: str) -> None:
    present = set(words)
    _read_lens(prohibitions, words)
    if _SHAKE & present:
        prohibitions.shake = phrase
        return
    if _CAMERA & present and (_MOVEMENT & {BASE_OF.get(word) for word in words}):
        if not PACES.keys() & present:
            prohibitions.movement = phrase
        return
    prohibitions.stillness |= bool(_STILL & present)
    for position, word in enumerate(words):
        if (
            word in HEADS
            and isinstance(HEADS[word][0].calls, MoveKind)
            and not FALSE_FRIENDS.get(BASE_OF[word], set()) & present
        ):
            _forbid(prohibitions, words, position, phrase)


def _forbid(prohibitions: Prohibitions, words: tuple[str, ...], position: int, phrase: str) -> None:
    kind = HEADS[words[position]][0].calls
    course = read_course(words, position, 0, len(words))
    moves: list[tuple[MoveKind, Direction | None]] = [
        move for direction in course.directions if (move := reading(kind, direction))
    ]
    if isinstance(kind, MoveKind):
        prohibitions.moves |= dict.fromkeys(moves or [(kind, None)], phrase)


def _read_lens(prohibitions: Prohibitions, words: Sequence[str]) -> None:
    present = set(words)
    if "blur" in present:
        prohibitions.motion_blur = True
        prohibitions.depth_of_field |= "motion" not in present
    if (
        "bokeh" in present
        or "shallow" in present
        or ({"blurred", "blurry"} & present and "background" in present)
    ):
        prohibitions.depth_of_field = True
