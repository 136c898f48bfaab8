"""Orders to the camera operator that name no camera: first pan left, then push in."""

import re

from photoplay.director.reading.chinese_terms import ACTING, HAN
from photoplay.director.vocabulary.chinese import Role, Term, is_known, term_at
from photoplay.director.vocabulary.chinese_camera import ORDERED, ORDERED_BY_PATH, RISES

_ON_FILM = re.compile(
    r"[^。！？.!?\n]{0,80}?(?:推近|推进|拉远|拉近|镜头|左摇|右摇|上摇|下摇|平移|横移|航拍|跟拍|环绕)"
)
_AT_ONCE = re.compile(r"边[^边,。.!?]{1,6}边")
_FROM = re.compile(r"[从由自]([^,。.!?]{1,10}?)(?=[缓慢快地]{0,5}[摇移扫])")
_TO = re.compile(r"[摇到至移扫过]{1,3}([^,。.!?]{1,8})")
_SIDE = re.compile("(?:画面|最|正)?([左右])")
_LOW = re.compile(r"脚|鞋|裙|腿|地|底|根|下|水面|草|膝")
_HIGH = re.compile(r"脸|面[部孔庞容]|头|天|顶|上|云|月|星|空|眼")
_TO_SIZE = re.compile(r"(?:推|拉|摇|移)[到至成][^,。.!?;\n]{0,12}(?:特写|[近中全远]景)")
"""A move that says which size it ends in, as only cameras do."""
_FOLLOWING = frozenset({Role.LINK, Role.ADVERB, Role.DIRECTION, Role.NEGATION, Role.LOOK, Role.ACT, *ACTING})
_GOALS = ("到", "至", "过", "回", "向", "出", "了", "着", "起", "一下", "一点")


def film_follows(text: str, position: int) -> bool:
    """Whether the rest of the sentence names a move that only cameras make."""
    return _ON_FILM.match(text, position) is not None


def read_order(text: str, position: int, *, told: bool, aimed: bool, lone: bool) -> Term | None:
    """The move that a clause without a subject orders at a position, if it does.

    Args:
        told: whether words such as "first" and "then", or "while", put it among other moves.
        aimed: whether a direction or a path stands before it.
        lone: whether nothing in the text has acted yet.
    """
    if _AT_ONCE.match(text, position):
        position, told = position + 1, True
    term = term_at(text, position, acted=True)
    if term is not None and _TO_SIZE.match(text, position):
        return term
    if term is None or not _ends_there(text, position + len(term.text)):
        return None
    if term.text in ORDERED and (told or aimed):
        return term
    if term.text in ORDERED_BY_PATH and aimed and lone:
        return term
    return term if term.text in RISES and lone else None


def read_ends(text: str, position: int) -> tuple[str, ...]:
    """The direction of a move from one end of somebody or something to the other, as an English word if it has one.

    Args:
        text: the prompt.
        position: right after the verb.
    """
    start = _FROM.search(text, max(position - 14, 0), position)
    goal = _TO.match(text, position - 1)
    if goal is None:
        return ()
    if side := _SIDE.match(goal[1]):
        return ("leftwards" if side[1] == "左" else "rightwards",)
    if start is None:
        return ()
    for low, high, direction in ((start[1], goal[1], "upwards"), (goal[1], start[1], "downwards")):
        if _LOW.search(low) and _HIGH.search(high):
            return (direction,)
    return ()


def _ends_there(text: str, position: int) -> bool:
    if position >= len(text) or not HAN.match(text, position):
        return True
    return text.startswith((*_GOALS, "边"), position) or is_known(text, position, _FOLLOWING)
