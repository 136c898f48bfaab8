"""What a prompt says of the lens: depth of field, motion blur and focal length."""

from collections.abc import Sequence

from photoplay.director.plan import Lens
from photoplay.director.vocabulary.lexicon import INTENSIFIERS, NEGATORS, is_number, word_set
from photoplay.director.vocabulary.looks import FOCAL_LENGTHS

SHALLOW, VERY_SHALLOW = 0.6, 0.9
HEAVY_BLUR = 0.9
SHORTEST_LENS, LONGEST_LENS = 8.0, 1200.0
_BLURRED = word_set("blurred blurry blurs blur soft unfocused defocused")
_BACKGROUNDS = word_set("background foreground backdrop surroundings")
_HEAVY = word_set("heavy strong lots extreme pronounced")


def read_lens(words: Sequence[str]) -> Lens:
    """Read the words of a prompt, breaks included."""
    return Lens(
        depth_of_field=_depth_of_field(words),
        motion_blur=_motion_blur(words),
        focal_length=_focal_length(words),
    )


def _focal_length(words: Sequence[str]) -> float | None:
    """Millimetres; "35 mm film" is a film, not a lens."""
    for position, word in enumerate(words):
        if word == "mm" and position and is_number(words[position - 1]):
            length = float(words[position - 1])
            if SHORTEST_LENS <= length <= LONGEST_LENS and words[position + 1 : position + 2] != ["film"]:
                return length
    return next((found.meaning for found in FOCAL_LENGTHS.find(words)), None)


def _depth_of_field(words: Sequence[str]) -> float:
    for position, word in enumerate(words):
        if word in ("deep", "infinite") and words[position + 1 : position + 2] in (["focus"], ["dof"]):
            return 0.0
        shallow = word == "bokeh" or (
            word == "shallow" and {"dof", "focus"} & set(words[position + 1 : position + 4])
        )
        blurred = word in _BLURRED and _BACKGROUNDS & set(words[position + 1 : position + 4])
        out_of_focus = word in _BACKGROUNDS and {"blurred", "bokeh"} & set(words[position + 1 : position + 4])
        if (shallow or blurred or out_of_focus) and not _is_negated(words, position):
            return VERY_SHALLOW if _is_strong(words, position) else SHALLOW
    return 0.0


def _motion_blur(words: Sequence[str]) -> float:
    for position, word in enumerate(words):
        if word == "blur" and words[position - 1 : position] == ["motion"]:
            if _is_negated(words, position):
                return 0.0
            if _HEAVY & set(words[max(position - 3, 0) : position]):
                return HEAVY_BLUR
        if (
            word == "exposure"
            and words[position - 1 : position] == ["long"]
            and not _is_negated(words, position)
        ):
            return HEAVY_BLUR
    return Lens().motion_blur


def _is_negated(words: Sequence[str], position: int) -> bool:
    return bool(NEGATORS & set(words[max(position - 3, 0) : position]))


def _is_strong(words: Sequence[str], position: int) -> bool:
    return bool((INTENSIFIERS | _HEAVY) & set(words[max(position - 2, 0) : position]))
